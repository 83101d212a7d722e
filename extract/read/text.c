/* A file of plain text: one article. */
#include "base/buf.h"
#include "base/err.h"
#include "read_type.h"

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

static int
next(struct stream *s, struct raw *raw, struct mem *m, struct ex_err *e)
{
	struct buf b = { .mem = m };

	if (s->line++)
		return 0;
	raw->uri = mem_str(m, s->uri);
	raw->type = STR("text");
	if (stream_whole(s, &b, e))
		return -1;
	raw->bytes = buf_str(&b);
	if (is_empty(raw->bytes))
		return err_set(e, "empty: no text");
	return 1;
}

const struct read_type read_text = {
	.name = "text",
	.single = true,
	.probe = probe,
	.next = next,
};
