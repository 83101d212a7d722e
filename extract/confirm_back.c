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
give_back(const struct walk *w, struct way *p, struct place *to)
{
	const union confirm_slot *s = slot_of(w, p->what);
	uint64_t next = s[1].masks.next;
	uint32_t at = p->at;

	do
		at = letter_before(w->text.p, at);
	while (at > p->more && !(next >> confirm_bucket(w->text, at) & 1));
	p->at = to->at = at;
	if (at <= p->more)
		to->top--;
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
		to->top--;
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

	if (!push(w, p, CALLED, s->next, (s->other & CONFIRM_SLOT) | SKIP))
		return CONFIRM_FAIL;
	p->from = p->top - 1;
	return s->other;
}

/* An inner part that has no end. */
static uint32_t
without(const struct walk *w, const struct way *inner, struct place *p)
{
	const struct confirm_step *s = &slot_of(w, inner->what)->step;

	p->top--;
	p->base = inner->more;
	return s->flags & CONFIRM_ABSENT ? s->next : CONFIRM_FAIL;
}

static uint32_t
take_way(struct walk *w, struct way *way, struct place *to)
{
	uint32_t what = way->what;

	switch ((enum way_kind)(way->from >> KIND_SHIFT)) {
	case NOTHING:
		return NO_WAY;
	case TRY_STEP:
		to->top--;
		return what;
	case TRY_LIST:
		way->what = list_next(w, what + 1, way->more);
		to->top -= !w->list[way->what].step;
		return w->list[what].step;
	case GIVE_BACK:
		return give_back(w, way, to);
	case TAKE_MORE:
		return take_more(w, way, to);
	case RESUME:
		to->top--;
		return resume(w, what, to);
	case CALLED:
		keep_called(w, way);
		to->top--;
		return CONFIRM_FAIL;
	case INNER:
		return without(w, way, to);
	}
	return CONFIRM_FAIL;
}

uint32_t
confirm_back(struct walk *w, struct place *to)
{
	uint32_t step = CONFIRM_FAIL;
	struct way *way;

	while (step == CONFIRM_FAIL) {
		if (w->retreats == 0) {
			w->unknown = true;
			return NO_WAY;
		}
		w->retreats--;
		way = &w->s->way[to->top - 1];
		to->at = way->at;
		to->from = way->from & NO_CALL;
		w->marks = way->marks;
		step = take_way(w, way, to);
	}
	return step;
}
