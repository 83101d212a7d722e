/* What dfa.c and dfa_make.c share: the tables of states, and how new ones are
 * made. */
#ifndef DFA_INNER_H
#define DFA_INNER_H

#include "dfa.h"

enum {
	DFA_FIRST = 2, /* 0 is unknown, 1 dead */
	DFA_SLOTS = 1 << 17,
	DFA_CHUNK = 1 << 16, /* bytes: what states hold is cut from such */
	DFA_NEAR = 14,	     /* steps by letters that stand beside a state */
	DFA_NEAR_WORDS = 8,  /* and by words */
	DFA_LINES = 1 << 14  /* states that have those by words */
};

/* A state: the rules that end in it, `nedged` that end here, then the others;
 * and behind these in memory its nfa states, as nfa_walk reads them. */
struct dfa_state {
	const uint32_t *end;
	uint32_t nnfa; /* those that read or look */
	uint16_t nend, nedged;
	uint16_t start; /* of one that reads leftward: that in which rules
			   begin behind it, or 0: not known */
	bool behind;	/* reads leftward: what ended stays so */
};

/* A step by a letter as it stands beside its state: what it gave, whether the
 * table has it too, and above that the class + 1. */
enum {
	DFA_NEXT = DFA_ENDS | DFA_STATE,
	DFA_KEPT = DFA_ENDS << 1,
	DFA_CLASS_AT = 18
};

/* What is looked at when a state is left: one line of cache. A step is known
 * only here until another wants its place. */
struct near {
	uint64_t live;		 /* buckets of classes that may lead on */
	uint32_t step[DFA_NEAR]; /* the latest, 0: none has been made */
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

/* nfa states by the letters that they want, while a state is made: lists by
 * set of letters (and by edge). */
struct grouping {
	uint32_t *head; /* by set: place in the state's list + 1, or 0 */
	uint32_t *next; /* by place: the same */
	uint32_t *key;	/* the sets there are */
	unsigned nkey;
	uint8_t *bytes; /* what comes of it; room for all */
};

struct dfa {
	const struct automaton *a;
	struct mem mem;
	uint8_t *chunk; /* of mem: what is left of the newest */
	size_t room;
	struct dfa_state *state; /* DFA_STATES */
	unsigned nstate;
	uint16_t *slot; /* DFA_SLOTS: states by what they hold */
	struct step *step;
	unsigned nstep, step_cap; /* a power of 2 */
	struct near *near;	  /* by state */
	struct near_words *near_words;
	void *block;	   /* in which these lie */
	struct step *word; /* the latest steps by words, by hash, two a place */
	uint16_t *start;   /* by phase: of the rules alone, then of what stands
			      before; then the two of all; then by phase all
			      rules of one */
	uint32_t *stack;
	uint32_t *passed; /* room for nfa states */
	struct set list;  /* of the state that is being made */
	struct set now;	  /* those that read the same letter */
	struct set edged, late;
	struct set carried; /* rules that have ended inside a word */
	struct grouping group;
	unsigned generation, blank;
};

bool grouping_open(struct grouping *g, const struct automaton *a);
void grouping_close(struct grouping *g);

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

/* The nfa states of a state lie in runs: how many bytes the run has; its key,
 * which says what letters all of it want; its items, each as the difference
 * from the one before (the first from 0). The first run, which may be empty,
 * has no key: each of it stands for itself. Behind the last one an empty one
 * stands. Numbers have seven bits a byte, and one that says that more follow.
 */
struct nfa_walk {
	const uint8_t *at, *end; /* of the run */
	uint32_t key;		 /* of the run */
	uint32_t item;		 /* the latest */
	uint32_t left;		 /* items that are not yet read */
};

static inline uint32_t
dfa_read_number(const uint8_t **p)
{
	uint32_t n = *(*p)++, byte;
	unsigned shift = 7;

	if (n < 0x80)
		return n;
	n &= 0x7F;
	do {
		byte = *(*p)++;
		n |= (byte & 0x7F) << shift;
		shift += 7;
	} while (byte & 0x80);
	return n;
}

/* Stands before the first run's items. */
static inline struct nfa_walk
nfa_walk(const struct dfa_state *t)
{
	const uint8_t *at = (const uint8_t *)(t->end + t->nend);
	uint32_t n = dfa_read_number(&at);

	return (struct nfa_walk){ .at = at, .end = at + n, .left = t->nnfa };
}

/* Goes to the next run, however far this one has been read; false where it is
 * empty. */
static inline bool
nfa_run(struct nfa_walk *w)
{
	uint32_t n;

	w->at = w->end;
	n = dfa_read_number(&w->at);
	w->end = w->at + n;
	if (n == 0)
		return false;
	w->key = dfa_read_number(&w->at);
	w->item = 0;
	return true;
}

/* Reads an item of this run; false at its end. */
static inline bool
nfa_item(struct nfa_walk *w)
{
	uint32_t n;

	if (w->at == w->end)
		return false;
	n = dfa_read_number(&w->at);
	w->item += n >> 1 ^ -(n & 1);
	w->left--;
	return true;
}

/* Reads an item of all runs; false at the end of the last. */
static inline bool
nfa_next(struct nfa_walk *w)
{
	if (w->left == 0)
		return false;
	while (w->at == w->end)
		nfa_run(w);
	return nfa_item(w);
}

/* Empties the sets that a new state is made of. */
void dfa_clear(struct dfa *d);

/* The state for what the sets hold, made if it is new. */
uint32_t dfa_intern(struct dfa *d, bool behind);

/* The state behind a letter, made. */
uint32_t dfa_make_next(struct dfa *d, uint32_t from, unsigned class);

#endif
