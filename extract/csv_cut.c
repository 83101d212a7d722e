/* Rows of CSV. A row that is broken is given up at the end of its first line,
 * so that a quotation mark too few costs no row but its own. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "csv_cut.h"
#include "read_type.h"

enum {
	BLOCK = 64 * 1024,
	ROW_MAX = 16 << 20,    /* bytes */
	AGAIN_MAX = 256 << 20, /* bytes that may be gone over once more */
	KEPT = 1 << 20
};

struct csv_cut {
	char delimiter;
	struct buf in; /* read ahead */
	size_t at;     /* where in it the row begins */
	size_t line;   /* of that place */
	size_t again;  /* bytes gone over a second time so far */
	struct buf cells;
	bool begun, ended;
	bool gap; /* what comes next is the rest of a line */
};

struct csv_cut *
csv_cut_open(char delimiter)
{
	struct csv_cut *c = calloc(1, sizeof *c);

	if (!c)
		return NULL;
	c->delimiter = delimiter;
	c->line = 1;
	return c;
}

void
csv_cut_close(struct csv_cut *c)
{
	if (!c)
		return;
	buf_free(&c->in);
	buf_free(&c->cells);
	free(c);
}

struct str
csv_first_line(struct str head)
{
	const char *end;
	static const char ends[] = "\n\r";
	size_t i;

	for (i = 0; i < 2 && head.n; i++) {
		end = memchr(head.p, ends[i], head.n);
		if (end)
			head.n = (size_t)(end - head.p);
	}
	return head;
}

static const char delimiters[] = ",;\t|";
enum { DELIMITERS = sizeof delimiters - 1 };

static size_t
count_of(struct str s, char c)
{
	const char *p = s.p, *end = s.p + s.n;
	size_t n = 0;

	while (p < end && (p = memchr(p, c, (size_t)(end - p)))) {
		n++;
		p++;
	}
	return n;
}

static size_t
quote_in(struct str s)
{
	const char *p = s.n ? memchr(s.p, '"', s.n) : NULL;

	return p ? (size_t)(p - s.p) : s.n;
}

char
csv_delimiter(struct str head)
{
	size_t count[DELIMITERS] = { 0 }, i, at, best = 0;
	struct str line;

	do { /* up to a quote, then past the one that closes it */
		line = csv_first_line(head);
		at = quote_in(line);
		for (i = 0; i < DELIMITERS; i++)
			count[i] +=
				count_of(str_slice(line, 0, at), delimiters[i]);
		if (at == line.n)
			break;
		head = str_slice(head, at + 1, head.n);
		at = quote_in(head);
		head = str_slice(head, at + (at < head.n), head.n);
	} while (head.n);
	for (i = 1; i < DELIMITERS; i++)
		if (count[i] > count[best])
			best = i;
	return count[best] ? delimiters[best] : '\0';
}

/* --- bytes --- */

static int
fill(struct csv_cut *c, struct stream *s, struct ex_err *e)
{
	long got;

	if (c->at > 0 && (c->at > BLOCK || c->at == c->in.n)) {
		memmove(c->in.p, c->in.p + c->at, c->in.n - c->at);
		c->in.n -= c->at;
		c->at = 0;
	}
	if (!buf_reserve(&c->in, BLOCK)) {
		c->ended = true;
		return err_set(e, "out of memory");
	}
	got = stream_read(s, c->in.p + c->in.n, BLOCK, e);
	if (got < 0) {
		c->in.n = c->at = 0;
		c->gap = true;
		return -1;
	}
	c->ended = got == 0;
	c->in.n += (size_t)got;
	return 0;
}

/* The byte n bytes behind the row's beginning: -1 at the end of the file, -2
 * where it cannot be had. */
static int
byte(struct csv_cut *c, struct stream *s, size_t n, struct ex_err *e)
{
	while (c->in.n - c->at <= n) {
		if (c->ended)
			return -1;
		if (fill(c, s, e))
			return -2;
	}
	return (unsigned char)c->in.p[c->at + n];
}

/* --- a row --- */

/* The row being read: places count from its beginning. */
struct scan {
	struct csv_cut *c;
	struct stream *s;
	size_t at;
	size_t first;	       /* length of its first line, with its end */
	size_t lines;	       /* that end in it */
	size_t end[CSV_CELLS]; /* of the cells, in c->cells */
	size_t n;
	struct ex_err *e;
};

static bool
ends_cell(const struct scan *r, int b)
{
	return b == -1 || b == '\n' || b == '\r' ||
	       b == (unsigned char)r->c->delimiter;
}

/* Counts a line that ends with byte b, at r->at. */
static void
count_line(struct scan *r, int b)
{
	if (b != '\n')
		return;
	r->lines++;
	if (!r->first)
		r->first = r->at + 1;
}

