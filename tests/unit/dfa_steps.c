/* Steps by words as they are remembered: what is told of a key is what was
 * added for it, or nothing; sixteen numbers looked at at once. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "chance.h"
#include "dfa_steps.h"

static uint32_t
step_of(uint32_t key)
{
	uint32_t next = key % 0xFFEF + 1;

	return key % 3 ? next : next | DFA_ENDS;
}

/* Adds a key if it is not known, and looks at it again. */
static void
add(struct steps *s, uint32_t key, uint8_t *in)
{
	uint32_t known = steps_look(s, steps_mix(key));

	if (known) {
		cr_assert_eq(known, step_of(key));
		cr_assert(in[key]);
		return;
	}
	steps_add(s, steps_mix(key), step_of(key));
	cr_assert_eq(steps_look(s, steps_mix(key)), step_of(key));
	in[key] = 1;
}

Test(dfa_steps, what_was_added)
{
	enum { KEYS = 1 << 20, KEPT = 1 << (STEPS_BITS + 2) };
	uint8_t *in = calloc(KEYS, 1);
	struct steps s = { 0 };
	uint32_t key, kept = 0;
	struct chance c = { 7 };
	unsigned i;

	cr_assert(steps_open(&s));
	for (key = 0; key < 1000; key++)
		cr_assert_eq(steps_look(&s, steps_mix(key)), 0);
	for (i = 0; i < KEPT; i++)
		add(&s, chance(&c, KEYS), in);
	for (key = 0; key < KEYS; key++)
		kept += steps_look(&s, steps_mix(key)) != 0;
	cr_assert_gt(kept, KEPT / 8 * 7);
	for (i = 0; i < 3 * KEYS; i++)
		add(&s, chance(&c, KEYS), in);
	kept = 0;
	for (key = 0; key < KEYS; key++)
		kept += steps_look(&s, steps_mix(key)) != 0;
	cr_assert_eq(kept, STEPS_LINE << STEPS_BITS);
	steps_forget(&s);
	for (key = 0; key < KEYS; key++)
		cr_assert_eq(steps_look(&s, steps_mix(key)), 0);
	steps_close(&s);
	free(in);
}

Test(dfa_steps, sixteen_numbers)
{
	uint16_t number[BLOCK_LOOK];
	struct chance c = { 3 };
	unsigned round, i, bits, x;

	for (round = 0; round < 1000; round++) {
		x = chance(&c, 2) ? 0x8000 + chance(&c, 3) : chance(&c, 3);
		bits = 0;
		for (i = 0; i < BLOCK_LOOK; i++) {
			number[i] = (uint16_t)(chance(&c, 2) * 0x8000 +
					       chance(&c, 3));
			bits |= (unsigned)(number[i] == x) << i;
		}
		cr_assert_eq(block_which(number, (uint16_t)x), bits);
	}
}
