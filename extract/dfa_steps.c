/* Steps by words: lines of them. */
#include <stdlib.h>

#include "dfa_steps.h"

enum { LINES = 1 << STEPS_BITS };

bool
steps_open(struct steps *s)
{
	/* zeros that nobody writes: pages that are not touched cost nothing */
	s->memory = calloc(LINES + 1, sizeof *s->line);
	if (!s->memory)
		return false;
	s->line = (void *)(((uintptr_t)s->memory + sizeof *s->line - 1) &
			   ~(uintptr_t)(sizeof *s->line - 1));
	s->turn = 0;
	return true;
}

void
steps_close(struct steps *s)
{
	free(s->memory);
}

void
steps_forget(struct steps *s)
{
	memset(s->line, 0, LINES * sizeof *s->line);
	s->turn = 0;
}

void
steps_add(struct steps *s, uint32_t mixed, uint32_t next)
{
	struct steps_line *l = steps_line(s, mixed);
	uint64_t each = 0x0001000100010001;
	unsigned place = 0;

	while (place < STEPS_LINE && l->next[place])
		place++;
	if (place == STEPS_LINE)
		place = s->turn++ % STEPS_LINE;
	l->tag[place] = (uint16_t)(mixed >> STEPS_REST);
	l->next[place] = (uint16_t)(next & DFA_STATE);
	each <<= place;
	l->rest = (l->rest & ~each) |
		  ((steps_rest(mixed) | -(uint64_t)(next / DFA_ENDS) << 48) &
			  each);
}
