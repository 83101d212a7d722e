/* Words by number: a hash table of words that fit into two registers. Where a
 * word stands in it is its number. */
#include <stdlib.h>
#include <string.h>

#include "vocabulary.h"

static const struct dfa_phases everything = { ~0ULL, ~0ULL };

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
	v->word[0].live = everything;
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
	v->word[0].live = everything;
	v->n = 0;
}

unsigned
vocabulary_number(struct vocabulary *v, const struct spelling *s)
{
	size_t i = s->place > 0 ? s->place : 1;
	struct word *w;

	if (!s->head)
		return 0;
	for (w = &v->word[i]; w->head; w = &v->word[i]) {
		if (w->head == s->head && w->tail == s->tail)
			return (unsigned)i;
		i = i + 1 < VOCABULARY_MOST ? i + 1 : 1;
	}
	if (v->n == VOCABULARY_ROOM)
		return 0;
	v->n++;
	*w = (struct word){
		.head = s->head, .tail = s->tail, .live = everything
	};
	return (unsigned)i;
}
