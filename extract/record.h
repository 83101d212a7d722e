/* What every output format says of an article, so that they agree: its id,
 * the sum of its bytes, its lists in the contract's order. */
#ifndef RECORD_H
#define RECORD_H

#include "base/buf.h"
#include "doc.h"
#include "rules.h"

enum {
	RECORD_ID = 32,	  /* hex digits */
	RECORD_LISTS = 6, /* always in a record */
	RECORD_LISTS_MAX = RECORD_LISTS + TYPES_MAX
};

/* One list of a record. */
struct record_list {
	struct str name;
	const struct values *values; /* NULL where the rule set has no such
					type */
};

/* The six lists of every record, then the rule set's own types in their
 * order, hidden ones left out. Returns how many. */
size_t record_lists(const struct doc *d, const struct rules *r,
	struct record_list list[RECORD_LISTS_MAX]);

/* The first 128 bits of SHA-256 over the text, as hex with a NUL. False when
 * it could not be worked out. */
bool record_id(const struct doc *d, char id[RECORD_ID + 1]);

/* SHA-256 of the raw bytes as hex, in memory of the doc; p is NULL when there
 * are none or it could not be worked out. */
struct str record_sha256(const struct doc *d);

/* Both. A plain text that stands in a file as it is in the record is read
 * once. */
bool record_sums(
	const struct doc *d, char id[RECORD_ID + 1], struct str *sha256);

#endif
