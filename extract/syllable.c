/* What may be a Vietnamese syllable: what begins it, its rhyme, its tone. The
 * rhymes are those that stand in today's press, and a few rare ones that
 * dictionaries have. */
#include <stdbool.h>
#include <string.h>

#include "base/letter.h"
#include "base/utf8.h"
#include "syllable.h"
#include "tone.h"

enum { LETTERS_MAX = 7, ROW = 8, MARKS_MAX = 2 };

/* Both in byte order, NUL behind what is shorter than a row. */
static const char head[][ROW] = { "", "b", "c", "ch", "d", "g", "gh", "gi", "h",
	"k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu", "r", "s",
	"t", "th", "tr", "v", "x", "đ" };

static const char rhyme[][ROW] = {
	"a",
	"ac",
	"ach",
	"ai",
	"am",
	"an",
	"ang",
	"anh",
	"ao",
	"ap",
	"at",
	"au",
	"ay",
	"e",
	"ec",
	"em",
	"en",
	"eng",
	"eo",
	"ep",
	"et",
	"i",
	"ia",
	"ich",
	"im",
	"in",
	"inh",
	"ip",
	"it",
	"iu",
	"iêc",
	"iêm",
	"iên",
	"iêng",
	"iêp",
	"iêt",
	"iêu",
	"o",
	"oa",
	"oac",
	"oach",
	"oai",
	"oam",
	"oan",
	"oang",
	"oanh",
	"oao",
	"oap",
	"oat",
	"oay",
	"oc",
	"oe",
	"oem",
	"oen",
	"oeo",
	"oet",
	"oi",
	"om",
	"on",
	"ong",
	"ooc",
	"oong",
	"op",
	"ot",
	"oăc",
	"oăm",
	"oăn",
	"oăng",
	"oăt",
	"u",
	"ua",
	"uc",
	"ui",
	"um",
	"un",
	"ung",
	"up",
	"ut",
	"uy",
	"uya",
	"uych",
	"uyn",
	"uynh",
	"uyt",
	"uyu",
	"uyên",
	"uyêt",
	"uâc",
	"uân",
	"uâng",
	"uât",
	"uây",
	"uê",
	"uêch",
	"uênh",
	"uêt",
	"uôc",
	"uôi",
	"uôm",
	"uôn",
	"uông",
	"uôt",
	"uơ",
	"y",
	"ynh",
	"yt",
	"yêm",
	"yên",
	"yêt",
	"yêu",
	"âc",
	"âm",
	"ân",
	"âng",
	"âp",
	"ât",
	"âu",
	"ây",
	"ê",
	"êch",
	"êm",
	"ên",
	"êng",
	"ênh",
	"êp",
	"êt",
	"êu",
	"ô",
	"ôc",
	"ôi",
	"ôm",
	"ôn",
	"ông",
	"ôp",
	"ôt",
	"ăc",
	"ăk",
	"ăm",
	"ăn",
	"ăng",
	"ăp",
	"ăt",
	"ơ",
	"ơi",
	"ơm",
	"ơn",
	"ơp",
	"ơt",
	"ư",
	"ưa",
	"ưc",
	"ưi",
	"ưng",
	"ưt",
	"ưu",
	"ươc",
	"ươi",
	"ươm",
	"ươn",
	"ương",
	"ươp",
	"ươt",
	"ươu",
};

/* A word taken apart. */
struct word {
	uint32_t bare[LETTERS_MAX]; /* small, without a tone mark */
	size_t n;
	enum tone tone;
	size_t toned; /* letter that bears it */
	bool marked;
};

/* -4 log2 of the share that a letter with a mark has among all such in some
 * thousand articles: by vowel and by tone, level first; 0: no mark. */
enum { D_STROKE = 14 }; /* đ */
static const struct {
	uint32_t vowel;
	unsigned char tone[TONE_DOT + 1];
} rarity[] = {
	{ 'a', { 0, 16, 17, 27, 21, 20 } },
	{ 0x103, { 24, 34, 26, 41, 41, 29 } }, /* ă */
	{ 0xE2, { 22, 24, 22, 33, 33, 24 } },  /* â */
	{ 'e', { 0, 40, 32, 34, 35, 35 } },
	{ 0xEA, { 21, 23, 20, 31, 23, 20 } }, /* ê */
	{ 'i', { 0, 25, 26, 34, 29, 23 } },
	{ 'o', { 0, 28, 22, 39, 31, 27 } },
	{ 0xF4, { 20, 25, 21, 34, 27, 21 } },  /* ô */
	{ 0x1A1, { 24, 22, 22, 38, 25, 24 } }, /* ơ */
	{ 'u', { 0, 28, 27, 33, 24, 26 } },
	{ 0x1B0, { 17, 27, 26, 27, 30, 25 } }, /* ư */
	{ 'y', { 0, 38, 32, 34, 37, 51 } },
};

/* A row as a number, which is in the same order. */
static uint64_t
number_of(const char row[ROW])
{
	uint64_t x;

	memcpy(&x, row, sizeof x);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	x = __builtin_bswap64(x);
#endif
	return x;
}

/* Is this text, of n letters, one of the rows? */
static bool
is_in(const uint32_t *c, size_t n, const char (*rows)[ROW], size_t nrows)
{
	char key[ROW + 4] = "";
	size_t used = 0, i, low = 0, half;
	uint64_t x;

	for (i = 0; i < n && used <= ROW; i++)
		used += utf8_put(key + used, c[i]);
	if (i < n || used > ROW)
		return false;
	x = number_of(key);
	/* the row is at low or among the nrows - 1 behind it */
	for (; nrows > 1; nrows -= half) {
		half = nrows / 2;
		low += number_of(rows[low + half]) <= x ? half : 0;
	}
	return number_of(rows[low]) == x;
}

