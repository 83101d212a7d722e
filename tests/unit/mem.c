/* The arena: what it hands out, and where its limit is. */
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <criterion/criterion.h>

#include "base/mem.h"

static struct mem mem;

/* Could n more bytes be had? */
static bool
fits(size_t n)
{
	jmp_buf out;
	bool did;

	if (setjmp(out)) {
		mem.out = NULL;
		return false;
	}
	mem.out = &out;
	did = mem_space(&mem, n) != NULL;
	mem.out = NULL;
	return did;
}

Test(mem, nothing_is_handed_out_twice)
{
	unsigned char *p[512];
	size_t i, k, n;

	mem_open(&mem, 0);
	for (i = 0; i < sizeof p / sizeof *p; i++) {
		n = i * i % 3000;
		p[i] = mem_alloc(&mem, n);
		cr_assert_eq((uintptr_t)p[i] % 16, 0);
		for (k = 0; k < n; k++)
			cr_assert_eq(p[i][k], 0);
		memset(p[i], (int)i, n);
	}
	for (i = 0; i < sizeof p / sizeof *p; i++)
		for (k = 0; k < i * i % 3000; k++)
			cr_assert_eq(p[i][k], (unsigned char)i);
	cr_assert_neq(mem_space(&mem, 0), mem_space(&mem, 0));
	mem_close(&mem);
}

Test(mem, the_newest_grows_in_its_place)
{
	char *p, *q;

	mem_open(&mem, 0);
	p = memcpy(mem_space(&mem, 5), "bien", 5);
	cr_assert_eq(mem_grow(&mem, p, 5, 40), p);
	cr_assert_eq(mem_grow(&mem, p, 40, 30), p);
	mem_space(&mem, 1);
	q = mem_grow(&mem, p, 40, 100);
	cr_assert_neq(q, p);
	cr_assert_str_eq(q, "bien");
	p = mem_grow(&mem, q, 100, (size_t)1 << 20); /* no block had that */
	cr_assert_str_eq(p, "bien");
	mem_close(&mem);
}

/* Arrays that have blocks to themselves, between others that have not. */
Test(mem, what_is_large_grows_alone)
{
	const size_t first = (size_t)1 << 20, last = (size_t)20 << 20;
	unsigned char *p, *q, *small;
	size_t n, i;

	mem_open(&mem, 0);
	for (i = 0; i < 3; i++) {
		p = mem_alloc(&mem, first);
		q = mem_alloc(&mem, first + 1);
		for (n = 0; n < first; n++)
			cr_assert(p[n] == 0 && q[n] == 0);
		for (n = first; n < last; n *= 2) {
			memset(p, 1, n);
			small = memset(mem_space(&mem, 100), 3, 100);
			p = mem_grow(&mem, p, n, 2 * n);
			q = mem_grow(&mem, q, n + 1, 2 * n + 1);
			memset(p + n, 1, n);
			memset(q, 2, 2 * n + 1);
			cr_assert(p[0] == 1 && p[2 * n - 1] == 1);
			cr_assert(small[0] == 3 && small[99] == 3);
		}
		cr_assert_gt(mem.used, 2 * last);
		cr_assert_lt(mem.used, 5 * last);
		mem_reset(&mem);
		cr_assert_eq(mem.used, 0);
	}
	mem_limit(&mem, last);
	p = mem_space(&mem, first);
	cr_assert(!fits(last - first + 1));
	p = mem_grow(&mem, p, first, last - 16);
	cr_assert(fits(16));
	cr_assert(!fits(1));
	mem_close(&mem);
}

/* As articles do it: some small, some large. */
Test(mem, blocks_are_used_again)
{
	unsigned char *p;
	size_t round, i, n, k;

	mem_open(&mem, 0);
	for (round = 0; round < 200; round++) {
		for (i = 0; i < round * 7 % 40; i++) {
			n = (round * 7919 + i * 104729) % 900000;
			p = mem_alloc(&mem, n);
			for (k = 0; k < n; k += 511)
				cr_assert_eq(p[k], 0);
			memset(p, 0xFF, n);
		}
		mem_reset(&mem);
	}
	mem_close(&mem);
}

Test(mem, a_limit_is_kept_to_the_byte)
{
	size_t i;

	mem_open(&mem, 1 << 20);
	for (i = 0; i < 1 << 16; i++)
		cr_assert(fits(16), "%zu", i);
	cr_assert(!fits(1));
	mem_limit(&mem, (1 << 20) + 32);
	cr_assert(fits(32));
	cr_assert(!fits(1));
	mem_limit(&mem, 1 << 10); /* less than is used */
	cr_assert(!fits(1));
	mem_limit(&mem, 0);
	cr_assert(fits(1 << 21));
	mem_reset(&mem);
	mem_limit(&mem, 100);
	cr_assert(!fits(101));
	cr_assert(!fits(SIZE_MAX));
	cr_assert(!fits(SIZE_MAX - 16));
	cr_assert(fits(96));
	cr_assert(!fits(1));
	cr_assert_eq(mem.used, 96);
	mem_close(&mem);
}

Test(mem, texts_are_copied_whole)
{
	char text[100];
	struct str s, before, next;
	size_t n;

	for (n = 0; n < sizeof text; n++)
		text[n] = (char)('A' + n % 50);
	mem_open(&mem, 0);
	before = mem_str(&mem, STR(""));
	for (n = 0; n < sizeof text; n++) {
		s = mem_str(&mem, (struct str){ text, n });
		next = mem_str(&mem, STR("biển"));
		cr_assert(str_eq(s, (struct str){ text, n }), "%zu", n);
		cr_assert_eq(s.p[n], '\0', "%zu", n);
		cr_assert(str_eq(next, STR("biển")), "%zu", n);
		cr_assert_eq(before.p[before.n], '\0', "%zu", n);
		before = s;
	}
	mem_close(&mem);
}
