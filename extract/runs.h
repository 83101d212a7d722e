/* Runs of the automaton over one view, some side by side: the place of a run's
 * next step is known before it is taken, and is fetched from memory while the
 * others take theirs (group prefetching: Chen et al., ICDE 2004). What they
 * find are hits: places where a rule may match.
 *
 *     run at `Bộ`      Bộ | Y | tế      rules of units named
 *     run at `ngày`    ngày | 5         dead
 */
#ifndef RUNS_H
#define RUNS_H

#include "dfa.h"

struct starts;
struct view;

/* Rule number `rule` may begin at a byte of the view's seen, which stands
 * behind `nbefore` symbols. */
struct hit {
	uint32_t rule, at, nbefore;
};

struct run {
	uint32_t began, nbefore;
	uint32_t at;	/* what is read next */
	uint32_t state; /* as of a step, in front of it */
	uint16_t word;	/* number of the word behind a blank there, or 0 */
	uint16_t left;	/* steps that it may take */
};

enum { RUNS_MOST = 64 };

struct runs {
	const struct view *view;
	const struct starts *starts;
	struct dfa *dfa;
	bool free; /* of rules that begin and end inside words */
	struct run run[RUNS_MOST];
	struct run ending[RUNS_MOST]; /* those of a round in which rules end */
	unsigned n;
	struct hit *hit;
	size_t nhit, hit_cap;
	bool bad; /* memory is out */
};

/* Over that view from now on; no hits yet. g is all zero, or was opened
 * before. */
void runs_open(struct runs *g, const struct view *view,
	const struct starts *starts, struct dfa *dfa);

/* Frees the hits. */
void runs_close(struct runs *g);

/* One more run from `began` on, which has come to `at` in that state. There
 * must be room. */
void runs_add(struct runs *g, size_t began, size_t nbefore, size_t at,
	uint32_t state);

/* Runs all to their ends; hits are added. dfa has a landing place. */
void runs_go(struct runs *g);

/* Puts the hits in order of place, then rule, each once. */
void runs_sort(struct runs *g);

#endif
