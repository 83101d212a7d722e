/* Steps walked over a text, with a way back to each choice that is left. */
#include <stdlib.h>
#include <string.h>

#include "confirm_walk.h"

struct confirm_scratch *
confirm_scratch_new(unsigned groups)
{
	struct confirm_scratch *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->cap = WAYS_FIRST;
	s->way = calloc(s->cap, sizeof *s->way);
	s->open = calloc(groups + 1, sizeof *s->open);
	confirm_text(s);
	if (s->way && s->open)
		return s;
	confirm_scratch_free(s);
	return NULL;
}

void
confirm_scratch_free(struct confirm_scratch *s)
{
	if (!s)
		return;
	free(s->way);
	free(s->open);
	free(s);
}

void
confirm_text(struct confirm_scratch *s)
{
	s->round += 4;
	if (s->round == 0)
		memset(s->memo, 0, sizeof s->memo);
	s->round += s->round == 0 ? 4 : 0;
}

/* --- letters --- */

/* By first byte: "a" to "y" without f, j, w, z: 0 to 21; these: 22; capitals
 * in the same way: 23 to 44; digits: 45; blank, line's end, ". , - / (" from
 * 46 on; other signs: 53; "à" to "ý": 54; "ă", "đ": 55; "ơ", "ư": 56; dashes
 * and quotes: 59; symbols: 60; all other: 61. "ạ" to "ỹ" are told apart by
 * their second byte, and their third. */
static const unsigned char buckets[256] = { 53, 53, 53, 53, 53, 53, 53, 53, 53,
	53, 47, 53, 53, 53, 53, 53, 53, 53, 53, 53, 53, 53, 53, 53, 53, 53, 53,
	53, 53, 53, 53, 53, 46, 53, 53, 53, 53, 53, 53, 53, 52, 52, 53, 53, 49,
	50, 48, 51, 45, 45, 45, 45, 45, 45, 45, 45, 45, 45, 53, 53, 53, 53, 53,
	53, 53, 23, 24, 25, 26, 27, 22, 28, 29, 30, 22, 31, 32, 33, 34, 35, 36,
	37, 38, 39, 40, 41, 42, 22, 43, 44, 22, 53, 53, 53, 53, 53, 53, 0, 1, 2,
	3, 4, 22, 5, 6, 7, 22, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 22,
	20, 21, 22, 53, 53, 53, 53, 53, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61,
	61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61,
	61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61,
	61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61,
	61, 61, 53, 54, 55, 61, 56, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61,
	61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 59, 61,
	61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 60, 61, 61, 61, 61, 61, 61, 61,
	61, 61, 61, 61, 61, 61, 61, 61, 61, 61 };

enum { A_TO_E = 57, E_TO_O = 58, OTHERS = 61, O_TO_Y = 63 };

static inline unsigned
bucket_at(const char *p, size_t n, size_t at)
{
	unsigned char c;

	if (at >= n)
		return CONFIRM_NO_LETTER;
	c = (unsigned char)p[at];
	if (c != 0xE1)
		return buckets[c];
	c = (unsigned char)p[at + 1];
	if (c == 0xBB)
		return (unsigned char)p[at + 2] >= 0xA0 ? O_TO_Y : E_TO_O;
	return c == 0xBA ? A_TO_E : OTHERS;
}

unsigned
confirm_bucket(struct str s, size_t at)
{
	return bucket_at(s.p, s.n, at);
}

/* Of the letter behind `at`, or before it. */
static inline unsigned
bucket_beside(const struct walk *w, bool leftward, uint32_t at)
{
	if (!leftward)
		return bucket_at(w->text.p, w->text.n, at);
	if (at == 0)
		return CONFIRM_NO_LETTER;
	return bucket_at(w->text.p, w->text.n, letter_before(w->text.p, at));
}

/* Which of the masks of a step tells, and of what letter: that one, or if it is
 * a blank the one behind it. */
static inline const struct confirm_masks *
masks_at(const struct walk *w, const union confirm_slot *s, bool leftward,
	uint32_t at, unsigned *bucket)
{
	*bucket = bucket_beside(w, leftward, at);
	if (*bucket != CONFIRM_BLANK)
		return &s[1].masks;
	*bucket = bucket_beside(w, leftward, leftward ? at - 1 : at + 1);
	return &s[2].masks;
}

