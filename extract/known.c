/* Ids of known articles from JSON Lines, lists and SQLite. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "base/sqlite.h"
#include "known.h"
#include "seen.h"

/* How each record begins: most lines need no reader of JSON. */
static const char beginning[] = "{\"schema\":1,\"id\":\"";
enum { BEGINNING = sizeof beginning - 1 };

enum { MAGIC = 16 }; /* bytes that a database begins with */

struct file {
	const char *path;
	FILE *f;
	char *line;
	size_t room, number;
	struct seen *seen;
	struct mem mem;
};

/* --- lines --- */

/* The id in a line; empty where it is about a failure, p NULL where there is
 * none. */
static struct str
line_id(struct str line, struct mem *m)
{
	struct node *record;
	struct ex_err e;

	if (line.n >= BEGINNING + SEEN_HEX &&
		!memcmp(line.p, beginning, BEGINNING))
		return str_slice(line, BEGINNING, BEGINNING + SEEN_HEX);
	if (line.n > 0 && line.p[0] != '{')
		return line;
	if (json_read(line, m, &record, &e) || record->kind != NODE_OBJECT)
		return (struct str){ NULL, 0 };
	if (node_get(record, "error"))
		return STR("");
	return node_text(record, "id");
}

static int
add_line(struct file *g, struct str line, struct ex_err *e)
{
	struct seen_key key;
	struct str id;

	line = str_trim(line);
	if (line.n == 0)
		return 0;
	mem_reset(&g->mem);
	id = line_id(line, &g->mem);
	if (id.p && id.n == 0)
		return 0;
	if (!seen_hex(id, &key))
		return err_at(e, g->path, g->number, 0,
			"this line has no id of an article");
	return seen_add(g->seen, key)
		       ? 0
		       : err_at(e, g->path, 0, 0, "out of memory");
}

/* 1: this is a database. */
static int
add_lines(struct file *g, struct ex_err *e)
{
	ssize_t n;

	while ((n = getline(&g->line, &g->room, g->f)) > 0) {
		if (g->number++ == 0 && n >= MAGIC &&
			!memcmp(g->line, "SQLite format 3", MAGIC))
			return 1;
		if (add_line(g, (struct str){ g->line, (size_t)n }, e))
			return -1;
	}
	if (ferror(g->f))
		return err_at(
			e, g->path, 0, 0, "cannot read: %s", strerror(errno));
	return 0;
}

/* --- a database --- */

static int
add_id(void *arg, struct str id)
{
	struct file *g = arg;
	struct seen_key key;

	return !seen_hex(id, &key) || seen_add(g->seen, key) ? 0 : -1;
}

/* --- a file --- */

int
known_read(const char *path, struct seen *s, struct ex_err *e)
{
	struct file g = { .path = path, .seen = s };
	int rc;

	g.f = fopen(path, "r");
	if (!g.f)
		return err_at(
			e, path, 0, 0, "cannot open: %s", strerror(errno));
	mem_open(&g.mem, 0);
	rc = add_lines(&g, e);
	if (rc > 0)
		rc = sqlite_each(
			path, "SELECT id FROM articles", add_id, &g, e);
	mem_close(&g.mem);
	free(g.line);
	fclose(g.f);
	return rc;
}
