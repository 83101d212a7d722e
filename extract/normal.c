/* One spelling for every word.
 *
 *   as written   Hoà  bình\n\n\nÐảng       (two blanks, U+00D0)
 *   text.out     Hoà  bình\n\n\nĐảng
 *   text.seen    Hòa bình\nĐảng
 *
 * A byte of seen stands for one of out: the one blank or line end that a run
 * became stands for the whole run, and in a word whose tone mark has moved the
 * letters stand for each other one by one. So what begins at a byte of seen
 * begins there in out, and what ends before a run ends before it in out. */
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/letter.h"
#include "base/nfc.h"
#include "base/scan.h"
#include "base/utf8.h"
#include "normal.h"
#include "see.h"
#include "tone.h"

enum { GONE = 0x110000 }; /* no code point: the letter is left out */
enum { FEW = 64 };	  /* numbers of scan_odd, in most texts */
enum { STRIP = 1, COMPOSE = 2, MEND = 4 };

/* Letters of other scripts and the Latin ones that they look like. */
static const struct look {
	uint16_t c;
	char like;
} look[] = { { 0x0391, 'A' }, { 0x0392, 'B' }, { 0x0395, 'E' }, { 0x0396, 'Z' },
	{ 0x0397, 'H' }, { 0x0399, 'I' }, { 0x039A, 'K' }, { 0x039C, 'M' },
	{ 0x039D, 'N' }, { 0x039F, 'O' }, { 0x03A1, 'P' }, { 0x03A4, 'T' },
	{ 0x03A5, 'Y' }, { 0x03A7, 'X' }, { 0x03BF, 'o' }, { 0x0405, 'S' },
	{ 0x0406, 'I' }, { 0x0408, 'J' }, { 0x0410, 'A' }, { 0x0412, 'B' },
	{ 0x0415, 'E' }, { 0x041A, 'K' }, { 0x041C, 'M' }, { 0x041D, 'H' },
	{ 0x041E, 'O' }, { 0x0420, 'P' }, { 0x0421, 'C' }, { 0x0422, 'T' },
	{ 0x0423, 'Y' }, { 0x0425, 'X' }, { 0x0430, 'a' }, { 0x0435, 'e' },
	{ 0x043E, 'o' }, { 0x0440, 'p' }, { 0x0441, 'c' }, { 0x0443, 'y' },
	{ 0x0445, 'x' }, { 0x0455, 's' }, { 0x0456, 'i' }, { 0x0458, 'j' },
	{ 0x04BB, 'h' }, { 0x0501, 'd' }, { 0x051B, 'q' }, { 0x051D, 'w' } };

enum {
	ETH = 0xD0,	  /* Ð */
	SMALL_ETH = 0xF0, /* ð */
	STROKE = 0x110,	  /* Đ */
	SMALL_STROKE = 0x111,
	DOTLESS = 0x131,      /* ı */
	AFRICAN = 0x189,      /* Ɖ */
	SMALL_AFRICAN = 0x256 /* ɖ */
};

/* --- letter by letter --- */

/* What stands for c: a blank, an ASCII letter, nothing, or c itself. */
static uint32_t
stripped(uint32_t c)
{
	if (c < 0xA0)
		return c;
	if (c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
		c == 0x202F || c == 0x205F || c == 0x3000)
		return ' ';
	if (c == 0x2028 || c == 0x2029)
		return '\n';
	if (c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 ||
		c == 0xFEFF)
		return GONE;
	if (c >= 0xFF01 && c <= 0xFF5E)
		return c - 0xFF01 + '!';
	return c;
}

static struct str
strip(struct mem *m, struct str s)
{
	struct scan scan = scan_begin();
	struct buf out = { .mem = m };
	size_t at = 0, from, done = 0;
	uint32_t c, to;

	buf_reserve(&out, s.n + 1);
	while ((at = scan_past_latin(&scan, s, at)) < s.n) {
		from = at;
		c = utf8_get(s, &at);
		to = stripped(c);
		if (to == c)
			continue;
		buf_put(&out, str_slice(s, done, from));
		if (to != GONE)
			buf_put_utf8(&out, to);
		done = at;
	}
	buf_put(&out, str_slice(s, done, s.n));
	return buf_str(&out);
}

/* --- word by word --- */

static char
looks_like(uint32_t c)
{
	size_t i;

	if (c < look[0].c || c > look[sizeof look / sizeof *look - 1].c)
		return 0;
	for (i = 0; i < sizeof look / sizeof *look; i++)
		if (look[i].c == c)
			return look[i].like;
	return 0;
}

static bool
is_slip(uint32_t c)
{
	return c == ETH || c == SMALL_ETH || c == DOTLESS || c == AFRICAN ||
	       c == SMALL_AFRICAN;
}

static bool
is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* Marks that Vietnamese puts on its letters, where they stand alone. */
static bool
is_own_mark(uint32_t c)
{
	return (c >= 0x300 && c <= 0x303) || c == 0x306 || c == 0x309 ||
	       c == 0x31B || c == 0x323;
}

