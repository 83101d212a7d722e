/* Mentions as flat objects, one each, for formats that are tables. A mention
 * of an entry (a person, a unit) carries what is known of the entry. */
#ifndef FLAT_H
#define FLAT_H

#include "doc.h"
#include "rules.h"

/* Calls put(arg, mention) for each mention of d, list by list in the record's
 * order. A mention is an object of scalars: article, uri, published, type (its
 * list), text, start, end, value, then its own fields, then rule. A field that
 * has a name of these goes behind its list's (a date's `type` is dates_type);
 * a list is one text, "; " between; of an object each member is a field of its
 * own. The object lives in d's arena. False when there was no id to be had. */
bool flat_mentions(const struct doc *d, const struct rules *r,
	void (*put)(void *arg, const struct node *mention), void *arg);

#endif
