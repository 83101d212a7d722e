/* Mentions as flat objects. */
#include "base/buf.h"
#include "base/points.h"
#include "flat.h"
#include "record.h"

/* What all mentions of one article share. */
struct lines {
	const struct doc *d;
	struct points points;
	struct str id;
	void (*put)(void *arg, const struct node *mention);
	void *arg;
};

/* Names that every mention has. */
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

static void
add_scalar(const struct lines *l, struct node *to, struct str name,
	enum node_kind kind, struct str text)
{
	node_add(to, name, node_new(l->d->mem, kind))->text = text;
}

static void
add_text(const struct lines *l, struct node *to, const char *name,
	struct str text)
{
	add_scalar(l, to, str_c(name), text.p ? NODE_TEXT : NODE_NULL, text);
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
static struct str
joined(const struct lines *l, const struct node *list)
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
	return b.n ? buf_str(&b) : (struct str){ NULL, 0 };
}

static void
add_field(const struct lines *l, struct node *to, struct str list,
	const struct node *f)
{
	struct str name = f->name, text;
	const struct node *part;

	if (is_taken(name))
		name = mem_printf(l->d->mem, "%.*s_%.*s", STR_ARG(list),
			STR_ARG(f->name));
	if (f->kind == NODE_LIST) {
		text = joined(l, f);
		add_scalar(l, to, name, text.p ? NODE_TEXT : NODE_NULL, text);
		return;
	}
	if (f->kind != NODE_OBJECT) {
		add_scalar(l, to, name, f->kind, f->text);
		return;
	}
	for (part = f->first; part; part = part->next)
		if (is_scalar(part))
			add_scalar(l, to,
				mem_printf(l->d->mem, "%.*s_%.*s",
					STR_ARG(name), STR_ARG(part->name)),
				part->kind, part->text);
}

static void
add_fields(const struct lines *l, struct node *to, struct str list,
	const struct node *fields)
{
	const struct node *f;

	for (f = fields ? fields->first : NULL; f; f = f->next)
		if (!str_eq(f->name, STR("value")))
			add_field(l, to, list, f);
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
put_mention(const struct lines *l, struct str list, const struct value *entry,
	const struct value *v)
{
	const struct doc *d = l->d;
	struct node *to = node_new(d->mem, NODE_OBJECT);

	add_text(l, to, "article", l->id);
	add_text(l, to, "uri", d->raw.uri.p ? d->raw.uri : STR("-"));
	add_text(l, to, "published", d->article.published);
	add_text(l, to, "type", list);
	add_text(l, to, "text", str_slice(d->text.out, v->at.start, v->at.end));
	node_put_int(d->mem, to, "start",
		(long long)points_at(&l->points, v->at.start));
	node_put_int(
		d->mem, to, "end", (long long)points_at(&l->points, v->at.end));
	add_text(l, to, "value", value_of(v));
	if (entry)
		add_fields(l, to, list, entry->fields);
	add_fields(l, to, list, v->fields);
	add_text(l, to, "rule", v->rule.n || !entry ? v->rule : entry->rule);
	l->put(l->arg, to);
}

bool
flat_mentions(const struct doc *d, const struct rules *r,
	void (*put)(void *arg, const struct node *mention), void *arg)
{
	struct record_list list[RECORD_LISTS_MAX];
	size_t i, n = record_lists(d, r, list);
	const struct value *v, *m;
	char id[RECORD_ID + 1];
	struct lines l = { .d = d, .put = put, .arg = arg };

	if (!record_id(d, id))
		return false;
	l.id = str_c(id);
	l.points = points_new(d->mem, d->text.out);
	for (i = 0; i < n; i++) {
		v = list[i].values ? list[i].values->first : NULL;
		for (; v; v = v->next) {
			if (v->at.start != SPAN_NONE)
				put_mention(&l, list[i].name, NULL, v);
			for (m = v->mentions; m; m = m->next)
				put_mention(&l, list[i].name, v, m);
		}
	}
	return true;
}
