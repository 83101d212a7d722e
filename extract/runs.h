/* Runs of the automaton over one view, many side by side, a step of each in a
 * round: first those that read a word, then those that read a letter, so that
 * a processor need not guess which it is, and has the next run's tables
 * fetched while it waits for this one's (group prefetching: Chen et al., ICDE
 * 2004). What they find are hits: places where a rule may match.
 *
 *     run at `Bộ`      Bộ | Y | tế      rules of units named
 *     run at `ngày`    ngày | 5         dead
 */
#ifndef RUNS_H
#define RUNS_H

#include "dfa.h"

struct starts;
struct view;

/* Two numbers as one: what the caller calls the place where a rule may match,
 * then the rule's own number. */
static inline uint64_t
hit_new(uint32_t place, uint32_t rule)
{
	return (uint64_t)place << 32 | rule;
}

static inline uint32_t
hit_place(uint64_t hit)
{
	return (uint32_t)(hit >> 32);
}

static inline uint32_t
hit_rule(uint64_t hit)
{
	return (uint32_t)hit;
}

struct run {
	uint32_t place; /* of its hits */
	uint32_t at;	/* what is read next */
	uint32_t state; /* as of a step, in front of it */
	uint32_t word;	/* number of the word behind a blank there, or 0 */
};

/* The bytes of seen on which it hangs what a run finds: [from, to]. */
struct reach {
	uint32_t at; /* where it begins */
	uint32_t from, to;
};

enum { RUNS_MOST = 256 };

struct runs {
	const struct view *view;
	const struct starts *starts;
	struct dfa *dfa;
	bool free;	     /* of rules that begin and end inside words */
	struct reach *reach; /* by place: `to` is kept there */
	struct run run[RUNS_MOST];
	uint16_t word[RUNS_MOST]; /* those of a round that read words */
	uint16_t letter[RUNS_MOST];
	uint16_t ending[RUNS_MOST]; /* those in which rules end */
	unsigned n, nword;
	uint64_t *hit;
	size_t nhit, hit_cap;
	bool bad; /* memory is out */
};

/* Over that view from now on; no hits yet. g is all zero, or was opened
 * before. */
void runs_open(struct runs *g, const struct view *view,
	const struct starts *starts, struct dfa *dfa);

/* Frees the hits. */
void runs_close(struct runs *g);

/* One more run, which has come to `at` in that state. There must be room. */
static inline void
runs_add(struct runs *g, uint32_t place, size_t at, uint32_t state)
{
	g->run[g->n++] = (struct run){
		.place = place, .at = (uint32_t)at, .state = state
	};
}

/* Runs all to their ends; hits are added. dfa has a landing place. */
void runs_go(struct runs *g);

/* Room for n more hits, and as many again as there are, in which they are
 * sorted. False when memory is out. */
bool runs_room(struct runs *g, size_t n);

/* Puts the hits in order of place, then rule, each once. */
void runs_sort(struct runs *g);

#endif
