/* HTML through libxml2's SAX interface. The parser mends what is broken as
 * browsers did before HTML5; what an element is to us is in html_tags.h. */
#include <libxml/HTMLparser.h>
#include <setjmp.h>
#include <string.h>

#include "base/err.h"
#include "base/library.h"
#include "base/node.h"
#include "html_guard.h"
#include "html_text.h"

enum {
	DEPTH_MAX = 2000,	   /* elements open at a time */
	ELEMENTS_MAX = 250 * 1000, /* in a page */
	FAULT = 400, /* a fault costs as much as looking at so many elements */
	STRAYS_MAX = 200 * 1000 * 1000, /* elements looked at for the sake of
					   end tags that end nothing */
	TEXT_MAX_MB = 4,
	LISTED_MAX = 20 * 1000, /* of meta, links, marks */
	TEXT_MAX = 512,		/* bytes of an element's text */
	NAMES = 512		/* slots for names of elements, a power of 2 */
};

/* An element that is open, as the parser sees it. */
struct open {
	struct html_element *e; /* NULL: in one that is skipped */
	enum html_tag is;
	bool block, skip, link;
};

#define FUNCTIONS(X)                                                           \
	X(xml, InitParser)                                                     \
	X(xml, StopParser)                                                     \
	X(html, NewParserCtxt)                                                 \
	X(html, CtxtReadMemory)                                                \
	X(html, FreeParserCtxt)

struct calls {
	FUNCTIONS(LIBRARY_MEMBER)
};

static const char *const names[] = { FUNCTIONS(LIBRARY_NAME) NULL };

static const struct library library = { "libxml2", "libxml2",
	{ "libxml2.so.2", "libxml2.so" }, names };

struct parsing {
	struct calls xml2;
	struct mem *mem;
	struct html *out;
	struct html_text text;
	htmlParserCtxtPtr xml;
	struct node *warnings;

	struct open open[DEPTH_MAX];
	unsigned nopen;
	unsigned skip; /* open elements that are skipped */
	size_t strays;
	unsigned faults;
	size_t cap_element, cap_meta, cap_link, cap_mark, cap_ld;

	struct buf script; /* JSON-LD that is being read */
	bool in_ld, in_title, stopped;
	bool lost; /* memory is out */
	struct buf title;
	size_t *at; /* of elements' texts in text.all, as out->element */

	/* Elements by the address of their name: the parser keeps each name
	 * once. */
	struct {
		const xmlChar *name;
		enum html_tag is;
		unsigned flags;
		struct str text;
	} name[NAMES];
};

/* The attributes of one element that are wanted. */
struct attributes {
	struct str class, id, role, itemprop, data_role, rel, datetime, content,
		href, name, property, equiv, type, lang, style;
	bool hidden, center;
};

/* --- small things --- */

static struct str
from_xml(const xmlChar *s)
{
	return str_c((const char *)s);
}

static void
warn(struct parsing *g, const char *what, unsigned n)
{
	node_add(g->warnings, STR(""), node_new(g->mem, NODE_TEXT))->text =
		mem_printf(g->mem, what, n);
}

static void
stop(struct parsing *g, const char *why, unsigned n)
{
	if (g->stopped)
		return;
	g->stopped = true;
	warn(g, why, n);
	g->xml2.StopParser(g->xml);
}

static char
small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A copy in small letters, white space single blanks; where `split`, a '-'
 * stands where small letters turn to capitals: "relatedPosts". */
static void
put_small(struct buf *b, struct str s, bool split)
{
	bool blank = b->n > 0;
	char c = ' ';
	size_t i;

	for (i = 0; i < s.n; c = s.p[i++]) {
		if (s.p[i] == ' ' || (s.p[i] >= '\t' && s.p[i] <= '\r')) {
			blank = b->n > 0;
			continue;
		}
		if (blank)
			buf_put_c(b, ' ');
		else if (split && c >= 'a' && c <= 'z' && s.p[i] >= 'A' &&
			 s.p[i] <= 'Z')
			buf_put_c(b, '-');
		blank = false;
		buf_put_c(b, small(s.p[i]));
	}
}

static struct str
lowered(struct mem *m, struct str s)
{
	struct buf b = { .mem = m };

	if (s.n == 0)
		return (struct str){ NULL, 0 };
	buf_reserve(&b, s.n + 1);
	put_small(&b, s, false);
	return buf_str(&b);
}