/* A cell in quotation marks; r->at is at the byte behind the second. */
static int
take_quoted(struct scan *r)
{
	int b;

	for (r->at++;; r->at++) {
		b = byte(r->c, r->s, r->at, r->e);
		if (b == -2)
			return -1;
		if (b == -1)
			return err_set(r->e, "a quotation mark is not closed");
		if (r->at > ROW_MAX)
			return err_set(r->e, "a row of more than %d MB",
				ROW_MAX >> 20);
		count_line(r, b);
		if (b == '"') {
			b = byte(r->c, r->s, ++r->at, r->e);
			if (b == -2)
				return -1;
			if (ends_cell(r, b))
				return 0;
			if (b != '"')
				return err_set(r->e,
					"text behind a quotation mark that "
					"closes");
		}
		buf_put_c(&r->c->cells, (char)b);
	}
}

static int
take_bare(struct scan *r)
{
	int b;

	for (;; r->at++) {
		b = byte(r->c, r->s, r->at, r->e);
		if (b == -2)
			return -1;
		if (ends_cell(r, b))
			return 0;
		if (r->at > ROW_MAX)
			return err_set(r->e, "a row of more than %d MB",
				ROW_MAX >> 20);
		buf_put_c(&r->c->cells, (char)b);
	}
}

/* The cells up to the line's end; r->at is behind them. */
static int
take_cells(struct scan *r)
{
	int b;

	for (;;) {
		if (r->n == CSV_CELLS)
			return err_set(
				r->e, "a row of more than %d cells", CSV_CELLS);
		b = byte(r->c, r->s, r->at, r->e);
		if (b == -2 || (b == '"' ? take_quoted(r) : take_bare(r)))
			return -1;
		r->end[r->n++] = r->c->cells.n;
		b = byte(r->c, r->s, r->at, r->e);
		if (b != (unsigned char)r->c->delimiter)
			return b == -2 ? -1 : 0;
		r->at++;
	}
}

/* Passes over the end of the line at r->at. */
static int
take_end(struct scan *r)
{
	int b = byte(r->c, r->s, r->at, r->e);

	if (b == '\r') {
		r->at++;
		b = byte(r->c, r->s, r->at, r->e);
		r->lines += b != '\n';
	}
	if (b == '\n') {
		count_line(r, b);
		r->at++;
	}
	return b == -2 ? -1 : 0;
}

/* Goes to the line behind the first one of a broken row; where that has been
 * done too often, behind all that was read of it. */
static int
give_up(struct scan *r)
{
	struct csv_cut *c = r->c;
	size_t behind = r->first;
	int b;

	if (c->gap)
		return -1;
	if (behind && c->again < AGAIN_MAX) {
		c->again += r->at - behind;
		r->lines = 1;
	} else if (behind) {
		behind = r->at;
	} else {
		struct ex_err e;

		for (behind = r->at;; behind++) {
			b = byte(c, r->s, behind, &e);
			if (b < 0 || b == '\n')
				break;
			if (behind > BLOCK) {
				c->at += behind;
				behind = 0;
			}
		}
		if (b == -2)
			return -1;
		behind += b == '\n';
		r->lines = b == '\n';
	}
	c->at += behind;
	c->line += r->lines;
	return -1;
}

static void
fill_row(const struct scan *r, size_t length, struct csv_row *row)
{
	const char *cells = r->c->cells.p ? r->c->cells.p : "";
	size_t i, from = 0;

	row->bytes = (struct str){ r->c->in.p + r->c->at, length };
	row->n = r->n;
	for (i = 0; i < r->n; i++) {
		row->cell[i] = (struct str){ cells + from, r->end[i] - from };
		from = r->end[i];
	}
}

/* Behind a gap: the rest of a line that is not whole. */
static int
skip_line(struct csv_cut *c, struct stream *s, struct ex_err *e)
{
	int b;

	c->gap = false;
	do {
		b = byte(c, s, 0, e);
		if (b < 0)
			return b == -2 ? -1 : 0;
		c->at++;
	} while (b != '\n');
	c->line++;
	return 0;
}

int
csv_cut_next(struct csv_cut *c, struct stream *s, struct csv_row *row,
	struct ex_err *e)
{
	size_t length;

	if (c->in.cap > KEPT && c->at == c->in.n)
		buf_free(&c->in), c->at = 0;
	for (;;) {
		struct scan r = { .c = c, .s = s, .e = e };

		row->line = c->line;
		if (c->gap && skip_line(c, s, e))
			return -1;
		row->line = c->line;
		if (!c->begun && byte(c, s, 2, e) >= 0 &&
			!memcmp(c->in.p, "\xEF\xBB\xBF", 3))
			c->at = 3;
		c->begun = true;
		if (byte(c, s, 0, e) < 0)
			return c->gap ? -1 : 0;
		c->cells.n = 0;
		if (take_cells(&r))
			return give_up(&r);
		length = r.at;
		if (take_end(&r))
			return -1;
		if (c->cells.bad) {
			c->ended = true;
			return err_set(e, "out of memory");
		}
		fill_row(&r, length, row);
		c->at += r.at;
		c->line += r.lines;
		if (row->n > 1 || str_trim(row->cell[0]).n > 0)
			return 1;
	}
}
