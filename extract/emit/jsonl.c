/* The record: one JSON object an article, as out/record.schema.json has it. */
#include <string.h>

#include "base/json_write.h"
#include "base/points.h"
#include "emit.h"
#include "libextract.h"
#include "record.h"

static void
put_source(
	const struct doc *d, struct str key, struct str sha256, struct buf *out)
{
	json_put_name(out, STR("source"));
	buf_put_c(out, '{');
	json_put_member(out, STR("uri"), d->raw.uri.p ? d->raw.uri : STR("-"));
	json_put_member(out, STR("key"), key);
	json_put_member(
		out, STR("type"), d->raw.from.p ? d->raw.from : d->raw.type);
	json_put_member(out, STR("charset"), d->page.charset);
	json_put_member(out, STR("sha256"), sha256);
	buf_put_c(out, '}');
}

static void
put_list(struct buf *out, struct str name, const struct node *list)
{
	json_put_name(out, name);
	if (list)
		json_put_node(out, list);
	else
		buf_put(out, STR("[]"));
}

static void
put_article(const struct article *a, struct buf *out)
{
	json_put_member(out, STR("title"), a->title);
	put_list(out, STR("authors"), a->authors);
	json_put_member(out, STR("site"), a->site);
	json_put_member(out, STR("url"), a->url);
	json_put_member(out, STR("language"), a->language);
	json_put_member(out, STR("published"), a->published);
	json_put_member(out, STR("modified"), a->modified);
}

static void put_values(const struct doc *d, const struct points *points,
	struct str name, const struct value *first, struct buf *out);

/* One of 64 bits by the first two letters of a name. */
#define BEGINS(a, b) ((uint64_t)1 << (((a)&31) + ((b)&31)))

/* An argument of an analyst's rule may have any name; those of the mention
 * itself come first. */
static bool
is_own(struct str name)
{
	static const struct str own[] = { { "text", 4 }, { "start", 5 },
		{ "end", 3 }, { "rule", 4 }, { "mentions", 8 } };
	const uint64_t begin = BEGINS('t', 'e') | BEGINS('s', 't') |
			       BEGINS('e', 'n') | BEGINS('r', 'u') |
			       BEGINS('m', 'e');
	size_t i;

	if (name.n < 2 || !(begin & BEGINS(name.p[0], name.p[1])))
		return false;
	for (i = 0; i < sizeof own / sizeof *own; i++)
		if (str_eq(name, own[i]))
			return true;
	return false;
}

static void
put_fields(const struct node *fields, struct buf *out)
{
	const struct node *f;

	for (f = fields ? fields->first : NULL; f; f = f->next) {
		if (is_own(f->name))
			continue;
		json_put_name(out, f->name);
		json_put_node(out, f);
	}
}

/* Bytes that are written as they stand: all READY are copied, n count. */
enum { READY = 16 };
struct ready {
	char bytes[READY];
	size_t n;
};

static void
put_ready(struct buf *out, const struct ready *r)
{
	if (READY > out->cap - out->n && !buf_reserve(out, READY))
		return;
	memcpy(out->p + out->n, r->bytes, READY);
	out->n += r->n;
}

static const struct ready an_entry = { "{", 1 },
			  a_mention = { "{\"text\":", 8 },
			  start = { ",\"start\":", 9 },
			  end = { ",\"end\":", 7 }, rule = { ",\"rule\":", 8 },
			  no_more = { "}", 1 };

static void
put_value(const struct doc *d, const struct points *points,
	const struct value *v, struct buf *out)
{
	bool entry = v->at.start == SPAN_NONE;

	put_ready(out, entry ? &an_entry : &a_mention);
	if (!entry) {
		json_put_valid(
			out, str_slice(d->text.out, v->at.start, v->at.end));
		put_ready(out, &start);
		buf_put_int(out, (long long)points_at(points, v->at.start));
		put_ready(out, &end);
		buf_put_int(out, (long long)points_at(points, v->at.end));
	}
	put_fields(v->fields, out);
	if (entry)
		put_values(d, points, STR("mentions"), v->mentions, out);
	if (v->rule.n) {
		put_ready(out, &rule);
		json_put_text(out, v->rule);
	}
	put_ready(out, &no_more);
}

static void
put_values(const struct doc *d, const struct points *points, struct str name,
	const struct value *first, struct buf *out)
{
	const struct value *v;

	json_put_name(out, name);
	buf_put_c(out, '[');
	for (v = first; v; v = v->next) {
		if (v != first)
			buf_put_c(out, ',');
		put_value(d, points, v, out);
	}
	buf_put_c(out, ']');
}

static void
record(const struct doc *d, const struct rules *r, struct buf *out)
{
	struct points points = points_new(d->mem, d->text.out);
	struct record_list list[RECORD_LISTS_MAX];
	size_t i, n = record_lists(d, r, list);
	char id[RECORD_ID + 1];
	struct str sha256;

	if (!record_sums(d, id, &sha256)) {
		out->bad = true;
		return;
	}
	buf_put_c(out, '{');
	json_put_int(out, STR("schema"), 1);
	json_put_member(out, STR("id"), str_c(id));
	put_source(d, d->article.key, sha256, out);
	put_article(&d->article, out);
	json_put_name(out, STR("text"));
	json_put_valid(out, d->text.out);
	if (d->article.captions)
		put_list(out, STR("captions"), d->article.captions);
	for (i = 0; i < n; i++)
		put_values(d, &points, list[i].name,
			list[i].values ? list[i].values->first : NULL, out);
	put_list(out, STR("warnings"), d->warnings);
	buf_put(out, STR("}\n"));
}

/* What the input calls it, where the article stage has not come to say so. */
static struct str
known_key(const struct doc *d)
{
	const struct node *id = node_get(d->raw.fields, "id");

	if (d->article.key.p)
		return d->article.key;
	if (id && (id->kind == NODE_TEXT || id->kind == NODE_NUMBER))
		return id->text;
	return (struct str){ NULL, 0 };
}

static void
failure(const struct doc *d, const char *stage, const struct ex_err *e,
	struct buf *out)
{
	buf_put_c(out, '{');
	json_put_int(out, STR("schema"), 1);
	put_source(d, known_key(d), record_sha256(d), out);
	json_put_name(out, STR("error"));
	buf_put_c(out, '{');
	json_put_member(out, STR("stage"), str_c(stage));
	json_put_member(out, STR("message"), str_c(e->what));
	buf_put(out, STR("}}\n"));
}

const struct emit_type emit_jsonl = {
	.name = "jsonl",
	.help = "one JSON object an article (out/record.schema.json)",
	.record = record,
	.failure = failure,
};
