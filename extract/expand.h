/* Patterns as rules write them -> patterns as PCRE2 takes them. */
#ifndef EXPAND_H
#define EXPAND_H

#include "base/mem.h"
#include "base/str.h"

struct ex_err;
struct rules;
struct node;

/* One place where the pattern as written and as expanded run in step. */
struct expand_mark {
	size_t written, expanded; /* bytes */
};

struct expanded {
	struct str pattern;
	struct expand_mark *mark; /* sorted by both */
	size_t nmark;
};

/* Puts {fragment}s (an object: name to pattern), {lexicon}s and {@type}s into
 * a pattern, and the word edges around it unless `free_edges`. -1: e's
 * sentence, and *at the byte of the pattern as written. */
int expand(const struct rules *r, const struct node *fragments,
	struct str pattern, bool free_edges, struct mem *m,
	struct expanded *out, size_t *at, struct ex_err *e);

/* The byte of the pattern as written for a byte of the expanded one. */
size_t expand_written(const struct expanded *x, size_t expanded);

#endif
