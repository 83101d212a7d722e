/* Steps by words: lines of them. */
#include <stdlib.h>

#include "dfa_steps.h"

enum { LINES = 1 << STEPS_BITS };

bool
steps_open(struct steps *s)
{
	s->line = aligned_alloc(64, LINES * sizeof *s->line);
	if (!s->line)
		return false;
	steps_forget(s);
	return true;
}

void
steps_close(struct steps *s)
{
	free(s->line);
}

void
steps_forget(struct steps *s)
{
	memset(s->line, 0, LINES * sizeof *s->line);
	s->turn = 0;
}

/* The bit of a step in numbers that have one each. */
static void
put(uint16_t *bits, unsigned place, uint32_t bit)
{
	*bits = (uint16_t)((*bits & ~(1u << place)) | (bit & 1) << place);
}

void
steps_add(struct steps *s, uint32_t key, uint32_t next)
{
	uint32_t mixed = steps_mix(key);
	struct steps_line *l = steps_line(s, mixed);
	unsigned place = 0, i;

	while (place < STEPS_LINE && l->next[place])
		place++;
	if (place == STEPS_LINE)
		place = s->turn++ % STEPS_LINE;
	l->tag[place] = (uint16_t)(mixed >> STEPS_REST);
	l->next[place] = (uint16_t)(next & DFA_STATE);
	for (i = 0; i < STEPS_REST; i++)
		put(&l->rest[i], place, mixed >> i);
	put(&l->ends, place, next / DFA_ENDS);
}