/* The pair of that letter and the one behind it. */
static inline unsigned
pair_at(const struct walk *w, bool leftward, uint32_t at, bool blank,
	unsigned bucket)
{
	unsigned char c;

	at += leftward ? -blank : blank;
	if (bucket == CONFIRM_NO_LETTER)
		return confirm_pair(bucket, bucket);
	if (leftward) {
		at = letter_before(w->text.p, at);
	} else {
		c = (unsigned char)w->text.p[at];
		at += 1 + (c >= 0xC0) + (c >= 0xE0) + (c >= 0xF0);
	}
	return confirm_pair(bucket, bucket_beside(w, leftward, at));
}

/* --- steps: each returns the next, or CONFIRM_FAIL --- */

/* A span that has choices. */
static inline uint32_t
read_span(struct walk *w, uint32_t step, struct place *p)
{
	const struct confirm_step *s = &slot_of(w, step)->step;
	bool less = s->op == CONFIRM_SPAN_LESS;
	unsigned most = less ? s->least : span_most(s);
	uint32_t least;

	if (!take_span(w, s, most, p, &least))
		return CONFIRM_FAIL;
	if (less)
		push(w, p, TAKE_MORE, step, s->least);
	else if (p->at > least)
		push(w, p, GIVE_BACK, step, least);
	return s->next;
}

/* One of two; where it is the other, that may be a choice of two again, by the
 * same letter. */
static inline uint32_t
split(struct walk *w, const union confirm_slot *s, struct place *p)
{
	unsigned bucket;
	const struct confirm_masks *m =
		masks_at(w, s, s->step.flags & CONFIRM_BACK, p->at, &bucket);
	ptrdiff_t which = (const union confirm_slot *)m - s;
	uint32_t other;

	if (which == 2 && s->step.flags & CONFIRM_NO_BLANK)
		return CONFIRM_FAIL;
	while (!(m->next >> bucket & 1)) {
		other = s->step.other;
		if (!(m->other >> bucket & 1))
			return CONFIRM_FAIL;
		if (other >> CONFIRM_SLOT_BITS != CONFIRM_SPLIT)
			return other;
		s = slot_of(w, other);
		if (which == 2 && s->step.flags & CONFIRM_NO_BLANK)
			return CONFIRM_FAIL;
		m = &s[which].masks;
	}
	if (m->other >> bucket & 1)
		push(w, p, TRY_STEP, s->step.other, 0);
	return s->step.next;
}

/* How many are set, for processors of any age. */
static inline unsigned
bits(uint64_t w)
{
	w -= w >> 1 & 0x5555555555555555;
	w = (w & 0x3333333333333333) + (w >> 2 & 0x3333333333333333);
	return ((w + (w >> 4)) & 0x0F0F0F0F0F0F0F0F) * 0x0101010101010101 >> 56;
}

/* The first of a list that may go on, and where there is another one a way
 * back to it. */
static inline uint32_t
take_list(struct walk *w, uint32_t place, unsigned pair, struct place *p)
{
	uint32_t step, more;

	place = list_next(w, place, pair);
	step = w->list[place].step;
	if (!step)
		return CONFIRM_FAIL;
	more = list_next(w, place + 1, pair);
	if (w->list[more].step)
		push(w, p, TRY_LIST, more, pair);
	return step;
}

static inline uint32_t
choose(struct walk *w, const union confirm_slot *s, struct place *p)
{
	bool back = s->step.flags & CONFIRM_BACK;
	unsigned bucket = bucket_beside(w, back, p->at);
	uint64_t bit = (uint64_t)1 << bucket;
	bool blank = bucket == CONFIRM_BLANK;
	uint32_t entry, nth;

	if (!(s[1].masks.next & bit))
		return CONFIRM_FAIL;
	if (blank) {
		bucket = bucket_beside(w, back, back ? p->at - 1 : p->at + 1);
		if (!(s[1].masks.other >> bucket & 1))
			return CONFIRM_FAIL;
	}
	nth = bits(s[1].masks.next & (bit - 1));
	entry = s[2 + nth / 4].entry[nth % 4];
	if (entry < CONFIRM_LIST)
		return entry;
	return take_list(w, entry & CONFIRM_SLOT,
		pair_at(w, back, p->at, blank, bucket), p);
}

