/* The text cut into words and letters of none, some at a time: words get
 * numbers, and those that begin no rule are left out. It goes over all words
 * of some text in passes that never turn at what a word is, for that can't be
 * foreseen: edges, spellings, numbers. */
#ifndef CUT_H
#define CUT_H

#include "base/scan.h"
#include "vocabulary.h"

struct automaton;

/* A word, or a letter that is of none, with which some rule may begin. */
struct token {
	uint32_t at, end;
	uint16_t number; /* of the word, or 0: to be read letter by letter */
	bool letter;	 /* it is of no word */
	bool inside;	 /* a letter right behind a word */
};

enum {
	CUT_BYTES = 32 * SCAN_LOOK, /* at a time */
	CUT_PIECES = CUT_BYTES + 1  /* in it at most */
};

struct cut {
	const struct automaton *automaton;
	struct vocabulary *vocabulary;
	struct str seen;
	size_t at; /* where to go on */
	enum scan_way way;
	struct scan_cut scan;
	uint32_t edge[CUT_PIECES + 1 + SCAN_LOOK];
	uint32_t gap[CUT_PIECES + SCAN_LOOK];
	/* By byte of the text where a word begins, and by its last: the word's
	 * number, and its bytes. The caller's. */
	uint16_t *number;
	uint8_t *bytes;
};

/* Before the first look at a text. Blanks are letters of no word, or not. */
void cut_open(struct cut *c, struct str seen, bool blanks);

/* Cuts some more of the text; false at its end. */
bool cut_more(struct cut *c);

/* The words of what has been cut that begin rules, or may, put to `to`; returns
 * how many. There must be room for all. */
size_t cut_words(struct cut *c, struct token *to);

#endif
