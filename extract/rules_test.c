/* Running the tests of rules: each text becomes an article, all rules run,
 * and what the rule found is compared with what its test wants. */
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "flow.h"
#include "match.h"
#include "normal.h"
#include "rules.h"
#include "rules_test.h"
#include "value.h"

/* One mention, as tests see it. */
struct found {
	struct str rule, entry; /* who found it, and the entry it is of */
	struct str text;
	const struct node *fields;
	bool used; /* a wanted one has been found in it */
};

struct testing {
	const struct rules *r;
	struct scratch *scratch;
	struct mem mem;
	rules_failed_fn *failed;
	void *arg;
	struct rules_tested *n;

	/* Of one test. */
	const struct rule *rule;
	const struct node *test;
	struct doc d;
	struct found *found;
	size_t nfound, cap;
	bool passed;
	struct str what; /* of a test that failed */
	struct ex_err err;
};

/* --- what was found --- */

static void
add_found(struct testing *t, struct str rule, struct str entry, struct str text,
	const struct node *fields)
{
	if (t->nfound == t->cap) {
		size_t cap = t->cap ? 2 * t->cap : 16;

		t->found = mem_grow(&t->mem, t->found,
			t->cap * sizeof *t->found, cap * sizeof *t->found);
		t->cap = cap;
	}
	t->found[t->nfound++] =
		(struct found){ rule, entry, text, fields, false };
}

static void
collect_values(struct testing *t, unsigned type)
{
	const struct value *v, *m;

	for (v = t->d.list[type].first; v; v = v->next) {
		if (v->at.start != SPAN_NONE)
			add_found(t, v->rule, v->rule, value_text(&t->d, v),
				v->fields);
		for (m = v->mentions; m; m = m->next)
			add_found(t, m->rule.n ? m->rule : v->rule, v->rule,
				value_text(&t->d, m), v->fields);
	}
}

/* Of a hidden type, which has no values: the arguments as fields. */
static void
collect_matches(struct testing *t, unsigned type)
{
	size_t i;
	unsigned g;

	for (i = 0; i < t->d.nmatch; i++) {
		const struct match *m = &t->d.match[i];
		struct node *fields;

		if (m->type != type)
			continue;
		fields = node_new(&t->mem, NODE_OBJECT);
		for (g = 0; g < t->r->type[type].ngroup; g++) {
			const char *name =
				mem_str(&t->mem, t->r->type[type].group[g]).p;

			if (match_arg(&t->d, m, g).p)
				node_put_text(&t->mem, fields, name,
					match_arg(&t->d, m, g));
		}
		add_found(t, m->rule->id, m->rule->id, match_text(&t->d, m),
			fields);
	}
}

static void
collect(struct testing *t)
{
	unsigned i;

	t->nfound = t->cap = 0;
	t->found = NULL;
	for (i = 0; i < t->r->ntype; i++) {
		if (t->r->type[i].hidden)
			collect_matches(t, i);
		else
			collect_values(t, i);
	}
}

/* --- comparing --- */

static bool
is_scalar(const struct node *n)
{
	return n->kind != NODE_LIST && n->kind != NODE_OBJECT;
}

static bool
same_text(struct testing *t, struct str want, struct str got)
{
	return str_eq(normal_out(&t->mem, want), got) ||
	       str_eq(normal_seen(&t->mem, want), got);
}

/* Rule files are shallow (base/yaml.h bounds them), so is this recursion. */
static bool
same_node(struct testing *t, const struct node *want, const struct node *got)
{
	const struct node *w, *g;

	if (want->kind == NODE_NULL)
		return !got || got->kind == NODE_NULL;
	if (!got || is_scalar(want) != is_scalar(got))
		return false;
	if (is_scalar(want))
		return got->kind != NODE_NULL &&
		       same_text(t, want->text, got->text);
	if (want->kind == NODE_OBJECT) {
		for (w = want->first; w; w = w->next)
			if (!same_node(t, w,
				    node_get(got, mem_str(&t->mem, w->name).p)))
				return false;
		return got->kind == NODE_OBJECT;
	}
	for (w = want->first, g = got->first; w && g; w = w->next, g = g->next)
		if (!same_node(t, w, g))
			return false;
	return !w && !g;
}

/* `role` of a person is the text of any of his `roles`. */
static bool
same_in_list(struct testing *t, const struct node *want, const char *name,
	const struct node *fields)
{
	struct str plural = mem_printf(&t->mem, "%ss", name);
	const struct node *list = node_get(fields, plural.p), *n;

	if (!list || list->kind != NODE_LIST)
		return false;
	for (n = list->first; n; n = n->next)
		if (same_node(t, want,
			    n->kind == NODE_OBJECT ? node_get(n, "text") : n))
			return true;
	return false;
}

static bool
same(struct testing *t, const struct node *want, const struct found *f)
{
	const struct node *w;

	for (w = want->first; w; w = w->next) {
		const char *name = mem_str(&t->mem, w->name).p;
		const struct node *got = node_get(f->fields, name);

		if (!strcmp(name, "text")) {
			if (!same_text(t, w->text, f->text))
				return false;
		} else if (!same_node(t, w, got) &&
			   (got || !same_in_list(t, w, name, f->fields))) {
			return false;
		}
	}
	return true;
}

