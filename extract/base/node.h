/* A tree of named values: what YAML and JSON read as, and what records are
 * written from. Every node and every text in it lives in an arena. */
#ifndef BASE_NODE_H
#define BASE_NODE_H

#include "base/image.h"
#include "base/mem.h"
#include "base/str.h"

enum node_kind {
	NODE_NULL,
	NODE_BOOL,   /* text is "true" or "false" */
	NODE_NUMBER, /* text is the number as written, a valid JSON number */
	NODE_TEXT,
	NODE_LIST,
	NODE_OBJECT
};

struct node {
	enum node_kind kind : 3;
	unsigned line : 29, column; /* where it was read, from 1; else 0 */
	struct str name;	    /* its key, in an object */
	struct str text;	    /* of a scalar */
	struct node *first, *last, *next;
};

/* A kind in words: "a text", "an object". */
const char *node_kind_name(enum node_kind kind);

struct node *node_new(struct mem *m, enum node_kind kind);

/* Adds child at the end of a list, or of an object under name. */
struct node *node_add(struct node *parent, struct str name, struct node *child);

/* Adds a scalar, list or object to an object, and returns it. The text is
 * not copied: it must live as long as the arena. */
struct node *node_put(struct mem *m, struct node *object, struct str name,
	enum node_kind kind, struct str text);

/* The same by the name of each kind. */
static inline struct node *
node_put_text(
	struct mem *m, struct node *object, const char *name, struct str text)
{
	return node_put(m, object, str_c(name), NODE_TEXT, text);
}

static inline struct node *
node_put_number(
	struct mem *m, struct node *object, const char *name, struct str digits)
{
	return node_put(m, object, str_c(name), NODE_NUMBER, digits);
}

static inline struct node *
node_put_null(struct mem *m, struct node *object, const char *name)
{
	return node_put(m, object, str_c(name), NODE_NULL, STR(""));
}

static inline struct node *
node_put_list(struct mem *m, struct node *object, const char *name)
{
	return node_put(m, object, str_c(name), NODE_LIST, STR(""));
}

static inline struct node *
node_put_object(struct mem *m, struct node *object, const char *name)
{
	return node_put(m, object, str_c(name), NODE_OBJECT, STR(""));
}

struct node *node_put_int(
	struct mem *m, struct node *object, const char *name, long long n);
struct node *node_put_bool(
	struct mem *m, struct node *object, const char *name, bool yes);

/* The child of that name, or NULL; NULL for a NULL object. */
struct node *node_child(const struct node *object, struct str name);

static inline struct node *
node_get(const struct node *object, const char *name)
{
	return node_child(object, str_c(name));
}

/* Puts a tree into an image; returns its place. */
size_t node_image(struct image *i, const struct node *n);

/* The text of a scalar child of that name; empty where there is none. */
static inline struct str
node_text(const struct node *object, const char *name)
{
	const struct node *n = node_get(object, name);

	return n ? n->text : (struct str){ NULL, 0 };
}

#endif
