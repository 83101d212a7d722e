/* Letters that no pattern tells apart are one class. */
#include <string.h>

#include "automaton.h"
#include "classes.h"
#include "pattern.h"

/* Splits each class into those letters that are in the set and the rest. */
static void
refine(struct automaton *a, const struct letters *s)
{
	uint16_t in[LETTERS] = { 0 }, members[LETTERS] = { 0 },
		 all[LETTERS] = { 0 };
	unsigned i;

	for (i = 0; i < LETTERS; i++) {
		all[a->class_of[i]]++;
		members[a->class_of[i]] += letters_has(s, i);
	}
	for (i = 0; i < a->nclass; i++)
		in[i] = members[i] && members[i] < all[i] ? (uint16_t)LETTERS
							  : (uint16_t)i;
	for (i = 0; i < LETTERS; i++) {
		uint16_t c = a->class_of[i];

		if (!letters_has(s, i) || in[c] == c)
			continue;
		if (in[c] == LETTERS)
			in[c] = (uint16_t)a->nclass++;
		a->class_of[i] = in[c];
	}
}

static void
make_pages(struct automaton *a)
{
	unsigned char own[256] = { 0 };
	unsigned page, n = 1, c;

	letters_pages(own);
	for (page = 0; page < 256; page++)
		if (own[page])
			a->page[page] = (uint16_t)n++;
	a->pages = mem_alloc(a->mem, n * sizeof *a->pages);
	for (c = 0; c < 256; c++)
		a->pages[0][c] = a->class_of[LETTER_OTHER];
	for (page = 0; page < 256; page++)
		for (c = 0; a->page[page] && c < 256; c++)
			a->pages[a->page[page]][c] =
				a->class_of[letter_number(page << 8 | c)];
}

/* A letter or digit for sure: what a rule's own edges will refuse. */
static bool
is_inner(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') ||
		       ((c | 32) >= 'a' && (c | 32) <= 'z');
	return (c >= 0xC0 && c <= 0x23F && c != 0xD7 && c != 0xF7) ||
	       (c >= 0x1E00 && c <= 0x1EFF);
}

/* Each symbol alone, and letters and digits apart from all else. */
static void
refine_fixed(struct automaton *a, uint32_t symbol, unsigned nsymbol)
{
	struct letters inner = { { 0 } }, one;
	uint32_t c;

	for (c = 0; c < 0x1F00; c++)
		if (is_inner(c))
			letters_one(&inner, c);
	refine(a, &inner);
	for (c = symbol; c < symbol + nsymbol; c++) {
		one = (struct letters){ { 0 } };
		letters_one(&one, c);
		refine(a, &one);
	}
}

/* Classes numbered anew: letters and digits, others, symbols. */
static void
order_classes(struct automaton *a, uint32_t symbol, unsigned nsymbol)
{
	uint16_t new[LETTERS] = { 0 };
	unsigned char part[LETTERS];
	unsigned i, p, n = 0;
	uint32_t c;

	memset(part, 1, sizeof part);
	for (c = 0; c < 0x1F00; c++)
		if (is_inner(c))
			part[a->class_of[letter_number(c)]] = 0;
	for (c = symbol; c < symbol + nsymbol; c++)
		part[a->class_of[letter_number(c)]] = 2;
	for (p = 0; p < 3; p++) {
		for (i = 0; i < a->nclass; i++)
			if (part[i] == p)
				new[i] = (uint16_t)n++;
		*(p == 0 ? &a->ninner : &a->nletter) = p < 2 ? n : a->nletter;
	}
	for (i = 0; i < LETTERS; i++)
		a->class_of[i] = new[a->class_of[i]];
}

/* Classes of the letters with which most words begin have a bucket each, as far
 * as they go; the others share the last ones. */
static void
make_buckets(struct automaton *a)
{
	static const uint32_t own[] = { ' ', ',', '.', '0', 't', 'n', 'c', 'v',
		0x111, 'l', 'h', 'm', 'k', 'g', 'b', 's', 'd', 'p', 'q', 'r',
		'x', 'a', 'i', 'o', 'u', 'y', 'e', 0xF4, 0xFD, 0x1EDF, 0x1EA5,
		'T', 'N', 'C', 'H', 'V', 0x110, 'B', 'L', 'M', 'P', 'Q', 'S',
		'K', 'G', 'D', 'A', 'U', 'X', 'R', 'O', 'I', 'E', 'Y', '"',
		'(' };
	enum { SHARED = 8 };
	unsigned i, n = 0;
	bool has[LETTERS] = { false };

	for (i = 0; i < a->nclass; i++)
		a->bucket[i] =
			(uint8_t)(AUTOMATON_BUCKETS - SHARED + i % SHARED);
	for (i = 0; i < sizeof own / sizeof *own; i++) {
		unsigned class = automaton_class(a, own[i]);

		if (n < AUTOMATON_BUCKETS - SHARED && !has[class])
			a->bucket[class] = (uint8_t)n++;
		has[class] = true;
	}
}

/* By class which sets have it, and by set the buckets of its classes. */
static void
make_rows(struct automaton *a)
{
	unsigned i, j;
	uint8_t *row;

	a->nset = (unsigned)a->sets->n;
	a->passing = mem_alloc(a->mem, automaton_rows(a));
	a->fold = mem_alloc(a->mem, (a->nset + 1) * sizeof *a->fold);
	for (i = 0; i < a->nset; i++) {
		for (j = 0; j < LETTERS; j++) {
			if (!letters_has(&a->sets->set[i], j))
				continue;
			row = automaton_row(a, a->class_of[j]);
			row[i * 2] = row[i * 2 + 1] = 1;
			a->fold[i] |= 1ULL << a->bucket[a->class_of[j]];
		}
		automaton_row(a, a->nclass)[i * 2 + 1] = 1;
	}
}

void
classes_make(struct automaton *a, uint32_t symbol, unsigned nsymbol)
{
	size_t i;

	a->nclass = 1;
	for (i = 0; i < a->sets->n; i++)
		refine(a, &a->sets->set[i]);
	refine_fixed(a, symbol, nsymbol);
	order_classes(a, symbol, nsymbol);
	make_pages(a);
	make_buckets(a);
	make_rows(a);
}
