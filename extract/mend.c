/* Text that is valid UTF-8 and still not what its author wrote. Each mend
 * begins with a look that costs little where there is nothing to mend. */
#include <string.h>

#include "base/buf.h"
#include "base/references.h"
#include "base/scan.h"
#include "base/utf8.h"
#include "charts.h"
#include "legacy.h"
#include "mend.h"

enum {
	ROUNDS = 3,
	SURE = 2, /* letters that must come of it */
	SAMPLE = 64 * 1024,
	SAMPLE_LATIN1 = 4 /* letters of Latin-1 in it */
};

/* The byte that windows-1252 or Latin-1 has for a code point; -1: none. */
static int
byte_of(uint32_t c)
{
	int b;

	if (c < 0x100)
		return (int)c;
	/* the most frequent letters beyond are not of windows-1252 */
	if (c < 0x152 || (c > 0x2DC && c < 0x2013))
		return -1;
	for (b = 0x80; b < 0xA0; b++)
		if (chart_windows1252((unsigned char)b) == c)
			return b;
	return -1;
}

/* --- written twice --- */

/* From byte *at on: a letter of UTF-8 whose bytes stand there each as a
 * letter. 0, with *at as it was, where there is none. */
static uint32_t
take_hidden(struct str s, size_t *at)
{
	char hidden[4];
	size_t i = *at, n = 0, want = 0, zero = 0;
	int b;

	do {
		if (i == s.n || (b = byte_of(utf8_get(s, &i))) < 0)
			return 0;
		if (n == 0)
			want = b >= 0xF0   ? 4
			       : b >= 0xE0 ? 3
			       : b >= 0xC2 ? 2
					   : 0;
		if (want == 0 || (n > 0 && b < 0x80))
			return 0;
		hidden[n++] = (char)b;
	} while (n < want);
	if (utf8_check((struct str){ hidden, n }) != n)
		return 0;
	*at = i;
	return utf8_get((struct str){ hidden, n }, &zero);
}

static bool
is_vietnamese(uint32_t c)
{
	return (c >= 0x1EA0 && c <= 0x1EF9) || c == 0x110 || c == 0x111 ||
	       c == 0x102 || c == 0x103 || c == 0x1A0 || c == 0x1A1 ||
	       c == 0x1AF || c == 0x1B0;
}

static bool
mend_round(struct str *s, struct mem *m)
{
	struct buf out = { .mem = m };
	size_t at = 0, done = 0, before, all = 0, own = 0;
	uint32_t c;

	while (at < s->n) {
		if ((unsigned char)s->p[at] < 0x80) {
			at++;
			continue;
		}
		before = at;
		c = take_hidden(*s, &at);
		if (!c) {
			utf8_get(*s, &at);
			continue;
		}
		if (!out.p)
			buf_reserve(&out, s->n);
		buf_put(&out, str_slice(*s, done, before));
		buf_put_utf8(&out, c);
		done = at;
		own += is_vietnamese(c);
		all++;
	}
	if (!out.p)
		return false;
	buf_put(&out, str_slice(*s, done, s->n));
	*s = buf_str(&out);
	return own > 0 && all >= SURE;
}

/* How Vietnamese letters begin once they are written twice: "Ä" and "Æ"
 * before what windows-1252 has for a continuation byte, "á" before "º" or "»"
 * ("á" before U+00A0 is a word's end), and "Ã" before these a third time. */
static bool
is_twice_written(const char *p)
{
	unsigned char b = (unsigned char)p[1], c = (unsigned char)p[2];

	if (p[0] != '\xC3')
		return false;
	if (b == 0xA1)
		return c == 0xC2 && (p[3] == '\xBA' || p[3] == '\xBB');
	return (b == 0x83 || b == 0x84 || b == 0x86) &&
	       (c == 0xC2 || c == 0xC6 || c == 0xE2);
}