/* By the rule under test, or by any rule. */
static struct found *
find_wanted(struct testing *t, const struct node *want, bool own)
{
	size_t i;

	for (i = 0; i < t->nfound; i++) {
		struct found *f = &t->found[i];

		if (own && !str_eq(f->rule, t->rule->id) &&
			!str_eq(f->entry, t->rule->id))
			continue;
		if (f->used || !same(t, want, f))
			continue;
		f->used = true;
		return f;
	}
	return NULL;
}

/* --- saying what is wrong --- */

static void
put_node(struct buf *out, const struct node *n)
{
	const struct node *c;

	if (is_scalar(n)) {
		buf_put(out, n->kind == NODE_NULL ? STR("null") : n->text);
		return;
	}
	buf_put_c(out, n->kind == NODE_LIST ? '[' : '{');
	for (c = n->first; c; c = c->next) {
		if (n->kind == NODE_OBJECT) {
			buf_put(out, c->name);
			buf_put(out, STR(": "));
		}
		put_node(out, c);
		if (c->next)
			buf_put(out, STR(", "));
	}
	buf_put_c(out, n->kind == NODE_LIST ? ']' : '}');
}

/* All that was found, by this rule and by others: who took the place is what
 * the rule's author wants to know. */
static void
put_found(struct testing *t, struct buf *out)
{
	size_t i;

	buf_put(out, STR("\n\tin:    "));
	buf_put(out, node_text(t->test, "text"));
	for (i = 0; i < t->nfound; i++) {
		const struct found *f = &t->found[i];

		buf_put(out, STR("\n\tfound: "));
		buf_put(out, f->rule);
		buf_put(out, STR(" '"));
		buf_put(out, f->text);
		buf_put(out, STR("' "));
		put_node(out, f->fields);
	}
	if (t->nfound == 0)
		buf_put(out, STR("\n\tfound: nothing"));
}

static void
fail(struct testing *t, const struct node *want)
{
	struct buf b = { .mem = &t->mem };

	if (want) {
		buf_put(&b, STR("not found: "));
		put_node(&b, want);
	} else {
		buf_put(&b, STR("found where none is wanted"));
	}
	put_found(t, &b);
	t->what = buf_str(&b);
	t->passed = false;
}

/* Of several mentions at least one is this rule's; the others may be what
 * stands around it ("5 và 7 tấn" is two rules' work). */
static void
compare_list(struct testing *t, const struct node *list)
{
	const struct node *w;
	bool own = false;

	for (w = list->first; w; w = w->next) {
		if (find_wanted(t, w, true))
			own = true;
		else if (!find_wanted(t, w, false)) {
			fail(t, w);
			return;
		}
	}
	if (!own)
		fail(t, list);
}

static void
compare(struct testing *t)
{
	const struct node *want = node_get(t->test, "want");
	size_t i;

	t->passed = true;
	if (want && want->kind == NODE_OBJECT) {
		if (!find_wanted(t, want, true))
			fail(t, want);
		return;
	}
	if (want && want->kind == NODE_LIST) {
		compare_list(t, want);
		return;
	}
	for (i = 0; i < t->nfound; i++)
		if (str_eq(t->found[i].rule, t->rule->id)) {
			fail(t, NULL);
			return;
		}
}

/* --- running --- */

static int
run(void *arg)
{
	struct testing *t = arg;
	struct doc *d = &t->d;
	enum stage failed;

	*d = (struct doc){ .mem = &t->mem, .any_language = true };
	d->warnings = node_new(&t->mem, NODE_LIST);
	d->article.text = node_text(t->test, "text");
	d->article.authors = node_new(&t->mem, NODE_LIST);
	if (node_text(t->test, "published").n)
		d->article.published = node_text(t->test, "published");
	if (flow_run(d, t->r, t->scratch, STAGE_normal, STAGE_value, &failed,
		    &t->err))
		return -1;
	collect(t);
	compare(t);
	return 0;
}

static void
run_test(struct testing *t)
{
	struct rules_failed f = {
		.file = t->rule->file, .line = t->test->line, .id = t->rule->id
	};

	mem_reset(&t->mem);
	t->passed = false;
	if (flow_try(&t->mem, run, t, &t->err))
		t->what = str_c(t->err.what);
	if (t->passed) {
		t->n->passed++;
		return;
	}
	t->n->failed++;
	f.what = t->what;
	t->failed(t->arg, &f);
}

int
rules_test(const struct rules *r, struct str head, rules_failed_fn *failed,
	void *arg, struct rules_tested *n, struct ex_err *e)
{
	struct testing t = { .r = r, .failed = failed, .arg = arg, .n = n };
	const struct node *test;
	size_t i;

	t.scratch = scratch_new(r);
	if (!t.scratch)
		return err_set(e, "out of memory");
	mem_open(&t.mem, 0);
	for (i = 0; i < r->nrule; i++) {
		if (!str_starts(r->rule[i]->id, head))
			continue;
		n->rules++;
		t.rule = r->rule[i];
		test = t.rule->tests ? t.rule->tests->first : NULL;
		for (; test; test = test->next) {
			t.test = test;
			run_test(&t);
		}
	}
	mem_close(&t.mem);
	scratch_free(t.scratch);
	return 0;
}
