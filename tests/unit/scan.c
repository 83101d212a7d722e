/* Looking at many bytes at a time tells the same as one at a time: in every
 * way that this processor has, at every alignment, on bytes of any kind. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/nfc.h"
#include "base/scan.h"
#include "base/utf8.h"

enum { ROOM = 320, ROUNDS = 4000 };

/* Numbers that are the same in each run (xorshift). */
static uint32_t
number(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* By the table of RFC 3629, a letter at a time. */
static size_t
letter(const unsigned char *p, size_t n)
{
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4, i;
	uint32_t c = p[0] < 0x80   ? p[0]
		     : p[0] < 0xE0 ? p[0] & 0x1F
		     : p[0] < 0xF0 ? p[0] & 0x0F
				   : p[0] & 0x07;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };

	if ((p[0] >= 0x80 && p[0] < 0xC0) || p[0] >= 0xF8 || len > n)
		return 0;
	for (i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3F);
	}
	return c < least[len] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)
		       ? 0
		       : len;
}

static size_t
first_bad(struct str s, size_t at, bool *start, size_t asked)
{
	size_t len;

	for (*start = at == asked; at < s.n; at += len) {
		*start |= at == asked;
		len = letter((const unsigned char *)s.p + at, s.n - at);
		if (!len)
			return at;
	}
	*start |= at == asked;
	return at;
}

static const char *const piece[] = { "a", "ng", "à", "ặ", "ễ", "Đ", "“", "–",
	"\xC2\xA0", "\xF0\x9F\x98\x80", "Việt Nam ", "trước ngày 30/6, ",
	"0123456789abcdef0123456789abcdef", "\n", "\"", "\\", "\x1F",
	/* no UTF-8: cut, too long, a surrogate, beyond the last, alone */
	"\xE1\xBA", "\xC3", "\xC0\x80", "\xE0\x9F\xBF", "\xED\xA0\x80",
	"\xF4\x90\x80\x80", "\xF0\x8F\xBF\xBF", "\xF5\x80\x80\x80", "\xBA",
	"\xFF" };

enum { GOOD = 17, PIECES = sizeof piece / sizeof *piece };

/* A text of pieces; now and then one that is no UTF-8. */
static size_t
fill(char *p, uint32_t *state)
{
	bool any = number(state) % 2;
	size_t n = 0, len;

	for (;;) {
		uint32_t r = number(state);
		const char *s = piece[any && r % 16 == 0 ? r / 16 % PIECES
							 : r / 16 % GOOD];

		len = strlen(s);
		if (n + len > ROOM - 40)
			return n;
		memcpy(p + n, s, len);
		n += len;
		if (r >> 28 == 0)
			return n;
	}
}

static void
agree_on_utf8(struct str s)
{
	int way;
	size_t at, end, bad;
	bool start;

	bad = first_bad(s, 0, &start, 0);
	cr_assert_eq(utf8_check(s), bad);
	for (way = SCAN_BYTES; way <= (int)scan_best(); way++)
		for (at = 0; at < bad;
			at +=
			letter((const unsigned char *)s.p + at, s.n - at)) {
			end = scan_utf8((enum scan_way)way, s, at);
			cr_assert_geq(end, at);
			cr_assert_leq(end, bad, "way %d", way);
			first_bad(s, at, &start, end);
			cr_assert(start, "way %d: inside a letter", way);
			/* what is valid up to a block further is passed */
			if (way != SCAN_BYTES && at >= 3)
				cr_assert(bad - at < 32 || end > at ||
						  bad - at < 36,
					"way %d stands still", way);
		}
}

/* Valid, with nothing to escape. */
static bool
is_well(struct str s)
{
	bool start;
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == '"' ||
			s.p[i] == '\\')
			return false;
	return first_bad(s, 0, &start, 0) == s.n;
}

Test(scan, short_texts)
{
	uint32_t state = 1954;
	char space[ROOM];
	size_t from, to, n;
	int round, way;

	for (round = 0; round < ROUNDS * 10; round++) {
		n = fill(space, &state);
		from = number(&state) % (n + 1);
		to = from + number(&state) % (SCAN_SHORT + 1);
		if (to > n || to == from)
			continue;
		for (way = SCAN_WIDE; way <= (int)scan_best(); way++) {
			struct str s = { space + from, to - from };

			cr_assert_eq(scan_short((enum scan_way)way, s),
				is_well(s), "way %d: %.*s", way, STR_ARG(s));
		}
	}
}

Test(scan, utf8_of_pieces)
{
	uint32_t state = 2021;
	char space[ROOM];
	int round;

	for (round = 0; round < ROUNDS; round++) {
		size_t from = round % 32;

		agree_on_utf8((struct str){
			space + from, fill(space + from, &state) });
	}
}

