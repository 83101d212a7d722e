/* Where rules may begin, by the text's words. */
#include <stdlib.h>
#include <string.h>

#include "starts.h"
#include "view.h"

enum {
	ROOM_KEPT = 1 << 18, /* bytes: room of more is given back */
	ASCII = 0x80,	     /* bytes are below it, and from it up to the next
				those inside a letter */
	INNER_END = 0xC0,
	LOOKS = 32 /* tokens that are looked at one behind the other */
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
	unsigned byte;

	memset(s, 0, sizeof *s);
	s->letter = aligned_alloc(
		sizeof *s->letter, (a->nclass + 1) * sizeof *s->letter);
	if (s->letter)
		memset(s->letter, 0, (a->nclass + 1) * sizeof *s->letter);
	s->beside = calloc(2 * (a->nclass + 1), sizeof *s->beside);
	if (s->beside)
		s->blank = s->beside + a->nclass + 1;
	for (byte = 0; byte < ASCII; byte++)
		s->bucket[byte] = a->bucket[automaton_class(a, byte)];
	for (byte = ASCII; byte < INNER_END; byte++)
		s->dull[byte] = true;
	if (s->letter && s->beside && gates_open(&s->gates) == 0)
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

/* Finds out what is not known of a word, for good or in this generation. */
static void
know(struct starts *s, struct word *w, const uint16_t *class, unsigned n)
{
	struct dfa_phases live = read_word(s->dfa, class, n);

	if (live.alone | live.behind) {
		s->bad |= gates_find(&s->gates, s->dfa, live, class, n, w) != 0;
		return;
	}
	w->gates = GATES_NONE;
	w->known = WORD_DULL;
}

static void
know_token(struct starts *s, const struct token *t, struct word *w)
{
	uint16_t class[VOCABULARY_BYTES];
	unsigned n = automaton_classes(s->view->automaton,
		str_slice(s->view->seen, t->at, t->end), class);

	know(s, w, class, n);
}

/* What is known of a class of letters. */
static const struct word *
letter_word(struct starts *s, uint16_t class)
{
	struct word *w = &s->letter[class];

	if (w->known == WORD_NEW)
		know(s, w, &class, 1);
	return w;
}

/* Are there rules of those phases that begin with it, whatever stands
 * beside it? */
static bool
begins(const struct starts *s, const struct word *w, uint64_t bits)
{
	const struct dfa_phases live = s->gates.gates[w->gates].mask[0];

	return (live.alone | live.behind) & bits;
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

static int
room_for_tokens(struct starts *s, size_t n)
{
	void *more = s->token;

	if (room(&more, s->n, &s->cap, n, sizeof *s->token))
		return -1;
	s->token = more;
	return 0;
}

/* Room for n starts more in each phase. */
static int
room_for_starts(struct starts *s, size_t n)
{
	const unsigned nphase = dfa_nphase(s->dfa);
	void *more;
	unsigned b;

	for (b = 0; b < 64 && b < nphase; b++) {
		struct start_list *l = &s->phase[b];

		if (l->n + n <= l->cap)
			continue;
		more = l->start;
		if (room(&more, l->n, &l->cap, n, sizeof *l->start))
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
			n = classes_before(s, at - 1, s->bytes[at - 2], near);
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
	struct dfa_phases p = g->mask[0];
	size_t next;

	if (view_blank(v, end) && end + 1 < v->seen.n)
		p = g->mask[g->place[1][bucket[view_class(v, end + 1, &next)]]];
	else if (end < v->seen.n)
		p = g->mask[g->place[0][bucket[view_class(v, end, &next)]]];
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
	const struct word *w = &s->letter[class];

	if (w->known == WORD_NEW && dfa_full(s->dfa))
		return all;
	w = letter_word(s, class);
	return begins(s, w, bits) ? let_through(s, w, at, end) : none;
}

struct dfa_phases
starts_at_token(struct starts *s, const struct token *t, uint64_t bits)
{
	struct word *w;

	if (t->inside)
		return none;
	if (t->letter)
		return starts_at(s, t->at, bits);
	w = vocabulary_word(s->vocabulary, t->number);
	if (!t->number || (w->known == WORD_NEW && dfa_full(s->dfa)))
		return all;
	if (w->known == WORD_NEW)
		know_token(s, t, w);
	return begins(s, w, bits) ? let_through(s, w, t->at, t->end) : none;
}

/* --- the same of words among the text, for none of which is turned --- */

/* As before: what is known of a word before a blank, or of a letter of no
 * word; one of the two is 0. */
static uint64_t
before_near(struct starts *s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s->view->seen.p + at;
	const unsigned blank = p[-1] == ' ';
	const unsigned number = s->number[at - 2] & -blank;
	const unsigned char c = p[-1 - (int)blank];
	uint64_t found = vocabulary_word(s->vocabulary, number)->before |
			 s->before[blank][c];

	if (found)
		return found;
	found = before(s, at);
	if (c < ASCII && !number && found != ~0ULL)
		s->before[blank][c] = found;
	return found;
}

/* Where the place of the mask stands that lets w through, where two bytes are
 * behind it, or NULL: there is no short way to it. */
static inline const uint8_t *
mask_place(const struct starts *s, const struct word *w, size_t end)
{
	const unsigned char *p = (const unsigned char *)s->view->seen.p + end;
	const unsigned blank = *p == ' ';
	const unsigned char c = p[blank];
	const unsigned beyond = c >> 7; /* ASCII */
	const unsigned number = s->number[end + blank];
	unsigned bucket = vocabulary_word(s->vocabulary, number)->bucket;

	if (beyond > number)
		return NULL;
	bucket = s->bucket[c] | (bucket & -beyond);
	return &s->gates.gates[w->gates].place[blank][bucket];
}

/* --- letters of no word --- */

/* A letter that may begin a rule, to out, its class as its number; false if it
 * begins none. */
static bool
letter_token(struct starts *s, uint32_t at, struct token *out)
{
	const struct view *v = s->view;
	size_t next, other;
	uint16_t class = (uint16_t)view_class(v, at, &next);

	if (s->letter[class].known == WORD_NEW)
		dfa_ready(s->dfa);
	if (letter_word(s, class)->known == WORD_DULL) {
		/* others may begin with the same byte beyond ASCII */
		if (next == at + 1)
			s->dull[(unsigned char)v->seen.p[at]] = true;
		return false;
	}
	*out = (struct token){ .at = at,
		.end = (uint32_t)next,
		.number = class,
		.letter = true,
		.inside = view_class_before(v, at, &other) <
			  v->automaton->ninner };
	return true;
}

/* Puts n letters, which end at `end`, among the words that begin at t. */
static void
merge_letters(struct token *t, size_t words, size_t n, const struct token *end)
{
	const struct token *letter = end - n, *from;
	bool is_word;

	while (n > 0) {
		from = &letter[n - 1];
		is_word = words > 0 && t[words - 1].at > from->at;
		from = is_word ? &t[words - 1] : from;
		t[words + n - 1] = *from;
		words -= is_word;
		n -= !is_word;
	}
}

/* Adds the letters that may begin rules to n words, the first of CUT_PIECES
 * tokens there is room for; returns how many tokens there are now. */
static size_t
add_letters(struct starts *s, struct token *t, size_t n)
{
	const unsigned char *p = (const unsigned char *)s->view->seen.p;
	struct token *end = t + CUT_PIECES;
	uint32_t *gap = s->cut.gap;
	size_t k, few = 0, nletter = 0;

	for (k = 0; k < s->cut.scan.ngap; k++) {
		uint32_t at = gap[k];

		gap[few] = at;
		few += !s->dull[p[at]];
	}
	for (k = few; k > 0; k--)
		nletter += letter_token(s, gap[k - 1], end - nletter - 1);
	merge_letters(t, n, nletter, end);
	return n + nletter;
}

/* --- starts --- */

/* Puts what n tokens begin to the lists of its phases. */
static void
add_starts(struct starts *s, size_t n)
{
	const struct begin *b = s->begin, *end = b + n;
	uint64_t bits = b->live.alone | b->live.behind;

	s->begin[n].live = none;
	while (b < end) {
		uint64_t bit = bits & -bits, last;
		struct start_list *l = &s->phase[__builtin_ctzll(bits)];

		l->start[l->n++] = (struct start){ .token = b->token,
			.state = gates_state(&s->gates, b->state, bit),
			.alone = b->live.alone & bit,
			.behind = b->live.behind & bit };
		bits ^= bit;
		last = bits == 0;
		b += last;
		bits |= (b->live.alone | b->live.behind) & -last;
	}
}

/* What is looked up of a token, step by step: of many at once, so that the
 * processor fetches what the next step of each will read. */
struct look {
	const struct word *word;
	const uint8_t *place; /* of its mask, or NULL: no short way */
	const struct dfa_phases *mask;
};

/* The words of n tokens from t on; those of letters have their class for a
 * number so far. */
static void
look_for_words(struct starts *s, struct token *t, size_t n, struct look *look)
{
	struct word *const words[] = { s->vocabulary->word, s->letter };
	size_t i;

	for (i = 0; i < n; i++, t++) {
		struct word *w = words[t->letter] + t->number;

		t->number &= (uint16_t)(t->letter - 1);
		look[i].word = w;
		if (w->known == WORD_NEW) {
			dfa_ready(s->dfa);
			know_token(s, t, w);
		}
	}
}

/* From here on no gates are made, which would move them. */
static void
look_beside(const struct starts *s, const struct token *t, size_t n,
	struct look *look)
{
	const size_t last = s->view->seen.n;
	size_t i;

	for (i = 0; i < n; i++, t++) {
		look[i].place = NULL;
		if (t->at >= 2 && t->end + 2 <= last)
			look[i].place = mask_place(s, look[i].word, t->end);
		__builtin_prefetch(look[i].place);
	}
}

static void
look_at_gates(const struct starts *s, size_t n, struct look *look)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const struct gates *g = &s->gates.gates[look[i].word->gates];

		look[i].mask = &g->mask[look[i].place ? *look[i].place : 0];
		__builtin_prefetch(look[i].mask);
	}
}

/* Notes what n tokens from the k-th on begin; returns where to go on. */
static struct begin *
look_at_masks(struct starts *s, size_t k, size_t n, const struct look *look,
	struct begin *b)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const struct token *t = &s->token[k + i];
		const struct word *w = look[i].word;
		struct dfa_phases p = *look[i].mask;

