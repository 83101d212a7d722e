/* Where symbols of some types follow in the same line of a view. */
#include <stdlib.h>
#include <string.h>

#include "follow.h"
#include "view.h"

void
follow_close(struct follow *f)
{
	free(f->line);
	free(f->part);
}

/* Room for that many lines, and for as many parts and one more. */
static int
line_room(struct follow *f, size_t want)
{
	size_t cap = 2 * want + 64;
	void *more;

	if (want <= f->line_cap)
		return 0;
	more = realloc(f->line, cap * sizeof *f->line);
	if (!more)
		return -1;
	f->line = more;
	more = realloc(f->part, (cap + 1) * sizeof *f->part);
	if (!more)
		return -1;
	f->part = more;
	f->line_cap = cap;
	return 0;
}

int
follow_text(struct follow *f, struct str seen)
{
	const char *p = seen.p, *end;

	for (f->nline = 0;; p = end + 1) {
		if (line_room(f, f->nline + 2))
			return -1;
		f->line[f->nline++] = (uint32_t)(p - seen.p);
		end = seen.n ? memchr(p, '\n', (size_t)(seen.p + seen.n - p))
			     : NULL;
		if (!end)
			break;
	}
	f->line[f->nline] = UINT32_MAX;
	return 0;
}

/* The line in which `at` stands, from the k-th on. *from is the start of the
 * k-th, and then of that one: with the one before it where a symbol hides the
 * end of that. */
static size_t
line_of(const struct follow *f, const struct view *v, size_t k, uint32_t at,
	uint32_t *from)
{
	while (f->line[k + 1] <= at) {
		k++;
		if (!view_hidden(v, f->line[k] - 1, f->line[k]))
			*from = f->line[k];
	}
	return k;
}

bool
follow_find(struct follow *f, const struct view *v, uint64_t types)
{
	size_t i, k = 0, last = SIZE_MAX, nparts = 0;
	uint32_t from = 0;

	for (i = 0; i < v->nsymbol; i++) {
		const struct view_symbol *one = &v->symbol[i];
		uint32_t at = (uint32_t)one->seen.start;

		if (one->type >= 64 || !(types >> one->type & 1))
			continue;
		k = line_of(f, v, k, at, &from);
		nparts += last != k;
		f->part[nparts - 1] = (struct follow_part){ from, at };
		last = k;
	}
	f->part[nparts] = (struct follow_part){ UINT32_MAX, UINT32_MAX };
	f->at = 0;
	return nparts > 0;
}
