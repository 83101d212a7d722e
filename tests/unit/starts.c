/* What words begin is the same whether many are looked at in passes or one by
 * itself: over the tests of all rules, joined to texts longer than what is cut
 * at a time. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "chance.h"
#include "rules.h"
#include "starts.h"
#include "view.h"

enum { ROUNDS = 60 };

struct found {
	struct view view;
	struct starts starts;
	struct vocabulary *vocabulary;
	struct dfa *dfa;
};

static struct rules *
load(const char *dir)
{
	struct ex_err e = { .line = 0 };
	struct rules *r = rules_load(&dir, 1, NULL, NULL, &e);

	cr_assert(r, "%s:%zu: %s", e.file, e.line, e.what);
	return r;
}

static struct found *
found_new(const struct rules *r)
{
	struct found *f = calloc(1, sizeof *f);

	f->vocabulary = vocabulary_new();
	f->dfa = dfa_new(r->automaton);
	cr_assert_eq(starts_open(&f->starts, r->automaton), 0);
	return f;
}

static void
found_free(struct found *f)
{
	starts_close(&f->starts);
	view_close(&f->view);
	dfa_free(f->dfa);
	vocabulary_free(f->vocabulary);
	free(f);
}

static void
find_in(struct found *f, const struct rules *r, struct str text)
{
	jmp_buf out;

	cr_assert_eq(view_open(&f->view, r->automaton, text), 0);
	if (setjmp(out))
		cr_assert(false, "out of memory");
	dfa_land(f->dfa, &out);
	cr_assert_eq(
		starts_find(&f->starts, &f->view, f->dfa, f->vocabulary), 0);
}

/* Tests of rules at random, and what seldom stands beside a word. */
static void
put_text(struct chance *c, const struct rules *r, size_t least, struct buf *out)
{
	static const char *const between[] = { " ", " ", "", ", ", "\n", "-",
		"  ", " “", "” ", "\xC2\xA0", "Ж ", " Ж", "漢", " đ",
		" mộttừdàihơnmườisáubyte ", "%" };
	const struct node *t;

	while (out->n < least) {
		t = r->rule[chance(c, r->nrule)]->tests->first;
		buf_put(out, node_text(t, "text"));
		buf_put(out, str_c(between[chance(
				     c, sizeof between / sizeof *between)]));
	}
}

/* Gathers the phases of each token from the lists, which are in order. */
static struct dfa_phases *
gather(const struct starts *s)
{
	struct dfa_phases *p = calloc(s->n + 1, sizeof *p);
	unsigned b;
	size_t i;

	for (b = 0; b < 64; b++)
		for (i = 0; i < s->phase[b].n; i++) {
			const struct start *start = &s->phase[b].start[i];

			cr_assert_lt(start->token, s->n);
			cr_assert(i == 0 || start[-1].token < start->token);
			cr_assert(start->alone || start->behind);
			p[start->token].alone |= (uint64_t)start->alone << b;
			p[start->token].behind |= (uint64_t)start->behind << b;
		}
	return p;
}

/* Returns how many phases begin. */
static size_t
check_tokens(struct found *f)
{
	struct starts *s = &f->starts;
	struct dfa_phases *p = gather(s), live;
	size_t i, n = 0;

	for (i = 0; i < s->n; i++) {
		const struct token *t = &s->token[i];

		cr_assert(i == 0 || t[-1].end <= t->at);
		cr_assert_eq(starts_token(s, t->at), i);
		cr_assert_eq(starts_token(s, t->at + 1), i + 1);
		n += (p[i].alone | p[i].behind) != 0;
		if (!t->number && !t->letter)
			continue; /* one by itself is not told anything */
		live = t->letter ? starts_at(s, t->at, ~0ULL)
				 : starts_at_token(s, t, ~0ULL);
		if (t->inside) {
			live.alone &= starts_free();
			live.behind &= starts_free();
		}
		cr_assert_eq(p[i].alone, live.alone, "%.*s",
			(int)(f->view.seen.n - t->at), f->view.seen.p + t->at);
		cr_assert_eq(p[i].behind, live.behind, "%.*s",
			(int)(f->view.seen.n - t->at), f->view.seen.p + t->at);
	}
	free(p);
	return n;
}

static size_t
check_rules(const char *dir)
{
	struct rules *r = load(dir);
	struct found *f = found_new(r);
	struct chance c = { 2026 };
	size_t i, n = 0;

	for (i = 0; i < ROUNDS; i++) {
		struct buf text = { .mem = NULL };

		put_text(&c, r, 1 + chance(&c, 3 * CUT_BYTES), &text);
		if (vocabulary_full(f->vocabulary)) {
			vocabulary_forget(f->vocabulary);
			dfa_forget_words(f->dfa);
		}
		find_in(f, r, buf_str(&text));
		/* where tables ran full more is let through */
		if (!dfa_full(f->dfa) &&
			dfa_generation(f->dfa) == f->starts.gates.generation)
			n += check_tokens(f);
		buf_free(&text);
	}
	found_free(f);
	rules_free(r);
	return n;
}

Test(starts, in_passes_as_one_by_one, .timeout = 300)
{
	cr_assert_gt(check_rules("rules"), ROUNDS, "nothing begins");
}

Test(starts, in_passes_as_one_by_one_with_odd_rules, .timeout = 300)
{
	cr_assert_gt(check_rules("tests/odd-rules"), ROUNDS, "nothing begins");
}
