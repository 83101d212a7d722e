/* An article between two stages: writing it. */
#include "base/base64.h"
#include "base/json_write.h"
#include "base/utf8.h"
#include "record.h"
#include "rules.h"
#include "state.h"

static void
put_open(struct buf *out, struct str name, char bracket)
{
	json_put_name(out, name);
	buf_put_c(out, bracket);
}

/* Left out where it is not known. */
static void
put_known(struct buf *out, struct str name, struct str s)
{
	if (s.p)
		json_put_member(out, name, s);
}

static void
put_node(struct buf *out, struct str name, const struct node *n)
{
	if (!n)
		return;
	json_put_name(out, name);
	json_put_node(out, n);
}

static void
put_span(struct buf *out, struct str name, struct span at)
{
	put_open(out, name, '[');
	buf_put_int(out, (long long)at.start);
	buf_put_c(out, ',');
	buf_put_int(out, (long long)at.end);
	buf_put_c(out, ']');
}

/* As a text where they are one; a NUL is trouble to many a JSON reader. */
static void
put_bytes(struct buf *out, struct str bytes)
{
	if (utf8_check(bytes) == bytes.n &&
		str_find(bytes, STR("\0"), 0) == SPAN_NONE) {
		json_put_member(out, STR("bytes"), bytes.n ? bytes : STR(""));
		return;
	}
	json_put_name(out, STR("base64"));
	buf_put_c(out, '"');
	base64_put(out, bytes);
	buf_put_c(out, '"');
}

static void
put_raw(const struct doc *d, enum stage done, struct buf *out)
{
	put_open(out, STR("raw"), '{');
	put_known(out, STR("uri"), d->raw.uri);
	put_known(out, STR("type"), d->raw.type);
	put_known(out, STR("from"), d->raw.from);
	if (done < STAGE_article) {
		put_known(out, STR("url"), d->raw.url);
		put_known(out, STR("charset"), d->raw.charset);
		put_known(out, STR("fetched"), d->raw.fetched);
	}
	if (done == STAGE_read)
		put_bytes(out, d->raw.bytes);
	else
		put_known(out, STR("sha256"), record_sha256(d));
	/* Title, date and the like of JSON Lines: the article stage's. */
	if (done < STAGE_article)
		put_node(out, STR("fields"), d->raw.fields);
	buf_put_c(out, '}');
}

static void
put_page(const struct doc *d, enum stage done, struct buf *out)
{
	put_open(out, STR("page"), '{');
	put_known(out, STR("charset"), d->page.charset);
	if (done < STAGE_article)
		put_known(out, STR("text"), d->page.text);
	buf_put_c(out, '}');
}

static void
put_article(const struct doc *d, enum stage done, struct buf *out)
{
	const struct article *a = &d->article;

	put_open(out, STR("article"), '{');
	put_known(out, STR("key"), a->key);
	put_known(out, STR("title"), a->title);
	put_known(out, STR("site"), a->site);
	put_known(out, STR("url"), a->url);
	put_known(out, STR("language"), a->language);
	put_known(out, STR("published"), a->published);
	put_known(out, STR("modified"), a->modified);
	put_node(out, STR("authors"), a->authors);
	put_node(out, STR("captions"), a->captions);
	if (done < STAGE_normal)
		put_known(out, STR("text"), a->text);
	buf_put_c(out, '}');
}

static void
put_text(const struct doc *d, struct buf *out)
{
	const struct text *t = &d->text;
	size_t i;

	put_open(out, STR("text"), '{');
	json_put_member(out, STR("out"), t->out.p ? t->out : STR(""));
	json_put_member(out, STR("seen"), t->seen.p ? t->seen : STR(""));
	put_open(out, STR("shift"), '[');
	for (i = 0; i < t->nshift; i++) {
		json_put_comma(out);
		buf_put_int(out, (long long)t->shift[i].seen);
		buf_put_c(out, ',');
		buf_put_int(out, (long long)t->shift[i].out);
	}
	buf_put(out, STR("]}"));
}

