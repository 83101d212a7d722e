/* Back to the last choice that is left. */
#include <stdlib.h>

#include "confirm_walk.h"

bool
confirm_more_ways(struct confirm_scratch *s)
{
	struct way *way;

	if (s->cap >= WAYS_MOST)
		return false;
	way = realloc(s->way, s->cap * 2 * sizeof *way);
	if (!way)
		return false;
	s->way = way;
	s->cap *= 2;
	return true;
}

/* A call that has come to the end of its ways. */
static void
keep_called(struct walk *w, const struct way *p)
{
	uint32_t step = p->more & CONFIRM_SLOT;
	struct memo *m = memo_of(w, step, p->at);

	if (!(p->more & (ONCE | OFTEN | SKIP)))
		keep(w, step, p->at, 0, MEMO_NONE);
	else if (!(p->more & OFTEN) && is_known(w, m, step, p->at))
		m->round = w->s->round | MEMO_ONLY;
}

/* A span that has letters to give back: with one less, or fewer, until the
 * next step can go on. */
static uint32_t
give_back(struct walk *w, struct way *p, struct place *to)
{
	const union confirm_slot *s = slot_of(w, p->what);
	uint64_t next = s[1].masks.next;
	uint32_t at = p->at;

	do
		at = letter_before(w->text.p, at);
	while (at > p->more && !(next >> confirm_bucket(w->text, at) & 1));
	p->at = to->at = at;
	if (at <= p->more)
		w->top--;
	return s->step.next;
}

/* A span that took as few letters as it could. */
static uint32_t
take_more(struct walk *w, struct way *p, struct place *to)
{
	const struct confirm_step *s = &slot_of(w, p->what)->step;
	uint32_t at = p->at;

	if ((s->most && p->more >= s->most) || at >= w->text.n ||
		!set_has(w, s->set, &at)) {
		w->top--;
		return CONFIRM_FAIL;
	}
	p->more++;
	p->at = to->at = at;
	return s->next;
}

static uint32_t
resume(struct walk *w, uint32_t call, struct place *p)
{
	const struct confirm_step *s = &slot_of(w, call)->step;

	if (!push(w, CALLED, s->next, p->at, p->from,
		    (s->other & CONFIRM_SLOT) | SKIP))
		return CONFIRM_FAIL;
	p->from = w->top - 1;
	return s->other;
}

uint32_t
confirm_back(struct walk *w, uint32_t base, struct place *to)
{
	uint32_t step = CONFIRM_FAIL, what;
	struct way *p;

	while (w->top > base && !w->unknown && step == CONFIRM_FAIL) {
		if (w->retreats-- == 0)
			w->unknown = true;
		p = &w->s->way[w->top - 1];
		what = p->what;
		to->at = p->at;
		to->from = p->from & NO_CALL;
		w->marks = p->marks;
		switch ((enum way_kind)(p->from >> KIND_SHIFT)) {
		case TRY_STEP:
			step = what;
			w->top--;
			break;
		case TRY_LIST:
			step = w->list[what];
			p->what++;
			if (!w->list[what + 1])
				w->top--;
			break;
		case GIVE_BACK:
			step = give_back(w, p, to);
			break;
		case TAKE_MORE:
			step = take_more(w, p, to);
			break;
		case RESUME:
			w->top--;
			step = resume(w, what, to);
			break;
		case CALLED:
			keep_called(w, p);
			w->top--;
			break;
		}
		step = ahead(w, step, to);
	}
	return w->unknown ? CONFIRM_FAIL : step;
}
