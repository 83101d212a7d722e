/* A view of the text -> where each rule of a phase matches in it. */
#ifndef FIND_H
#define FIND_H

#include "rules.h"

struct ex_err;
struct view;
struct scratch; /* match data, JIT stack, automaton states of one thread */

/* NULL when memory is out. After rules_plain, if at all. */
struct scratch *scratch_new(const struct rules *r);
void scratch_free(struct scratch *s);

/* Reads a text, before the first phase: the view without symbols, which
 * belongs to the scratch and is good until the next text. NULL when memory is
 * out. */
struct view *find_open(const struct rules *r, struct scratch *s,
	struct str seen, struct ex_err *e);

/* Who is told. Rules of one priority are run together, the higher first; of
 * each the leftmost match, then the leftmost one behind it, and so on, but
 * for those that begin where something stronger stands. span[0] is the match
 * in bytes of the view, span[i] group i; nbefore symbols stand before it. */
struct find_to {
	void *arg;
	/* Does something stronger stand on that byte of seen? */
	bool (*taken)(void *arg, size_t at);
	void (*found)(void *arg, const struct rule *rule,
		const struct span *span, size_t nbefore);
	/* What begins where something stronger stands; NULL: not asked for. */
	void (*lost)(
		void *arg, const struct rule *rule, const struct span *span);
	/* It gave up at its match limit: what was found by it does not
	 * count. */
	void (*gave_up)(void *arg, const struct rule *rule);
	/* All rules of one priority have been run. */
	void (*settle)(void *arg);
};

/* Runs the rules of a phase over the view that find_open gave, with the symbols
 * that the caller has put into it since. -1 when memory is out. */
int find(const struct rules *r, unsigned phase, struct scratch *s,
	const struct find_to *to, struct ex_err *e);

#endif
