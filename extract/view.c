/* Views: symbols are put over a text by marks beside it. */
#include <stdlib.h>
#include <string.h>

#include "automaton.h"
#include "view.h"

enum {
	SYMBOL_BYTES = 3,    /* of any symbol, in UTF-8 */
	ROOM_KEPT = 1 << 18, /* bytes: room of more is given back */
	CHUNK = 128	     /* bytes that are copied at once */
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
	v->hidden = malloc(v->room / 8 + BITS_MORE);
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
	memset(v->hidden, 0, n / 8 + BITS_MORE);
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

	bits_set(v->hidden, s->seen.start + 1, s->seen.end + 1);
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

/* Copies n bytes of which `left` can be read from there on: in whole chunks
 * where that can be, for how many there are is not known before. There is room
 * for a chunk more. */
static void
copy(char *to, const char *from, size_t n, size_t left)
{
	size_t i;

	for (i = 0; i < n && i + CHUNK <= left; i += CHUNK)
		memcpy(to + i, from + i, CHUNK);
	if (i < n)
		memcpy(to + i, from + i, n - i);
}

static int
text_room(struct view *v)
{
	size_t most = v->seen.n + v->nsymbol * SYMBOL_BYTES + CHUNK;

	if (most <= v->bytes_cap)
		return 0;
	free(v->bytes);
	v->bytes_cap = most + most / 4;
	v->bytes = calloc(1, v->bytes_cap); /* as in base/mem.c */
	if (v->bytes)
		return 0;
	v->bytes_cap = 0;
	return -1;
}

int
view_text(struct view *v)
{
	const struct str seen = v->seen;
	size_t i, n = 0, from = 0, stretch;

	if (v->text.p)
		return 0;
	if (text_room(v))
		return -1;
	for (i = 0; i < v->nsymbol; i++) {
		struct view_symbol *s = &v->symbol[i];
		unsigned c = VIEW_SYMBOL + s->type;
		char symbol[] = { (char)(0xE0 | c >> 12),
			(char)(0x80 | (c >> 6 & 0x3F)),
			(char)(0x80 | (c & 0x3F)) };

		stretch = s->seen.start - from;
		copy(v->bytes + n, seen.p + from, stretch, seen.n - from);
		n += stretch;
		s->at = n;
		memcpy(v->bytes + n, symbol, SYMBOL_BYTES);
		n += SYMBOL_BYTES;
		from = s->seen.end;
	}
	memcpy(v->bytes + n, seen.p + from, seen.n - from);
	v->text = (struct str){ v->bytes, n + seen.n - from };
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
