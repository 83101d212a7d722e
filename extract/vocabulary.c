/* Words by number: a hash table of words that fit into two registers. Where a
 * word stands in it is its number. */
#include <stdlib.h>
#include <string.h>

#include "vocabulary.h"

struct vocabulary *
vocabulary_new(void)
{
	/* zeroed: memory that nobody touches costs nothing */
	void *block = calloc(1, sizeof(struct vocabulary) + 64);
	struct vocabulary *v;

	if (!block)
		return NULL;
	v = (void *)((char *)block + -(uintptr_t)block % 64);
	v->block = block;
	return v;
}

void
vocabulary_free(struct vocabulary *v)
{
	if (v)
		free(v->block);
}

bool
vocabulary_full(const struct vocabulary *v)
{
	return v->n > VOCABULARY_ROOM / 4 * 3;
}

void
vocabulary_forget(struct vocabulary *v)
{
	memset(v->word, 0, sizeof v->word);
	v->n = 0;
}

/* Up to 8 bytes as a number; text may be longer. */
static uint64_t
load(struct str text, size_t n)
{
	uint64_t x = 0;

	if (text.n < 8) {
		memcpy(&x, text.p, n);
		return x;
	}
	memcpy(&x, text.p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return n < 8 ? x >> 8 * (8 - n) : x;
#else
	return n < 8 ? x & ((1ULL << 8 * n) - 1) : x;
#endif
}

struct spelling
vocabulary_spelling(struct str text, size_t bytes)
{
	struct spelling s = { .bytes = (unsigned char)bytes };
	uint64_t hash;

	if (bytes > VOCABULARY_BYTES)
		return (struct spelling){ .bytes = 0 };
	s.head = load(text, bytes);
	if (bytes > 8)
		s.tail =
			load((struct str){ text.p + 8, text.n - 8 }, bytes - 8);
	hash = (s.head ^ s.tail * 0xD6E8FEB86659FD93ULL) *
	       0x9E3779B97F4A7C15ULL;
	/* the upper bits are the mixed ones; 0 is no number */
	s.place = (uint32_t)((hash >> 32) * (VOCABULARY_MOST - 1) >> 32) + 1;
	return s;
}

unsigned
vocabulary_number(struct vocabulary *v, const struct spelling *s)
{
	size_t i = s->place;
	struct word *w;

	if (!s->bytes)
		return 0;
	for (w = &v->word[i]; w->bytes; w = &v->word[i]) {
		if (w->head == s->head && w->tail == s->tail &&
			w->bytes == s->bytes)
			return (unsigned)i;
		i = i + 1 < VOCABULARY_MOST ? i + 1 : 1;
	}
	if (v->n == VOCABULARY_ROOM)
		return 0;
	v->n++;
	*w = (struct word){
		.head = s->head, .tail = s->tail, .bytes = s->bytes
	};
	return (unsigned)i;
}
