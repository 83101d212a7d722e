/* Words of a text, in passes over some hundreds of them. */
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

static void
spell(struct cut *c, size_t n)
{
	const char *p = c->seen.p;
	size_t near = n, k;

	while (near > 0 && c->edge[2 * near - 2] + VOCABULARY_BYTES > c->seen.n)
		near--;
	for (k = 0; k < near; k++) {
		uint32_t at = c->edge[2 * k], end = c->edge[2 * k + 1];

		c->spelling[k] = vocabulary_spelling_near(p + at, end - at);
		vocabulary_fetch(c->vocabulary, &c->spelling[k]);
	}
	for (; k < n; k++) {
		uint32_t at = c->edge[2 * k], end = c->edge[2 * k + 1];

		c->spelling[k] = vocabulary_spelling(
			str_slice(c->seen, at, end), end - at);
	}
}

/* Of a word that is new, or that another keeps from its first place. */
static unsigned
find_number(struct cut *c, const struct spelling *s, uint32_t at)
{
	unsigned number = vocabulary_number(c->vocabulary, s);
	size_t n;

	vocabulary_word(c->vocabulary, number)->bucket =
		c->automaton->bucket[automaton_read(
			c->automaton, c->seen.p + at, &n)];
	return number;
}

size_t
cut_words(struct cut *c)
{
	const size_t n = c->scan.nedge / 2;
	uint16_t *number = c->number;
	uint8_t *bytes = c->bytes;
	struct piece *to = c->piece;
	size_t k;

	spell(c, n);
	for (k = 0; k < n; k++) {
		const struct spelling *s = &c->spelling[k];
		uint32_t at = c->edge[2 * k], end = c->edge[2 * k + 1];
		unsigned place = s->place;
		struct word *w;

		if (!vocabulary_has(c->vocabulary, s))
			place = find_number(c, s, at);
		w = vocabulary_word(c->vocabulary, place);
		number[at] = number[end - 1] = (uint16_t)place;
		bytes[at] = bytes[end - 1] = (uint8_t)(end - at);
		to->token = (struct token){
			.at = at, .end = end, .number = (uint16_t)place
		};
		to->word = w;
		to += (w->live.alone | w->live.behind) != 0;
	}
	return (size_t)(to - c->piece);
}
