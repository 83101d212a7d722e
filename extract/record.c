/* What every output format says of an article. */
#include <string.h>

#include "base/sha256.h"
#include "record.h"

static const char *const always[RECORD_LISTS] = { "dates", "officials", "units",
	"figures", "deadlines", "documents" };

static bool
is_one_of_six(struct str name)
{
	size_t i;

	for (i = 0; i < RECORD_LISTS; i++)
		if (str_eq(name, str_c(always[i])))
			return true;
	return false;
}

size_t
record_lists(const struct doc *d, const struct rules *r,
	struct record_list list[RECORD_LISTS_MAX])
{
	size_t n;
	unsigned i;
	int type;

	for (n = 0; n < RECORD_LISTS; n++) {
		list[n].name = str_c(always[n]);
		type = rules_type(r, list[n].name);
		list[n].values = type < 0 ? NULL : &d->list[type];
	}
	for (i = 0; i < r->ntype; i++) {
		if (r->type[i].hidden || is_one_of_six(r->type[i].name))
			continue;
		list[n].name = r->type[i].name;
		list[n++].values = &d->list[i];
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
