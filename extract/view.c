/* Views: the text's letters are read once; a phase's view is pieced together
 * from stretches of them and symbols. */
#include <string.h>

#include "automaton.h"
#include "base/utf8.h"
#include "view.h"
#include "vocabulary.h"

enum { SYMBOL_BYTES = 3 }; /* of any symbol, in UTF-8 */

/* Letters and digits for sure: what a rule's own look behind will refuse. */
static bool
is_inner(const char *p)
{
	unsigned char a = (unsigned char)p[0];

	if (a < 0x80)
		return (a >= '0' && a <= '9') ||
		       ((a | 32) >= 'a' && (a | 32) <= 'z');
	/* U+00C0 .. U+00FF but for the two signs, U+0100 .. U+023F */
	if (a >= 0xC3 && a <= 0xC8)
		return a != 0xC3 || ((unsigned char)p[1] != 0x97 &&
					    (unsigned char)p[1] != 0xB7);
	/* U+1E00 .. U+1EFF */
	return a == 0xE1 && (unsigned char)p[1] >= 0xB8 &&
	       (unsigned char)p[1] <= 0xBB;
}

/* Numbers the word that begins at letter i. */
static void
number_word(struct view *w, struct vocabulary *v, size_t i)
{
	size_t end = i;

	while (end < w->n && is_inner(w->text.p + w->at[end]))
		end++;
	if (end > i)
		w->number[i] = vocabulary_number(
			v, str_slice(w->text, w->at[i], w->at[end]));
}

void
view_of(const struct automaton *a, struct vocabulary *v, struct str seen,
	struct mem *m, struct view *out)
{
	size_t i;

	*out = (struct view){ .text = seen };
	out->class = mem_alloc(m, (seen.n + 1) * sizeof *out->class);
	out->at = mem_alloc(m, (seen.n + 1) * sizeof *out->at);
	out->word = mem_alloc(m, seen.n + 1);
	out->number = mem_alloc(m, (seen.n + 1) * sizeof *out->number);
	out->n = automaton_classes(a, seen, out->class, out->at);
	for (i = 0; i < out->n; i++)
		out->word[i] = i == 0 || !is_inner(seen.p + out->at[i - 1]);
	for (i = 0; i < out->n; i++)
		if (out->word[i])
			number_word(out, v, i);
}

static void
make_room(struct view *v, size_t bytes, size_t letters, struct mem *m)
{
	if (bytes > v->bytes_cap) {
		v->text.p = mem_alloc(m, bytes * 2);
		v->bytes_cap = bytes * 2;
	}
	if (letters > v->letters_cap) {
		v->class = mem_alloc(m, letters * sizeof *v->class);
		v->at = mem_alloc(m, letters * sizeof *v->at);
		v->word = mem_alloc(m, letters);
		v->number = mem_alloc(m, letters * sizeof *v->number);
		v->letters_cap = letters;
	}
}

/* The letter at a byte of the text. */
static size_t
letter_at(const struct view *text, size_t byte, size_t from)
{
	size_t lo = from, hi = text->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (text->at[mid] < byte)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Appends letters [from, to) of the text. */
static void
put_letters(struct view *v, const struct view *text, size_t from, size_t to)
{
	uint32_t start = text->at[from], end = text->at[to];
	uint32_t shift = (uint32_t)v->text.n - start;
	size_t i, n = to - from;

	memcpy((char *)v->text.p + v->text.n, text->text.p + start,
		end - start);
	memcpy(v->class + v->n, text->class + from, n * sizeof *v->class);
	memcpy(v->word + v->n, text->word + from, n);
	memcpy(v->number + v->n, text->number + from, n * sizeof *v->number);
	for (i = 0; i < n; i++)
		v->at[v->n + i] = text->at[from + i] + shift;
	/* behind a symbol a word may begin */
	if (n && v->n)
		v->word[v->n] = 1;
	v->n += n;
	v->text.n += end - start;
	/* a word that goes on in what follows does not stand whole */
	if (n && to < text->n && !text->word[to]) {
		for (i = v->n - 1; i > v->n - n && !v->word[i]; i--)
			;
		v->number[i] = 0;
	}
}

static void
put_symbol(struct view *v, const struct automaton *a, unsigned type, bool word)
{
	uint32_t c = VIEW_SYMBOL + type;

	v->class[v->n] = automaton_class(a, c);
	v->at[v->n] = (uint32_t)v->text.n;
	v->word[v->n] = word;
	v->number[v->n] = 0;
	v->n++;
	utf8_put((char *)v->text.p + v->text.n, c);
	v->text.n += SYMBOL_BYTES;
}

void
view_with(const struct automaton *a, const struct view *text,
	struct view_symbol *symbol, size_t n, struct mem *m, struct view *out)
{
	size_t i, from = 0, to;

	make_room(out, text->text.n + n * SYMBOL_BYTES + 4, text->n + 1, m);
	out->n = out->text.n = 0;
	for (i = 0; i < n; i++) {
		to = letter_at(text, symbol[i].seen.start, from);
		put_letters(out, text, from, to);
		symbol[i].at = out->text.n;
		put_symbol(
			out, a, symbol[i].type, from == to || text->word[to]);
		from = letter_at(text, symbol[i].seen.end, to);
	}
	put_letters(out, text, from, text->n);
	out->at[out->n] = (uint32_t)out->text.n;
	out->symbol = symbol;
	out->nsymbol = n;
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
