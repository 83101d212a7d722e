/* Small and capital letters of Latin scripts, by the layout of their blocks. */
#include <limits.h>
#include <string.h>

#include "base/block.h"
#include "base/letter.h"
#include "base/utf8.h"

/* Letters and digits of ASCII, a bit each. */
static const uint32_t ascii[4] = { 0, 0x03FF0000, 0x07FFFFFE, 0x07FFFFFE };

/* How far a letter below U+01C0 is from its small one, from its capital: '2'
 * is 32. */
enum { TABLED = 0x1C0 };
static const char to_small[TABLED + 1] =
	"0000000000000000000000000000000000000000000000000000000000000000"
	"0222222222222222222222222220000000000000000000000000000000000000"
	"0000000000000000000000000000000000000000000000000000000000000000"
	"2222222222222222222222202222222000000000000000000000000000000000"
	"1010101010101010101010101010101010101010101010101010101001010101"
	"0101010100101010101010101010101010101010101010101010101001010100"
	"0000000000000000000000000000000010000000000000010000000000000000";
static const char to_capital[TABLED + 1] =
	"0000000000000000000000000000000000000000000000000000000000000000"
	"0000000000000000000000000000000002222222222222222222222222200000"
	"0000000000000000000000000000000000000000000000000000000000000000"
	"0000000000000000000000000000000022222222222222222222222022222220"
	"0101010101010101010101010101010101010101010101010101010100101010"
	"1010101010010101010101010101010101010101010101010101010100101010"
	"0000000000000000000000000000000001000000000000001000000000000000";

static inline uint32_t
distance(const char *table, uint32_t c)
{
	uint32_t d = (uint32_t)(table[c] - '0');

	return (d & 1) | (d & 2) << 4;
}

/* Where a capital is followed by its small letter: the Vietnamese ones. */
static inline bool
is_paired(uint32_t c)
{
	return c >= 0x1EA0 && c <= 0x1EF9;
}

uint32_t
letter_lower(uint32_t c)
{
	if (c < TABLED)
		return c + distance(to_small, c);
	return is_paired(c) ? c | 1 : c;
}

uint32_t
letter_upper(uint32_t c)
{
	if (c < TABLED)
		return c - distance(to_capital, c);
	return is_paired(c) ? c & ~(uint32_t)1 : c;
}

bool
letter_is_upper(uint32_t c)
{
	return letter_lower(c) != c;
}

bool
letter_is_lower(uint32_t c)
{
	return letter_upper(c) != c;
}

bool
letter_or_digit(uint32_t c)
{
	if (c < 0x80)
		return ascii[c / 32] >> c % 32 & 1;
	return (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) ||
	       (c >= 0x300 && c <= 0x36F) || (c >= 0x370 && c <= 0x52F) ||
	       (c >= 0x1E00 && c <= 0x1EFF);
}

/* Bytes of a letter or digit by its first one: 0 where that begins another
 * sign, 3 where more of it must be looked at. */
static const char first_byte[] =
	"0000000000000000000000000000000000000000000000001111111111000000"
	"0111111111111111111111111110000001111111111111111111111111100000"
	"3333333333333333333333333333333333333333333333333333333333333333"
	"3333222223333333333333333333333333333333333333333333333333333333";

/* Bytes of the letter or digit that s has at a place, 0 where it has another
 * sign. Those of Vietnamese are told by two bytes at most. */
static inline size_t
letter_bytes(struct str s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.p + at;
	size_t n = (size_t)(first_byte[p[0]] - '0'), end = at;

	if (n < 3)
		return n;
	if (p[0] == 0xC3) /* U+00C0 to U+00FF, but signs */
		return p[1] == 0x97 || p[1] == 0xB7 ? 0 : 2;
	if (p[0] == 0xE1 && p[1] >= 0xB8 && p[1] <= 0xBB) /* U+1E00 to 1EFF */
		return 3;
	return letter_or_digit(utf8_get(s, &end)) ? end - at : 0;
}

