/* Words by number: a hash table that only grows, up to a limit. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "vocabulary.h"

enum { SLOTS = 2 * VOCABULARY_MOST, BYTES_MOST = 2 << 20 };

struct vocabulary {
	struct mem mem;
	struct str word[VOCABULARY_MOST];
	unsigned char letters[VOCABULARY_MOST];
	uint16_t slot[SLOTS]; /* 0: free */
	unsigned n;	      /* numbers below it are taken */
};

struct vocabulary *
vocabulary_new(void)
{
	struct vocabulary *v = calloc(1, sizeof *v);

	if (v) {
		mem_open(&v->mem, 0);
		v->n = 1;
	}
	return v;
}

void
vocabulary_free(struct vocabulary *v)
{
	if (!v)
		return;
	mem_close(&v->mem);
	free(v);
}

static uint16_t
add(struct vocabulary *v, struct str word, size_t slot)
{
	jmp_buf out;

	if (v->n == VOCABULARY_MOST || v->mem.used > BYTES_MOST)
		return 0;
	if (setjmp(out))
		return 0;
	v->mem.out = &out;
	v->word[v->n] = mem_str(&v->mem, word);
	v->mem.out = NULL;
	v->letters[v->n] = (unsigned char)utf8_count(word);
	v->slot[slot] = (uint16_t)v->n;
	return (uint16_t)v->n++;
}

uint16_t
vocabulary_number(struct vocabulary *v, struct str word)
{
	size_t i = (size_t)(str_hash(word) % SLOTS);

	if (word.n > 255)
		return 0;
	for (; v->slot[i]; i = (i + 1) % SLOTS)
		if (str_eq(v->word[v->slot[i]], word))
			return v->slot[i];
	return add(v, word, i);
}

unsigned
vocabulary_letters(const struct vocabulary *v, uint16_t number)
{
	return v->letters[number];
}