/* Bytes of any kind in valid text, at each place of a block. */
Test(scan, utf8_of_any_bytes)
{
	uint32_t state = 1945;
	char space[ROOM];
	size_t at, n = 100, k;
	int round;

	for (round = 0; round < ROUNDS; round++) {
		memset(space, 'a', n);
		at = (size_t)round % 70;
		for (k = number(&state) % 5; k > 0; k--)
			space[at + k] = (char)(0x80 | number(&state));
		agree_on_utf8((struct str){ space, n });
	}
}

static bool
is_latin(uint32_t c)
{
	if (c == 0xD0 || c == 0xF0 || c == 0x131 || c == 0x189)
		return false;
	return c < 0x80 || (c >= 0xC0 && c < 0x1C0) ||
	       (c >= 0x1EA0 && c <= 0x1EF9) || (c >= 0x2010 && c <= 0x2027);
}

/* Every letter that there is, among Vietnamese ones. */
Test(scan, latin_of_all_letters)
{
	char space[128];
	uint32_t c;
	size_t at, n, end;
	int way;

	for (c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 61) {
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		cr_assert(!is_latin(c) || nfc_is_plain(c));
		at = 3 + c % 40;
		memset(space, 'n', at);
		n = at + utf8_put(space + at, c);
		while (n < 96)
			n += utf8_put(space + n, 0x1EBF);
		for (way = SCAN_BYTES; way <= (int)scan_best(); way++) {
			end = scan_latin((enum scan_way)way,
				(struct str){ space, n }, 3);
			if (!is_latin(c))
				cr_assert_leq(end, at, "U+%04X, way %d",
					(unsigned)c, way);
			else if (way != SCAN_BYTES)
				cr_assert_gt(end, at, "U+%04X, way %d",
					(unsigned)c, way);
		}
	}
}

/* Each letter at each place, alone in a text and among others. */
Test(scan, odd_letters)
{
	enum { MOST = 2 * SCAN_LOOK };
	uint64_t found[SCAN_ODD(MOST)], any;
	char text[MOST];
	uint32_t c;
	size_t at, n, i;
	int way;

	for (c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 61) {
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		for (way = SCAN_BYTES; way <= (int)scan_best(); way++) {
			at = c * 7 % (MOST - 8);
			for (n = 0; n < at;)
				n += utf8_put(text + n, 0x1EBF);
			at = n;
			n += utf8_put(text + n, c);
			if (c % 3)
				text[n++] = 'n';
			scan_odd((enum scan_way)way, (struct str){ text, n },
				found);
			for (any = 0, i = 0; i < SCAN_ODD(n); i++)
				any |= found[i];
			cr_assert_eq(any == 0, is_latin(c), "U+%04X, way %d",
				(unsigned)c, way);
			for (i = 0; i < n; i++)
				cr_assert(i >= at ||
					  !(found[i / SCAN_LOOK] >>
							  i % SCAN_LOOK &
						  1));
		}
	}
}

/* What is UTF-8 by one letter after the other is so as a whole. */
Test(scan, whole_utf8)
{
	enum { MOST = 150 };
	static const unsigned char odd[] = { 0, 'a', 0x7F, 0x80, 0x8F, 0x90,
		0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
		0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF };
	char text[MOST];
	uint32_t state = 5;
	size_t n, i, at, length, valid = 0;
	bool want;
	int round, way;

	for (round = 0; round < 60000; round++) {
		n = number(&state) % MOST;
		memset(text, 'x', n);
		at = n ? number(&state) % n : 0;
		for (i = at; i < n && i < at + 4; i++)
			text[i] = (char)odd[number(&state) % sizeof odd];
		for (i = 0; i < n; i += length)
			if (!(length = letter(
				      (unsigned char *)text + i, n - i)))
				break;
		want = i == n;
		valid += want;
		for (way = SCAN_WIDE; way <= (int)scan_best(); way++)
			cr_assert_eq(scan_whole_utf8((enum scan_way)way,
					     (struct str){ text, n }),
				want, "way %d, round %d", way, round);
	}
	cr_assert_gt(valid, 1000);
}

/* Texts by chance of what matters here, of all lengths up to three blocks: the
 * same is found in every way, and nothing behind the text. */
