/* Text and elements of a page into blocks: white space folded, lines broken,
 * short cells put into rows. */
#include <string.h>

#include "base/block.h"
#include "html_text.h"

enum {
	CELL_MAX = 300, /* bytes of a table's cell; a longer one is layout */
	CLIMB = 12	/* elements between a text and one that tells its kind
			 */
};

void
html_text_begin(struct html_text *t, struct mem *m, struct html *out)
{
	*t = (struct html_text){ .mem = m, .out = out, .at = SPAN_NONE };
	t->all.mem = m;
}

/* --- the kind of a block --- */

static enum html_kind
kind_of(const struct html_element *e, unsigned *level)
{
	unsigned i;

	for (i = 0; e && i < CLIMB; e = e->parent, i++)
		switch (e->is) {
		case TAG_h1:
		case TAG_h2:
		case TAG_h3:
		case TAG_h4:
		case TAG_h5:
		case TAG_h6:
			*level = (unsigned)(e->is - TAG_h1) + 1;
			return HTML_HEADING;
		case TAG_figcaption:
		case TAG_caption:
			return HTML_CAPTION;
		case TAG_pre:
			return HTML_CODE;
		case TAG_li:
		case TAG_dd:
		case TAG_dt:
			return HTML_ITEM;
		case TAG_blockquote:
			return HTML_QUOTE;
		case TAG_td:
		case TAG_th:
		case TAG_table:
		case TAG_article:
		case TAG_section:
		case TAG_main:
		case TAG_aside:
		case TAG_body:
			return HTML_TEXT;
		default:
			break;
		}
	return HTML_TEXT;
}

/* --- blocks --- */

static void
more_blocks(struct html_text *t)
{
	struct html *h = t->out;
	size_t cap = t->cap ? t->cap * 2 : 256;

	if (h->nblock < t->cap)
		return;
	h->block = mem_grow(t->mem, h->block, t->cap * sizeof *h->block,
		cap * sizeof *h->block);
	t->start = mem_grow(t->mem, t->start, t->cap * sizeof *t->start,
		cap * sizeof *t->start);
	t->cap = cap;
}

/* Line ends at its ends go from a text whose white space is kept. */
static void
trim_pre(struct html_text *t)
{
	while (t->all.n > t->at && strchr(" \t\n\r\f", t->all.p[t->all.n - 1]))
		t->all.n--;
}

static void
end_block(struct html_text *t)
{
	struct html *h = t->out;
	struct html_block *b;

	if (t->at == SPAN_NONE)
		return;
	if (t->pre)
		trim_pre(t);
	if (t->all.n > t->at) {
		more_blocks(t);
		b = &h->block[h->nblock];
		*b = (struct html_block){ .link = t->link, .in = t->in };
		b->kind = kind_of(t->in, &b->level);
		b->text.n = t->all.n - t->at;
		b->cell = t->cell;
		b->row = t->nrow > 0 && t->nrow <= ROWS_MAX
				 ? t->row[t->nrow - 1].tr
				 : NULL;
		t->start[h->nblock++] = t->at;
	}
	t->at = SPAN_NONE;
	t->blank = false;
	t->breaks = 0;
}

/* Cells are kept three bytes apart, so that " | " fits between. */
static void
begin_block(struct html_text *t, const struct html_element *in)
{
	const struct html *h = t->out;

	if (h->nblock > 0) {
		if (t->cell && h->block[h->nblock - 1].cell != t->cell)
			buf_put(&t->all, STR("\n\n"));
		buf_put_c(&t->all, '\n');
	}
	t->at = t->all.n;
	t->link = 0;
	t->in = in;
	t->blank = false;
	t->breaks = 0;
}

/* --- text --- */

static const struct html_element *
common(const struct html_element *a, const struct html_element *b)
{
	while (a && b && a != b)
		if (a->depth >= b->depth)
			a = a->parent;
		else
			b = b->parent;
	return a == b ? a : NULL;
}

/* What is around both; two elements of which neither has a parent count as
 * in the first of the page. */
