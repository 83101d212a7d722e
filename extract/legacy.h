/* Text in one of the old Vietnamese charsets: which it is, and as UTF-8. */
#ifndef LEGACY_H
#define LEGACY_H

#include <stdbool.h>

#include "base/mem.h"
#include "charts.h"

/* Words that are not of ASCII alone, as a chart reads them. */
struct legacy_score {
	unsigned words;
	unsigned good;	 /* that may be Vietnamese syllables */
	unsigned own;	 /* of these: written as no other language does */
	unsigned rarity; /* of all, see syllable.h */
};

/* Reads bytes by a chart; time is linear, and ends after some thousand
 * words. */
void legacy_score(
	const struct chart *c, struct str bytes, struct legacy_score *out);

/* The chart by which bytes read best. NULL: none reads as Vietnamese. *sure:
 * it can be nothing else. */
const struct chart *legacy_find(struct str bytes, bool *sure);

/* Bytes as UTF-8 (NFC), in memory of m. What the chart does not have is as in
 * windows-1252. Never fails. */
struct str legacy_decode(
	const struct chart *c, struct str bytes, struct mem *m);

#endif
