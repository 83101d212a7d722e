/* Vietnamese in ASCII (VIQR). */
#include <string.h>

#include "base/buf.h"
#include "base/nfc.h"
#include "base/utf8.h"
#include "syllable.h"
#include "viqr.h"

enum {
	SAMPLE = 64 * 1024,
	FIRST = 160,	  /* bytes that tell whether it is ASCII */
	FIRST_BEYOND = 8, /* of these that may be none */
	WORD_MAX = 16,
	WANTED_OWN = 2,
	WANTED_SHARE = 80 /* of words that have a mark within */
};

/* What follows a vowel: the mark of its quality, the tone. '*' for '+' is an
 * older habit. */
static uint32_t
quality(char vowel, char mark)
{
	char small = (char)(vowel | 32);

	if (mark == '^' && strchr("aeo", small))
		return 0x302;
	if (mark == '(' && small == 'a')
		return 0x306;
	if ((mark == '+' || mark == '*') && strchr("ou", small))
		return 0x31B;
	return 0;
}

static uint32_t
tone(char mark)
{
	switch (mark) {
	case '`':
		return 0x300;
	case '\'':
		return 0x301;
	case '~':
		return 0x303;
	case '?':
		return 0x309;
	case '.':
		return 0x323;
	default:
		return 0;
	}
}

