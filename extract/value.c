/* Interpreting: types with a file in value/ by it, the others by their
 * arguments alone. */
#include <string.h>

#include "match.h"
#include "value.h"

/* Readers that `fields:` may name, and where their value stands. */
static const struct reader {
	const char *name, *type, *field;
} readers[] = {
	{ "number", "figures", "value" },
	{ "money", "figures", "value" },
	{ "date", "dates", "value" },
	{ "unit", "units", "name" },
};

static struct value *
value_new(struct doc *d, struct str rule, struct span at)
{
	struct value *v = MEM_NEW(d->mem, struct value);

	v->at = at;
	v->rule = rule;
	v->fields = node_new(d->mem, NODE_OBJECT);
	return v;
}

static struct value *
append(struct values *list, struct value *v)
{
	if (list->last)
		list->last->next = v;
	else
		list->first = v;
	list->last = v;
	list->n++;
	return v;
}

struct value *
value_add(struct doc *d, unsigned type, const struct match *m, struct span seen)
{
	struct value *v =
		value_new(d, m->rule->id, text_span_out(&d->text, seen));

	d->value_of[m - d->match] = v;
	return append(&d->list[type], v);
}

struct value *
value_add_entry(struct doc *d, unsigned type, struct str rule)
{
	return append(&d->list[type],
		value_new(d, rule, (struct span){ SPAN_NONE, SPAN_NONE }));
}

struct value *
value_add_mention(struct doc *d, struct value *entry, const struct match *m,
	struct span seen)
{
	struct value *v =
		value_new(d, m->rule->id, text_span_out(&d->text, seen));

	if (entry->last_mention)
		entry->last_mention->next = v;
	else
		entry->mentions = v;
	entry->last_mention = v;
	d->value_of[m - d->match] = entry;
	return v;
}

struct value *
value_at(struct doc *d, unsigned type, struct span seen)
{
	const struct match *m = match_inside(d, type, seen, 0, true);

	/* What an outer match speaks for has its value there. */
	while (m && !d->value_of[m - d->match] && m->absorbed && m->outer >= 0)
		m = &d->match[m->outer];
	return m ? d->value_of[m - d->match] : NULL;
}

struct str
value_text(const struct doc *d, const struct value *v)
{
	return str_slice(d->text.out, v->at.start, v->at.end);
}

/* --- types without a file --- */

static const struct reader *
reader_of(struct str name)
{
	size_t i;

	for (i = 0; i < sizeof readers / sizeof *readers; i++)
		if (str_eq(str_c(readers[i].name), name))
			return &readers[i];
	return NULL;
}

const struct value_type *
value_type_named(struct str name)
{
	size_t i;

	for (i = 0; i < nvalue_types; i++)
		if (str_eq(str_c(value_types[i]->name), name))
			return value_types[i];
	return NULL;
}

bool
value_has_reader(struct str name)
{
	return reader_of(name) != NULL;
}

/* The value that a reader finds in an argument, or NULL. */
static const struct node *
read_argument(const struct rules *r, struct doc *d, const struct reader *by,
	struct span at)
{
	int type = rules_type(r, str_c(by->type));
	struct value *v;

	if (type < 0 || at.start == SPAN_NONE)
		return NULL;
	v = value_at(d, (unsigned)type, at);
	return v ? node_get(v->fields, by->field) : NULL;
}

static void
put_argument(const struct rules *r, struct doc *d, const struct match *m,
	unsigned i, struct node *fields)
{
	const struct rule_type *t = &r->type[m->type];
	const struct reader *by = reader_of(t->reader[i]);
	const char *name = mem_str(d->mem, t->group[i]).p;
	struct str text = match_arg(d, m, i);
	const struct node *n;

	if (!text.p)
		return;
	if (m->group[i].start != SPAN_NONE) {
		struct span out = text_span_out(&d->text, m->group[i]);

		text = str_slice(d->text.out, out.start, out.end);
	}
	n = by ? read_argument(r, d, by, m->group[i]) : NULL;
	if (n && n->kind == NODE_NUMBER)
		node_put_number(d->mem, fields, name, n->text);
	else
		node_put_text(d->mem, fields, name, n ? n->text : text);
}

static void
interpret_plain(const struct rules *r, struct doc *d, unsigned type)
{
	const struct match *m = NULL;
	struct value *v;
	unsigned g;

	while ((m = value_match(d, type, m))) {
		if (m->absorbed)
			continue;
		v = value_add(d, type, m, m->at);
		for (g = 0; g < r->type[type].ngroup; g++)
			put_argument(r, d, m, g, v->fields);
	}
}

/* --- the order --- */

static void
link_types(struct doc *d)
{
	size_t i;
	unsigned type;

	memset(d->of_type, 0, sizeof d->of_type);
	d->next_of_type =
		mem_space(d->mem, d->nmatch * sizeof *d->next_of_type);
	for (i = d->nmatch; i > 0; i--) {
		type = d->match[i - 1].type;
		d->next_of_type[i - 1] = d->of_type[type];
		d->of_type[type] = (uint32_t)i;
	}
}

int
value(struct doc *d, const struct rules *r, struct ex_err *e)
{
	const struct rule_type *t;
	unsigned i;

	link_types(d);
	memset(d->list, 0, r->ntype * sizeof *d->list);
	d->value_of = mem_alloc(d->mem, (d->nmatch + 1) * sizeof *d->value_of);
	for (i = 0; i < r->nordered; i++) {
		t = &r->type[r->ordered[i]];
		if (!t->value)
			interpret_plain(r, d, r->ordered[i]);
		else if (t->value->interpret(r, d, r->ordered[i], e))
			return -1;
	}
	return 0;
}
