/* The public library: the stages behind a handful of functions. */
#include <stdlib.h>

#include "base/err.h"
#include "base/json.h"
#include "base/utf8.h"
#include "emit.h"
#include "flow.h"
#include "html.h"
#include "match.h"
#include "rules.h"

/* An article needs some hundred times its size. */
enum { ARTICLE_MEMORY = 1 << 30 };

struct ex_worker {
	const struct rules *rules;
	struct scratch *scratch;
	struct mem mem;
	struct buf json; /* of the record; n == 0: there is none */
	struct node *record;
};

/* What flow_try hands on. */
struct extracting {
	struct ex_worker *w;
	const struct ex_article *a;
	struct doc d;
	struct ex_err *e;
};

struct ex_rules *
ex_rules_load(const char *const *dir, size_t n, struct ex_err *e)
{
	if (html_begin(e))
		return NULL;
	return (struct ex_rules *)rules_load(dir, n, NULL, NULL, e);
}

void
ex_rules_free(struct ex_rules *r)
{
	rules_free((struct rules *)r);
}

struct ex_worker *
ex_worker_new(const struct ex_rules *r, struct ex_err *e)
{
	struct ex_worker *w = calloc(1, sizeof *w);

	if (w) {
		w->rules = (const struct rules *)r;
		w->scratch = scratch_new(w->rules);
		mem_open(&w->mem, ARTICLE_MEMORY);
	}
	if (w && w->scratch)
		return w;
	free(w);
	err_at(e, "", 0, 0, "out of memory");
	return NULL;
}

void
ex_worker_free(struct ex_worker *w)
{
	if (!w)
		return;
	scratch_free(w->scratch);
	mem_close(&w->mem);
	buf_free(&w->json);
	free(w);
}

/* --- extracting --- */

static int
check_known(const char *name, const char *s, struct ex_err *e)
{
	struct str text = str_c(s);

	if (utf8_check(text) == text.n)
		return 0;
	return err_set(e, "'%s' is not UTF-8", name);
}

static int
begin(void *arg)
{
	struct extracting *g = arg;
	struct raw *raw = &g->d.raw;

	raw->uri = mem_str(&g->w->mem, str_c(g->a->uri ? g->a->uri : "-"));
	raw->type = STR("text");
	raw->bytes = (struct str){ g->a->text ? g->a->text : "", g->a->size };
	return 0;
}

static void
put_known(struct extracting *g, const char *name, const char *s)
{
	struct mem *m = &g->w->mem;

	if (s)
		node_put_text(m, g->d.raw.fields, name, mem_str(m, str_c(s)));
}

/* What is known besides the text goes the way of a JSON Lines record: the
 * article stage looks there first. */
static int
tell_known(void *arg)
{
	struct extracting *g = arg;

	if (!g->a->title && !g->a->published)
		return 0;
	g->d.raw.fields = node_new(&g->w->mem, NODE_OBJECT);
	put_known(g, "title", g->a->title);
	put_known(g, "published", g->a->published);
	return 0;
}

int
ex_extract(struct ex_worker *w, const struct ex_article *a, struct ex_err *e)
{
	struct extracting g = { .w = w, .a = a, .e = e };
	const struct rules *r = w->rules;
	enum stage failed;

	mem_reset(&w->mem);
	w->json.n = 0;
	w->json.bad = false;
	w->record = NULL;
	g.d.mem = &w->mem;
	err_at(e, a->uri ? a->uri : "-", 0, 0, "%s", "");
	if (check_known("uri", a->uri, e) ||
		check_known("title", a->title, e) ||
		check_known("published", a->published, e))
		return -1;
	if (flow_try(&w->mem, begin, &g, e) ||
		flow_run(&g.d, r, w->scratch, STAGE_decode, STAGE_decode,
			&failed, e) ||
		flow_try(&w->mem, tell_known, &g, e) ||
		flow_run(&g.d, r, w->scratch, STAGE_article, STAGE_value,
			&failed, e))
		return -1;
	return flow_emit(emit_find("jsonl"), &g.d, r, &w->json, e);
}

const char *
ex_json(const struct ex_worker *w, size_t *size)
{
	*size = w->json.n;
	return w->json.n ? w->json.p : NULL;
}

/* --- the tree --- */

/* Read from the line itself, so that both always say the same. */
static int
read_record(void *arg)
{
	struct extracting *g = arg;
	struct str line = buf_str(&g->w->json);

	return json_read(line, &g->w->mem, &g->w->record, g->e);
}

const struct ex_node *
ex_record(struct ex_worker *w, struct ex_err *e)
{
	struct extracting g = { .w = w, .e = e };

	if (!w->json.n) {
		err_at(e, "", 0, 0, "there is no record");
		return NULL;
	}
	if (!w->record && flow_try(&w->mem, read_record, &g, e))
		w->record = NULL;
	return (const struct ex_node *)w->record;
}

static const struct node *
node_of(const struct ex_node *n)
{
	return (const struct node *)n;
}

enum ex_kind
ex_kind(const struct ex_node *n)
{
	return n ? (enum ex_kind)node_of(n)->kind : EX_NULL;
}

const struct ex_node *
ex_get(const struct ex_node *object, const char *name)
{
	return (const struct ex_node *)node_get(node_of(object), name);
}

const struct ex_node *
ex_first(const struct ex_node *n)
{
	return n ? (const struct ex_node *)node_of(n)->first : NULL;
}

const struct ex_node *
ex_next(const struct ex_node *n)
{
	return n ? (const struct ex_node *)node_of(n)->next : NULL;
}

static const char *
bytes_of(struct str s, size_t *size)
{
	*size = s.n;
	return s.n ? s.p : "";
}

const char *
ex_name(const struct ex_node *n, size_t *size)
{
	return bytes_of(n ? node_of(n)->name : STR(""), size);
}

const char *
ex_text(const struct ex_node *n, size_t *size)
{
	enum ex_kind kind = ex_kind(n);

	if (kind != EX_BOOL && kind != EX_NUMBER && kind != EX_TEXT)
		return bytes_of(STR(""), size);
	return bytes_of(node_of(n)->text, size);
}

long long
ex_whole(const struct ex_node *n, long long other)
{
	size_t size, i;
	const char *p = ex_text(n, &size);
	bool minus = size && p[0] == '-';
	long long whole = 0;

	if (ex_kind(n) != EX_NUMBER || size > 18)
		return other;
	for (i = minus; i < size; i++) {
		if (p[i] < '0' || p[i] > '9')
			return other;
		whole = 10 * whole + (p[i] - '0');
	}
	return minus ? -whole : whole;
}
