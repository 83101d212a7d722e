/* Feeds: an article for each item, its HTML as the page and what the feed
 * says of it beside that. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/references.h"
#include "base/xml.h"
#include "feed_items.h"
#include "given_date.h"
#include "read_type.h"

enum {
	BLOCK = 8 * 1024,
	MOST = 64 << 20, /* bytes of an item where the stream sets no limit */
	HEAD_SEEN = 2048
};

struct state {
	struct feed feed;
	struct xml *xml;
	struct ex_err fault; /* that ended the feed early */
	bool faulty, ended;
	char block[BLOCK];
};

/* --- which file --- */

static size_t
find_tag(struct str head, const char *tag)
{
	size_t n = strlen(tag), at = str_find(head, str_c(tag), 0);

	for (; at != SPAN_NONE; at = str_find(head, str_c(tag), at + n))
		if (at + n == head.n || strchr(" \t\r\n>/", head.p[at + n]))
			return at;
	return SPAN_NONE;
}

/* The first tag that is no declaration: <rss>, <feed>, <rdf:RDF>. */
static int
probe(struct str head, struct str name)
{
	static const char *const tag[] = { "<rss", "<feed", "<rdf:RDF",
		"<atom:feed", "<RDF" };
	struct str text = str_trim(str_starts(head, STR("\xEF\xBB\xBF"))
					   ? str_slice(head, 3, head.n)
					   : head);
	size_t i, at;

	if (text.n > HEAD_SEEN)
		text.n = HEAD_SEEN;
	if (text.n == 0 || text.p[0] != '<')
		return 0;
	for (i = 0; i < sizeof tag / sizeof *tag; i++) {
		at = find_tag(text, tag[i]);
		if (at != SPAN_NONE && str_find(str_slice(text, 0, at),
					       STR("<html"), 0) == SPAN_NONE)
			return 92;
	}
	return str_starts(text, STR("<?xml")) &&
			       (str_ends(name, STR(".rss")) ||
				       str_ends(name, STR(".atom")))
		       ? 82
		       : 0;
}

/* --- an item as an article --- */

/* Without tags, references read, white space single blanks: a title may have
 * markup. */
static struct str
plain(const struct buf *b, struct mem *m)
{
	struct str s = references_read(buf_str(b), m);
	struct buf out = { .mem = m };
	bool tag = false, blank = false;
	size_t i;

	for (i = 0; i < s.n; i++) {
		char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : ' ';

		/* U+00A0 */
		if (c == '\xC2' && next == '\xA0') {
			c = ' ';
			i++;
		}
		if (c == '<' && !strchr(" =0123456789<", next) && next)
			tag = str_find(s, STR(">"), i) != SPAN_NONE;
		if (tag || c == ' ' || (c >= '\t' && c <= '\r')) {
			blank |= !tag && out.n > 0;
			tag = tag && c != '>';
			continue;
		}
		if (blank)
			buf_put_c(&out, ' ');
		blank = false;
		buf_put_c(&out, c);
	}
	return buf_str(&out);
}

static void
put_field(struct mem *m, struct node *fields, const char *name, struct str s)
{
	if (s.n > 0)
		node_put_text(m, fields, name, s);
}

/* As ISO 8601 where it can be read, else as it stands: `article` tells. */
static struct str
date_of(const struct buf *b, struct mem *m)
{
	struct str s = plain(b, m);
	struct given_date d;

	return given_date_read(s, NULL, true, m, &d) ? d.iso : s;
}

/* "an@example.vn (Nguyễn An)" is the name in the brackets; an address alone
 * is none. */
static struct str
author_of(struct str s)
{
	size_t open = str_find(s, STR("("), 0);

	if (str_find(s, STR("@"), 0) == SPAN_NONE)
		return s;
	if (open == SPAN_NONE || !str_ends(s, STR(")")))
		return STR("");
	return str_trim(str_slice(s, open + 1, s.n - 1));
}

static void
put_authors(struct mem *m, struct node *fields, const struct buf *b)
{
	struct str s = references_read(buf_str(b), m), name;
	struct node *list = node_put_list(m, fields, "authors");
	size_t at = 0, end;

	for (; at < s.n; at = end + 1) {
		end = str_find(s, STR("\n"), at);
		if (end == SPAN_NONE)
			end = s.n;
		name = author_of(str_trim(str_slice(s, at, end)));
		if (name.n > 0)
			node_add(list, STR(""), node_new(m, NODE_TEXT))->text =
				mem_str(m, name);
	}
}

static bool
is_web(struct str s)
{
	return s.n > 8 && (strncasecmp(s.p, "http://", 7) == 0 ||
				  strncasecmp(s.p, "https://", 8) == 0);
}

/* "vi" of "vi-VN" */
static struct str
language_of(const struct feed *f, struct mem *m)
{
	struct str s = plain(&f->language, m);
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] < 'a' || s.p[i] > 'z')
			break;
	return str_slice(s, 0, i);
}

