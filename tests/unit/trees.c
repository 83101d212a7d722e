/* A tree with something else in one of its captures: what the automaton looks
 * for where C accepts less than a rule's pattern says. */
#include <criterion/criterion.h>

#include "base/node.h"
#include "pattern.h"
#include "rules.h"
#include "trees.h"

static bool
same(const struct tree *a, const struct tree *b)
{
	if (!a || !b)
		return a == b;
	return a->kind == b->kind && a->set == b->set && a->min == b->min &&
	       a->max == b->max && same(a->a, b->a) && same(a->b, b->b);
}

struct known {
	unsigned capture;
	const char *name, *want;
};

Test(trees, narrow)
{
	static const char pattern[] = "(?<n>a)(?:(c(a)*d)|b)?(e)";
	static const struct known cases[] = {
		{ 1, "word", "(?<n>{word})(?:(c(a)*d)|b)?(e)" },
		{ 2, "word", "(?<n>a)(?:({word})|b)?(e)" },
		{ 3, "word", "(?<n>a)(?:(c({word})*d)|b)?(e)" },
		{ 4, "word", "(?<n>a)(?:(c(a)*d)|b)?({word})" },
		{ 0, "word", pattern },
		{ 5, "word", pattern },
		{ 1, "no-word", pattern },
	};
	static struct rules none;
	struct letter_sets sets = { .n = 0 }, exact = { .n = 0 };
	struct node *fragments;
	const struct tree *tree, *narrow;
	struct trees *t;
	struct mem m;
	size_t i;

	mem_open(&m, 0);
	sets.exact = &exact;
	fragments = node_new(&m, NODE_OBJECT);
	node_put_text(&m, fragments, "word", STR("xy|z"));
	t = trees_new(&none, fragments, &sets, &m);
	tree = trees_pattern(t, str_c(pattern));
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct known *k = &cases[i];

		narrow = trees_narrow(t, tree, k->capture, str_c(k->name));
		cr_expect(same(narrow, trees_pattern(t, str_c(k->want))),
			"%u: not %s", k->capture, k->want);
		cr_expect(same(tree, trees_pattern(t, str_c(pattern))));
	}
	mem_close(&m);
}
