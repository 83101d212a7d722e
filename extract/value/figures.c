/* Figures: a number and what it counts or measures.
 *
 * A rule gives the number, the second one of a range or ratio, the unit and
 * what it is per; words of approximation and change are looked up around it.
 * The mention is from the number (or the currency before it) to the unit. */
#include "base/letter.h"
#include "base/utf8.h"
#include "compound.h"
#include "figure_around.h"
#include "number.h"
#include "rules.h"
#include "value.h"

enum {
	NUMBER, /* "5 triệu" */
	TO,	/* the other end: "5 đến 10" */
	OF,	/* the whole of a ratio: "8/11" */
	UNIT,
	PER,
	FRONT,	  /* a currency before the number: "$10" */
	PART,	  /* hundredths of money, decimals of a height: "1m75" */
	SCALE,	  /* of the last in a list: "3, 5 và 7 tỷ đồng" */
	KIND,	  /* set: count percent money measure ratio age times */
	CURRENCY, /* set, where no word tells it */
	GUESS,	  /* set: the unit is taken for a noun by its shape alone */
	INSIDE,	  /* set: the unit is the noun that a name begins with */
	NOUN,	  /* part of the unit: stands in `noun-compound` */
	VERB,	  /* part of the unit: stands in `deed-compound` */
	OPEN	  /* set: no list has the unit's last word */
};

enum {
	DATES_BACK = 12,
	WHEN_BYTES = 160, /* a date further off is of something else */
	TIMES_MOST = 100, /* so many times as much */
	YEAR_FIRST = 1800,
	YEAR_LAST = 2099
};

/* What an accepted match says. */
struct figure {
	struct span at;
	struct number number, to, of;
	struct span unit, per;
	bool range, ratio;
	struct str kind;
	struct figure_around around;
};

static bool
has(const struct match *m, unsigned group)
{
	return m->group[group].start != SPAN_NONE;
}

static bool
is(struct str kind, const char *name)
{
	return str_eq(kind, str_c(name));
}

/* --- the numbers --- */

/* "1,500 người" is a whole number, "1,500 tỷ" and "1,500%" are not. */
static bool
read_number(const struct rules *r, struct str text, struct str kind,
	struct number *out)
{
	bool whole = is(kind, "count") || is(kind, "money") ||
		     is(kind, "age") || is(kind, "times");

	if (!number_read(r, text, DECIMAL_COMMA, out))
		return false;
	if (!whole || decimal_cmp(out->scale, decimal_int(1)) != 0)
		return true;
	return number_read(r, text, DECIMAL_WHOLE, out);
}

/* "5 đến 10 triệu": the scale of the second belongs to the first as well. */
static bool
carry_scale(struct figure *f)
{
	struct decimal one = decimal_int(1), scaled;

	if (decimal_cmp(f->number.scale, one) != 0 || f->number.words)
		return true;
	if (!decimal_multiply(f->number.value, f->to.scale, &scaled))
		return false;
	if (decimal_cmp(scaled, f->to.value) <= 0)
		f->number.value = scaled;
	return true;
}

/* Adds "75" of "1m75" and "23 xu" of "2 đô la và 23 xu". */
static bool
add_part(const struct rules *r, const struct doc *d, const struct match *m,
	struct figure *f)
{
	struct str text = match_arg(d, m, PART);
	struct number part;
	int places = is(f->kind, "money") || text.n > 1 ? -2 : -1;

	if (!has(m, PART))
		return true;
	return number_read(r, text, DECIMAL_WHOLE, &part) &&
	       decimal_add(f->number.value, decimal_scale(part.value, places),
		       &f->number.value);
}

static bool
read_numbers(const struct rules *r, const struct doc *d, const struct match *m,
	struct figure *f)
{
	struct number scale;

