/* Where rules may begin, by the text's words. */
#include <stdlib.h>
#include <string.h>

#include "starts.h"
#include "view.h"

enum {
	ROOM_KEPT = 1 << 18, /* bytes: room of more is given back */
	WORD = UINT16_MAX    /* in place of a letter's class */
};

static const struct dfa_phases all = { ~0ULL, ~0ULL };

uint64_t
starts_free(void)
{
	return 0xAAAAAAAAAAAAAAAAULL; /* odd phases: automaton in rules.h */
}

int
starts_open(struct starts *s, const struct automaton *a)
{
	*s = (struct starts){ .n = 0 };
	s->letter = calloc(a->nclass, sizeof *s->letter);
	s->dull = calloc(a->nclass, sizeof *s->dull);
	s->beside = calloc(2 * (a->nclass + 1), sizeof *s->beside);
	s->blank = s->beside + a->nclass + 1;
	s->way = scan_best();
	if (s->letter && s->dull && s->beside && gates_open(&s->gates) == 0)
		return 0;
	starts_close(s);
	return -1;
}

void
starts_close(struct starts *s)
{
	unsigned b;

	for (b = 0; b < 64; b++)
		free(s->phase[b].start);
	free(s->token);
	free(s->letter);
	free(s->dull);
	free(s->beside);
	gates_close(&s->gates);
	free(s->number);
	free(s->bytes);
}

/* --- the phases of a word --- */

static struct dfa_phases
both(struct dfa_phases a, struct dfa_phases b)
{
	return (struct dfa_phases){ a.alone | b.alone, a.behind | b.behind };
}

/* The phases of rules that live when n letters have been read, or have ended
 * in them; `inside`: also at no edge of a word. */
static struct dfa_phases
read_letters(struct dfa *d, const uint16_t *class, unsigned n, bool inside)
{
	struct dfa_phases live = { 0, 0 };
	uint32_t next;
	unsigned i, ends, edged;

	next = dfa_start_all(d, inside);
	for (i = 0; i < n && next != DFA_DEAD; i++) {
		next = dfa_step(d, next & DFA_STATE, class[i]);
		if (i + 1 == n || !(next & DFA_ENDS))
			continue;
		dfa_ends(d, next & DFA_STATE, &ends, &edged);
		if (inside || ends > edged)
			live = both(live, dfa_phases(d, next & DFA_STATE));
	}
	return both(live, dfa_phases(d, next & DFA_STATE));
}

static struct dfa_phases
read_word(struct dfa *d, const uint16_t *class, unsigned n)
{
	struct dfa_phases live = read_letters(d, class, n, false);
	unsigned i;

	for (i = 0; i < n; i++)
		live = both(live, read_letters(d, class + i, n - i, true));
	return live;
}

/* What is known of a class of letters. */
static struct word *
letter_word(struct starts *s, uint16_t class)
{
	struct word *w = &s->letter[class];

	if (!w->known) {
		w->live = read_word(s->dfa, &class, 1);
		w->known = true;
		s->dull[class] = !(w->live.alone | w->live.behind);
	}
	return w;
}

/* --- room --- */

static int
room(void **array, size_t n, size_t *cap, size_t more, size_t size)
{
	size_t want = *cap ? *cap * 2 : 1024;
	void *new;

	if (n + more <= *cap)
		return 0;
	while (want < n + more)
		want *= 2;
	new = realloc(*array, want * size);
	if (!new)
		return -1;
	*array = new;
	*cap = want;
	return 0;
}

/* Room for the tokens and starts of a block of pieces. */
static int
room_for_block(struct starts *s)
{
	void *more = s->token;
	unsigned b;

	if (room(&more, s->n, &s->cap, PIECES, sizeof *s->token))
		return -1;
	s->token = more;
	for (b = 0; b < 64 && b < dfa_nphase(s->dfa); b++) {
		struct start_list *l = &s->phase[b];

		more = l->start;
		if (room(&more, l->n, &l->cap, PIECES, sizeof *l->start))
			return -1;
		l->start = more;
	}
	return 0;
}

/* --- what stands beside --- */

/* What is known of the word that has ended there; NULL: nothing. */
static struct word *
word_before(const struct starts *s, size_t at)
{
	if (at == 0 || !s->number[at - 1])
		return NULL;
	return vocabulary_word(s->vocabulary, s->number[at - 1]);
}

/* The classes of what stands before, the nearest first: a blank and the word
 * before it, whose bytes are known. */
static unsigned
classes_before(
	const struct starts *s, size_t at, unsigned bytes, uint16_t *near)
{
	const struct view *v = s->view;
	const size_t from = at - bytes;
	unsigned n = 0;

	near[n++] = (uint16_t)automaton_class(v->automaton, ' ');
	while (at > from)
		near[n++] = (uint16_t)view_class_before(v, at, &at);
	return n;
}