Test(scan, marks_of_any_text)
{
	static const char *const part[] = { "a", "o", "U", "q", "g", "i", "n",
		" ", "\n", "\t", ".", "đ", "à", "ỏ", "Ỹ", "ệ", "ũ", "ư", "â",
		"\xEE\x80\x80", "–", "😀" };
	enum { MOST = 3 * SCAN_LOOK };
	uint64_t want[SCAN_MARKS(MOST)], got[SCAN_MARKS(MOST)];
	char text[MOST + 4];
	struct str s = { text, 0 };
	uint32_t state = 7;
	int i, way;

	for (i = 0; i < 20000; i++) {
		for (s.n = 0; s.n < (size_t)(i % MOST);) {
			const char *p = part[number(&state) %
					     (sizeof part / sizeof *part)];

			memcpy(text + s.n, p, strlen(p));
			s.n += strlen(p);
		}
		scan_marks(SCAN_BYTES, s, want);
		cr_assert(SCAN_MARKS(s.n) * SCAN_LOOK - s.n >= SCAN_BEHIND);
		for (way = SCAN_WIDE; way <= (int)scan_best(); way++) {
			scan_marks((enum scan_way)way, s, got);
			cr_assert_arr_eq(got, want,
				SCAN_MARKS(s.n) * sizeof *got, "way %d: %.*s",
				way, (int)s.n, text);
		}
	}
}

/* Is a letter marked, by its last byte? */
static bool
is_marked(const char *before, const char *letter, const char *behind)
{
	char text[64];
	uint64_t found[SCAN_MARKS(sizeof text)];
	size_t at = strlen(before) + strlen(letter) - 1;
	int n = snprintf(text, sizeof text, "%s%s%s", before, letter, behind);

	scan_marks(scan_best(), (struct str){ text, (size_t)n }, found);
	return found[0] >> (at + SCAN_BEHIND) & 1;
}

Test(scan, marks)
{
	cr_expect(is_marked("kho", "ẻ", ""));
	cr_expect(is_marked("ho", "à", " "));
	cr_expect(is_marked("h", "ò", "an"));
	cr_expect(is_marked("g", "ì", "a "));
	cr_expect(is_marked("bq", "u", "ả") == false);
	cr_expect(is_marked("bqu", "ả", "."));
	cr_expect(is_marked("tí", "ê", "n") == false);
	cr_expect(is_marked("t", "í", "ên"));
	cr_expect(is_marked("a", "\n", "b") == false);
	cr_expect(is_marked("a ", "\n", "b"));
	cr_expect(is_marked("a", "\t", "b"));
	/* these stand right, by far the most of all */
	cr_expect_not(is_marked("", "à", ""));
	cr_expect_not(is_marked("c", "ủ", "a"));
	cr_expect_not(is_marked("to", "á", "n"));
	cr_expect_not(is_marked("ngo", "à", "i "));
	cr_expect_not(is_marked("qu", "ả", ","));
	cr_expect_not(is_marked(" gi", "á", ""));
	cr_expect_not(is_marked("đ", "ã", " "));
	cr_expect_not(is_marked("vi", "ệ", "c"));
	cr_expect_not(is_marked("", "Ở", " "));
}

/* Each such beginning at each place, and all others that differ in one byte. */
Test(scan, twice)
{
	char space[128];
	size_t at, end, i;
	unsigned byte;
	int way;

	for (at = 3; at < 80; at++)
		for (i = 0; i < 3; i++)
			for (byte = 0; byte < 256; byte++) {
				char *p = space + at;
				bool is;

				memset(space, 'x', sizeof space);
				memcpy(p, "\xC3\x84\xC6", 3);
				p[i] = (char)byte;
				is = p[0] == '\xC3' && p[1] &&
				     strchr("\x83\x84\x86\xA1", p[1]) && p[2] &&
				     strchr("\xC2\xC6\xE2", p[2]);
				for (way = 0; way <= (int)scan_best(); way++) {
					end = scan_twice((enum scan_way)way,
						(struct str){
							space, sizeof space },
						3);
					cr_assert(!is || end <= at);
					cr_assert(is || way == SCAN_BYTES ||
						  end > 90);
				}
			}
}

Test(scan, bare_of_all_bytes)
{
	char space[128], copy[128];
	size_t at, end;
	int byte, way;

	for (byte = 0; byte < 256; byte++)
		for (at = 0; at < 64; at++) {
			bool bare = byte >= 0x20 && byte != '"' && byte != '\\';

			memset(space, 'x', sizeof space);
			space[at] = (char)byte;
			for (way = SCAN_BYTES; way <= (int)scan_best(); way++) {
				end = scan_bare((enum scan_way)way,
					(struct str){ space, sizeof space }, 0);
				cr_assert(bare || end <= at);
				cr_assert(!bare || way == SCAN_BYTES ||
					  end == sizeof space);
				memset(copy, 0, sizeof copy);
				cr_assert_eq(scan_copy((enum scan_way)way, copy,
						     (struct str){ space,
							     sizeof space },
						     0),
					end);
				cr_assert_arr_eq(copy, space, end);
			}
		}
}

