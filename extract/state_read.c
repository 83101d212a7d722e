/* An article between two stages: reading it. The line may come from anywhere,
 * so every name, offset and index in it is looked at. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/err.h"
#include "base/json.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "match.h"
#include "rules.h"
#include "state.h"

/* What the functions here share. */
struct reading {
	struct doc *d;
	const struct rules *r;
	const struct rule **by_id; /* the rule set's, sorted */
	struct ex_err *e;
};

/* --- members --- */

static int
want(const struct reading *g, const struct node *object, const char *name,
	enum node_kind kind, const struct node **out)
{
	*out = node_get(object, name);
	if (!*out)
		return err_set(g->e, "'%s' is missing", name);
	if ((*out)->kind != kind)
		return err_set(
			g->e, "'%s' is not %s", name, node_kind_name(kind));
	return 0;
}

/* A text that may be missing: p is NULL then, and only then. */
static int
get_text(const struct reading *g, const struct node *object, const char *name,
	struct str *out)
{
	const struct node *n = node_get(object, name);

	*out = (struct str){ NULL, 0 };
	if (!n || n->kind == NODE_NULL)
		return 0;
	if (n->kind != NODE_TEXT)
		return err_set(g->e, "'%s' is not a text", name);
	if (utf8_check(n->text) < n->text.n)
		return err_set(g->e, "'%s' is not UTF-8", name);
	*out = n->text.p ? n->text : STR("");
	return 0;
}

static int
want_text(const struct reading *g, const struct node *object, const char *name,
	struct str *out)
{
	if (get_text(g, object, name, out))
		return -1;
	return out->p ? 0 : err_set(g->e, "'%s' is missing", name);
}

static int
get_whole(const struct reading *g, const struct node *n, size_t *out)
{
	int i;

	if (!n || n->kind != NODE_NUMBER || !str_to_int(n->text, &i) || i < 0)
		return err_set(g->e, "an offset is not a whole number");
	*out = (size_t)i;
	return 0;
}

static bool
between_letters(struct str s, size_t at)
{
	return at == s.n ||
	       (at < s.n && ((unsigned char)s.p[at] & 0xC0) != 0x80);
}

/* [start, end] in bytes of s. */
static int
get_span(const struct reading *g, const struct node *pair, struct str s,
	struct span *out)
{
	const struct node *a = pair->kind == NODE_LIST ? pair->first : NULL;

	if (!a || !a->next || a->next->next)
		return err_set(g->e, "a span is not a list of two offsets");
	if (get_whole(g, a, &out->start) || get_whole(g, a->next, &out->end))
		return -1;
	if (out->start > out->end || out->end > s.n)
		return err_set(g->e, "span %zu to %zu is not in its text",
			out->start, out->end);
	if (!between_letters(s, out->start) || !between_letters(s, out->end))
		return err_set(g->e, "span %zu to %zu cuts a letter",
			out->start, out->end);
	return 0;
}

/* --- raw, page, article --- */

static int
get_bytes(const struct reading *g, const struct node *raw)
{
	struct str text, *bytes = &g->d->raw.bytes;
	struct buf b = { .mem = g->d->mem };

	if (get_text(g, raw, "bytes", bytes) ||
		get_text(g, raw, "base64", &text))
		return -1;
	if (!bytes->p == !text.p)
		return err_set(g->e, "want one of 'bytes' and 'base64'");
	if (bytes->p)
		return 0;
	if (!base64_get(&b, text))
		return err_set(g->e, "'base64' is not base64");
	*bytes = buf_str(&b);
	return 0;
}

static int
get_sum(const struct reading *g, const struct node *raw)
{
	struct str *sum = &g->d->raw.sha256;
	size_t i;

	if (get_text(g, raw, "sha256", sum))
		return -1;
	for (i = 0; i < sum->n; i++)
		if (!strchr("0123456789abcdef", sum->p[i]) || !sum->p[i])
			break;
	if (sum->p && (i < sum->n || sum->n != SHA256_HEX))
		return err_set(g->e, "'sha256' is not 64 small hex digits");
	return 0;
}

