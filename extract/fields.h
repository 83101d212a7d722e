/* Records of JSON and CSV: which of their members is an article's text, title
 * and so on, whatever they are called. */
#ifndef FIELDS_H
#define FIELDS_H

#include "base/mem.h"
#include "base/str.h"

struct ex_err;
struct node;
struct raw;

enum { FIELDS_MAPPED = 32 };

/* What --map says: which members are looked at instead. */
struct fields_map {
	struct fields_mapped {
		const char *field; /* "text" */
		struct str name;   /* "content", or a path: "article.body" */
	} entry[FIELDS_MAPPED];
	size_t n;
};

/* Reads "text=content,published=date" and adds it to map, which keeps parts
 * of it. -1: e says what is wrong. */
int fields_map_read(const char *text, struct fields_map *map, struct ex_err *e);

/* Fills raw->fields with the members of given (any value that was read) that
 * are an article's, by the names that doc.h's article has for them, dates as
 * ISO 8601 where they were counted in seconds; raw->type is "html" where the
 * text is markup, else `type`, which raw->from keeps. map may be NULL. -1: it
 * is no article: e says why. */
int fields_read(const struct node *given, const struct fields_map *map,
	const char *type, struct raw *raw, struct mem *m, struct ex_err *e);

/* The same of JSON, which becomes raw->bytes, in memory of m. 1, or -1. A byte
 * that is no UTF-8 costs itself alone; decode tells of it. */
int fields_json(struct str json, const struct fields_map *map, const char *type,
	struct raw *raw, struct mem *m, struct ex_err *e);

/* Is it the name of a member that holds texts, or another one of an article?
 * For telling a file's header from text. */
bool fields_is_text(struct str name);
bool fields_is_known(struct str name);

#endif
