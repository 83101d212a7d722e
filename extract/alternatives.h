/* Words as one pattern. */
#ifndef ALTERNATIVES_H
#define ALTERNATIVES_H

#include "base/mem.h"

/* A pattern, in m, that matches any of n words (n > 0), the longest first. A
 * word that begins with a small letter is met with a capital as well. Puts the
 * words in order. */
struct str alternatives(struct str *word, size_t n, struct mem *m);

#endif
