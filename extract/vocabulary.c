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
	v->word[0].known = WORD_KNOWN;
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
	v->word[0].known = WORD_KNOWN;
	v->n = 0;
}

void
vocabulary_renew(struct vocabulary *v)
{
	size_t i;

	for (i = 1; i < VOCABULARY_MOST; i++)
		if (v->word[i].known == WORD_KNOWN)
			v->word[i].known = WORD_NEW;
}

unsigned
vocabulary_number(struct vocabulary *v, const struct spelling *s)
{
	size_t i = s->place;
	struct word *w;

	if (!s->head)
		return 0;
	/* the first place is no word's */
	i += i == 0;
	for (w = &v->word[i]; w->head; w = &v->word[i]) {
		if (w->head == s->head && w->tail == s->tail)
			return (unsigned)i;
		i = i + 1 < VOCABULARY_MOST ? i + 1 : 1;
	}
	if (v->n == VOCABULARY_ROOM)
		return 0;
	v->n++;
	*w = (struct word){ .head = s->head, .tail = s->tail };
	return (unsigned)i;
}
