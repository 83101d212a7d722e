/* Nodes looked up byte by byte, and groups found from the end. */
#include <stdlib.h>
#include <string.h>

#include "abreast_inner.h"

enum {
	ASKED_WORTH = 2000, /* times, or what was made was not worth it */
	REST = 20000
};

struct abreast *
abreast_new(void)
{
	struct abreast *a = calloc(1, sizeof *a);

	if (a && !abreast_forget(a)) {
		abreast_free(a);
		return NULL;
	}
	return a;
}

void
abreast_free(struct abreast *a)
{
	if (!a)
		return;
	free(a->entry);
	free(a->known);
	free(a->node.p);
	free(a->item.p);
	free(a->origin.p);
	free(a->frame.p);
	free(a->marks.p);
	free(a);
}

static inline struct entry
entry_of(struct abreast *a, uint32_t node, unsigned symbol)
{
	uint32_t key = node << SYMBOLS_BITS | symbol;
	uint32_t at = abreast_hash(key) & a->entry_mask;

	while (a->entry[at].key != key) {
		if (!a->entry[at].key)
			return abreast_make(a, node, symbol);
		at = (at + 1) & a->entry_mask;
	}
	return a->entry[at];
}

/* The class of the letter behind `at`, or before it. */
static unsigned
class_beside(
	const struct confirms *c, struct str text, bool leftward, uint32_t at)
{
	struct walk w = { .text = text };

	if (leftward ? at == 0 : at >= text.n)
		return c->beside[NO_LETTER];
	if (leftward)
		at = letter_before(text.p, at);
	return c->beside[number_at(&w, &at)];
}

static struct root *
root_of(struct abreast *a, uint32_t step, unsigned flags, struct str text,
	uint32_t at)
{
	unsigned beside = NOT_BESIDE;
	struct root *r;

	if (a->c->slot[step & CONFIRM_SLOT].step.flags & CONFIRM_BESIDE)
		beside = class_beside(a->c, text, !(flags & NODE_BACK), at);
	r = &a->root[(step * 0x9E3779B1u ^ beside * 0x85EBCA6Bu ^ flags) >> 12 &
		     (ROOTS - 1)];
	if (r->step != step || r->beside != beside || r->flags != flags)
		*r = (struct root){ step, (uint16_t)beside, (uint8_t)flags,
			false, abreast_root(a, step, flags, beside) };
	return r;
}

static uint32_t run(struct abreast *a, uint32_t node, struct str text,
	uint32_t at, struct passed *passed, uint32_t *npassed);

/* Can what is looked for go on with the next letters there? */
static bool
may_be(const struct abreast *a, uint32_t step, struct str text, uint32_t at)
{
	const struct walk w = { .text = text };
	const union confirm_slot *s = &a->c->slot[step & CONFIRM_SLOT];
	unsigned bucket;
	const struct confirm_masks *m =
		masks_at(&w, s, s->step.flags & CONFIRM_LEFTWARD, at, &bucket);

	return m->other >> bucket & 1;
}

/* Where the first way ends that a part has there, or NOWHERE. */
static uint32_t
run_part(struct abreast *a, const struct confirm_step *s, unsigned flags,
	struct str text, uint32_t at)
{
	uint32_t end;

	if (a->nested == NESTED_MOST) {
		a->unknown = true;
		return NOWHERE;
	}
	a->nested++;
	end = run(a, root_of(a, s->other, flags, text, at)->node, text, at,
		NULL, NULL);
	a->nested--;
	return end;
}

/* The answer to what a node asks at a place. */
static unsigned
ask(struct abreast *a, uint32_t step, struct str text, uint32_t at)
{
	const struct confirm_step *s = &a->c->slot[step & CONFIRM_SLOT].step;
	bool leftward = s->flags & CONFIRM_LEFTWARD;
	uint32_t end;

	if (s->op == CONFIRM_FINISH)
		return at == text.n || (at + 1 == text.n && text.p[at] == '\n');
	if (s->op == CONFIRM_LOOK) {
		if (!may_be(a, step, text, at))
			return 0;
		end = run_part(
			a, s, NODE_ANY | (leftward ? NODE_BACK : 0), text, at);
		return end != NOWHERE;
	}
	end = run_part(a, s, NODE_INNER, text, at);
	if (end == NOWHERE)
		return 0;
	return end - at + 1 < ANSWER_FAR ? end - at + 1 : ANSWER_FAR;
}

