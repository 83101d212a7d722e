/* Text being built, in an arena or on the heap. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

struct buf {
	char *p;
	size_t n, cap;
	struct mem *mem; /* NULL: on the heap, give back with buf_free */
	bool bad;	 /* the heap was out; look once, when finished */
};

enum { BUF_SHORT = 32 };

/* A text in an arena that is short, as a number is: its room is there. */
static inline struct buf
buf_short(struct mem *m)
{
	return (struct buf){
		.p = mem_space(m, BUF_SHORT), .cap = BUF_SHORT, .mem = m
	};
}

void buf_put(struct buf *b, struct str s);
void buf_put_c(struct buf *b, char c);
void buf_put_int(struct buf *b, long long n);

/* Zeros before it where it has fewer digits than these. */
void buf_put_digits(struct buf *b, unsigned n, int digits);

/* Appends a code point as UTF-8. */
void buf_put_utf8(struct buf *b, uint32_t c);

/* Appends s; U+FFFD stands for each stretch of it that is not valid UTF-8.
 * Returns the bytes in these. */
size_t buf_put_mended(struct buf *b, struct str s);

void buf_printf(struct buf *b, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Room for n more bytes at b->p + b->n; false when the heap was out. */
bool buf_reserve(struct buf *b, size_t n);

/* What was built; valid until the next put. */
struct str buf_str(const struct buf *b);

void buf_free(struct buf *b);

#endif
