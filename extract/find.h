/* A view of the text -> where each rule of a phase matches in it. */
#ifndef FIND_H
#define FIND_H

#include "rules.h"

struct ex_err;
struct view;
struct vocabulary;
struct scratch; /* match data, JIT stack, automaton states of one thread */

/* NULL when memory is out. */
struct scratch *scratch_new(const struct rules *r);
void scratch_free(struct scratch *s);

/* The words that the thread has met; it belongs to the scratch. */
struct vocabulary *scratch_vocabulary(struct scratch *s);

/* Who is told. span[0] is the match in bytes of the view, span[i] group i. A
 * rule that gives up at its match limit is told once, after all else: what
 * was found by it before does not count. */
struct find_to {
	void *arg;
	void (*found)(
		void *arg, const struct rule *rule, const struct span *span);
	void (*gave_up)(void *arg, const struct rule *rule);
};

/* Runs rules [first, last), all of one phase. -1 when memory is out. */
int find(const struct rules *r, size_t first, size_t last,
	const struct view *view, struct scratch *s, struct mem *m,
	const struct find_to *to, struct ex_err *e);

#endif
