/* From the text that rules see back to the record's. */
#include "match.h"

/* The last shift that begins at or before a byte of seen. */
static const struct shift *
shift_at(const struct text *t, size_t seen)
{
	size_t lo = 0, hi = t->nshift;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (t->shift[mid].seen <= seen)
			lo = mid;
		else
			hi = mid;
	}
	return &t->shift[lo];
}

size_t
text_to_out(const struct text *t, size_t seen)
{
	const struct shift *s;

	if (t->nshift == 0)
		return seen;
	s = shift_at(t, seen);
	return s->out + (seen - s->seen);
}

struct span
text_span_out(const struct text *t, struct span seen)
{
	if (seen.start == SPAN_NONE)
		return seen;
	return (struct span){ text_to_out(t, seen.start),
		text_to_out(t, seen.end) };
}