	f->range = has(m, TO);
	f->ratio = has(m, OF);
	if (!read_number(r, match_arg(d, m, NUMBER), f->kind, &f->number))
		return false;
	if (has(m, SCALE)) {
		if (!number_read(
			    r, match_arg(d, m, SCALE), DECIMAL_COMMA, &scale) ||
			!decimal_multiply(
				f->number.value, scale.value, &f->number.value))
			return false;
	}
	if (f->range) {
		if (!read_number(r, match_arg(d, m, TO), f->kind, &f->to) ||
			!carry_scale(f))
			return false;
		/* "thắng 3-1", "thua 0-2 trận mở màn" are scores */
		if (decimal_cmp(f->number.value, f->to.value) >= 0 ||
			(is(f->kind, "count") && !f->number.value.mantissa))
			return false;
	}
	if (f->ratio) {
		if (!read_number(r, match_arg(d, m, OF), f->kind, &f->of))
			return false;
		/* "24/7", "31/5" */
		if (is(f->kind, "ratio") &&
			decimal_cmp(f->number.value, f->of.value) > 0)
			return false;
	}
	return add_part(r, d, m, f);
}

/* --- may it stand? --- */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "0912345678", "007": digits that are no amount. */
static bool
is_code(struct str number)
{
	return number.n > 2 && number.p[0] == '0' && is_digit(number.p[1]) &&
	       is_digit(number.p[2]);
}

static bool
is_year(const struct figure *f, struct str text)
{
	return text.n == 4 && !f->number.words &&
	       decimal_cmp(f->number.value, decimal_int(YEAR_FIRST)) >= 0 &&
	       decimal_cmp(f->number.value, decimal_int(YEAR_LAST)) <= 0;
}

/* "một học sinh", "một lần": an article; "một tỷ đồng" is an amount. */
static bool
is_article(const struct figure *f)
{
	if (!f->number.words || f->range ||
		decimal_cmp(f->number.value, decimal_int(1)) != 0)
		return false;
	return is(f->kind, "count") ||
	       (is(f->kind, "times") && !f->around.ratio &&
		       !f->around.modifier.n);
}

/* "J-20", "1.5.3": the number is the rest of a longer code. */
static bool
is_rest(struct str text, size_t start)
{
	size_t at = start;

	if (start < 2 || text.p[start - 1] == ' ')
		return false;
	switch (utf8_get_back(text, &at)) {
	case '-':
	case 0x2013: /* en dash */
	case '.':
	case ',':
	case '/':
	case ':':
		return at > 0 && letter_or_digit(utf8_get_back(text, &at));
	}
	return false;
}

/* "06 Thông tư", "2 HCV" are counted; "Vòng 2 Vòng loại", "số 6 và 9 Màu sắc
 * may mắn" are not. */
static bool
may_be_capital(const struct rules *r, struct str unit)
{
	size_t at = 0;

	if (lexicon_longest(r->named[LEXICON_NOUN_CAPITAL], unit, NULL))
		return true;
	utf8_get(unit, &at);
	return at < unit.n && letter_is_upper(utf8_get(unit, &at));
}

/* "Hai Bà", "ông Bảy": a number word before a name is part of it, one with a
 * capital that begins no sentence is a name itself. */
static bool
is_name(const struct rules *r, const struct doc *d, const struct figure *f)
{
	struct str text = d->text.seen, unit;
	size_t at = f->unit.start;

	if (!is(f->kind, "count"))
		return false;
	if (at != SPAN_NONE && letter_is_upper(utf8_get(text, &at))) {
		/* "hai VĐV", but "Hai Bà"; "7 Grand Slam" */
		unit = str_slice(text, f->unit.start, f->unit.end);
		if (lexicon_find(r->named[LEXICON_NOUN_PROPER], unit))
			return false;
		if (f->number.words)
			return !letter_is_upper(utf8_get(text, &at));
		return f->around.soft || !may_be_capital(r, unit);
	}
	if (!f->number.words)
		return false;
	at = f->at.start;
	if (at < 2 || text.p[at - 1] != ' ' ||
		!letter_is_upper(utf8_get(text, &at)))
		return false;
	at = f->at.start - 1;
	return letter_or_digit(utf8_get_back(text, &at));
}

