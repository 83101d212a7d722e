/* Character references of HTML ("&agrave;", "&#7879;", "&#x1EC7;") in a text
 * that has been read as markup once: pages write them twice. */
#ifndef BASE_REFERENCES_H
#define BASE_REFERENCES_H

#include "base/mem.h"
#include "base/str.h"

/* s with the references of HTML 4 read; s itself where it has none. What is
 * no reference stays as it is. */
struct str references_read(struct str s, struct mem *m);

/* The code point of the reference that s begins with ('&' first) and its
 * length in *n; 0 where there is none. */
unsigned references_get(struct str s, size_t *n);

#endif