		if (look[i].place)
			p.behind &= before_near(s, t->at);
		else
			p = let_through(s, w, t->at, t->end);
		/* behind a word nothing begins but in the free phases */
		if (t->inside) {
			p.alone &= starts_free();
			p.behind &= starts_free();
		}
		*b = (struct begin){ p, w->state, (uint32_t)(k + i) };
		__builtin_prefetch(&s->gates.state[w->state]);
		b += (p.alone | p.behind) != 0;
	}
	return b;
}

/* Notes what the tokens from the k-th on, before the last, begin; returns how
 * many begin rules. */
static size_t
note_tokens(struct starts *s, size_t k, size_t last)
{
	struct look look[LOOKS];
	struct begin *b = s->begin;
	size_t n;

	for (; k < last; k += n) {
		n = last - k < LOOKS ? last - k : LOOKS;
		look_for_words(s, s->token + k, n, look);
		look_beside(s, s->token + k, n, look);
		look_at_gates(s, n, look);
		b = look_at_masks(s, k, n, look, b);
	}
	return (size_t)(b - s->begin);
}

/* -1 when memory is out. */
static int
add_tokens(struct starts *s, size_t n)
{
	if (room_for_starts(s, n))
		return -1;
	add_starts(s, note_tokens(s, s->n, s->n + n));
	s->n += n;
	return s->bad ? -1 : 0;
}

