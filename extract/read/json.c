/* JSON: a list of objects, or objects one behind the other, over any number
 * of lines. An article for each. */
#include <stdio.h>

#include "base/err.h"
#include "fields.h"
#include "json_cut.h"
#include "read_type.h"

static int
probe(struct str head, struct str name)
{
	if (json_head(head) == JSON_HEAD_MANY)
		return 82;
	return str_ends(name, STR(".json")) ? 60 : 0;
}

static int
next(struct stream *s, struct raw *raw, struct mem *m, struct ex_err *e)
{
	struct json_cut *c = s->state;
	struct json_value value;
	int rc;

	raw->uri = mem_str(m, s->uri);
	if (!c)
		c = s->state = json_cut_open();
	if (!c)
		return s->line++ ? 0 : err_set(e, "out of memory");
	rc = json_cut_next(c, s, &value, e);
	if (rc == 0 && s->told)
		return 0;
	s->told = true;
	if (rc == 0)
		return err_set(e, "empty: no text");
	raw->uri = mem_printf(m, "%s#%zu", s->uri.p, ++s->line);
	if (rc > 0)
		rc = fields_json(value.bytes, s->map, "json", raw, m, e);
	if (rc < 0) {
		snprintf(e->file, sizeof e->file, "%s", s->uri.p);
		if (e->line == 1)
			e->column += value.column - 1;
		e->line = value.line + (e->line ? e->line - 1 : 0);
	}
	return rc;
}

static void
close(struct stream *s)
{
	json_cut_close(s->state);
	s->state = NULL;
}

const struct read_type read_json = {
	.name = "json",
	.probe = probe,
	.next = next,
	.close = close,
};
