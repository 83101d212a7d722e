/* What dfa.c and dfa_make.c share: the tables of states, and how new ones are
 * made. */
#ifndef DFA_INNER_H
#define DFA_INNER_H

#include "dfa_steps.h"

enum {
	DFA_FIRST = 2, /* 0 is unknown, 1 dead */
	DFA_SLOTS = 1 << 17,
	DFA_CHUNK = 1 << 16, /* bytes: what states hold is cut from such */
	DFA_PART = 8,	     /* of the steps by letters beside a state */
	DFA_NEAR = 12,	     /* all of them */
	DFA_ROWS = 1 << 13,  /* of steps by letters, of states with many */
	DFA_WORDS = 1 << 15  /* steps by first words that are remembered, a
				power of 2 */
};

/* A state: the rules that end in it, `nedged` that end here, then the others;
 * and behind these in memory the nfa's places that it stands for. */
struct dfa_state {
	const uint32_t *end;
	uint32_t nplace; /* from which may be gone on */
	uint16_t nend, nedged;
	uint16_t start; /* of one that reads leftward: that in which rules
			   begin behind it, or 0: not known */
	bool behind;	/* reads leftward: what ended stays so */
};

/* A step by a letter as it is remembered: what it gave, and above that the
 * class + 1; 0: it has not been made. */
enum { DFA_NEXT = DFA_ENDS | DFA_STATE, DFA_CLASS_AT = 18 };

/* What is looked at when a state is left: one line of cache. A step has two
 * places in it, one in either part; a state whose steps find no room there has
 * a row, with a place for each class. */
struct near {
	uint64_t live; /* buckets of classes that may lead on */
	uint32_t step[DFA_NEAR];
	uint32_t row; /* where it begins; 0: it has none */
};

struct step {
	uint32_t key; /* state << 16 | word; 0: free */
	uint32_t next;
};

/* A list of places or rules, each once. */
struct set {
	uint32_t *item, n;
	uint64_t *in; /* a bit for each */
	uint64_t sum; /* of all in it, in whatever order */
};

struct dfa {
	const struct automaton *a;
	struct mem mem;
	uint8_t *chunk; /* of mem: what is left of the newest */
	size_t room;
	struct dfa_state *state; /* DFA_STATES */
	unsigned nstate;
	uint16_t *slot;	   /* DFA_SLOTS: states by what they hold */
	struct near *near; /* by state */
	uint32_t *row;	   /* DFA_ROWS of them; the first is empty */
	unsigned nrow, row_width;
	uint64_t *live_blank;	 /* by state: buckets of classes that may lead
				    on behind a blank; all: not known */
	struct steps blank_word; /* by a blank and a word: state << 16 | word */
	struct step
		*word;	 /* the latest by a word alone, by hash, two a place */
	uint8_t *first;	 /* by a word's number: bucket of its first letter, or
			    AUTOMATON_BUCKETS: not known */
	uint16_t *start; /* by phase: of the rules alone, then of what stands
			    before; then the two of all; then by phase all
			    rules of one; then what stands before all */
	uint32_t *live;	 /* room for places, and for */
	struct nfa_state *passed; /* room for all */
	struct set list;	  /* of the state that is being made */
	struct set now;		  /* those that read the same letter */
	struct set edged, late;
	struct set carried; /* rules that have ended inside a word */
	struct set gone;    /* rules that are not looked for any more */
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

static inline uint64_t
set_mix(uint32_t item)
{
	uint64_t x = (item + 1) * 0x9E3779B97F4A7C15ULL;

	return x ^ x >> 29;
}

static inline void
set_add(struct set *s, uint32_t item)
{
	if (set_has(s, item))
		return;
	s->in[item / 64] |= 1ULL << item % 64;
	s->item[s->n++] = item;
	s->sum += set_mix(item);
}

static inline const uint32_t *
dfa_places(const struct dfa_state *t)
{
	return t->end + t->nend;
}

/* The two places of a step by a letter beside its state. */
static inline unsigned
dfa_near_one(unsigned class)
{
	return class % DFA_PART;
}

static inline unsigned
dfa_near_other(unsigned class)
{
	return DFA_PART + class / DFA_PART % (DFA_NEAR - DFA_PART);
}

/* A step by a letter as it is remembered, or 0. */
static inline uint32_t
dfa_known_step(const struct near *near, const uint32_t *row, unsigned class)
{
	uint32_t one = near->step[dfa_near_one(class)];
	uint32_t other = near->step[dfa_near_other(class)];
	uint32_t far;

	one &= -(uint32_t)(one >> DFA_CLASS_AT == class + 1);
	other &= -(uint32_t)(other >> DFA_CLASS_AT == class + 1);
	one |= other;
	/* a line that is not needed is not fetched */
	far = row[(near->row + class) & -(uint32_t)(one == 0)];
	return one | far;
}

/* Empties the sets that a new state is made of. */
void dfa_clear(struct dfa *d);

/* The state for what the sets hold, made if it is new. Of a rule that has
 * ended for sure nothing more is looked for: that it may match is known. */
uint32_t dfa_intern(struct dfa *d, bool behind);

/* The state behind a letter, made. */
uint32_t dfa_make_next(struct dfa *d, uint32_t from, unsigned class);

#endif
