/* Patterns as trees that stand for at least what PCRE2 matches: anchors are
 * empty, captures are plain groups, lazy and possessive repetition are
 * repetition. What looks around is kept; automaton.c makes of it what it can.
 */
#ifndef PATTERN_H
#define PATTERN_H

#include "base/mem.h"
#include "letters.h"

enum tree_kind {
	TREE_EMPTY,
	TREE_SET,
	TREE_CAT,
	TREE_ALT,
	TREE_REPEAT,
	TREE_AHEAD, /* (?=a) */
	TREE_BEHIND,
	TREE_NOT_AHEAD,
	TREE_NOT_BEHIND
};

struct tree {
	enum tree_kind kind;
	uint32_t set;	    /* of TREE_SET: place in the sets */
	int min, max;	    /* of TREE_REPEAT; max -1: without end */
	struct tree *a, *b; /* a alone of TREE_REPEAT and what looks around */
	bool loose;	    /* the set holds more than it says (\p{L}) */
};

/* The different sets of letters that patterns name. */
struct letter_sets {
	struct letters *set;
	size_t n, cap;
	uint32_t *slot; /* open addressing: place in set + 1 */
	size_t nslot;
	uint32_t single[LETTERS]; /* place + 1 of a letter's own set, or 0 */
};

/* Who knows the names in braces: the tree of "fragment", "lexicon" or "@type",
 * or NULL. */
struct pattern_names {
	const struct tree *(*find)(void *arg, struct str name);
	void *arg;
};

/* A leaf with that set. */
struct tree *pattern_set(
	struct letter_sets *sets, const struct letters *l, struct mem *m);

/* The tree of a pattern as rules write it, its sets added to sets, all in m.
 * NULL when it holds what this parser does not read: back references,
 * recursion, conditions, options, verbs, POSIX classes. */
const struct tree *pattern_parse(struct str pattern,
	const struct pattern_names *names, struct letter_sets *sets,
	struct mem *m);

/* The name in braces at p[i] == '{' ("quarter", "@dates"), the length with
 * both braces in *n; an empty text when this is no name. */
struct str pattern_name(struct str p, size_t i, size_t *n);

#endif