/* The phases of rules of which what stands before may stand there: a blank and
 * the word before it, or a letter or two. */
static uint64_t
before(struct starts *s, size_t at)
{
	const struct view *v = s->view;
	uint16_t near[VOCABULARY_BYTES + 1];
	uint64_t *known;
	struct word *w;
	unsigned n = 1, class;
	size_t other;

	near[0] = (uint16_t)view_class_before(v, at, &other);
	known = &s->beside[near[0]];
	if (at > 0 && view_blank(v, at - 1) && !v->tail[at]) {
		class = view_class_before(v, at - 1, &other);
		w = class < v->automaton->ninner ? word_before(s, at - 1)
						 : NULL;
		if (!w && class < v->automaton->ninner)
			return ~0ULL; /* a word of which nothing is known */
		known = w ? &w->before : &s->blank[class];
		near[n++] = (uint16_t) class;
		if (w && !*known)
			n = classes_before(s, at - 1, w->bytes, near);
	}
	if (!*known && dfa_full(s->dfa))
		return ~0ULL;
	if (!*known)
		*known = gates_before(s->dfa, near, n);
	return *known;
}

/* The phases of w, which stands at [at, end), that its gates let through. */
static struct dfa_phases
let_through(struct starts *s, const struct word *w, size_t at, size_t end)
{
	const struct view *v = s->view;
	const uint8_t *bucket = v->automaton->bucket;
	const struct gates *g = &s->gates.gates[w->gates];
	struct dfa_phases p = w->live, mask = g->mask[0];
	size_t next;

	if (view_blank(v, end) && end + 1 < v->seen.n)
		mask = g->mask[g->blank[bucket[view_class(v, end + 1, &next)]]];
	else if (end < v->seen.n)
		mask = g->mask[g->next[bucket[view_class(v, end, &next)]]];
	p.alone &= mask.alone;
	p.behind &= mask.behind;
	if (p.behind)
		p.behind &= before(s, at);
	return p;
}

static const struct dfa_phases none = { 0, 0 };

struct dfa_phases
starts_at(struct starts *s, size_t at, uint64_t bits)
{
	size_t end;
	uint16_t class = (uint16_t)view_class(s->view, at, &end);
	struct word *w = &s->letter[class];

	if (w->known && !((w->live.alone | w->live.behind) & bits))
		return none;
	if (dfa_full(s->dfa))
		return all;
	w = letter_word(s, class);
	if (!((w->live.alone | w->live.behind) & bits))
		return none;
	if (gates_find(&s->gates, s->dfa, w, &class, 1))
		return w->live;
	return let_through(s, w, at, end);
}

/* -1 when memory is out. */
static int
find_gates(struct starts *s, struct word *w, size_t at)
{
	uint16_t class[VOCABULARY_BYTES];
	unsigned n;

	if (w->made == s->gates.generation)
		return 0;
	n = automaton_classes(s->view->automaton,
		(struct str){ s->view->seen.p + at, w->bytes }, class);
	return gates_find(&s->gates, s->dfa, w, class, n);
}

struct dfa_phases
starts_at_token(struct starts *s, const struct token *t, uint64_t bits)
{
	struct word *w;

	if (t->inside)
		return none;
	if (t->letter)
		return starts_at(s, t->at, bits);
	if (!t->number || dfa_full(s->dfa))
		return all;
	w = vocabulary_word(s->vocabulary, t->number);
	if (!((w->live.alone | w->live.behind) & bits))
		return none;
	if (find_gates(s, w, t->at))
		return w->live;
	return let_through(s, w, t->at, t->end);
}

static uint64_t
either(struct dfa_phases p)
{
	return p.alone | p.behind;
}

uint64_t
starts_of(struct starts *s, size_t at)
{
	size_t next;
	unsigned class = view_class(s->view, at, &next);

	if (dfa_full(s->dfa))
		return ~0ULL;
	return either(letter_word(s, (uint16_t) class)->live);
}

uint64_t
starts_of_token(struct starts *s, const struct token *t)
{
	if (t->number)
		return either(vocabulary_word(s->vocabulary, t->number)->live);
	return t->letter ? starts_of(s, t->at) : ~0ULL;
}

/* --- cutting --- */

/* The token that came last begins rules of those phases. */
static void
add_starts(struct starts *s, const struct word *w, struct dfa_phases p)
{
	const uint32_t *state = s->gates.state + (w ? w->state : 0);
	uint64_t bits = p.alone | p.behind;

	for (; bits; bits &= bits - 1) {
		uint64_t bit = bits & -bits;
		struct start_list *l = &s->phase[__builtin_ctzll(bits)];
		struct start start = { .token = (uint32_t)s->n - 1,
			.alone = p.alone & bit,
			.behind = p.behind & bit };

		if (w && start.alone)
			start.state = state[__builtin_popcountll(
				w->live.alone & (bit - 1))];
		l->start[l->n++] = start;
	}
}

