/* Of all objects in a page's JSON-LD the article, or the page itself, with
 * what they refer to by "@id". Lists of other articles (ItemList) are not
 * looked into. */
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "base/json_mend.h"
#include "base/references.h"
#include "html.h"
#include "json_ld.h"
#include "page_key.h"

enum {
	SCRIPT_MAX = 4 << 20, /* bytes of one script */
	ALL_MAX = 8 << 20,    /* of all */
	VALUES_MAX = 100 * 1000,
	DEPTH = 40,
	NAMED_MAX = 256, /* objects with an "@id" */
	ARTICLES_MAX = 64,
	AUTHORS_MOST = 32
};

struct reading {
	const struct html *h;
	struct mem *m;
	const struct node *named[NAMED_MAX];
	size_t nnamed;
	const struct node *article[ARTICLES_MAX];
	size_t narticle;
	const struct node *page; /* the first WebPage, or NULL */
	struct str title[4];	 /* keys of the titles that the page shows */
	size_t ntitle;
};

/* --- values --- */

static const struct str none = { NULL, 0 };

static const struct node *
resolved(const struct reading *g, const struct node *n)
{
	struct str id;
	size_t i;

	if (!n || n->kind != NODE_OBJECT || node_get(n, "name"))
		return n;
	id = node_text(n, "@id");
	for (i = 0; id.n > 0 && i < g->nnamed; i++)
		if (str_eq(node_text(g->named[i], "@id"), id))
			return g->named[i];
	return n;
}

/* A text, the first of a list of texts, or {"@value": text}. */
static struct str
text_of(const struct reading *g, const struct node *n)
{
	unsigned i;

	for (i = 0; n && i < DEPTH; i++) {
		if (n->kind == NODE_LIST)
			n = n->first;
		else if (n->kind == NODE_OBJECT)
			n = node_get(n, "@value");
		else
			break;
	}
	if (!n || (n->kind != NODE_TEXT && n->kind != NODE_NUMBER))
		return none;
	n = n->kind == NODE_TEXT && str_trim(n->text).n == 0 ? NULL : n;
	return n ? references_read(str_trim(n->text), g->m) : none;
}

static struct str
member(const struct reading *g, const struct node *object, const char *name)
{
	return text_of(g, node_get(object, name));
}

/* --- kinds of object --- */

/* "https://schema.org/NewsArticle" -> "NewsArticle" */
static struct str
bare_type(struct str type)
{
	size_t i = type.n;

	while (i > 0 && type.p[i - 1] != '/' && type.p[i - 1] != ':')
		i--;
	return str_slice(type, i, type.n);
}

static bool
type_is(const struct node *object, bool (*is)(struct str type))
{
	const struct node *n = node_get(object, "@type");

	if (n && n->kind == NODE_LIST)
		n = n->first;
	else if (n && n->kind == NODE_TEXT)
		return is(bare_type(n->text));
	else
		return false;
	for (; n; n = n->next)
		if (n->kind == NODE_TEXT && is(bare_type(n->text)))
			return true;
	return false;
}

static bool
is_article(struct str type)
{
	return str_ends(type, STR("Article")) ||
	       str_ends(type, STR("Posting")) || str_eq(type, STR("Report")) ||
	       str_eq(type, STR("Review")) || str_eq(type, STR("Recipe")) ||
	       str_eq(type, STR("HowTo"));
}

static bool
is_page(struct str type)
{
	return str_ends(type, STR("Page")) || str_eq(type, STR("CreativeWork"));
}

static bool
is_organisation(struct str type)
{
	return str_ends(type, STR("Organization")) ||
	       str_eq(type, STR("Corporation")) || str_eq(type, STR("Brand"));
}

static bool
is_list(struct str type)
{
	return str_ends(type, STR("List")) ||
	       str_eq(type, STR("CollectionPage"));
}

/* --- looking for them --- */

static void
take_object(struct reading *g, const struct node *n)
{
	if (node_get(n, "@id") && node_get(n, "name") && g->nnamed < NAMED_MAX)
		g->named[g->nnamed++] = n;
	if (type_is(n, is_article)) {
		if (g->narticle < ARTICLES_MAX)
			g->article[g->narticle++] = n;
	} else if (!g->page && type_is(n, is_page)) {
		g->page = n;
	}
}

static bool
leads_on(struct str name)
{
	return str_eq(name, STR("@graph")) || str_eq(name, STR("mainEntity")) ||
	       str_eq(name, STR("mainEntityOfPage")) ||
	       str_eq(name, STR("author")) || str_eq(name, STR("publisher"));
}

static void
look(struct reading *g, const struct node *n, unsigned depth)
{
	const struct node *child;

	if (depth == DEPTH)
		return;
	if (n->kind == NODE_OBJECT) {
		if (type_is(n, is_list))
			return;
		take_object(g, n);
	}
	for (child = n->first; child; child = child->next) {
		if (child->kind != NODE_OBJECT && child->kind != NODE_LIST)
			continue;
		if (n->kind == NODE_LIST || leads_on(child->name))
			look(g, child, depth + 1);
	}
}

/* --- scripts --- */

/* Values take more memory than their text: "[0,0,0". */
static bool
is_too_much(struct str s)
{
	size_t i, n = 0;

	if (s.n > SCRIPT_MAX)
		return true;
	for (i = 0; i < s.n; i++)
		n += s.p[i] == ',' || s.p[i] == '[' || s.p[i] == '{';
	return n > VALUES_MAX;
}

