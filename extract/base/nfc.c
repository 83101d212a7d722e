/* NFC: plain stretches are kept as they are, what lies between them goes
 * through utf8proc. Marks are put in order here, since utf8proc's own way
 * takes the square of their number ("a" with 20,000 marks). */
#include <string.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "base/nfc.h"
#include "base/scan.h"
#include "base/utf8.h"

/* Code points of one stretch, used again for the next. */
struct letters {
	int32_t *c;
	size_t n, cap;
	struct mem *mem;
};

enum { PARTS_MAX = 16, SHORT = 16, CLASSES = 256 };

bool
nfc_is_plain(uint32_t c)
{
	if (c < 0x300)
		return true;
	if (c >= 0x1EA0 && c <= 0x1EF9)
		return true;
	/* dashes and quotes; arrows are left out: "↚" comes apart */
	if (c >= 0x2002 && c <= 0x205F)
		return true;
	/* Chinese; private use; variation selectors and emoji */
	return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xE000 && c <= 0xF8FF) ||
	       (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x1F000 && c <= 0x1FAFF);
}

static unsigned
class_of(int32_t c)
{
	return (unsigned)utf8proc_get_property(c)->combining_class &
	       (CLASSES - 1);
}

static void
add_parts(struct letters *p, int32_t c)
{
	int32_t parts[PARTS_MAX];
	int bound = 0;
	long n = utf8proc_decompose_char(
		c, parts, PARTS_MAX, UTF8PROC_DECOMPOSE, &bound);
	size_t cap;

	if (n < 1 || n > PARTS_MAX) {
		parts[0] = c;
		n = 1;
	}
	if (p->cap - p->n < (size_t)n) {
		cap = p->cap * 2 + 256;
		p->c = mem_grow(p->mem, p->c, p->cap * sizeof *p->c,
			cap * sizeof *p->c);
		p->cap = cap;
	}
	memcpy(p->c + p->n, parts, (size_t)n * sizeof *parts);
	p->n += (size_t)n;
}

static void
sort_few(int32_t *c, size_t n)
{
	size_t i, j;

	for (i = 1; i < n; i++) {
		int32_t one = c[i];

		for (j = i; j > 0 && class_of(c[j - 1]) > class_of(one); j--)
			c[j] = c[j - 1];
		c[j] = one;
	}
}

/* By counting, so that marks of one class keep their order. */
static void
sort_many(struct mem *m, int32_t *c, size_t n)
{
	size_t start[CLASSES + 1] = { 0 }, i;
	int32_t *sorted = mem_alloc(m, n * sizeof *sorted);

	for (i = 0; i < n; i++)
		start[class_of(c[i]) + 1]++;
	for (i = 1; i <= CLASSES; i++)
		start[i] += start[i - 1];
	for (i = 0; i < n; i++)
		sorted[start[class_of(c[i])]++] = c[i];
	memcpy(c, sorted, n * sizeof *c);
}

static void
sort_marks(struct letters *p)
{
	size_t i, j;

	for (i = 0; i < p->n; i = j + 1) {
		for (j = i; j < p->n && class_of(p->c[j]); j++)
			;
		if (j - i > SHORT)
			sort_many(p->mem, p->c + i, j - i);
		else
			sort_few(p->c + i, j - i);
	}
}

static void
put_composed(struct buf *out, struct letters *p, struct str s)
{
	size_t at = 0;
	long i, n;

	p->n = 0;
	while (at < s.n)
		add_parts(p, (int32_t)utf8_get(s, &at));
	sort_marks(p);
	n = utf8proc_normalize_utf32(
		p->c, (long)p->n, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	for (i = 0; i < n; i++)
		buf_put_utf8(out, (uint32_t)p->c[i]);
}

/* From byte *at on: the next stretch that is not plain, with the letter that
 * it may join. False at the end. */
static bool
next_stretch(struct str s, size_t *at, struct span *stretch)
{
	struct scan scan = scan_begin();
	size_t i = *at, before;

	for (;;) {
		i = scan_past_latin(&scan, s, i);
		if (i == s.n)
			return false;
		before = i;
		if ((unsigned char)s.p[i] < 0x80) {
			i++;
			continue;
		}
		if (!nfc_is_plain(utf8_get(s, &i)))
			break;
	}
	stretch->start = before;
	if (before > *at)
		utf8_get_back(s, &stretch->start);
	stretch->end = i;
	while (i < s.n && !nfc_is_plain(utf8_get(s, &i)))
		stretch->end = i;
	*at = stretch->end;
	return true;
}

struct str
nfc(struct mem *m, struct str s)
{
	struct letters letters = { .mem = m };
	struct buf out = { .mem = m };
	struct span stretch;
	size_t at = 0, done = 0;

	while (next_stretch(s, &at, &stretch)) {
		if (!out.p)
			buf_reserve(&out, s.n + 64);
		buf_put(&out, str_slice(s, done, stretch.start));
		put_composed(&out, &letters,
			str_slice(s, stretch.start, stretch.end));
		done = stretch.end;
	}
	if (!out.p)
		return s;
	buf_put(&out, str_slice(s, done, s.n));
	return buf_str(&out);
}

const char *
nfc_version(void)
{
	return utf8proc_version();
}
