/* Which letters have a property of Unicode. */
#ifndef PROPERTY_H
#define PROPERTY_H

#include "base/mem.h"
#include "letters.h"

struct letter_sets;

/* The letters with numbers of their own that a pattern of one letter matches
 * ("\p{Lu}"), as PCRE2 says; each pattern is asked for once. In m. NULL where
 * PCRE2 does not take the pattern. */
const struct letters *property_letters(
	struct letter_sets *sets, struct str pattern, struct mem *m);

#endif
