/* Documents: laws and official papers, by number or by name.
 *
 * The mention is kind and number, or kind and name. What stands beside it,
 * its date, issuer and the part that is meant, are fields. Who issued it is
 * told by the words or else by the letters of its number. */
#include "base/buf.h"
#include "base/letter.h"
#include "base/utf8.h"
#include "fold.h"
#include "rules.h"
#include "value.h"

enum {
	KIND,
	NUMBER,
	SECOND, /* "Nghị định 29, 30 và 178" */
	THIRD,
	FOURTH,
	LAST,
	ABBREVIATION, /* names the kind of a number alone */
	TITLE,
	ISSUED, /* a date */
	YEAR,	/* a year within the title: digits or a date */
	ISSUER,
	LATER, /* a date behind the title, and who stands behind that */
	LATERBY,
	PART,
	PAPER,	/* the paper that an earlier phase found */
	PERIOD, /* a date that tells which years a plan is for */
	INSIDE	/* set: counts inside a sentence alone, where its capital tells
		   that it is a name */
};

enum { ISSUERS_MOST = 12 };

static bool
has(const struct match *m, unsigned group)
{
	return m->group[group].start != SPAN_NONE;
}

static struct str
shown(const struct doc *d, struct span seen)
{
	struct span out = text_span_out(&d->text, seen);

	return str_slice(d->text.out, out.start, out.end);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* --- may it stand? --- */

/* "năm 1992", "2013": a year and at most one word before it. */
static bool
is_year(struct str s)
{
	size_t i, digits = 0, blanks = 0;

	for (i = 0; i < s.n; i++) {
		digits += is_digit(s.p[i]);
		blanks += s.p[i] == ' ';
	}
	return digits == 4 && blanks < 2 && s.n >= 4 && is_digit(s.p[s.n - 4]);
}

/* "giai đoạn 2021-2025", "2016 – 2020", but "hôm nay 6/2", "10 năm". */
static bool
is_period(const struct rules *r, struct str s)
{
	size_t i, digits = 0, years = 0;

	for (i = 0; i < s.n; i++) {
		digits = is_digit(s.p[i]) ? digits + 1 : 0;
		years += digits == 4;
	}
	return years == 2 ||
	       (years == 1 &&
		       lexicon_longest(r->named[LEXICON_PLAN_PERIOD], s, NULL));
}

/* Does a sentence or a quotation begin at this byte? */
static bool
begins_sentence(struct str text, size_t at)
{
	size_t i = at;
	uint32_t c;

	if (at == 0 || text.p[at - 1] == '\n')
		return true;
	if (text.p[at - 1] != ' ')
		return false;
	i = at - 1;
	c = i > 0 ? utf8_get_back(text, &i) : '\n';
	return c == '.' || c == '!' || c == '?' || c == ':' || c == '\n' ||
	       c == '-';
}

static bool
accept(const struct rules *r, const struct doc *d, struct match *m)
{
	struct str text = d->text.seen;
	size_t at;

	if (has(m, PERIOD) && !is_period(r, match_arg(d, m, PERIOD)))
		return false;
	if (has(m, YEAR) && !is_year(match_arg(d, m, YEAR)))
		return false;
	if (!match_arg(d, m, INSIDE).p || !has(m, KIND) ||
		!begins_sentence(text, m->group[KIND].start))
		return true;
	at = m->group[KIND].end + 1;
	return at < text.n && letter_is_upper(utf8_get(text, &at));
}

/* --- the number --- */

/* One form for "90 / TB – VPCP" and "90/TB-VPCP". */
static struct str
number_form(struct doc *d, struct str s)
{
	struct buf out = { .mem = d->mem };
	size_t at = 0;
	uint32_t c;

	while (at < s.n) {
		c = utf8_get(s, &at);
		switch (c) {
		case ' ':
			break;
		case 0x2013: /* en dash */
		case 0x2014: /* em dash */
		case '_':
			buf_put_c(&out, '-');
			break;
		case 0xD0: /* Eth for D with stroke */
			buf_put_utf8(&out, 0x110);
			break;
		default:
			buf_put_utf8(&out, c);
		}
	}
	return buf_str(&out);
}

/* The next run of letters of a number from *at on, without the digits behind
 * it ("QH" of "QH14"); empty at its end. */
static struct str
next_letters(struct str number, size_t *at)
{
	size_t start, end;

	while (*at < number.n) {
		start = *at;
		while (*at < number.n && number.p[*at] != '-' &&
			number.p[*at] != '/' && number.p[*at] != '.' &&
			number.p[*at] != '(')
			++*at;
		end = *at;
		if (*at < number.n)
			++*at;
		while (end > start && is_digit(number.p[end - 1]))
			end--;
		if (end > start && !is_digit(number.p[start]))
			return str_slice(number, start, end);
	}
	return STR("");
}

/* "Bộ A, Bộ B và Bộ C". */
static struct str
join(const struct rules *r, struct doc *d, const struct str *name, size_t n)
{
	struct str and = lexicon_get(
		r->named[LEXICON_DOCUMENT_WORDS], STR("joined"), "value");
	struct buf out = { .mem = d->mem };
	size_t i;

	for (i = 0; i < n; i++) {
		if (i > 0 && i + 1 < n) {
			buf_put(&out, STR(", "));
		} else if (i > 0) {
			buf_put_c(&out, ' ');
			buf_put(&out, and);
			buf_put_c(&out, ' ');
		}
		buf_put(&out, name[i]);
	}
	return buf_str(&out);
}

/* Who issues papers with such a number; empty where that is not known. */
static struct str
issuer_of_number(const struct rules *r, struct doc *d, struct str number)
{
	const struct lexicon *issuers = r->named[LEXICON_DOCUMENT_ISSUER];
	const struct lexicon *kinds = r->named[LEXICON_DOCUMENT_ABBREVIATION];
	struct str name[ISSUERS_MOST], letters, issuer;
	size_t n = 0, at = 0;

	while (n < ISSUERS_MOST && (letters = next_letters(number, &at)).n) {
		issuer = lexicon_get(issuers, letters, "issuer");
		if (issuer.n)
			name[n++] = issuer;
		else if (n == 0 && !lexicon_find(kinds, letters))
			break; /* "CĐBNV": not known */
	}
	return n ? join(r, d, name, n) : STR("");
}

/* --- fields --- */

static struct str
kind_of(const struct rules *r, const struct doc *d, const struct match *m)
{
	struct str word = match_arg(d, m, KIND), kind;

	if (word.p)
		kind = lexicon_get(
			r->named[LEXICON_DOCUMENT_KIND], word, "kind");
	else
		kind = lexicon_get(r->named[LEXICON_DOCUMENT_ABBREVIATION],
			match_arg(d, m, ABBREVIATION), "kind");
	return kind.n ? kind : word;
}

/* The value of the date at a range, if it tells at least the year. */
static struct str
date_at(const struct rules *r, struct doc *d, struct span seen)
{
	int dates = r->typed[RULES_DATES];
	struct str value = STR("");
	struct value *v;

	if (dates < 0)
		return value;
	v = value_at(d, (unsigned)dates, seen);
	if (v)
		value = node_text(v->fields, "value");
	return value.n >= 4 && is_digit(value.p[0]) ? value : STR("");
}

static void
put(struct mem *m, struct node *fields, const char *name, struct str s)
{
	if (s.n)
		node_put_text(m, fields, name, s);
	else
		node_put_null(m, fields, name);
}

/* The match that holds an argument: m, or the one that it has taken in. */
static const struct match *
holder(const struct doc *d, const struct match *m, unsigned group)
{
	while (!has(m, group)) {
		if (m->inner < 0)
			return NULL;
		m = &d->match[m->inner];
	}
	return m;
}

static struct str
shown_arg(const struct doc *d, const struct match *m, unsigned group)
{
	const struct match *from = holder(d, m, group);

	return from ? shown(d, from->group[group]) : STR("");
}

/* Does a date behind the title belong to this paper, as the letters of its
 * number tell? "Thông tư số 1/2013/TT-BTC quy định ... ngày 5/5/2013 của Bộ
 * Tài chính" does; the names of bodies are written in more than one way, so
 * that their first two words are enough. */
static bool
is_later_its_own(struct doc *d, const struct match *m, struct str known)
{
	struct str by, second;

	if (!has(m, LATER))
		return false;
	by = fold(d->mem, match_arg(d, m, LATERBY));
	second = fold_word(by, 1);
	if (second.n)
		by.n = (size_t)(second.p - by.p) + second.n;
	known = fold(d->mem, known);
	return !known.n || fold_find(known, by, 0).start != SPAN_NONE;
}

static struct str
issued_of(const struct rules *r, struct doc *d, const struct match *m,
	struct str known)
{
	struct str year = match_arg(d, m, YEAR);

	if (has(m, ISSUED))
		return date_at(r, d, m->group[ISSUED]);
	if (is_later_its_own(d, m, known))
		return date_at(r, d, m->group[LATER]);
	return year.p ? str_slice(year, year.n - 4, year.n) : STR("");
}

/* By the words beside it, or else by its number (`known`); by that too where
 * the words are only the beginning of it ("Bộ Lao động"). */
static struct str
issuer_of(struct doc *d, const struct match *m, struct str known)
{
	struct str words = shown_arg(d, m, ISSUER);

	if (!words.n && is_later_its_own(d, m, known))
		words = shown(d, m->group[LATERBY]);
	if (!words.n)
		return known;
	return fold_starts(fold(d->mem, known), fold(d->mem, words)) ? known
								     : words;
}

/* One mention; number may be empty. */
static void
add_paper(const struct rules *r, struct doc *d, const struct match *m,
	struct span at, struct str number)
{
	struct value *v = value_add(d, m->type, m, at);
	struct node *fields = v->fields;
	struct str known, part = shown_arg(d, m, PART);
	struct mem *mem = d->mem;

	number = number_form(d, number);
	known = issuer_of_number(r, d, number);
	put(mem, fields, "kind", kind_of(r, d, m));
	put(mem, fields, "number", number);
	put(mem, fields, "title", shown_arg(d, m, TITLE));
	put(mem, fields, "issued", issued_of(r, d, m, known));
	put(mem, fields, "issuer", issuer_of(d, m, known));
	if (part.n)
		node_put_text(mem, fields, "part", part);
}

static void
add_papers(const struct rules *r, struct doc *d, const struct match *m)
{
	const struct match *own =
		has(m, PAPER) && m->inner >= 0 ? &d->match[m->inner] : m;
	struct span at = own->at;
	unsigned i;

	if (has(own, TITLE) && !has(own, NUMBER))
		at = own->group[TITLE];
	if (has(own, LAST))
		at.end = own->group[NUMBER].end;
	add_paper(r, d, m, at,
		has(own, NUMBER) ? shown(d, own->group[NUMBER]) : STR(""));
	for (i = SECOND; i <= LAST; i++)
		if (has(own, i))
			add_paper(r, d, m, own->group[i],
				shown(d, own->group[i]));
}

static int
interpret(const struct rules *r, struct doc *d, unsigned type, struct ex_err *e)
{
	const struct match *m = NULL;

	(void)e;
	while ((m = value_match(d, type, m)))
		if (!m->absorbed)
			add_papers(r, d, m);
	return 0;
}

const struct value_type value_documents = {
	.name = "documents",
	.groups = { "kind", "number", "second", "third", "fourth", "last",
		"abbreviation", "title", "issued", "year", "issuer", "later",
		"laterby", "part", "paper", "period", "inside" },
	.after = { "dates", "units" },
	.accept = accept,
	.interpret = interpret,
};
