/* Vietnamese in ASCII: "Vie^.t Nam" (VIQR, RFC 1456, section 4). */
#ifndef VIQR_H
#define VIQR_H

#include <stdbool.h>

#include "base/mem.h"
#include "base/str.h"

/* Is this VIQR? Looks at some 64 KB, and at little more than the first
 * hundred bytes where they are not ASCII. */
bool viqr_is(struct str s);

/* s (UTF-8) with its VIQR read, in NFC, in memory of m. "Tp. HCM." keeps its
 * full stops where no vowel is before them, where a vowel has its tone, and at
 * the end of a line. */
struct str viqr_decode(struct str s, struct mem *m);

#endif