static int
get_raw(const struct reading *g, const struct node *state, enum stage done)
{
	const struct node *raw, *fields;
	struct raw *to = &g->d->raw;

	if (want(g, state, "raw", NODE_OBJECT, &raw) ||
		want_text(g, raw, "uri", &to->uri) ||
		want_text(g, raw, "type", &to->type) ||
		get_text(g, raw, "from", &to->from) ||
		get_text(g, raw, "url", &to->url) ||
		get_text(g, raw, "charset", &to->charset) ||
		get_text(g, raw, "fetched", &to->fetched))
		return -1;
	if (done == STAGE_read ? get_bytes(g, raw) : get_sum(g, raw))
		return -1;
	fields = node_get(raw, "fields");
	if (fields && fields->kind != NODE_OBJECT)
		return err_set(g->e, "'fields' is not an object");
	to->fields = (struct node *)fields;
	return 0;
}

static int
get_page(const struct reading *g, const struct node *state, enum stage done)
{
	const struct node *page;
	struct page *to = &g->d->page;

	if (want(g, state, "page", NODE_OBJECT, &page) ||
		want_text(g, page, "charset", &to->charset))
		return -1;
	return done == STAGE_decode ? want_text(g, page, "text", &to->text) : 0;
}

static int
check_texts(const struct reading *g, const struct node *list, const char *name)
{
	const struct node *n;

	for (n = list->first; n; n = n->next)
		if (n->kind != NODE_TEXT || utf8_check(n->text) < n->text.n)
			return err_set(
				g->e, "'%s' is not a list of texts", name);
	return 0;
}

static int
get_article(const struct reading *g, const struct node *state, enum stage done)
{
	const struct node *from, *authors, *captions;
	struct article *a = &g->d->article;

	if (want(g, state, "article", NODE_OBJECT, &from) ||
		get_text(g, from, "key", &a->key) ||
		get_text(g, from, "title", &a->title) ||
		get_text(g, from, "site", &a->site) ||
		get_text(g, from, "url", &a->url) ||
		get_text(g, from, "language", &a->language) ||
		get_text(g, from, "published", &a->published) ||
		get_text(g, from, "modified", &a->modified) ||
		want(g, from, "authors", NODE_LIST, &authors) ||
		check_texts(g, authors, "authors"))
		return -1;
	a->authors = (struct node *)authors;
	captions = node_get(from, "captions");
	if (captions && captions->kind != NODE_LIST)
		return err_set(g->e, "'captions' is not a list of texts");
	if (captions && check_texts(g, captions, "captions"))
		return -1;
	a->captions = (struct node *)captions;
	return done == STAGE_article ? want_text(g, from, "text", &a->text) : 0;
}

/* --- text --- */

static size_t
count(const struct node *list)
{
	const struct node *n;
	size_t i = 0;

	for (n = list->first; n; n = n->next)
		i++;
	return i;
}

/* Both sides only go on, from the start, and no byte of seen leads past the
 * end of out. */
static int
check_shifts(const struct reading *g)
{
	const struct text *t = &g->d->text;
	size_t i, seen, out, last;

	if (t->nshift == 0 || t->shift[0].seen || t->shift[0].out)
		return err_set(g->e, "'shift' does not begin with 0, 0");
	for (i = 0; i < t->nshift; i++) {
		seen = t->shift[i].seen;
		out = t->shift[i].out;
		if (!between_letters(t->seen, seen) ||
			!between_letters(t->out, out))
			return err_set(g->e, "shift %zu is not in its text", i);
		if (i && (seen <= t->shift[i - 1].seen ||
				 out < t->shift[i - 1].out))
			return err_set(g->e, "shift %zu goes back", i);
	}
	for (i = 0; i < t->nshift; i++) {
		last = i + 1 < t->nshift ? t->shift[i + 1].seen - 1 : t->seen.n;
		if (last - t->shift[i].seen > t->out.n - t->shift[i].out)
			return err_set(g->e, "shift %zu leads past the end", i);
	}
	return 0;
}

