/* One flat JSON object a mention, for tables and for `grep`. A mention of an
 * entry (a person, a unit) carries what is known of the entry. */
#include "base/json_write.h"
#include "base/points.h"
#include "emit.h"
#include "record.h"

/* What all lines of one article share. */
struct lines {
	const struct doc *d;
	struct points points;
	struct str id;
	struct buf *out;
};

/* Names that every line has. */
static bool
is_taken(struct str name)
{
	static const char *const taken[] = { "article", "uri", "published",
		"type", "text", "start", "end", "rule" };
	size_t i;

	for (i = 0; i < sizeof taken / sizeof *taken; i++)
		if (str_eq(name, str_c(taken[i])))
			return true;
	return false;
}

static bool
is_scalar(const struct node *n)
{
	return n->kind != NODE_LIST && n->kind != NODE_OBJECT;
}

/* What stands for a node in one cell: of an object its text. */
static struct str
cell(const struct node *n)
{
	if (n->kind == NODE_OBJECT)
		return node_text(n, "text");
	return n->text;
}

/* A list in one cell: "Bộ trưởng Bộ Y tế; Ủy viên Trung ương Đảng". */
static void
put_joined(const struct lines *l, struct str name, const struct node *list)
{
	struct buf b = { .mem = l->d->mem };
	const struct node *n;
	struct str s;

	for (n = list->first; n; n = n->next) {
		s = cell(n);
		if (s.n == 0)
			continue;
		if (b.n)
			buf_put(&b, STR("; "));
		buf_put(&b, s);
	}
	json_put_member(l->out, name, buf_str(&b));
}

/* A field under its own name, or behind the list's where the line has that
 * name already: `type` of a date is dates_type. */
static void
put_field(const struct lines *l, struct str list, const struct node *f)
{
	struct str name = f->name;
	const struct node *part;

	if (is_taken(name))
		name = mem_printf(l->d->mem, "%.*s_%.*s", STR_ARG(list),
			STR_ARG(f->name));
	if (f->kind == NODE_LIST) {
		put_joined(l, name, f);
		return;
	}
	if (f->kind != NODE_OBJECT) {
		json_put_name(l->out, name);
		json_put_node(l->out, f);
		return;
	}
	for (part = f->first; part; part = part->next) {
		if (!is_scalar(part))
			continue;
		json_put_name(
			l->out, mem_printf(l->d->mem, "%.*s_%.*s",
					STR_ARG(name), STR_ARG(part->name)));
		json_put_node(l->out, part);
	}
}

static void
put_fields(const struct lines *l, struct str list, const struct node *fields)
{
	const struct node *f;

	for (f = fields ? fields->first : NULL; f; f = f->next)
		if (!str_eq(f->name, STR("value")))
			put_field(l, list, f);
}

/* One column of texts for all: a date's or a figure's value, the last day of
 * a deadline, the number of a document. */
static struct str
value_of(const struct value *v)
{
	static const char *const field[] = { "value", "due", "number" };
	const struct node *n = NULL;
	size_t i;

	for (i = 0; i < sizeof field / sizeof *field && !n; i++)
		n = node_get(v->fields, field[i]);
	if (!n || !is_scalar(n) || n->kind == NODE_NULL)
		return (struct str){ NULL, 0 };
	return n->text;
}

static void
put_line(const struct lines *l, struct str list, const struct value *entry,
	const struct value *v)
{
	const struct doc *d = l->d;
	struct buf *out = l->out;

	buf_put_c(out, '{');
	json_put_member(out, STR("article"), l->id);
	json_put_member(out, STR("uri"), d->raw.uri.p ? d->raw.uri : STR("-"));
	json_put_member(out, STR("published"), d->article.published);
	json_put_member(out, STR("type"), list);
	json_put_member(out, STR("text"),
		str_slice(d->text.out, v->at.start, v->at.end));
	json_put_int(out, STR("start"),
		(long long)points_at(&l->points, v->at.start));
	json_put_int(
		out, STR("end"), (long long)points_at(&l->points, v->at.end));
	json_put_member(out, STR("value"), value_of(v));
	if (entry)
		put_fields(l, list, entry->fields);
	put_fields(l, list, v->fields);
	json_put_member(
		out, STR("rule"), v->rule.n || !entry ? v->rule : entry->rule);
	buf_put(out, STR("}\n"));
}

static void
record(const struct doc *d, const struct rules *r, struct buf *out)
{
	struct record_list list[RECORD_LISTS_MAX];
	size_t i, n = record_lists(d, r, list);
	const struct value *v, *m;
	char id[RECORD_ID + 1];
	struct lines l = { .d = d, .out = out };

	if (!record_id(d, id)) {
		out->bad = true;
		return;
	}
	l.id = str_c(id);
	l.points = points_new(d->mem, d->text.out);
	for (i = 0; i < n; i++) {
		v = list[i].values ? list[i].values->first : NULL;
		for (; v; v = v->next) {
			if (v->at.start != SPAN_NONE)
				put_line(&l, list[i].name, NULL, v);
			for (m = v->mentions; m; m = m->next)
				put_line(&l, list[i].name, v, m);
		}
	}
}

const struct emit_type emit_mentions = {
	.name = "mentions",
	.help = "one flat JSON object a mention",
	.record = record,
};
