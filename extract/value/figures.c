/* Figures: a number and what it counts or measures.
 *
 * A rule gives the number, the second one of a range or ratio, the unit and
 * what it is per; words of approximation and change are looked up around it.
 * The mention is from the number (or the currency before it) to the unit. */
#include "base/letter.h"
#include "base/utf8.h"
#include "compound.h"
#include "figure_around.h"
#include "figure_when.h"
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
	OPEN,	  /* set: no list has the unit's last word */
	MANY	  /* the number, or the range, of a count */
};

enum {
	TIMES_MOST = 100, /* so many times as much */
	YEAR_FIRST = 1800,
	YEAR_LAST = 2099
};

/* What `kind` says. */
enum kind { COUNT, PERCENT, MONEY, MEASURE, RATIO, AGE, TIMES, KINDS };

static const struct str kind_name[KINDS] = { { "count", 5 }, { "percent", 7 },
	{ "money", 5 }, { "measure", 7 }, { "ratio", 5 }, { "age", 3 },
	{ "times", 5 } };

enum {
	WHOLE = 1 << COUNT | 1 << MONEY | 1 << AGE | 1 << TIMES,
	SURE = 1 << MONEY | 1 << PERCENT | 1 << MEASURE
};

/* What an accepted match says. */
struct figure {
	struct span at;
	struct number number, to, of;
	struct span unit, per;
	bool range, ratio;
	enum kind kind; /* KINDS for another */
	struct str kind_text;
	struct figure_around around;
	bool whole; /* what is behind it has been read as well */
};

static bool
has(const struct match *m, unsigned group)
{
	return m->group[group].start != SPAN_NONE;
}

static enum kind
kind_named(struct str name)
{
	int i;

	for (i = 0; i < KINDS; i++)
		if (str_eq(kind_name[i], name))
			break;
	return (enum kind)i;
}

static bool
is_one(struct decimal d)
{
	return d.mantissa == 1 && d.power == 0;
}

/* Is there a mark in it that may be read in two ways? */
static bool
has_mark(struct str number)
{
	size_t i;

	for (i = 0; i < number.n; i++)
		if (number.p[i] == '.' || number.p[i] == ',')
			return true;
	return false;
}

/* --- the numbers --- */

/* "1,500 người" is a whole number, "1,500 tỷ" and "1,500%" are not. */
static bool
read_number(const struct rules *r, struct str text, enum kind kind,
	struct number *out)
{
	if (!number_read(r, text, DECIMAL_COMMA, out))
		return false;
	if (!(WHOLE >> kind & 1) || !is_one(out->scale) || !has_mark(text))
		return true;
	return number_read(r, text, DECIMAL_WHOLE, out);
}