bool
letter_of_word(uint32_t c)
{
	return (letter_or_digit(c) && !(c >= '0' && c <= '9')) ||
	       (c >= 0x250 && c <= 0x2AF);
}

/* --- many at a time --- */

#ifdef __SSE2__

/* Of BLOCK_LOOK bytes those that begin no letter or digit, nor go on with one,
 * a bit each; of letters that are seldom no more is said. */
static inline unsigned
signs(block b)
{
	block in = BLOCK_AMONG(b | BLOCK_ALL(0x20), 'a', 'z') |
		   BLOCK_AMONG(b, '0', '9');

	in |= BLOCK_AMONG(b, 0x80, 0xBF) | BLOCK_AMONG(b, 0xC3, 0xC8) |
	      BLOCK_IS(b, 0xE1);
	return block_bits(~in);
}

/* Those behind a byte that make a sign of both. */
static inline unsigned
signs_behind(block b, block before)
{
	block bad = BLOCK_IS(before, 0xC3) &
		    (BLOCK_IS(b, 0x97) | BLOCK_IS(b, 0xB7));

	return block_bits(
		bad | (BLOCK_IS(before, 0xE1) & ~BLOCK_AMONG(b, 0xB8, 0xBB)));
}

size_t
letter_run(struct str s, size_t at)
{
	const char *p = s.p + at;
	unsigned stop;
	size_t n, left = s.n - at;

	while (left > BLOCK_LOOK ||
		(left && block_reads_on(p) && block_reads_on(p + 1))) {
		block b = block_load(p);

		stop = signs(b) | signs_behind(block_load(p + 1), b);
		stop |= UINT_MAX << (left < BLOCK_LOOK ? left : BLOCK_LOOK);
		n = (size_t)__builtin_ctz(stop);
		at += n;
		if (at == s.n)
			return at;
		if (n < BLOCK_LOOK) {
			n = (unsigned char)p[n] < 0x80 ? 0
						       : letter_bytes(s, at);
			if (!n)
				return at;
			at += n;
		} else { /* a long one: its last letter may go on */
			while (((unsigned char)s.p[at] & 0xC0) == 0x80)
				at--;
		}
		p = s.p + at;
		left = s.n - at;
	}
	while (at < s.n && (n = letter_bytes(s, at)))
		at += n;
	return at;
}

/* Where a run begins, of BLOCK_LOOK bytes at most; SPAN_NONE where that is not
 * certain. */
static inline size_t
short_run_back(const char *p, size_t at)
{
	block b = block_load(p + at - BLOCK_LOOK),
	      before = block_load(p + at - BLOCK_LOOK - 1);
	unsigned stop = signs(b) | signs_behind(b, before) >> 1;

	if (!stop)
		return SPAN_NONE;
	at -= (size_t)__builtin_clz(stop) - (32 - BLOCK_LOOK);
	return (unsigned char)p[at - 1] < 0x80 ? at : SPAN_NONE;
}

/* Letters of which `lowered` knows nothing: Ĺ .. ŉ, Ÿ .. ſ. */
static inline block
odd_ones(block b, block before)
{
	return (BLOCK_IS(before, 0xC4) & BLOCK_AMONG(b, 0xB8, 0xBF)) |
	       (BLOCK_IS(before, 0xC5) & (BLOCK_AMONG(b, 0x80, 0x89) |
						 BLOCK_AMONG(b, 0xB8, 0xBF)));
}

/* A letter's last byte tells the small one from the capital. */
static inline block
lowered(block b, block before, block first)
{
	block third =
		BLOCK_IS(first, 0xE1) &
		((BLOCK_IS(before, 0xBA) & BLOCK_AMONG(b, 0xA0, 0xBF)) |
			(BLOCK_IS(before, 0xBB) & BLOCK_AMONG(b, 0x80, 0xB9)));
	block pair = BLOCK_IS(before, 0xC4) | BLOCK_IS(before, 0xC5) |
		     (BLOCK_IS(before, 0xC6) & BLOCK_IS(b, 0xA0)) | third;
	block far = BLOCK_AMONG(b, 'A', 'Z') |
		    (BLOCK_IS(before, 0xC3) & BLOCK_AMONG(b, 0x80, 0x9E) &
			    ~BLOCK_IS(b, 0x97));

	b += BLOCK_IS(before, 0xC6) & BLOCK_IS(b, 0xAF) & BLOCK_ALL(1);
	return (b + (far & BLOCK_ALL(0x20))) | (pair & BLOCK_ALL(1));
}

