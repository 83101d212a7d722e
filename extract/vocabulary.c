/* Words by number: a hash table of words that fit into two registers. Where a
 * word stands in it is its number. */
#include <stdlib.h>
#include <string.h>

#include "vocabulary.h"

struct vocabulary *
vocabulary_new(void)
{
	struct vocabulary *v = aligned_alloc(64, sizeof *v);

	if (v)
		vocabulary_forget(v);
	return v;
}

void
vocabulary_free(struct vocabulary *v)
{
	free(v);
}

bool
vocabulary_full(const struct vocabulary *v)
{
	return v->n > VOCABULARY_ROOM / 4 * 3;
}

void
vocabulary_forget(struct vocabulary *v)
{
	memset(v, 0, sizeof *v);
}

/* Up to 8 bytes as a number; of one length, another for other bytes. */
static uint64_t
load(const char *p, size_t n)
{
	uint32_t a, b;
	uint64_t x;

	if (n == 8) {
		memcpy(&x, p, 8);
		return x;
	}
	if (n >= 4) {
		memcpy(&a, p, 4);
		memcpy(&b, p + n - 4, 4);
		return (uint64_t)b << 32 | a;
	}
	return (uint64_t)(unsigned char)p[0] |
	       (uint64_t)(unsigned char)p[n / 2] << 8 |
	       (uint64_t)(unsigned char)p[n - 1] << 16;
}

struct spelling
vocabulary_spelling(struct str word)
{
	struct spelling s = { .bytes = 0 };
	uint64_t hash;

	if (word.n > VOCABULARY_BYTES)
		return s;
	s.bytes = (unsigned char)word.n;
	s.head = load(word.p, word.n < 8 ? word.n : 8);
	if (word.n > 8)
		s.tail = load(word.p + word.n - 8, 8);
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