static struct str
kept(struct mem *m, struct str s)
{
	return s.p ? mem_str(m, str_trim(s)) : (struct str){ NULL, 0 };
}

/* --- attributes --- */

/* "display : none", "visibility:hidden" */
static bool
hides(struct str style)
{
	struct str rest;
	size_t at;

	for (at = 0; at < style.n; at++) {
		rest = str_slice(style, at, style.n);
		if (!str_starts(rest, STR("display")) &&
			!str_starts(rest, STR("visibility")))
			continue;
		at += rest.p[0] == 'd' ? 7 : 10;
		rest = str_trim(str_slice(style, at, style.n));
		if (rest.n == 0 || rest.p[0] != ':')
			continue;
		rest = str_trim(str_slice(rest, 1, rest.n));
		if (str_starts(rest, STR("none")) ||
			str_starts(rest, STR("hidden")))
			return true;
	}
	return false;
}

/* "text-align: center" */
static bool
centers(struct str style)
{
	size_t at = str_find(style, STR("text-align"), 0);

	if (at == SPAN_NONE)
		return false;
	style = str_trim(str_slice(style, at + 10, style.n));
	return style.n > 0 && style.p[0] == ':' &&
	       str_starts(
		       str_trim(str_slice(style, 1, style.n)), STR("center"));
}

static void
take_attribute(struct attributes *a, struct str name, struct str value)
{
	struct str *const to[] = {
		[ATTRIBUTE_CLASS] = &a->class,
		[ATTRIBUTE_ID] = &a->id,
		[ATTRIBUTE_HREF] = &a->href,
		[ATTRIBUTE_STYLE] = &a->style,
		[ATTRIBUTE_REL] = &a->rel,
		[ATTRIBUTE_CONTENT] = &a->content,
		[ATTRIBUTE_PROPERTY] = &a->property,
		[ATTRIBUTE_NAME] = &a->name,
		[ATTRIBUTE_ITEMPROP] = &a->itemprop,
		[ATTRIBUTE_ROLE] = &a->role,
		[ATTRIBUTE_TYPE] = &a->type,
		[ATTRIBUTE_DATETIME] = &a->datetime,
		[ATTRIBUTE_DATA_ROLE] = &a->data_role,
		[ATTRIBUTE_EQUIV] = &a->equiv,
		[ATTRIBUTE_LANG] = &a->lang,
	};
	enum html_attribute is = html_attribute(name);

	if (is < ATTRIBUTE_HIDDEN)
		*to[is] = value;
	else if (is == ATTRIBUTE_HIDDEN)
		a->hidden = true;
	else if (is == ATTRIBUTE_ALIGN)
		a->center = str_eq(value, STR("center"));
	else if (is == ATTRIBUTE_ARIA_HIDDEN)
		a->hidden |= str_eq(value, STR("true"));
}

static void
take_attributes(struct attributes *a, const xmlChar **att)
{
	for (; att && att[0]; att += 2)
		take_attribute(a, from_xml(att[0]),
			att[1] ? from_xml(att[1]) : STR(""));
	if (a->style.n == 0)
		return;
	a->hidden |= hides(a->style);
	a->center |= centers(a->style);
}

static struct str
words_of(struct mem *m, const struct attributes *a)
{
	struct buf b = { .mem = m };

	if (!(a->class.n + a->id.n + a->role.n + a->itemprop.n +
		    a->data_role.n))
		return (struct str){ NULL, 0 };
	buf_reserve(&b, a->class.n + a->id.n + a->role.n + a->itemprop.n +
				a->data_role.n + 5);
	put_small(&b, a->class, true);
	put_small(&b, a->id, true);
	put_small(&b, a->role, true);
	put_small(&b, a->itemprop, true);
	put_small(&b, a->data_role, true);
	return buf_str(&b);
}

/* --- what the head has --- */

static void
take_meta(struct parsing *g, const struct attributes *a)
{
	struct html *h = g->out;
	struct str name = a->property.n	  ? a->property
			  : a->name.n	  ? a->name
			  : a->itemprop.n ? a->itemprop
					  : a->equiv;

	if (name.n == 0 || !a->content.p || h->nmeta == LISTED_MAX)
		return;
	h->meta = mem_room(
		g->mem, h->meta, h->nmeta + 1, &g->cap_meta, sizeof *h->meta);
	h->meta[h->nmeta].name = lowered(g->mem, name);
	h->meta[h->nmeta++].content = kept(g->mem, a->content);
}

