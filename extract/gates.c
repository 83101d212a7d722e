/* Gates of words: read once, asked each time the word comes. */
#include "gates.h"

/* Classes with which a state lives on; all of them where it ends rules. */
static uint64_t
live_in(const struct dfa *d, uint32_t state)
{
	if (state == DFA_DEAD)
		return 0;
	if (state & (DFA_ENDS | DFA_SLOW))
		return ~0ULL;
	return dfa_live(d, state);
}

static struct gate
gate_of(struct dfa *d, uint32_t start, const uint16_t *class, unsigned n)
{
	struct gate g = { .next = 0 };
	uint32_t state =
		start == DFA_DEAD ? start : dfa_read(d, start, class, n);

	g.next = live_in(d, state);
	if (state == DFA_DEAD)
		return g;
	if (state & DFA_SLOW) {
		g.blank = ~0ULL;
		return g;
	}
	g.blank = live_in(d, dfa_step(d, state & DFA_STATE, dfa_blank(d)));
	if (state & DFA_ENDS)
		g.blank = ~0ULL;
	g.state = state;
	return g;
}

/* Bits that more than one phase shares, and those of rules that begin inside
 * words, let all through. */
static bool
known(unsigned bit)
{
	return bit < 62 && bit % 2 == 0;
}

static bool
add(struct gate *to, struct gate g, unsigned bit, bool behind)
{
	g.bit = (uint8_t)bit;
	g.behind = behind;
	*to = g;
	return g.next != 0;
}

unsigned
gates_make(struct dfa *d, struct dfa_phases live, const uint16_t *class,
	unsigned n, struct gate out[GATES_MOST])
{
	const struct gate open = { .next = ~0ULL, .blank = ~0ULL };
	uint64_t bits = live.alone | live.behind;
	unsigned count = 0, bit;
	struct gate g;

	for (; bits; bits &= bits - 1) {
		bit = (unsigned)__builtin_ctzll(bits);
		if (live.alone >> bit & 1) {
			g = known(bit) ? gate_of(d, dfa_start(d, bit), class, n)
				       : open;
			count += add(&out[count], g, bit, false);
		}
		if (live.behind >> bit & 1) {
			g = known(bit) ? gate_of(d,
						 dfa_start_behind(d, bit, 0) &
							 DFA_STATE,
						 class, n)
				       : open;
			g.state = 0;
			count += add(&out[count], g, bit, true);
		}
	}
	return count;
}

uint64_t
gates_before(struct dfa *d, const uint16_t *nearest, unsigned n)
{
	uint64_t bits = ~0ULL;
	unsigned phase, i;
	uint32_t state;

	for (phase = 0; phase < 62 && phase < dfa_nphase(d); phase += 2) {
		state = dfa_behind(d, phase);
		for (i = 0; i < n && state != DFA_DEAD; i++)
			state = dfa_step(d, state & DFA_STATE, nearest[i]);
		if (state == DFA_DEAD)
			bits &= ~(1ULL << phase);
	}
	return bits;
}