static void
put_fields(const struct stream *s, const struct feed *f,
	const struct feed_item *i, struct raw *raw, struct mem *m)
{
	struct node *fields = node_new(m, NODE_OBJECT);
	struct str link = mem_str(m, str_trim(buf_str(&i->link)));
	struct str key = mem_str(m, str_trim(buf_str(&i->key)));
	struct str published = date_of(&i->published, m);
	struct str modified = date_of(&i->modified, m);
	struct str home = mem_str(m, str_trim(buf_str(&f->link)));

	if (link.n == 0 && is_web(key))
		link = key;
	if (link.n > 0)
		link = xml_url(link, is_web(s->url) ? s->url : home, m);
	if (!is_web(link))
		link = STR("");
	/* Atom's only date may be that of the last change */
	if (published.n == 0) {
		published = modified;
		modified = STR("");
	}
	put_field(m, fields, "id", key);
	put_field(m, fields, "title", plain(&i->title, m));
	put_field(m, fields, "published", published);
	put_field(m, fields, "modified", modified);
	put_field(m, fields, "url", link);
	put_field(m, fields, "site", plain(&f->title, m));
	put_field(m, fields, "language", language_of(f, m));
	put_authors(m, fields, &i->authors);
	node_put_text(m, fields, "text", raw->bytes);
	raw->fields = fields;
	raw->url = is_web(link) ? link : s->url;
}

static int
give(struct stream *s, struct feed_item *i, struct raw *raw, struct mem *m,
	struct ex_err *e)
{
	struct state *g = s->state;
	struct str html = buf_str(i->content.n ? &i->content : &i->summary);

	s->line++;
	s->told = true;
	raw->uri = mem_printf(m, "%s#%zu", s->uri.p, s->line);
	if (i->too_long)
		return err_set(e, "an item of more than %zu MB is not read",
			g->feed.most >> 20);
	raw->type = STR("html");
	raw->from = STR("feed");
	raw->fetched = s->fetched;
	raw->bytes = mem_str(m, html);
	put_fields(s, &g->feed, i, raw, m);
	return 1;
}

/* --- the stream --- */

static int
begin(struct stream *s, struct ex_err *e)
{
	struct state *g = calloc(1, sizeof *g);

	if (!g)
		return err_set(e, "out of memory");
	g->xml = xml_new(&feed_events, &g->feed, e);
	if (!g->xml) {
		free(g);
		return -1;
	}
	g->feed.most = s->most ? s->most : MOST;
	s->state = g;
	return 0;
}

/* Reads on until an item is whole, or to the end. */
static void
read_on(struct stream *s, struct state *g)
{
	struct str block = { g->block, 0 };
	long n;

	while (!g->feed.first && !g->ended) {
		n = stream_read(s, g->block, BLOCK, &g->fault);
		block.n = n > 0 ? (size_t)n : 0;
		g->ended = n <= 0;
		g->faulty = n < 0;
		if (n >= 0 && xml_put(g->xml, block, &g->fault)) {
			g->ended = true;
			g->faulty = true;
		}
		if (g->feed.bad && !g->faulty) {
			g->ended = g->faulty = true;
			err_set(&g->fault, "out of memory");
		}
		if (g->feed.root.n > 0 && !g->feed.known)
			g->ended = true;
	}
}

static int
finish(struct stream *s, struct state *g, struct raw *raw, struct mem *m,
	struct ex_err *e)
{
	bool told = s->told, faulty = g->faulty;

	g->faulty = false;
	if (told && !faulty && !g->feed.item)
		return 0;
	s->told = true;
	raw->uri = mem_str(m, s->uri);
	if (g->feed.item && !faulty) {
		feed_item_free(g->feed.item);
		g->feed.item = NULL;
		return err_set(e, "the feed ends within an item");
	}
	if (faulty) {
		*e = g->fault;
		return -1;
	}
	if (g->feed.root.n == 0)
		return err_set(e, "no feed: no XML in it");
	if (!g->feed.known)
		return err_set(e, "XML of '%.*s' is not read",
			STR_ARG(buf_str(&g->feed.root)));
	return err_set(e, "no item in this feed");
}

static int
next(struct stream *s, struct raw *raw, struct mem *m, struct ex_err *e)
{
	struct state *g = s->state;
	struct feed_item *i;
	jmp_buf out, *before = m->out;
	int rc;

	if (!g && begin(s, e)) {
		raw->uri = mem_str(m, s->uri);
		return -1;
	}
	g = s->state;
	read_on(s, g);
	i = feed_take(&g->feed);
	if (!i)
		return finish(s, g, raw, m, e);
	/* memory that is out lands here first: the item is the heap's */
	if (setjmp(out)) {
		m->out = before;
		feed_item_free(i);
		mem_alloc(m, SIZE_MAX);
		return -1;
	}
	m->out = before ? &out : NULL;
	rc = give(s, i, raw, m, e);
	m->out = before;
	feed_item_free(i);
	return rc;
}

static void
close_feed(struct stream *s)
{
	struct state *g = s->state;

	if (!g)
		return;
	xml_free(g->xml);
	feed_clear(&g->feed);
	free(g);
	s->state = NULL;
}

const struct read_type read_feed = {
	.name = "feed",
	.probe = probe,
	.next = next,
	.close = close_feed,
};