/* "5 đến 10 triệu": the scale of the second belongs to the first as well. */
static bool
carry_scale(struct figure *f)
{
	struct decimal scaled;

	if (!is_one(f->number.scale) || f->number.words)
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
	struct str text;
	struct number part;
	int places;

	if (!has(m, PART))
		return true;
	text = match_arg(d, m, PART);
	places = f->kind == MONEY || text.n > 1 ? -2 : -1;
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
			(f->kind == COUNT && !f->number.value.mantissa))
			return false;
	}
	if (f->ratio) {
		if (!read_number(r, match_arg(d, m, OF), f->kind, &f->of))
			return false;
		/* "24/7", "31/5" */
		if (f->kind == RATIO &&
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
	if (!f->number.words || f->range || !is_one(f->number.value))
		return false;
	return f->kind == COUNT ||
	       (f->kind == TIMES && !f->around.ratio && !f->around.modifier.n);
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

	if (f->kind != COUNT)
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
	if ((f->kind != MONEY && f->kind != MEASURE) ||
		f->unit.start == SPAN_NONE)
		return false;
	return compound_is_counted(r, compound_across(d->text.seen, f->unit));
}

/* Has the unit the words that its rule looks for, and all of them? */
static bool
is_known(const struct rules *r, const struct doc *d, const struct match *m)
{
	bool inner = m->group[NOUN].start != m->group[UNIT].start;
	struct str noun;

	if (has(m, VERB))
		return lexicon_find(
			r->named[LEXICON_DEED_COMPOUND], match_arg(d, m, VERB));
	/* "5 bộ quản lý": a noun by itself, but what the five do */
	if (has(m, NOUN)) {
		noun = match_arg(d, m, NOUN);
		return compound_is_noun(r, noun) &&
		       !(inner && compound_is_verb(r, noun));
	}
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

	if (f->kind != COUNT || f->number.words || f->range)
		return false;
	if (f->around.firm)
		return !lexicon_longest(
			r->named[LEXICON_NOUN_HELD], unit, NULL);
	if (f->around.soft)
		return compound_is_verb(r, unit) && !compound_is_noun(r, unit);
	return is_year(f, match_arg(d, m, NUMBER)) &&
	       (figure_capital(d, f->at.start) ||
		       (unit.n && letter_is_upper(utf8_get(unit, &at))));
}

/* May its words stand, whatever the number is? */
static bool
words_stand(const struct rules *r, const struct doc *d, const struct match *m,
	const struct figure *f)
{
	return !is_code(match_arg(d, m, NUMBER)) &&
	       !is_rest(d->text.seen, f->at.start) && is_known(r, d, m) &&
	       !is_other_word(r, d, f);
}

/* May it stand by its number and the words before it? */
static bool
stands(const struct rules *r, const struct doc *d, const struct match *m,
	const struct figure *f)
{
	const struct figure_around *a = &f->around;
	struct str seen = d->text.seen;
	size_t start = f->at.start;
	bool sure = SURE >> f->kind & 1;
	bool guess = match_arg(d, m, GUESS).p != NULL;

	if (f->number.words && (a->some || (f->number.bare && !a->modifier.n)))
		return false;
	/* "3.800 năm cách đây" */
	if (f->number.words && start > 1 && seen.p[start - 1] == ' ' &&
		is_digit(seen.p[start - 2]))
		return false;
	if (is_article(f) || is_name(r, d, f))
		return false;
	if (a->hard && !sure && f->kind != AGE &&
		!(a->digits && f->number.words))
		return false;
	if (is_label(r, d, m, f))
		return false;
	return !guess || !(a->soft || figure_capital(d, start) ||
				 is_year(f, match_arg(d, m, NUMBER)));
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

/* Does the modifier bound the number? */
static bool
is_bound(const struct rules *r, const struct doc *d, const struct figure *f)
{
	const struct figure_around *a = &f->around;

	if (a->aged)
		return f->kind == AGE;
	/* "từ 5 đến 10 triệu" is a range, "từ 3 đảo" says where from */
	if (a->from)
		return !f->range && !f->number.words && f->kind != COUNT;
	/* "cao hơn 5 m" is a bound, "cao hơn 2 độ so với" says by how much */
	if (a->compared)
		return (f->kind == MEASURE || f->kind == MONEY) &&
		       !figure_versus_word(r, d, f->at.end);
	return true;
}

/* Its kind and where it stands; false where no noun is left of a name. */
static bool
read_place(const struct rules *r, const struct doc *d, const struct match *m,
	struct figure *f)
{
	f->kind_text = match_arg(d, m, KIND);
	f->kind = f->kind_text.p == m->rule->set[KIND].p && m->rule->kind
			  ? (enum kind)(m->rule->kind - 1)
			  : kind_named(f->kind_text);
	f->unit = m->group[UNIT];
	f->at.start = m->group[has(m, FRONT) ? FRONT : NUMBER].start;
	if (f->at.start == SPAN_NONE) /* of another match, or of `set:` */
		f->at.start = m->at.start;
	f->at.end = m->at.end;
	if (match_arg(d, m, INSIDE).p) {
		if (!cut_unit(r, d, &f->unit))
			return false;
		f->at.end = f->unit.end;
	}
	return true;
}

/* What stands behind it, and whose the words around are. */
static void
read_behind(const struct rules *r, const struct doc *d, const struct match *m,
	struct figure *f)
{
	read_per(r, d, m, f);
	figure_behind(r, d, m->at.end, &f->around);
	if (!is_bound(r, d, f))
		f->around.modifier = STR("");
	if (f->around.loose && f->kind == COUNT)
		f->around.change = STR("");
	f->whole = true;
}

/* Most of those that can't stand are told by the words alone, and the words
 * around are looked at last: those behind it where a modifier decides. */
static bool
accept(const struct rules *r, const struct doc *d, struct match *m)
{
	struct figure *f = MEM_NEW(d->mem, struct figure);

	if (!read_place(r, d, m, f) || !words_stand(r, d, m, f) ||
		!read_numbers(r, d, m, f) ||
		(f->kind == COUNT && is_article(f)))
		return false;
	f->around = figure_before(r, d, f->at.start);
	if (f->number.bare || f->kind == TIMES)
		read_behind(r, d, m, f);
	m->read = f;
	return stands(r, d, m, f);
}

/* What accept has read, and what is behind it; NULL where it is none. */
static const struct figure *
read_figure(const struct rules *r, const struct doc *d, const struct match *m)
{
	struct figure *f = (struct figure *)m->read;

	if (!f) {
		f = MEM_NEW(d->mem, struct figure);
		if (!read_place(r, d, m, f) || !read_numbers(r, d, m, f))
			return NULL;
		f->around = figure_before(r, d, f->at.start);
	}
	if (!f->whole)
		read_behind(r, d, m, f);
	return f;
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
per_of(const struct rules *r, const struct doc *d, int dates,
	const struct match *m, const struct figure *f)
{
	struct str per = STR("");
	size_t first;
	bool date;

	if (!has(m, PER))
		return per;
	per = shown(d, f->per);
	date = match_inside(d, (unsigned)dates, m->group[PER], 0, true) != NULL;
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
	if (f->kind != TIMES)
		return f->kind_text;
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

/* --- the value --- */

static void
add_figure(const struct rules *r, struct doc *d, int dates, size_t index,
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
	if (f->kind == MONEY)
		put_known(mem, fields, "currency", currency_of(r, d, m));
	if (f->ratio)
		put_number(mem, fields, "of", f->of.value);
	put_known(mem, fields, "per", per_of(r, d, dates, m, f));
	if (f->range) {
		put_number(mem, fields, "min", f->number.value);
		put_number(mem, fields, "max", f->to.value);
	}
	put_known(mem, fields, "modifier", f->around.modifier);
	put_known(mem, fields, "change", f->around.change);
	if (f->kind != AGE)
		put_known(mem, fields, "when",
			figure_when(d, dates, index, f->at));
	put_known(mem, fields, "versus",
		figure_versus(r, d, dates, index, f->at));
}

static int
interpret(const struct rules *r, struct doc *d, unsigned type, struct ex_err *e)
{
	int dates = r->typed[RULES_DATES];
	const struct match *m = NULL;
	const struct figure *f;

	(void)e;
	while ((m = value_match(d, type, m)))
		if (!m->absorbed && (f = read_figure(r, d, m)))
			add_figure(r, d, dates, (size_t)(m - d->match), f);
	return 0;
}

const struct value_type value_figures = {
	.name = "figures",
	.groups = { "number", "to", "of", "unit", "per", "front", "part",
		"scale", "kind", "currency", "guess", "inside", "noun", "verb",
		"open", "many" },
	.after = { "dates" },
	.sought = { [NOUN] = "noun-sought",
		[VERB] = "verb-sought",
		[MANY] = "many-sought" },
	.kind_name = kind_name,
	.nkind = KINDS,
	.kind = KIND,
	.accept = accept,
	.interpret = interpret,
};