/* U+00A0 begins with C2. */
static inline block
odd_white(block b, block before)
{
	return BLOCK_AMONG(b, '\t', '\r') | BLOCK_IS(b, 0xC2) |
	       (BLOCK_IS(b, ' ') & BLOCK_IS(before, ' '));
}

bool
letter_fold(char *p, size_t n)
{
	block odd = { 0 };
	size_t i;

	memset(p - 2, ' ', 2);
	memset(p + n, 'x', BLOCK_LOOK);
	for (i = 0; i < n; i += BLOCK_LOOK) {
		block b = block_load(p + i), before = block_load(p + i - 1);

		odd |= odd_white(b, before) | odd_ones(b, before);
		b = lowered(b, before, block_load(p + i - 2));
		memcpy(p + i, &b, sizeof b);
	}
	return !block_bits(odd) && n && p[n - 1] != ' ';
}

/* letter_is_spaced of a few bytes, in a block of which the rest is not looked
 * at. */
static bool
few_are_spaced(block b, size_t n)
{
	unsigned blank = block_bits(BLOCK_IS(b, ' '));
	unsigned odd =
		block_bits(BLOCK_AMONG(b, '\t', '\r') | BLOCK_IS(b, 0xC2));

	odd |= blank & (blank << 1 | 1); /* as if a blank stood before */
	odd |= blank & 1u << (n - 1);
	return !(odd & ((2u << (n - 1)) - 1));
}

bool
letter_is_spaced(struct str s)
{
	char room[BLOCK_LOOK];
	unsigned char first;
	block odd;
	size_t i;

	if (s.n == 0)
		return false;
	if (s.n <= BLOCK_LOOK) {
		if (block_reads_on(s.p))
			return few_are_spaced(block_load(s.p), s.n);
		memset(room, 'x', sizeof room);
		memcpy(room, s.p, s.n);
		return few_are_spaced(block_load(room), s.n);
	}
	odd = odd_white(block_load(s.p + s.n - BLOCK_LOOK),
		block_load(s.p + s.n - BLOCK_LOOK - 1));
	for (i = 1; i + BLOCK_LOOK < s.n; i += BLOCK_LOOK)
		odd |= odd_white(block_load(s.p + i), block_load(s.p + i - 1));
	first = (unsigned char)s.p[0];
	return !block_bits(odd) && first != ' ' && first != 0xC2 &&
	       (first < '\t' || first > '\r') && s.p[s.n - 1] != ' ';
}

#else

bool
letter_fold(char *p, size_t n)
{
	(void)p;
	(void)n;
	return false;
}

bool
letter_is_spaced(struct str s)
{
	bool gap = true; /* nothing or a blank stands before */
	size_t i;

	for (i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		/* 0xC2 begins U+00A0 */
		if ((c >= '\t' && c <= '\r') || c == 0xC2 || (c == ' ' && gap))
			return false;
		gap = c == ' ';
	}
	return !gap;
}

size_t
letter_run(struct str s, size_t at)
{
	size_t n;

	while (at < s.n && (n = letter_bytes(s, at)))
		at += n;
	return at;
}

#endif

size_t
letter_run_back(struct str s, size_t at)
{
	size_t i = at;

#ifdef __SSE2__
	if (at > BLOCK_LOOK && (i = short_run_back(s.p, at)) != SPAN_NONE)
		return i;
	i = at;
#endif
	while (i > 0) {
		i--;
		if (((unsigned char)s.p[i] & 0xC0) == 0x80)
			continue;
		if (!letter_bytes(s, i))
			break;
		at = i;
	}
	return at;
}
