/* A page's title: what its head and JSON-LD call it, what its heading shows,
 * agreeing; the site's name is cut off. */
#include <string.h>

#include "base/references.h"
#include "fold.h"
#include "html.h"
#include "page_key.h"
#include "page_meta.h"

enum {
	TITLE_MAX_BYTES = 1000,
	HEADINGS = 12,
	CANDIDATES = HEADINGS + 8,
	HEADLINE_MAX = 110, /* letters of JSON-LD's, by Google's rules */
	DASHED_WORDS = 3,
	TAIL_WORDS = 6 /* of a site's name that nothing else tells */
};

/* Where a title stands, the surest first. */
enum source { FROM_LD, FROM_META, FROM_HEAD, FROM_HEADING };

struct candidate {
	struct str text, key;
	enum source source;
};

struct titles {
	const struct page_facts *f;
	struct candidate all[CANDIDATES];
	size_t n;
};

/* --- signs between a title and a site's name --- */

static const struct str signs[] = { { "|", 1 }, { "-", 1 }, { "–", 3 },
	{ "—", 3 }, { "·", 2 }, { "•", 3 }, { "»", 2 }, { "«", 2 }, { "::", 2 },
	{ ":", 1 }, { "/", 1 }, { ">", 1 }, { "~", 1 }, { "<", 1 },
	{ "›", 3 } };

/* The sign at a byte with blanks beside it: its length, or 0. A colon has
 * none before it. */
static size_t
sign_at(struct str s, size_t at)
{
	struct str rest = str_slice(s, at, s.n);
	bool blank = at > 0 && s.p[at - 1] == ' ';
	size_t i, n;

	for (i = 0; i < sizeof signs / sizeof *signs; i++) {
		n = signs[i].n;
		if (!str_starts(rest, signs[i]))
			continue;
		if (signs[i].p[0] == '|')
			return n;
		if (n < rest.n && rest.p[n] == ' ' &&
			(blank || signs[i].p[0] == ':'))
			return n;
	}
	return 0;
}

/* The first or last sign in s; false where there is none. */
static bool
find_sign(struct str s, bool last, struct span *at)
{
	size_t i, n;
	bool found = false;

	for (i = 1; i < s.n; i++) {
		n = sign_at(s, i);
		if (n == 0)
			continue;
		*at = (struct span){ i, i + n };
		found = true;
		if (!last)
			return true;
		i += n - 1;
	}
	return found;
}

/* --- the site's name --- */

static size_t
words(struct str key)
{
	size_t i, n = key.n > 0;

	for (i = 0; i < key.n; i++)
		n += key.p[i] == ' ';
	return n;
}

/* Has another source this as its whole title? */
static bool
is_title_elsewhere(const struct titles *t, struct str key, enum source but)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (t->all[i].source != but && str_eq(t->all[i].key, key))
			return true;
	return false;
}

/* May `part` be cut off, so that `left` is the title? */
static bool
may_go(const struct titles *t, const struct candidate *c, struct str part,
	struct str left, char sign)
{
	struct mem *m = t->f->m;
	struct str key = page_key(part, m), left_key = page_key(left, m);

	if (left_key.n == 0)
		return false;
	if (is_title_elsewhere(t, left_key, c->source) &&
		!page_is_site(t->f, left_key))
		return true;
	/* "Hà Nội: ..." */
	if (words(key) > 2 * TAIL_WORDS)
		return false;
	if (page_is_site(t->f, key) && !page_is_site(t->f, left_key))
		return true;
	/* what a <title> has behind a line is the site, or a section of it */
	return c->source == FROM_HEAD && sign && !strchr(":/<>", sign) &&
	       words(key) <= (sign == '|' ? TAIL_WORDS : DASHED_WORDS) &&
	       words(left_key) > words(key) && words(left_key) >= 4;
}

/* "Tin :: ", "Title¶": signs that nothing follows. */
static struct str
without_end(struct str s)
{
	static const struct str end[] = { { "|", 1 }, { "::", 2 }, { "»", 2 },
		{ " -", 2 }, { " –", 4 }, { "¶", 2 }, { "#", 1 }, { "·", 2 } };
	size_t i, before;

	do {
		before = s.n;
		for (i = 0; i < sizeof end / sizeof *end; i++)
			if (s.n > end[i].n && str_ends(s, end[i]))
				s = str_trim(str_slice(s, 0, s.n - end[i].n));
	} while (s.n < before);
	return s;
}

static struct str
without_site(const struct titles *t, const struct candidate *c)
{
	struct str s = c->text, part, left;
	struct span at;
	unsigned i;

	for (i = 0; i < 4 && find_sign(s, true, &at); i++) {
		part = str_trim(str_slice(s, at.end, s.n));
		left = str_trim(str_slice(s, 0, at.start));
		if (!may_go(t, c, part, left, s.p[at.start]))
			break;
		s = left;
	}
	for (i = 0; i < 2 && find_sign(s, false, &at); i++) {
		part = str_trim(str_slice(s, 0, at.start));
		left = str_trim(str_slice(s, at.end, s.n));
		if (!may_go(t, c, part, left, '\0'))
			break;
		s = left;
	}
	return s;
}

/* --- candidates --- */

