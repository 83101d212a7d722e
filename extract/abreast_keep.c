/* What is kept of nodes, and what becomes of them. */
#include <stdlib.h>
#include <string.h>

#include "abreast_inner.h"

enum {
	ENTRIES_FIRST = 1 << 12,
	ENTRIES_MOST = 1 << 17,
	NODES_MOST = 1 << 17,
	POOL_MOST = 1 << 20
};

uint32_t
abreast_room(struct abreast *a, struct pool *p, uint32_t n, size_t size)
{
	uint32_t at = p->n, cap = p->cap ? p->cap : 1024;
	void *grown;

	while (at + n > cap)
		cap *= 2;
	if (cap > POOL_MOST) {
		a->full = true;
		return NOWHERE;
	}
	if (cap > p->cap) {
		grown = realloc(p->p, cap * size);
		if (!grown) {
			a->full = true;
			return NOWHERE;
		}
		p->p = grown;
		p->cap = cap;
	}
	p->n += n;
	return at;
}

uint32_t
abreast_new_node(struct abreast *a, const struct node *n)
{
	uint32_t at = a->node.n >= NODES_MOST
			      ? NOWHERE
			      : abreast_room(a, &a->node, 1, sizeof *n);

	if (at == NOWHERE) {
		a->full = true;
		return NODE_UNFIT;
	}
	*node_of(a, at) = *n;
	return at;
}

bool
abreast_forget(struct abreast *a)
{
	const struct node fixed = { .kind = NODE_ITEMS };
	uint32_t i;

	if (!a->entry) {
		a->entry = malloc(ENTRIES_FIRST * sizeof *a->entry);
		a->entry_mask = ENTRIES_FIRST - 1;
	}
	if (!a->known) {
		a->known = malloc(NODES_MOST * sizeof *a->known);
		a->known_mask = NODES_MOST - 1;
	}
	if (!a->entry || !a->known)
		return false;
	memset(a->entry, 0, (a->entry_mask + 1) * sizeof *a->entry);
	memset(a->known, 0, (a->known_mask + 1) * sizeof *a->known);
	memset(a->root, 0, sizeof a->root);
	memset(a->framed, 0, sizeof a->framed);
	a->node.n = a->item.n = a->origin.n = a->frame.n = a->marks.n = 0;
	a->nentry = 0;
	a->full = false;
	a->asked = 0;
	for (i = 0; i < NODES_FIXED; i++)
		abreast_new_node(a, &fixed);
	abreast_room(a, &a->frame, 1, sizeof(struct frame));
	abreast_room(a, &a->marks, 1, sizeof(uint16_t));
	return !a->full;
}

static bool
more_entries(struct abreast *a)
{
	uint32_t cap = (a->entry_mask + 1) * 2, i, at;
	struct entry *to = cap > ENTRIES_MOST ? NULL : calloc(cap, sizeof *to);

	if (!to)
		return false;
	for (i = 0; i <= a->entry_mask; i++) {
		if (!a->entry[i].key)
			continue;
		at = abreast_hash(a->entry[i].key) & (cap - 1);
		while (to[at].key)
			at = (at + 1) & (cap - 1);
		to[at] = a->entry[i];
	}
	free(a->entry);
	a->entry = to;
	a->entry_mask = cap - 1;
	return true;
}

void
abreast_keep(struct abreast *a, const struct entry *e)
{
	uint32_t at;

	if (a->nentry > a->entry_mask / 2 && !more_entries(a)) {
		a->full = true;
		return;
	}
	at = abreast_hash(e->key) & a->entry_mask;
	while (a->entry[at].key)
		at = (at + 1) & a->entry_mask;
	a->entry[at] = *e;
	a->nentry++;
}

static bool
same_node(const struct abreast *a, const struct node *x,
	const struct item *item, const struct node *n)
{
	return x->kind == NODE_ITEMS && x->flags == n->flags &&
	       x->beside == n->beside && x->nitem == n->nitem &&
	       memcmp((struct item *)a->item.p + x->item, item,
		       n->nitem * sizeof *item) == 0;
}

uint32_t
abreast_find_node(struct abreast *a, struct node n, const struct item *item)
{
	uint64_t h = n.flags * 31u + n.beside;
	uint32_t i, at, *slot;

	for (i = 0; i < n.nitem; i++) {
		h = (h ^ item[i].step) * 0x9E3779B97F4A7C15;
		h = (h ^ h >> 29 ^ item[i].frame ^
			    (uint64_t)item[i].done << 32 ^
			    (uint64_t)item[i].sleep << 48) *
		    0xBF58476D1CE4E5B9;
	}
	at = (uint32_t)(h >> 32) & a->known_mask;
	for (; *(slot = &a->known[at]); at = (at + 1) & a->known_mask)
		if (same_node(a, node_of(a, *slot), item, &n))
			return *slot;
	n.item = abreast_room(a, &a->item, n.nitem, sizeof *item);
	if (n.item == NOWHERE || a->node.n > NODES_MOST / 2) {
		a->full = true;
		return NODE_UNFIT;
	}
	memcpy((struct item *)a->item.p + n.item, item, n.nitem * sizeof *item);
	return *slot = abreast_new_node(a, &n);
}

uint32_t
abreast_find_frame(struct abreast *a, uint32_t step, uint32_t parent)
{
	struct frame *f = a->frame.p;
	uint32_t at = (step * 0x9E3779B1u ^ parent * 0x85EBCA6Bu) >> 16, i;

	for (at &= FRAMES - 1; (i = a->framed[at]);
		at = (at + 1) & (FRAMES - 1))
		if (f[i].step == step && f[i].parent == parent)
			return i;
	if (a->frame.n > FRAMES / 2) {
		a->full = true;
		return 0;
	}
	i = abreast_room(a, &a->frame, 1, sizeof *f);
	if (i == NOWHERE)
		return 0;
	((struct frame *)a->frame.p)[i] = (struct frame){ step, parent };
	return a->framed[at] = (uint16_t)i;
}

uint32_t
abreast_root(struct abreast *a, uint32_t step, unsigned flags, unsigned beside)
{
	struct node n = { .kind = NODE_ITEMS,
		.flags = (uint8_t)flags,
		.beside = (uint16_t)beside,
		.nitem = 1 };
	struct item item = { step, 0, 0, 0 };

	return abreast_find_node(a, n, &item);
}
