/* Views: the text's letters are read once, symbols put over them. */
#include <stdlib.h>
#include <string.h>

#include "automaton.h"
#include "base/utf8.h"
#include "view.h"

enum {
	SYMBOL_BYTES = 3,      /* of any symbol, in UTF-8 */
	LETTERS_KEPT = 1 << 18 /* room of more is given back */
};

void
view_close(struct view *v)
{
	free(v->class);
	free(v->at);
	free(v->ahead);
	free(v->back);
	free(v->bytes);
	*v = (struct view){ .n = 0 };
}

static int
make_room(struct view *v, size_t letters)
{
	if (letters <= v->letters_cap &&
		(v->letters_cap <= LETTERS_KEPT || letters > LETTERS_KEPT))
		return 0;
	view_close(v);
	v->letters_cap = letters < 16384 ? 16384 : letters + letters / 4;
	v->class = malloc(v->letters_cap * sizeof *v->class);
	v->at = malloc(v->letters_cap * sizeof *v->at);
	v->ahead = malloc(v->letters_cap * sizeof *v->ahead);
	v->back = malloc(v->letters_cap * sizeof *v->back);
	if (v->class && v->at && v->ahead && v->back)
		return 0;
	view_close(v);
	return -1;
}

int
view_open(struct view *v, const struct automaton *a, struct str seen)
{
	bool symbols;
	size_t i;

	if (make_room(v, seen.n + 2))
		return -1;
	v->automaton = a;
	v->seen = seen;
	v->n = automaton_classes(a, seen, v->class, v->at, &symbols);
	v->class[v->n] = (uint16_t)a->nclass;
	/* private-use characters of the text itself, one letter long */
	for (i = 0; symbols && i < v->n; i++)
		if (v->class[i] >= a->nletter)
			v->ahead[i] = (uint32_t)i + 1, v->back[i] = (uint32_t)i;
	view_symbols(v, NULL, 0);
	return 0;
}

/* The letter at a byte of seen, which is not before letter `from`: looked for
 * in steps twice as wide each, then halved. */
static uint32_t
letter_at(const struct view *v, size_t byte, size_t from)
{
	size_t lo = from, hi, step = 4;

	while (lo + step < v->n && v->at[lo + step] < byte) {
		lo += step;
		step *= 2;
	}
	hi = lo + step < v->n ? lo + step : v->n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (v->at[mid] < byte)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (uint32_t)lo;
}

static bool
inner_at(const struct view *v, size_t letter)
{
	size_t i = v->at[letter];

	return automaton_inner(utf8_get(v->seen, &i));
}

void
view_place(const struct view *v, struct view_symbol *s, size_t from)
{
	s->from = letter_at(v, s->seen.start, from);
	s->to = letter_at(v, s->seen.end, s->from);
	s->cuts =
		s->from > 0 && inner_at(v, s->from - 1) && inner_at(v, s->from);
}

void
view_mark(struct view *v, const struct view_symbol *s)
{
	uint16_t class = automaton_class(v->automaton, VIEW_SYMBOL + s->type);

	v->class[s->from] = class;
	v->class[s->to - 1] = class;
	v->ahead[s->from] = s->to;
	v->back[s->to - 1] = s->from;
}

void
view_symbols(struct view *v, struct view_symbol *symbol, size_t n)
{
	v->symbol = symbol;
	v->nsymbol = n;
	v->text = n ? (struct str){ NULL, 0 } : v->seen;
}

int
view_text(struct view *v)
{
	size_t most = v->seen.n + v->nsymbol * SYMBOL_BYTES + 1, i, n = 0;
	size_t from = 0, stretch;

	if (v->text.p)
		return 0;
	if (most > v->bytes_cap) {
		free(v->bytes);
		v->bytes_cap = most + most / 4;
		v->bytes = calloc(1, v->bytes_cap); /* as in base/mem.c */
		if (!v->bytes)
			v->bytes_cap = 0;
		if (!v->bytes)
			return -1;
	}
	for (i = 0; i < v->nsymbol; i++) {
		struct view_symbol *s = &v->symbol[i];

		stretch = s->seen.start - from;
		memcpy(v->bytes + n, v->seen.p + from, stretch);
		n += stretch;
		s->at = n;
		utf8_put(v->bytes + n, VIEW_SYMBOL + s->type);
		n += SYMBOL_BYTES;
		from = s->seen.end;
	}
	memcpy(v->bytes + n, v->seen.p + from, v->seen.n - from);
	v->text = (struct str){ v->bytes, n + v->seen.n - from };
	return 0;
}

size_t
view_byte(const struct view *v, size_t letter, size_t k)
{
	const struct view_symbol *s;

	if (k == 0)
		return v->at[letter];
	s = &v->symbol[k - 1];
	return s->at + SYMBOL_BYTES + (v->at[letter] - s->seen.end);
}

size_t
view_symbols_before(const struct view *v, size_t at)
{
	size_t lo = 0, hi = v->nsymbol;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (v->symbol[mid].at + SYMBOL_BYTES <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static size_t
byte_to_seen(const struct view *v, size_t at)
{
	size_t n = view_symbols_before(v, at);
	const struct view_symbol *s;

	if (n == 0)
		return at;
	s = &v->symbol[n - 1];
	return s->seen.end + (at - s->at - SYMBOL_BYTES);
}

struct span
view_to_seen(const struct view *v, struct span at)
{
	if (at.start == SPAN_NONE)
		return at;
	return (struct span){ byte_to_seen(v, at.start),
		byte_to_seen(v, at.end) };
}