static int
get_shifts(const struct reading *g, const struct node *list)
{
	struct text *t = &g->d->text;
	const struct node *n = list->first;
	size_t i, numbers = count(list);

	if (numbers % 2)
		return err_set(g->e, "'shift' is not a list of pairs");
	t->nshift = numbers / 2;
	t->shift = mem_alloc(g->d->mem, (t->nshift + 1) * sizeof *t->shift);
	for (i = 0; i < t->nshift; i++) {
		if (get_whole(g, n, &t->shift[i].seen) ||
			get_whole(g, n->next, &t->shift[i].out))
			return -1;
		n = n->next->next;
	}
	return check_shifts(g);
}

static int
get_texts(const struct reading *g, const struct node *state)
{
	const struct node *text, *shift;
	struct text *t = &g->d->text;

	if (want(g, state, "text", NODE_OBJECT, &text) ||
		want_text(g, text, "out", &t->out) ||
		want_text(g, text, "seen", &t->seen) ||
		want(g, text, "shift", NODE_LIST, &shift))
		return -1;
	return get_shifts(g, shift);
}

/* --- match --- */

static int
compare_ids(const void *a, const void *b)
{
	const struct rule *const *x = a, *const *y = b;

	return str_cmp((*x)->id, (*y)->id);
}

static void
sort_rules(struct reading *g)
{
	size_t n = g->r->nrule;

	g->by_id = mem_alloc(g->d->mem, (n + 1) * sizeof *g->by_id);
	if (n == 0)
		return;
	memcpy(g->by_id, g->r->rule, n * sizeof *g->by_id);
	qsort(g->by_id, n, sizeof *g->by_id, compare_ids);
}

static int
get_rule(const struct reading *g, const struct node *from,
	const struct rule **out)
{
	struct rule key = { 0 };
	const struct rule *want_key = &key, **found;

	if (want_text(g, from, "rule", &key.id))
		return -1;
	found = bsearch(&want_key, g->by_id, g->r->nrule, sizeof *g->by_id,
		compare_ids);
	if (!found)
		return err_set(
			g->e, "there is no rule '%.*s'", STR_ARG(key.id));
	*out = *found;
	return 0;
}

static int
get_group(const struct reading *g, const struct node *n, struct match *m)
{
	const struct rule_type *type = &g->r->type[m->type];
	unsigned i;

	for (i = 0; i < type->ngroup; i++)
		if (str_eq(type->group[i], n->name))
			return get_span(g, n, g->d->text.seen, &m->group[i]);
	return err_set(g->e, "'%.*s' is no argument of %.*s", STR_ARG(n->name),
		STR_ARG(type->name));
}

/* The index of another match, or -1 where there is none. */
static int
get_index(const struct reading *g, const struct node *from, const char *name,
	int *out)
{
	const struct node *n = node_get(from, name);
	size_t i = 0;

	*out = -1;
	if (!n)
		return 0;
	if (get_whole(g, n, &i))
		return -1;
	if (i >= g->d->nmatch)
		return err_set(g->e, "there is no match %zu", i);
	*out = (int)i;
	return 0;
}

static int
get_match(const struct reading *g, const struct node *from, struct match *m)
{
	const struct node *at, *groups, *n;
	const struct node *absorbed = node_get(from, "absorbed");

	if (from->kind != NODE_OBJECT)
		return err_set(g->e, "a match is not an object");
	m->group = match_groups(g->d->mem, GROUPS_MAX);
	if (get_rule(g, from, &m->rule) ||
		want(g, from, "at", NODE_LIST, &at) ||
		get_span(g, at, g->d->text.seen, &m->at) ||
		want(g, from, "group", NODE_OBJECT, &groups))
		return -1;
	m->type = m->rule->type;
	for (n = groups->first; n; n = n->next)
		if (get_group(g, n, m))
			return -1;
	if (get_index(g, from, "outer", &m->outer) ||
		get_index(g, from, "inner", &m->inner))
		return -1;
	m->absorbed = absorbed && absorbed->kind == NODE_BOOL &&
		      str_eq(absorbed->text, STR("true"));
	return 0;
}

