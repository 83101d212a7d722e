/* What may be a Vietnamese syllable, by its spelling alone. */
#ifndef SYLLABLE_H
#define SYLLABLE_H

#include <stddef.h>
#include <stdint.h>

enum syllable {
	SYLLABLE_NOT,	 /* it cannot be written so */
	SYLLABLE_ASCII,	 /* "ban": it has no mark at all */
	SYLLABLE_SHARED, /* "là": with marks that French has as well */
	SYLLABLE_OWN	 /* "được": as no other language writes */
};

/* A word of n letters, small, capital or with a first capital; marks may stand
 * behind their letter (NFD). What begins it, its rhyme and its tone must go
 * together: "các" is one, "càc" is not. */
enum syllable syllable_of(const uint32_t *c, size_t n);

/* How rare its letters with marks are in the press, in quarters of a bit; of
 * two readings of the same bytes the commoner is the likelier. Only for what
 * syllable_of takes. */
unsigned syllable_rarity(const uint32_t *c, size_t n);

#endif
