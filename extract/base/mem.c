/* An arena of blocks that double in size. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/block.h"
#include "base/mem.h"

/* What has OWN bytes and more has a block to itself; no other block is as
 * large. Of these, KEPT bytes at most are kept for the next article. */
enum {
	FIRST_BLOCK = 64 << 10,
	LAST_BLOCK = 512 << 10,
	OWN = 1 << 20,
	KEPT = 4 << 20,
	SHORT = 64 /* bytes of a text that is copied by the block */
};

struct mem_block {
	struct mem_block *older;
	size_t size;
	bool own; /* made for one array or text, which fills it */
	_Alignas(MEM_ALIGN) char bytes[];
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
	return (n + !n + MEM_ALIGN - 1) & ~(size_t)(MEM_ALIGN - 1);
}

static struct mem_block *
block_new(struct mem *m, size_t size, struct mem_block *older)
{
	/* PCRE2's compiled patterns read whole vectors and so a little past a
	 * text's end: that is never memory without a value. */
	struct mem_block *b = calloc(1, sizeof *b + size);

	if (!b)
		out_of_memory(m);
	b->older = older;
	b->size = size;
	b->own = size >= OWN;
	return b;
}

/* Kept from an earlier article, or twice as large as the newest. */
static struct mem_block *
next_block(struct mem *m, size_t least)
{
	size_t size = m->block ? m->block->size * 2 : FIRST_BLOCK;
	struct mem_block **link = &m->spare, *b;

	while (*link && (*link)->size < least)
		link = &(*link)->older;
	if ((b = *link)) {
		*link = b->older;
		b->older = m->block;
		return b;
	}
	if (size > LAST_BLOCK)
		size = LAST_BLOCK;
	return block_new(m, size > least ? size : least, m->block);
}

/* Behind the newest block, which goes on being used. */
static void *
own_block(struct mem *m, size_t n)
{
	struct mem_block *b;

	if (!m->block)
		set_block(m, next_block(m, 0));
	b = m->block->older = block_new(m, n, m->block->older);
	m->used += n;
	set_end(m);
	return b->bytes;
}

void *
mem_space_new(struct mem *m, size_t n)
{
	size_t want = rounded(n);

	if (n > SIZE_MAX / 4 ||
		(m->limit && (want > m->limit || m->used > m->limit - want)))
		out_of_memory(m);
	if (want >= OWN)
		return own_block(m, want);
	set_block(m, next_block(m, want));
	return mem_space(m, n);
}

void *
mem_alloc(struct mem *m, size_t n)
{
	void *p = mem_space(m, n);

	/* a block of its own is new, and zeroed */
	return n >= OWN ? p : memset(p, 0, n);
}

/* The link to the block that p has for its own; NULL: it has none. */
static struct mem_block **
own_of(struct mem *m, const void *p)
{
	struct mem_block **b;

	for (b = &m->block; *b; b = &(*b)->older)
		if ((*b)->own && (*b)->bytes == p)
			return b;
	return NULL;
}

/* A block of its own grows by `more`; without a second one beside it, where
 * the system can do that. */
static void *
grow_own(struct mem *m, struct mem_block **link, size_t more)
{
	size_t size = (*link)->size + more;
	struct mem_block *b;

	if (m->limit && more > m->limit - m->used)
		out_of_memory(m);
	b = realloc(*link, sizeof *b + size);
	if (!b)
		out_of_memory(m);
	*link = b;
	b->size = size;
	m->used += more;
	set_end(m);
	return b->bytes;
}

void *
mem_grow(struct mem *m, void *p, size_t old, size_t n)
{
	struct mem_block **own;
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
	own = p && had >= OWN && n <= SIZE_MAX / 4 ? own_of(m, p) : NULL;
	if (own)
		return grow_own(m, own, want - (*own)->size);
	q = mem_space(m, n);
	if (old)
		memcpy(q, p, old);
	return q;
}

void *
mem_room_more(struct mem *m, void *array, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap : 64;

	while (more < n)
		more *= 2;
	array = mem_grow(m, array, *cap * size, more * size);
	*cap = more;
	return array;
}

/* Most are short, and a copy of just so many bytes is a jump by their number:
 * what an arena hands out is whole blocks. */
static void
copy_text(char *p, struct str s)
{
	size_t i = 0;

	if (s.n <= SHORT)
		for (; i < s.n && block_reads_on(s.p + i); i += BLOCK_LOOK)
			memcpy(p + i, s.p + i, BLOCK_LOOK);
	if (i < s.n)
		memcpy(p + i, s.p + i, s.n - i);
}

struct str
mem_str(struct mem *m, struct str s)
{
	char *p = mem_space(m, s.n + 1);

	copy_text(p, s);
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

/* Frees a chain of blocks but those of `most` bytes that are no array's own. */
static struct mem_block *
free_but(struct mem_block *b, size_t most)
{
	struct mem_block *older, *kept = NULL, **end = &kept;
	size_t n = 0;

	for (; b; b = older) {
		older = b->older;
		if (b->own || n + b->size > most) {
			free(b);
			continue;
		}
		n += b->size;
		*end = b;
		end = &b->older;
	}
	*end = NULL;
	return kept;
}

void
mem_reset(struct mem *m)
{
	struct mem_block *b, *last = NULL;

	for (b = m->block; b; b = b->older)
		last = b;
	if (last)
		last->older = m->spare;
	else
		m->block = m->spare;
	b = free_but(m->block, KEPT);
	m->used = 0;
	m->spare = b ? b->older : NULL;
	if (b)
		b->older = NULL;
	set_block(m, b);
}

void
mem_close(struct mem *m)
{
	free_but(m->block, 0);
	free_but(m->spare, 0);
	m->used = 0;
	m->spare = NULL;
	set_block(m, NULL);
}
