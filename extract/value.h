/* matches -> typed values. One file in value/ an interpreted type.
 *
 * A type without a file there needs none: each of its matches becomes a
 * mention whose arguments are its fields. */
#ifndef VALUE_H
#define VALUE_H

#include "doc.h"
#include "match.h"
#include "rules.h"

struct ex_err;

enum { VALUES_READ = 6 };

struct value_type {
	const char *name;		/* the folder in rules/ and the list in
					   the record: "dates" */
	const char *groups[GROUPS_MAX]; /* arguments a rule may give */
	const char *after[VALUES_READ]; /* types whose values it reads */
	/* By argument: a fragment, or NULL. A match where the argument is
	 * nothing of the kind is one that `accept` refuses and in which no
	 * match of its rule begins, so that none need be looked for. */
	const char *sought[GROUPS_MAX];
	/* What the argument at place `kind` may be set to: a rule's `kind` is
	 * one of these. */
	const struct str *kind_name;
	unsigned char nkind;
	unsigned kind;

	/* May this candidate stand? Asked before overlaps are settled, so
	 * that one that can't be ("30/2") leaves the place to others. NULL:
	 * every one may. What it has read it may leave in m->read, in d->mem,
	 * for `interpret`, which does without where matches come from
	 * elsewhere. */
	bool (*accept)(
		const struct rules *r, const struct doc *d, struct match *m);

	/* Fills d->list[type] from all matches of this type. */
	int (*interpret)(const struct rules *r, struct doc *d, unsigned type,
		struct ex_err *e);
};

/* Registered by their file names (the Makefile makes the list). */
extern const struct value_type *const value_types[];
extern const size_t nvalue_types;

/* The one of that name, or NULL. */
const struct value_type *value_type_named(struct str name);

/* May `fields:` name it: is an argument read as "number", "date", ...? */
bool value_has_reader(struct str name);

/* Interprets every type of the rule set, in the order of `after`. */
int value(struct doc *d, const struct rules *r, struct ex_err *e);

/* A new mention at a range of text.seen, added to the list; its fields are an
 * empty object. */
struct value *value_add(
	struct doc *d, unsigned type, const struct match *m, struct span seen);

/* A new entry without a place, and a mention added to an entry. */
struct value *value_add_entry(struct doc *d, unsigned type, struct str rule);
struct value *value_add_mention(struct doc *d, struct value *entry,
	const struct match *m, struct span seen);

/* The next match of a type behind one of it, the first where that is NULL;
 * NULL at their end. */
static inline const struct match *
value_match(const struct doc *d, unsigned type, const struct match *before)
{
	uint32_t i =
		before ? d->next_of_type[before - d->match] : d->of_type[type];

	return i ? &d->match[i - 1] : NULL;
}

/* The value of that type at exactly this range of text.seen (or the one that
 * covers it), or NULL. */
struct value *value_at(struct doc *d, unsigned type, struct span seen);

/* text.out's bytes of a mention. */
struct str value_text(const struct doc *d, const struct value *v);

#endif