static bool
is_letter(char c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static bool
is_vowel(char c)
{
	return is_letter(c) && strchr("aeiouy", c | 32);
}

static char
byte(struct str s, size_t at)
{
	return at < s.n ? s.p[at] : '\n';
}

/* Does a full stop, or a question mark, end a line or stand with others? A
 * text that has "\." means what it says. */
static bool
is_stop(struct str s, size_t at, bool strict)
{
	char mark = byte(s, at), next = byte(s, at + 1);

	return !strict && (mark == '.' || mark == '?') &&
	       (next == '\n' || next == '\r' || next == mark);
}

/* "nay.", "to^i.": a tone stands on the first of two vowels ("na.y"), so this
 * is a full stop; but not behind "qu" and "gi". */
static bool
is_glide(struct str s, size_t at)
{
	char before = at > 0 ? (char)(s.p[at - 1] | 32) : ' ';
	char first = at > 1 ? (char)(s.p[at - 2] | 32) : ' ';
	const char *after;

	if (at > 0 && !is_letter(s.p[at - 1]))
		before = s.p[at - 1]; /* '^' of "o^i" */
	if (tone(before))	      /* "no'i." */
		return true;
	switch (s.p[at] | 32) {
	case 'i':
		after = "aou^+*";
		break;
	case 'o':
		after = "ae";
		break;
	case 'u':
		after = "aei^+*";
		break;
	case 'y':
		after = "a^";
		break;
	default:
		return false;
	}
	return strchr(after, before) && !(first == 'q' && before == 'u') &&
	       !(first == 'g' && before == 'i');
}

/* đ begins a syllable, "Addison" has none; but "HDDND", and "GDDDT" is GDĐT. */
static bool
is_stroke(struct str s, size_t at)
{
	char first = s.p[at], next = byte(s, at + 1);

	if ((first | 32) != 'd' || (next | 32) != 'd')
		return false;
	if (at == 0 || !is_letter(s.p[at - 1]))
		return true;
	return first == 'D' && next == 'D' && byte(s, at + 2) != 'D';
}

/* A letter and its marks from byte at on: its code points to c, their number
 * to *n; the bytes it takes. */
static size_t
take_letter(struct str s, size_t at, bool strict, uint32_t c[3], size_t *n)
{
	char first = s.p[at];
	size_t i = at + 1;

	*n = 1;
	c[0] = (unsigned char)first;
	if (is_stroke(s, at)) {
		c[0] = first == 'D' ? 0x110 : 0x111;
		return 2;
	}
	if (!is_vowel(first))
		return 1;
	if ((c[*n] = quality(first, byte(s, i))) != 0) {
		++*n;
		i++;
	}
	if ((c[*n] = tone(byte(s, i))) != 0 && !is_stop(s, i, strict) &&
		!((byte(s, i) == '.' || byte(s, i) == '?') && *n == 1 &&
			is_glide(s, at))) {
		++*n;
		i++;
	}
	return i - at;
}

/* --- is it? --- */

struct count {
	unsigned own, good, words; /* of words with a mark within */
};

/* A word that begins at byte at; its end. */
static size_t
count_word(struct str s, size_t at, struct count *count)
{
	uint32_t word[WORD_MAX], c[3];
	size_t n = 0, more, taken, i;
	bool within = false, mark = false;
	enum syllable kind;

	while (at < s.n && is_letter(s.p[at])) {
		taken = take_letter(s, at, false, c, &more);
		within |= mark || more > 2;
		mark |= taken > 1;
		at += taken;
		for (i = 0; i < more && n < WORD_MAX; i++)
			word[n++] = c[i];
	}
	if (!within)
		return at;
	kind = n < WORD_MAX ? syllable_of(word, n) : SYLLABLE_NOT;
	count->words++;
	count->good += kind != SYLLABLE_NOT;
	count->own += kind == SYLLABLE_OWN;
	return at;
}

/* Of ASCII: "1" letters, "2" vowels, "3" marks, "4" d. */
static const char kind[] = "00000000000000000000000000000000"
			   "00000003303300300000000000000003"
			   "02114211121111121111121112100030"
			   "32114211121111121111121112100030";

/* What a kind is before a mark or another "d", as such, and behind it. */
enum { VOWEL = 1, STROKE = 2, AS_MARK = 2, BEHIND = 4, ANY = 3 };
static const unsigned char part[] = { 0, ANY << BEHIND, VOWEL | ANY << BEHIND,
	VOWEL << AS_MARK | ANY << BEHIND,
	STROKE | STROKE << AS_MARK | ANY << BEHIND };

static unsigned
part_of(char c)
{
	return c & 0x80 ? 0 : part[kind[(unsigned char)c] - '0'];
}

/* From byte `at` on: a letter that has a mark and something behind it, which
 * any word with a mark within has. The mark's place; s.n: none. */
static size_t
find_marked(struct str s, size_t at)
{
	unsigned before = at > 0 ? part_of(s.p[at - 1]) : 0, is, behind;

	if (at >= s.n)
		return s.n;
	for (is = part_of(s.p[at]); at + 1 < s.n;
		at++, before = is, is = behind) {
		behind = part_of(s.p[at + 1]);
		if (before & is >> AS_MARK & behind >> BEHIND & ANY)
			return at;
	}
	return s.n;
}

/* Counts the words around a byte, from a sign that is neither letter nor mark
 * to the next, where this returns. */
static size_t
count_around(struct str s, size_t at, struct count *count)
{
	size_t start = at;

	while (start > 0 && part_of(s.p[start - 1]))
		start--;
	for (at = start; at < s.n && part_of(s.p[at]);)
		at = is_letter(s.p[at]) ? count_word(s, at, count) : at + 1;
	return at;
}

bool
viqr_is(struct str s)
{
	struct count count = { .words = 0 };
	size_t at, beyond = 0;

	for (at = 0; at < s.n && at < FIRST && beyond <= FIRST_BEYOND; at++)
		beyond += (unsigned char)s.p[at] >= 0x80;
	if (beyond > FIRST_BEYOND)
		return false;
	s = str_slice(s, 0, s.n < SAMPLE ? s.n : SAMPLE);
	for (at = find_marked(s, 0); at < s.n; at = find_marked(s, at))
		at = count_around(s, at, &count);
	return count.own >= WANTED_OWN &&
	       count.good * 100 >= count.words * WANTED_SHARE;
}

/* --- as UTF-8 --- */

struct str
viqr_decode(struct str s, struct mem *m)
{
	struct buf out = { .mem = m };
	uint32_t c[3];
	size_t at = 0, n, i;
	bool strict = str_find(s, STR("\\."), 0) != SPAN_NONE ||
		      str_find(s, STR("\\?"), 0) != SPAN_NONE;

	buf_reserve(&out, s.n + s.n / 2 + 1);
	while (at < s.n) {
		if (s.p[at] == '\\' && at + 1 < s.n &&
			strchr(".?'`~^(+*\\dD", s.p[at + 1]) && s.p[at + 1]) {
			buf_put_c(&out, s.p[at + 1]);
			at += 2;
			continue;
		}
		if (!is_letter(s.p[at])) {
			buf_put_c(&out, s.p[at++]);
			continue;
		}
		at += take_letter(s, at, strict, c, &n);
		for (i = 0; i < n; i++)
			buf_put_utf8(&out, c[i]);
	}
	return nfc(m, buf_str(&out));
}
