/* What every output format says of an article. */
#include <string.h>

#include "base/sha256.h"
#include "record.h"

static const struct str always[RECORD_LISTS] = { { "dates", 5 },
	{ "officials", 9 }, { "units", 5 }, { "figures", 7 },
	{ "deadlines", 9 }, { "documents", 9 } };

/* Which of those in every record has this name; RECORD_LISTS: none. Lengths and
 * first two letters tell them apart. */
static size_t
which(struct str name)
{
	size_t i, found = RECORD_LISTS;

	if (name.n < 2)
		return RECORD_LISTS;
	for (i = 0; i < RECORD_LISTS; i++)
		found = (name.n == always[i].n) &
					(name.p[0] == always[i].p[0]) &
					(name.p[1] == always[i].p[1])
				? i
				: found;
	return found < RECORD_LISTS && str_eq(name, always[found])
		       ? found
		       : RECORD_LISTS;
}

size_t
record_lists(const struct doc *d, const struct rules *r,
	struct record_list list[RECORD_LISTS_MAX])
{
	size_t n, at;
	unsigned i;

	for (n = 0; n < RECORD_LISTS; n++)
		list[n] = (struct record_list){ .name = always[n] };
	for (i = 0; i < r->ntype; i++) {
		at = which(r->type[i].name);
		if (at < RECORD_LISTS)
			list[at].values = &d->list[i];
		else if (!r->type[i].hidden)
			list[n++] = (struct record_list){ r->type[i].name,
				&d->list[i] };
	}
	return n;
}

bool
record_id(const struct doc *d, char id[RECORD_ID + 1])
{
	char hex[SHA256_HEX + 1];

	if (!sha256_hex(d->text.out, hex)) {
		id[0] = '\0';
		return false;
	}
	memcpy(id, hex, RECORD_ID);
	id[RECORD_ID] = '\0';
	return true;
}

struct str
record_sha256(const struct doc *d)
{
	char hex[SHA256_HEX + 1];

	if (d->raw.sha256.p)
		return d->raw.sha256;
	if (!d->raw.bytes.p || !sha256_hex(d->raw.bytes, hex))
		return (struct str){ NULL, 0 };
	return mem_str(d->mem, str_c(hex));
}

bool
record_sums(const struct doc *d, char id[RECORD_ID + 1], struct str *sha256)
{
	struct str raw = d->raw.bytes, text = d->text.out;
	char part[SHA256_HEX + 1], whole[SHA256_HEX + 1];

	if (d->raw.sha256.p || !raw.p || text.n == 0 ||
		!str_starts(raw, text)) {
		*sha256 = record_sha256(d);
		return record_id(d, id);
	}
	id[0] = '\0';
	if (!sha256_hex_both(raw, text.n, part, whole))
		return false;
	memcpy(id, part, RECORD_ID);
	id[RECORD_ID] = '\0';
	*sha256 = mem_str(d->mem, str_c(whole));
	return true;
}
