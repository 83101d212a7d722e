/* The automaton's states: random rules over random texts name what PCRE2
 * finds, read by letters or by words; a part of a state is what reading that
 * part gives. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "automaton.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/regex.h"
#include "base/utf8.h"
#include "chance.h"
#include "dfa.h"
#include "pattern.h"
#include "vocabulary.h"

enum { RULES = 12, PHASES = 6, ROUNDS = 150, TEXT = 24 };

static const char text_letters[] = "aabbc1  -.";

struct fixture {
	struct mem mem;
	struct automaton *a;
	struct dfa *d;
	struct str pattern[RULES];
	unsigned phase[RULES];
	unsigned n;
	jmp_buf out;
};

static void
fixture_open(struct fixture *f)
{
	struct letter_sets *sets;
	const struct tree *t;
	unsigned i;

	mem_open(&f->mem, 0);
	f->a = automaton_new(&f->mem, PHASES);
	sets = automaton_sets(f->a);
	for (i = 0; i < f->n; i++) {
		t = pattern_parse(f->pattern[i], NULL, sets, &f->mem);
		cr_assert(t, "%.*s", (int)f->pattern[i].n, f->pattern[i].p);
		automaton_add(f->a, f->phase[i], t, i);
	}
	automaton_finish(f->a, 0xE000, 1);
	f->d = dfa_new(f->a);
	cr_assert(f->d);
	if (setjmp(f->out))
		cr_assert(false, "out of memory");
	dfa_land(f->d, &f->out);
}

static void
fixture_close(struct fixture *f)
{
	dfa_free(f->d);
	mem_close(&f->mem);
}

/* --- random rules --- */

static void
put_rest(struct chance *c, struct buf *out, unsigned depth)
{
	static const char *const some[] = { "a", "b", "[ab]", "1", " ", "-",
		"[^ ]", " a", "b ", "\\d" };
	static const char *const often[] = { "?", "*", "+", "{1,2}", "{0,3}" };
	size_t n = 1 + chance(c, 3), i, j;

	for (i = 0; i < n; i++) {
		if (depth == 0 || chance(c, 3)) {
			buf_put(out, str_c(some[chance(c, 10)]));
		} else {
			buf_put(out, STR("(?:"));
			for (j = 0; j < 1 + chance(c, 3); j++) {
				if (j > 0)
					buf_put_c(out, '|');
				put_rest(c, out, depth - 1);
			}
			buf_put_c(out, ')');
		}
		if (chance(c, 3) == 0)
			buf_put(out, str_c(often[chance(c, 5)]));
	}
}

/* Of a rule that reads at least a letter; `behind`: some look back. */
static struct str
random_pattern(struct chance *c, struct mem *m, bool behind)
{
	static const char *const back[] = { "(?<=b )", "(?<=[ab])", "(?<!1)" };
	struct buf out = { .mem = m };

	if (behind && chance(c, 3) == 0)
		buf_put(&out, str_c(back[chance(c, 3)]));
	buf_put(&out, chance(c, 2) ? STR("[ab]") : STR("a"));
	put_rest(c, &out, 2);
	return buf_str(&out);
}

static void
random_fixture(struct fixture *f, struct chance *c, struct mem *m, bool behind)
{
	struct buf start = { .mem = m }, whole;
	struct str rest;

	/* half of them begin alike */
	buf_put(&start, STR("[ab]"));
	while (start.n < 80)
		put_rest(c, &start, 2);
	f->n = RULES;
	for (unsigned i = 0; i < RULES; i++) {
		rest = random_pattern(c, m, behind);
		whole = (struct buf){ .mem = m };
		if (chance(c, 2) && rest.p[0] != '(')
			buf_put(&whole, buf_str(&start));
		buf_put(&whole, rest);
		f->pattern[i] = buf_str(&whole);
		f->phase[i] = (unsigned)(i * PHASES / RULES / 2 * 2);
	}
	fixture_open(f);
}

static struct str
random_text(struct chance *c, char room[TEXT])
{
	size_t i, n = 1 + chance(c, TEXT - 1);

	for (i = 0; i < n; i++)
		room[i] = text_letters[chance(c, sizeof text_letters - 1)];
	return (struct str){ room, n };
}

/* --- runs --- */

