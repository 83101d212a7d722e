/* The words that one thread has met, by number: what the automaton makes of a
 * word from its first letter to its last is the same wherever it stands, and
 * need be found out once. Most words are dismissed by one look here. */
#ifndef VOCABULARY_H
#define VOCABULARY_H

#include "base/str.h"
#include "dfa.h"

enum {
	VOCABULARY_MOST = 1 << 15,
	VOCABULARY_BYTES = 16 /* of the longest word that gets a number */
};

/* A word, in one line of cache. */
struct word {
	uint64_t head, tail; /* its bytes, and how many */
	struct dfa_phases live;
	uint64_t before; /* as of gates_before: a blank and this word */
	uint32_t gate;	 /* the first of its gates */
	uint32_t made;	 /* the dfa's generation in which they were made */
	uint8_t ngate;
	unsigned char bytes;
	bool known;	   /* live has been found out */
	bool before_known; /* before has */
};

struct vocabulary;

/* NULL when memory is out. */
struct vocabulary *vocabulary_new(void);
void vocabulary_free(struct vocabulary *v);

/* Is it so full that it is time to forget? And do. */
bool vocabulary_full(const struct vocabulary *v);
void vocabulary_forget(struct vocabulary *v);

/* The number of a word of 1 to VOCABULARY_BYTES bytes, from 1 on, or 0 when
 * there is no more room for new ones. */
unsigned vocabulary_number(struct vocabulary *v, struct str word);

struct word *vocabulary_word(struct vocabulary *v, unsigned number);

#endif
