/* The automaton finds what PCRE2 alone finds, match for match: over texts made
 * from the rules' own tests, cut, joined and changed at random; with the
 * house's rules, and with such as nobody should write. ENGINE_TEXTS says how
 * many texts ("make engine": 100000). */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "chance.h"
#include "libextract.h"
#include "match.h"
#include "normal.h"
#include "rules.h"

enum { TEXTS = 5000 };

static size_t
letter_start(struct str s, size_t at)
{
	while (at > 0 && at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80)
		at--;
	return at;
}

/* A piece of a random test of a random rule. */
static void
put_piece(struct chance *c, const struct rules *r, struct buf *out)
{
	const struct rule *rule = r->rule[chance(c, r->nrule)];
	const struct node *t = rule->tests->first;
	size_t skip = chance(c, 6), from = 0, to;
	struct str s;

	while (skip-- && t->next)
		t = t->next;
	s = node_text(t, "text");
	to = s.n;
	if (chance(c, 3) == 0)
		from = letter_start(s, chance(c, s.n));
	if (chance(c, 3) == 0)
		to = letter_start(s, from + chance(c, s.n - from) + 1);
	if (to > from)
		buf_put(out, str_slice(s, from, to));
}

static void
put_text(struct chance *c, const struct rules *r, struct buf *out)
{
	static const char *const between[] = { " ", "", ", ", " và ", "\n", "-",
		".", " 5 ", " ngày ", "/", " (", ") ", ": ", "\xC2\xA0" };
	size_t n = 1 + chance(c, 6), i;

	for (i = 0; i < n; i++) {
		put_piece(c, r, out);
		buf_put(out, str_c(between[chance(
				     c, sizeof between / sizeof *between)]));
	}
	buf_put_c(out, '.'); /* never empty */
}

static bool
same(const struct match *a, const struct match *b, unsigned ngroup)
{
	unsigned i;

	if (!str_eq(a->rule->id, b->rule->id) || a->at.start != b->at.start ||
		a->at.end != b->at.end || a->outer != b->outer ||
		a->inner != b->inner || a->absorbed != b->absorbed)
		return false;
	for (i = 0; i < ngroup; i++)
		if (a->group[i].start != b->group[i].start ||
			a->group[i].end != b->group[i].end)
			return false;
	return true;
}

static void
run(struct doc *d, struct mem *m, const struct rules *r, struct scratch *s,
	struct str text)
{
	struct ex_err e;

	*d = (struct doc){ .mem = m };
	d->warnings = node_new(m, NODE_LIST);
	d->article.authors = node_new(m, NODE_LIST);
	d->article.text = text;
	cr_assert(normal(d, &e) == 0);
	cr_assert(match(d, r, s, &e) == 0, "%s", e.what);
}

static struct rules *
load(const char *dir)
{
	struct ex_err e = { .line = 0 };
	struct rules *r = rules_load(&dir, 1, NULL, NULL, &e);

	cr_assert(r, "%s:%zu: %s", e.file, e.line, e.what);
	return r;
}

static size_t
texts(size_t most)
{
	const char *said = getenv("ENGINE_TEXTS");
	size_t n = said ? strtoul(said, NULL, 10) : TEXTS;

	return n < most ? n : most;
}

/* Letters put over others, doubled or taken away. */
static void
change(struct chance *c, const struct buf *from, struct buf *to)
{
	static const char *const letters[] = { "1", " ", "\n", ",", "a", "Đ",
		"ờ", "%", "/", "\xEE\x80\x80", "漢", "x" };
	struct str s = buf_str(from);
	size_t i = 0, n;

	for (; i < s.n; i += n) {
		for (n = 1; i + n < s.n &&
			    ((unsigned char)s.p[i + n] & 0xC0) == 0x80;
			n++)
			;
		switch (chance(c, 40)) {
		case 0:
			buf_put(to,
				str_c(letters[chance(
					c, sizeof letters / sizeof *letters)]));
			break;
		case 1:
			buf_put(to, str_slice(s, i, i + n));
			buf_put(to, str_slice(s, i, i + n));
			break;
		case 2:
			break;
		default:
			buf_put(to, str_slice(s, i, i + n));
		}
	}
}

static void
compare(const struct rules *r, const struct doc *a, const struct doc *b,
	struct str text)
{
	size_t i;

	cr_assert_eq(a->nmatch, b->nmatch, "%zu and %zu in: %.*s", a->nmatch,
		b->nmatch, STR_ARG(text));
	for (i = 0; i < a->nmatch; i++)
		cr_assert(same(&a->match[i], &b->match[i],
				  r->type[a->match[i].type].ngroup),
			"%.*s in: %.*s", STR_ARG(a->match[i].rule->id),
			STR_ARG(text));
}

/* How many matches both engines find in n texts. */
static size_t
both(const char *dir, size_t n)
{
	struct rules *fast = load(dir), *plain = load(dir);
	struct scratch *s = scratch_new(fast), *t;
	struct chance c = { 20261124 };
	struct mem m, o;
	struct ex_err e;
	size_t i, found = 0;

	cr_assert(rules_plain(plain, &e) == 0);
	t = scratch_new(plain);
	mem_open(&m, 0);
	mem_open(&o, 0);
	for (i = 0; i < n; i++) {
		struct buf text = { .mem = NULL }, changed = { .mem = NULL };
		struct doc a, b;

		put_text(&c, fast, &text);
		if (i % 2)
			change(&c, &text, &changed);
		buf_put_c(&changed, '.');
		run(&a, &m, fast, s, buf_str(i % 2 ? &changed : &text));
		run(&b, &o, plain, t, buf_str(i % 2 ? &changed : &text));
		compare(fast, &a, &b, buf_str(i % 2 ? &changed : &text));
		found += a.nmatch;
		buf_free(&text);
		buf_free(&changed);
		mem_reset(&m);
		mem_reset(&o);
	}
	scratch_free(s);
	scratch_free(t);
	mem_close(&m);
	mem_close(&o);
	rules_free(fast);
	rules_free(plain);
	return found;
}

Test(engine, finds_what_pcre2_finds, .timeout = 3000)
{
	size_t n = texts(SIZE_MAX);

	cr_assert_gt(both("rules", n), n, "the texts hold nothing to find");
}

Test(engine, finds_what_odd_rules_find, .timeout = 3000)
{
	size_t n = texts(20000);

	cr_assert_gt(both("tests/odd-rules", n), n / 10,
		"the texts hold nothing to find");
}

Test(engine, says_what_it_cannot_read)
{
	struct rules *r = load("tests/odd-rules");
	size_t i, plain = 0;

	for (i = 0; i < r->nrule; i++)
		plain += r->rule[i]->plain != NULL;
	/* those named in the file: a back reference, an option */
	cr_assert_eq(plain, 2);
	rules_free(r);
}
