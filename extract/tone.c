/* Tone marks. A syllable is taken apart into what begins it, its vowels and
 * what ends it; the vowels and whether something follows them tell which one
 * bears the mark. Letters that form no Vietnamese syllable are left alone. */

#include "base/letter.h"
#include "base/utf8.h"
#include "tone.h"

enum { LEVEL, VOWELS = 12, TONES = 6 };

/* By tone: ngang, huyền, sắc, ngã, hỏi, nặng. */
static const uint16_t vowel[VOWELS][TONES] = {
	{ 0x0061, 0x00E0, 0x00E1, 0x00E3, 0x1EA3, 0x1EA1 }, /* a */
	{ 0x0103, 0x1EB1, 0x1EAF, 0x1EB5, 0x1EB3, 0x1EB7 }, /* ă */
	{ 0x00E2, 0x1EA7, 0x1EA5, 0x1EAB, 0x1EA9, 0x1EAD }, /* â */
	{ 0x0065, 0x00E8, 0x00E9, 0x1EBD, 0x1EBB, 0x1EB9 }, /* e */
	{ 0x00EA, 0x1EC1, 0x1EBF, 0x1EC5, 0x1EC3, 0x1EC7 }, /* ê */
	{ 0x0069, 0x00EC, 0x00ED, 0x0129, 0x1EC9, 0x1ECB }, /* i */
	{ 0x006F, 0x00F2, 0x00F3, 0x00F5, 0x1ECF, 0x1ECD }, /* o */
	{ 0x00F4, 0x1ED3, 0x1ED1, 0x1ED7, 0x1ED5, 0x1ED9 }, /* ô */
	{ 0x01A1, 0x1EDD, 0x1EDB, 0x1EE1, 0x1EDF, 0x1EE3 }, /* ơ */
	{ 0x0075, 0x00F9, 0x00FA, 0x0169, 0x1EE7, 0x1EE5 }, /* u */
	{ 0x01B0, 0x1EEB, 0x1EE9, 0x1EEF, 0x1EED, 0x1EF1 }, /* ư */
	{ 0x0079, 0x1EF3, 0x00FD, 0x1EF9, 0x1EF7, 0x1EF5 }, /* y */
};

/* Row * TONES + column + 1 of the vowel for U+0060 .. U+007F, for U+00E0 ..
 * U+00FF, and for every second letter of U+1EA1 .. U+1EF9; 0 for what is
 * none. */
static const unsigned char plain[32] = {
	[1] = 1, [5] = 19, [9] = 31, [15] = 37, [21] = 55, [25] = 67
};
static const unsigned char latin1[32] = { 2, 3, 13, 4, 0, 0, 0, 0, 20, 21, 25,
	0, 32, 33, 0, 0, 0, 0, 38, 39, 43, 40, 0, 0, 0, 56, 57, 0, 0, 69, 0,
	0 };
static const unsigned char beyond[45] = { 6, 5, 15, 14, 17, 16, 18, 9, 8, 11,
	10, 12, 24, 23, 22, 27, 26, 29, 28, 30, 35, 36, 42, 41, 45, 44, 47, 46,
	48, 51, 50, 53, 52, 54, 60, 59, 63, 62, 65, 64, 66, 68, 72, 71, 70 };

/* Vowels as they stand together: the first in the lowest four bits. */
enum { NO_VOWEL, A, AW, AA, E, EE, I, O, OO, OW, U, UW, Y };
#define ONE(a) (a)
#define TWO(a, b) ((a) | (b) << 4)
#define THREE(a, b, c) ((a) | (b) << 4 | (c) << 8)

/* Which of them bears the mark where nothing follows (open) and where
 * something does (closed); -1: it can't be so. */
