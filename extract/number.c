/* Reading amounts, token by token.
 *
 *   một tỷ | hai trăm mười lăm triệu | năm nghìn
 *    total        section: 215          digit: 5
 */
#include "number.h"
#include "rules.h"

enum { TOKENS_MOST = 40, BIG = 1000 };

/* What a token does. */
enum does {
	DOES_DIGIT, /* "hai", "1.250": stands for itself */
	DOES_ADD,   /* "mười": added to what stands before */
	DOES_TIMES, /* "trăm", "triệu": multiplies what stands before */
	DOES_JOIN,  /* "linh": what comes next is of the lowest place */
	DOES_HALF,  /* "rưỡi": half of what was last multiplied by */
	DOES_POINT, /* "phẩy": decimals come next */
	DOES_MINUS  /* "âm" */
};

struct token {
	enum does does;
	struct decimal value;
	struct str text;
	bool word;
	bool ones; /* "mốt", "tư": stands behind tens alone */
};

struct amount {
	struct decimal total;	/* all that is behind a big scale */
	struct decimal section; /* what the next big scale multiplies */
	struct decimal digit;
	struct decimal last; /* last multiplier, 1 where none */
	struct decimal big;  /* last one from a thousand on, 1 where none */
	struct decimal tail; /* product of the scale words at the end */
	bool has_digit, has_section, has_total, word_digit, joined, minus;
};

static const struct decimal one = { 1, 0 };

/* --- tokens --- */

/* Bytes of the digits and marks that s begins with: "1.250", "12 500". */
static size_t
digits_at(struct str s)
{
	size_t i = 0, j;

	for (; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			continue;
		if ((s.p[i] == '.' || s.p[i] == ',') && i + 1 < s.n &&
			s.p[i + 1] >= '0' && s.p[i + 1] <= '9')
			continue;
		if (s.p[i] != ' ' || i == 0)
			break;
		for (j = i + 1; j < s.n && s.p[j] >= '0' && s.p[j] <= '9'; j++)
			;
		if (j - i != 4)
			break;
	}
	return i;
}

static size_t
word_at(struct str s)
{
	size_t i = 0;

	while (i < s.n && s.p[i] != ' ' && !(s.p[i] >= '0' && s.p[i] <= '9'))
		i++;
	return i;
}

static const struct {
	struct str name;
	enum does does;
} parts[] = { { { "add", 3 }, DOES_ADD }, { { "times", 5 }, DOES_TIMES },
	{ { "join", 4 }, DOES_JOIN }, { { "half", 4 }, DOES_HALF },
	{ { "point", 5 }, DOES_POINT }, { { "minus", 5 }, DOES_MINUS } };

/* What a part of that name does; `other` where there is none. */
static enum does
part_named(struct str name, enum does other)
{
	size_t i;

	for (i = 0; i < sizeof parts / sizeof *parts; i++)
		if (str_eq(parts[i].name, name))
			return parts[i].does;
	return other;
}

static bool
word_token(const struct rules *r, struct str word, struct token *out)
{
	struct lexicon_key k;
	const struct node *n;
	struct str value = { NULL, 0 };

	lexicon_key(word, &k);
	n = lexicon_find_key(r->named[LEXICON_NUMBER_PART], &k);
	if (!n)
		n = lexicon_find_key(r->named[LEXICON_NUMBER_WORD], &k);
	if (!n)
		return false;
	*out = (struct token){ .does = DOES_DIGIT, .text = word, .word = true };
	for (n = n->first; n; n = n->next)
		if (str_eq(n->name, STR("value")))
			value = n->text;
		else if (str_eq(n->name, STR("ones")))
			out->ones = n->text.n > 0;
		else if (n->text.n)
			out->does = part_named(n->name, out->does);
	return out->does > DOES_TIMES ||
	       decimal_read(value, DECIMAL_POINT, &out->value);
}

/* Cuts s; the number of tokens, 0 when there is one that is not known. */
static size_t
cut(const struct rules *r, struct str s, enum decimal_mark mark,
	struct token token[TOKENS_MOST])
{
	size_t n = 0, len, at = 0;

	while (at < s.n && n < TOKENS_MOST) {
		struct str rest = str_slice(s, at, s.n);
		bool after_point = n && token[n - 1].does == DOES_POINT;

		if (rest.p[0] == ' ') {
			at++;
			continue;
		}
		if (rest.p[0] == '-') {
			token[n++] = (struct token){ .does = DOES_MINUS };
			at++;
			continue;
		}
		len = digits_at(rest);
		if (len) {
			token[n] = (struct token){ .does = DOES_DIGIT,
				.text = str_slice(rest, 0, len) };
			if (!decimal_read(token[n].text,
				    after_point ? DECIMAL_WHOLE : mark,
				    &token[n].value))
				return 0;
		} else {
			len = word_at(rest);
			if (!word_token(r, str_slice(rest, 0, len), &token[n]))
				return 0;
		}
		at += len;
		n++;
	}
	return at < s.n ? 0 : n;
}

/* --- reckoning --- */

static bool
take_digit(struct amount *a, const struct token *t)
{
	/* "hai mốt" for "hai mươi mốt" */
	if (a->has_digit && t->ones && a->word_digit)
		return decimal_add(
			decimal_scale(a->digit, 1), t->value, &a->digit);
	if (a->has_digit)
		return false;
	a->digit = t->value;
	a->has_digit = true;
	a->word_digit = t->word;
	a->tail = one;
	return true;
}

