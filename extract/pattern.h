/* Patterns as trees. Each set of letters is there twice: one that holds at
 * least its letters, for the automaton, and an exact one, to confirm. What a
 * tree can't say (\b, \K) is empty and marks all trees that hold it vague.
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
	TREE_NOT_BEHIND,
	TREE_CAPTURE, /* (a) */
	TREE_ATOMIC,  /* (?>a) */
	TREE_START,   /* ^ */
	TREE_END      /* $ */
};

/* What a repetition tries first: one more, or none; or it gives none back. */
enum tree_repeat { REPEAT_MORE, REPEAT_LESS, REPEAT_ALL };

struct tree {
	enum tree_kind kind;
	uint32_t set;	 /* of TREE_SET: place in the sets */
	uint32_t exact;	 /* of TREE_SET: place in the exact sets */
	uint32_t letter; /* of TREE_SET: the one letter, 0: a class */
	int min, max;	 /* of TREE_REPEAT; max -1: without end */
	enum tree_repeat repeat;
	struct tree *a, *b;	  /* b of TREE_CAT and TREE_ALT alone */
	const struct tree *named; /* the one that a name stands for */
	unsigned captures;	  /* in it */
	unsigned weight;	  /* trees in it, roughly */
	bool loose;		  /* the set holds more than it says (\p{L}) */
	bool vague;		  /* it may match less than it says */
};

/* The different sets of letters that patterns name. */
struct letter_sets {
	struct letters *set;
	size_t n, cap;
	uint32_t *slot; /* open addressing: place in set + 1 */
	size_t nslot;
	uint32_t single[LETTERS]; /* place + 1 of a letter's own set, or 0 */
	struct letter_sets *exact;
	struct property *property; /* those that were asked for */
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

/* May it match without reading a letter? */
bool pattern_may_be_empty(const struct tree *t);

/* The name in braces at p[i] == '{' ("quarter", "@dates"), the length with
 * both braces in *n; an empty text when this is no name. */
struct str pattern_name(struct str p, size_t i, size_t *n);

#endif
