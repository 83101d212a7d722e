/* The symbols that each match of a pattern reads in its first line. */
#include <criterion/criterion.h>

#include "need.h"
#include "pattern.h"
#include "view.h"

enum { SYMBOLS = 3 };

/* "@a", "@b" and "@c": the three symbols. */
static const struct tree *
find_symbol(void *arg, struct str name)
{
	struct tree *const *symbol = arg;

	if (name.n != 2 || name.p[0] != '@')
		return NULL;
	return symbol[name.p[1] - 'a'];
}

struct known {
	const char *pattern;
	uint64_t want;
};

Test(need, symbols)
{
	static const struct known cases[] = {
		{ "x", 0 },
		{ "{@a}", 1 },
		{ "trước {@a}, (?<n>{@c})", 5 },
		{ "x(?:{@a} y|z {@a})", 1 },
		{ "x(?:{@a}|z {@b})", 0 },
		{ "{@a}|x {@a}|{@a}{@b}", 1 },
		{ "x{@a}? {@b}{0,3} {@c}+", 4 },
		{ "(?>{@a}{2}) (?={@b})", 1 },
		{ "(?<={@a})(?<!{@b})x(?!{@c})", 0 },
		{ "[{@a}x]", 0 },
		/* a line's end may stand before */
		{ "x\\s+{@a}", 0 },
		{ "{@a}\\n{@b}", 1 },
		{ "{@a}(?:[^.]|y){@b}", 1 },
		{ "x[^\\n]{1,9}{@b}", 2 },
	};
	struct letter_sets sets = { .n = 0 }, exact = { .n = 0 };
	struct tree *symbol[SYMBOLS];
	struct pattern_names names = { find_symbol, symbol };
	const struct tree *t;
	struct mem m;
	size_t i;

	mem_open(&m, 0);
	sets.exact = &exact;
	for (i = 0; i < SYMBOLS; i++) {
		struct letters one = { { 0 } };

		letters_one(&one, VIEW_SYMBOL + (uint32_t)i);
		symbol[i] = pattern_set(&sets, &one, &m);
		symbol[i]->letter = VIEW_SYMBOL + (uint32_t)i;
	}
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		t = pattern_parse(str_c(cases[i].pattern), &names, &sets, &m);
		cr_assert(t, "%s", cases[i].pattern);
		cr_expect_eq(need_symbols(t, &sets, VIEW_SYMBOL, SYMBOLS),
			cases[i].want, "%s", cases[i].pattern);
	}
	mem_close(&m);
}
