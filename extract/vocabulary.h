/* The words that one thread has met, by number: what the automaton makes of a
 * word from its first letter to its last is the same wherever it stands, and
 * need be found out once. Most words are dismissed by one look here. */
#ifndef VOCABULARY_H
#define VOCABULARY_H

#include "base/str.h"
#include "dfa.h"

#ifndef VOCABULARY_WORDS /* tests make do with few */
#define VOCABULARY_WORDS 24576
#endif

enum {
	VOCABULARY_MOST = 1 << 15,	    /* numbers are below it */
	VOCABULARY_ROOM = VOCABULARY_WORDS, /* so many words at most */
	VOCABULARY_BYTES = 16 /* of the longest word that gets a number */
};

/* A word, in one line of cache. */
struct word {
	_Alignas(64) uint64_t head; /* its bytes, and how many */
	uint64_t tail;
	struct dfa_phases live;
	uint64_t before; /* as of gates_before: a blank and this word; 0: not
			    known */
	uint32_t gates;	 /* place of its gates, and the first of its states */
	uint32_t state;
	uint32_t made; /* the dfa's generation in which they were made */
	unsigned char bytes;
	bool known; /* live has been found out */
};

/* Where a word stands in it is its number. */
struct vocabulary {
	struct word word[VOCABULARY_MOST]; /* bytes 0: free; the first stays */
	unsigned n;
	void *block; /* in which all this lies */
};

/* NULL when memory is out. */
struct vocabulary *vocabulary_new(void);
void vocabulary_free(struct vocabulary *v);

/* Is it so full that it is time to forget? And do. */
bool vocabulary_full(const struct vocabulary *v);
void vocabulary_forget(struct vocabulary *v);

/* A word of 1 to VOCABULARY_BYTES bytes, as it is looked for. */
struct spelling {
	uint64_t head, tail;
	uint32_t place;	     /* where to look first */
	unsigned char bytes; /* 0: a longer one */
};

/* Of the word at the start of a text, which is that many bytes long. */
struct spelling vocabulary_spelling(struct str text, size_t bytes);

/* Its number, from 1 on, or 0 when there is no more room for new ones. */
unsigned vocabulary_number(struct vocabulary *v, const struct spelling *s);

/* Starts to fetch from memory what vocabulary_number will look at. */
static inline void
vocabulary_fetch(const struct vocabulary *v, const struct spelling *s)
{
	__builtin_prefetch(&v->word[s->place]);
}

static inline struct word *
vocabulary_word(struct vocabulary *v, unsigned number)
{
	return &v->word[number];
}

#endif