/* All phases there are. */
static struct dfa_phases
every(unsigned n)
{
	uint64_t bits = n < 64 ? (1ULL << n) - 1 : ~0ULL;

	return (struct dfa_phases){ bits, bits };
}

static int
add_word(struct starts *s, const struct piece *piece)
{
	struct token t = { .at = piece->at,
		.end = piece->end,
		.number = (uint16_t)piece->number };
	struct word *w = vocabulary_word(s->vocabulary, t.number);
	uint16_t class[VOCABULARY_BYTES];
	unsigned n;

	if (!t.number) {
		/* nothing is remembered of it: it may begin anything */
		s->token[s->n++] = t;
		add_starts(s, NULL, every(dfa_nphase(s->dfa)));
		return 0;
	}
	if (!w->known) {
		dfa_ready(s->dfa);
		n = automaton_classes(s->view->automaton,
			str_slice(s->view->seen, t.at, t.end), class);
		w->live = read_word(s->dfa, class, n);
		w->known = true;
	}
	if (!(w->live.alone | w->live.behind))
		return 0;
	if (w->made != s->gates.generation) {
		dfa_ready(s->dfa);
		if (find_gates(s, w, t.at))
			return -1;
	}
	s->token[s->n++] = t;
	add_starts(s, w, let_through(s, w, t.at, t.end));
	return 0;
}

/* A letter that is of no word: behind one nothing begins but in the free
 * phases. */
static int
add_letter(struct starts *s, const struct piece *piece)
{
	const struct view *v = s->view;
	size_t other;
	struct word *w;
	struct dfa_phases p;
	struct token t = { .at = piece->at,
		.end = piece->end,
		.letter = true,
		.inside = view_class_before(v, piece->at, &other) <
			  v->automaton->ninner };

	dfa_ready(s->dfa);
	w = letter_word(s, piece->class);
	if (s->dull[piece->class])
		return 0;
	if (gates_find(&s->gates, s->dfa, w, &piece->class, 1))
		return -1;
	s->token[s->n++] = t;
	p = let_through(s, w, t.at, t.end);
	if (t.inside) {
		p.alone &= starts_free();
		p.behind &= starts_free();
	}
	add_starts(s, w, p);
	return 0;
}

/* --- pieces --- */

/* How far a text has been cut. */
struct cutter {
	size_t at;   /* the next block */
	size_t word; /* where the word begins that `at` may be in */
	size_t gap;  /* what stands behind words, up to there */
	bool inside; /* a word */
};

/* The bytes of words among the SCAN_LOOK from `at` on; none beyond the text. */
static uint64_t
word_bytes(const struct starts *s, size_t at)
{
	enum { BEFORE = 2, BEHIND = 1 };
	struct str seen = s->view->seen;
	char room[BEFORE + SCAN_LOOK + BEHIND];
	size_t from, n;

	if (at >= BEFORE && seen.n - at >= SCAN_LOOK + BEHIND)
		return scan_words(s->way, seen.p + at);
	memset(room, 0, sizeof room);
	from = at < BEFORE ? 0 : at - BEFORE;
	n = seen.n - from;
	if (n > sizeof room - (BEFORE - (at - from)))
		n = sizeof room - (BEFORE - (at - from));
	memcpy(room + BEFORE - (at - from), seen.p + from, n);
	return scan_words(s->way, room + BEFORE);
}

/* The letters from c->gap on that begin before `end`, which are of no word:
 * those are pieces that may begin a rule. */
static struct piece *
gap_pieces(struct starts *s, struct cutter *c, struct piece *p, size_t end)
{
	size_t next;

	for (; c->gap < end; c->gap = next) {
		p->class = (uint16_t)view_class(s->view, c->gap, &next);
		p->at = (uint32_t)c->gap;
		p->end = (uint32_t)next;
		p += !s->dull[p->class];
	}
	return p;
}

static struct piece *
word_piece(struct starts *s, struct piece *p, size_t at, size_t end)
{
	struct str seen = s->view->seen;

	p->at = (uint32_t)at;
	p->end = (uint32_t)end;
	p->class = WORD;
	p->spelling = vocabulary_spelling(
		(struct str){ seen.p + at, seen.n - at }, end - at);
	vocabulary_fetch(s->vocabulary, &p->spelling);
	return p + 1;
}

