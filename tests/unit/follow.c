/* Where symbols follow in the same line: as it is found byte by byte. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "automaton.h"
#include "chance.h"
#include "follow.h"
#include "view.h"

enum { BYTES = 200, TYPES = 3, SYMBOLS = BYTES };

static struct automaton *
automaton(struct mem *m)
{
	struct automaton *a;

	mem_open(m, 0);
	a = automaton_new(m, 2);
	automaton_finish(a, VIEW_SYMBOL, TYPES);
	return a;
}

/* Symbols of up to 9 bytes. */
static void
mark(struct view *v, struct chance *c, struct view_symbol *symbol)
{
	size_t at = chance(c, 40), n = 0, end;

	for (; at + 9 <= v->seen.n; at = end + chance(c, 60)) {
		end = at + 1 + chance(c, 9);
		symbol[n] = (struct view_symbol){ .seen = { at, end },
			.type = (unsigned)chance(c, TYPES) };
		view_mark(v, &symbol[n++]);
	}
	view_symbols(v, symbol, n);
}

static bool
follows(const struct view *v, uint64_t types, size_t at)
{
	size_t i = 0;

	for (; at < v->seen.n; at++) {
		while (i < v->nsymbol && v->symbol[i].seen.start < at)
			i++;
		if (i < v->nsymbol && v->symbol[i].seen.start == at &&
			types >> v->symbol[i].type & 1)
			return true;
		if (v->seen.p[at] == '\n' && !view_hidden(v, at, at + 1))
			return false;
	}
	return false;
}

static void
check(struct follow *f, const struct view *v, uint64_t types, struct chance *c)
{
	bool any = false;
	size_t at, i;

	for (i = 0; i < v->nsymbol; i++)
		any = any || types >> v->symbol[i].type & 1;
	cr_assert_eq(follow_find(f, v, types), any);
	for (at = 0; at < v->seen.n; at++)
		cr_assert_eq(
			follow_has(f, at), follows(v, types, at), "%zu", at);
	for (i = 0; i < 20 && v->seen.n; i++) {
		at = chance(c, v->seen.n);
		cr_assert_eq(
			follow_has(f, at), follows(v, types, at), "%zu", at);
	}
}

Test(follow, as_byte_by_byte)
{
	struct view v = { .room = 0 };
	struct view_symbol symbol[SYMBOLS];
	struct follow f = { .nline = 0 };
	struct chance c = { 20261201 };
	struct mem m;
	char text[BYTES];
	unsigned i, j;

	for (i = 0; i < 400; i++) {
		size_t often = 2 + chance(&c, 60);
		struct str seen = { text, chance(&c, BYTES + 1) };

		for (j = 0; j < BYTES; j++)
			text[j] = chance(&c, often) ? 'a' : '\n';
		cr_assert_eq(view_open(&v, automaton(&m), seen), 0);
		mark(&v, &c, symbol);
		cr_assert_eq(follow_text(&f, seen), 0);
		for (j = 1; j < 1 << TYPES; j++)
			check(&f, &v, j, &c);
		mem_close(&m);
	}
	follow_close(&f);
	view_close(&v);
}

/* Symbols hide all line ends: no line's start is looked for again. */
Test(follow, one_line_of_many, .timeout = 5)
{
	enum { LINES = 400000, WIDTH = 3 };
	struct view v = { .room = 0 };
	struct view_symbol *symbol = calloc(LINES, sizeof *symbol);
	struct follow f = { .nline = 0 };
	struct mem m;
	char *text = malloc(LINES * WIDTH);
	struct str seen = { text, LINES * WIDTH };
	size_t i;

	cr_assert(symbol && text);
	for (i = 0; i < LINES; i++)
		memcpy(text + i * WIDTH, "aa\n", WIDTH);
	cr_assert_eq(view_open(&v, automaton(&m), seen), 0);
	for (i = 0; i < LINES; i++) {
		symbol[i].seen =
			(struct span){ i * WIDTH + 1, (i + 1) * WIDTH };
		view_mark(&v, &symbol[i]);
	}
	view_symbols(&v, symbol, LINES);
	cr_assert_eq(follow_text(&f, seen), 0);
	cr_assert(follow_find(&f, &v, 1));
	for (i = 0; i < LINES; i++)
		cr_assert_eq(f.part[i].from, 0);
	follow_close(&f);
	view_close(&v);
	mem_close(&m);
	free(symbol);
	free(text);
}