/* "mười" and what multiplies tens and hundreds: into the section. */
static bool
take_small(struct amount *a, const struct token *t)
{
	struct decimal by = a->has_digit ? a->digit : one, product;

	if (t->does == DOES_ADD && a->has_digit)
		return false;
	/* "hai mươi trăm" is none: places go down in a section */
	if (a->has_section && decimal_cmp(a->last, t->value) <= 0)
		return false;
	if (!decimal_multiply(by, t->value, &product) ||
		!decimal_add(a->section, product, &a->section))
		return false;
	a->has_digit = a->joined = false;
	a->has_section = true;
	a->last = t->value;
	a->tail = one;
	return true;
}

/* "nghìn", "triệu", "tỷ": closes the section. */
static bool
take_big(struct amount *a, const struct token *t)
{
	bool empty = !a->has_digit && !a->has_section;
	struct decimal sum = a->section;

	if (a->has_digit && !decimal_add(sum, a->digit, &sum))
		return false;
	if (empty && !a->has_total)
		sum = one;
	if (a->has_total && decimal_cmp(t->value, a->big) >= 0) {
		/* "hai mươi nghìn tỷ", "một nghìn hai trăm tỷ" */
		if (!decimal_add(a->total, sum, &sum))
			return false;
		a->total = decimal_int(0);
	} else if (empty && a->has_total) {
		return false;
	}
	if (!decimal_multiply(sum, t->value, &sum) ||
		!decimal_add(a->total, sum, &a->total))
		return false;
	if (!empty)
		a->tail = one;
	if (!decimal_multiply(a->tail, t->value, &a->tail))
		return false;
	a->section = decimal_int(0);
	a->has_digit = a->has_section = a->joined = false;
	a->has_total = true;
	a->last = a->big = t->value;
	return true;
}

static bool
take_half(struct amount *a)
{
	struct decimal half = { 5, -1 };

	if (a->has_digit)
		return decimal_add(a->digit, half, &a->digit);
	if (!a->has_section && !a->has_total)
		return false;
	if (!decimal_multiply(half, a->last, &half))
		return false;
	return a->has_section ? decimal_add(a->section, half, &a->section)
			      : decimal_add(a->total, half, &a->total);
}

/* Decimals after "phẩy": "23", "hai ba". Returns how many tokens. */
static size_t
take_decimals(struct amount *a, const struct token *t, size_t n)
{
	struct decimal d;
	size_t i;
	int power = 0;

	if (!a->has_digit || !decimal_is_whole(a->digit))
		return 0;
	for (i = 0; i < n && t[i].does == DOES_DIGIT; i++) {
		power -= t[i].word ? 1 : (int)t[i].text.n;
		if (power < -9 || (i > 0 && !t[i].word))
			return 0;
		d = decimal_scale(t[i].value, power);
		if (!decimal_add(a->digit, d, &a->digit))
			return 0;
	}
	return i;
}

static bool
take(struct amount *a, const struct token *t)
{
	switch (t->does) {
	case DOES_DIGIT:
		return take_digit(a, t);
	case DOES_ADD:
		return take_small(a, t);
	case DOES_TIMES:
		return decimal_cmp(t->value, decimal_int(BIG)) < 0
			       ? take_small(a, t)
			       : take_big(a, t);
	case DOES_JOIN:
		a->joined = true;
		return !a->has_digit;
	case DOES_HALF:
		return take_half(a);
	case DOES_MINUS:
	case DOES_POINT:
		break;
	}
	return false;
}

/* What is left over at the end: "một trăm hai" is 120, "1 tỷ hai" is
 * 1,200,000,000, but "hai mươi hai" is 22 and "một trăm linh hai" 102. */
static bool
take_rest(struct amount *a)
{
	struct decimal ten = { 1, 1 }, tenth = { 1, -1 };
	bool tens = decimal_cmp(a->last, ten) > 0;

	if (!a->has_digit)
		return true;
	a->tail = one;
	if (tens && a->word_digit && !a->joined &&
		decimal_cmp(a->digit, ten) < 0) {
		if (!decimal_multiply(a->digit, a->last, &a->digit) ||
			!decimal_multiply(a->digit, tenth, &a->digit))
			return false;
	}
	return decimal_add(a->section, a->digit, &a->section);
}

static bool
reckon(const struct token *token, size_t n, struct number *out)
{
	struct amount a;
	size_t i = 0, used;

	a.total = a.section = a.digit = (struct decimal){ 0, 0 };
	a.last = a.big = a.tail = one;
	a.has_digit = a.has_section = a.has_total = a.word_digit = a.joined =
		a.minus = false;

	if (n > 1 && token[0].does == DOES_MINUS) {
		a.minus = true;
		i = 1;
	}
	for (; i < n; i++) {
		if (token[i].does == DOES_POINT) {
			used = take_decimals(&a, token + i + 1, n - i - 1);
			if (used == 0)
				return false;
			i += used;
		} else if (!take(&a, &token[i])) {
			return false;
		}
	}
	if (!take_rest(&a) || !decimal_add(a.total, a.section, &out->value))
		return false;
	if (a.minus)
		out->value.mantissa = -out->value.mantissa;
	out->scale = a.tail;
	return true;
}

bool
number_read(const struct rules *r, struct str s, enum decimal_mark mark,
	struct number *out)
{
	struct token token[TOKENS_MOST];
	struct decimal digits;
	size_t i, n;

	if (decimal_digits(s, &digits)) { /* most are */
		*out = (struct number){ .value = digits, .scale = one };
		return true;
	}
	n = cut(r, s, mark, token);
	*out = (struct number){ .scale = one,
		.words = true,
		.bare = n > 0 && token[0].does == DOES_TIMES };
	for (i = 0; i < n; i++)
		if (!token[i].word && token[i].does == DOES_DIGIT)
			out->words = false;
	if (n == 1 && token[0].does == DOES_DIGIT) {
		out->value = token[0].value;
		return true;
	}
	return n > 0 && reckon(token, n, out);
}
