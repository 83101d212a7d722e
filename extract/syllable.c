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
	char text[2 * LETTERS_MAX + ROW]; /* the same as UTF-8 */
	size_t end[LETTERS_MAX + 1];	  /* of the first i letters in it */
	unsigned vowels; /* which of them are such, a bit each */
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

/* Adds a letter, small and without a tone mark: of one byte, or of two. */
static void
add_letter(struct word *w, uint32_t bare)
{
	size_t at = w->end[w->n];
	bool two = bare >= 0x80;

	w->bare[w->n++] = bare;
	w->text[at] = (char)(two ? 0xC0 | bare >> 6 : bare);
	w->text[at + 1] = (char)(0x80 | (bare & 0x3F));
	w->end[w->n] = at + 1 + two;
}

/* Are the letters from `from` up to `to` one of the rows? */
static bool
is_in(const struct word *w, size_t from, size_t to, const char (*rows)[ROW],
	size_t nrows)
{
	size_t n = w->end[to] - w->end[from], low = 0, half;
	uint64_t x;

	if (n > ROW)
		return false;
	x = number_of(w->text + w->end[from]);
	x = n ? x & UINT64_MAX << 8 * (ROW - n) : 0;
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
	uint32_t last;

	if (w->n == 0)
		return false;
	last = w->bare[w->n - 1];
	if (tone != TONE_LEVEL)
		return tone_is_vowel(last) && take_tone(w, tone);
	w->n--;
	add_letter(w, with_mark(last, c));
	w->marked = true;
	return w->bare[w->n - 1] != 0;
}

/* Letters by blocks of 32 code points: each without its tone mark, with the
 * number of its tone, and whether it is a capital. For letters with another
 * mark stand "1" ă, "2" â, "3" ê, "4" ô, "5" ơ, "6" ư, "7" đ. */
enum { ROW_BITS = 5, ROWS_END = 0x1F00 };
#define LEVELS "00000000000000000000000000000000"
static const struct row {
	char bare[(1 << ROW_BITS) + 1], tone[(1 << ROW_BITS) + 1];
	uint32_t capital;
} row[] = {
	{ "--------------------------------", LEVELS, 0 },
	{ "-abcdefghijklmnopqrstuvwxyz-----", LEVELS, 0xFFFFFFFF },
	{ "-abcdefghijklmnopqrstuvwxyz-----", LEVELS, 0 },
	{ "aa2a----ee3-ii----oo4o---uu--y--",
		"12030000120012000012030001200200", 0xFFFFFFFF },
	{ "aa2a----ee3-ii----oo4o---uu--y--",
		"12030000120012000012030001200200", 0 },
	{ "--11------------77--------------", LEVELS, 0x55555555 },
	{ "--------ii----------------------",
		"00000000330000000000000000000000", 0x55555555 },
	{ "--------uu----------------------",
		"00000000330000000000000000000000", 0x55555555 },
	{ "55-------------66---------------", LEVELS, 0x8001 },
	{ "aaaa22222222221111111111eeeeee33",
		"55442211443355221144335555443322", 0x55555555 },
	{ "33333333iiiioooo4444444444555555",
		"11443355445555442211443355221144", 0x55555555 },
	{ "5555uuuu6666666666yyyyyyyy------",
		"33555544221144335511554433000000", 0x55555555 },
};

/* By the code point's other bits. */
static const unsigned char row_of[ROWS_END >> ROW_BITS] = { [0x40 >> 5] = 1,
	[0x60 >> 5] = 2,
	[0xC0 >> 5] = 3,
	[0xE0 >> 5] = 4,
	[0x100 >> 5] = 5,
	[0x120 >> 5] = 6,
	[0x160 >> 5] = 7,
	[0x1A0 >> 5] = 8,
	[0x1EA0 >> 5] = 9,
	[0x1EC0 >> 5] = 10,
	[0x1EE0 >> 5] = 11 };

/* a e i o u y, by the last five bits. */
#define VOWELS (1u << 1 | 1u << 5 | 1u << 9 | 1u << 15 | 1u << 21 | 1u << 25)

static const uint16_t marked[] = { 0x103, 0xE2, 0xEA, 0xF4, 0x1A1, 0x1B0,
	0x111 };

/* Any letter, for which there is room. */
static bool
take_any(struct word *w, uint32_t c, unsigned *capital)
{
	const struct row *r = &row[c < ROWS_END ? row_of[c >> ROW_BITS] : 0];
	unsigned place = c % (1 << ROW_BITS);
	uint32_t bare = (unsigned char)r->bare[place];
	enum tone tone = (enum tone)(r->tone[place] - '0');
	unsigned is_vowel;

	if ((bare == '-' && c >= 0x80) ||
		(tone != TONE_LEVEL && w->tone != TONE_LEVEL))
		return false;
	if (bare == '-')
		bare = c; /* a sign of ASCII */
	else if (bare <= '7')
		bare = marked[bare - '1'];
	is_vowel = bare >= 0x80 ? bare != 0x111
				: bare >= 'a' && VOWELS >> (bare & 31) & 1;
	w->vowels |= is_vowel << w->n;
	*capital |= (r->capital >> place & 1) << w->n;
	w->marked |= c >= 0x80;
	w->toned = tone != TONE_LEVEL ? w->n : w->toned;
	w->tone = tone != TONE_LEVEL ? tone : w->tone;
	add_letter(w, bare);
	return true;
}

/* Adds a letter that bears its marks; *capital: a bit each. */
static bool
take_letter(struct word *w, uint32_t c, unsigned *capital)
{
	if (w->n == LETTERS_MAX)
		return false;
	if (c < 'a' || c > 'z')
		return take_any(w, c, capital);
	w->vowels |= (VOWELS >> (c & 31) & 1) << w->n;
	add_letter(w, c);
	return true;
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
	unsigned capital = 0;
	size_t i;

	w->n = w->end[0] = w->toned = 0;
	w->vowels = 0;
	w->tone = TONE_LEVEL;
	w->marked = false;
	for (i = 0; i < n; i++)
		if (c[i] >= 0x300 && c[i] <= 0x36F
				? !take_mark(w, c[i])
				: !take_letter(w, c[i], &capital))
			return false;
	return capital <= 1 || capital == (1u << w->n) - 1;
}

/* Letters that begin it: "qu" and "gi" are such before a vowel ("quà", "già",
 * but "gì", "gìn"). */
static size_t
head_length(const struct word *w)
{
	const uint32_t *c = w->bare;
	size_t i = w->vowels ? (size_t)__builtin_ctz(w->vowels) : w->n;

	if (i == 1 && w->n > 2 && (w->vowels & 4) &&
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
	struct word w;
	size_t begins;

	if (n == 0 || n > LETTERS_MAX + MARKS_MAX || !take_apart(c, n, &w) ||
		w.n == 0)
		return SYLLABLE_NOT;
	begins = head_length(&w);
	if (!is_in(&w, 0, begins, head, sizeof head / sizeof *head) ||
		!is_in(&w, begins, w.n, rhyme, sizeof rhyme / sizeof *rhyme))
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
	struct word w;
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
