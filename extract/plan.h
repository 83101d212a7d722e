/* Steps of confirm.h while they are made: each knows with which letters it
 * can go on, and most of those that do the same are one. confirm_make.c makes
 * them of trees; at the end they are laid out in the order of a walk. */
#ifndef PLAN_H
#define PLAN_H

#include "confirm.h"

struct tree;

enum { PLAN_SETS = 60000, PLAN_CALLS = 1 << 10, PLAN_SLOTS = 1 << 16 };

struct planned {
	uint32_t next;
	uint8_t op;
	uint8_t flags;
	uint8_t count; /* bytes; letters at least; a group */
	uint8_t open;  /* it may come to an end without a letter */
	union {
		char bytes[8];
		uint64_t word;
		struct {
			uint32_t other; /* of a switch: place in items */
			union {
				char few[4];
				struct {
					uint16_t set, most;
				};
			};
		};
	};
	uint64_t first; /* buckets of letters that it goes on with */
	uint64_t then;	/* where that is a blank: of those behind it */
	uint64_t pairs; /* bits of pairs, as confirm_pair has them */
};

/* A part that is made once. */
struct called {
	const struct tree *tree;
	bool back;
	uint32_t step;
	struct called *next;
};

/* A part that patterns name. */
struct named {
	const struct tree *tree;
	unsigned times;
	struct named *next;
};

struct plan {
	struct mem *mem;
	struct planned *step;
	size_t nstep, step_cap;
	uint32_t *item; /* of switches: their steps, each list ended by 0 */
	size_t nitem, item_cap;
	uint32_t *begin; /* by number of a pattern */
	size_t nbegin, begin_cap;
	uint32_t slot[PLAN_SLOTS]; /* steps made of late, by what they do */
	struct called *called[PLAN_CALLS];
	struct named *named[PLAN_CALLS];

	struct letter_sets *exact;
	struct letters *set;
	size_t nset, set_cap, first_cap;
	uint64_t *first;	    /* by set: buckets of its letters */
	uint16_t set_of[PLAN_SETS]; /* by exact set: place in set + 1 */
	uint64_t bucket[LETTERS];   /* by letter, a bit or more */

	size_t begun; /* steps that were there before this pattern's */
	bool back;    /* what is made goes leftward */
	bool bad;     /* it has what is left to PCRE2 */
};

/* All from mem; the sets of letters are those of trees. */
struct plan *plan_new(struct mem *m, struct letter_sets *exact);

/* Adds a step, or finds one that does the same. */
uint32_t plan_step(struct plan *p, struct planned s);

/* Adds one that is no other, to be changed. */
uint32_t plan_new_step(struct plan *p, struct planned s);

/* A step in front of `next` that reads nothing. */
struct planned plan_before(
	const struct plan *p, enum confirm_op op, uint32_t next);

/* The same that does all that is done at `part` first. */
struct planned plan_through(
	const struct plan *p, enum confirm_op op, uint32_t part, uint32_t next);

/* Buckets of letters that a step can go on with; all, where it may end. */
uint64_t plan_first(const struct plan *p, uint32_t step);
uint64_t plan_then(const struct plan *p, uint32_t step);
uint64_t plan_pairs(const struct plan *p, uint32_t step);

/* Bits of pairs: a letter of these, then one of those; or then what the step
 * goes on with. */
uint64_t plan_pairs_of(uint64_t first, uint64_t second);
uint64_t plan_pairs_before(const struct plan *p, uint64_t first, uint32_t next);

/* Place of an exact set. */
uint16_t plan_set(struct plan *p, uint32_t exact);

/* Reads these letters, eight bytes at most. */
uint32_t plan_bytes(struct plan *p, struct str s, uint32_t next);

/* The first of these that leads to an end; `step` is used up. Alternatives
 * with the same first letters are read together as far as they are the same. */
uint32_t plan_join(struct plan *p, uint32_t *step, size_t n);
uint32_t plan_split(struct plan *p, uint32_t next, uint32_t other);

/* The number of a pattern that begins at that step. */
uint32_t plan_begin(struct plan *p, uint32_t step);

/* Lays the steps out, from each pattern's first. */
void plan_lay(struct plan *p, struct confirms *out);

#endif