static void
take_link(struct parsing *g, const struct attributes *a,
	const struct html_element *in)
{
	struct html *h = g->out;

	if (!a->rel.n || !a->href.p || h->nlink == LISTED_MAX)
		return;
	h->link = mem_room(
		g->mem, h->link, h->nlink + 1, &g->cap_link, sizeof *h->link);
	h->link[h->nlink++] = (struct html_link){
		.rel = lowered(g->mem, a->rel),
		.href = kept(g->mem, a->href),
		.type = lowered(g->mem, a->type),
		.in = in,
	};
}

static void
take_mark(struct parsing *g, const struct html_element *e)
{
	struct html *h = g->out;

	if (h->nmark == LISTED_MAX)
		return;
	h->mark = mem_room(
		g->mem, h->mark, h->nmark + 1, &g->cap_mark, sizeof *h->mark);
	h->mark[h->nmark++] = (struct html_mark){ .in = e, .block = h->nblock };
}

/* --- elements --- */

static struct html_element *
new_element(struct parsing *g, const struct attributes *a, struct str tag,
	enum html_tag is)
{
	const struct html_element *parent =
		g->nopen ? g->open[g->nopen - 1].e : NULL;
	struct html *h = g->out;
	struct html_element *e = MEM_NEW(g->mem, struct html_element);
	size_t cap = g->cap_element;

	g->at = mem_room(g->mem, g->at, h->nelement + 1, &cap, sizeof *g->at);
	g->at[h->nelement] = html_text_at(&g->text);
	h->element = mem_room(g->mem, h->element, h->nelement + 1,
		&g->cap_element, sizeof *h->element);
	e->parent = parent;
	e->tag = tag;
	e->is = is;
	e->words = words_of(g->mem, a);
	e->itemprop = lowered(g->mem, a->itemprop);
	e->rel = lowered(g->mem, a->rel);
	e->datetime = kept(g->mem, a->datetime);
	e->content = kept(g->mem, a->content);
	e->depth = parent ? parent->depth + 1 : 0;
	e->number = (unsigned)h->nelement;
	e->hidden = a->hidden || (parent && parent->hidden);
	e->center = a->center || is == TAG_center;
	e->link = is == TAG_a && a->href.p;
	e->last = e->number;
	h->element[h->nelement++] = e;
	return e;
}

/* The slot of a name; names keep their addresses while a page is parsed. */
static size_t
name_slot(struct parsing *g, const xmlChar *name)
{
	size_t slot = ((size_t)name >> 3) * 0x9E3779B1u, i;

	for (i = 0; i < NAMES; i++, slot++) {
		slot &= NAMES - 1;
		if (g->name[slot].name == name)
			return slot;
		/* a page with more kinds of element than slots: the last one
		 * is used again and again */
		if (!g->name[slot].name || i == NAMES - 1)
			break;
	}
	g->name[slot].name = name;
	g->name[slot].text = mem_str(g->mem, from_xml(name));
	g->name[slot].is = html_tag(g->name[slot].text);
	g->name[slot].flags =
		html_tag_flags(g->name[slot].is, g->name[slot].text);
	return slot;
}

static void
open_script(struct parsing *g, const struct attributes *a, enum html_tag is)
{
	if (is == TAG_title && !g->out->title.p && g->title.n == 0)
		g->in_title = true;
	if (is == TAG_script && str_find(lowered(g->mem, a->type),
					STR("ld+json"), 0) != SPAN_NONE) {
		g->in_ld = true;
		g->script = (struct buf){ .mem = g->mem };
	}
}

static void
open_shown(struct parsing *g, struct open *o, const struct attributes *a,
	struct str tag)
{
	struct html *h = g->out;