static inline uint32_t
call(struct walk *w, uint32_t step, struct place *p)
{
	const struct confirm_step *s = &slot_of(w, step)->step;
	uint32_t part = s->other & CONFIRM_SLOT;
	const struct memo *m = memo_of(w, part, p->at);

	if (!is_known(w, m, part, p->at)) {
		if (!push(w, p, CALLED, s->next, part))
			return CONFIRM_FAIL;
		p->from = p->top - 1;
		return s->other;
	}
	if ((m->round & 3) == MEMO_NONE)
		return CONFIRM_FAIL;
	if ((m->round & 3) == MEMO_FIRST)
		push(w, p, RESUME, step, 0);
	p->at = m->end;
	return s->next;
}

/* Where nothing is left of what was called, neither is the call. */
static inline uint32_t
come_back(struct walk *w, struct place *p)
{
	struct way *from = &w->s->way[p->from];
	uint32_t more = from->more;
	bool only = p->top == p->from + 1;

	if (more & SKIP) {
		from->more = (more & ~SKIP) | ONCE;
		return CONFIRM_FAIL;
	}
	if (!(more & ONCE))
		keep(w, more & CONFIRM_SLOT, from->at, p->at,
			only ? MEMO_ONLY : MEMO_FIRST);
	from->more = more | (more & ONCE ? OFTEN : ONCE);
	p->top -= only;
	p->from = from->from & NO_CALL;
	return from->what;
}

static inline uint32_t
mark_group(struct walk *w, const struct confirm_step *s, const struct place *p,
	bool close)
{
	if (w->marks == MARKS_MOST) {
		give_up(w);
		return CONFIRM_FAIL;
	}
	w->s->mark[w->marks++] = (struct mark){ s->set, close, p->at };
	return s->next;
}

/* Is there a letter of the set behind `at`, or before it? */
static inline bool
beside(struct walk *w, unsigned set, bool leftward, uint32_t at)
{
	if (leftward ? at == 0 : at >= w->text.n)
		return false;
	if (leftward)
		at = letter_before(w->text.p, at);
	return set_has(w, set, &at);
}

/* Into a part of its own, which ends at an end. */
static inline uint32_t
enter(struct walk *w, uint32_t step, uint32_t part, struct place *p)
{
	if (!push(w, p, INNER, step, p->base))
		return CONFIRM_FAIL;
	p->from = NO_CALL;
	p->base = p->top;
	return part;
}

static inline uint32_t
look(struct walk *w, uint32_t step, struct place *p)
{
	const union confirm_slot *s = slot_of(w, step);
	bool left = s->step.flags & CONFIRM_LEFTWARD;
	unsigned bucket;
	const struct confirm_masks *m = masks_at(w, s, left, p->at, &bucket);

	if (m->other >> bucket & 1 &&
		s[3].masks.other >> pair_at(w, left, p->at, m != &s[1].masks,
					    bucket) &
			1)
		return enter(w, step, s->step.other, p);
	return s->step.flags & CONFIRM_ABSENT ? s->step.next : CONFIRM_FAIL;
}

/* At an end: of an inner part no other way is tried. */
static inline uint32_t
leave(struct walk *w, struct place *p)
{
	const struct way *inner;
	const struct confirm_step *s;

	if (p->base == 0)
		return ARRIVED;
	inner = &w->s->way[p->base - 1];
	s = &slot_of(w, inner->what)->step;
	p->top = p->base - 1;
	p->base = inner->more;
	p->from = inner->from & NO_CALL;
	if (s->op == CONFIRM_LOOK)
		p->at = inner->at;
	return s->flags & CONFIRM_ABSENT ? CONFIRM_FAIL : s->next;
}

/* Not between two letters of the set. */
static inline bool
at_edge(struct walk *w, const struct confirm_step *s, uint32_t at)
{
	return !beside(w, s->set, true, at) || !beside(w, s->set, false, at);
}

static bool
at_finish(const struct walk *w, uint32_t at)
{
	return at == w->text.n ||
	       (at + 1 == w->text.n && w->text.p[at] == '\n');
}

/* The steps that look at one letter, or at none. */
static inline uint32_t
peek(struct walk *w, const struct confirm_step *s, uint32_t at)
{
	bool holds = true;

	if (s->op == CONFIRM_PEEK)
		holds = beside(w, s->set, s->flags & CONFIRM_LEFTWARD, at) ==
			!(s->flags & CONFIRM_ABSENT);
	else if (s->op == CONFIRM_START)
		holds = at == 0;
	else if (s->op == CONFIRM_FINISH)
		holds = at_finish(w, at);
	return holds ? s->next : CONFIRM_FAIL;
}

