/* Folders of YAML -> drafts of rules, lexicons, fragments, phases. What
 * rules.c then checks and compiles. */
#ifndef RULES_READ_H
#define RULES_READ_H

#include "base/buf.h"
#include "rules.h"

/* A rule as its file has it. */
struct draft {
	struct str id, folder, family; /* "dates/day/numeric", "dates", "day" */
	const char *file;
	const struct node *node; /* an object */
};

struct draft_phase {
	struct str name;
	const struct node *of; /* a list of folders and folder/files */
	struct draft_phase *next;
};

struct rules_reading {
	struct mem *mem;
	rules_fault_fn *fault;
	void *arg;
	size_t nfault;
	struct ex_err first; /* the first fault */

	struct draft *draft; /* in the order of reading */
	size_t ndraft, draft_cap;
	size_t *slot;	   /* by id: place in draft + 1; open addressing */
	size_t nslot;	   /* a power of two */
	struct buf stamps; /* of files and folders, as they were before */
	struct draft_phase *phase, *last_phase;
	struct node *fragments; /* an object */
	struct lexicon **lexicon;
	size_t nlexicon, lexicon_cap;
};

/* Tells one fault. */
void rules_fault(struct rules_reading *r, const struct ex_err *e);

/* Reads one folder of rules into r; faults are told, and counted. */
void rules_read(struct rules_reading *r, const char *dir);

#endif
