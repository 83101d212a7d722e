/* A rule set: read from YAML, checked, compiled, then fixed and shared. */
#ifndef RULES_H
#define RULES_H

#include "doc.h"

struct ex_err;
struct lexicon;
struct regex;
struct value_type;

/* One test of a rule, as its file has it. */
struct rule_test {
	const struct node *node;   /* the whole test: text, want, published */
};

struct rule {
	struct str id;             /* "dates/quarter/with-year" */
	const char *file;
	unsigned line, column;
	unsigned type;             /* place in types */
	unsigned phase;            /* 0 is the first */
	unsigned order;            /* place in the whole set: the last tie-break */
	int priority;              /* the higher wins, 0 when not said */
	struct regex *regex;
	struct str pattern;        /* as written, before expansion */
	struct str set[GROUPS_MAX];/* constant arguments; p NULL where none */
	signed char *group_of;     /* capture number -> place in groups, or -1 */
	unsigned ncapture;
	uint64_t absorbs;          /* types whose matches it speaks for, a bit each */
	struct node *tests;        /* a list, or NULL */
};

/* A kind of match. */
struct rule_type {
	struct str name;           /* its folder: "dates" */
	const struct value_type *value; /* its file in value/, or NULL */
	struct str group[GROUPS_MAX];   /* arguments, in order */
	struct str reader[GROUPS_MAX];  /* of a type without a file: how a group
					   is read ("number", "date"), or none */
	unsigned ngroup;
	bool hidden;               /* name begins with '_': never in a record */
};

struct rules {
	struct mem mem;            /* all of it lives here */
	struct rule **rule;        /* by phase, then by order */
	size_t nrule;
	struct rule_type type[TYPES_MAX];
	unsigned ntype;
	struct str *phase;         /* their names */
	unsigned nphase;
	struct lexicon **lexicon;
	size_t nlexicon;
};

/* Called for every fault found, in file order. */
typedef void rules_fault_fn(void *arg, const struct ex_err *fault);

/* Reads every folder in dir[0..n), later ones added to earlier ones: a rule
 * with the same id replaces. All faults are told to `fault`. NULL when there
 * were any, with e holding the first. */
struct rules *rules_load(const char *const *dir, size_t n,
	rules_fault_fn *fault, void *arg, struct ex_err *e);

void rules_free(struct rules *r);

/* The type of that name, or -1. */
int rules_type(const struct rules *r, struct str name);

/* Place of an argument of that name in a type's list, or -1. */
int rules_group(const struct rules *r, unsigned type, const char *group);

/* A list of words, each with what is known of it. NULL where there is none
 * of that name. */
const struct lexicon *rules_lexicon(const struct rules *r, const char *name);

/* What the lexicon says of a word, as an object node (a scalar entry is
 * under "value"); NULL when it does not have it. An entry that begins with a
 * small letter is found with a capital as well ("bộ trưởng", "Bộ trưởng"). */
const struct node *lexicon_find(const struct lexicon *l, struct str word);

/* lexicon_find and one attribute; empty where either is missing. */
struct str lexicon_get(
	const struct lexicon *l, struct str word, const char *attribute);

/* The longest entry that `s` begins with, ending at a word end: its length in
 * bytes and *entry; 0 when there is none. */
size_t lexicon_longest(
	const struct lexicon *l, struct str s, const struct node **entry);

#endif