/* What letters a word is made of. */
struct word {
	bool latin;	 /* a Latin letter */
	bool vietnamese; /* one that English does not have */
	bool foreign;	 /* one that Vietnamese does not have */
	bool other;	 /* of another script, and like no Latin one */
};

static void
look_at(struct word *w, uint32_t c)
{
	if (c < 0x80 || c == DOTLESS) {
		w->latin = true;
	} else if (is_slip(c)) {
		w->latin = w->vietnamese = true;
	} else if (tone_is_vowel(c) || c == STROKE || c == SMALL_STROKE) {
		w->latin = w->vietnamese = true;
	} else if (is_own_mark(c)) {
		w->vietnamese = true;
	} else if (c >= 0x370 && c <= 0x52F) {
		w->other |= !looks_like(c);
	} else {
		w->foreign = true;
		w->latin |= c < 0x300 || c > 0x36F;
	}
}

/* One letter of a word; `alone` where it is the whole of it. */
static uint32_t
mended(uint32_t c, const struct word *w, bool first, bool alone, bool counted)
{
	char like = looks_like(c);

	if (like && w->latin && !w->other)
		return (unsigned char)like;
	if (w->foreign)
		return c;
	if (c == ETH || c == AFRICAN)
		return STROKE;
	/* "ðảng", "100.000ð"; not the sound /ð/, nor "Sigurðsson" */
	if ((c == SMALL_ETH || c == SMALL_AFRICAN) && first &&
		(!alone || counted))
		return SMALL_STROKE;
	/* "Yıldız" is Turkish and stays */
	if (c == DOTLESS && w->vietnamese)
		return 'i';
	return c;
}

static void
mend_word(struct buf *out, struct str s, bool counted)
{
	struct word w = { 0 };
	size_t at = 0, from;

	while (at < s.n)
		look_at(&w, utf8_get(s, &at));
	for (at = 0; at < s.n;) {
		uint32_t c;

		from = at;
		c = utf8_get(s, &at);
		buf_put_utf8(out, mended(c, &w, from == 0,
					  from == 0 && at == s.n, counted));
	}
}

static struct str
mend(struct mem *m, struct str s)
{
	struct buf out = { .mem = m };
	size_t at = 0, from, start;
	bool counted = false;
	uint32_t c;

	buf_reserve(&out, s.n + 1);
	while (at < s.n) {
		start = from = at;
		c = utf8_get(s, &at);
		if (!letter_of_word(c)) {
			buf_put(&out, str_slice(s, from, at));
			counted = is_digit(c);
			continue;
		}
		for (from = at; from < s.n; at = from)
			if (!letter_of_word(utf8_get(s, &from)))
				break;
		mend_word(&out, str_slice(s, start, at), counted);
		counted = false;
	}
	return buf_str(&out);
}

/* --- the record's text --- */

/* What has to be done for a letter. */
static unsigned
needs_of(uint32_t c)
{
	return (stripped(c) != c ? STRIP : 0) |
	       (nfc_is_plain(c) ? 0 : COMPOSE) |
	       (is_slip(c) || looks_like(c) ? MEND : 0);
}

static unsigned
needs(struct mem *m, struct str s)
{
	uint64_t few[FEW], *found = few, todo;
	size_t n = SCAN_ODD(s.n), i, at;
	unsigned all = 0;

	if (n > FEW)
		found = mem_space(m, n * sizeof *found);
	scan_odd(scan_best(), s, found);
	for (i = 0; i < n; i++)
		for (todo = found[i]; todo; todo &= todo - 1) {
			at = i * SCAN_LOOK + (size_t)__builtin_ctzll(todo) + 1;
			while (at < s.n && (s.p[at] & 0xC0) == 0x80)
				at++;
			all |= needs_of(utf8_get_back(s, &at));
		}
	return all;
}

struct str
normal_out(struct mem *m, struct str s)
{
	unsigned todo = needs(m, s);

	if (todo & STRIP)
		s = strip(m, s);
	if (todo & COMPOSE)
		s = nfc(m, s);
	if (todo & MEND)
		s = nfc(m, mend(m, s));
	return s;
}

struct str
normal_seen(struct mem *m, struct str s)
{
	return see_pattern(m, normal_out(m, s));
}

static void
normal_list(struct mem *m, struct node *list)
{
	struct node *n;

	for (n = list ? list->first : NULL; n; n = n->next)
		n->text = normal_out(m, n->text);
}

int
normal(struct doc *d, struct ex_err *e)
{
	struct article *a = &d->article;
	struct text *t = &d->text;

	t->out = normal_out(d->mem, a->text);
	/* a web page (it has captions, if none) may hold no article */
	if (str_trim(t->out).n == 0 && !a->captions)
		return err_set(e, "empty: no text");
	a->title = normal_out(d->mem, a->title);
	a->site = normal_out(d->mem, a->site);
	normal_list(d->mem, a->authors);
	normal_list(d->mem, a->captions);
	see_text(d->mem, t);
	return 0;
}
