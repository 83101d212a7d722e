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

static struct node *
put(struct mem *m, struct node *object, const char *name, enum node_kind kind,
	struct str text)
{
	struct node *n = node_new(m, kind);

	n->text = text;
	return node_add(object, str_c(name), n);
}

struct node *
node_put_text(
	struct mem *m, struct node *object, const char *name, struct str text)
{
	return put(m, object, name, NODE_TEXT, text);
}

struct node *
node_put_number(
	struct mem *m, struct node *object, const char *name, struct str digits)
{
	return put(m, object, name, NODE_NUMBER, digits);
}

struct node *
node_put_int(struct mem *m, struct node *object, const char *name, long long n)
{
	return put(m, object, name, NODE_NUMBER, mem_printf(m, "%lld", n));
}

struct node *
node_put_bool(struct mem *m, struct node *object, const char *name, bool yes)
{
	return put(
		m, object, name, NODE_BOOL, yes ? STR("true") : STR("false"));
}

struct node *
node_put_null(struct mem *m, struct node *object, const char *name)
{
	return put(m, object, name, NODE_NULL, STR(""));
}

struct node *
node_put_list(struct mem *m, struct node *object, const char *name)
{
	return put(m, object, name, NODE_LIST, STR(""));
}

struct node *
node_put_object(struct mem *m, struct node *object, const char *name)
{
	return put(m, object, name, NODE_OBJECT, STR(""));
}

struct node *
node_get(const struct node *object, const char *name)
{
	struct node *n;
	size_t length;

	if (!object)
		return NULL;
	length = strlen(name);
	for (n = object->first; n; n = n->next)
		if (n->name.n == length && memcmp(n->name.p, name, length) == 0)
			return n;
	return NULL;
}

struct str
node_text(const struct node *object, const char *name)
{
	const struct node *n = node_get(object, name);

	return n ? n->text : (struct str){ NULL, 0 };
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