static unsigned
class_at(const struct fixture *f, struct str text, size_t at)
{
	return at < text.n ? automaton_class(f->a, (unsigned char)text.p[at])
			   : f->a->nclass;
}

static bool
is_inner(const struct fixture *f, struct str text, size_t at)
{
	return class_at(f, text, at) < f->a->ninner;
}

/* Adds the rules that end in a state, as they are named in runs. */
static uint64_t
named(const struct fixture *f, struct str text, size_t at, uint32_t state)
{
	unsigned n, edged, i;
	const uint32_t *rule = dfa_ends(f->d, state & DFA_STATE, &n, &edged);
	bool inside = at > 0 && at < text.n && is_inner(f, text, at) &&
		      is_inner(f, text, at - 1);
	uint64_t bits = 0;

	for (i = inside ? edged : 0; state & DFA_ENDS && i < n; i++)
		bits |= 1ULL << rule[i];
	return bits;
}

/* A number of its own for a word of few letters. */
static unsigned
word_number(struct str word)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < word.n; i++)
		n = n * 5 + (unsigned)(strchr("abc1", word.p[i]) - "abc1") + 1;
	return n;
}

/* The word behind a blank there; an empty one where there is none that can be
 * numbered. */
static struct str
word_behind(const struct fixture *f, struct str text, size_t at)
{
	size_t end = at + 1;

	while (text.p[at] == ' ' && end < text.n && is_inner(f, text, end))
		end++;
	return end - at > 5 ? STR("") : str_slice(text, at + 1, end);
}

/* The rules that a run from `at` on names. */
static uint64_t
run(struct fixture *f, struct str text, size_t at, uint32_t state, bool words)
{
	uint64_t bits = 0;
	struct str word = STR("");

	while (state != DFA_DEAD && at <= text.n) {
		if (words && at < text.n)
			word = word_behind(f, text, at);
		if (words && word.n && at < text.n) {
			state = dfa_blank_word(f->d, state & DFA_STATE,
				word_number(word), word);
			at += word.n + 1;
		} else {
			state = dfa_step(
				f->d, state & DFA_STATE, class_at(f, text, at));
			at++;
		}
		bits |= named(f, text, at < text.n ? at : text.n, state);
	}
	return bits;
}

/* What PCRE2 finds there that ends at the edge of a word. */
static uint64_t
found(struct regex *const *regex, struct regex_scratch *scratch,
	const struct fixture *f, unsigned phase, struct str text, size_t at)
{
	struct span span[2];
	uint64_t bits = 0;

	for (unsigned i = 0; i < f->n; i++)
		if (f->phase[i] == phase &&
			regex_find(regex[i], scratch, text, at, span) == 1)
			bits |= 1ULL << i;
	return bits;
}

static void
regexes(const struct fixture *f, struct regex *regex[RULES], struct mem *m)
{
	for (unsigned i = 0; i < f->n; i++) {
		struct buf text = { .mem = m };
		struct ex_err e;
		size_t at;

		buf_put(&text, STR("(?:"));
		buf_put(&text, f->pattern[i]);
		buf_put(&text, STR(")(?:(?![abc1])|(?<![abc1]))"));
		regex[i] = regex_new(buf_str(&text), true, &at, &e);
		cr_assert(regex[i]);
	}
}

Test(dfa, names_what_is_there)
{
	struct chance c = { 20261130 };
	struct regex_scratch *scratch = regex_scratch_new(1);
	struct regex *regex[RULES];
	struct fixture f;
	char room[TEXT];
	struct mem m;

	for (unsigned i = 0; i < ROUNDS; i++) {
		mem_open(&m, 0);
		random_fixture(&f, &c, &m, false);
		regexes(&f, regex, &m);
		for (unsigned k = 0; k < 40; k++) {
			struct str text = random_text(&c, room);
			size_t at = chance(&c, text.n);
			unsigned phase = (unsigned)chance(&c, PHASES / 2) * 2;
			uint32_t start = dfa_start(f.d, phase);
			uint64_t want =
				found(regex, scratch, &f, phase, text, at);

			cr_assert_eq(run(&f, text, at, start, false), want,
				"'%.*s' at %zu", (int)text.n, text.p, at);
			cr_assert_eq(run(&f, text, at, start, true), want,
				"'%.*s' at %zu", (int)text.n, text.p, at);
		}
		for (unsigned k = 0; k < f.n; k++)
			regex_free(regex[k]);
		fixture_close(&f);
		mem_close(&m);
	}
	regex_scratch_free(scratch);
}

