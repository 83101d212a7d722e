/* A file of plain text: one article. */
#include "base/buf.h"
#include "base/err.h"
#include "read_type.h"

enum { TEXT_MAX = 1 << 30, BLOCK = 64 * 1024 };

/* What no other kind takes is text; a name that says so is surer. */
static int
probe(struct str head, struct str name)
{
	if (str_starts(head, STR("\xFF\xFE")) ||
		str_starts(head, STR("\xFE\xFF")))
		return 90;
	return str_ends(name, STR(".txt")) || str_ends(name, STR(".text")) ? 50
									   : 10;
}

static bool
is_empty(struct str bytes)
{
	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		bytes = str_slice(bytes, 3, bytes.n);
	return str_trim(bytes).n == 0;
}

/* All that there is. The size is a hint: a file may grow, a pipe has none. */
static int
read_all(struct stream *s, struct buf *b, struct ex_err *e)
{
	long n;

	if (s->size > TEXT_MAX)
		return err_set(e, "a text of more than 1 GiB is not read");
	b->cap = s->size + 1;
	b->p = mem_alloc(b->mem, b->cap);
	for (;;) {
		if (b->n == b->cap)
			buf_reserve(b, BLOCK);
		n = stream_read(s, b->p + b->n, b->cap - b->n, e);
		if (n <= 0)
			return (int)n;
		b->n += (size_t)n;
		if (b->n > TEXT_MAX)
			return err_set(
				e, "a text of more than 1 GiB is not read");
	}
}

static int
next(struct stream *s, struct raw *raw, struct mem *m, struct ex_err *e)
{
	struct buf b = { .mem = m };

	if (s->line++)
		return 0;
	raw->uri = mem_str(m, s->uri);
	raw->type = STR("text");
	if (read_all(s, &b, e))
		return -1;
	raw->bytes = buf_str(&b);
	if (is_empty(raw->bytes))
		return err_set(e, "empty: no text");
	return 1;
}

const struct read_type read_text = {
	.name = "text",
	.probe = probe,
	.next = next,
};
