/* What a walk along steps is made of: confirm.c takes the steps,
 * confirm_back.c goes back to choices that are left. */
#ifndef CONFIRM_WALK_H
#define CONFIRM_WALK_H

#include <string.h>

#include "confirm.h"

enum {
	WAYS_FIRST = 1 << 10,
	WAYS_MOST = 1 << 18,
	RETREATS_MOST = 40000, /* then PCRE2 is asked, which has its limits */
	MARKS_MOST = 1 << 10,
	MEMOS = 64,
	KIND_SHIFT = 28,
	NO_CALL = (1 << KIND_SHIFT) - 1 /* under way; and the bits of one */
};

/* No steps: the walk has come to its end; no way is left, or it is unknown. */
#define ARRIVED 0xFFFFFFFEu
#define NO_WAY 0xFFFFFFFFu

#define NOWHERE 0xFFFFFFFFu

/* The first bytes of a word are its low ones. */
#define LITTLE (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

/* What is to be done on the way back. */
enum way_kind {
	NOTHING, /* the first of all */
	TRY_STEP,
	TRY_LIST,
	GIVE_BACK,
	TAKE_MORE,
	RESUME,
	CALLED,
	INNER /* a part of its own begins here: of what looks, or atomic */
};

/* Of a call, beside the step that was called: how often it has returned, and
 * that its first return is known already and has led nowhere. */
enum { ONCE = 1u << 28, OFTEN = 2u << 28, SKIP = 1u << 30 };

struct way {
	uint32_t what;	/* a step or a list */
	uint32_t at;	/* byte of the text */
	uint32_t from;	/* one of these, and the call that was under way */
	uint32_t more;	/* TRY_LIST: bit of the pair; GIVE_BACK: least byte;
			   TAKE_MORE: letters so far; CALLED: its slot, with
			   the above; INNER: the part around it, as in struct
			   place */
	uint32_t marks; /* that were there */
};

/* What is known of a step that was called at a byte: many rules name the same
 * part, and they are tried at the same places. */
enum memo_kind { MEMO_NONE, MEMO_FIRST, MEMO_ONLY };

struct memo {
	uint32_t step, at;
	uint32_t end;	/* of its first match, which may be the only one */
	uint32_t round; /* the text's, and memo_kind */
};

/* A group was opened or closed there: what is taken back is cut off, and only
 * those of a match are looked at. */
struct mark {
	uint16_t group;
	bool close;
	uint32_t at;
};

struct confirm_scratch {
	struct way *way;
	size_t cap;
	uint32_t *open; /* by group */
	struct mark mark[MARKS_MOST];
	uint32_t round; /* of the text, in steps of 4; 0 is none */
	struct memo memo[MEMOS];
};

struct walk {
	const union confirm_slot *slot;
	const struct letters *set;
	const struct confirm_item *list;
	struct confirm_scratch *s;
	struct str text;
	uint32_t marks;
	unsigned retreats; /* that are left: none, where it is unknown */
	bool unknown;
};

/* Where a walk is. */
struct place {
	uint32_t at;
	uint32_t from; /* the way that says where to return to */
	uint32_t top;  /* ways */
	uint32_t base; /* those below are not of the inner part under way; 0:
			  it is in none */
};

/* Room for more ways. False: no memory, or too many. */
bool confirm_more_ways(struct confirm_scratch *s);

/* Goes back to the last choice that is left. */
uint32_t confirm_back(struct walk *w, struct place *p);

static inline void
give_up(struct walk *w)
{
	w->unknown = true;
	w->retreats = 0;
}

/* --- letters --- */

/* The start of the letter that ends before byte `at`, which is not 0. */
static inline uint32_t
letter_before(const char *p, uint32_t at)
{
	do
		at--;
	while (((unsigned char)p[at] & 0xC0) == 0x80);
	return at;
}