static const struct cluster {
	uint16_t vowels;
	signed char open, closed;
} cluster[] = {
	{ ONE(A), 0, 0 },	     /* a */
	{ ONE(AW), -1, 0 },	     /* ă */
	{ ONE(AA), -1, 0 },	     /* â */
	{ ONE(E), 0, 0 },	     /* e */
	{ ONE(EE), 0, 0 },	     /* ê */
	{ ONE(I), 0, 0 },	     /* i */
	{ ONE(O), 0, 0 },	     /* o */
	{ ONE(OO), 0, 0 },	     /* ô */
	{ ONE(OW), 0, 0 },	     /* ơ */
	{ ONE(U), 0, 0 },	     /* u */
	{ ONE(UW), 0, 0 },	     /* ư */
	{ ONE(Y), 0, 0 },	     /* y */
	{ TWO(A, I), 0, -1 },	     /* ai */
	{ TWO(A, O), 0, -1 },	     /* ao */
	{ TWO(A, U), 0, -1 },	     /* au */
	{ TWO(A, Y), 0, -1 },	     /* ay */
	{ TWO(AA, U), 0, -1 },	     /* âu */
	{ TWO(AA, Y), 0, -1 },	     /* ây */
	{ TWO(E, O), 0, -1 },	     /* eo */
	{ TWO(EE, U), 0, -1 },	     /* êu */
	{ TWO(I, A), 0, -1 },	     /* ia */
	{ TWO(I, U), 0, -1 },	     /* iu */
	{ TWO(I, EE), -1, 1 },	     /* iê */
	{ TWO(Y, EE), -1, 1 },	     /* yê */
	{ TWO(O, A), 0, 1 },	     /* oa: "hòa", but "hoàn" */
	{ TWO(O, AW), -1, 1 },	     /* oă */
	{ TWO(O, E), 0, 1 },	     /* oe: "khỏe", but "hoẻn" */
	{ TWO(O, I), 0, -1 },	     /* oi */
	{ TWO(O, O), -1, 1 },	     /* oo */
	{ TWO(OO, I), 0, -1 },	     /* ôi */
	{ TWO(OW, I), 0, -1 },	     /* ơi */
	{ TWO(U, A), 0, -1 },	     /* ua */
	{ TWO(U, AA), -1, 1 },	     /* uâ */
	{ TWO(U, EE), 1, 1 },	     /* uê */
	{ TWO(U, I), 0, -1 },	     /* ui */
	{ TWO(U, OO), -1, 1 },	     /* uô */
	{ TWO(U, OW), 1, -1 },	     /* uơ: "thuở" */
	{ TWO(U, Y), 0, 1 },	     /* uy: "thúy", but "huỳnh" */
	{ TWO(UW, A), 0, -1 },	     /* ưa */
	{ TWO(UW, I), 0, -1 },	     /* ưi */
	{ TWO(UW, U), 0, -1 },	     /* ưu */
	{ TWO(UW, OW), -1, 1 },	     /* ươ */
	{ THREE(I, EE, U), 1, -1 },  /* iêu */
	{ THREE(Y, EE, U), 1, -1 },  /* yêu */
	{ THREE(O, A, I), 1, -1 },   /* oai */
	{ THREE(O, A, O), 1, -1 },   /* oao */
	{ THREE(O, A, Y), 1, -1 },   /* oay */
	{ THREE(O, E, O), 1, -1 },   /* oeo */
	{ THREE(U, AA, Y), 1, -1 },  /* uây */
	{ THREE(U, OO, I), 1, -1 },  /* uôi */
	{ THREE(U, Y, A), 1, -1 },   /* uya */
	{ THREE(U, Y, EE), -1, 2 },  /* uyê */
	{ THREE(U, Y, U), 1, -1 },   /* uyu */
	{ THREE(UW, OW, I), 1, -1 }, /* ươi */
	{ THREE(UW, OW, U), 1, -1 }, /* ươu */
};

static const char *const head[] = { "", "b", "c", "ch", "d", "đ", "g", "gh",
	"gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu",
	"r", "s", "t", "th", "tr", "v", "x" };
static const char *const tail[] = { "", "c", "ch", "m", "n", "ng", "nh", "p",
	"t" };

/* A syllable taken apart; letters small and without their tone. */
struct syllable {
	uint32_t bare[SYLLABLE_MAX];
	unsigned tone;
	size_t marked;	     /* letter that bears the mark now */
	size_t vowels, tail; /* letters where they begin */
};

static unsigned
vowel_place(uint32_t small)
{
	if (small < 0x80)
		return small >= 0x60 ? plain[small - 0x60] : 0;
	if (small >= 0xE0 && small <= 0xFF)
		return latin1[small - 0xE0];
	if (small >= 0x1EA1 && small <= 0x1EF9)
		return beyond[(small - 0x1EA1) / 2];
	switch (small) {
	case 0x0103: /* ă */
		return 1 * TONES + 1;
	case 0x0129: /* ĩ */
		return 5 * TONES + 4;
	case 0x0169: /* ũ */
		return 9 * TONES + 4;
	case 0x01A1: /* ơ */
		return 8 * TONES + 1;
	case 0x01B0: /* ư */
		return 10 * TONES + 1;
	default:
		return 0;
	}
}

bool
tone_is_vowel(uint32_t c)
{
	return vowel_place(letter_lower(c)) != 0;
}

bool
tone_is_marked(uint32_t c)
{
	unsigned place;

	if (c < 0xC0)
		return false;
	place = vowel_place(letter_lower(c));
	return place && (place - 1) % TONES != LEVEL;
}

enum tone
tone_of(uint32_t c)
{
	static const uint16_t mark[TONES] = { 0, 0x300, 0x301, 0x303, 0x309,
		0x323 };
	unsigned place = vowel_place(letter_lower(c)), i;

	if (place)
		return (enum tone)((place - 1) % TONES);
	for (i = 1; i < TONES; i++)
		if (c == mark[i])
			return (enum tone)i;
	return TONE_LEVEL;
}

/* ă â ê ô ơ: where one of them stands among other vowels, it bears the mark
 * (see `cluster`). */
static const unsigned always = 1u << (AW - 1) | 1u << (AA - 1) |
			       1u << (EE - 1) | 1u << (OO - 1) | 1u << (OW - 1);

