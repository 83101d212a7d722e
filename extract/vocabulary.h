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

struct word {
	uint64_t head, tail; /* its bytes, and how many */
	unsigned char bytes;
	struct dfa_phases live;
	bool known; /* live has been found out */
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
