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

/* Reads on to a line's end; *length counts what is not kept, too. 0: the
 * stream has ended before. */
static int
read_line(struct lines *l, struct stream *s, size_t *length, struct ex_err *e)
{
	const char *from, *end = NULL;
	size_t n;
	long got;

	l->line.n = *length = 0;
	while (!end) {
		if (l->used == l->n) {
			l->used = l->n = 0;
			got = stream_read(s, l->block, BLOCK, e);
			if (got < 0)
				return -1;
			if (got == 0)
				return *length > 0;
			l->n = (size_t)got;
		}
		from = l->block + l->used;
		end = memchr(from, '\n', l->n - l->used);
		n = end ? (size_t)(end - from) : l->n - l->used;
		l->used += n + (end != NULL);
		*length += n + (end != NULL);
		if (*length <= LINE_MAX_BYTES)
			buf_put(&l->line, (struct str){ from, n });
	}
	return 1;
}

int
lines_next(
	struct lines *l, struct stream *s, struct str *line, struct ex_err *e)
{
	size_t length;
	int rc;

	if (l->line.cap > KEPT)
		buf_free(&l->line);
	rc = read_line(l, s, &length, e);
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
	*line = buf_str(&l->line);
	return 1;
}
