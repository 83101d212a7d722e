/* A view of the text -> where each rule of a phase matches in it. */
#ifndef FIND_H
#define FIND_H

#include "rules.h"

struct ex_err;
struct view;
struct scratch; /* match data, JIT stack, automaton states of one thread */

/* NULL when memory is out. */
struct scratch *scratch_new(const struct rules *r);
void scratch_free(struct scratch *s);

/* Reads a text, before the first phase: the view without symbols, which
 * belongs to the scratch and is good until the next text. NULL when memory is
 * out. */
struct view *find_open(const struct rules *r, struct scratch *s,
	struct str seen, struct ex_err *e);

/* Who is told. span[0] is the match in bytes of the view, span[i] group i. A
 * rule that gives up at its match limit is told once, after all else: what
 * was found by it before does not count. */
struct find_to {
	void *arg;
	void (*found)(
		void *arg, const struct rule *rule, const struct span *span);
	void (*gave_up)(void *arg, const struct rule *rule);
};

/* Runs rules [first, last), all of one phase, over the view that find_open
 * gave, with the symbols that the caller has put into it since. -1 when memory
 * is out. */
int find(const struct rules *r, size_t first, size_t last, struct scratch *s,
	const struct find_to *to, struct ex_err *e);

#endif
