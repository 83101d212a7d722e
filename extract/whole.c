/* All that a stream holds, for kinds that are read in one go. */
#include "base/buf.h"
#include "base/err.h"
#include "read_type.h"

enum { BLOCK = 64 * 1024 };

static int
too_large(const struct stream *s, struct ex_err *e)
{
	return err_set(
		e, "a text of more than %zu MiB is not read", s->most >> 20);
}

/* The size is a hint: a file may grow, a pipe has none. */
int
stream_whole(struct stream *s, struct buf *b, struct ex_err *e)
{
	long n;

	if (s->size > s->most)
		return too_large(s, e);
	b->cap = s->size + 1;
	b->p = mem_space(b->mem, b->cap);
	for (;;) {
		if (b->n == b->cap)
			buf_reserve(b, BLOCK);
		n = stream_read(s, b->p + b->n, b->cap - b->n, e);
		if (n <= 0)
			return (int)n;
		b->n += (size_t)n;
		if (b->n > s->most)
			return too_large(s, e);
	}
}
