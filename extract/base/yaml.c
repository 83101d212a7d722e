/* YAML through libyaml's parser, into nodes. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/err.h"
#include "base/yaml.h"

enum { DEPTH_MOST = 16, FILE_MOST = 16 << 20, CHECKED_KEYS = 64 };

struct reading {
	yaml_parser_t parser;
	const char *path;
	struct mem *mem;
	struct node *stack[DEPTH_MOST]; /* open lists and mappings */
	struct node *key[DEPTH_MOST];	/* key waiting for its value */
	unsigned depth;
	struct node *root;
	struct ex_err *e;
};

static int
fault(struct reading *r, yaml_mark_t at, const char *what)
{
	return err_at(r->e, r->path, at.line + 1, at.column + 1, "%s", what);
}

/* Among the first keys alone: lexicons are mappings of thousands, where a look
 * at all earlier ones would be quadratic; their table settles words that stand
 * twice. */
static bool
has_key(const struct node *object, struct str key)
{
	const struct node *n = object->first;
	unsigned i;

	for (i = 0; n && i < CHECKED_KEYS; i++, n = n->next)
		if (str_eq(n->name, key))
			return true;
	return false;
}

static int
place(struct reading *r, struct node *n, yaml_mark_t at)
{
	struct node *top = r->depth ? r->stack[r->depth - 1] : NULL;
	struct node **key = r->depth ? &r->key[r->depth - 1] : NULL;

	n->line = (unsigned)at.line + 1;
	n->column = (unsigned)at.column + 1;
	if (!top) {
		if (r->root)
			return fault(r, at, "a second document in the file");
		r->root = n;
	} else if (top->kind == NODE_LIST) {
		node_add(top, STR(""), n);
	} else if (!*key) {
		if (n->kind != NODE_TEXT && n->kind != NODE_NULL)
			return fault(r, at, "a key must be a plain word");
		*key = n;
	} else {
		if (has_key(top, (*key)->text))
			return err_at(r->e, r->path, (*key)->line,
				(*key)->column, "key '%.*s' stands twice",
				STR_ARG((*key)->text));
		node_add(top, (*key)->text, n);
		*key = NULL;
	}
	return 0;
}

/* As take. */
static int
open_node(struct reading *r, enum node_kind kind, const yaml_char_t *tag,
	yaml_mark_t at)
{
	struct node *n = node_new(r->mem, kind);

	if (tag)
		return fault(r, at, "tags are not read");
	if (place(r, n, at))
		return -1;
	if (r->depth == DEPTH_MOST)
		return fault(r, at, "nested too deep");
	r->key[r->depth] = NULL;
	r->stack[r->depth++] = n;
	return 1;
}

/* As take. */
static int
scalar(struct reading *r, const yaml_event_t *event)
{
	struct str s = { (const char *)event->data.scalar.value,
		event->data.scalar.length };
	bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	bool null = plain &&
		    (s.n == 0 || str_eq(s, STR("~")) || str_eq(s, STR("null")));
	struct node *n = node_new(r->mem, null ? NODE_NULL : NODE_TEXT);

	if (event->data.scalar.tag)
		return fault(r, event->start_mark, "tags are not read");
	n->text = mem_str(r->mem, s);
	if (place(r, n, event->start_mark))
		return -1;
	/* the column of the text, not of the quote before it */
	n->column +=
		event->data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE ||
		event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
	return 1;
}

/* 1: go on, 0: the end, -1: a fault. */
static int
take(struct reading *r, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_STREAM_END_EVENT:
		return 0;
	case YAML_SCALAR_EVENT:
		return scalar(r, event);
	case YAML_SEQUENCE_START_EVENT:
		return open_node(r, NODE_LIST, event->data.sequence_start.tag,
			event->start_mark);
	case YAML_MAPPING_START_EVENT:
		return open_node(r, NODE_OBJECT, event->data.mapping_start.tag,
			event->start_mark);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		r->depth--;
		return 1;
	case YAML_ALIAS_EVENT:
		return fault(r, event->start_mark, "aliases are not read");
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_DOCUMENT_START_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		return 1;
	}
	return 1;
}

static int
parse(struct reading *r)
{
	yaml_event_t event;
	int more = 1;

	while (more > 0) {
		if (!yaml_parser_parse(&r->parser, &event)) {
			yaml_mark_t at = r->parser.problem_mark;

			return err_at(r->e, r->path, at.line + 1, at.column + 1,
				"not YAML: %s",
				r->parser.problem ? r->parser.problem
						  : "cannot be read");
		}
		more = take(r, &event);
		yaml_event_delete(&event);
	}
	return more;
}

int
yaml_read(const char *path, struct mem *m, struct node **out, struct ex_err *e)
{
	struct reading r = { .path = path, .mem = m, .e = e };
	FILE *f = fopen(path, "rb");
	long size;
	int rc = -1;

	if (!f)
		return err_at(
			e, path, 0, 0, "cannot open: %s", strerror(errno));
	if (fseek(f, 0, SEEK_END) || (size = ftell(f)) < 0 ||
		fseek(f, 0, SEEK_SET)) {
		err_at(e, path, 0, 0, "cannot read: %s", strerror(errno));
		goto out;
	}
	if (size > FILE_MOST) {
		err_at(e, path, 0, 0, "larger than 16 MB");
		goto out;
	}
	if (!yaml_parser_initialize(&r.parser)) {
		err_at(e, path, 0, 0, "out of memory");
		goto out;
	}
	yaml_parser_set_input_file(&r.parser, f);
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	rc = parse(&r);
	yaml_parser_delete(&r.parser);
	*out = r.root ? r.root : node_new(m, NODE_NULL);
out:
	fclose(f);
	return rc;
}
