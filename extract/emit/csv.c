/* A table of mentions with a header line: CSV as RFC 4180 has it, but with
 * line ends of one byte, which every reader takes. All kinds share its
 * columns; what rules of one's own find beyond them stands in the last one, as
 * a JSON object. */
#include <string.h>

#include "base/json_write.h"
#include "emit.h"
#include "flat.h"

/* Columns are fields of flat mentions, by their names. (clang-format moves a
 * line of them each time it is run.) */
/* clang-format off */
#define CSV_COLUMNS(X)                                                         \
	X(article) X(uri) X(published) X(type) X(text) X(start) X(end)         \
	X(value) X(name) X(kind) X(unit) X(currency) X(of) X(per) X(min)       \
	X(max) X(modifier) X(change) X(when) X(versus) X(dates_type)           \
	X(from) X(to) X(mod) X(quant) X(basis) X(calendar) X(roles)            \
	X(references) X(abbreviation) X(parent) X(place) X(due) X(bound)       \
	X(task) X(assignee) X(recipient) X(number) X(title) X(issued)          \
	X(issuer) X(part) X(rule)
/* clang-format on */

#define CSV_NAME(name) #name,
static const char *const columns[] = { CSV_COLUMNS(CSV_NAME) };
#undef CSV_NAME
enum { COLUMNS = sizeof columns / sizeof *columns };

#define CSV_HEAD(name) #name ","
static const char head[] = CSV_COLUMNS(CSV_HEAD) "more\n";
#undef CSV_HEAD

static void
put_cell(struct buf *out, struct str s)
{
	size_t at = 0, quote;

	if (str_find(s, STR("\""), 0) == SPAN_NONE &&
		str_find(s, STR(","), 0) == SPAN_NONE &&
		str_find(s, STR("\n"), 0) == SPAN_NONE &&
		str_find(s, STR("\r"), 0) == SPAN_NONE) {
		buf_put(out, s);
		return;
	}
	buf_put_c(out, '"');
	while ((quote = str_find(s, STR("\""), at)) != SPAN_NONE) {
		buf_put(out, str_slice(s, at, quote + 1));
		buf_put_c(out, '"');
		at = quote + 1;
	}
	buf_put(out, str_slice(s, at, s.n));
	buf_put_c(out, '"');
}

/* The column of a field, looked for from `from` on: fields come in the order
 * of columns, most of them. COLUMNS: it has none. */
static unsigned
column_of(struct str name, unsigned from)
{
	unsigned i;

	for (i = 0; i < COLUMNS; i++)
		if (str_eq(name, str_c(columns[(from + i) % COLUMNS])))
			return (from + i) % COLUMNS;
	return COLUMNS;
}

static void
put(void *arg, const struct node *mention)
{
	struct buf *out = arg;
	const struct node *cell[COLUMNS] = { NULL }, *f;
	struct buf more = { .mem = NULL };
	unsigned i, at = 0;

	for (f = mention->first; f; f = f->next) {
		i = column_of(f->name, at);
		if (i < COLUMNS) {
			cell[i] = f;
			at = i + 1;
			continue;
		}
		if (more.n == 0)
			buf_put_c(&more, '{');
		json_put_name(&more, f->name);
		json_put_node(&more, f);
	}
	for (i = 0; i < COLUMNS; i++) {
		if (cell[i])
			put_cell(out, cell[i]->text);
		buf_put_c(out, ',');
	}
	if (more.n) {
		buf_put_c(&more, '}');
		put_cell(out, buf_str(&more));
	}
	out->bad = out->bad || more.bad;
	buf_free(&more);
	buf_put_c(out, '\n');
}

static void
record(const struct doc *d, const struct rules *r, struct buf *out)
{
	if (!flat_mentions(d, r, put, out))
		out->bad = true;
}

const struct emit_type emit_csv = {
	.name = "csv",
	.help = "a table of mentions (CSV with a header)",
	.head = head,
	.record = record,
};
