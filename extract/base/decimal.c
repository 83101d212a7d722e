/* Exact decimal numbers. */
#include <string.h>

#include "base/buf.h"
#include "base/decimal.h"

enum { DIGITS_MOST = 18, POWER_MOST = 60, SHAPE_MOST = 40 };

struct decimal
decimal_int(int64_t n)
{
	return (struct decimal){ n, 0 };
}

/* Without zeros at the end of the mantissa; nothing is { 0, 0 }. */
static struct decimal
shortest(struct decimal a)
{
	if (a.mantissa == 0)
		return decimal_int(0);
	while (a.mantissa % 10 == 0) {
		a.mantissa /= 10;
		a.power++;
	}
	return a;
}

/* --- reading --- */

/* What stands between digits: how many of each, and the last one's place. */
struct shape {
	unsigned points, commas, blanks;
	char last; /* the last mark, 0 where there is none */
	size_t last_at;
	size_t before; /* digits before the first mark */
	size_t behind; /* digits behind the last mark */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Looks at marks and digits; false when two marks touch, one ends the text
 * or a group between two marks has not three digits. */
static bool
shape_of(struct str s, struct shape *out)
{
	struct shape x = { .before = 0 };
	size_t i, run = 0;

	for (i = 0; i < s.n; i++) {
		if (is_digit(s.p[i])) {
			run++;
			continue;
		}
		if (i > 0 && run == 0)
			return false;
		if (!x.last)
			x.before = run;
		else if (run != 3)
			return false;
		switch (s.p[i]) {
		case '.':
			x.points++;
			break;
		case ',':
			x.commas++;
			break;
		case ' ':
			x.blanks++;
			break;
		default:
			return false;
		}
		x.last = s.p[i];
		x.last_at = i;
		run = 0;
	}
	x.behind = run;
	*out = x;
	return run > 0;
}

/* Is the last mark a decimal mark, and not one that groups thousands? */
static bool
is_decimal(struct str s, const struct shape *x, enum decimal_mark mark)
{
	unsigned kinds = !!x->points + !!x->commas + !!x->blanks;
	bool zeros = x->behind == 3 && s.p[s.n - 1] == '0' &&
		     s.p[s.n - 2] == '0' && s.p[s.n - 3] == '0';

	if (x->last == 0 || x->last == ' ')
		return false;
	if (x->behind != 3 || kinds > 1)
		return true;
	if (x->points + x->commas > 1)
		return false;
	/* "0.125", "1234.567": no group of thousands looks so */
	if (x->before == 0 || x->before > 3 || s.p[0] == '0')
		return true;
	if (zeros || mark == DECIMAL_WHOLE)
		return false;
	return (x->last == ',') == (mark == DECIMAL_COMMA);
}

/* All marks but a decimal one must group, and all of one kind. */
static bool
groups_well(const struct shape *x, bool decimal)
{
	unsigned points = x->points - (decimal && x->last == '.');
	unsigned commas = x->commas - (decimal && x->last == ',');
	bool grouped = points + commas + x->blanks > 0;

	if (!!points + !!commas + !!x->blanks > 1)
		return false;
	if (grouped && (x->before == 0 || x->before > 3))
		return false;
	return decimal || !grouped || x->behind == 3;
}

bool
decimal_digits(struct str s, struct decimal *out)
{
	int64_t n = 0;
	unsigned few;
	size_t i;

	if (s.n <= 8) {
		if (!str_digits(s, &few))
			return false;
		*out = decimal_int(few);
		return true;
	}
	if (s.n >= DIGITS_MOST)
		return false;
	for (i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]))
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	*out = decimal_int(n);
	return true;
}

bool
decimal_read(struct str s, enum decimal_mark mark, struct decimal *out)
{
	struct decimal d = { 0, 0 };
	struct shape x;
	bool minus = s.n > 0 && s.p[0] == '-', decimal;
	unsigned digits = 0;
	size_t i;

	if (decimal_digits(s, out)) {
		*out = shortest(*out);
		return true;
	}
	s = str_slice(s, minus, s.n);
	if (s.n == 0 || s.n > SHAPE_MOST || !shape_of(s, &x))
		return false;
	decimal = is_decimal(s, &x, mark);
	if (!groups_well(&x, decimal))
		return false;
	for (i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]))
			continue;
		if (d.mantissa && ++digits >= DIGITS_MOST)
			return false;
		d.mantissa = d.mantissa * 10 + (s.p[i] - '0');
		if (decimal && i > x.last_at)
			d.power--;
	}
	if (minus)
		d.mantissa = -d.mantissa;
	*out = shortest(d);
	return true;
}