static bool
holds(const struct match *outer, const struct match *inner)
{
	return outer->at.start <= inner->at.start &&
	       inner->at.end <= outer->at.end;
}

/* In order, the longer first, each outer match before what it holds: so who
 * follows `outer` or `inner` comes to an end. */
static int
check_order(const struct reading *g)
{
	const struct match *all = g->d->match, *m, *before;
	size_t i;

	for (i = 0; i < g->d->nmatch; i++) {
		m = &all[i];
		before = &all[i ? i - 1 : 0];
		if (m->at.start == m->at.end)
			return err_set(g->e, "match %zu is empty", i);
		if (m->at.start < before->at.start ||
			(m->at.start == before->at.start &&
				m->at.end > before->at.end))
			return err_set(g->e, "match %zu is out of order", i);
		if (m->outer >= 0 &&
			((size_t)m->outer >= i || !holds(&all[m->outer], m)))
			return err_set(
				g->e, "match %zu is not in its outer", i);
		if (m->inner >= 0 &&
			((size_t)m->inner <= i || !holds(m, &all[m->inner]) ||
				all[m->inner].type != m->type))
			return err_set(g->e, "match %zu lacks its inner", i);
	}
	return 0;
}

static int
get_matches(struct reading *g, const struct node *state)
{
	const struct node *list, *n;
	struct doc *d = g->d;
	size_t i = 0;

	if (want(g, state, "match", NODE_LIST, &list))
		return -1;
	sort_rules(g);
	d->nmatch = count(list);
	if (d->nmatch > INT_MAX)
		return err_set(g->e, "too many matches");
	d->match = mem_alloc(d->mem, (d->nmatch + 1) * sizeof *d->match);
	for (n = list->first; n; n = n->next)
		if (get_match(g, n, &d->match[i++]))
			return -1;
	return check_order(g);
}

/* --- value --- */

/* {"=":"1.50"} is a number to the last digit. */
static void
restore_numbers(struct node *n)
{
	struct node *child = n->first;

	if (n->kind == NODE_OBJECT && child && !child->next &&
		child->kind == NODE_TEXT && str_eq(child->name, STR("="))) {
		n->kind = NODE_NUMBER;
		n->text = child->text;
		return;
	}
	for (; child; child = child->next)
		restore_numbers(child);
}

/* A mention, or an entry where it has no place of its own. */
static int
get_value(const struct reading *g, const struct node *from, struct value **out)
{
	const struct node *at, *fields;
	struct value *v = MEM_NEW(g->d->mem, struct value);

	if (from->kind != NODE_OBJECT)
		return err_set(g->e, "a value is not an object");
	at = node_get(from, "at");
	v->at.start = v->at.end = SPAN_NONE;
	if ((at && get_span(g, at, g->d->text.out, &v->at)) ||
		get_text(g, from, "rule", &v->rule) ||
		want(g, from, "fields", NODE_OBJECT, &fields))
		return -1;
	v->fields = (struct node *)fields;
	restore_numbers(v->fields);
	if (v->fields->kind != NODE_OBJECT)
		return err_set(g->e, "'fields' is not an object");
	*out = v;
	return 0;
}

static int
get_mentions(const struct reading *g, const struct node *from, struct value *v)
{
	const struct node *list = node_get(from, "mentions"), *n;
	struct value *m;

	if (!list)
		return 0;
	if (list->kind != NODE_LIST)
		return err_set(g->e, "'mentions' is not a list");
	for (n = list->first; n; n = n->next) {
		if (get_value(g, n, &m))
			return -1;
		if (m->at.start == SPAN_NONE)
			return err_set(g->e, "a mention has no place");
		if (v->last_mention)
			v->last_mention->next = m;
		else
			v->mentions = m;
		v->last_mention = m;
	}
	return 0;
}

