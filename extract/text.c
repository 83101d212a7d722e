/* From the text that rules see back to the record's. */
#include "match.h"

/* The last shift that begins at or before a byte of seen. */
static const struct shift *
shift_at(const struct text *t, size_t seen)
{
	const struct shift *s = t->shift;
	size_t n = t->nshift, half;

	for (; n > 1; n -= half) { /* as many steps, whatever it is */
		half = n / 2;
		s += s[half].seen <= seen ? half : 0;
	}
	return s;
}

struct span
text_span_out(const struct text *t, struct span seen)
{
	const struct shift *s, *last;
	struct span out;

	if (seen.start == SPAN_NONE || t->nshift == 0)
		return seen;
	s = shift_at(t, seen.start);
	last = &t->shift[t->nshift - 1];
	out.start = s->out + (seen.start - s->seen);
	/* few shifts lie in a mention */
	while (s < last && s[1].seen <= seen.end)
		s++;
	out.end = s->out + (seen.end - s->seen);
	return out;
}
