/* The article: what JSON Lines say of it, and what its text shows. */
#include <string.h>

#include "article.h"
#include "base/buf.h"
#include "base/err.h"
#include "body.h"
#include "html.h"
#include "meta.h"
#include "page_meta.h"

bool
article_date(struct str given, struct mem *m, struct str *iso)
{
	return dateline_iso(given, m, iso);
}

/* --- the text --- */

/* Line ends as "\n"; what came from Windows or an old Mac has others. */
static struct str
with_line_ends(struct mem *m, struct str s)
{
	struct buf out = { .mem = m };
	size_t at = 0, end;

	end = str_find(s, STR("\r"), 0);
	if (end == SPAN_NONE)
		return s;
	buf_reserve(&out, s.n);
	for (; end != SPAN_NONE; end = str_find(s, STR("\r"), at)) {
		buf_put(&out, str_slice(s, at, end));
		buf_put_c(&out, '\n');
		at = end + 1;
		if (at < s.n && s.p[at] == '\n')
			at++;
	}
	buf_put(&out, str_slice(s, at, s.n));
	return buf_str(&out);
}

/* A blank behind a line, of HTML's too (U+00A0). */
static bool
has_blank_ends(struct str s)
{
	size_t start = 0, end;

	for (; (end = str_find(s, STR("\n"), start)) != SPAN_NONE;
		start = end + 1) {
		char last = end > start ? s.p[end - 1] : '.';

		if (last == ' ' || (last >= '\t' && last <= '\r') ||
			str_ends(str_slice(s, start, end), STR("\xC2\xA0")))
			return true;
	}
	return false;
}

static struct str
without_blank_ends(struct mem *m, struct str s)
{
	struct buf out = { .mem = m };
	size_t at, end;

	buf_reserve(&out, s.n + 1);
	for (at = 0; at < s.n; at = end + 1) {
		struct str line, bare;

		end = str_find(s, STR("\n"), at);
		if (end == SPAN_NONE)
			end = s.n;
		line = str_slice(s, at, end);
		bare = meta_trim(line);
		if (at > 0)
			buf_put_c(&out, '\n');
		if (bare.n > 0)
			buf_put(&out,
				(struct str){ line.p,
					(size_t)(bare.p + bare.n - line.p) });
	}
	return buf_str(&out);
}

/* Blank lines before and behind all, and blanks behind a line, go. */
static struct str
without_margins(struct mem *m, struct str s)
{
	struct str bare = meta_trim(s);
	size_t start = (size_t)(bare.p - s.p), end = start + bare.n;

	if (bare.n == 0)
		return STR("");
	while (start > 0 && s.p[start - 1] != '\n')
		start--;
	s = str_slice(s, start, end);
	return has_blank_ends(s) ? without_blank_ends(m, s) : s;
}

/* Has the text its title at its head? A short one ("Hà Nội") must stand on a
 * line of its own. */
static bool
has_title(struct str text, struct str title)
{
	size_t behind = title.n;

	text = meta_trim(text);
	if (!str_starts(text, title))
		return false;
	if (text.n == behind || text.p[behind] == '\n')
		return true;
	return title.n >= 30 && strchr(" .:-", text.p[behind]) &&
	       text.p[behind];
}

static struct str
with_title(struct mem *m, struct str text, struct str title)
{
	struct buf out = { .mem = m };

	if (title.n == 0 || has_title(text, title))
		return text;
	buf_reserve(&out, title.n + 2 + text.n);
	buf_put(&out, title);
	buf_put(&out, STR("\n\n"));
	buf_put(&out, text);
	return buf_str(&out);
}

/* --- what JSON Lines say --- */

/* A text that is there and not blank; else p is NULL. */
static struct str
member(const struct node *fields, const char *name)
{
	const struct node *n = node_get(fields, name);
	struct str s;

	if (!n || (n->kind != NODE_TEXT && n->kind != NODE_NUMBER))
		return (struct str){ NULL, 0 };
	s = meta_trim(n->text);
	return s.n ? s : (struct str){ NULL, 0 };
}

/* A title is one line. */
static struct str
one_line(struct mem *m, struct str s)
{
	char *p;
	size_t i;

	if (str_find(s, STR("\n"), 0) == SPAN_NONE)
		return s;
	s = mem_str(m, s);
	p = (char *)s.p;
	for (i = 0; i < s.n; i++)
		if (p[i] == '\n')
			p[i] = ' ';
	return s;
}

static void
add_author(struct doc *d, struct str name)
{
	name = meta_trim(name);
	if (name.n > 0)
		node_add(d->article.authors, STR(""),
			node_new(d->mem, NODE_TEXT))
			->text = name;
}

/* A list of names, or one text with ',' or ';' between them. */
static void
take_authors(struct doc *d, const struct node *given)
{
	const struct node *n;
	size_t at = 0, i;

	for (n = given->kind == NODE_LIST ? given->first : NULL; n; n = n->next)
		if (n->kind == NODE_TEXT)
			add_author(d, n->text);
	if (given->kind != NODE_TEXT)
		return;
	for (i = 0; i <= given->text.n; i++)
		if (i == given->text.n || given->text.p[i] == ',' ||
			given->text.p[i] == ';') {
			add_author(d, str_slice(given->text, at, i));
			at = i + 1;
		}
}