/* The edges of words in a block, each a bit. */
static uint64_t
edges(const struct starts *s, const struct cutter *c)
{
	uint64_t bits = word_bytes(s, c->at);

	return bits ^ (bits << 1 | c->inside);
}

/* Cuts the next blocks into pieces, as many as there is room for; returns how
 * many pieces these are. At the text's end a word ends as well. */
static size_t
read_pieces(struct starts *s, struct cutter *c)
{
	const size_t n = s->view->seen.n;
	struct piece *p = s->piece;
	uint64_t found;
	size_t at;

	for (; c->at < n && p + SCAN_LOOK < s->piece + PIECES;
		c->at += SCAN_LOOK) {
		for (found = edges(s, c); found; found &= found - 1) {
			at = c->at + (size_t)__builtin_ctzll(found);
			if (c->inside) {
				p = word_piece(s, p, c->word, at);
				c->gap = at;
			} else {
				p = gap_pieces(s, c, p, at);
				c->word = at;
			}
			c->inside = !c->inside;
		}
		if (!c->inside) {
			at = c->at + SCAN_LOOK < n ? c->at + SCAN_LOOK : n;
			p = gap_pieces(s, c, p, at);
		}
	}
	if (c->at >= n && c->inside) {
		p = word_piece(s, p, c->word, n);
		c->inside = false;
	}
	return (size_t)(p - s->piece);
}

static void
set_number(struct starts *s, const struct piece *p)
{
	uint8_t bytes = (uint8_t)(p->end - p->at);

	s->number[p->at] = s->number[p->end - 1] = (uint16_t)p->number;
	s->bytes[p->at] = s->bytes[p->end - 1] = bytes;
}

/* Finds the numbers of the words among n pieces, and drops those that begin no
 * rule; what is known of the others is fetched from memory meanwhile. Returns
 * how many are left. */
static size_t
find_numbers(struct starts *s, size_t n)
{
	struct piece *p, *to = s->piece;
	const struct word *w;

	for (p = s->piece; p < s->piece + n; p++) {
		if (p->class != WORD) {
			*to++ = *p;
			continue;
		}
		p->number = vocabulary_number(s->vocabulary, &p->spelling);
		set_number(s, p);
		w = vocabulary_word(s->vocabulary, p->number);
		if (w->known && !(w->live.alone | w->live.behind))
			continue;
		gates_fetch(&s->gates, w);
		to->at = p->at;
		to->end = p->end;
		to->class = p->class;
		to->number = p->number;
		to++;
	}
	return (size_t)(to - s->piece);
}

static int
cut(struct starts *s)
{
	const struct piece *p = s->piece;
	struct cutter c = { .at = 0 };
	size_t k, n;

	while (c.at < s->view->seen.n || c.inside) {
		n = find_numbers(s, read_pieces(s, &c));
		if (room_for_block(s))
			return -1;
		for (k = 0; k < n; k++)
			if (p[k].class == WORD ? add_word(s, &p[k])
					       : add_letter(s, &p[k]))
				return -1;
	}
	return 0;
}

/* Room for what is known by byte; what was there is forgotten. */
static int
room_for_text(struct starts *s, size_t n)
{
	if (n <= s->room && (s->room <= ROOM_KEPT || n > ROOM_KEPT))
		return 0;
	free(s->number);
	free(s->bytes);
	s->room = n < 16384 ? 16384 : n + n / 4;
	s->number = malloc(s->room * sizeof *s->number);
	s->bytes = malloc(s->room * sizeof *s->bytes);
	if (s->number && s->bytes)
		return 0;
	s->room = 0;
	return -1;
}

int
starts_find(struct starts *s, const struct view *view, struct dfa *d,
	struct vocabulary *v)
{
	unsigned b;

	s->view = view;
	s->dfa = d;
	s->vocabulary = v;
	if (room_for_text(s, view->seen.n + 1))
		return -1;
	memset(s->number, 0, (view->seen.n + 1) * sizeof *s->number);
	s->n = 0;
	for (b = 0; b < 64; b++)
		s->phase[b].n = 0;
	dfa_ready(d);
	gates_ready(&s->gates, d);
	return cut(s);
}

void
starts_cut(struct starts *s, size_t from, size_t to)
{
	const struct view *v = s->view;
	unsigned ninner = v->automaton->ninner;
	size_t at;

	/* where a symbol hides a word's other end, the symbol is met first */
	for (; view_class_before(v, from, &at) < ninner; from = at)
		s->number[at] = s->number[from - 1] = 0;
	for (; view_class(v, to, &at) < ninner; to = at)
		s->number[to] = s->number[at - 1] = 0;
}

size_t
starts_token(const struct starts *s, size_t at)
{
	size_t lo = 0, hi = s->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (s->token[mid].at < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}
