/* Byte offsets of one text as counts of code points. */
#include "base/points.h"
#include "base/scan.h"
#include "base/utf8.h"

enum { STEP = SCAN_LOOK };

/* Letters among the first n bytes at a step, n < STEP. */
static size_t
count(const struct points *p, size_t at, size_t n)
{
	uint64_t begins;

	if (p->s.n - at < STEP)
		return utf8_count(str_slice(p->s, at, at + n));
	begins = scan_starts(p->way, p->s.p + at);
	return (size_t)__builtin_popcountll(begins & (((uint64_t)1 << n) - 1));
}

struct points
points_new(struct mem *m, struct str s)
{
	struct points p = { .s = s, .way = scan_best() };
	size_t i, n = 0, steps = s.n / STEP;

	p.before = mem_space(m, (steps + 1) * sizeof *p.before);
	for (i = 0; i < steps; i++) {
		p.before[i] = n;
		n += (size_t)__builtin_popcountll(
			scan_starts(p.way, s.p + i * STEP));
	}
	p.before[steps] = n;
	return p;
}

size_t
points_at(const struct points *p, size_t byte)
{
	size_t at;

	if (byte > p->s.n)
		byte = p->s.n;
	at = byte / STEP;
	return p->before[at] + count(p, at * STEP, byte % STEP);
}
