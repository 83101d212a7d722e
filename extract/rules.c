/* Rules: checked one by one, every fault told, then compiled and fixed. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "automaton.h"
#include "base/err.h"
#include "base/regex.h"
#include "base/utf8.h"
#include "confirm.h"
#include "expand.h"
#include "normal.h"
#include "pattern.h"
#include "rules.h"
#include "rules_read.h"
#include "trees.h"
#include "value.h"
#include "view.h"

static const char *const rule_keys[] = { "name", "match", "set", "priority",
	"phase", "edges", "absorbs", "fields", "tests" };

enum { LEXICONS_MOST = 200 };

/* Fields of a record (out/record.schema.json): no type may be called so. */
static const char *const record_fields[] = { "schema", "id", "source", "title",
	"authors", "site", "url", "language", "published", "modified", "text",
	"captions", "warnings", "error" };

struct loading {
	struct rules_reading read;
	struct rules *rules;
};

/* A fault of a rule, at a node of its file. */
static void fault(struct loading *l, const struct draft *d,
	const struct node *n, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static void
fault(struct loading *l, const struct draft *d, const struct node *n,
	const char *format, ...)
{
	struct ex_err e;
	char what[sizeof e.what];
	va_list ap;

	va_start(ap, format);
	vsnprintf(what, sizeof what, format, ap);
	va_end(ap);
	err_at(&e, d->file, n->line, n->column, "%s", what);
	rules_fault(&l->read, &e);
}

/* --- types --- */

static void
add_type(struct loading *l, struct str name, const struct draft *d)
{
	struct rules *r = l->rules;
	struct rule_type *t;
	unsigned i;

	if (rules_type(r, name) >= 0)
		return;
	for (i = 0; i < sizeof record_fields / sizeof *record_fields; i++)
		if (str_eq(str_c(record_fields[i]), name))
			fault(l, d, d->node,
				"'%.*s' is a field of the record, no type",
				STR_ARG(name));
	if (r->ntype == TYPES_MAX) {
		fault(l, d, d->node,
			"more than 64 types of mention with '%.*s'",
			STR_ARG(name));
		return;
	}
	t = &r->type[r->ntype++];
	t->name = name;
	t->hidden = name.p[0] == '_';
	t->value = value_type_named(name);
	for (i = 0; t->value && i < GROUPS_MAX && t->value->groups[i]; i++)
		t->group[t->ngroup++] = str_c(t->value->groups[i]);
}

static int
by_type_name(const void *a, const void *b)
{
	return str_cmp(((const struct rule_type *)a)->name,
		((const struct rule_type *)b)->name);
}

/* The place of an argument, added where the type takes any name. */
static int
group_place(struct rule_type *t, struct str name)
{
	unsigned i;

	for (i = 0; i < t->ngroup; i++)
		if (str_eq(t->group[i], name))
			return (int)i;
	if (t->value || t->ngroup == GROUPS_MAX)
		return -1;
	t->group[t->ngroup] = name;
	return (int)t->ngroup++;
}

/* --- phases --- */

static int
phase_named(const struct rules *r, struct str name)
{
	unsigned i;

	for (i = 0; i < r->nphase; i++)
		if (str_eq(r->phase[i], name))
			return (int)i;
	return -1;
}

static void
make_phases(struct loading *l)
{
	struct rules *r = l->rules;
	struct draft_phase *p;
	unsigned n = 1;

	for (p = l->read.phase; p; p = p->next)
		n++;
	r->phase = mem_alloc(&r->mem, n * sizeof *r->phase);
	for (p = l->read.phase; p; p = p->next)
		if (phase_named(r, p->name) < 0)
			r->phase[r->nphase++] = p->name;
	if (r->nphase == 0)
		r->phase[r->nphase++] = STR("last");
}

/* The phase that the cascade gives to a folder, or to a file in it. */
static int
phase_listed(const struct loading *l, struct str what)
{
	const struct draft_phase *p;
	const struct node *n;

	for (p = l->read.phase; p; p = p->next)
		for (n = p->of->first; n; n = n->next)
			if (str_eq(n->text, what))
				return phase_named(l->rules, p->name);
	return -1;
}

static unsigned
phase_of(struct loading *l, const struct draft *d)
{
	const struct node *n = node_get(d->node, "phase");
	struct str file = str_slice(d->id, 0, d->folder.n + 1 + d->family.n);
	int phase;

	if (n) {
		phase = phase_named(l->rules, n->text);
		if (phase < 0)
			fault(l, d, n, "unknown phase '%.*s'",
				STR_ARG(n->text));
		return phase < 0 ? 0 : (unsigned)phase;
	}
	if ((phase = phase_listed(l, file)) < 0 &&
		(phase = phase_listed(l, d->folder)) < 0)
		return l->rules->nphase - 1;
	return (unsigned)phase;
}

/* --- the keys of a rule --- */

static void
check_keys(struct loading *l, const struct draft *d)
{
	const struct node *n;
	size_t i, known = sizeof rule_keys / sizeof *rule_keys;

	for (n = d->node->first; n; n = n->next) {
		for (i = 0; i < known; i++)
			if (str_eq(n->name, str_c(rule_keys[i])))
				break;
		if (i == known)
			fault(l, d, n, "unknown key '%.*s'", STR_ARG(n->name));
	}
}

static void
set_argument(struct rule *rule, int place, struct str text)
{
	rule->set[place] = text;
	rule->args |= (uint32_t)1 << place;
}

static void
take_set(struct loading *l, const struct draft *d, struct rule *rule)
{
	struct rule_type *t = &l->rules->type[rule->type];
	const struct node *n, *set = node_get(d->node, "set");
	int place;

	if (set && set->kind != NODE_OBJECT) {
		fault(l, d, set, "'%.*s' is a mapping", STR_ARG(set->name));
		return;
	}
	for (n = set ? set->first : NULL; n; n = n->next) {
		place = group_place(t, n->name);
		if (place < 0)
			fault(l, d, n, "unknown argument '%.*s'",
				STR_ARG(n->name));
		else if (n->kind != NODE_TEXT)
			fault(l, d, n, "'%.*s' wants a word", STR_ARG(n->name));
		else
			set_argument(rule, place, n->text);
	}
}

static void
take_fields(struct loading *l, const struct draft *d, struct rule *rule)
{
	struct rule_type *t = &l->rules->type[rule->type];
	const struct node *n, *fields = node_get(d->node, "fields");
	int place;

	if (!fields)
		return;
	if (fields->kind != NODE_OBJECT || t->value) {
		fault(l, d, fields, "'%.*s' is a mapping, for types without C",
			STR_ARG(fields->name));
		return;
	}
	for (n = fields->first; n; n = n->next) {
		place = group_place(t, n->name);
		if (!value_has_reader(n->text))
			fault(l, d, n, "unknown reader '%.*s'",
				STR_ARG(n->text));
		else if (place < 0)
			fault(l, d, n, "unknown argument '%.*s'",
				STR_ARG(n->name));
		else
			t->reader[place] = n->text;
	}
}

static void
take_absorbs(struct loading *l, const struct draft *d, struct rule *rule)
{
	const struct node *n, *list = node_get(d->node, "absorbs");
	int type;

	rule->absorbs = (uint64_t)1 << rule->type;
	if (list && list->kind != NODE_LIST) {
		fault(l, d, list, "'%.*s' is a list of types",
			STR_ARG(list->name));
		return;
	}
	for (n = list ? list->first : NULL; n; n = n->next) {
		type = rules_type(l->rules, n->text);
		if (type < 0)
			fault(l, d, n, "unknown type '%.*s'", STR_ARG(n->text));
		else
			rule->absorbs |= (uint64_t)1 << type;
	}
}

static void
take_priority(struct loading *l, const struct draft *d, struct rule *rule)
{
	const struct node *n = node_get(d->node, "priority");
	bool minus = n && n->text.n && n->text.p[0] == '-';

	if (!n)
		return;
	if (!str_to_int(str_slice(n->text, minus, n->text.n), &rule->priority))
		fault(l, d, n, "'%.*s' is no whole number", STR_ARG(n->text));
	if (minus)
		rule->priority = -rule->priority;
}

static bool
wants_none(const struct node *test)
{
	const struct node *want = node_get(test, "want");

	return want && want->kind == NODE_TEXT &&
	       str_eq(want->text, STR("none"));
}

static void
take_tests(struct loading *l, const struct draft *d, struct rule *rule)
{
	struct node *tests = node_get(d->node, "tests");
	const struct node *n;
	bool some = false, none = false;

	if (tests && tests->kind != NODE_LIST) {
		fault(l, d, tests, "'%.*s' is a list", STR_ARG(tests->name));
		return;
	}
	for (n = tests ? tests->first : NULL; n; n = n->next) {
		if (!node_text(n, "text").n || !node_get(n, "want"))
			fault(l, d, n, "a test has a 'text' and a 'want'");
		*(wants_none(n) ? &none : &some) = true;
	}
	if (!some)
		fault(l, d, d->node,
			"rule '%.*s' has no test that wants a mention",
			STR_ARG(d->id));
	if (!none)
		fault(l, d, d->node, "rule '%.*s' has no test that wants none",
			STR_ARG(d->id));
	rule->tests = tests;
}

/* --- the pattern --- */

/* A fault in a pattern, at a byte of it; one that runs over lines keeps its
 * first line. */
static void
pattern_fault(struct loading *l, const struct draft *d, const struct node *n,
	struct str pattern, size_t at, struct ex_err *e)
{
	char what[sizeof e->what];

	memcpy(what, e->what, sizeof what);
	if (at > pattern.n)
		at = pattern.n;
	err_at(e, d->file, n->line,
		n->column + utf8_count(str_slice(pattern, 0, at)), "%s", what);
	rules_fault(&l->read, e);
}

static void
take_groups(struct loading *l, const struct draft *d, const struct node *n,
	struct rule *rule)
{
	struct rule_type *t = &l->rules->type[rule->type];
	struct ex_err e = { .line = 0 };
	struct str name, spelled;
	unsigned i;
	size_t at;

	rule->ncapture = regex_groups(rule->regex);
	rule->group_of = mem_alloc(&l->rules->mem, rule->ncapture + 1);
	for (i = 1; i <= rule->ncapture; i++) {
		name = regex_group_name(rule->regex, i);
		rule->group_of[i] = -1;
		if (!name.n)
			continue;
		rule->group_of[i] = (signed char)group_place(t, name);
		if (rule->group_of[i] >= 0) {
			rule->args |= (uint32_t)1 << rule->group_of[i];
			continue;
		}
		spelled = mem_printf(&l->rules->mem, "?<%.*s>", STR_ARG(name));
		at = str_find(rule->pattern, spelled, 0);
		err_set(&e, "unknown group '%.*s'", STR_ARG(name));
		pattern_fault(l, d, n, rule->pattern,
			at == SPAN_NONE ? 0 : at + 2, &e);
	}
	if (rule->ncapture > l->rules->most_captures)
		l->rules->most_captures = rule->ncapture;
}

static void
take_pattern(struct loading *l, const struct draft *d, struct rule *rule)
{
	const struct node *n = node_get(d->node, "match");
	const struct node *edges = node_get(d->node, "edges");
	struct ex_err e = { .line = 0 };
	struct expanded x;
	size_t at = 0;

	if (!n || n->kind != NODE_TEXT || !n->text.n) {
		fault(l, d, d->node, "rule '%.*s' has no 'match'",
			STR_ARG(d->id));
		return;
	}
	if (edges && !str_eq(edges->text, STR("free")))
		fault(l, d, edges, "'%.*s' can be 'free' alone",
			STR_ARG(edges->name));
	rule->pattern = normal_seen(&l->rules->mem, n->text);
	if (expand(l->rules, l->read.fragments, rule->pattern, edges != NULL,
		    &l->rules->mem, &x, &at, &e)) {
		pattern_fault(l, d, n, rule->pattern, at, &e);
		return;
	}
	rule->free_edges = edges != NULL;
	rule->expanded = x.pattern;
	rule->regex = regex_new(x.pattern, true, &at, &e);
	if (!rule->regex) {
		pattern_fault(
			l, d, n, rule->pattern, expand_written(&x, at), &e);
		return;
	}
	take_groups(l, d, n, rule);
}

static struct rule *
make_rule(struct loading *l, const struct draft *d)
{
	struct rule *rule = MEM_NEW(&l->rules->mem, struct rule);
	int type = rules_type(l->rules, d->folder);

	rule->id = d->id;
	rule->file = d->file;
	rule->line = d->node->line;
	rule->column = d->node->column;
	rule->type = type < 0 ? 0 : (unsigned)type;
	rule->phase = phase_of(l, d);
	check_keys(l, d);
	take_set(l, d, rule);
	rule->kind = rules_kind(&l->rules->type[rule->type], rule);
	take_absorbs(l, d, rule);
	take_priority(l, d, rule);
	take_tests(l, d, rule);
	take_pattern(l, d, rule);
	take_fields(l, d, rule);
	return rule;
}

static int
by_id(const void *a, const void *b)
{
	return str_cmp(
		((const struct draft *)a)->id, ((const struct draft *)b)->id);
}

static int
by_phase(const void *a, const void *b)
{
	const struct rule *x = *(const struct rule *const *)a;
	const struct rule *y = *(const struct rule *const *)b;

	if (x->phase != y->phase)
		return x->phase < y->phase ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static void
place_lexicons(struct loading *l)
{
	struct rules *r = l->rules;
	struct ex_err e = { .line = 0 };
	size_t i;

	r->lexicon = l->read.lexicon;
	r->nlexicon = l->read.nlexicon;
	if (r->nlexicon > LEXICONS_MOST) {
		err_at(&e, "", 0, 0, "more than %d lexicons", LEXICONS_MOST);
		rules_fault(&l->read, &e);
		r->nlexicon = LEXICONS_MOST;
	}
	for (i = 0; i < r->nlexicon; i++)
		*rules_lexicon_slot(r, lexicon_name(r->lexicon[i])) =
			(unsigned char)(i + 1);
	rules_name(r);
}

/* One without a file in value/ has nothing to wait for. */
static void
take_after(const struct rules *r, struct rule_type *t)
{
	int type;
	size_t i;

	for (i = 0; t->value && i < VALUES_READ && t->value->after[i]; i++) {
		type = rules_type(r, str_c(t->value->after[i]));
		if (type >= 0 && r->type[type].value)
			t->after |= (uint64_t)1 << type;
	}
}

static void
make_rules(struct loading *l)
{
	struct rules *r = l->rules;
	struct rules_reading *read = &l->read;
	size_t i;

	if (read->ndraft)
		qsort(read->draft, read->ndraft, sizeof *read->draft, by_id);
	for (i = 0; i < read->ndraft; i++)
		add_type(l, read->draft[i].folder, &read->draft[i]);
	qsort(r->type, r->ntype, sizeof *r->type, by_type_name);
	for (i = 0; i < r->ntype; i++)
		take_after(r, &r->type[i]);
	place_lexicons(l);
	make_phases(l);
	r->rule = mem_alloc(&r->mem, (read->ndraft + 1) * sizeof *r->rule);
	for (i = 0; i < read->ndraft; i++) {
		r->rule[i] = make_rule(l, &read->draft[i]);
		r->rule[i]->order = (unsigned)i;
		r->nrule++;
	}
	qsort(r->rule, r->nrule, sizeof *r->rule, by_phase);
}

static int
compile_plain(struct rule *rule, struct ex_err *e)
{
	size_t at;

	if (rule->regex && !rule->plain)
		rule->plain = regex_new(rule->expanded, false, &at, e);
	return rule->regex && !rule->plain ? -1 : 0;
}

/* The tree of what the automaton looks for. */
static const struct tree *
sought(struct trees *trees, const struct rules *r, const struct rule *rule,
	const struct tree *t)
{
	const struct value_type *type = r->type[rule->type].value;
	unsigned i;

	/* from the last one on: those before it keep their numbers */
	for (i = rule->ncapture; t && type && i > 0; i--) {
		int group = rule->group_of[i];
		const char *name = group < 0 ? NULL : type->sought[group];

		if (name)
			t = trees_narrow(trees, t, i, str_c(name));
	}
	return t;
}

static int
make_automaton(struct loading *l, struct ex_err *e)
{
	struct rules *r = l->rules;
	struct trees *trees = trees_new(
		r, l->read.fragments, automaton_sets(r->automaton), &r->mem);
	const struct tree **tree =
		mem_alloc(&r->mem, (r->nrule + 1) * sizeof *tree);
	struct automaton *a = r->automaton;
	struct rule *rule;
	unsigned i;

	r->confirms = confirms_new(&r->mem, automaton_sets(a)->exact);
	for (i = 0; i < r->nrule; i++) {
		rule = r->rule[i];
		tree[i] = trees_pattern(trees, rule->pattern);
		confirms_count(r->confirms, tree[i]);
		automaton_add(a, 2 * rule->phase + rule->free_edges,
			sought(trees, r, rule, tree[i]), i);
	}
	automaton_finish(a, VIEW_SYMBOL, r->ntype);
	for (i = 0; i < r->nrule; i++) {
		rule = r->rule[i];
		rule->everywhere = !automaton_has(a, i);
		if (rule->everywhere && compile_plain(rule, e))
			return -1;
		if (!rule->everywhere)
			rule->confirm = confirms_add(r->confirms, tree[i],
				rule->ncapture, rule->free_edges);
	}
	confirms_finish(r->confirms);
	for (i = 0; i < r->nrule; i++)
		r->rule[i]->confirm =
			confirms_begin(r->confirms, r->rule[i]->confirm);
	return 0;
}

int
rules_plain(struct rules *r, struct ex_err *e)
{
	size_t i;

	for (i = 0; i < r->nrule; i++)
		if (compile_plain(r->rule[i], e))
			return -1;
	return 0;
}

/* Everything that may jump to mem.out. */
static void
load(struct loading *l, const char *const *dir, size_t n)
{
	size_t i;

	l->read.fragments = node_new(l->read.mem, NODE_OBJECT);
	for (i = 0; i < n; i++)
		rules_read(&l->read, dir[i]);
	make_rules(l);
	if (l->read.nfault)
		return;
	l->rules->automaton = automaton_new(l->read.mem, 2 * l->rules->nphase);
	if (make_automaton(l, &l->read.first))
		l->read.nfault++;
	l->rules->stamps = buf_str(&l->read.stamps);
}

/* 0, or -1 when memory was out. */
static int
load_landing(struct loading *l, const char *const *dir, size_t n)
{
	jmp_buf out;

	if (setjmp(out))
		return -1;
	l->read.mem->out = &out;
	load(l, dir, n);
	l->read.mem->out = NULL;
	return 0;
}

struct rules *
rules_load(const char *const *dir, size_t n, rules_fault_fn *fn, void *arg,
	struct ex_err *e)
{
	struct rules *r = calloc(1, sizeof *r);
	struct loading l = { .rules = r };

	if (!r) {
		err_at(e, "", 0, 0, "out of memory for the rules");
		return NULL;
	}
	mem_open(&r->mem, 0);
	l.read.mem = &r->mem;
	l.read.stamps.mem = &r->mem;
	l.read.fault = fn;
	l.read.arg = arg;
	if (load_landing(&l, dir, n)) {
		err_at(e, "", 0, 0, "out of memory for the rules");
		rules_free(r);
		return NULL;
	}
	if (l.read.nfault) {
		*e = l.read.first;
		rules_free(r);
		return NULL;
	}
	return r;
}

void
rules_free(struct rules *r)
{
	size_t i;

	if (!r)
		return;
	for (i = 0; i < r->nrule; i++) {
		regex_free(r->rule[i]->regex);
		regex_free(r->rule[i]->plain);
	}
	mem_close(&r->mem);
	image_unmap(&r->image);
	free(r);
}