/* "một đồng nghiệp" is no money, "3 cân đối" no weight. */
static bool
is_other_word(
	const struct rules *r, const struct doc *d, const struct figure *f)
{
	if (!(is(f->kind, "money") || is(f->kind, "measure")) ||
		f->unit.start == SPAN_NONE)
		return false;
	return compound_is_counted(r, compound_across(d->text.seen, f->unit));
}

/* Has the unit the words that its rule looks for, and all of them? */
static bool
is_known(const struct rules *r, const struct doc *d, const struct match *m)
{
	struct str noun = match_arg(d, m, NOUN);
	bool inner = m->group[NOUN].start != m->group[UNIT].start;

	if (has(m, VERB))
		return lexicon_find(
			r->named[LEXICON_DEED_COMPOUND], match_arg(d, m, VERB));
	/* "5 bộ quản lý": a noun by itself, but what the five do */
	if (has(m, NOUN))
		return compound_is_noun(r, noun) &&
		       !(inner && compound_is_verb(r, noun));
	return !match_arg(d, m, OPEN).p ||
	       !(compound_is_verb(r, match_arg(d, m, UNIT)) ||
		       compound_is_cut(r, d->text.seen, m->group[UNIT]));
}

/* "lớp 10 trường chuyên", "dự án 9 báo cáo tiến độ", "mùa F1 2026 Giám đốc":
 * the number belongs to the word before it. */
static bool
is_label(const struct rules *r, const struct doc *d, const struct match *m,
	const struct figure *f)
{
	struct str unit = match_arg(d, m, UNIT);
	size_t at = 0;

	if (!is(f->kind, "count") || f->number.words || f->range)
		return false;
	if (f->around.firm)
		return !lexicon_longest(
			r->named[LEXICON_NOUN_HELD], unit, NULL);
	if (f->around.soft)
		return compound_is_verb(r, unit) && !compound_is_noun(r, unit);
	return is_year(f, match_arg(d, m, NUMBER)) &&
	       (f->around.capital ||
		       (unit.n && letter_is_upper(utf8_get(unit, &at))));
}

static bool
stands(const struct rules *r, const struct doc *d, const struct match *m,
	const struct figure *f)
{
	const struct figure_around *a = &f->around;
	struct str text = match_arg(d, m, NUMBER), seen = d->text.seen;
	size_t start = f->at.start;
	bool sure = is(f->kind, "money") || is(f->kind, "percent") ||
		    is(f->kind, "measure");
	bool guess = match_arg(d, m, GUESS).p != NULL;

	if (f->number.words && (a->some || (f->number.bare && !a->modifier.n)))
		return false;
	/* "3.800 năm cách đây" */
	if (f->number.words && start > 1 && seen.p[start - 1] == ' ' &&
		is_digit(seen.p[start - 2]))
		return false;
	if (is_code(text) || is_article(f) || is_name(r, d, f) ||
		is_rest(seen, start) || !is_known(r, d, m) ||
		is_other_word(r, d, f))
		return false;
	if (a->hard && !sure && !is(f->kind, "age") &&
		!(a->digits && f->number.words))
		return false;
	if (is_label(r, d, m, f))
		return false;
	return !guess || !(a->soft || a->capital || is_year(f, text));
}

/* Leaves the noun that a name begins with: "tỉnh" of "tỉnh Gia Lai". */
static bool
cut_unit(const struct rules *r, const struct doc *d, struct span *unit)
{
	struct str name = str_slice(d->text.seen, unit->start, unit->end);
	size_t n = compound_counted(r, name);

	unit->end = unit->start + n;
	return n > 0;
}

/* "đồng/doanh nghiệp", "mỗi phiên bản": the whole of a word whose first
 * syllable the rule has. */
static void
read_per(const struct rules *r, const struct doc *d, const struct match *m,
	struct figure *f)
{
	struct str text = d->text.seen, pair;
	size_t end = m->group[PER].end;

