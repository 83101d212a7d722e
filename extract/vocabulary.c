/* Words by number: a hash table of words that fit into two registers. */
#include <stdlib.h>
#include <string.h>

#include "vocabulary.h"

enum { SLOTS = 2 * VOCABULARY_MOST };

struct vocabulary {
	struct word word[VOCABULARY_MOST];
	uint16_t slot[SLOTS]; /* 0: free */
	unsigned n;	      /* numbers below it are taken */
};

struct vocabulary *
vocabulary_new(void)
{
	struct vocabulary *v = calloc(1, sizeof *v);

	if (v)
		v->n = 1;
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
	return v->n > VOCABULARY_MOST / 4 * 3;
}

void
vocabulary_forget(struct vocabulary *v)
{
	memset(v, 0, sizeof *v);
	v->n = 1;
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

static struct word
packed(struct str s)
{
	struct word w = { .bytes = (unsigned char)s.n };

	w.head = load(s.p, s.n < 8 ? s.n : 8);
	if (s.n > 8)
		w.tail = load(s.p + s.n - 8, 8);
	return w;
}

unsigned
vocabulary_number(struct vocabulary *v, struct str word)
{
	struct word w = packed(word);
	uint64_t h = (w.head ^ w.tail * 0xD6E8FEB86659FD93ULL) *
		     0x9E3779B97F4A7C15ULL;
	size_t i = (size_t)(h >> 40) % SLOTS;

	for (; v->slot[i]; i = (i + 1) % SLOTS) {
		const struct word *t = &v->word[v->slot[i]];

		if (t->head == w.head && t->tail == w.tail &&
			t->bytes == w.bytes)
			return v->slot[i];
	}
	if (v->n == VOCABULARY_MOST)
		return 0;
	v->word[v->n] = w;
	v->slot[i] = (uint16_t)v->n;
	return v->n++;
}

struct word *
vocabulary_word(struct vocabulary *v, unsigned number)
{
	return &v->word[number];
}
