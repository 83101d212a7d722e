/* One text, searched by the automaton -> where the rules of each phase may
 * match.
 *
 * All phases read the text once, as it is before anything has been found: what
 * a run finds there stands as long as no symbol touches the bytes on which it
 * hangs. Of the runs
 *      `trước`  | ngày 15          of a phase that knows dates by then
 *      `Vụ`     | Pháp chế, trình  dead at `trình`
 * the first is done again when `ngày 15/6` has become a symbol, the second is
 * not. At symbols and beside them rules may begin that began nowhere before:
 * these places are noted when a symbol is met.
 *
 * Phases of which each rule reads a symbol find nothing in the text as it is:
 * they are read when their turn comes, and only where that symbol stands
 * further on in the line. */
#ifndef SEARCH_H
#define SEARCH_H

#include "follow.h"
#include "runs.h"
#include "starts.h"

struct view;

/* A place at which rules of a phase are tried. */
struct attempt {
	uint32_t at;
	uint32_t token; /* that begins here, + 1; or 0: read letter by letter */
	uint32_t state; /* behind the token, as a gate has it; or 0 */
	bool alone, behind; /* of which rules */
};

/* Attempts that are made together, so that none waits for what it looks at. */
enum { WAITING_MOST = 32 };

struct waiting {
	struct attempt attempt;
	uint32_t place; /* number of its reach */
	uint32_t start; /* the state in which its rules begin; or DFA_DEAD */
	unsigned phase;
};

/* Where the rules of a phase begin behind a word and a blank. */
struct behind {
	uint32_t key; /* phase << 16 | word; 0: free */
	uint32_t state;
};

enum { BEHINDS = 1 << 12 };

struct attempts {
	struct attempt *attempt;
	size_t n, cap;
};

struct search {
	struct view *view;
	struct dfa *dfa;
	struct vocabulary *vocabulary;
	struct starts starts;
	struct runs runs; /* whose hits are those of the phase at hand */
	/* of the text without symbols, one for each start of the phases that
	 * read it so: even ones, which are those of rules that begin at words
	 */
	struct reach *reach;
	size_t nreach, reach_cap;
	uint64_t *hit; /* places are numbers of reach; in order */
	size_t nhit, hit_cap;
	/* a bit by byte of the text: have rules been tried there in the phase
	 * at hand, those before which anything may stand, and the others? */
	uint8_t *alone_tried, *behind_tried;
	size_t tried_room;
	struct follow follow; /* the symbols that the phase at hand needs, */
	bool needs;	      /* if any */
	size_t first_reach[65], first_hit[65]; /* by bit of a phase */
	struct attempts beside[64]; /* by bit: what symbols have brought */
	uint32_t *news; /* symbols that have come since the last phase */
	size_t nnews, news_cap;
	struct waiting waiting[WAITING_MOST];
	unsigned nwaiting;
	struct behind behind[BEHINDS]; /* the latest, by hash */
	unsigned generation;	       /* the dfa's, of these */
	bool bad;		       /* memory is out */
};

/* For one thread, all zero before it. -1 when memory is out; what there is may
 * be closed then. */
int search_open(struct search *s, const struct automaton *a);
void search_close(struct search *s);

/* Reads a text: a view without symbols. -1 when memory is out. */
int search_text(struct search *s, struct view *view);

/* Fills s->runs.hit with what rules may match where, in order of place: rules
 * at words and free ones of a phase of the rule set. Symbols may have come
 * since. -1 when memory is out. */
int search_phase(struct search *s, unsigned phase);

/* --- between the parts of it --- */

/* Notes where rules may begin by what symbols have come since the last time, in
 * the automaton's phases from `phase` on. */
void beside_symbols(struct search *s, unsigned phase);

#endif
