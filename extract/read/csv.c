/* CSV and TSV: a header that names the columns, an article on each row. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/node.h"
#include "base/utf8.h"
#include "csv_cut.h"
#include "fields.h"
#include "read_type.h"

struct csv {
	struct csv_cut *cut;
	struct csv_row row;
	struct mem mem; /* of the names */
	struct str name[CSV_CELLS];
	size_t n;
	size_t rows; /* behind the header */
};

/* --- which file --- */

static bool
is_known(struct str name, size_t *texts)
{
	if (name.n > 2 && name.p[0] == '"' && name.p[name.n - 1] == '"')
		name = str_slice(name, 1, name.n - 1);
	if (!fields_is_known(name))
		return false;
	*texts += fields_is_text(name);
	return true;
}

/* Is the first line of head a header: are there columns, one of which has a
 * name for texts, and another one that is known? */
static bool
is_header(struct str head)
{
	char delimiter = csv_delimiter(head);
	size_t texts = 0, known = 0;
	struct str name, rest;
	const char *end;

	if (!delimiter)
		return false;
	rest = csv_first_line(head);
	if (str_starts(rest, STR("\xEF\xBB\xBF")))
		rest = str_slice(rest, 3, rest.n);
	for (; rest.n; rest = str_slice(rest, name.n + 1, rest.n)) {
		end = memchr(rest.p, delimiter, rest.n);
		name = str_slice(
			rest, 0, end ? (size_t)(end - rest.p) : rest.n);
		if (is_known(str_trim(name), &texts))
			known++;
		if (!end)
			break;
	}
	return texts > 0 && known > 1;
}

static int
probe(struct str head, struct str name)
{
	if (str_ends(name, STR(".csv")) || str_ends(name, STR(".tsv")) ||
		str_ends(name, STR(".tab")))
		return 70;
	return is_header(head) ? 55 : 0;
}

/* --- rows --- */

static int
open_csv(struct stream *s, struct csv **to, struct ex_err *e)
{
	struct csv *c = calloc(1, sizeof *c);
	char delimiter = csv_delimiter(s->head);

	if (c)
		c->cut = csv_cut_open(delimiter ? delimiter : ',');
	if (!c || !c->cut) {
		free(c);
		return err_set(e, "out of memory");
	}
	mem_open(&c->mem, 0);
	*to = s->state = c;
	return 0;
}

/* False: there is none. */
static int
read_header(struct stream *s, struct csv *c, struct ex_err *e)
{
	size_t i;
	int rc = csv_cut_next(c->cut, s, &c->row, e);

	if (rc <= 0)
		return rc < 0 ? -1 : err_set(e, "empty: no text");
	if (utf8_check(c->row.bytes) < c->row.bytes.n)
		return err_set(e, "the header is not UTF-8");
	c->n = c->row.n;
	for (i = 0; i < c->n; i++)
		c->name[i] = mem_str(&c->mem, str_trim(c->row.cell[i]));
	return 0;
}

static int
read_record(const struct stream *s, struct csv *c, struct raw *raw,
	struct mem *m, struct ex_err *e)
{
	const struct csv_row *row = &c->row;
	struct node *object;
	size_t i;

	raw->type = STR("csv");
	raw->bytes = mem_str(m, row->bytes);
	if (row->n != c->n)
		return err_set(e, "%zu cells, want %zu as in the header",
			row->n, c->n);
	object = node_new(m, NODE_OBJECT);
	for (i = 0; i < c->n; i++) {
		struct buf cell = { .mem = m };

		/* decode tells of bytes that are mended */
		buf_put_mended(&cell, row->cell[i]);
		if (cell.n > 0)
			node_add(object, c->name[i], node_new(m, NODE_TEXT))
				->text = buf_str(&cell);
	}
	return fields_read(object, s->map, "csv", raw, m, e) ? -1 : 1;
}

/* A record of a header that has failed: nothing more comes. */
static int
next(struct stream *s, struct raw *raw, struct mem *m, struct ex_err *e)
{
	struct csv *c = s->state;
	int rc = 0;

	raw->uri = mem_str(m, s->uri);
	if (!c && s->told)
		return 0;
	if (!c && open_csv(s, &c, e))
		rc = -1;
	if (rc == 0 && !s->told)
		rc = read_header(s, c, e);
	if (rc < 0) {
		s->told = true;
		return -1;
	}
	if (c->n == 0)
		return 0;
	rc = csv_cut_next(c->cut, s, &c->row, e);
	if (rc == 0 && !s->told)
		rc = err_set(e, "no row behind the header");
	s->told = true;
	if (rc == 0)
		return 0;
	raw->uri = mem_printf(m, "%s#%zu", s->uri.p, ++c->rows);
	if (rc > 0)
		rc = read_record(s, c, raw, m, e);
	if (rc < 0) {
		snprintf(e->file, sizeof e->file, "%s", s->uri.p);
		e->line = c->row.line;
	}
	return rc;
}

static void
close(struct stream *s)
{
	struct csv *c = s->state;

	if (c) {
		csv_cut_close(c->cut);
		mem_close(&c->mem);
	}
	free(c);
	s->state = NULL;
}

const struct read_type read_csv = {
	.name = "csv",
	.probe = probe,
	.next = next,
	.close = close,
};
