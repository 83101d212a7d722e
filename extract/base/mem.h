/* An arena: what is made for one article is given back in one go.
 *
 * mem_alloc never returns NULL. When memory is out, or the arena's limit is
 * passed, it jumps to `out` (set with setjmp by whoever runs the stages), so
 * that a stage needs no check after each allocation; without a landing place
 * it ends the process by abort(): only the start of a program goes without. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <setjmp.h>
#include <stddef.h>
#include <string.h>

#include "base/str.h"

enum { MEM_ALIGN = 16 };

struct mem_block;

struct mem {
	struct mem_block *block; /* the newest first */
	struct mem_block *spare; /* kept from before the last reset */
	char *at, *end;		 /* what is free of it and within the limit */
	size_t used, limit;	 /* bytes handed out since reset; 0: no limit */
	jmp_buf *out;		 /* where to land when memory is out, or NULL */
};

/* An empty arena that may hand out `limit` bytes (0: no limit). */
void mem_open(struct mem *m, size_t limit);

/* Another limit from here on, what is used already counted in. */
void mem_limit(struct mem *m, size_t limit);

/* mem_space where the newest block does not have so many. */
void *mem_space_new(struct mem *m, size_t n);

/* n bytes, aligned for any type, valid until reset. What is in them is not
 * known: for who fills them all. */
static inline void *
mem_space(struct mem *m, size_t n)
{
	size_t want = (n + !n + MEM_ALIGN - 1) & ~(size_t)(MEM_ALIGN - 1);
	char *p = m->at;

	if (want - 1 >= (size_t)(m->end - p))
		return mem_space_new(m, n);
	m->at = p + want;
	m->used += want;
	return p;
}

/* The same, zeroed. */
void *mem_alloc(struct mem *m, size_t n);

/* A block that came from this arena, grown to n bytes, old bytes kept; what
 * is in the new ones is not known. In place when it is the newest one; what is
 * large does not lie there twice. */
void *mem_grow(struct mem *m, void *p, size_t old, size_t n);

/* An array with room for *cap items of `size` bytes, with room for n of them
 * and at least twice as many. */
void *mem_room_more(
	struct mem *m, void *array, size_t n, size_t *cap, size_t size);

/* Room for n items in such an array: as it is, or as above. */
static inline void *
mem_room(struct mem *m, void *array, size_t n, size_t *cap, size_t size)
{
	return n <= *cap ? array : mem_room_more(m, array, n, cap, size);
}

/* A copy of s, with a NUL behind it that is not counted. */
struct str mem_str(struct mem *m, struct str s);

/* Text made by printf's rules. */
struct str mem_printf(struct mem *m, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Give all back; some blocks of moderate size are kept for the next article. */
void mem_reset(struct mem *m);

void mem_close(struct mem *m);

/* One object of a type, zeroed. */
#define MEM_NEW(m, type)                                                       \
	((type *)memset(mem_space((m), sizeof(type)), 0, sizeof(type)))

#endif