/* A circumflex, a breve or a horn, where they may stand; 0: nowhere else. */
static uint32_t
with_mark(uint32_t bare, uint32_t mark)
{
	switch (mark) {
	case 0x0302:
		return bare == 'a'   ? 0xE2
		       : bare == 'e' ? 0xEA
		       : bare == 'o' ? 0xF4
				     : 0;
	case 0x0306:
		return bare == 'a' ? 0x103 : 0;
	case 0x031B:
		return bare == 'o' ? 0x1A1 : bare == 'u' ? 0x1B0 : 0;
	default:
		return 0;
	}
}

static bool
take_tone(struct word *w, enum tone tone)
{
	if (tone == TONE_LEVEL)
		return true;
	if (w->tone != TONE_LEVEL)
		return false;
	w->tone = tone;
	w->toned = w->n - 1;
	w->marked = true;
	return true;
}

/* A mark behind its letter. */
static bool
take_mark(struct word *w, uint32_t c)
{
	enum tone tone = tone_of(c);
	uint32_t *last;

	if (w->n == 0)
		return false;
	last = &w->bare[w->n - 1];
	if (tone != TONE_LEVEL)
		return tone_is_vowel(*last) && take_tone(w, tone);
	*last = with_mark(*last, c);
	w->marked = true;
	return *last != 0;
}

static bool
take_letter(struct word *w, uint32_t small)
{
	enum tone tone;
	uint32_t bare;

	if (w->n == LETTERS_MAX)
		return false;
	if (small < 0x80) {
		w->bare[w->n++] = small;
		return true;
	}
	if (small == 0x111) { /* đ */
		w->bare[w->n++] = small;
		return w->marked = true;
	}
	if (!tone_take_off(small, &bare, &tone))
		return false;
	w->bare[w->n++] = bare;
	w->marked = true;
	return take_tone(w, tone);
}

/* Letters that only Vietnamese has; a circumflex with a tone among them. */
static bool
has_own(const struct word *w)
{
	size_t i;

	if (w->tone == TONE_HOOK || w->tone == TONE_DOT)
		return true;
	for (i = 0; i < w->n; i++)
		if (w->bare[i] > 0xFF ||
			(w->bare[i] >= 0x80 && w->tone != TONE_LEVEL))
			return true;
	return false;
}

/* Small letters, capitals, or a capital before small ones; marks have no
 * case. False where they are mixed otherwise. */
static bool
take_apart(const uint32_t *c, size_t n, struct word *w)
{
	bool first = false, rest = false;
	size_t i;

	for (i = 0; i < n; i++) {
		uint32_t small = letter_lower(c[i]);

		if (c[i] >= 0x300 && c[i] <= 0x36F) {
			if (!take_mark(w, c[i]))
				return false;
			continue;
		}
		if (w->n == 0)
			first = small != c[i];
		else if (w->n == 1)
			rest = small != c[i];
		else if (rest != (small != c[i]))
			return false;
		if (!take_letter(w, small))
			return false;
	}
	return first || !rest;
}

/* Letters that begin it: "qu" and "gi" are such before a vowel ("quà", "già",
 * but "gì", "gìn"). */
static size_t
head_length(const struct word *w)
{
	const uint32_t *c = w->bare;
	size_t i = 0;

	while (i < w->n && !tone_is_vowel(c[i]))
		i++;
	if (i == 1 && w->n > 2 && tone_is_vowel(c[2]) &&
		((c[0] == 'q' && c[1] == 'u') || (c[0] == 'g' && c[1] == 'i')))
		return 2;
	return i;
}

/* "các", "cạc": what ends in p, t, c or ch has one of two tones. */
static bool
ends_short(const struct word *w)
{
	uint32_t last = w->bare[w->n - 1];

	return last == 'p' || last == 't' || last == 'c' ||
	       (last == 'h' && w->n > 1 && w->bare[w->n - 2] == 'c');
}

enum syllable
syllable_of(const uint32_t *c, size_t n)
{
	struct word w = { .n = 0 };
	size_t begins;

	if (n == 0 || n > LETTERS_MAX + MARKS_MAX || !take_apart(c, n, &w) ||
		w.n == 0)
		return SYLLABLE_NOT;
	begins = head_length(&w);
	if (!is_in(w.bare, begins, head, sizeof head / sizeof *head) ||
		!is_in(w.bare + begins, w.n - begins, rhyme,
			sizeof rhyme / sizeof *rhyme))
		return SYLLABLE_NOT;
	if (!w.marked)
		return SYLLABLE_ASCII;
	if (ends_short(&w) && w.tone != TONE_ACUTE && w.tone != TONE_DOT)
		return SYLLABLE_NOT;
	return has_own(&w) ? SYLLABLE_OWN : SYLLABLE_SHARED;
}

unsigned
syllable_rarity(const uint32_t *c, size_t n)
{
	struct word w = { .n = 0 };
	unsigned sum = 0;
	size_t i, j;

	if (n > LETTERS_MAX + MARKS_MAX || !take_apart(c, n, &w))
		return 0;
	for (i = 0; i < w.n; i++) {
		enum tone tone = i == w.toned ? w.tone : TONE_LEVEL;

		if (w.bare[i] == 0x111)
			sum += D_STROKE;
		for (j = 0; j < sizeof rarity / sizeof *rarity; j++)
			if (rarity[j].vowel == w.bare[i])
				sum += rarity[j].tone[tone];
	}
	return sum;
}
