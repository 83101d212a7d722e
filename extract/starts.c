/* Where rules may begin, by the text's words. */
#include <stdlib.h>
#include <string.h>

#include "starts.h"
#include "view.h"

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
	return s->letter ? 0 : -1;
}

void
starts_close(struct starts *s)
{
	free(s->token);
	free(s->place);
	free(s->letter);
}

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

	dfa_ready(d);
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

struct dfa_phases
starts_letter(struct starts *s, struct dfa *d, unsigned class)
{
	struct word *w = &s->letter[class];
	uint16_t one = (uint16_t) class;

	if (!w->known) {
		w->live = read_word(d, &one, 1);
		w->known = true;
	}
	return w->live;
}

static int
add(struct starts *s, struct token t)
{
	if (!(t.live.alone | t.live.behind))
		return 0;
	if (s->n == s->cap) {
		size_t cap = s->cap ? s->cap * 2 : 2048;
		struct token *more = realloc(s->token, cap * sizeof *more);

		if (!more)
			return -1;
		s->token = more;
		s->cap = cap;
	}
	s->token[s->n++] = t;
	return 0;
}

static int
add_word(struct starts *s, const struct view *w, size_t i, size_t end,
	struct dfa *d, struct vocabulary *v)
{
	struct str bytes = str_slice(w->seen, w->at[i], w->at[end]);
	struct token t = { .at = (uint32_t)i,
		.letters = (uint32_t)(end - i),
		.live = { ~0ULL, ~0ULL } };
	struct word *word;

	if (bytes.n <= VOCABULARY_BYTES)
		t.number = vocabulary_number(v, bytes);
	if (t.number) {
		word = vocabulary_word(v, t.number);
		if (!word->known) {
			word->live = read_word(d, w->class + i, t.letters);
			word->known = true;
		}
		t.live = word->live;
	}
	return add(s, t);
}

/* A letter that is of no word: behind one nothing begins but in the free
 * phases. */
static int
add_letter(struct starts *s, const struct view *w, size_t i, struct dfa *d)
{
	struct token t = { .at = (uint32_t)i, .letters = 1 };
	bool behind_word = i > 0 && w->class[i - 1] < w->automaton->ninner;

	t.live = starts_letter(s, d, w->class[i]);
	if (behind_word) {
		t.live.alone &= starts_free();
		t.live.behind &= starts_free();
	}
	return add(s, t);
}

static int
cut(struct starts *s, const struct view *w, struct dfa *d, struct vocabulary *v)
{
	unsigned ninner = w->automaton->ninner;
	size_t i, end;

	for (i = 0; i < w->n; i = end) {
		for (end = i; end < w->n && w->class[end] < ninner; end++)
			;
		if (end > i ? add_word(s, w, i, end, d, v)
			    : add_letter(s, w, end++, d))
			return -1;
	}
	return 0;
}

/* Tokens by phase: counted, then put. */
static int
sort(struct starts *s)
{
	size_t count[64] = { 0 }, i, total = 0, room;
	uint64_t bits;
	int b;

	for (i = 0; i < s->n; i++) {
		bits = s->token[i].live.alone | s->token[i].live.behind;
		for (; bits; bits &= bits - 1)
			count[__builtin_ctzll(bits)]++;
	}
	for (b = 0; b < 64; b++) {
		s->first[b] = total;
		total += count[b];
		count[b] = s->first[b];
	}
	s->first[64] = total;
	if (total > s->place_cap) {
		room = total + total / 2;
		free(s->place);
		s->place_cap = 0;
		s->place = malloc(room * sizeof *s->place);
		if (!s->place)
			return -1;
		s->place_cap = room;
	}
	for (i = 0; i < s->n; i++) {
		bits = s->token[i].live.alone | s->token[i].live.behind;
		for (; bits; bits &= bits - 1)
			s->place[count[__builtin_ctzll(bits)]++] = (uint32_t)i;
	}
	return 0;
}

int
starts_find(struct starts *s, const struct view *view, struct dfa *d,
	struct vocabulary *v)
{
	s->n = 0;
	return cut(s, view, d, v) || sort(s) ? -1 : 0;
}
