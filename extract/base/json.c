/* JSON: what is plain by json_plain.c; all else by jansson, which also tells
 * what is wrong. Its tree is copied into the arena and given back. */
#include <jansson.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/json.h"
#include "base/json_plain.h"

/* jansson's memory is not the arena's: "[0,0,0" takes it forty bytes for two.
 * What has more values than this would not fit into an arena either. */
enum { VALUES_MOST = 10 * 1000 * 1000 };

/* What was read of a text that turns out not to be plain stays in the arena:
 * of a longer one that would be too much. */
enum { PLAIN_MOST = 4 << 20 };

static struct node *copy(struct mem *m, json_t *from);

/* Values that a text may hold, at most: what sets them apart, outside of
 * texts. */
static size_t
count_values(struct str s)
{
	size_t i, n = 1;
	bool text = false;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			text = !text;
		else if (s.p[i] == '\\' && text)
			i++;
		else if (!text &&
			 (s.p[i] == ',' || s.p[i] == '[' || s.p[i] == '{'))
			n++;
	}
	return n;
}

static void
copy_object(struct mem *m, struct node *n, json_t *from)
{
	void *i;

	for (i = json_object_iter(from); i;
		i = json_object_iter_next(from, i)) {
		struct str name = mem_str(m, str_c(json_object_iter_key(i)));

		node_add(n, name, copy(m, json_object_iter_value(i)));
	}
}

/* No deeper than jansson reads (2048). */
static struct node *
copy(struct mem *m, json_t *from)
{
	struct node *n = node_new(m, NODE_NULL);
	size_t i;

	switch (json_typeof(from)) {
	case JSON_OBJECT:
		n->kind = NODE_OBJECT;
		copy_object(m, n, from);
		break;
	case JSON_ARRAY:
		n->kind = NODE_LIST;
		for (i = 0; i < json_array_size(from); i++)
			node_add(n, STR(""), copy(m, json_array_get(from, i)));
		break;
	case JSON_STRING:
		n->kind = NODE_TEXT;
		n->text = mem_str(m, (struct str){ json_string_value(from),
					     json_string_length(from) });
		break;
	case JSON_INTEGER:
		n->kind = NODE_NUMBER;
		n->text = mem_printf(
			m, "%" JSON_INTEGER_FORMAT, json_integer_value(from));
		break;
	case JSON_REAL:
		n->kind = NODE_NUMBER;
		n->text = json_digits(m, json_real_value(from));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		n->kind = NODE_BOOL;
		n->text = json_is_true(from) ? STR("true") : STR("false");
		break;
	case JSON_NULL:
		break;
	}
	return n;
}

/* jansson says "']' expected near '...'", quoting what it has read: the
 * quotation may be long and may cut a letter. */
static int
refuse(const json_error_t *error, struct ex_err *e)
{
	struct str what = str_c(error->text);
	size_t near = str_find(what, STR(" near "), 0);

	if (near != SPAN_NONE)
		what.n = near;
	e->line = error->line > 0 ? (size_t)error->line : 0;
	e->column = error->column > 0 ? (size_t)error->column : 0;
	return err_set(e, "not JSON: %.*s", STR_ARG(what));
}

int
json_by_library(
	struct str s, struct mem *m, struct node **out, struct ex_err *e)
{
	json_error_t error;
	jmp_buf here, *outer = m->out;
	json_t *volatile root;

	if (count_values(s) > VALUES_MOST)
		return err_set(e, "JSON of more than %d values is not read",
			VALUES_MOST);
	root = json_loadb(
		s.p ? s.p : "", s.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
	if (!root)
		return refuse(&error, e);
	/* jansson's tree is not the arena's: it goes even if memory is out */
	m->out = &here;
	if (setjmp(here) == 0) {
		*out = copy(m, root);
		m->out = outer;
		json_decref(root);
		return 0;
	}
	m->out = outer;
	json_decref(root);
	if (outer)
		longjmp(*outer, 1);
	abort();
}

int
json_read(struct str s, struct mem *m, struct node **out, struct ex_err *e)
{
	*out = s.n <= PLAIN_MOST ? json_plain(s, m) : NULL;
	return *out ? 0 : json_by_library(s, m, out, e);
}