static void
read_scripts(struct reading *g)
{
	struct ex_err e = { .what = "" };
	struct node *root;
	size_t i, all = 0;

	for (i = 0; i < g->h->nld; i++) {
		struct str s = g->h->ld[i];

		all += s.n;
		if (all > ALL_MAX)
			return;
		if (is_too_much(s))
			continue;
		if (json_read(s, g->m, &root, &e) == 0 ||
			json_read(json_mend(s, g->m), g->m, &root, &e) == 0)
			look(g, root, 0);
	}
}

/* --- which article --- */

static void
take_titles(struct reading *g)
{
	static const char *const name[] = { "og:title", "twitter:title" };
	size_t i;

	for (i = 0; i < g->h->nblock && g->ntitle == 0; i++)
		if (g->h->block[i].kind == HTML_HEADING &&
			g->h->block[i].level == 1)
			g->title[g->ntitle++] =
				page_key(g->h->block[i].text, g->m);
	for (i = 0; i < sizeof name / sizeof *name; i++)
		g->title[g->ntitle++] = page_key(
			references_read(page_meta_content(g->h, name[i]), g->m),
			g->m);
	g->title[g->ntitle++] = page_key(g->h->title, g->m);
}

static struct str
headline_of(const struct reading *g, const struct node *article)
{
	struct str s = member(g, article, "headline");

	return s.n ? s : member(g, article, "name");
}

/* 2: a title that the page shows; 1: it has a title; 0: none. */
static unsigned
rank(const struct reading *g, const struct node *article)
{
	struct str key = page_key(headline_of(g, article), g->m);
	size_t i;

	if (key.n == 0)
		return 0;
	for (i = 0; i < g->ntitle; i++)
		if (str_find(g->title[i], key, 0) != SPAN_NONE ||
			(g->title[i].n > 20 && str_starts(key, g->title[i])))
			return 2;
	return 1;
}

static const struct node *
choose(struct reading *g)
{
	const struct node *best = NULL;
	unsigned most = 0, n;
	size_t i;

	take_titles(g);
	for (i = 0; i < g->narticle; i++) {
		n = rank(g, g->article[i]);
		if (!best || n > most) {
			best = g->article[i];
			most = n;
		}
	}
	/* a list of other articles, none of them this page's */
	if (most < 2 && g->narticle > 1 && g->ntitle > 0)
		return NULL;
	return best;
}

/* --- what it says --- */

static void
add_author(const struct reading *g, const struct node *n, struct node *to,
	size_t *all)
{
	struct str name;

	n = resolved(g, n);
	if (n->kind == NODE_OBJECT && type_is(n, is_organisation) &&
		!type_is(n, is_page))
		return;
	name = n->kind == NODE_OBJECT ? member(g, n, "name") : text_of(g, n);
	if (name.n > 0 && (*all)++ < AUTHORS_MOST)
		node_add(to, STR(""), node_new(g->m, NODE_TEXT))->text = name;
}

static void
take_authors(const struct reading *g, const struct node *from, struct node *to)
{
	const struct node *n = node_get(from, "author");
	const struct node *names;
	size_t all = 0;

	if (!n)
		n = node_get(from, "creator");
	if (!n)
		return;
	n = resolved(g, n);
	/* {"name": ["A", "B"]} */
	names = n->kind == NODE_OBJECT ? node_get(n, "name") : NULL;
	if (names && names->kind == NODE_LIST && !type_is(n, is_organisation))
		n = names;
	if (n->kind != NODE_LIST) {
		add_author(g, n, to, &all);
		return;
	}
	for (n = n->first; n; n = n->next)
		add_author(g, n, to, &all);
}

static struct str
name_of(const struct reading *g, const struct node *n)
{
	if (n && n->kind == NODE_LIST)
		n = n->first;
	n = resolved(g, n);
	if (!n)
		return none;
	return n->kind == NODE_OBJECT ? member(g, n, "name") : text_of(g, n);
}

static void
fill(struct str *to, struct str s)
{
	if (!to->p && s.n > 0)
		*to = s;
}

static struct str
address_of(const struct reading *g, const struct node *from)
{
	const struct node *n = node_get(from, "mainEntityOfPage");
	struct str s = member(g, from, "url");

	if (s.n > 0 || !n)
		return s;
	return n->kind == NODE_OBJECT ? member(g, n, "@id") : text_of(g, n);
}

static void
take_all(const struct reading *g, const struct node *from, struct json_ld *out)
{
	fill(&out->headline, headline_of(g, from));
	fill(&out->published, member(g, from, "datePublished"));
	fill(&out->published, member(g, from, "dateCreated"));
	fill(&out->modified, member(g, from, "dateModified"));
	fill(&out->publisher, name_of(g, node_get(from, "publisher")));
	fill(&out->url, address_of(g, from));
	fill(&out->language, member(g, from, "inLanguage"));
	if (!out->authors->first)
		take_authors(g, from, out->authors);
}

void
json_ld_read(const struct html *h, struct mem *m, struct json_ld *out)
{
	struct reading *g = MEM_NEW(m, struct reading);
	const struct node *article;

	*out = (struct json_ld){ .authors = node_new(m, NODE_LIST) };
	g->h = h;
	g->m = m;
	read_scripts(g);
	article = choose(g);
	if (article)
		take_all(g, article, out);
	out->has_article = article != NULL;
	/* a page's date and author: where no article tells them */
	if (g->page)
		take_all(g, g->page, out);
}
