/* Exact decimals: shapes of digits, sums, products, JSON. */
#include <criterion/criterion.h>

#include "base/decimal.h"

static struct mem mem;

static void
open_mem(void)
{
	mem_open(&mem, 0);
}

static void
close_mem(void)
{
	mem_close(&mem);
}

static const struct {
	const char *text;
	enum decimal_mark mark;
	const char *want; /* NULL: no number */
} shapes[] = {
	{ "0", DECIMAL_COMMA, "0" },
	{ "007", DECIMAL_COMMA, "7" },
	{ "12", DECIMAL_COMMA, "12" },
	{ "-12", DECIMAL_COMMA, "-12" },
	{ "10,01", DECIMAL_COMMA, "10.01" },
	{ ",77", DECIMAL_COMMA, "0.77" },
	{ "0,125", DECIMAL_COMMA, "0.125" },
	{ "0.125", DECIMAL_COMMA, "0.125" },
	{ "1.5", DECIMAL_COMMA, "1.5" },
	{ "2.000", DECIMAL_COMMA, "2000" },
	{ "2,000", DECIMAL_COMMA, "2000" },
	{ "1.250", DECIMAL_COMMA, "1250" },
	{ "1,250", DECIMAL_COMMA, "1.25" },
	{ "1,250", DECIMAL_WHOLE, "1250" },
	{ "1.250", DECIMAL_POINT, "1.25" },
	{ "1,250", DECIMAL_POINT, "1250" },
	{ "247.344", DECIMAL_COMMA, "247344" },
	{ "15.467,66", DECIMAL_COMMA, "15467.66" },
	{ "1,234.5", DECIMAL_COMMA, "1234.5" },
	{ "1.234.567", DECIMAL_COMMA, "1234567" },
	{ "1,234,567", DECIMAL_COMMA, "1234567" },
	{ "12 500 000", DECIMAL_COMMA, "12500000" },
	{ "12 500,5", DECIMAL_COMMA, "12500.5" },
	{ "100,00", DECIMAL_COMMA, "100" },
	{ "999999999999999999", DECIMAL_COMMA, "999999999999999999" },
	{ "9999999999999999999", DECIMAL_COMMA, NULL },
	{ "", DECIMAL_COMMA, NULL },
	{ "-", DECIMAL_COMMA, NULL },
	{ "1.", DECIMAL_COMMA, NULL },
	{ "1..2", DECIMAL_COMMA, NULL },
	{ "1.23.456", DECIMAL_COMMA, NULL },
	{ "1,234 567.8,9", DECIMAL_COMMA, NULL },
	{ "12a", DECIMAL_COMMA, NULL },
};

Test(decimal, shapes, .init = open_mem, .fini = close_mem)
{
	struct decimal d;
	struct str got;
	size_t i;

	for (i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		bool ok =
			decimal_read(str_c(shapes[i].text), shapes[i].mark, &d);

		cr_expect(ok == !!shapes[i].want, "'%s' is %s number",
			shapes[i].text, ok ? "a" : "no");
		if (!ok || !shapes[i].want)
			continue;
		got = decimal_print(d, &mem);
		cr_expect(str_eq(got, str_c(shapes[i].want)), "'%s': %.*s",
			shapes[i].text, STR_ARG(got));
	}
}

static struct decimal
read(const char *text)
{
	struct decimal d;

	cr_assert(decimal_read(str_c(text), DECIMAL_POINT, &d));
	return d;
}

Test(decimal, reckons, .init = open_mem, .fini = close_mem)
{
	struct decimal d;

	cr_expect(decimal_add(read("0.1"), read("0.2"), &d));
	cr_expect(str_eq(decimal_print(d, &mem), STR("0.3")));
	cr_expect(decimal_add(read("-5"), read("5"), &d));
	cr_expect(str_eq(decimal_print(d, &mem), STR("0")));
	cr_expect(decimal_multiply(read("68.6"), read("1000000000000"), &d));
	cr_expect(str_eq(decimal_print(d, &mem), STR("68600000000000")));
	cr_expect(decimal_multiply(read("0.25"), read("4"), &d));
	cr_expect(decimal_is_whole(d));
	cr_expect(!decimal_is_whole(read("0.25")));
	d = decimal_scale(read("75"), -2);
	cr_expect(str_eq(decimal_print(d, &mem), STR("0.75")));
	d = decimal_scale(read("-5"), -3);
	cr_expect(str_eq(decimal_print(d, &mem), STR("-0.005")));
}

Test(decimal, says_when_it_would_not_be_exact)
{
	struct decimal big = { 999999999999999999, 0 };
	struct decimal huge = { 1, 60 }, tiny = { 1, -60 }, d;

	cr_expect(!decimal_multiply(big, big, &d));
	cr_expect(!decimal_multiply(huge, huge, &d));
	cr_expect(!decimal_add(huge, tiny, &d));
}

Test(decimal, compares)
{
	struct decimal huge = { 1, 60 }, tiny = { 1, -60 };

	cr_expect(decimal_cmp(read("1.50"), read("1.5")) == 0);
	cr_expect(decimal_cmp(read("-1"), read("0")) < 0);
	cr_expect(decimal_cmp(read("2"), read("10")) < 0);
	cr_expect(decimal_cmp(read("-2"), read("-10")) > 0);
	cr_expect(decimal_cmp(huge, tiny) > 0);
	cr_expect(decimal_cmp(tiny, huge) < 0);
}
