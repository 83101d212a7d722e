/* The dates beside a figure: when it was so, and what it is compared with. */
#include "figure_when.h"
#include "match.h"
#include "rules.h"

enum {
	DATES_BACK = 12,
	WHEN_BYTES = 160 /* a date further off is of something else */
};

/* Nothing between two places of a text but words of one sentence. */
static bool
same_sentence(struct str text)
{
	size_t i;

	for (i = 0; i < text.n; i++)
		if (text.p[i] == '\n' || text.p[i] == ';' || text.p[i] == '(' ||
			text.p[i] == ')' ||
			(text.p[i] == '.' && i + 1 < text.n &&
				text.p[i + 1] == ' '))
			return false;
	return true;
}

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
		if (!same_sentence(
			    str_slice(d->text.seen, m->at.end, at.start)))
			return value;
		return date_value(d, m);
	}
	return value;
}

struct str
figure_versus(const struct rules *r, const struct doc *d, int dates,
	size_t index, struct span at)
{
	const struct lexicon *l = r->named[LEXICON_VERSUS];
	struct str behind = str_slice(d->text.seen, at.end, d->text.seen.n);
	const struct match *m;
	size_t n;

	if (dates < 0 || behind.n == 0 || behind.p[0] != ' ')
		return STR("");
	behind = str_slice(behind, 1, behind.n);
	n = lexicon_longest(l, behind, NULL);
	if (n == 0)
		return STR("");
	behind.n = n + 1;
	m = match_inside(d, (unsigned)dates,
		(struct span){ at.end + 1 + n, d->text.seen.n }, index, false);
	if (!m || m->at.start > at.end + n + 2)
		return STR("");
	return date_value(d, m);
}