enum tone_weight
tone_weight(uint32_t c)
{
	unsigned place;

	if (c >= 0x1EA0 && c <= 0x1EF9)
		place = beyond[(c - 0x1EA0) / 2];
	else if (c >= 0xC0 && c <= 0xFF)
		place = latin1[c & 0x1F];
	else
		place = vowel_place(letter_lower(c));
	if (!place)
		return TONE_NO_VOWEL;
	if ((place - 1) % TONES == LEVEL)
		return TONE_UNMARKED;
	return always >> (place - 1) / TONES & 1 ? TONE_SETTLED : TONE_MARKED;
}

bool
tone_take_off(uint32_t small, uint32_t *bare, enum tone *tone)
{
	unsigned place = vowel_place(small);

	if (!place)
		return false;
	*bare = vowel[(place - 1) / TONES][LEVEL];
	*tone = (enum tone)((place - 1) % TONES);
	return true;
}

uint32_t
tone_bare(uint32_t c)
{
	uint32_t small = letter_lower(c);
	unsigned place = vowel_place(small);

	return place ? vowel[(place - 1) / TONES][LEVEL] : small;
}

static bool
same(const uint32_t *c, size_t n, const char *word)
{
	struct str s = str_c(word);
	size_t i, at = 0;

	for (i = 0; i < n && at < s.n; i++)
		if (utf8_get(s, &at) != c[i])
			return false;
	return i == n && at == s.n;
}

static bool
is_one_of(const uint32_t *c, size_t n, const char *const *word, size_t nword)
{
	size_t i;

	for (i = 0; i < nword; i++)
		if (same(c, n, word[i]))
			return true;
	return false;
}

/* Small bare letters and the one tone. False where there is none or two, or
 * where one vowel alone has to bear it. */
static bool
strip_tone(const uint32_t *c, size_t n, struct syllable *s)
{
	size_t i, vowels = 0;

	s->tone = LEVEL;
	for (i = 0; i < n; i++) {
		uint32_t small = letter_lower(c[i]);
		unsigned place = vowel_place(small);

		s->bare[i] = small;
		if (!place)
			continue;
		vowels++;
		s->bare[i] = vowel[(place - 1) / TONES][LEVEL];
		if ((place - 1) % TONES == LEVEL)
			continue;
		if (s->tone != LEVEL)
			return false;
		s->tone = (place - 1) % TONES;
		s->marked = i;
	}
	return s->tone != LEVEL && vowels > 1;
}

/* Where the vowels begin: behind "qu", and behind "gi" where another vowel
 * follows ("già", but "gì", "gìn"). */
static void
split(size_t n, struct syllable *s)
{
	const uint32_t *c = s->bare;
	size_t i = 0;

	while (i < n && !vowel_place(c[i]))
		i++;
	if (i == 1 && n > 2 && vowel_place(c[2]) &&
		((c[0] == 'q' && c[1] == 'u') || (c[0] == 'g' && c[1] == 'i')))
		i = 2;
	s->vowels = i;
	while (i < n && vowel_place(c[i]))
		i++;
	s->tail = i;
}

/* The letter that ought to bear the mark, or n. */
static size_t
bearer(const struct syllable *s, size_t n)
{
	size_t i, len = s->tail - s->vowels;
	unsigned vowels = 0;
	int place;

	if (len > 3)
		return n;
	for (i = 0; i < len; i++)
		vowels |= (vowel_place(s->bare[s->vowels + i]) / TONES + 1)
			  << 4 * i;
	/* shorter ones stand first */
	for (i = len > 1 ? Y : 0; i < sizeof cluster / sizeof *cluster; i++)
		if (cluster[i].vowels == vowels) {
			place = s->tail < n ? cluster[i].closed
					    : cluster[i].open;
			return place < 0 ? n : s->vowels + (size_t)place;
		}
	return n;
}

static bool
is_syllable(const struct syllable *s, size_t n)
{
	return is_one_of(
		       s->bare, s->vowels, head, sizeof head / sizeof *head) &&
	       is_one_of(s->bare + s->tail, n - s->tail, tail,
		       sizeof tail / sizeof *tail);
}

static uint32_t
with_tone(uint32_t bare, unsigned tone, bool capital)
{
	unsigned place = vowel_place(bare);
	uint32_t c = vowel[(place - 1) / TONES][tone];

	return capital ? letter_upper(c) : c;
}

bool
tone_settle(uint32_t *c, size_t n)
{
	struct syllable s;
	size_t to;

	if (n < 2 || n > SYLLABLE_MAX || !strip_tone(c, n, &s))
		return false;
	split(n, &s);
	to = bearer(&s, n);
	if (to == n || to == s.marked || !is_syllable(&s, n))
		return false;
	c[s.marked] = with_tone(
		s.bare[s.marked], LEVEL, letter_is_upper(c[s.marked]));
	c[to] = with_tone(s.bare[to], s.tone, letter_is_upper(c[to]));
	return true;
}
