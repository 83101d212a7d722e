/* What two names of one organisation have in common. */
#ifndef UNIT_KEY_H
#define UNIT_KEY_H

#include "base/mem.h"
#include "base/str.h"

struct rules;

/* What the lexicons `organisation`, `company` and `club` say of a name. */
struct str unit_known(
	const struct rules *r, struct str name, const char *attribute);

/* A name in small letters, its short forms written out (lexicon
 * `abbreviation`), the words that tell nothing left out (`unit-filler`), and
 * where one of them says what it is, that instead. In memory of m. */
struct str unit_key(const struct rules *r, struct mem *m, struct str name);

#endif