/* The sum of eight bytes at a time. */
Test(scan, count_of_pieces)
{
	uint32_t state = 1975;
	char space[ROOM];
	size_t n, i, count;
	int round;

	for (round = 0; round < ROUNDS; round++) {
		n = fill(space + round % 8, &state);
		for (count = i = 0; i < n; i++)
			count += ((unsigned char)space[round % 8 + i] & 0xC0) !=
				 0x80;
		cr_assert_eq(utf8_count((struct str){ space + round % 8, n }),
			count);
	}
}

static bool
is_of_word(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') ||
		       ((c | 32) >= 'a' && (c | 32) <= 'z');
	return (c >= 0xC0 && c <= 0x23F && c != 0xD7 && c != 0xF7) ||
	       (c >= 0x1E00 && c <= 0x1EFF);
}

/* Letters of all blocks, `looks` looks full and some; bits of those bytes that
 * are of words. */
static size_t
put_letters(uint32_t *state, char *room, uint64_t *words, unsigned looks)
{
	static const uint32_t first[] = { 0x20, 0x20, 0xA0, 0xC0, 0x200, 0x300,
		0x1DC0, 0x1E00, 0x1EA0, 0x1FF0, 0x2000, 0xE000, 0x1F600 };
	size_t n = 0, len, i;
	uint32_t c;

	memset(words, 0, (looks + 1) * sizeof *words);
	while (n < looks * SCAN_LOOK + number(state) % (SCAN_LOOK - 8)) {
		c = first[number(state) % (sizeof first / sizeof *first)] +
		    number(state) % 0x5F;
		if (number(state) % 4 == 0)
			c = ' ';
		len = utf8_put(room + n, c);
		for (i = n; i < n + len; i++)
			if (is_of_word(c))
				words[i / SCAN_LOOK] |= (uint64_t)1
							<< i % SCAN_LOOK;
		n += len;
	}
	return n;
}

static bool
has(const uint64_t *bits, size_t i)
{
	return bits[i / SCAN_LOOK] >> i % SCAN_LOOK & 1;
}

/* The edges and gaps that the bits have are those that were found. */
static void
check_cut(struct str s, const uint64_t *words, const struct scan_cut *c)
{
	size_t nedge = 0, ngap = 0, i;
	bool inside = false;

	for (i = 0; i < s.n; i++) {
		if (has(words, i) != inside)
			cr_assert_eq(c->edge[nedge++], i, "edge of %.*s",
				STR_ARG(s));
		inside = has(words, i);
		if (!inside && (c->blanks || s.p[i] != ' '))
			cr_assert_eq(
				c->gap[ngap++], i, "gap of %.*s", STR_ARG(s));
	}
	if (inside)
		cr_assert_eq(c->edge[nedge++], s.n);
	cr_assert_eq(c->nedge, nedge);
	cr_assert_eq(c->ngap, ngap);
}

Test(scan, words_are_cut_in_every_way)
{
	enum { LOOKS = 4, PLACES = (LOOKS + 3) * SCAN_LOOK };
	uint32_t state = 20261130, edge[PLACES], gap[PLACES];
	char room[(LOOKS + 1) * SCAN_LOOK];
	uint64_t words[LOOKS + 1];
	int way, i;

	for (i = 0; i < ROUNDS * 10; i++) {
		unsigned looks = (unsigned)i % LOOKS;
		struct str s = { room,
			put_letters(&state, room, words, looks) };
		size_t half = looks / 2 * SCAN_LOOK;

		for (way = SCAN_BYTES; way <= (int)scan_best(); way++) {
			struct scan_cut c = {
				.edge = edge, .gap = gap, .blanks = i % 5 == 0
			};

			if (s.n == 0)
				continue;
			if (half)
				scan_cut((enum scan_way)way, s, 0, half, &c);
			scan_cut((enum scan_way)way, s, half,
				half + LOOKS * SCAN_LOOK, &c);
			check_cut(s, words, &c);
		}
	}
}

Test(scan, letters_begin_where_no_byte_goes_on)
{
	enum { LOOKS = 1 };
	uint32_t state = 20261130;
	char room[(LOOKS + 1) * SCAN_LOOK];
	uint64_t words[LOOKS + 1], want;
	unsigned at;
	int way, i;

	for (i = 0; i < ROUNDS * 10; i++) {
		put_letters(&state, room, words, LOOKS);
		for (want = 0, at = 0; at < SCAN_LOOK; at++)
			want |= (uint64_t)((room[at] & 0xC0) != 0x80) << at;
		for (way = SCAN_BYTES; way <= (int)scan_best(); way++)
			cr_assert_eq(scan_starts((enum scan_way)way, room),
				want, "way %d, text %.*s", way, SCAN_LOOK,
				room);
	}
}
