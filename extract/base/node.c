/* A tree of named values. */
#include <string.h>

#include "base/node.h"

const char *
node_kind_name(enum node_kind kind)
{
	static const char *const name[] = { "null", "true or false", "a number",
		"a text", "a list", "an object" };

	return name[kind];
}

struct node *
node_new(struct mem *m, enum node_kind kind)
{
	struct node *n = mem_space(m, sizeof *n);

	*n = (struct node){ .kind = kind };
	return n;
}

struct node *
node_add(struct node *parent, struct str name, struct node *child)
{
	child->name = name;
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
	return child;
}

struct node *
node_put(struct mem *m, struct node *object, struct str name,
	enum node_kind kind, struct str text)
{
	struct node *n = mem_space(m, sizeof *n);
	struct node **link =
		object->last ? &object->last->next : &object->first;

	*n = (struct node){ .kind = kind, .name = name, .text = text };
	*link = object->last = n;
	return n;
}

struct node *
node_put_int(struct mem *m, struct node *object, const char *name, long long n)
{
	return node_put_number(m, object, name, mem_printf(m, "%lld", n));
}

struct node *
node_put_bool(struct mem *m, struct node *object, const char *name, bool yes)
{
	return node_put(m, object, str_c(name), NODE_BOOL,
		yes ? STR("true") : STR("false"));
}

struct node *
node_child(const struct node *object, struct str name)
{
	struct node *n;

	for (n = object ? object->first : NULL; n; n = n->next)
		if (str_eq(n->name, name))
			return n;
	return NULL;
}

size_t
node_image(struct image *i, const struct node *n)
{
	const struct node *child;
	size_t at, one, before = 0;

	at = image_put(i, n, sizeof *n);
	image_null(i, at + offsetof(struct node, first));
	image_null(i, at + offsetof(struct node, last));
	image_null(i, at + offsetof(struct node, next));
	image_str(i, at + offsetof(struct node, name), n->name);
	image_str(i, at + offsetof(struct node, text), n->text);
	for (child = n->first; child; child = child->next) {
		one = node_image(i, child);
		image_link(i,
			before ? before + offsetof(struct node, next)
			       : at + offsetof(struct node, first),
			one);
		before = one;
	}
	if (before)
		image_link(i, at + offsetof(struct node, last), before);
	return at;
}