/* --- reckoning --- */

/* a with a smaller power; false when its mantissa would not fit. */
static bool
lower(struct decimal *a, int power)
{
	while (a->power > power) {
		if (__builtin_mul_overflow(a->mantissa, 10, &a->mantissa))
			return false;
		a->power--;
	}
	return true;
}

bool
decimal_add(struct decimal a, struct decimal b, struct decimal *out)
{
	struct decimal sum;

	a = shortest(a);
	b = shortest(b);
	if (a.mantissa == 0 || b.mantissa == 0) {
		*out = a.mantissa == 0 ? b : a;
		return true;
	}
	if (!lower(&a, b.power) || !lower(&b, a.power))
		return false;
	if (__builtin_add_overflow(a.mantissa, b.mantissa, &sum.mantissa))
		return false;
	sum.power = a.power;
	*out = shortest(sum);
	return true;
}

bool
decimal_multiply(struct decimal a, struct decimal b, struct decimal *out)
{
	struct decimal product;

	a = shortest(a);
	b = shortest(b);
	product.power = a.power + b.power;
	if (product.power > POWER_MOST || product.power < -POWER_MOST)
		return false;
	if (__builtin_mul_overflow(a.mantissa, b.mantissa, &product.mantissa))
		return false;
	*out = shortest(product);
	return true;
}

struct decimal
decimal_scale(struct decimal a, int n)
{
	if (a.mantissa != 0)
		a.power += n;
	return a;
}

int
decimal_cmp(struct decimal a, struct decimal b)
{
	int sign_a = (a.mantissa > 0) - (a.mantissa < 0);
	int sign_b = (b.mantissa > 0) - (b.mantissa < 0);
	bool a_fits, b_fits;

	if (a.power == b.power)
		return (a.mantissa > b.mantissa) - (a.mantissa < b.mantissa);
	if (sign_a != sign_b || sign_a == 0)
		return sign_a - sign_b;
	a = shortest(a);
	b = shortest(b);
	/* One of the two has the smaller power and keeps it; when the other
	 * does not fit there, it is the larger one. */
	a_fits = lower(&a, b.power);
	b_fits = lower(&b, a.power);
	if (!a_fits)
		return sign_a;
	if (!b_fits)
		return -sign_a;
	return (a.mantissa > b.mantissa) - (a.mantissa < b.mantissa);
}

bool
decimal_is_whole(struct decimal a)
{
	return a.power >= 0 || shortest(a).power >= 0;
}

/* --- printing --- */

static void
put_zeros(struct buf *out, int n)
{
	if (n <= 0 || !buf_reserve(out, (size_t)n))
		return;
	memset(out->p + out->n, '0', (size_t)n);
	out->n += (size_t)n;
}

struct str
decimal_print(struct decimal a, struct mem *m)
{
	char text[24]; /* more than 64 bits need */
	struct buf out = buf_short(m), digits = { text, 0, sizeof text };
	struct str s;
	size_t whole;

	if (a.power < 0 || !a.mantissa)
		a = shortest(a);
	if (a.power >= 0) {
		buf_put_int(&out, a.mantissa);
		put_zeros(&out, a.power);
		return buf_str(&out);
	}
	buf_put_int(&digits, a.mantissa);
	s = buf_str(&digits);
	if (a.mantissa < 0) {
		buf_put_c(&out, '-');
		s = str_slice(s, 1, s.n);
	}
	whole = s.n > (size_t)-a.power ? s.n - (size_t)-a.power : 0;
	buf_put(&out, whole ? str_slice(s, 0, whole) : STR("0"));
	buf_put_c(&out, '.');
	put_zeros(&out, -a.power - (int)(s.n - whole));
	buf_put(&out, str_slice(s, whole, s.n));
	return buf_str(&out);
}
