/* Ranges of bits, as a loop would set, take away and find them. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/bits.h"
#include "chance.h"

enum { BITS = 400 };

static bool
any(const bool *set, size_t from, size_t to)
{
	for (; from < to; from++)
		if (set[from])
			return true;
	return false;
}

static void
put(bool *set, size_t from, size_t to, bool is)
{
	for (; from < to; from++)
		set[from] = is;
}

Test(bits, as_one_by_one)
{
	uint8_t bits[BITS / 8 + BITS_MORE] = { 0 };
	bool set[BITS] = { false };
	struct chance c = { 20261130 };
	size_t i, from, to;

	for (i = 0; i < 300; i++) {
		from = chance(&c, BITS);
		to = from + chance(&c, i % 2 ? 20 : BITS - from + 1);
		if (to > BITS)
			to = BITS;
		put(set, from, to, i % 3 == 0);
		if (i % 3 == 0)
			bits_set(bits, from, to);
		else
			bits_clear(bits, from, to);
		for (from = 0; from < BITS; from++)
			for (to = from; to <= BITS; to += 1 + chance(&c, 9))
				cr_assert_eq(bits_any(bits, from, to),
					any(set, from, to), "[%zu, %zu)", from,
					to);
	}
}