	f->per = m->group[PER];
	if (!has(m, PER))
		return;
	pair = compound_across(text, f->per);
	if (compound_is_counted(r, pair))
		f->per.end = (size_t)(pair.p - text.p) + pair.n;
	if (end == f->at.end)
		f->at.end = f->per.end;
}

/* Does "so với" stand behind? */
static bool
is_versus(const struct rules *r, const struct doc *d, size_t end)
{
	struct str text = d->text.seen;

	return end < text.n && text.p[end] == ' ' &&
	       lexicon_longest(r->named[LEXICON_VERSUS],
		       str_slice(text, end + 1, text.n), NULL);
}

/* Does the modifier bound the number? */
static bool
is_bound(const struct rules *r, const struct doc *d, const struct figure *f)
{
	const struct figure_around *a = &f->around;

	if (a->aged)
		return is(f->kind, "age");
	/* "từ 5 đến 10 triệu" is a range, "từ 3 đảo" says where from */
	if (a->from)
		return !f->range && !f->number.words && !is(f->kind, "count");
	/* "cao hơn 5 m" is a bound, "cao hơn 2 độ so với" says by how much */
	if (a->compared)
		return (is(f->kind, "measure") || is(f->kind, "money")) &&
		       !is_versus(r, d, f->at.end);
	return true;
}

static bool
read_figure(const struct rules *r, const struct doc *d, const struct match *m,
	struct figure *f)
{
	*f = (struct figure){ .kind = match_arg(d, m, KIND) };
	f->unit = m->group[UNIT];
	f->at.start = m->group[has(m, FRONT) ? FRONT : NUMBER].start;
	f->at.end = m->at.end;
	if (match_arg(d, m, INSIDE).p) {
		if (!cut_unit(r, d, &f->unit))
			return false;
		f->at.end = f->unit.end;
	}
	read_per(r, d, m, f);
	if (!read_numbers(r, d, m, f))
		return false;
	f->around = figure_around(r, d, f->at.start, m->at.end);
	if (!is_bound(r, d, f))
		f->around.modifier = STR("");
	if (f->around.loose && is(f->kind, "count"))
		f->around.change = STR("");
	return stands(r, d, m, f);
}

static bool
accept(const struct rules *r, const struct doc *d, const struct match *m)
{
	struct figure f;

	return read_figure(r, d, m, &f);
}

/* --- fields --- */

/* The text of a group as the record shows it. */
static struct str
shown(const struct doc *d, struct span seen)
{
	struct span out = text_span_out(&d->text, seen);

	return str_slice(d->text.out, out.start, out.end);
}

static struct str
unit_of(const struct doc *d, const struct match *m, const struct figure *f)
{
	if (has(m, UNIT))
		return shown(d, f->unit);
	if (has(m, FRONT))
		return shown(d, m->group[FRONT]);
	return match_arg(d, m, UNIT);
}

static struct str
currency_of(const struct rules *r, const struct doc *d, const struct match *m)
{
	static const enum lexicon_name lexicons[] = { LEXICON_CURRENCY,
		LEXICON_CURRENCY_BEFORE, LEXICON_CURRENCY_SCALED };
	struct str word = match_arg(d, m, has(m, FRONT) ? FRONT : UNIT);
	struct str code = match_arg(d, m, CURRENCY);
	size_t i;

	for (i = 0; i < 3 && !code.n; i++)
		code = lexicon_get(r->named[lexicons[i]], word, "code");
	return code;
}

/* "người" of "/người", "năm" of "mỗi năm", which is a date by itself; empty
 * for a date that is no rate. */
static struct str
per_of(const struct rules *r, const struct doc *d, const struct match *m,
	const struct figure *f)
{
	struct str per = STR("");
	size_t first;
	bool date;

	if (!has(m, PER))
		return per;
	per = shown(d, f->per);
	date = match_inside(d, (unsigned)rules_type(r, STR("dates")),
		       m->group[PER], 0, true) != NULL;
	first = lexicon_longest(r->named[LEXICON_PER_WORD], per, NULL);
	if (first && first < per.n && per.p[first] == ' ')
		return str_slice(per, first + 1, per.n);
	return date ? STR("") : per;
}

