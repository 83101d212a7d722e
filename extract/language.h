/* Is a text Vietnamese? */
#ifndef LANGUAGE_H
#define LANGUAGE_H

#include "doc.h"

enum language {
	LANGUAGE_VIETNAMESE,
	LANGUAGE_OTHER,
	LANGUAGE_UNTOLD /* too short to tell: "Arsenal 2-0 Everton" */
};

/* By the share of words that can be Vietnamese syllables alone: half of them
 * in the press, a twentieth in the English of its neighbours. s is valid
 * UTF-8; looks at its first words only, at thirty where they tell. */
enum language language_of(struct str s);

/* Fills d->article.language where the page said none. False, with a warning,
 * where the text is another language's and rules have nothing to find. */
bool language(struct doc *d);

#endif