	o->e = new_element(g, a, tag, o->is);
	o->e->first = h->nblock;
	if (o->block) {
		html_text_open(&g->text, o->e);
		o->e->first = h->nblock;
	} else if (o->is == TAG_br) {
		html_text_br(&g->text);
	}
	if (a->itemprop.n || a->datetime.p || o->is == TAG_time)
		take_mark(g, o->e);
	if (o->is == TAG_meta)
		take_meta(g, a);
	if (o->is == TAG_link)
		take_link(g, a, o->e->parent);
	if (o->is == TAG_a)
		take_link(g, a, o->e);
	if (o->is == TAG_base && !h->base.p)
		h->base = kept(g->mem, a->href);
	if ((o->is == TAG_html || o->is == TAG_body) && !h->language.p)
		h->language = kept(g->mem, a->lang);
	o->link = o->e->link;
	g->text.links += o->link;
}

/* What the parser says: an element's name and attributes, or n bytes of text.
 */
struct call {
	const xmlChar *text, **att;
	int n;
};

static void
start_element(struct parsing *g, const struct call *c)
{
	struct attributes a = { .hidden = false };
	size_t slot = name_slot(g, c->text);
	struct open *o;

	if (g->nopen == DEPTH_MAX) {
		stop(g,
			"more than %u elements within each other: what follows "
			"is not read",
			DEPTH_MAX);
		return;
	}
	if (g->out->nelement == ELEMENTS_MAX) {
		stop(g, "more than %u elements: what follows is not read",
			ELEMENTS_MAX);
		return;
	}
	o = &g->open[g->nopen];
	*o = (struct open){ .is = g->name[slot].is };
	o->block = g->name[slot].flags & TAG_BLOCK;
	o->skip = g->name[slot].flags & TAG_SKIP;
	if (!g->skip || o->skip)
		take_attributes(&a, c->att);
	if (!g->skip && !o->skip)
		open_shown(g, o, &a, g->name[slot].text);
	else if (!g->skip)
		open_script(g, &a, o->is);
	else if (g->nopen)
		o->e = g->open[g->nopen - 1].e;
	if (o->skip && g->nopen && !o->e)
		o->e = g->open[g->nopen - 1].e;
	g->skip += o->skip;
	g->nopen++;
}

static void
end_script(struct parsing *g)
{
	struct html *h = g->out;

	if (!g->in_ld)
		return;
	g->in_ld = false;
	if (g->script.n == 0 || h->nld == LISTED_MAX)
		return;
	h->ld = mem_room(g->mem, h->ld, h->nld + 1, &g->cap_ld, sizeof *h->ld);
	h->ld[h->nld++] = buf_str(&g->script);
}

static void
close_shown(struct parsing *g, const struct open *o)
{
	size_t at;

	if (o->block)
		html_text_close(&g->text, o->e);
	g->text.links -= o->link;
	/* white space may have gone from the end of <pre> */
	at = html_text_at(&g->text);
	if (at > g->at[o->e->number])
		o->e->text.n = at - g->at[o->e->number];
	o->e->end = g->out->nblock;
	o->e->last = (unsigned)g->out->nelement - 1;
}

static void
end_element(struct parsing *g, const struct call *c)
{
	const struct open *o;

	(void)c;
	if (g->nopen == 0)
		return;
	o = &g->open[--g->nopen];
	if (o->skip) {
		g->skip--;
		g->in_title = false;
		end_script(g);
	} else if (!g->skip && o->e) {
		close_shown(g, o);
	}
}

static void
characters(struct parsing *g, const struct call *c)
{
	struct str s = { (const char *)c->text, (size_t)c->n };

	if (g->in_ld)
		buf_put(&g->script, s);
	else if (g->in_title)
		buf_put(&g->title, s);
	else if (!g->skip && g->nopen && g->open[g->nopen - 1].e)
		html_text_put(&g->text, g->open[g->nopen - 1].e, s);
	if (g->text.all.n > (size_t)TEXT_MAX_MB << 20)
		stop(g, "more than %u MB of text: what follows is not read",
			TEXT_MAX_MB);
}

/* An end tag without its beginning makes the parser look at every element
 * that is open. */
static void
fault(struct parsing *g, const struct call *c)
{
	(void)c;
	g->strays += g->nopen + FAULT;
	g->faults++;
	if (g->strays > STRAYS_MAX)
		stop(g,
			"the markup is faulty throughout: what follows fault "
			"%u is not read",
			g->faults);
}

/* --- the whole --- */

