/* Small and capital letters of Latin scripts, by the layout of their blocks. */
#include "base/letter.h"
#include "base/utf8.h"

/* Letters and digits of ASCII, a bit each. */
static const uint32_t ascii[4] = { 0, 0x03FF0000, 0x07FFFFFE, 0x07FFFFFE };

/* Blocks where a capital is followed by its small letter. */
static bool
is_paired(uint32_t c)
{
	return (c >= 0x0100 && c <= 0x0137) || (c >= 0x014A && c <= 0x0177) ||
	       (c >= 0x1EA0 && c <= 0x1EF9);
}

/* Where the capitals are the odd ones: Ĺ .. ň, Ź .. ž, Ơ is even, Ư odd. */
static bool
is_odd_paired(uint32_t c)
{
	return (c >= 0x0139 && c <= 0x0148) || (c >= 0x0179 && c <= 0x017E) ||
	       c == 0x01AF || c == 0x01B0;
}

uint32_t
letter_lower(uint32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + 32 : c;
	if (c >= 0xC0 && c <= 0xDE && c != 0xD7)
		return c + 0x20;
	if (is_paired(c) || c == 0x01A0)
		return c | 1;
	if (is_odd_paired(c))
		return c & 1 ? c + 1 : c;
	return c;
}

uint32_t
letter_upper(uint32_t c)
{
	if (c < 0x80)
		return c >= 'a' && c <= 'z' ? c - 32 : c;
	if (c >= 0xE0 && c <= 0xFE && c != 0xF7)
		return c - 0x20;
	if (is_paired(c) || c == 0x01A1)
		return c & ~(uint32_t)1;
	if (is_odd_paired(c))
		return c & 1 ? c : c - 1;
	return c;
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

size_t
letter_run_back(struct str s, size_t at)
{
	size_t i = at;

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

size_t
letter_run(struct str s, size_t at)
{
	size_t n;

	while (at < s.n && (n = letter_bytes(s, at)))
		at += n;
	return at;
}