static const struct html_element *
around(const struct html_text *t, const struct html_element *in)
{
	const struct html_element *e = common(t->in, in);

	return e ? e : t->out->element[0];
}

/* Length of the white space that s begins with: ASCII's, U+00A0, U+3000, and
 * the marks of no width that pages put into words (U+200B, U+FEFF, U+00AD). */
static size_t
white(struct str s, bool *shown)
{
	unsigned char c = (unsigned char)s.p[0];

	*shown = true;
	if (c == ' ' || (c >= '\t' && c <= '\r'))
		return 1;
	if (c < 0xC2)
		return 0;
	if (c == 0xC2 && s.n > 1 && s.p[1] == '\xA0')
		return 2;
	if (c == 0xE3 && s.n > 2 && s.p[1] == '\x80' && s.p[2] == '\x80')
		return 3;
	*shown = false;
	if (c == 0xC2 && s.n > 1 && s.p[1] == '\xAD')
		return 2;
	if (c == 0xE2 && s.n > 2 && s.p[1] == '\x80' && s.p[2] == '\x8B')
		return 3;
	if (c == 0xEF && s.n > 2 && s.p[1] == '\xBB' && s.p[2] == '\xBF')
		return 3;
	return 0;
}

/* Is it no white space, nor does it begin any? */
static bool
is_plain(char byte)
{
	unsigned char c = (unsigned char)byte;

	return c > ' ' && c != 0xC2 && c != 0xE2 && c != 0xE3 && c != 0xEF;
}

#ifdef __SSE2__
/* Those of BLOCK_LOOK bytes that are not plain, a bit each. */
static inline unsigned
stops_of(const char *p)
{
	block b = block_load(p);

	return block_bits(BLOCK_AMONG(b, 0, ' ') | BLOCK_IS(b, 0xC2) |
			  BLOCK_IS(b, 0xE2) | BLOCK_IS(b, 0xE3) |
			  BLOCK_IS(b, 0xEF));
}

/* From byte `at` on, which is not the first of a run: how far all is plain but
 * for single blanks. Where that is not told, what it is is to be looked at. */
static size_t
behind_plain(struct str s, size_t at)
{
	for (; s.n - at > BLOCK_LOOK; at += BLOCK_LOOK) {
		unsigned stops = stops_of(s.p + at);

		stops &= ~(block_bits(BLOCK_IS(block_load(s.p + at), ' ')) &
			   ~stops_of(s.p + at + 1));
		if (stops)
			return at + (size_t)__builtin_ctz(stops);
	}
	return at;
}
#else
/* Nothing is told. */
static size_t
behind_plain(struct str s, size_t at)
{
	(void)s;
	return at;
}
#endif

/* Appends a run without white space but single blanks, and what is due before
 * it. */
static void
put_run(struct html_text *t, const struct html_element *in, struct str s)
{
	size_t before = t->all.n;

	if (t->at != SPAN_NONE && t->breaks > 1)
		end_block(t);
	if (t->at == SPAN_NONE) {
		begin_block(t, in);
		before = t->all.n;
	} else if (t->breaks) {
		buf_put_c(&t->all, '\n');
	} else if (t->blank) {
		buf_put_c(&t->all, ' ');
	}
	t->blank = false;
	t->breaks = 0;
	buf_put(&t->all, s);
	if (t->links)
		t->link += t->all.n - before;
	if (t->in != in)
		t->in = around(t, in);
}

static void
put_pre(struct html_text *t, const struct html_element *in, struct str s)
{
	if (t->at == SPAN_NONE) {
		while (s.n > 0 && (s.p[0] == '\n' || s.p[0] == '\r'))
			s = str_slice(s, 1, s.n);
		if (str_trim(s).n == 0)
			return;
		begin_block(t, in);
	}
	buf_put(&t->all, s);
	if (t->links)
		t->link += s.n;
	if (t->in != in)
		t->in = around(t, in);
}

