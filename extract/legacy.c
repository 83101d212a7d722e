/* Text in one of the old Vietnamese charsets. All is done word by word, since
 * some codes mean different things in a word and outside of one. */
#include "base/buf.h"
#include "base/letter.h"
#include "base/nfc.h"
#include "base/utf8.h"
#include "legacy.h"
#include "syllable.h"
#include "tone.h"

enum {
	WORD_MAX = 32,	  /* letters; what is longer is no syllable */
	WORDS_MAX = 4000, /* that tell a charset */
	BACK_MAX = 8,	  /* ASCII letters before the first that is none */
	RARE = 100,	  /* counted for a word that is no syllable */
	GOOD_SHARE = 75,
	OWN_PART = 8,
	SURE_SHARE = 90,
	SURE_OWN = 4
};
#define SURE_MARGIN 1.15

struct word {
	uint32_t c[WORD_MAX];
	size_t n;
	bool beyond; /* it has bytes that are not ASCII */
};

/* --- a word --- */

static bool
is_ascii_letter(unsigned char b)
{
	return (b | 32) >= 'a' && (b | 32) <= 'z';
}

static bool
is_mark(uint32_t c)
{
	return c >= 0x300 && c <= 0x36F;
}

/* Marks belong to a vowel before them, or are no marks: "30°C" has ° in VNI,
 * ø in a foreign name is a letter. */
static bool
may_follow(const struct word *w, uint32_t mark)
{
	uint32_t before = w->n ? w->c[w->n - 1] : 0;

	return !is_mark(mark) || is_mark(before) || tone_is_vowel(before);
}

/* Codes that TCVN3 has for capitals and Windows for quotes and dashes. */
static bool
is_doubtful(const struct chart *c, unsigned char b)
{
	return c == &charts[CHART_TCVN3] && (b < 0x20 || (b & 0xE0) == 0x80);
}

/* Of these, what seldom begins a word: quotes, dashes, "…". */
static bool
is_quote(const struct chart *c, unsigned char b)
{
	return is_doubtful(c, b) && (b == 0x85 || (b >= 0x91 && b <= 0x97));
}

/* What a byte stands for where it is no part of a word. */
static uint32_t
alone(const struct chart *c, unsigned char b)
{
	const char *text = chart_letter(c, b);
	size_t at = 0;
	uint32_t one = text ? utf8_get(str_c(text), &at) : 0;

	return text && !is_mark(one) && !is_doubtful(c, b)
		       ? one
		       : chart_windows1252(b);
}

/* Adds what the byte stands for, where it goes on with the word. */
static bool
take_byte(const struct chart *c, unsigned char b, struct word *w)
{
	const char *text = is_ascii_letter(b) ? NULL : chart_letter(c, b);
	struct str s = str_c(text);
	size_t at = 0;
	uint32_t one = text ? utf8_get(s, &at) : chart_windows1252(b);

	if (text && !may_follow(w, one)) {
		one = chart_windows1252(b);
		at = s.n;
	}
	if (w->n + 2 > WORD_MAX || !letter_or_digit(one) ||
		(one >= '0' && one <= '9'))
		return false;
	w->beyond |= one >= 0x80;
	w->c[w->n++] = one;
	if (at < s.n)
		w->c[w->n++] = utf8_get(s, &at);
	return true;
}

/* ABC's fonts of capitals draw small letters as capitals: "NéI" is "NỘI". */
static void
raise_case(const struct chart *c, struct word *w)
{
	bool capital = false;
	size_t i;

	if (c != &charts[CHART_TCVN3])
		return;
	for (i = 0; i < w->n; i++) {
		if (w->c[i] >= 'a' && w->c[i] <= 'z')
			return;
		capital |= w->c[i] < 0x80;
	}
	for (i = 0; capital && i < w->n; i++)
		w->c[i] = letter_upper(w->c[i]);
}

static enum syllable
judge(const struct chart *c, const struct word *w)
{
	struct word copy = *w;

	raise_case(c, &copy);
	return syllable_of(copy.c, copy.n);
}

static unsigned
rarity(const struct chart *c, const struct word *w)
{
	struct word copy = *w;

	raise_case(c, &copy);
	return syllable_rarity(copy.c, copy.n);
}

/* The word that begins at byte `at`; its length in bytes, which is 0 where
 * none begins. */
