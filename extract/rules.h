/* A rule set: read from YAML, checked, compiled, then fixed and shared. */
#ifndef RULES_H
#define RULES_H

#include "doc.h"
#include "lexicon.h"
#include "lexicons.h"

struct ex_err;
struct regex;
struct value_type;

struct rule {
	struct str id; /* "dates/quarter/with-year" */
	const char *file;
	unsigned line, column;
	unsigned type;	     /* place in types */
	unsigned phase;	     /* 0 is the first */
	unsigned order;	     /* place in the whole set: the last tie-break */
	int priority;	     /* the higher wins, 0 when not said */
	struct regex *regex; /* anchored: confirms at one place */
	struct regex *plain; /* looks for itself: made by rules_plain, or
				because the automaton can't read it */
	uint32_t confirm;    /* where its steps begin; 0: PCRE2 confirms */
	bool everywhere;     /* not in the automaton: run over whole texts */
	bool free_edges;     /* may begin and end inside a word */
	struct str pattern;  /* as written, before expansion */
	struct str expanded; /* as PCRE2 has it */
	struct str set[GROUPS_MAX]; /* constant arguments; p NULL where none */
	uint32_t args; /* places that it sets or may capture, a bit each */
	signed char *group_of; /* capture number -> place in groups, or -1 */
	unsigned ncapture;
	unsigned char kind; /* which of the kinds of its type it sets, from 1;
			       0: none, or one that is not known */
	uint64_t absorbs;   /* types whose matches it speaks for, a bit each */
	struct node *tests; /* a list, or NULL */
};

/* A kind of match. */
struct rule_type {
	struct str name;		/* its folder: "dates" */
	const struct value_type *value; /* its file in value/, or NULL */
	struct str group[GROUPS_MAX];	/* arguments, in order */
	struct str reader[GROUPS_MAX];	/* of a type without a file: how a group
					   is read ("number", "date"), or none */
	unsigned ngroup;
	uint64_t after; /* types whose values it reads, a bit each */
	bool hidden;	/* name begins with '_': never in a record */
};

/* The types that C asks for by their names. */
#define RULES_TYPES(X)                                                         \
	X(DATES, "dates")                                                      \
	X(DEADLINES, "deadlines")                                              \
	X(DOCUMENTS, "documents")                                              \
	X(FIGURES, "figures")                                                  \
	X(NAMES, "_names")                                                     \
	X(OFFICIALS, "officials")                                              \
	X(PLACES, "_places")                                                   \
	X(ROLES, "_roles")                                                     \
	X(UNITS, "units")

#define RULES_ENUM(name, word) RULES_##name,
enum rules_typed { RULES_TYPES(RULES_ENUM) RULES_TYPED };
#undef RULES_ENUM

struct rules {
	struct mem mem;	    /* all of it lives here */
	struct rule **rule; /* by phase, then by order */
	size_t nrule;
	struct rule_type type[TYPES_MAX];
	unsigned ntype;
	struct str *phase; /* their names */
	unsigned nphase;
	struct lexicon **lexicon;
	size_t nlexicon;
	unsigned char lexicon_slot[512]; /* by name: place in lexicon + 1 */
	const struct lexicon *named[LEXICONS_NAMED]; /* NULL where none is */
	int typed[RULES_TYPED];		  /* place in types, -1 where none is */
	unsigned char ordered[TYPES_MAX]; /* types as they are interpreted */
	unsigned nordered;
	unsigned most_captures;	     /* of any rule */
	struct automaton *automaton; /* all rules but those with `plain`; two
				      phases a phase: rules that begin at a
				      word's start, and the free ones */
	struct confirms *confirms;   /* the steps of those in the automaton */
	struct str stamps;	     /* of files and folders read, as
					rules_cache.h has them */
	struct image_open image;     /* they live here, where it is open */
};

/* Called for every fault found, in file order. */
typedef void rules_fault_fn(void *arg, const struct ex_err *fault);

/* Reads every folder in dir[0..n), later ones added to earlier ones: a rule
 * with the same id replaces. All faults are told to `fault`. NULL when there
 * were any, with e holding the first. */
struct rules *rules_load(const char *const *dir, size_t n,
	rules_fault_fn *fault, void *arg, struct ex_err *e);

void rules_free(struct rules *r);

/* Puts a set into an image, as its first part, without its tests; and makes
 * one of an image that is open, which it then owns. NULL when that can't be:
 * the image is then closed. */
void rules_image(struct image *i, const struct rules *r);
struct rules *rules_of_image(struct image_open *o);

/* From now on every rule is run over the whole text by PCRE2, without the
 * automaton: slow, and the reference for what is right. */
int rules_plain(struct rules *r, struct ex_err *e);

/* The type of that name, or -1. */
int rules_type(const struct rules *r, struct str name);

/* Place of an argument of that name in a type's list, or -1. */
int rules_group(const struct rules *r, unsigned type, const char *group);

/* The kind that a rule sets, as `kind` has it. */
unsigned char rules_kind(const struct rule_type *t, const struct rule *rule);

/* Fills `named`, `typed` and `ordered`: once types and lexicons are there. */
void rules_name(struct rules *r);

/* Where the lexicon of that name stands in lexicon_slot, or belongs. */
unsigned char *rules_lexicon_slot(struct rules *r, struct str name);

/* The lexicon of that name; NULL where there is none. */
const struct lexicon *rules_lexicon(const struct rules *r, const char *name);

#endif
