/* Words of a text, in passes over some hundreds of them. */
#include <string.h>

#include "automaton.h"
#include "cut.h"

enum { AHEAD = 32 }; /* words that are fetched before they are looked at */

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
	/* whether it begins rules can't be foreseen: no jump */
	return to + (1 - w->known / WORD_DULL);
}

/* Words at n pairs of edges, of each of which so many bytes may be looked at,
 * however short it is. */
static struct token *
put_words(struct cut *c, const uint32_t *edge, size_t n, struct token *to)
{
	struct spelling s[AHEAD];
	size_t i;

	for (i = 0; i < n; i++) {
		s[i] = vocabulary_spelling(
			c->seen.p + edge[2 * i], edge[2 * i + 1] - edge[2 * i]);
		vocabulary_fetch(c->vocabulary, s[i]);
	}
	for (i = 0; i < n; i++, edge += 2) {
		unsigned number = vocabulary_near(c->vocabulary, s[i]);

		if (number == VOCABULARY_MOST)
			number = find_number(c, edge[0], edge[1]);
		to = put_word(c, edge[0], edge[1], number, to);
	}
	return to;
}

size_t
cut_words(struct cut *c, struct token *to)
{
	/* a word whose end is not known yet is left for later */
	const uint32_t *edge = c->edge, *end = edge + c->scan.nedge / 2 * 2;
	const uint32_t *near = end;
	const struct token *first = to;
	size_t n;

	while (near > edge && near[-2] + VOCABULARY_BYTES > c->seen.n)
		near -= 2;
	for (; edge < near; edge += 2 * n) {
		n = (size_t)(near - edge) / 2;
		n = n < AHEAD ? n : AHEAD;
		to = put_words(c, edge, n, to);
	}
	for (; edge < end; edge += 2)
		to = put_word(c, edge[0], edge[1],
			find_number(c, edge[0], edge[1]), to);
	return (size_t)(to - first);
}
