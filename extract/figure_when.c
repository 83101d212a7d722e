/* The dates beside a figure: when it was so, and what it is compared with. */
#include "base/marks.h"
#include "figure_when.h"
#include "rules.h"

enum {
	DATES_BACK = 12,
	WHEN_BYTES = 160 /* a date further off is of something else */
};

static struct str
date_value(const struct doc *d, const struct match *m)
{
	const struct value *v = d->value_of[m - d->match];
	struct str type = v ? node_text(v->fields, "type") : STR("");

	return str_eq(type, STR("DATE")) ? node_text(v->fields, "value")
					 : STR("");
}

struct str
figure_when(const struct doc *d, int dates, size_t index, struct span at)
{
	struct str value = STR("");
	size_t i;
	int n = 0;

	for (i = index; i > 0 && n < DATES_BACK; i--) {
		const struct match *m = &d->match[i - 1];

		if (m->at.end > at.start || m->absorbed)
			continue;
		n++;
		if (m->type == d->match[index].type)
			return value;
		if (at.start - m->at.end > WHEN_BYTES)
			return value;
		if ((int)m->type != dates)
			continue;
		if (marks_part(str_slice(d->text.seen, m->at.end, at.start)))
			return value;
		return date_value(d, m);
	}
	return value;
}

size_t
figure_versus_word(const struct rules *r, const struct doc *d, size_t end)
{
	struct str text = d->text.seen;

	if (end >= text.n || text.p[end] != ' ')
		return 0;
	return lexicon_longest(r->named[LEXICON_VERSUS],
		str_slice(text, end + 1, text.n), NULL);
}

struct str
figure_versus(const struct rules *r, const struct doc *d, int dates,
	size_t index, struct span at)
{
	size_t n = dates < 0 ? 0 : figure_versus_word(r, d, at.end), from, i;

	from = at.end + 1 + n;
	for (i = index; n && i < d->nmatch; i++) {
		const struct match *m = &d->match[i];

		if (m->at.start > from + 1)
			break;
		if ((int)m->type == dates && !m->absorbed &&
			m->at.start >= from)
			return date_value(d, m);
	}
	return STR("");
}