static void
put_match(const struct match *m, const struct rule_type *type, struct buf *out)
{
	unsigned i;

	json_put_comma(out);
	buf_put_c(out, '{');
	json_put_member(out, STR("rule"), m->rule->id);
	put_span(out, STR("at"), m->at);
	put_open(out, STR("group"), '{');
	for (i = 0; i < type->ngroup; i++)
		if (m->group[i].start != SPAN_NONE)
			put_span(out, type->group[i], m->group[i]);
	buf_put_c(out, '}');
	if (m->outer >= 0)
		json_put_int(out, STR("outer"), m->outer);
	if (m->inner >= 0)
		json_put_int(out, STR("inner"), m->inner);
	if (m->absorbed) {
		json_put_name(out, STR("absorbed"));
		buf_put(out, STR("true"));
	}
	buf_put_c(out, '}');
}

/* A field of a value. Numbers are written as they are printed in a record, to
 * the last digit, and JSON readers keep 15 of them: a longer one stands as
 * {"=":"12345678901234567890"}. */
static void
put_field(struct buf *out, const struct node *n)
{
	const struct node *child;

	if (n->kind == NODE_NUMBER && n->text.n > 15) {
		buf_put_c(out, '{');
		json_put_member(out, STR("="), n->text);
		buf_put_c(out, '}');
		return;
	}
	if (n->kind != NODE_LIST && n->kind != NODE_OBJECT) {
		json_put_node(out, n);
		return;
	}
	buf_put_c(out, n->kind == NODE_LIST ? '[' : '{');
	for (child = n->first; child; child = child->next) {
		if (n->kind == NODE_LIST)
			json_put_comma(out);
		else
			json_put_name(out, child->name);
		put_field(out, child);
	}
	buf_put_c(out, n->kind == NODE_LIST ? ']' : '}');
}

static void
put_value(const struct value *v, struct buf *out)
{
	const struct value *m;

	json_put_comma(out);
	buf_put_c(out, '{');
	if (v->at.start != SPAN_NONE)
		put_span(out, STR("at"), v->at);
	put_known(out, STR("rule"), v->rule);
	json_put_name(out, STR("fields"));
	put_field(out, v->fields);
	if (v->mentions) {
		put_open(out, STR("mentions"), '[');
		for (m = v->mentions; m; m = m->next)
			put_value(m, out);
		buf_put_c(out, ']');
	}
	buf_put_c(out, '}');
}

static void
put_values(const struct doc *d, const struct rules *r, struct buf *out)
{
	const struct value *v;
	unsigned i;

	put_open(out, STR("value"), '{');
	for (i = 0; i < r->ntype; i++) {
		if (r->type[i].hidden || !d->list[i].first)
			continue;
		put_open(out, r->type[i].name, '[');
		for (v = d->list[i].first; v; v = v->next)
			put_value(v, out);
		buf_put_c(out, ']');
	}
	buf_put_c(out, '}');
}

void
state_write(const struct doc *d, const struct rules *r, enum stage done,
	struct buf *out)
{
	size_t i;

	buf_put_c(out, '{');
	json_put_member(out, STR("stage"), str_c(stage_name[done]));
	put_raw(d, done, out);
	if (done >= STAGE_decode)
		put_page(d, done, out);
	if (done >= STAGE_article)
		put_article(d, done, out);
	if (done >= STAGE_normal)
		put_text(d, out);
	if (done == STAGE_match) {
		put_open(out, STR("match"), '[');
		for (i = 0; i < d->nmatch; i++)
			put_match(
				&d->match[i], &r->type[d->match[i].type], out);
		buf_put_c(out, ']');
	}
	if (done >= STAGE_value)
		put_values(d, r, out);
	put_node(out, STR("warnings"), d->warnings);
	buf_put(out, STR("}\n"));
}