static size_t
take_word(const struct chart *c, struct str s, size_t at, struct word *w)
{
	size_t i, doubtful = 0;
	bool doubt = false;

	w->n = 0;
	w->beyond = false;
	for (i = at; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];

		if ((i == at && is_quote(c, b)) || !take_byte(c, b, w))
			break;
		if (!doubt && is_doubtful(c, b)) {
			doubt = true;
			doubtful = i;
		}
	}
	if (!doubt || judge(c, w) != SYLLABLE_NOT)
		return i - at;
	/* It is not so: the word ends before that byte. */
	w->n = 0;
	w->beyond = false;
	for (i = at; i < doubtful; i++)
		take_byte(c, (unsigned char)s.p[i], w);
	return i - at;
}

/* --- which it is --- */

/* The next byte that is not ASCII, or s.n; with codes of control characters
 * where the chart has letters there. */
static size_t
next_beyond(const struct chart *c, struct str s, size_t at)
{
	for (; at < s.n; at++) {
		unsigned char b = (unsigned char)s.p[at];

		if (b >= 0x80 || (b < 0x20 && chart_letter(c, b)))
			break;
	}
	return at;
}

static void
add_word(const struct chart *c, const struct word *w, struct legacy_score *out)
{
	enum syllable kind = judge(c, w);

	out->words++;
	out->good += kind != SYLLABLE_NOT;
	out->own += kind == SYLLABLE_OWN;
	out->rarity += kind == SYLLABLE_NOT ? RARE : rarity(c, w);
}

/* "ch¯ng": a sign within a word speaks against a chart; quotes may. */
static bool
splits_word(struct str s, size_t at)
{
	return (unsigned char)s.p[at] > 0xA0 && at > 0 && at + 1 < s.n &&
	       is_ascii_letter((unsigned char)s.p[at - 1]) &&
	       is_ascii_letter((unsigned char)s.p[at + 1]);
}

void
legacy_score(const struct chart *c, struct str bytes, struct legacy_score *out)
{
	size_t at = 0, start, n;
	struct word w;

	*out = (struct legacy_score){ .words = 0 };
	while (out->words < WORDS_MAX) {
		start = next_beyond(c, bytes, at);
		if (start == bytes.n)
			return;
		n = start;
		while (n > at && start - n < BACK_MAX &&
			is_ascii_letter((unsigned char)bytes.p[n - 1]))
			n--;
		at = n;
		n = take_word(c, bytes, at, &w);
		at = n && at + n > start ? at + n : start + 1;
		if (at == start + 1 && splits_word(bytes, start)) {
			out->words++;
			out->rarity += RARE;
		}
		/* A letter alone is a vowel in one chart, a dash in another. */
		if (n < 2 || !w.beyond)
			continue;
		add_word(c, &w, out);
	}
}

/* Read as syllables often enough, and some of them Vietnamese alone? */
static bool
is_likely(const struct legacy_score *s)
{
	return s->good * 100 >= s->words * GOOD_SHARE && s->own > 0 &&
	       s->own * OWN_PART >= s->words;
}

const struct chart *
legacy_find(struct str bytes, bool *sure)
{
	struct legacy_score score, best = { .words = 0 };
	const struct chart *found = NULL;
	double rare, rarest = 0, second = 0;
	size_t i;

	*sure = false;
	for (i = 0; i < CHARTS; i++) {
		legacy_score(&charts[i], bytes, &score);
		if (!is_likely(&score))
			continue;
		rare = (double)score.rarity / score.words;
		if (!found || rare < rarest) {
			second = rarest;
			rarest = rare;
			found = &charts[i];
			best = score;
		} else if (second == 0 || rare < second) {
			second = rare;
		}
	}
	*sure = found && best.own >= SURE_OWN &&
		best.good * 100 >= best.words * SURE_SHARE &&
		(second == 0 || second > rarest * SURE_MARGIN);
	return found;
}

/* --- as UTF-8 --- */

static void
put_word(struct buf *out, const struct word *w)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		buf_put_utf8(out, w->c[i]);
}

/* What the letters of a word tell of its case. */
enum letters { SMALL, CAPITAL, UNTOLD };

struct place {
	size_t start, end; /* in the text */
	enum letters letters;
	bool first; /* of a sentence */
};

static size_t
word_end(struct str s, size_t at, enum letters *letters)
{
	unsigned capitals = 0, small = 0;
	size_t end;

	for (end = at; at < s.n; end = at) {
		uint32_t c = utf8_get(s, &at);

		if (!letter_or_digit(c) || (c >= '0' && c <= '9'))
			break;
		small += c >= 'a' && c <= 'z';
		capitals += c >= 'A' && c <= 'Z';
	}
	*letters = small ? SMALL : capitals > 1 ? CAPITAL : UNTOLD;
	return end;
}

