/* Cutting blocks into lines. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "lines.h"
#include "read_type.h"

/* An article of some 10 MB has a line as long as that, behind match. */
enum { BLOCK = 64 * 1024, LINE_MAX_BYTES = 256 << 20, KEPT = 1 << 20 };

struct lines {
	char block[BLOCK];
	size_t used, n; /* bytes of block handed out, and in it */
	struct buf line;
};

struct lines *
lines_open(void)
{
	return calloc(1, sizeof(struct lines));
}

void
lines_close(struct lines *l)
{
	if (l)
		buf_free(&l->line);
	free(l);
}

/* The next block, where this one is used up. 0: there is none. */
static long
next_block(struct lines *l, struct stream *s, struct ex_err *e)
{
	long got;

	if (l->used < l->n)
		return 1;
	got = stream_read(s, l->block, BLOCK, e);
	l->used = 0;
	l->n = got > 0 ? (size_t)got : 0;
	return got;
}

/* What is left of the block up to the line's end, which it may not have. */
static struct str
take_part(struct lines *l, bool *ends)
{
	const char *from = l->block + l->used;
	const char *end = memchr(from, '\n', l->n - l->used);
	size_t n = end ? (size_t)(end - from) : l->n - l->used;

	*ends = end;
	l->used += n + *ends;
	return (struct str){ from, n };
}

/* Reads on to a line's end; *length counts what is not kept, too. 0: the
 * stream has ended before. */
static int
read_line(struct lines *l, struct stream *s, struct str *line, size_t *length,
	struct ex_err *e)
{
	bool ends = false;
	long got;

	l->line.n = *length = 0;
	while (!ends) {
		got = next_block(l, s, e);
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		*line = take_part(l, &ends);
		*length += line->n + ends;
		if (ends && l->line.n == 0 && *length == line->n + 1)
			return 1; /* all of it stands in the block */
		if (*length <= LINE_MAX_BYTES)
			buf_put(&l->line, *line);
	}
	*line = buf_str(&l->line);
	return *length > 0;
}

int
lines_next(
	struct lines *l, struct stream *s, struct str *line, struct ex_err *e)
{
	size_t length;
	int rc;

	if (l->line.cap > KEPT)
		buf_free(&l->line);
	rc = read_line(l, s, line, &length, e);
	if (rc == 0)
		return 0;
	s->line++;
	if (rc < 0)
		return -1;
	if (l->line.bad) {
		buf_free(&l->line);
		l->line.bad = false;
		return err_set(e, "out of memory");
	}
	if (length > LINE_MAX_BYTES)
		return err_set(
			e, "a line has more than %d MB", LINE_MAX_BYTES >> 20);
	return 1;
}
