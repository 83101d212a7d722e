/* Byte offsets of one text as counts of code points. */
#include "base/points.h"
#include "base/utf8.h"

enum { STEP = 64 };

struct points
points_new(struct mem *m, struct str s)
{
	struct points p = { .s = s };
	size_t i, n = 0;

	p.before = mem_alloc(m, (s.n / STEP + 1) * sizeof *p.before);
	for (i = 0; i <= s.n / STEP; i++) {
		size_t at = i * STEP, end = at + STEP < s.n ? at + STEP : s.n;

		p.before[i] = n;
		n += utf8_count(str_slice(s, at, end));
	}
	return p;
}

size_t
points_at(const struct points *p, size_t byte)
{
	size_t at;

	if (byte > p->s.n)
		byte = p->s.n;
	at = byte / STEP;
	return p->before[at] + utf8_count(str_slice(p->s, at * STEP, byte));
}