/* "Hµ NéI": a word that does not tell goes with its neighbours, where both
 * are of capitals. */
static void
settle(struct place *p, size_t n)
{
	enum letters next = UNTOLD, before = UNTOLD, after;
	size_t i, j;

	for (i = 0; i < n; i++) {
		if (p[i].letters != UNTOLD) {
			before = p[i].letters;
			continue;
		}
		for (j = i; j < n && p[j].letters == UNTOLD; j++)
			;
		next = j < n ? p[j].letters : UNTOLD;
		after = before == SMALL || next == SMALL       ? SMALL
			: before == CAPITAL || next == CAPITAL ? CAPITAL
							       : SMALL;
		for (; i < j; i++)
			p[i].letters = after;
		i--;
	}
}

static void
put_capitals(struct buf *out, struct str word)
{
	size_t at = 0;

	while (at < word.n)
		buf_put_utf8(out, letter_upper(utf8_get(word, &at)));
}

/* Words of one line. */
struct line {
	struct place *place;
	size_t n, cap;
	struct mem *mem;
};

static void
add_place(struct line *l, struct place p)
{
	size_t cap = l->cap * 2 + 64;

	if (l->n == l->cap) {
		l->place = mem_grow(l->mem, l->place, l->cap * sizeof *l->place,
			cap * sizeof *l->place);
		l->cap = cap;
	}
	l->place[l->n++] = p;
}

/* What stands before byte *done of s is written. */
static void
put_line(struct line *l, struct str s, size_t *done, struct buf *out)
{
	const struct place *p = l->place;

	settle(l->place, l->n);
	for (; p < l->place + l->n; p++) {
		size_t end = p->start;

		if (p->letters == CAPITAL)
			end = p->end;
		else if (p->first)
			utf8_get(s, &end);
		buf_put(out, str_slice(s, *done, p->start));
		put_capitals(out, str_slice(s, p->start, end));
		*done = end;
	}
	l->n = 0;
}

/* Does a sentence begin with the word behind byte at? ABC has no small and
 * capital "ả". A line that goes on from the last one begins none. */
static bool
begins_sentence(struct str s, size_t at)
{
	size_t lines = 0, blanks = 0;

	for (; at > 0 && (s.p[at - 1] == ' ' || s.p[at - 1] == '\n' ||
				 s.p[at - 1] == '\r' || s.p[at - 1] == '(');
		at--) {
		lines += s.p[at - 1] == '\n';
		blanks++;
	}
	if (at == 0 || lines > 1)
		return true;
	if (blanks == 0 || (at > 1 && s.p[at - 2] == '.'))
		return false; /* "..." */
	return s.p[at - 1] == '.' || s.p[at - 1] == '!' || s.p[at - 1] == '?';
}

/* Small letters in words of capitals, and where a sentence begins, made
 * capitals. */
static struct str
with_capitals(struct str s, struct mem *m)
{
	struct buf out = { .mem = m };
	struct line line = { .mem = m };
	size_t at = 0, done = 0;
	struct place p;

	buf_reserve(&out, s.n + 1);
	while (at < s.n) {
		p.start = at;
		p.end = word_end(s, at, &p.letters);
		if (p.end > at) {
			p.first = (unsigned char)s.p[at] >= 0x80 &&
				  begins_sentence(s, at);
			add_place(&line, p);
			at = p.end;
		} else if (utf8_get(s, &at) == '\n') {
			put_line(&line, s, &done, &out);
		}
	}
	put_line(&line, s, &done, &out);
	buf_put(&out, str_slice(s, done, s.n));
	return buf_str(&out);
}

struct str
legacy_decode(const struct chart *c, struct str bytes, struct mem *m)
{
	struct buf out = { .mem = m };
	size_t at = 0, n;
	struct word w;
	struct str text;

	buf_reserve(&out, bytes.n + bytes.n / 2 + 1);
	while (at < bytes.n) {
		n = take_word(c, bytes, at, &w);
		at += n;
		if (n)
			put_word(&out, &w);
		else
			buf_put_utf8(
				&out, alone(c, (unsigned char)bytes.p[at++]));
	}
	text = nfc(m, buf_str(&out));
	return c == &charts[CHART_TCVN3] ? with_capitals(text, m) : text;
}
