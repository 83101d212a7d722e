/* One article from its first stage to its last. */

#include <string.h>

#include "base/err.h"
#include "emit.h"
#include "match.h"
#include "record.h"
#include "rules.h"
#include "seen.h"
#include "state.h"
#include "work.h"

/* For the line that says that an article's memory was out. */
enum { LAST_MEMORY = 1 << 20 };

/* An article under way. */
struct article_work {
	struct worker *w;
	const struct raw *raw;
	struct doc d;
	enum stage stage; /* that is being done */
	bool told, known;
	struct buf *out;
	struct ex_err err;
};

void
worker_open(struct worker *w, const struct work *work)
{
	w->work = work;
	w->scratch = NULL;
	mem_open(&w->mem, work->memory);
}

void
worker_close(struct worker *w)
{
	scratch_free(w->scratch);
	mem_close(&w->mem);
}

/* --- the article's beginning --- */

static int
read_state(void *arg)
{
	struct article_work *g = arg;
	const struct work *work = g->w->work;
	struct ex_err e = { .what = "" };
	enum stage done = STAGES;
	int rc;

	rc = state_read(g->raw->bytes, &g->d, work->rules, &done, &e);
	if (rc < 0)
		return err_set(
			&g->err, "no article between stages: %s", e.what);
	if (rc > 0) {
		g->stage = done;
		g->told = true;
		g->err = e;
		return -1;
	}
	if (done + 1 != work->from)
		return err_set(&g->err,
			"this article has come to '%s', want '%s'",
			stage_name[done], stage_name[work->from - 1]);
	return 0;
}

static int
begin(struct article_work *g)
{
	const struct work *work = g->w->work;

	g->d.raw = *g->raw;
	g->d.explain = work->explain;
	g->d.any_language = work->any_language;
	g->stage = work->from;
	if (work->lines) {
		g->d.raw = (struct raw){ .uri = g->raw->uri };
		if (flow_try(&g->w->mem, read_state, g, &g->err))
			return -1;
	}
	if (work->charset.p) {
		g->d.raw.charset = work->charset;
		g->d.raw.forced = true;
	}
	return 0;
}

/* --- its stages --- */

static int
run(struct article_work *g, enum stage from, enum stage to)
{
	const struct work *work = g->w->work;
	bool match;

	if (from < work->from)
		from = work->from;
	if (from < STAGE_decode)
		from = STAGE_decode;
	if (to > work->to)
		to = work->to;
	if (from > to)
		return 0;
	/* not before: many a worker never gets an article */
	match = from <= STAGE_match && to >= STAGE_match;
	if (match && !g->w->scratch)
		g->w->scratch = scratch_new(work->rules);
	if (match && !g->w->scratch) {
		g->stage = STAGE_match;
		return err_set(&g->err, "out of memory");
	}
	return flow_run(&g->d, work->rules, g->w->scratch, from, to, &g->stage,
		&g->err);
}

static int
write_state(void *arg)
{
	struct article_work *g = arg;
	const struct work *work = g->w->work;

	if (!g->d.warnings) /* no stage has run: --only read */
		g->d.warnings = node_new(&g->w->mem, NODE_LIST);
	state_write(&g->d, work->rules, work->to, g->out);
	return 0;
}

/* The line of an article that goes no further. */
static int
end_between(struct article_work *g)
{
	size_t before = g->out->n;

	g->stage = g->w->work->to;
	if (flow_try(&g->w->mem, write_state, g, &g->err) == 0 && !g->out->bad)
		return 0;
	if (g->out->bad)
		err_set(&g->err, "out of memory");
	g->out->bad = false;
	g->out->n = before;
	return -1;
}

/* Is it in the collection that this run adds to? Its lines are not wanted. */
static bool
is_known(struct article_work *g)
{
	char id[RECORD_ID + 1];
	struct seen_key key;

	g->known = g->w->work->known && record_id(&g->d, id) &&
		   seen_hex(str_c(id), &key) &&
		   seen_has(g->w->work->known, key);
	return g->known;
}