void
html_text_put(struct html_text *t, const struct html_element *in, struct str s)
{
	size_t at = 0, end, n = 0;
	bool shown = true;

	if (t->pre) {
		put_pre(t, in, s);
		return;
	}
	while (at < s.n) {
		for (end = at; end < s.n; end++) {
			char c;

			if (end > at)
				end = behind_plain(s, end);
			c = s.p[end];
			if (is_plain(c) ||
				(c == ' ' && end > at && end + 1 < s.n &&
					is_plain(s.p[end + 1])))
				continue;
			n = white(str_slice(s, end, s.n), &shown);
			if (n)
				break;
		}
		if (end > at)
			put_run(t, in, str_slice(s, at, end));
		if (end < s.n && shown)
			t->blank = t->at != SPAN_NONE;
		at = end < s.n ? end + n : end;
	}
}

void
html_text_br(struct html_text *t)
{
	if (t->pre && t->at != SPAN_NONE)
		buf_put_c(&t->all, '\n');
	else if (t->at != SPAN_NONE)
		t->breaks++;
}

size_t
html_text_at(const struct html_text *t)
{
	return t->all.n;
}

/* --- rows --- */

/* Has the row more than one cell, and nothing in them but short texts? */
static bool
is_row(const struct html_text *t, const struct html_element *tr, size_t first)
{
	const struct html *h = t->out;
	const struct html_block *b;
	size_t i, cells = 0, n = 0;

	for (i = first; i < h->nblock; i++) {
		b = &h->block[i];
		if (b->row != tr || !b->cell || b->kind == HTML_HEADING ||
			b->kind == HTML_CODE)
			return false;
		if (i == first || b->cell != b[-1].cell) {
			cells++;
			n = 0;
		}
		n += b->text.n;
		if (n > CELL_MAX)
			return false;
	}
	return cells > 1;
}

/* What counted the row's cells now counts the row. */
static void
recount(struct html *h, const struct html_element *tr, size_t first)
{
	struct html_element *e;
	size_t i;

	for (i = tr->number + 1; i < h->nelement; i++) {
		e = h->element[i];
		e->end = e->end > e->first ? first + 1 : first;
		e->first = first;
	}
	for (i = h->nmark; i-- > 0 && h->mark[i].block > first;)
		h->mark[i].block = first;
}

static void
close_row(struct html_text *t, const struct html_element *tr, size_t first)
{
	struct html *h = t->out;
	struct html_block *b;
	size_t i;

	if (!is_row(t, tr, first))
		return;
	b = &h->block[first];
	for (i = first + 1; i < h->nblock; i++) {
		char *p = t->all.p + t->start[i];

		if (h->block[i].cell == h->block[i - 1].cell)
			p[-1] = ' ';
		else
			memcpy(p - 3, " | ", 3);
		b->link += h->block[i].link;
	}
	b->kind = HTML_ROW;
	b->text.n = t->all.n - t->start[first];
	b->in = tr;
	b->cell = NULL;
	h->nblock = first + 1;
	recount(h, tr, first);
}

void
html_text_open(struct html_text *t, const struct html_element *e)
{
	end_block(t);
	if (e->is == TAG_pre)
		t->pre++;
	if (e->is == TAG_td || e->is == TAG_th)
		t->cell = e;
	if (e->is != TAG_tr)
		return;
	if (t->nrow < ROWS_MAX) {
		t->row[t->nrow].tr = e;
		t->row[t->nrow].cell = t->cell;
		t->row[t->nrow].first = t->out->nblock;
	}
	t->nrow++;
	t->cell = NULL;
}

void
html_text_close(struct html_text *t, const struct html_element *e)
{
	end_block(t);
	if (e->is == TAG_pre && t->pre > 0)
		t->pre--;
	if (e == t->cell)
		t->cell = NULL;
	if (e->is != TAG_tr || t->nrow == 0)
		return;
	t->nrow--;
	if (t->nrow >= ROWS_MAX)
		return;
	close_row(t, e, t->row[t->nrow].first);
	t->cell = t->row[t->nrow].cell;
}

void
html_text_end(struct html_text *t)
{
	struct html *h = t->out;
	size_t i;

	end_block(t);
	for (i = 0; i < h->nblock; i++)
		h->block[i].text.p = t->all.p + t->start[i];
}
