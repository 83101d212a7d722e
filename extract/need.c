/* Which symbols each match of a pattern must have in its first line. */
#include "need.h"
#include "pattern.h"

struct need {
	uint64_t symbols; /* each is read before any line end */
	bool line;	  /* a line end may be read */
};

struct reading {
	const struct letter_sets *sets;
	uint32_t symbol;
	unsigned nsymbol;
};

static struct need need(const struct reading *, const struct tree *);

/* What is read first, then what comes behind it. */
static struct need
both(struct need first, struct need then)
{
	return (struct need){ first.symbols | (first.line ? 0 : then.symbols),
		first.line | then.line };
}

static struct need
need_set(const struct reading *r, const struct tree *t)
{
	uint32_t number = t->letter - r->symbol;
	const struct letters *l = &r->sets->set[t->set];

	if (t->letter >= r->symbol && number < r->nsymbol && number < 64)
		return (struct need){ 1ULL << number, false };
	return (struct need){ 0, letters_has(l, letter_number('\n')) };
}

static struct need
need_cat(const struct reading *r, const struct tree *t)
{
	struct need n = { 0, false };

	for (; t->kind == TREE_CAT; t = t->a)
		n = both(need(r, t->b), n);
	return both(need(r, t), n);
}

static struct need
need_alternatives(const struct reading *r, const struct tree *t)
{
	struct need n = need(r, t->b), one;

	for (t = t->a;; t = t->a) {
		one = need(r, t->kind == TREE_ALT ? t->b : t);
		n.symbols &= one.symbols;
		n.line |= one.line;
		if (t->kind != TREE_ALT)
			return n;
	}
}

static struct need
need(const struct reading *r, const struct tree *t)
{
	struct need n = { 0, false };

	switch (t->kind) {
	case TREE_SET:
		return need_set(r, t);
	case TREE_CAT:
		return need_cat(r, t);
	case TREE_ALT:
		return need_alternatives(r, t);
	case TREE_REPEAT:
		n = need(r, t->a);
		if (t->min == 0)
			n.symbols = 0;
		return n;
	case TREE_CAPTURE:
	case TREE_ATOMIC:
		return need(r, t->a);
	case TREE_EMPTY:
	case TREE_AHEAD:
	case TREE_BEHIND:
	case TREE_NOT_AHEAD:
	case TREE_NOT_BEHIND:
	case TREE_START:
	case TREE_END:
		return n;
	}
	return n;
}

uint64_t
need_symbols(const struct tree *t, const struct letter_sets *sets,
	uint32_t symbol, unsigned nsymbol)
{
	const struct reading r = { sets, symbol, nsymbol };

	return need(&r, t).symbols;
}
