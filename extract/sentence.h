/* One sentence as a row of words, its noun phrases and its verbs. */
#ifndef SENTENCE_H
#define SENTENCE_H

#include "words.h"

enum { SENTENCE_LEFT = 320, SENTENCE_RIGHT = 120 };

/* The words of one sentence, without brackets that lie deeper. */
struct sentence {
	const struct word *word[SENTENCE_LEFT + SENTENCE_RIGHT + 1];
	size_t n, limit;
	size_t first; /* index in struct words of the first that belongs */
	bool asks;    /* a question mark ends it */
	size_t tail;  /* byte behind a bracket that closes right before the
			 limit, or 0 */
};

/* Sets of parts. */
#define BIT(part) (1ull << (part))
#define VERBS                                                                  \
	(BIT(PART_DO) | BIT(PART_VERB) | BIT(PART_FINISH) | BIT(PART_ISSUE) |  \
		BIT(PART_DECIDE) | BIT(PART_SEND) | BIT(PART_REPORT) |         \
		BIT(PART_LAST))
#define ADVERBS                                                                \
	(BIT(PART_MANNER) | BIT(PART_MUST) | BIT(PART_WILL) | BIT(PART_PAST) | \
		BIT(PART_PLAN) | BIT(PART_VOW) | BIT(PART_MAYBE) |             \
		BIT(PART_NOT) | BIT(PART_URGE))
#define NOUNS                                                                  \
	(BIT(PART_WORD) | BIT(PART_THING) | BIT(PART_TERM) | BIT(PART_DEED) |  \
		BIT(PART_STATE) | BIT(PART_NUMBER) | BIT(PART_GROUP) |         \
		BIT(PART_SOME) | BIT(PART_WHO) | BIT(PART_PLACE) |             \
		BIT(PART_COMMA) | BIT(PART_AND) | BIT(PART_DATE) |             \
		BIT(PART_TO) | BIT(PART_ABOUT) | BIT(PART_LEAD) |              \
		BIT(PART_LOOSE))
#define PEOPLE (BIT(PART_WHO) | BIT(PART_PLACE) | BIT(PART_GROUP))
/* What a new part of the sentence stands behind. */
#define OPENERS                                                                \
	(BIT(PART_SEMI) | BIT(PART_COLON) | BIT(PART_PURPOSE) |                \
		BIT(PART_ASK) | BIT(PART_SAY) | BIT(PART_LIMIT) |              \
		BIT(PART_IF) | BIT(PART_SO))

/* Word i of a sentence is of this set, is this part; false before its start
 * (where i has wrapped around) and past its end. */
bool part_in(const struct sentence *s, size_t i, unsigned long long set);
bool part_is(const struct sentence *s, size_t i, enum part part);

/* Fills s with the words left of `end` down to the start of its sentence,
 * then up to `right` of those from `end` on. */
void sentence_gather(const struct words *w, size_t end, unsigned depth,
	size_t right, struct sentence *s);

/* The depth of brackets at which the sentence around a word is to be read. */
unsigned sentence_depth(const struct words *w, size_t limit);

/* A request stands before word e: it holds beyond a semicolon. */
bool sentence_asks(const struct sentence *s, size_t e);

/* The sentence begins with its verb ("Trình Thủ tướng trước ngày 15/8."), or
 * does so behind a head ("Vụ Pháp chế: trình ..."): *headed. */
bool sentence_is_bare(const struct sentence *s, bool *headed);

/* From word b to the end of word e - 1. */
struct span sentence_span(const struct sentence *s, size_t b, size_t e);

/* Start of the adverbs that stand right before word i. */
size_t phrase_before_adverbs(const struct sentence *s, size_t i);

/* In [b, e): past "Theo quy định của Bộ Tài chính," and the like. */
size_t phrase_past_lead(const struct sentence *s, size_t b, size_t e);

/* Does somebody begin at word b of [b, e)? */
bool phrase_is_person(const struct sentence *s, size_t b, size_t e);

/* The noun phrase that ends before word `end`, if it is somebody who may be
 * told to do something; *from is its first word, or one before it. */
bool phrase_subject_from(
	const struct sentence *s, size_t end, size_t *from, struct span *who);
bool phrase_subject(const struct sentence *s, size_t end, struct span *who);

/* All that stands before word p is one noun phrase, whoever or whatever. */
bool phrase_begins(const struct sentence *s, size_t p);

/* Does verb i open its part of the sentence? *start is then the verb that it
 * is joined to ("hoàn thiện, trình Chính phủ"), or i. */
bool phrase_opens(const struct sentence *s, size_t i, size_t *start);

#endif
