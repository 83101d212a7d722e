/* The trees of a rule set's patterns: each fragment and each lexicon is parsed
 * once, however many rules use it. */
#ifndef TREES_H
#define TREES_H

#include "base/mem.h"
#include "base/str.h"

struct letter_sets;
struct node;
struct rules;
struct tree;
struct trees;

/* For patterns that name fragments (an object: name to pattern), lexicons and
 * types of r; all in m. */
struct trees *trees_new(const struct rules *r, const struct node *fragments,
	struct letter_sets *sets, struct mem *m);

/* The tree of a pattern, or NULL when it can't be read. */
const struct tree *trees_pattern(struct trees *t, struct str pattern);

/* A tree of trees_pattern, in whose capture of that number, counted from 1,
 * stands what a name stands for; the tree as it is where none does, or the
 * name is not known or can't be read: then more is looked for. */
const struct tree *trees_narrow(struct trees *t, const struct tree *tree,
	unsigned capture, struct str name);

#endif
