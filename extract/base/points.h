/* Byte offsets of one text as counts of code points. */
#ifndef BASE_POINTS_H
#define BASE_POINTS_H

#include "base/mem.h"
#include "base/scan.h"
#include "base/str.h"

struct points {
	struct str s;	/* valid UTF-8, borrowed */
	size_t *before; /* code points before each 64th byte */
	enum scan_way way;
};

/* Counts s once; the index (an eighth of s) lives in m. */
struct points points_new(struct mem *m, struct str s);

/* Code points that begin before a byte of s; past its end: all of them. */
size_t points_at(const struct points *p, size_t byte);

#endif
