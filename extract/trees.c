/* The trees of patterns, each name parsed once. */
#include "base/buf.h"
#include "base/node.h"
#include "pattern.h"
#include "rules.h"
#include "view.h"
#include "trees.h"

enum { DEPTH_MOST = 12 };

struct known {
	struct str name;
	const struct tree *tree; /* NULL: it can't be read */
	struct known *next;
};

struct trees {
	const struct rules *r;
	const struct node *fragments;
	struct letter_sets *sets;
	struct mem *mem;
	struct known *known;
	unsigned depth;
	struct pattern_names names;
};

static const struct tree *
parse(struct trees *t, struct str pattern)
{
	return pattern_parse(pattern, &t->names, t->sets, t->mem);
}

/* What expand.c writes for a name, as a tree. */
static const struct tree *
make(struct trees *t, struct str name)
{
	const char *c = mem_str(t->mem, name).p;
	const struct node *fragment = node_get(t->fragments, c);
	const struct lexicon *l = rules_lexicon(t->r, c);
	struct buf text = { .mem = t->mem };
	const struct tree *tree;
	int type;

	if (name.p[0] == '@') {
		type = rules_type(t->r, str_slice(name, 1, name.n));
		if (type < 0)
			return NULL;
		buf_put_utf8(&text, VIEW_SYMBOL + (uint32_t)type);
		return parse(t, buf_str(&text));
	}
	if (fragment) {
		if (t->depth == DEPTH_MOST)
			return NULL;
		t->depth++;
		tree = parse(t, fragment->text);
		t->depth--;
		return tree;
	}
	if (!l)
		return NULL;
	return parse(t, lexicon_pattern(l, t->mem));
}

static const struct tree *
find(void *arg, struct str name)
{
	struct trees *t = arg;
	struct known *k;

	for (k = t->known; k; k = k->next)
		if (str_eq(k->name, name))
			return k->tree;
	k = MEM_NEW(t->mem, struct known);
	k->name = name;
	k->tree = make(t, name);
	k->next = t->known;
	t->known = k;
	return k->tree;
}

struct trees *
trees_new(const struct rules *r, const struct node *fragments,
	struct letter_sets *sets, struct mem *m)
{
	struct trees *t = MEM_NEW(m, struct trees);

	*t = (struct trees){ .r = r,
		.fragments = fragments,
		.sets = sets,
		.mem = m,
		.names = { .find = find, .arg = t } };
	return t;
}

const struct tree *
trees_pattern(struct trees *t, struct str pattern)
{
	return parse(t, pattern);
}

static struct tree *
with_inside(struct trees *t, const struct tree *tree, unsigned capture,
	struct tree *inside)
{
	struct tree *copy = MEM_NEW(t->mem, struct tree);

	*copy = *tree;
	if (tree->kind == TREE_CAPTURE && capture-- == 1)
		copy->a = inside;
	else if (capture <= tree->a->captures)
		copy->a = with_inside(t, tree->a, capture, inside);
	else
		copy->b = with_inside(
			t, tree->b, capture - tree->a->captures, inside);
	return copy;
}

const struct tree *
trees_narrow(struct trees *t, const struct tree *tree, unsigned capture,
	struct str name)
{
	struct tree *inside = MEM_NEW(t->mem, struct tree);
	const struct tree *named = find(t, name);

	if (!named || capture == 0 || capture > tree->captures)
		return tree;
	*inside = *named;
	return with_inside(t, tree, capture, inside);
}