/* Runs from a node to the end of its first way; NOWHERE: there is none, or
 * a->unknown. What it passes goes to `passed`, up to *npassed where the end
 * was met. */
static uint32_t
run(struct abreast *a, uint32_t node, struct str text, uint32_t at,
	struct passed *passed, uint32_t *npassed)
{
	bool back = node_of(a, node)->flags & NODE_BACK;
	uint32_t end = NOWHERE, n = 0, before, p = at,
		 stop = back ? 0 : (uint32_t)text.n;
	unsigned symbol;
	struct entry e;

	for (;;) {
		symbol = p == stop ? NO_BYTE : (unsigned char)text.p[p - back];
		e = entry_of(a, node, symbol);
	again:
		before = e.next >> NEXT_BEFORE_SHIFT & 3;
		before = back ? p + before : p - before;
		if (passed) {
			passed[n] = (struct passed){ e.origin, before };
			n += e.next >> NEXT_LETTER_SHIFT & 1;
		}
		if (e.next & NEXT_END) {
			end = before;
			if (passed)
				*npassed = n;
		}
		node = e.next & NEXT_NODE;
		if (e.next & NEXT_STOP) {
			if (node < NODES_FIXED)
				break;
			symbol = ask(a, node_of(a, node)->asked, text, before);
			if (a->unknown)
				return NOWHERE;
			e = entry_of(a, node, symbol);
			goto again;
		}
		if (n == PASSED_MOST) {
			a->unknown = true;
			return NOWHERE;
		}
		p = back ? p - 1 : p + 1;
	}
	a->unknown |= node != NODE_DEAD;
	a->unfit |= node == NODE_UNFIT;
	return end;
}

/* The marks of the way that came to the end, from the last to the first. */
static struct mark *
marks_back(struct abreast *a, uint32_t npassed, uint32_t *n)
{
	const struct origin *o = a->origin.p;
	const uint16_t *all = a->marks.p, *marks;
	struct mark *to = a->mark + MARKS_MOST;
	uint32_t place = 0;
	unsigned i;

	while (npassed > 0) {
		const struct passed *p = &a->passed[--npassed];
		const struct origin *from = &o[p->origin + place];

		place = from->parent + 1;
		if (!from->marks)
			continue;
		marks = all + from->marks;
		if (to - a->mark < marks[0]) {
			a->unknown = true;
			break;
		}
		for (i = marks[0]; i > 0; i--)
			*--to = (struct mark){ marks[i] & (MARK_CLOSE - 1),
				marks[i] & MARK_CLOSE, p->at };
	}
	*n = (uint32_t)(a->mark + MARKS_MOST - to);
	return to;
}

/* Room and use enough? */
static bool
is_ready(struct abreast *a, const struct confirms *c)
{
	if (a->resting) {
		a->resting--;
		return false;
	}
	if (a->full || a->c != c) {
		if (a->c == c && a->asked < ASKED_WORTH)
			a->resting = REST;
		a->c = c;
		if (!abreast_forget(a))
			return false;
	}
	a->asked++;
	return true;
}

int
abreast(struct abreast *a, const struct confirms *c, uint32_t begin,
	struct str text, uint32_t at, uint32_t *end, struct mark **mark,
	uint32_t *n)
{
	struct root *root;
	uint32_t npassed = 0;

	if (!is_ready(a, c))
		return CONFIRM_UNKNOWN;
	root = root_of(a, begin, 0, text, at);
	if (root->unfit)
		return CONFIRM_UNKNOWN;
	a->unknown = a->unfit = false;
	*end = run(a, root->node, text, at, a->passed, &npassed);
	root->unfit = a->unfit;
	if (a->unknown)
		return CONFIRM_UNKNOWN;
	if (*end == NOWHERE)
		return CONFIRM_NONE;
	*mark = marks_back(a, npassed, n);
	return a->unknown ? CONFIRM_UNKNOWN : 1;
}