static void
warn(struct doc *d, struct str text)
{
	node_add(d->warnings, STR(""), node_new(d->mem, NODE_TEXT))->text =
		text;
}

static void
take_date(struct doc *d, const char *name, struct str *to)
{
	struct str given = member(d->raw.fields, name);

	if (given.n > 0 && !article_date(given, d->mem, to))
		warn(d, mem_printf(d->mem, "'%s' is no date that is read: %.*s",
				name, given.n > 100 ? 0 : (int)given.n,
				given.p));
}

static void
take_fields(struct doc *d)
{
	struct article *a = &d->article;
	const struct node *fields = d->raw.fields;
	const struct node *authors = node_get(fields, "authors");

	a->key = member(fields, "id");
	a->title = one_line(
		d->mem, with_line_ends(d->mem, member(fields, "title")));
	a->site = member(fields, "site");
	a->url = member(fields, "url");
	a->language = member(fields, "language");
	take_date(d, "published", &a->published);
	take_date(d, "modified", &a->modified);
	if (authors)
		take_authors(d, authors);
}

/* --- what the text shows --- */

/* text: the article's, or with lines that are not. */
static void
take_shown(struct doc *d, const struct rules *r, struct str text)
{
	struct article *a = &d->article;
	struct meta meta;
	size_t i;

	meta_find(text, r, d->mem, &meta);
	if (!a->title.p)
		a->title = meta.title;
	if (!a->published.p)
		a->published = moment_iso(&meta.published, d->mem);
	if (!a->modified.p)
		a->modified = moment_iso(&meta.modified, d->mem);
	if (a->authors->first)
		return;
	for (i = 0; i < meta.nauthor; i++)
		add_author(d, meta.author[i]);
}

/* --- what a page shows --- */

static void
fill(struct str *to, struct str s)
{
	if (!to->p)
		*to = s;
}

/* What came beside the page (a feed's item) is surer than what it says. */
static void
take_meta(struct doc *d, const struct rules *r, const struct html *html,
	bool *shown)
{
	struct article *a = &d->article;
	struct page_meta meta;

	if (d->raw.fields)
		take_fields(d);
	page_meta(html, r, &d->raw, d->mem, &meta);
	fill(&a->title, meta.title);
	fill(&a->site, meta.site);
	fill(&a->url, meta.url);
	fill(&a->language, meta.language);
	*shown = meta.shown && !a->published.p;
	fill(&a->published, meta.published);
	fill(&a->modified, meta.modified);
	if (!a->authors->first)
		a->authors = meta.authors;
}

static struct str
first_of(struct str a, struct str b)
{
	return a.n > 0 ? a : b;
}

/* All that a piece of HTML shows: it came as an article. */
static struct str
all_text(const struct html *h, struct str title, struct mem *m)
{
	struct buf text = { .mem = m };
	size_t i;

	for (i = 0; i < h->nblock; i++) {
		const struct html_block *b = &h->block[i];

		if (b->in->hidden || (text.n == 0 && str_eq(b->text, title)))
			continue;
		if (text.n > 0)
			buf_put(&text, STR("\n\n"));
		buf_put(&text, b->text);
	}
	return buf_str(&text);
}

static void
take_page(struct doc *d, const struct rules *r)
{
	struct article *a = &d->article;
	struct html html;
	struct body body;
	bool shown;

	html_read(d->page.text, d->mem, &html, d->warnings);
	take_meta(d, r, &html, &shown);
	body_find(&html, r, a->title, d->mem, &body);
	a->captions = body.captions;
	if (body.text.n == 0 && d->raw.fields)
		body.text =
			first_of(all_text(&html, a->title, d->mem), a->title);
	if (body.text.n == 0) {
		warn(d, STR("no article"));
		/* in a list of articles: that of one of them */
		if (shown)
			a->published = (struct str){ NULL, 0 };
		a->text = STR("");
		return;
	}
	a->text = with_title(d->mem, body.text, a->title);
	take_shown(d, r,
		with_title(d->mem,
			mem_printf(d->mem, "%.*s\n\n%.*s\n\n%.*s",
				STR_ARG(body.head), STR_ARG(body.text),
				STR_ARG(body.tail)),
			a->title));
}

int
article(struct doc *d, const struct rules *r, struct ex_err *e)
{
	struct article *a = &d->article;
	struct str text = with_line_ends(d->mem, d->page.text);

	a->authors = node_new(d->mem, NODE_LIST);
	if (str_eq(d->raw.type, STR("html"))) {
		take_page(d, r);
		return 0;
	}
	if (d->raw.fields) {
		take_fields(d);
		a->text = with_title(d->mem, text, a->title);
	} else {
		a->text = without_margins(d->mem, text);
	}
	if (meta_trim(a->text).n == 0)
		return err_set(e, "empty: no text");
	take_shown(d, r, a->text);
	return 0;
}
