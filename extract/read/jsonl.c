/* JSON Lines: an article on each line. */
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "fields.h"
#include "json_cut.h"
#include "lines.h"
#include "read_type.h"

enum { MOST_DIGITS = 24 }; /* of a record's number, and its sign */

static int
probe(struct str head, struct str name)
{
	if (json_head(head) == JSON_HEAD_LINE)
		return 80;
	return str_ends(name, STR(".jsonl")) || str_ends(name, STR(".ndjson"))
		       ? 60
		       : 0;
}

/* The next line that is not blank. */
static int
next_line(struct stream *s, struct lines *l, struct str *line, struct ex_err *e)
{
	int rc;

	while ((rc = lines_next(l, s, line, e)) > 0) {
		if (s->line == 1 && str_starts(*line, STR("\xEF\xBB\xBF")))
			*line = str_slice(*line, 3, line->n);
		*line = str_trim(*line);
		if (line->n > 0)
			return 1;
	}
	return rc;
}

/* "a.jsonl#3" */
static struct str
uri_of(const struct stream *s, struct mem *m)
{
	struct buf b = { .mem = m };

	buf_reserve(&b, s->uri.n + MOST_DIGITS);
	buf_put(&b, s->uri);
	buf_put_c(&b, '#');
	buf_put_int(&b, (long long)s->line);
	return buf_str(&b);
}

static int
next(struct stream *s, struct raw *raw, struct mem *m, struct ex_err *e)
{
	struct lines *l = s->state;
	struct str line;
	int rc;

	raw->uri = mem_str(m, s->uri);
	if (!l)
		l = s->state = lines_open();
	if (!l)
		return s->line++ ? 0 : err_set(e, "out of memory");
	rc = next_line(s, l, &line, e);
	if (rc == 0 && s->told)
		return 0;
	s->told = true;
	if (rc == 0)
		return err_set(e, "empty: no text");
	raw->uri = uri_of(s, m);
	if (rc > 0)
		rc = fields_json(line, s->map, "jsonl", raw, m, e);
	if (rc < 0) {
		snprintf(e->file, sizeof e->file, "%s", s->uri.p);
		e->line = s->line;
	}
	return rc;
}

static void
close(struct stream *s)
{
	lines_close(s->state);
	s->state = NULL;
}

const struct read_type read_jsonl = {
	.name = "jsonl",
	.probe = probe,
	.next = next,
	.close = close,
};
