/* The words that one thread has met, by number: what the automaton makes of a
 * word from its first letter to its last is the same wherever it stands, and
 * need be found out once. Most words are dismissed by one look here. */
#ifndef VOCABULARY_H
#define VOCABULARY_H

#include <string.h>

#include "base/str.h"
#include "dfa.h"

#ifndef VOCABULARY_WORDS /* tests make do with few */
#define VOCABULARY_WORDS 24576
#endif

enum {
	VOCABULARY_BITS = 15,
	VOCABULARY_MOST = 1 << VOCABULARY_BITS, /* numbers are below it */
	VOCABULARY_ROOM = VOCABULARY_WORDS,	/* so many words at most */
	VOCABULARY_BYTES = 16 /* of the longest word that gets a number */
};

/* What is known of a word: nothing, or its states no more; its gates and
 * states; that no rule begins with it, by the upper bit. */
enum { WORD_NEW, WORD_KNOWN, WORD_DULL };

/* A word, in half a line of cache. */
struct word {
	_Alignas(32) uint64_t head; /* its bytes, which are not 0 */
	uint64_t tail;
	uint64_t before; /* as of gates_before: a blank and this word; 0: not
			    known */
	uint32_t state;	 /* the first of its states (gates.h) */
	uint16_t gates;	 /* place of its gates */
	uint8_t bucket;	 /* of its first letter: the caller's */
	uint8_t known;
};

/* Where a word stands in it is its number. */
struct vocabulary {
	/* head 0: free; the first is what longer words have in common */
	struct word word[VOCABULARY_MOST];
	unsigned n;
	void *block; /* in which all this lies */
};

/* NULL when memory is out. */
struct vocabulary *vocabulary_new(void);
void vocabulary_free(struct vocabulary *v);

/* Is it so full that it is time to forget? And do. */
bool vocabulary_full(const struct vocabulary *v);
void vocabulary_forget(struct vocabulary *v);

/* The words stay, but of those that begin rules their states are no more. */
void vocabulary_renew(struct vocabulary *v);

/* A word as it is looked for: its bytes, or 0 for a longer one. */
struct spelling {
	uint64_t head, tail;
	uint32_t place; /* where it or one beside it stands: even */
};

/* Of the word at the start of a text, which is that many bytes long: there are
 * VOCABULARY_BYTES to be read, whatever they are. */
static inline struct spelling
vocabulary_spelling(const char *text, size_t bytes)
{
	/* of these, `bytes` ones and zeros behind them */
	static const unsigned char mask[2 * VOCABULARY_BYTES] = { 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
		255 };
	const unsigned char *m =
		mask + (bytes > VOCABULARY_BYTES ? VOCABULARY_BYTES
						 : VOCABULARY_BYTES - bytes);
	uint64_t head, tail, head_mask, tail_mask;

	memcpy(&head, text, 8);
	memcpy(&tail, text + 8, 8);
	memcpy(&head_mask, m, 8);
	memcpy(&tail_mask, m + 8, 8);
	head &= head_mask;
	tail &= tail_mask;
	/* the upper bits are the mixed ones */
	return (struct spelling){ head, tail,
		(uint32_t)((head ^ tail * 0xD6E8FEB86659FD93ULL) *
				   0x9E3779B97F4A7C15ULL >>
			   (65 - VOCABULARY_BITS)) *
			2 };
}

/* Its number, from 1 on, or 0 when there is no more room for new ones. */
unsigned vocabulary_number(struct vocabulary *v, const struct spelling *s);

/* Lets the processor fetch what is known of a word, which is looked at soon. */
static inline void
vocabulary_fetch(const struct vocabulary *v, struct spelling s)
{
	__builtin_prefetch(&v->word[s.place]);
}

/* The same where it stands in one of its first two places, which are in one
 * line of cache; else VOCABULARY_MOST. */
static inline unsigned
vocabulary_near(const struct vocabulary *v, struct spelling s)
{
	const struct word *w = &v->word[s.place];
	bool second = ((w->head ^ s.head) | (w->tail ^ s.tail)) != 0;

	/* which of the two it is can't be foreseen, that it is one can */
	w += second;
	return (w->head ^ s.head) | (w->tail ^ s.tail) ? VOCABULARY_MOST
						       : s.place + second;
}

static inline struct word *
vocabulary_word(struct vocabulary *v, unsigned number)
{
	return &v->word[number];
}

#endif
