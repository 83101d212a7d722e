/* The stages in order on one article, with a landing place for memory that
 * is out: that article fails, and the next one goes on. */
#include <setjmp.h>
#include <string.h>

#include "article.h"
#include "base/err.h"
#include "decode.h"
#include "emit.h"
#include "flow.h"
#include "language.h"
#include "match.h"
#include "normal.h"
#include "value.h"

#define FLOW_NAME(name, help) #name,
const char *const stage_name[STAGES] = { FLOW_STAGES(FLOW_NAME) };
#undef FLOW_NAME

#define FLOW_HELP(name, help) help,
const char *const stage_help[STAGES] = { FLOW_STAGES(FLOW_HELP) };
#undef FLOW_HELP

/* What flow_try hands on. */
struct running {
	struct doc *d;
	const struct rules *r;
	struct scratch *scratch;
	enum stage stage, to;
	struct ex_err *e;
};

struct emitting {
	const struct emit_type *type;
	const struct doc *d;
	const struct rules *r;
	struct buf *out;
};

enum stage
flow_stage(const char *name)
{
	unsigned s;

	for (s = 0; s < STAGES; s++)
		if (!strcmp(stage_name[s], name))
			break;
	return (enum stage)s;
}

int
flow_try(struct mem *m, int (*f)(void *arg), void *arg, struct ex_err *e)
{
	jmp_buf out, *before = m->out;
	int rc;

	if (setjmp(out)) {
		m->out = before;
		if (!m->limit)
			return err_set(e, "out of memory");
		return err_set(
			e, "out of memory, %zu MB may be used", m->limit >> 20);
	}
	m->out = &out;
	rc = f(arg);
	m->out = before;
	return rc;
}

static int
run_stage(struct running *g)
{
	switch (g->stage) {
	case STAGE_decode:
		return decode(g->d, g->e);
	case STAGE_article:
		return article(g->d, g->r, g->e);
	case STAGE_normal:
		return normal(g->d, g->e);
	case STAGE_match:
		if (!language(g->d))
			return 0;
		return match(g->d, g->r, g->scratch, g->e);
	case STAGE_value:
		return value(g->d, g->r, g->e);
	case STAGE_read: /* a reader's */
	case STAGE_emit: /* flow_emit's */
	case STAGES:
		break;
	}
	return 0;
}

static int
run(void *arg)
{
	struct running *g = arg;
	struct doc *d = g->d;

	if (!d->warnings)
		d->warnings = node_new(d->mem, NODE_LIST);
	if (!d->article.authors)
		d->article.authors = node_new(d->mem, NODE_LIST);
	for (; g->stage <= g->to; g->stage++)
		if (run_stage(g))
			return -1;
	return 0;
}

int
flow_run(struct doc *d, const struct rules *r, struct scratch *scratch,
	enum stage from, enum stage to, enum stage *failed, struct ex_err *e)
{
	struct running g = { d, r, scratch, from, to, e };

	if (flow_try(d->mem, run, &g, e) == 0)
		return 0;
	*failed = g.stage;
	return -1;
}

static int
emit(void *arg)
{
	struct emitting *g = arg;

	g->type->record(g->d, g->r, g->out);
	return 0;
}

int
flow_emit(const struct emit_type *t, const struct doc *d, const struct rules *r,
	struct buf *out, struct ex_err *e)
{
	struct emitting g = { t, d, r, out };
	size_t before = out->n;

	if (flow_try(d->mem, emit, &g, e) == 0 && !out->bad)
		return 0;
	if (out->bad)
		err_set(e, "out of memory");
	out->bad = false;
	out->n = before;
	return -1;
}