static int
get_list(const struct reading *g, const struct node *from, struct values *to)
{
	const struct node *n;
	struct value *v;

	for (n = from->first; n; n = n->next) {
		if (get_value(g, n, &v) || get_mentions(g, n, v))
			return -1;
		if (to->last)
			to->last->next = v;
		else
			to->first = v;
		to->last = v;
		to->n++;
	}
	return 0;
}

static int
get_values(const struct reading *g, const struct node *state)
{
	const struct node *lists, *n;
	int type;

	if (want(g, state, "value", NODE_OBJECT, &lists))
		return -1;
	for (n = lists->first; n; n = n->next) {
		type = rules_type(g->r, n->name);
		if (type < 0 || n->kind != NODE_LIST)
			return err_set(g->e, "'%.*s' is no list of values",
				STR_ARG(n->name));
		if (g->d->list[type].first)
			return err_set(
				g->e, "'%.*s' stands twice", STR_ARG(n->name));
		if (get_list(g, n, &g->d->list[type]))
			return -1;
	}
	return 0;
}

/* --- the whole --- */

static int
get_stage(const struct reading *g, const struct node *from, enum stage *out)
{
	struct str name;
	int i;

	if (want_text(g, from, "stage", &name))
		return -1;
	for (i = 0; i < STAGES; i++)
		if (str_eq(name, str_c(stage_name[i]))) {
			*out = (enum stage)i;
			return 0;
		}
	return err_set(g->e, "there is no stage '%.*s'", STR_ARG(name));
}

static int
get_warnings(const struct reading *g, const struct node *state)
{
	const struct node *list;

	if (want(g, state, "warnings", NODE_LIST, &list) ||
		check_texts(g, list, "warnings"))
		return -1;
	g->d->warnings = (struct node *)list;
	return 0;
}

/* {"schema":1,"source":{...},"error":{"stage":...,"message":...}} */
static int
get_failure(const struct reading *g, const struct node *line, enum stage *done)
{
	const struct node *source, *error = node_get(line, "error");
	struct doc *d = g->d;
	struct str message;

	if (want(g, line, "source", NODE_OBJECT, &source) ||
		get_text(g, source, "uri", &d->raw.uri) ||
		get_text(g, source, "key", &d->article.key) ||
		get_text(g, source, "type", &d->raw.type) ||
		get_text(g, source, "charset", &d->page.charset) ||
		get_sum(g, source) || get_stage(g, error, done) ||
		want_text(g, error, "message", &message))
		return -1;
	err_set(g->e, "%.*s", STR_ARG(message));
	return 1;
}

static int
get_state(struct reading *g, const struct node *state, enum stage *done)
{
	if (get_stage(g, state, done))
		return -1;
	if (*done == STAGE_emit)
		return err_set(g->e, "nothing is left to do after emit");
	if (get_raw(g, state, *done) || get_warnings(g, state))
		return -1;
	if (*done >= STAGE_decode && get_page(g, state, *done))
		return -1;
	if (*done >= STAGE_article && get_article(g, state, *done))
		return -1;
	if (*done >= STAGE_normal && get_texts(g, state))
		return -1;
	if (*done == STAGE_match && get_matches(g, state))
		return -1;
	return *done == STAGE_value ? get_values(g, state) : 0;
}

int
state_read(struct str line, struct doc *d, const struct rules *r,
	enum stage *done, struct ex_err *e)
{
	struct reading g = { .d = d, .r = r, .e = e };
	struct node *state;

	if (json_read(line, d->mem, &state, e))
		return -1;
	if (state->kind != NODE_OBJECT)
		return err_set(e, "want an object of one stage");
	if (node_get(state, "error"))
		return get_failure(&g, state, done);
	return get_state(&g, state, done);
}
