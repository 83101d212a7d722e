/* Which steps look at the letter that was read last, and what for. */
#include <string.h>

#include "plan.h"

static bool
looks_beside(const struct planned *s)
{
	bool back = s->flags & CONFIRM_BACK;

	switch ((enum confirm_op)s->op) {
	case CONFIRM_PEEK:
		return back == !(s->flags & CONFIRM_LEFTWARD);
	case CONFIRM_EDGE:
	case CONFIRM_START:
		return true;
	default:
		return false;
	}
}

static unsigned
of_items(const struct plan *p, const uint32_t *item)
{
	unsigned flags = 0;

	for (; *item; item++)
		flags |= p->step[*item].flags;
	return flags;
}

/* What holds for a step, and for what it may go on with before a letter is
 * read. */
static unsigned
flags_of(const struct plan *p, const struct planned *s)
{
	unsigned next = p->step[s->next].flags, other;

	switch ((enum confirm_op)s->op) {
	case CONFIRM_FAIL:
	case CONFIRM_END:
	case CONFIRM_BYTES:
	case CONFIRM_SET:
		return 0;
	case CONFIRM_RETURN:
		return CONFIRM_RETURNS;
	case CONFIRM_SWITCH:
		return of_items(p, p->item + s->other);
	case CONFIRM_SPLIT:
		return next | p->step[s->other].flags;
	case CONFIRM_CALL:
		other = p->step[s->other].flags;
		if (!(other & CONFIRM_RETURNS))
			return other;
		return next | (other & CONFIRM_BESIDE);
	default:
		return next | (looks_beside(s) ? CONFIRM_BESIDE : 0);
	}
}

static void
mark_steps(struct plan *p)
{
	bool more = true;
	unsigned flags;
	size_t i;

	while (more)
		for (more = false, i = 0; i < p->nstep; i++) {
			struct planned *s = &p->step[i];

			flags = flags_of(p, s) &
				(CONFIRM_BESIDE | CONFIRM_RETURNS) & ~s->flags;
			if (!flags)
				continue;
			s->flags |= (uint8_t)flags;
			more = true;
		}
}

/* Splits classes of letters by a set: each is named by its first letter. */
static void
tell_apart(const struct letters *set, uint16_t class[LETTERS + 1])
{
	uint16_t first[2][LETTERS + 1], *f;
	uint16_t i;

	memset(first, 0xFF, sizeof first);
	for (i = 0; i < LETTERS; i++) {
		f = &first[letters_has(set, i)][class[i]];
		if (*f == 0xFFFF)
			*f = i;
		class[i] = *f;
	}
}

void
plan_beside(struct plan *p, uint16_t class[LETTERS + 1])
{
	bool *told = mem_alloc(p->mem, p->nset * sizeof *told);
	size_t i;

	mark_steps(p);
	memset(class, 0, (LETTERS + 1) * sizeof *class);
	class[LETTER_OTHER] = LETTER_OTHER;
	class[LETTERS] = LETTERS;
	for (i = 0; i < p->nstep; i++) {
		const struct planned *s = &p->step[i];

		if ((s->op == CONFIRM_PEEK || s->op == CONFIRM_EDGE) &&
			!told[s->set]) {
			told[s->set] = true;
			tell_apart(&p->set[s->set], class);
		}
	}
}
