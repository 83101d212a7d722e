/* Numbers appended to a text. */
#include <stdio.h>
#include <criterion/criterion.h>

#include "base/buf.h"

static void
is_number(long long n)
{
	struct buf b = { 0 };
	char want[32];

	snprintf(want, sizeof want, "%lld", n);
	buf_put_int(&b, n);
	cr_assert(str_eq(buf_str(&b), str_c(want)), "want %s, got %.*s", want,
		STR_ARG(buf_str(&b)));
	buf_free(&b);
}

static void
is_padded(unsigned n, int digits)
{
	struct buf b = { 0 };
	char want[32];

	snprintf(want, sizeof want, "%0*u", digits, n);
	buf_put_digits(&b, n, digits);
	cr_assert(str_eq(buf_str(&b), str_c(want)), "want %s, got %.*s", want,
		STR_ARG(buf_str(&b)));
	buf_free(&b);
}

Test(buf, whole_numbers)
{
	static const long long far[] = { 99999999, 100000000, 100000001,
		4294967295, 4294967296, 9223372036854775807,
		-9223372036854775807 - 1 };
	long long n, power;
	size_t i;

	for (n = -20; n < 20000; n++)
		is_number(n);
	/* each half alone, and both */
	for (n = 0; n < 10000; n += 7) {
		is_number(n * 10000);
		is_number(n * 10000 + 9999 - n);
	}
	for (power = 1; power < 1000000000000000000; power *= 10)
		for (n = -1; n <= 1; n++)
			is_number(power + n);
	for (i = 0; i < sizeof far / sizeof *far; i++)
		is_number(far[i]);
}

Test(buf, digits_with_zeros_before_them)
{
	static const unsigned some[] = { 0, 1, 9, 10, 31, 2026, 65535, 99999999,
		100000000, 4294967295u };
	struct buf b = { 0 };
	size_t i;
	int digits;

	for (i = 0; i < sizeof some / sizeof *some; i++)
		for (digits = 1; digits <= 12; digits++)
			is_padded(some[i], digits);
	buf_put_digits(&b, 0, 0);
	cr_assert_eq(b.n, 0);
	buf_free(&b);
}