/* --- parts --- */

static void
expect_parts(struct fixture *f, const uint16_t *class, unsigned n)
{
	uint32_t all = dfa_read(f->d, dfa_start_all(f->d, false), class, n);
	uint32_t start, state;

	for (unsigned phase = 0; phase < PHASES; phase += 2) {
		start = dfa_start(f->d, phase);
		state = start == DFA_DEAD ? start
					  : dfa_read(f->d, start, class, n);
		cr_assert_eq(dfa_part(f->d, all, phase, true), state);
		start = dfa_start_behind(f->d, phase, 0);
		state = start == DFA_DEAD ? start
					  : dfa_read(f->d, start, class, n);
		cr_assert_eq(dfa_part(f->d, all, phase, false), state);
	}
}

static void
expect_behind(struct fixture *f, const uint16_t *class, unsigned n)
{
	uint32_t all = dfa_behind_all(f->d), state;
	uint64_t want = 0;
	unsigned i;

	for (i = 0; i < n && all != DFA_DEAD; i++)
		all = dfa_step(f->d, all & DFA_STATE, class[i]);
	for (unsigned phase = 0; phase < PHASES; phase += 2) {
		state = dfa_behind(f->d, phase);
		for (i = 0; i < n && state != DFA_DEAD; i++)
			state = dfa_step(f->d, state & DFA_STATE, class[i]);
		if (state != DFA_DEAD)
			want |= dfa_phase_bit(phase);
	}
	cr_assert_eq(dfa_phases(f->d, all & DFA_STATE).behind, want);
}

Test(dfa, parts_of_states)
{
	struct chance c = { 7 };
	struct fixture f;
	uint16_t class[4];
	unsigned n;
	struct mem m;

	for (unsigned i = 0; i < ROUNDS; i++) {
		mem_open(&m, 0);
		random_fixture(&f, &c, &m, true);
		for (unsigned k = 0; k < 40; k++) {
			for (n = 0; n < 1 + chance(&c, 4) && n < 4; n++)
				class[n] = (uint16_t)automaton_class(f.a,
					(unsigned char)"abc1"[chance(&c, 4)]);
			if (n > 0)
				expect_parts(&f, class, n);
			expect_behind(&f, class, n);
		}
		fixture_close(&f);
		mem_close(&m);
	}
}

/* A state that many letters leave: each finds its own step, however many were
 * made before. */
Test(dfa, many_steps)
{
	struct fixture f = { .n = 1 };
	struct chance c = { 3 };
	uint32_t first[128] = { 0 }, step;
	struct mem m;
	struct buf text = { .mem = &m };
	int i;

	mem_open(&m, 0);
	buf_put(&text, STR("x(?:"));
	for (i = 'A'; i <= 'z'; i++)
		if (i <= 'Z' || i >= 'a')
			buf_printf(&text, "%s%c%c-", i > 'A' ? "|" : "", i, i);
	buf_put_c(&text, ')');
	f.pattern[0] = buf_str(&text);
	fixture_open(&f);
	step = dfa_start(f.d, 0);
	step = dfa_step(f.d, step & DFA_STATE, automaton_class(f.a, 'x'));
	for (unsigned k = 0; k < 2000; k++) {
		unsigned letter = (unsigned)('A' + chance(&c, 'z' - 'A' + 1));
		uint32_t next = dfa_step(
			f.d, step & DFA_STATE, automaton_class(f.a, letter));

		if (letter > 'Z' && letter < 'a') {
			cr_assert_eq(next, DFA_DEAD);
			continue;
		}
		if (!first[letter])
			first[letter] = next;
		cr_assert_eq(next, first[letter]);
		cr_assert_neq(dfa_step(f.d, next & DFA_STATE,
				      automaton_class(f.a, letter)),
			DFA_DEAD);
		cr_assert_eq(dfa_step(f.d, next & DFA_STATE,
				     automaton_class(f.a, letter ^ 0x20)),
			DFA_DEAD);
	}
	fixture_close(&f);
	mem_close(&m);
}