static int
go(struct article_work *g)
{
	const struct work *work = g->w->work;

	if (begin(g) || run(g, STAGE_decode, STAGE_article))
		return -1;
	if (work->from <= STAGE_article && work->to >= STAGE_article &&
		!g->d.article.published.p)
		g->d.article.published = work->published;
	if (run(g, STAGE_normal, STAGE_normal))
		return -1;
	if (is_known(g))
		return 0;
	if (run(g, STAGE_match, STAGE_value))
		return -1;
	if (work->to < STAGE_emit)
		return end_between(g);
	g->stage = STAGE_emit;
	return flow_emit(work->format, &g->d, work->rules, g->out, &g->err);
}

/* --- its end --- */

static int
put_failure(void *arg)
{
	struct article_work *g = arg;
	const struct work *work = g->w->work;
	const struct emit_type *format = work->format;

	/* Between stages, failures travel as jsonl has them. */
	if (work->to < STAGE_emit)
		format = emit_find("jsonl");
	if (format && format->failure)
		format->failure(&g->d, stage_name[g->stage], &g->err, g->out);
	return 0;
}

static struct failure *
fail(struct article_work *g, struct mem *keep)
{
	struct failure *f = MEM_NEW(keep, struct failure);
	size_t before = g->out->n, limit = g->w->mem.limit;
	struct ex_err e;

	if (!g->d.raw.uri.p) /* a state line without one */
		g->d.raw.uri = g->raw->uri;
	f->uri = mem_str(keep, g->d.raw.uri);
	f->stage = stage_name[g->stage];
	f->err = g->err;
	f->told = g->told;
	mem_limit(&g->w->mem, limit ? limit + LAST_MEMORY : 0);
	if (flow_try(&g->w->mem, put_failure, g, &e) || g->out->bad) {
		g->out->bad = false;
		g->out->n = before;
	}
	mem_limit(&g->w->mem, limit);
	return f;
}

static size_t
list_length(const struct node *list)
{
	const struct node *n;
	size_t length = 0;

	for (n = list ? list->first : NULL; n; n = n->next)
		length++;
	return length;
}

static void
count(const struct article_work *g, struct tally *tally)
{
	const struct rules *r = g->w->work->rules;
	const struct value *v, *m;
	unsigned i;

	for (i = 0; i < r->ntype; i++) {
		if (r->type[i].hidden)
			continue;
		for (v = g->d.list[i].first; v; v = v->next) {
			tally->mentions += v->at.start != SPAN_NONE;
			for (m = v->mentions; m; m = m->next)
				tally->mentions++;
		}
	}
	tally->warnings += list_length(g->d.warnings);
}

/* Nothing is known of the article yet. */
static void
clear(struct article_work *g, struct worker *w, const struct raw *raw,
	struct buf *out)
{
	mem_reset(&w->mem);
	g->w = w;
	g->raw = raw;
	g->out = out;
	g->told = g->known = false;
	err_none(&g->err);
	memset(&g->d, 0, sizeof g->d);
	g->d.mem = &w->mem;
}

struct failure *
worker_article(struct worker *w, const struct raw *raw, struct mem *keep,
	struct buf *out, struct tally *tally)
{
	struct article_work g;

	clear(&g, w, raw, out);
	tally->articles++;
	tally->bytes += raw->bytes.n;
	if (go(&g) == 0) {
		if (g.known)
			tally->known++;
		else
			count(&g, tally);
		return NULL;
	}
	tally->failed++;
	return fail(&g, keep);
}

struct failure *
worker_unread(struct worker *w, const struct raw *raw, const struct ex_err *e,
	struct mem *keep, struct buf *out, struct tally *tally)
{
	struct article_work g;

	clear(&g, w, raw, out);
	g.stage = STAGE_read;
	g.err = *e;
	g.d.raw.uri = raw->uri;
	tally->articles++;
	tally->failed++;
	return fail(&g, keep);
}
