/* Views: symbols are put over a text by marks beside it. */
#include <stdlib.h>
#include <string.h>

#include "automaton.h"
#include "base/utf8.h"
#include "view.h"

enum {
	SYMBOL_BYTES = 3,    /* of any symbol, in UTF-8 */
	ROOM_KEPT = 1 << 18, /* bytes: room of more is given back */
	HIDDEN_MORE = 16     /* bytes that are read and written behind bits */
};

void
view_close(struct view *v)
{
	free(v->head);
	free(v->tail);
	free(v->ahead);
	free(v->back);
	free(v->hidden);
	free(v->bytes);
	*v = (struct view){ .room = 0 };
}

static int
make_room(struct view *v, size_t n)
{
	if (n <= v->room && (v->room <= ROOM_KEPT || n > ROOM_KEPT))
		return 0;
	view_close(v);
	v->room = n < 16384 ? 16384 : n + n / 4;
	v->head = malloc(v->room * sizeof *v->head);
	v->tail = malloc(v->room * sizeof *v->tail);
	v->ahead = calloc(v->room, sizeof *v->ahead); /* read anywhere */
	v->back = malloc(v->room * sizeof *v->back);
	v->hidden = malloc(v->room / 8 + HIDDEN_MORE);
	if (v->head && v->tail && v->ahead && v->back && v->hidden)
		return 0;
	view_close(v);
	return -1;
}

int
view_open(struct view *v, const struct automaton *a, struct str seen)
{
	size_t n = seen.n + 1;

	if (make_room(v, n))
		return -1;
	v->automaton = a;
	v->seen = seen;
	memset(v->head, 0, n * sizeof *v->head);
	memset(v->tail, 0, n * sizeof *v->tail);
	memset(v->hidden, 0, n / 8 + HIDDEN_MORE);
	view_symbols(v, NULL, 0);
	return 0;
}

void
view_place(const struct view *v, struct view_symbol *s)
{
	const struct automaton *a = v->automaton;
	const char *p = v->seen.p;
	size_t at = s->seen.start, n;

	s->cuts = false;
	if (at == 0 || automaton_read(a, p + at, &n) >= a->ninner)
		return;
	at--;
	while (at > 0 && ((unsigned char)p[at] & 0xC0) == 0x80)
		at--;
	s->cuts = automaton_read(a, p + at, &n) < a->ninner;
}

/* Sets the bits of [from, to), some at a time. */
static void
set_bits(uint8_t *bits, size_t from, size_t to)
{
	enum { SOME = 56 };
	uint64_t word, mask;
	size_t n;

	for (; from < to; from += n) {
		n = to - from < SOME ? to - from : SOME;
		mask = ((1ULL << n) - 1) << from % 8;
		memcpy(&word, bits + from / 8, sizeof word);
		word |= view_little(mask);
		memcpy(bits + from / 8, &word, sizeof word);
	}
}

bool
view_any_bit(const struct view *v, size_t from, size_t to)
{
	enum { SOME = 56 };

	for (; to - from > SOME; from += SOME)
		if (view_any(v, from, from + SOME))
			return true;
	return view_any(v, from, to);
}

void
view_unmark(struct view *v, const struct view_symbol *s)
{
	v->head[s->seen.start] = 0;
	v->tail[s->seen.end] = 0;
}

void
view_mark(struct view *v, const struct view_symbol *s)
{
	uint16_t class =
		(uint16_t)automaton_class(v->automaton, VIEW_SYMBOL + s->type);

	set_bits(v->hidden, s->seen.start + 1, s->seen.end + 1);
	v->head[s->seen.start] = class;
	v->tail[s->seen.end] = class;
	v->ahead[s->seen.start] = (uint32_t)s->seen.end;
	v->back[s->seen.end] = (uint32_t)s->seen.start;
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
view_byte(const struct view *v, size_t at, size_t k)
{
	const struct view_symbol *s;

	if (k == 0)
		return at;
	s = &v->symbol[k - 1];
	return s->at + SYMBOL_BYTES + (at - s->seen.end);
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

/* The byte of seen for one of the text that stands behind n symbols. */
static size_t
byte_to_seen(const struct view *v, size_t at, size_t n)
{
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
	return (struct span){ byte_to_seen(v, at.start,
				      view_symbols_before(v, at.start)),
		byte_to_seen(v, at.end, view_symbols_before(v, at.end)) };
}

/* Symbols before a byte, of which the first n are some. */
static size_t
more_before(const struct view *v, size_t at, size_t n)
{
	while (n < v->nsymbol && v->symbol[n].at + SYMBOL_BYTES <= at)
		n++;
	return n;
}

struct span
view_to_seen_near(const struct view *v, struct span at, size_t nbefore)
{
	size_t n;

	if (at.start == SPAN_NONE)
		return at;
	if (nbefore && v->symbol[nbefore - 1].at + SYMBOL_BYTES > at.start)
		return view_to_seen(v, at);
	n = more_before(v, at.start, nbefore);
	return (struct span){ byte_to_seen(v, at.start, n),
		byte_to_seen(v, at.end, more_before(v, at.end, n)) };
}
