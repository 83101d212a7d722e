/* What dfa.c and dfa_make.c share: the tables of states, and how new ones are
 * made. */
#ifndef DFA_INNER_H
#define DFA_INNER_H

#include "dfa.h"

enum {
	DFA_FIRST = 2, /* 0 is unknown, 1 dead */
	DFA_SLOTS = 1 << 17,
	DFA_NEAR = 14,	    /* steps by letters that stand beside a state */
	DFA_NEAR_WORDS = 8, /* and by words */
	DFA_LINES = 1 << 14 /* states that have those by words */
};

/* A state, its nfa states, and behind these in memory the rules that end in
 * it: `nedged` that end here, then the others. */
struct dfa_state {
	uint32_t *nfa; /* those that read or look */
	uint32_t nnfa;
	uint16_t nend, nedged;
	uint16_t start; /* of one that reads leftward: that in which rules
			   begin behind it, or 0: not known */
	bool behind;	/* reads leftward: what ended stays so */
};

/* What is looked at when a state is left: one line of cache. */
struct near {
	uint64_t live;		 /* buckets of classes that may lead on */
	uint32_t step[DFA_NEAR]; /* the latest: (class + 1) << 17 | what it
				    gave */
};

/* The same where it is left by a blank and a word. States share the lines: the
 * latest has it. */
struct near_words {
	uint64_t live; /* buckets of classes that may lead on behind a blank;
			  0: not known */
	uint16_t state;
	uint16_t word[DFA_NEAR_WORDS]; /* the latest, 0: none */
	uint32_t next[DFA_NEAR_WORDS];
};

struct step {
	uint32_t key; /* state << 16 | letter or word; 0: free */
	uint32_t next;
};

/* A list of nfa states or rules, each once. Some are only marked: seen, but
 * not of the list; these stand from the end of item on. */
struct set {
	uint32_t *item, n, nmarked;
	uint64_t *in; /* a bit for each, of the list or marked */
	size_t size;
};

struct dfa {
	const struct automaton *a;
	struct mem mem;
	struct dfa_state *state; /* DFA_STATES */
	unsigned nstate;
	uint16_t *slot; /* DFA_SLOTS: states by what they hold */
	struct step *step;
	unsigned nstep;
	struct near *near; /* by state */
	struct near_words *near_words;
	struct step *word; /* the latest steps by words, by hash, two a place */
	uint16_t *start;   /* by phase: of the rules alone, then of what stands
			      before; then the two of all; then by phase all
			      rules of one */
	uint32_t *stack;
	struct set list; /* of the state that is being made */
	struct set now;	 /* those that read the same letter */
	struct set edged, late;
	struct set carried; /* rules that have ended inside a word */
	unsigned generation, blank;
};

bool set_open(struct set *s, size_t size);
void set_close(struct set *s);
void set_clear(struct set *s);

static inline bool
set_has(const struct set *s, uint32_t item)
{
	return s->in[item / 64] >> item % 64 & 1;
}

static inline void
set_add(struct set *s, uint32_t item)
{
	if (set_has(s, item))
		return;
	s->in[item / 64] |= 1ULL << item % 64;
	s->item[s->n++] = item;
}

static inline const uint32_t *
dfa_state_ends(const struct dfa_state *t)
{
	return t->nfa + t->nnfa;
}

/* Empties the sets that a new state is made of. */
void dfa_clear(struct dfa *d);

/* The state for what the sets hold, made if it is new. */
uint32_t dfa_intern(struct dfa *d, bool behind);

/* The state behind a letter, made. */
uint32_t dfa_make_next(struct dfa *d, uint32_t from, unsigned class);

#endif