/* Are blanks letters that may begin a rule? */
static bool
blanks_begin(struct starts *s)
{
	s->dull[' '] =
		letter_word(s, (uint16_t)dfa_blank(s->dfa))->known == WORD_DULL;
	return !s->dull[' '];
}

/* States that were known are no more. */
static void
forget_states(struct starts *s)
{
	unsigned class;

	vocabulary_renew(s->vocabulary);
	for (class = 0; class <= s->view->automaton->nclass; class ++)
		if (s->letter[class].known == WORD_KNOWN)
			s->letter[class].known = WORD_NEW;
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
	size_t n;
	unsigned b;

	s->view = view;
	s->dfa = d;
	s->vocabulary = v;
	if (room_for_text(s, view->seen.n + 1))
		return -1;
	memset(s->number, 0, (view->seen.n + 1) * sizeof *s->number);
	s->n = 0;
	s->bad = false;
	for (b = 0; b < 64; b++)
		s->phase[b].n = 0;
	dfa_ready(d);
	if (gates_ready(&s->gates, d))
		forget_states(s);
	s->cut.automaton = view->automaton;
	s->cut.vocabulary = v;
	s->cut.number = s->number;
	s->cut.bytes = s->bytes;
	cut_open(&s->cut, view->seen, blanks_begin(s));
	while (cut_more(&s->cut)) {
		if (room_for_tokens(s, CUT_PIECES))
			return -1;
		n = cut_words(&s->cut, s->token + s->n);
		if (add_tokens(s, add_letters(s, s->token + s->n, n)))
			return -1;
	}
	return 0;
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
	const struct token *t = s->token;
	size_t n = s->n, half;

	if (n == 0)
		return 0;
	/* it is among t[0 .. n]; which half can't be foreseen */
	while (n > 1) {
		half = n / 2;
		t += t[half - 1].at < at ? half : 0;
		n -= half;
	}
	return (size_t)(t - s->token) + (t->at < at);
}