static void
add(struct titles *t, struct str text, enum source source)
{
	struct mem *m = t->f->m;
	struct candidate *c = &t->all[t->n];

	text = without_end(str_trim(references_read(text, m)));
	if (text.n == 0 || text.n > TITLE_MAX_BYTES || t->n == CANDIDATES)
		return;
	text = fold_space(m, text);
	c->key = page_key(text, m);
	if (c->key.n == 0)
		return;
	c->text = text;
	c->source = source;
	t->n++;
}

static void
add_headings(struct titles *t, bool hidden)
{
	const struct html *h = t->f->h;
	const struct html_element *e, *last = NULL;
	size_t i, n = 0;

	for (i = 0; i < h->nblock && n < HEADINGS / 2; i++) {
		e = h->block[i].in;
		if (h->block[i].kind != HTML_HEADING ||
			h->block[i].level != 1 || e->hidden != hidden)
			continue;
		while (e && e->is != TAG_h1)
			e = e->parent;
		if (!e || e == last)
			continue;
		last = e;
		add(t, e->text, FROM_HEADING);
		n++;
	}
}

static void
add_all(struct titles *t)
{
	static const char *const social[] = { "og:title", NULL };
	static const char *const twitter[] = { "twitter:title",
		"twitter:text:title", NULL };
	static const char *const library[] = { "dc:title", "dc.title",
		"dcterm:title", "dcterms.title", "dcterms:title",
		"citation_title", "parsely-title", "sailthru.title",
		"weibo:article:title", "weibo:webpage:title", "headline",
		"title", NULL };

	if (t->f->ld.has_article)
		add(t, t->f->ld.headline, FROM_LD);
	add(t, page_meta_first(t->f, library), FROM_META);
	add(t, page_meta_first(t->f, social), FROM_META);
	add(t, page_meta_first(t->f, twitter), FROM_META);
	add(t, t->f->h->title, FROM_HEAD);
	if (!t->f->ld.has_article)
		add(t, t->f->ld.headline, FROM_META);
	add_headings(t, false);
	add_headings(t, true);
}

/* --- which --- */

/* Does the title c begin with the heading h, a sign and no more than names of
 * site and section behind it? */
static bool
begins_with(const struct titles *t, const struct candidate *c,
	const struct candidate *h)
{
	struct span at;
	struct str s = c->text, part;
	unsigned i;

	if (str_eq(c->key, h->key))
		return true;
	for (i = 0; i < 4 && find_sign(s, true, &at); i++) {
		part = str_trim(str_slice(s, 0, at.start));
		if (str_eq(page_key(part, t->f->m), h->key))
			return words(h->key) >= 3 ||
			       page_is_site(
				       t->f, page_key(str_slice(c->text, at.end,
							      c->text.n),
						     t->f->m));
		s = part;
	}
	return false;
}

/* A heading that another source begins with. */
static const struct candidate *
agreed_heading(const struct titles *t)
{
	const struct candidate *h;
	size_t i, k;

	for (i = 0; i < t->n; i++) {
		h = &t->all[i];
		if (h->source != FROM_HEADING || page_is_site(t->f, h->key))
			continue;
		for (k = 0; k < t->n; k++)
			if (t->all[k].source != FROM_HEADING &&
				begins_with(t, &t->all[k], h))
				return h;
	}
	return NULL;
}

static bool
is_cut(struct str s)
{
	return str_ends(s, STR("...")) || str_ends(s, STR("…"));
}

/* "Đau bụng kéo dài, phát..." where another source goes on; JSON-LD may end
 * without a sign where Google wants it to. */
static const struct candidate *
whole_of(const struct titles *t, const struct candidate *c)
{
	size_t i;

	if (!is_cut(c->text) &&
		!(c->source == FROM_LD && c->text.n >= HEADLINE_MAX))
		return c;
	for (i = 0; i < t->n; i++)
		if (t->all[i].key.n > c->key.n && !is_cut(t->all[i].text) &&
			str_starts(t->all[i].key, c->key))
			return &t->all[i];
	return c;
}

/* "Document", "Home": what a head is left with where nobody looks at it. A
 * heading says more. */
static const struct candidate *
telling_heading(const struct titles *t)
{
	size_t i;

	if (t->n == 0 || t->all[0].source != FROM_HEAD ||
		words(t->all[0].key) > 2)
		return NULL;
	for (i = 1; i < t->n; i++)
		if (t->all[i].source == FROM_HEADING &&
			words(t->all[i].key) >= 3 &&
			!page_is_site(t->f, t->all[i].key))
			return &t->all[i];
	return NULL;
}

/* The first that is no site's name, or the first. */
static const struct candidate *
first_title(const struct titles *t)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (!page_is_site(t->f, t->all[i].key) ||
			words(t->all[i].key) > TAIL_WORDS)
			return &t->all[i];
	return t->n ? &t->all[0] : NULL;
}

void
page_title(const struct page_facts *f, struct page_meta *out)
{
	struct titles *t = MEM_NEW(f->m, struct titles);
	const struct candidate *c;

	t->f = f;
	add_all(t);
	c = agreed_heading(t);
	if (!c)
		c = telling_heading(t);
	if (!c)
		c = first_title(t);
	if (c)
		out->title = without_site(t, whole_of(t, c));
}
