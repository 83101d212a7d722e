/* What patterns have in common at their starts. */
#include "prefix.h"
#include "pattern.h"

enum { WEIGHT_LEAST = 24 /* trees */ };

static void
add_parts(struct parts *p, const struct tree *t, struct mem *m)
{
	while (t->kind == TREE_CAPTURE || t->kind == TREE_ATOMIC)
		t = t->a;
	if (t->kind == TREE_EMPTY || t->kind == TREE_BEHIND ||
		t->kind == TREE_NOT_BEHIND)
		return;
	if (t->kind == TREE_CAT) {
		add_parts(p, t->a, m);
		add_parts(p, t->b, m);
		return;
	}
	p->part = mem_room(m, p->part, p->n + 1, &p->cap, sizeof(void *));
	p->part[p->n++] = t;
}

struct parts
prefix_parts(const struct tree *t, struct mem *m)
{
	struct parts p = { .n = 0 };

	add_parts(&p, t, m);
	return p;
}

static bool
same(const struct tree *t, const struct tree *u)
{
	if (t == u || (t && u && t->named && t->named == u->named))
		return true;
	return t && u && t->kind == u->kind && t->set == u->set &&
	       t->loose == u->loose && t->min == u->min && t->max == u->max &&
	       t->weight == u->weight && same(t->a, u->a) && same(t->b, u->b);
}

size_t
prefix_shared(const struct parts *p, const struct parts *q)
{
	size_t i, weight = 0;

	for (i = 0; i < p->n && i < q->n && same(p->part[i], q->part[i]); i++)
		weight += p->part[i]->weight;
	return weight < WEIGHT_LEAST ? 0 : i;
}