static struct str
one_line(struct mem *m, struct str s)
{
	struct buf b = { .mem = m };
	bool blank = false;
	size_t i;

	buf_reserve(&b, s.n + 1);
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == ' ' || (s.p[i] >= '\t' && s.p[i] <= '\r')) {
			blank = b.n > 0;
			continue;
		}
		if (blank)
			buf_put_c(&b, ' ');
		blank = false;
		buf_put_c(&b, s.p[i]);
	}
	return buf_str(&b);
}

/* Its first bytes, no letter cut. */
static struct str
beginning(struct str s)
{
	if (s.n <= TEXT_MAX)
		return s;
	s.n = TEXT_MAX;
	while (s.n > 0 && ((unsigned char)s.p[s.n] & 0xC0) == 0x80)
		s.n--;
	return s;
}

/* Texts that were offsets. */
static void
settle(struct parsing *g)
{
	struct html *h = g->out;
	const char *all;
	size_t i;

	while (g->nopen)
		end_element(g, NULL);
	html_text_end(&g->text);
	all = g->text.all.p ? g->text.all.p : "";
	for (i = 0; i < h->nelement; i++)
		h->element[i]->text = str_trim(beginning(
			(struct str){ all + g->at[i], h->element[i]->text.n }));
	for (i = 0; i < h->nmark; i++)
		h->mark[i].text = h->mark[i].in->text;
	for (i = 0; i < h->nlink; i++)
		if (h->link[i].in && h->link[i].in->is == TAG_a)
			h->link[i].text = h->link[i].in->text;
	if (str_trim(buf_str(&g->title)).n)
		h->title = one_line(g->mem, buf_str(&g->title));
}

/* What the parser calls must come back to it, so that it can give back what it
 * holds: memory that is out lands here, and stops it. */
static void
safely(struct parsing *g, const struct call *c,
	void (*f)(struct parsing *g, const struct call *c))
{
	jmp_buf out, *before = g->mem->out;

	if (g->lost)
		return;
	g->mem->out = &out;
	if (setjmp(out) == 0) {
		f(g, c);
	} else {
		g->lost = true;
		g->xml2.StopParser(g->xml);
	}
	g->mem->out = before;
}

static void
on_start(void *arg, const xmlChar *name, const xmlChar **att)
{
	safely(arg, &(struct call){ .text = name, .att = att }, start_element);
}

static void
on_end(void *arg, const xmlChar *name)
{
	safely(arg, &(struct call){ .text = name }, end_element);
}

static void
on_characters(void *arg, const xmlChar *p, int n)
{
	safely(arg, &(struct call){ .text = p, .n = n }, characters);
}

static void
on_fault(void *arg, const char *message, ...)
{
	(void)message;
	safely(arg, &(struct call){ .n = 0 }, fault);
}

static htmlSAXHandler
handlers(void)
{
	return (htmlSAXHandler){
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_characters,
		.cdataBlock = on_characters,
		.ignorableWhitespace = on_characters,
		.error = on_fault,
	};
}

static void
parse(struct parsing *g, struct str page)
{
	*g->xml->sax = handlers();
	g->xml->userData = g;
	g->xml2.CtxtReadMemory(g->xml, page.p, (int)page.n, NULL, "UTF-8",
		HTML_PARSE_RECOVER | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
			HTML_PARSE_IGNORE_ENC);
	g->xml2.FreeParserCtxt(g->xml);
}

int
html_begin(struct ex_err *e)
{
	struct calls xml2;

	if (library_load(&library, &xml2, e))
		return -1;
	xml2.InitParser();
	return 0;
}

void
html_read(
	struct str page, struct mem *m, struct html *out, struct node *warnings)
{
	struct parsing *g = MEM_NEW(m, struct parsing);
	struct ex_err e;

	*out = (struct html){ .nblock = 0 };
	g->mem = g->script.mem = g->title.mem = m;
	g->out = out;
	g->warnings = warnings;
	html_text_begin(&g->text, m, out);
	page = html_guard(page, m, warnings);
	if (library_load(&library, &g->xml2, &e) == 0)
		g->xml = g->xml2.NewParserCtxt();
	if (g->xml)
		parse(g, page);
	if (!g->xml || g->lost)
		mem_alloc(m, SIZE_MAX); /* lands where it should */
	settle(g);
}

bool
html_within(const struct html_element *e, const struct html_element *around)
{
	while (e && e->depth > around->depth)
		e = e->parent;
	return e == around;
}