/* The last choice, which most often is a step to be tried. */
static inline uint32_t
retreat(struct walk *w, struct place *p)
{
	const struct way *last = &w->s->way[p->top - 1];

	if (last->from >> KIND_SHIFT != TRY_STEP || w->retreats == 0)
		return confirm_back(w, p);
	w->retreats--;
	p->top--;
	p->at = last->at;
	p->from = last->from & NO_CALL;
	w->marks = last->marks;
	return last->what;
}

static inline uint32_t
walk_on(struct walk *w, uint32_t step, struct place *p)
{
	const union confirm_slot *slot = slot_of(w, step);
	const struct confirm_step *s = &slot->step;

	switch ((enum confirm_op)(step >> CONFIRM_SLOT_BITS)) {
	case CONFIRM_FAIL:
		return CONFIRM_FAIL;
	case CONFIRM_END:
		return leave(w, p);
	case CONFIRM_BYTES:
		return read_bytes(w, s, p);
	case CONFIRM_ELSE:
		return read_else(w, s, p);
	case CONFIRM_SET:
		return read_set(w, s, p);
	case CONFIRM_SPAN_ALL:
		return read_span_all(w, s, p);
	case CONFIRM_SPAN:
	case CONFIRM_SPAN_LESS:
		return read_span(w, step, p);
	case CONFIRM_SPLIT:
		return split(w, slot, p);
	case CONFIRM_SWITCH:
		return choose(w, slot, p);
	case CONFIRM_CALL:
		return call(w, step, p);
	case CONFIRM_RETURN:
		return come_back(w, p);
	case CONFIRM_OPEN:
		return mark_group(w, s, p, false);
	case CONFIRM_CLOSE:
		return mark_group(w, s, p, true);
	case CONFIRM_ATOMIC:
		return enter(w, step, s->other, p);
	case CONFIRM_LOOK:
		return look(w, step, p);
	case CONFIRM_EDGE:
		return at_edge(w, s, p->at) ? ARRIVED : CONFIRM_FAIL;
	case CONFIRM_PEEK:
	case CONFIRM_START:
	case CONFIRM_FINISH:
		return peek(w, s, p->at);
	}
	return NO_WAY;
}

/* Walks from a step to the end. False: there is none, or it is unknown. */
static bool
run(struct walk *w, uint32_t step, uint32_t *at)
{
	struct place p = { .at = *at, .from = NO_CALL, .top = 1 };

	while (step < ARRIVED)
		step = step == CONFIRM_FAIL ? retreat(w, &p)
					    : walk_on(w, step, &p);
	*at = p.at;
	return step == ARRIVED && !w->unknown;
}

/* --- the whole --- */

/* The groups as they were closed last. */
static void
fill_spans(const struct walk *w, unsigned groups, struct span *span)
{
	const struct mark *m = w->s->mark, *end = m + w->marks;
	uint32_t *open = w->s->open;
	unsigned i;

	for (i = 1; i <= groups; i++)
		span[i] = (struct span){ SPAN_NONE, SPAN_NONE };
	for (; m < end; m++)
		if (m->close)
			span[m->group] = (struct span){ open[m->group], m->at };
		else
			open[m->group] = m->at;
}

int
confirm(const struct confirms *c, struct confirm_scratch *s, uint32_t begin,
	unsigned groups, struct str text, size_t at, struct span *span)
{
	struct walk w = { .slot = c->slot,
		.set = c->set,
		.list = c->list,
		.s = s,
		.text = text,
		.retreats = RETREATS_MOST };
	uint32_t end = (uint32_t)at;
	bool found;

	if (begin == 0 || text.n >= NOWHERE)
		return CONFIRM_UNKNOWN;
	/* most begin so: where no word may begin */
	if (begin >> CONFIRM_SLOT_BITS == CONFIRM_PEEK)
		begin = peek(&w, &slot_of(&w, begin)->step, end);
	found = begin != CONFIRM_FAIL && run(&w, begin, &end);
	if (w.unknown)
		return CONFIRM_UNKNOWN;
	if (!found)
		return CONFIRM_NONE;
	span[0] = (struct span){ at, end };
	fill_spans(&w, groups, span);
	return 1;
}
