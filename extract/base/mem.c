/* An arena of blocks that double in size. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A block of up to KEPT bytes is kept for the next article. */
enum { FIRST_BLOCK = 64 * 1024, KEPT = 1 << 20, ALIGN = 16 };

struct mem_block {
	struct mem_block *older;
	size_t size;
	_Alignas(ALIGN) char bytes[];
};

/* What is free from `at` on ends where the block does, or the limit. */
static void
set_end(struct mem *m)
{
	struct mem_block *b = m->block;
	size_t left = b ? (size_t)(b->bytes + b->size - m->at) : 0;
	size_t may = m->limit > m->used ? m->limit - m->used : 0;

	m->end = m->at ? m->at + (m->limit && may < left ? may : left) : NULL;
}

static void
set_block(struct mem *m, struct mem_block *b)
{
	m->block = b;
	m->at = b ? b->bytes : NULL;
	set_end(m);
}

void
mem_open(struct mem *m, size_t limit)
{
	*m = (struct mem){ .limit = limit };
}

void
mem_limit(struct mem *m, size_t limit)
{
	m->limit = limit;
	set_end(m);
}

static void
out_of_memory(struct mem *m)
{
	if (m->out)
		longjmp(*m->out, 1);
	abort();
}

static size_t
rounded(size_t n)
{
	return (n + !n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static void
block_new(struct mem *m, size_t n)
{
	size_t size = m->block ? m->block->size * 2 : FIRST_BLOCK;
	struct mem_block *b;

	if (size > (size_t)16 << 20)
		size = (size_t)16 << 20;
	if (size < n)
		size = n;
	/* PCRE2's compiled patterns read whole vectors and so a little past a
	 * text's end: that is never memory without a value. */
	b = calloc(1, sizeof *b + size);
	if (!b)
		out_of_memory(m);
	b->older = m->block;
	b->size = size;
	set_block(m, b);
}

/* Room for n bytes, which the newest block does not have. */
static void
make_room(struct mem *m, size_t n)
{
	size_t want = rounded(n);

	if (n > SIZE_MAX / 4 ||
		(m->limit && (want > m->limit || m->used > m->limit - want)))
		out_of_memory(m);
	block_new(m, want);
}

void *
mem_space(struct mem *m, size_t n)
{
	size_t want = rounded(n);
	char *p;

	if (want - 1 >= (size_t)(m->end - m->at))
		make_room(m, n);
	p = m->at;
	m->at += want;
	m->used += want;
	return p;
}

void *
mem_alloc(struct mem *m, size_t n)
{
	return memset(mem_space(m, n), 0, n);
}

void *
mem_grow(struct mem *m, void *p, size_t old, size_t n)
{
	size_t had = rounded(old), want = rounded(n);
	void *q;

	if (p && n <= old)
		return p;
	if (p && n <= SIZE_MAX / 4 && (char *)p + had == m->at &&
		want - had <= (size_t)(m->end - m->at)) {
		m->at += want - had;
		m->used += want - had;
		return p;
	}
	q = mem_space(m, n);
	if (old)
		memcpy(q, p, old);
	return q;
}

void *
mem_room(struct mem *m, void *array, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap : 64;

	if (n <= *cap)
		return array;
	while (more < n)
		more *= 2;
	array = mem_grow(m, array, *cap * size, more * size);
	*cap = more;
	return array;
}

struct str
mem_str(struct mem *m, struct str s)
{
	char *p = mem_space(m, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct str){ p, s.n };
}

struct str
mem_printf(struct mem *m, const char *format, ...)
{
	char most[128], *p; /* what most texts fit in */
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(most, sizeof most, format, ap);
	va_end(ap);
	if (n < 0)
		n = 0;
	p = mem_space(m, (size_t)n + 1);
	if ((size_t)n < sizeof most) {
		memcpy(p, most, (size_t)n);
		p[n] = '\0';
		return (struct str){ p, (size_t)n };
	}
	va_start(ap, format);
	vsnprintf(p, (size_t)n + 1, format, ap);
	va_end(ap);
	return (struct str){ p, (size_t)n };
}

void
mem_reset(struct mem *m)
{
	struct mem_block *b, *kept = NULL;

	while ((b = m->block)) {
		m->block = b->older;
		if (!kept && b->size <= KEPT)
			kept = b;
		else
			free(b);
	}
	if (kept)
		kept->older = NULL;
	m->used = 0;
	set_block(m, kept);
}

void
mem_close(struct mem *m)
{
	struct mem_block *b;

	while ((b = m->block)) {
		m->block = b->older;
		free(b);
	}
	m->used = 0;
	set_block(m, NULL);
}