/* The number of the letter at byte *at, which moves behind it. */
static inline unsigned
number_at(const struct walk *w, uint32_t *at)
{
	const unsigned char *p = (const unsigned char *)w->text.p + *at;
	uint32_t c;

	if (p[0] < 0x80) {
		*at += 1;
		return p[0];
	}
	if (p[0] < 0xE0) {
		*at += 2;
		c = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
	} else if (p[0] < 0xF0) {
		*at += 3;
		c = (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	} else {
		*at += 4;
		return LETTER_OTHER;
	}
	if (c < LETTER_LATIN_END)
		return c;
	if (c >= LETTER_VIETNAMESE_FIRST && c < LETTER_VIETNAMESE_END)
		return LETTER_VIETNAMESE + (c - LETTER_VIETNAMESE_FIRST);
	return letter_number(c);
}

/* Is the letter at byte *at (there is one) of the set? *at moves behind it. */
static inline bool
set_has(struct walk *w, unsigned set, uint32_t *at)
{
	const uint64_t *bit = w->set[set].bit;
	unsigned n = number_at(w, at);

	if (n == LETTER_OTHER &&
		(bit[LETTER_UNSURE / 64] >> LETTER_UNSURE % 64 & 1))
		give_up(w);
	return bit[n / 64] >> n % 64 & 1;
}

static inline const union confirm_slot *
slot_of(const struct walk *w, uint32_t step)
{
	return &w->slot[step & CONFIRM_SLOT];
}

/* --- what is only read: the next step, or CONFIRM_FAIL --- */

static inline uint32_t
read_bytes(const struct walk *w, const struct confirm_step *s, struct place *p)
{
	unsigned n = s->set;
	uint64_t word, want;
	uint32_t at = p->at;

	if (s->flags & CONFIRM_BACK) {
		if (at < n)
			return CONFIRM_FAIL;
		at -= n;
	} else if (w->text.n - at < n)
		return CONFIRM_FAIL;
	if (w->text.n - at >= sizeof word && LITTLE) {
		memcpy(&word, w->text.p + at, sizeof word);
		memcpy(&want, s->bytes, sizeof want);
		if ((word ^ want) << (64 - 8 * n))
			return CONFIRM_FAIL;
	} else if (memcmp(w->text.p + at, s->bytes, n) != 0)
		return CONFIRM_FAIL;
	p->at = s->flags & CONFIRM_BACK ? at : at + n;
	return s->next;
}

static inline uint32_t
read_else(const struct walk *w, const struct confirm_step *s, struct place *p)
{
	uint32_t n = s->set, at = p->at, word, want;

	if (s->flags & CONFIRM_BACK) {
		if (at < n)
			return s->other;
		at -= n;
	} else if (w->text.n - at < n)
		return s->other;
	if (w->text.n - at >= sizeof word && LITTLE) {
		memcpy(&word, w->text.p + at, sizeof word);
		memcpy(&want, s->few, sizeof want);
		if ((word ^ want) << (32 - 8 * n))
			return s->other;
	} else if (memcmp(w->text.p + at, s->few, n) != 0)
		return s->other;
	p->at = s->flags & CONFIRM_BACK ? at : at + n;
	return s->next;
}

static inline uint32_t
read_set(struct walk *w, const struct confirm_step *s, struct place *p)
{
	uint32_t at = p->at, end;

	if (!(s->flags & CONFIRM_BACK)) {
		if (at >= w->text.n || !set_has(w, s->set, &p->at))
			return CONFIRM_FAIL;
		return s->next;
	}
	if (at == 0)
		return CONFIRM_FAIL;
	end = at = letter_before(w->text.p, at);
	if (!set_has(w, s->set, &end))
		return CONFIRM_FAIL;
	p->at = at;
	return s->next;
}

static inline unsigned
span_most(const struct confirm_step *s)
{
	return s->most ? s->most : UINT32_MAX;
}

/* Takes as many letters of a span as there are, up to `most`; *least is where
 * it has as many as it must. */
static inline bool
take_span(struct walk *w, const struct confirm_step *s, unsigned most,
	struct place *p, uint32_t *least)
{
	unsigned n = 0;
	uint32_t at = p->at, end = at;

	*least = at;
	while (n < most && at < w->text.n && set_has(w, s->set, &end)) {
		at = end;
		if (++n == s->least)
			*least = at;
	}
	p->at = at;
	return n >= s->least;
}

static inline uint32_t
read_span_all(struct walk *w, const struct confirm_step *s, struct place *p)
{
	uint32_t least;

	return take_span(w, s, span_most(s), p, &least) ? s->next
							: CONFIRM_FAIL;
}

/* --- what is known --- */

static inline struct memo *
memo_of(const struct walk *w, uint32_t step, uint32_t at)
{
	return &w->s->memo[(step * 0x9E3779B1u ^ at * 0x85EBCA6Bu) >> 16 &
			   (MEMOS - 1)];
}

static inline bool
is_known(const struct walk *w, const struct memo *m, uint32_t step, uint32_t at)
{
	return m->step == step && m->at == at &&
	       (m->round & ~3u) == w->s->round;
}

static inline void
keep(struct walk *w, uint32_t step, uint32_t at, uint32_t end,
	enum memo_kind kind)
{
	/* what came of not knowing may be wrong */
	if (!w->unknown)
		*memo_of(w, step, at) = (struct memo){ step, at, end,
			w->s->round | (uint32_t)kind };
}

/* The next of a list, from that place on, that may go on with that pair. */
static inline uint32_t
list_next(const struct walk *w, uint32_t place, unsigned pair)
{
	while (w->list[place].step && !(w->list[place].pairs >> pair & 1))
		place++;
	return place;
}

/* False: no room, and what comes of it is unknown. */
static inline bool
push(struct walk *w, struct place *p, unsigned kind, uint32_t what,
	uint32_t more)
{
	if (p->top == w->s->cap && !confirm_more_ways(w->s)) {
		give_up(w);
		return false;
	}
	w->s->way[p->top++] = (struct way){ what, p->at,
		(uint32_t)kind << KIND_SHIFT | p->from, more, w->marks };
	return true;
}

#endif
