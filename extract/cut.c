/* Words of a text, in passes over some hundreds of them. */
#include <string.h>

#include "automaton.h"
#include "cut.h"

void
cut_open(struct cut *c, struct str seen, bool blanks)
{
	c->seen = seen;
	c->at = 0;
	c->way = scan_best();
	c->scan = (struct scan_cut){
		.edge = c->edge, .gap = c->gap, .blanks = blanks
	};
}

bool
cut_more(struct cut *c)
{
	const size_t from = c->at;

	if (from >= c->seen.n)
		return false;
	/* the last word may go on */
	if (c->scan.inside)
		c->edge[0] = c->edge[c->scan.nedge - 1];
	c->scan.nedge = c->scan.inside;
	c->scan.ngap = 0;
	c->at = from + CUT_BYTES;
	scan_cut(c->way, c->seen, from, c->at, &c->scan);
	return true;
}

/* Of a word that is new, that another keeps from its first place, or that
 * stands at the text's end. */
static __attribute__((noinline)) unsigned
find_number(struct cut *c, size_t at, size_t end)
{
	char room[VOCABULARY_BYTES] = { 0 };
	struct spelling s;
	unsigned number;
	size_t n;

	if (end - at > VOCABULARY_BYTES)
		return 0;
	memcpy(room, c->seen.p + at, end - at);
	s = vocabulary_spelling(room, end - at);
	number = vocabulary_number(c->vocabulary, &s);
	vocabulary_word(c->vocabulary, number)->bucket =
		c->automaton->bucket[automaton_read(
			c->automaton, c->seen.p + at, &n)];
	return number;
}

/* Puts a word to `to`; returns where the next goes. */
static inline struct token *
put_word(
	struct cut *c, size_t at, size_t end, unsigned number, struct token *to)
{
	const struct word *w = vocabulary_word(c->vocabulary, number);
	uint16_t *numbers = c->number;
	uint8_t *bytes = c->bytes;

	numbers[at] = numbers[end - 1] = (uint16_t)number;
	bytes[at] = bytes[end - 1] = (uint8_t)(end - at);
	*to = (struct token){ .at = (uint32_t)at,
		.end = (uint32_t)end,
		.number = (uint16_t)number };
	return to + ((w->live.alone | w->live.behind) != 0);
}

size_t
cut_words(struct cut *c, struct token *to)
{
	const size_t n = c->scan.nedge / 2;
	const char *p = c->seen.p;
	const struct token *first = to;
	size_t k, near = n, at, end;
	struct spelling s;

	/* so many bytes are looked at, however short a word is */
	while (near > 0 && c->edge[2 * near - 2] + VOCABULARY_BYTES > c->seen.n)
		near--;
	for (k = 0; k < near; k++) {
		at = c->edge[2 * k];
		end = c->edge[2 * k + 1];
		s = vocabulary_spelling(p + at, end - at);
		if (!vocabulary_has(c->vocabulary, s))
			s.place = find_number(c, at, end);
		to = put_word(c, at, end, s.place, to);
	}
	for (; k < n; k++) {
		at = c->edge[2 * k];
		end = c->edge[2 * k + 1];
		to = put_word(c, at, end, find_number(c, at, end), to);
	}
	return (size_t)(to - first);
}
