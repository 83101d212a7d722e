/* Articles between two stages: what --only and --to have written, a line each
 * (state.h). Only a worker reads what is in a line. */
#include "base/err.h"
#include "lines.h"
#include "read_type.h"

/* Nothing looks like these: they are asked for. */
static int
probe(struct str head, struct str name)
{
	(void)head;
	(void)name;
	return 0;
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
	do
		rc = lines_next(l, s, &line, e);
	while (rc == 1 && line.n == 0);
	if (rc == 0)
		return 0;
	raw->uri = mem_printf(m, "%s:%zu", s->uri.p, s->line);
	if (rc == 1)
		raw->bytes = mem_str(m, line);
	return rc;
}

static void
close(struct stream *s)
{
	lines_close(s->state);
	s->state = NULL;
}

const struct read_type read_state = {
	.name = "state",
	.may_be_empty = true,
	.probe = probe,
	.next = next,
	.close = close,
};
