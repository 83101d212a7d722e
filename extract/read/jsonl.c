/* JSON Lines: an article on each line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "base/utf8.h"
#include "read_type.h"

enum { BLOCK = 64 * 1024, LINE_MAX_BYTES = 256 << 20, KEPT = 1 << 20 };

/* The file's state: bytes read ahead, and the line that is being put
 * together. */
struct lines {
	char block[BLOCK];
	size_t used, n; /* bytes of block handed out, and in it */
	struct buf line;
	size_t records;
	bool ended;
};

/* Members that an article may have, and what they may be besides a text. */
static const struct member {
	const char *name;
	bool wanted, number, list;
} member[] = {
	{ "text", .wanted = true },
	{ "id", .number = true },
	{ "title" },
	{ "published" },
	{ "url" },
	{ "site" },
	{ "authors", .list = true },
};

/* --- which file --- */

static bool
is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* '{', then '"' or '}': not the "{" of a text. */
static bool
begins_object(struct str head)
{
	size_t i = 0;

	if (str_starts(head, STR("\xEF\xBB\xBF")))
		i = 3;
	while (i < head.n && is_white(head.p[i]))
		i++;
	if (i == head.n || head.p[i] != '{')
		return false;
	for (i++; i < head.n && is_white(head.p[i]); i++)
		;
	return i == head.n || head.p[i] == '"' || head.p[i] == '}';
}

static int
probe(struct str head, struct str name)
{
	if (begins_object(head))
		return 80;
	return str_ends(name, STR(".jsonl")) ||
			       str_ends(name, STR(".ndjson")) ||
			       str_ends(name, STR(".json"))
		       ? 60
		       : 0;
}

/* --- its lines --- */

/* The next line, without its end, into l->line; one that is too long is
 * passed over up to its end, and *length tells. 0 at the end of the file. */
static int
read_line(struct stream *s, struct lines *l, size_t *length, struct ex_err *e)
{
	l->line.n = *length = 0;
	for (;;) {
		const char *from, *end;
		size_t n;
		long got;

		if (l->used == l->n) {
			got = stream_read(s, l->block, BLOCK, e);
			if (got < 0)
				return -1;
			if (got == 0)
				return *length > 0;
			l->used = 0;
			l->n = (size_t)got;
		}
		from = l->block + l->used;
		end = memchr(from, '\n', l->n - l->used);
		n = end ? (size_t)(end - from) : l->n - l->used;
		l->used += n + (end != NULL);
		*length += n;
		if (*length <= LINE_MAX_BYTES)
			buf_put(&l->line, (struct str){ from, n });
		if (end)
			return 1;
	}
}

/* The next line that is not blank. */
static int
next_line(struct stream *s, struct lines *l, struct str *line, size_t *length,
	struct ex_err *e)
{
	int rc;

	if (l->line.cap > KEPT)
		buf_free(&l->line);
	while ((rc = read_line(s, l, length, e)) > 0) {
		s->line++;
		*line = buf_str(&l->line);
		if (s->line == 1 && str_starts(*line, STR("\xEF\xBB\xBF")))
			*line = str_slice(*line, 3, line->n);
		*line = str_trim(*line);
		if (line->n > 0 || l->line.bad)
			return 1;
	}
	l->ended = true;
	return rc;
}

/* --- a record --- */

static bool
is_list_of_texts(const struct node *n)
{
	const struct node *item;

	if (n->kind != NODE_LIST)
		return false;
	for (item = n->first; item; item = item->next)
		if (item->kind != NODE_TEXT)
			return false;
	return true;
}

static int
check_member(
	const struct node *object, const struct member *want, struct ex_err *e)
{
	const struct node *n = node_get(object, want->name);

	if (!n || n->kind == NODE_NULL)
		return want->wanted ? err_set(e, "'%s' is missing", want->name)
				    : 0;
	if (n->kind == NODE_TEXT) {
		if (want->wanted && str_trim(n->text).n == 0)
			return err_set(e, "empty: no text in '%s'", want->name);
		return 0;
	}
	if (want->number && n->kind == NODE_NUMBER)
		return 0;
	if (want->list && is_list_of_texts(n))
		return 0;
	if (want->list)
		return err_set(e, "'%s' is %s, want a list of texts",
			want->name,
			n->kind == NODE_LIST ? "a list of other things"
					     : node_kind_name(n->kind));
	return err_set(e, "'%s' is %s, want a text%s", want->name,
		node_kind_name(n->kind), want->number ? " or a number" : "");
}

/* A byte that is no UTF-8 costs itself alone; decode tells of it. */
static int
read_json(struct str line, struct mem *m, struct node **out, struct ex_err *e)
{
	struct buf mended = { .mem = m };
	struct ex_err before = *e;

	if (json_read(line, m, out, e) == 0)
		return 0;
	if (utf8_check(line) == line.n)
		return -1;
	*e = before;
	buf_put_mended(&mended, line);
	return json_read(buf_str(&mended), m, out, e);
}

static int
read_record(struct str line, struct raw *raw, struct mem *m, struct ex_err *e)
{
	size_t i;

	if (read_json(line, m, &raw->fields, e))
		return -1;
	if (raw->fields->kind != NODE_OBJECT)
		return err_set(e, "a line is %s, want an object",
			node_kind_name(raw->fields->kind));
	for (i = 0; i < sizeof member / sizeof *member; i++)
		if (check_member(raw->fields, &member[i], e))
			return -1;
	raw->bytes = mem_str(m, line);
	return 1;
}

/* Reads one record of a line that is whole. */
static int
read_whole(struct lines *l, struct str line, size_t length, struct raw *raw,
	struct mem *m, struct ex_err *e)
{
	if (length > LINE_MAX_BYTES)
		return err_set(e, "a line of more than 256 MB is not read");
	if (l->line.bad) {
		buf_free(&l->line);
		l->line.bad = false;
		return err_set(e, "out of memory");
	}
	if (l->records++ == 0 && line.n == 1 &&
		(line.p[0] == '{' || line.p[0] == '[')) {
		/* every line to come would be a fault of its own */
		l->ended = true;
		return err_set(e, "JSON over several lines is not read, want "
				  "one object on each line");
	}
	return read_record(line, raw, m, e);
}

static int
next(struct stream *s, struct raw *raw, struct mem *m, struct ex_err *e)
{
	struct lines *l = s->state;
	struct str line;
	size_t length;
	int rc;

	if (!l)
		l = s->state = calloc(1, sizeof *l);
	if (!l) {
		raw->uri = mem_str(m, s->uri);
		return err_set(e, "out of memory");
	}
	if (l->ended)
		return 0;
	rc = next_line(s, l, &line, &length, e);
	if (rc == 0 && l->records > 0)
		return 0;
	if (rc <= 0) {
		raw->uri = mem_str(m, s->uri);
		return rc < 0 ? -1 : err_set(e, "empty: no text");
	}
	raw->uri = mem_printf(m, "%s#%zu", s->uri.p, s->line);
	raw->type = STR("jsonl");
	*e = (struct ex_err){ .what = "" };
	rc = read_whole(l, line, length, raw, m, e);
	if (rc < 0) {
		snprintf(e->file, sizeof e->file, "%s", s->uri.p);
		e->line = s->line;
	}
	return rc;
}

static void
close(struct stream *s)
{
	struct lines *l = s->state;

	if (l)
		buf_free(&l->line);
	free(l);
	s->state = NULL;
}

const struct read_type read_jsonl = {
	.name = "jsonl",
	.probe = probe,
	.next = next,
	.close = close,
};
