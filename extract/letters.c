/* Sets of letters: the code points that patterns tell apart. */
#include <stddef.h>

#include "letters.h"

static const struct block {
	uint32_t first, end;
	unsigned number;
} blocks[] = {
	{ 0x0000, LETTER_LATIN_END, 0 }, /* Latin */
	{ 0x0300, 0x0370, 592 },	 /* marks */
	{ LETTER_VIETNAMESE_FIRST, LETTER_VIETNAMESE_END,
		LETTER_VIETNAMESE }, /* Vietnamese */
	{ 0x2000, 0x2070, 960 },     /* punctuation */
	{ 0x20A0, 0x20D0, 1072 },    /* currencies */
	{ 0xE000, 0xE040, 1120 },    /* symbols of the cascade */
};

enum { NBLOCK = sizeof blocks / sizeof *blocks, OTHER = LETTER_OTHER };

unsigned
letter_number(uint32_t c)
{
	size_t i;

	for (i = 0; i < NBLOCK; i++)
		if (c >= blocks[i].first && c < blocks[i].end)
			return blocks[i].number + (c - blocks[i].first);
	return OTHER;
}

uint32_t
letter_numbered(uint32_t c)
{
	size_t i;

	for (i = 0; i < NBLOCK; i++)
		if (c < blocks[i].end)
			return c < blocks[i].first ? blocks[i].first : c;
	return 0;
}

void
letters_add(struct letters *s, uint32_t first, uint32_t last)
{
	size_t i;
	uint32_t c;

	for (i = 0; i < NBLOCK; i++)
		for (c = blocks[i].first; c < blocks[i].end; c++)
			if (c >= first && c <= last) {
				unsigned n = blocks[i].number +
					     (c - blocks[i].first);

				s->bit[n / 64] |= (uint64_t)1 << n % 64;
			}
	if (letter_number(last) == OTHER || letter_number(first) == OTHER ||
		last - first > 0x400)
		s->bit[OTHER / 64] |= (uint64_t)1 << OTHER % 64;
}

void
letters_one(struct letters *s, uint32_t c)
{
	unsigned n = letter_number(c);

	s->bit[n / 64] |= (uint64_t)1 << n % 64;
}

/* All others, and the one class of letters not told apart stays in: some of
 * it may be outside the set. */
void
letters_not(struct letters *s)
{
	size_t i;

	for (i = 0; i < LETTER_WORDS; i++)
		s->bit[i] = ~s->bit[i];
	s->bit[LETTER_WORDS - 1] &= ((uint64_t)1 << LETTERS % 64) - 1;
	s->bit[OTHER / 64] |= (uint64_t)1 << OTHER % 64;
}

void
letters_unsure(struct letters *s)
{
	s->bit[LETTER_UNSURE / 64] |= (uint64_t)1 << LETTER_UNSURE % 64;
}

void
letters_join(struct letters *s, const struct letters *t)
{
	size_t i;

	for (i = 0; i < LETTER_WORDS; i++)
		s->bit[i] |= t->bit[i];
}

bool
letters_has(const struct letters *s, unsigned number)
{
	return s->bit[number / 64] >> number % 64 & 1;
}

void
letters_pages(unsigned char page[256])
{
	size_t i;
	uint32_t c;

	for (i = 0; i < NBLOCK; i++)
		for (c = blocks[i].first; c < blocks[i].end; c += 0x10)
			page[c >> 8] = 1;
}