/* How the record names the kind: "lần" counts, or says how many times as
 * much. */
static struct str
kind_of(const struct figure *f)
{
	if (!is(f->kind, "times"))
		return f->kind;
	/* "tăng 3 lần" is how much more, "tăng lên 14.805 lần" is not */
	return f->around.ratio || !decimal_is_whole(f->number.value) ||
			       decimal_cmp(f->number.value, decimal_int(1)) ==
				       0 ||
			       (f->around.change.n && !f->around.loose &&
				       decimal_cmp(f->number.value,
					       decimal_int(TIMES_MOST)) < 0)
		       ? STR("ratio")
		       : STR("count");
}

static void
put_number(struct mem *m, struct node *fields, const char *name,
	struct decimal value)
{
	node_put_number(m, fields, name, decimal_print(value, m));
}

static void
put_known(struct mem *m, struct node *fields, const char *name, struct str s)
{
	if (s.n)
		node_put_text(m, fields, name, s);
}

/* --- the dates beside it --- */

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
date_value(struct doc *d, const struct match *m)
{
	const struct value *v = d->value_of[m - d->match];
	struct str type = v ? node_text(v->fields, "type") : STR("");

	return str_eq(type, STR("DATE")) ? node_text(v->fields, "value")
					 : STR("");
}

/* The date that stands before the figure in its sentence, with no other
 * figure between them. */
static struct str
when_of(const struct rules *r, struct doc *d, size_t index, struct span at)
{
	int dates = rules_type(r, STR("dates"));
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

/* The date that the figure is compared with: "so với năm 2015". */
static struct str
versus_of(const struct rules *r, struct doc *d, size_t index, struct span at)
{
	const struct lexicon *l = r->named[LEXICON_VERSUS];
	struct str behind = str_slice(d->text.seen, at.end, d->text.seen.n);
	int dates = rules_type(r, STR("dates"));
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

/* --- the value --- */

static void
add_figure(const struct rules *r, struct doc *d, size_t index,
	const struct figure *f)
{
	const struct match *m = &d->match[index];
	struct value *v = value_add(d, m->type, m, f->at);
	struct node *fields = v->fields;
	struct mem *mem = d->mem;
	struct str unit = unit_of(d, m, f);

	if (!f->range)
		put_number(mem, fields, "value", f->number.value);
	node_put_text(mem, fields, "kind", kind_of(f));
	if (unit.n)
		node_put_text(mem, fields, "unit", unit);
	else
		node_put_null(mem, fields, "unit");
	if (is(f->kind, "money"))
		put_known(mem, fields, "currency", currency_of(r, d, m));
	if (f->ratio)
		put_number(mem, fields, "of", f->of.value);
	put_known(mem, fields, "per", per_of(r, d, m, f));
	if (f->range) {
		put_number(mem, fields, "min", f->number.value);
		put_number(mem, fields, "max", f->to.value);
	}
	put_known(mem, fields, "modifier", f->around.modifier);
	put_known(mem, fields, "change", f->around.change);
	if (!is(f->kind, "age"))
		put_known(mem, fields, "when", when_of(r, d, index, f->at));
	put_known(mem, fields, "versus", versus_of(r, d, index, f->at));
}

static int
interpret(const struct rules *r, struct doc *d, unsigned type, struct ex_err *e)
{
	struct figure f;
	size_t i;

	(void)e;
	for (i = 0; i < d->nmatch; i++) {
		const struct match *m = &d->match[i];

		if (m->type == type && !m->absorbed && read_figure(r, d, m, &f))
			add_figure(r, d, i, &f);
	}
	return 0;
}

const struct value_type value_figures = {
	.name = "figures",
	.groups = { "number", "to", "of", "unit", "per", "front", "part",
		"scale", "kind", "currency", "guess", "inside", "noun", "verb",
		"open" },
	.after = { "dates" },
	.accept = accept,
	.interpret = interpret,
};