static bool
looks_twice_written(struct str s)
{
	enum scan_way way = scan_best();
	size_t at, next = 0;

	for (at = 0; at + 3 < s.n; at++) {
		if (at >= next) {
			at = scan_twice(way, s, at);
			next = at + 32; /* none is sought before */
		}
		if (at + 3 < s.n && is_twice_written(s.p + at))
			return true;
	}
	return false;
}

bool
mend_twice_written(struct str *s, struct mem *m)
{
	struct str text = *s;
	bool mended = false;
	int round;

	for (round = 0; round < ROUNDS && looks_twice_written(text); round++)
		if (mend_round(&text, m)) {
			mended = true;
			*s = text;
		}
	return mended;
}

/* --- references --- */

bool
mend_references(struct str *s, bool markup, struct mem *m)
{
	struct buf out = { .mem = m };
	size_t at = 0, done = 0, end, length = 0, letters = 0;
	const char *next;
	uint32_t c;

	while ((next = s->n > at ? memchr(s->p + at, '&', s->n - at) : NULL)) {
		at = (size_t)(next - s->p);
		c = references_get(str_slice(*s, at, s->n), &length);
		end = at + length;
		if (!c || s->p[end - 1] != ';' || (markup && c < 0xA0)) {
			at++;
			continue;
		}
		letters += c >= 0xC0;
		if (!out.p)
			buf_reserve(&out, s->n);
		buf_put(&out, str_slice(*s, done, at));
		buf_put_utf8(&out, c);
		at = done = end;
	}
	if (!letters)
		return false;
	buf_put(&out, str_slice(*s, done, s->n));
	*s = buf_str(&out);
	return true;
}

/* --- an old charset within --- */

/* Letters of Latin-1 and none of those that Vietnamese alone has. */
static bool
looks_legacy(struct str s)
{
	size_t i, n = s.n < SAMPLE ? s.n : SAMPLE, latin1 = 0;

	for (i = 0; i < n; i++) {
		unsigned char b = (unsigned char)s.p[i];

		latin1 += b == 0xC2 || b == 0xC3;
		if (b == 0xE1 || b == 0xC4 || b == 0xC6)
			return false;
	}
	return latin1 >= SAMPLE_LATIN1;
}

/* The text byte by byte, '?' for what is no byte. */
static struct str
bytes_of(struct str s, struct mem *m)
{
	struct buf out = { .mem = m };
	size_t at = 0;
	int b;

	buf_reserve(&out, s.n + 1);
	while (at < s.n) {
		b = byte_of(utf8_get(s, &at));
		buf_put_c(&out, b < 0 ? '?' : (char)b);
	}
	return buf_str(&out);
}

const struct chart *
mend_legacy(struct str *s, struct mem *m)
{
	const struct chart *chart;
	struct buf out = { .mem = m };
	struct str bytes;
	size_t at = 0, i, start = 0;
	uint32_t c;
	bool sure;

	if (!looks_legacy(*s))
		return NULL;
	bytes = bytes_of(*s, m);
	chart = legacy_find(bytes, &sure);
	if (!chart || !sure)
		return NULL;
	buf_reserve(&out, s->n);
	for (i = 0; i < bytes.n; i++) {
		c = utf8_get(*s, &at);
		if (byte_of(c) >= 0)
			continue;
		buf_put(&out,
			legacy_decode(chart, str_slice(bytes, start, i), m));
		buf_put_utf8(&out, c);
		start = i + 1;
	}
	buf_put(&out, legacy_decode(chart, str_slice(bytes, start, i), m));
	*s = buf_str(&out);
	return chart;
}

static bool
is_ascii(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

const struct chart *
mend_legacy_references(struct str *s, struct mem *m)
{
	struct str text = *s;
	const struct chart *chart;

	if (!is_ascii(text) || !mend_references(&text, true, m))
		return NULL;
	chart = mend_legacy(&text, m);
	if (chart)
		*s = text;
	return chart;
}
