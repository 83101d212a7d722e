/* What every output format says of an article. */
#include <string.h>

#include "base/sha256.h"
#include "record.h"

static const struct {
	struct str name;
	enum rules_typed type;
} always[RECORD_LISTS] = { { { "dates", 5 }, RULES_DATES },
	{ { "officials", 9 }, RULES_OFFICIALS },
	{ { "units", 5 }, RULES_UNITS }, { { "figures", 7 }, RULES_FIGURES },
	{ { "deadlines", 9 }, RULES_DEADLINES },
	{ { "documents", 9 }, RULES_DOCUMENTS } };

size_t
record_lists(const struct doc *d, const struct rules *r,
	struct record_list list[RECORD_LISTS_MAX])
{
	uint64_t taken = 0;
	unsigned i;
	size_t n;
	int type;

	for (n = 0; n < RECORD_LISTS; n++) {
		type = r->typed[always[n].type];
		list[n] = (struct record_list){ always[n].name,
			type < 0 ? NULL : &d->list[type] };
		taken |= type < 0 ? 0 : (uint64_t)1 << type;
	}
	for (i = 0; i < r->ntype; i++)
		if (!r->type[i].hidden && !(taken >> i & 1))
			list[n++] = (struct record_list){ r->type[i].name,
				&d->list[i] };
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
