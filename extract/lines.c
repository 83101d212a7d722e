/* Files of lines. Nothing is known of a line but its end. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "lines.h"

/* An article of some 10 MB has a line as long as that, behind match. */
enum { BLOCK = 64 * 1024, LINE_MAX_BYTES = 256 << 20 };

struct lines {
	const char *const *path;
	size_t npath, at; /* the file that is open, or comes next */
	FILE *file;
	size_t line;
	char block[BLOCK];
	size_t used, n; /* bytes of block handed out, and in it */
};

static const char *const standard_input[] = { "-" };

struct lines *
lines_open(const char *const *path, size_t npath, struct ex_err *e)
{
	struct lines *l = calloc(1, sizeof *l);

	if (!l) {
		err_set(e, "out of memory");
		return NULL;
	}
	l->path = npath ? path : standard_input;
	l->npath = npath ? npath : 1;
	return l;
}

static void
close_file(struct lines *l)
{
	if (l->file && l->file != stdin)
		fclose(l->file);
	l->file = NULL;
	l->line = l->used = l->n = 0;
	l->at++;
}

static int
open_file(struct lines *l, struct ex_err *e)
{
	const char *path = l->path[l->at];

	l->file = strcmp(path, "-") ? fopen(path, "rb") : stdin;
	return l->file ? 0 : err_set(e, "cannot open: %s", strerror(errno));
}

/* Reads on to a line's end. 1: b has a line; 0: the file is at its end. */
static int
read_line(struct lines *l, struct buf *b, struct ex_err *e)
{
	const char *from, *end;
	size_t n, length = 0;

	for (;;) {
		if (l->used == l->n) {
			l->used = 0;
			l->n = fread(l->block, 1, BLOCK, l->file);
			if (l->n == 0)
				break;
		}
		from = l->block + l->used;
		end = memchr(from, '\n', l->n - l->used);
		n = end ? (size_t)(end - from) : l->n - l->used;
		l->used += n + (end != NULL);
		length += n;
		if (length <= LINE_MAX_BYTES)
			buf_put(b, (struct str){ from, n });
		if (end)
			break;
	}
	if (l->n == 0 && ferror(l->file))
		return err_set(e, "cannot read: %s", strerror(errno));
	if (l->n == 0 && length == 0)
		return 0;
	l->line++;
	if (length > LINE_MAX_BYTES)
		return err_set(
			e, "a line has more than %d MB", LINE_MAX_BYTES >> 20);
	return 1;
}

int
lines_next(struct lines *l, struct raw *raw, struct mem *m, struct ex_err *e)
{
	int rc;

	for (; l->at < l->npath; close_file(l)) {
		raw->uri = mem_str(m, str_c(l->path[l->at]));
		if (!l->file && open_file(l, e)) {
			close_file(l);
			return -1;
		}
		do {
			struct buf b = { .mem = m };

			rc = read_line(l, &b, e);
			raw->bytes = buf_str(&b);
		} while (rc == 1 && raw->bytes.n == 0);
		if (rc == 0)
			continue;
		raw->uri = mem_printf(m, "%s:%zu", l->path[l->at], l->line);
		if (rc < 0 && ferror(l->file)) {
			raw->uri = mem_str(m, str_c(l->path[l->at]));
			close_file(l);
		}
		return rc;
	}
	return 0;
}

void
lines_close(struct lines *l)
{
	if (l->file && l->file != stdin)
		fclose(l->file);
	free(l);
}
