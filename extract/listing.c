/* Feeds and sitemaps: in both an entry has an address and dates. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/xml.h"
#include "flow.h"
#include "given_date.h"
#include "gunzip.h"
#include "listing.h"

enum {
	BLOCK = 32 * 1024,
	TEXT_MAX = 8191,      /* of an element */
	LISTS_MAX = 1000,     /* that are read */
	UNPACKED = 256 << 20, /* bytes of a list */
	PLACES = 1 << 19      /* for known addresses */
};

/* One of an address's dates; a later one in this list counts more. */
enum rank { NO_DATE, CHANGED, PUBLISHED, NEWS };

struct entry {
	const char *url;
	struct date day;   /* year 0: not known */
	long long seconds; /* since 1970 */
	size_t nth;	   /* as it was met */
};

struct entries {
	struct entry *entry;
	size_t n, cap, at;
};

struct listing {
	struct mem mem; /* of all that is kept */
	struct date since;
	size_t max, met, lists;
	bool sorted;
	struct entries article, list;
	unsigned long long *known; /* hashes of addresses */
	size_t nknown;
};

/* A list being read. */
struct reading {
	struct listing *to;
	struct str body;
	const char *url;
	struct ex_err *e;
	struct mem *mem; /* for this list alone */
	struct xml *xml;
	size_t depth; /* of elements */
	bool begun;   /* the outermost was seen */
	bool none;    /* and is that of no list */
	/* The entry that is open, and its depth; 0: none is. */
	size_t entry;
	bool map, index; /* <url>, <sitemap>; else <item>, <entry> */
	struct buf link, text;
	struct str href, rel;
	struct given_date date;
	enum rank rank;
};

/* --- what is kept --- */

static bool
is_new(struct listing *l, struct str url)
{
	unsigned long long hash = str_hash(url);
	size_t i = (size_t)hash & (PLACES - 1);

	hash += hash == 0;
	while (l->known[i] && l->known[i] != hash)
		i = (i + 1) & (PLACES - 1);
	if (l->known[i] || l->nknown >= PLACES / 2)
		return false;
	l->known[i] = hash;
	l->nknown++;
	return true;
}

static void
add(struct listing *l, struct entries *to, const struct entry *e)
{
	size_t cap = to->cap ? to->cap * 2 : 64;

	if (to->n == to->cap) {
		to->entry = mem_grow(&l->mem, to->entry,
			to->cap * sizeof *to->entry, cap * sizeof *to->entry);
		to->cap = cap;
	}
	to->entry[to->n] = *e;
	to->entry[to->n++].nth = l->met++;
}

static int
number(struct str s, size_t at)
{
	return at + 1 < s.n ? (s.p[at] - '0') * 10 + s.p[at + 1] - '0' : 0;
}

/* Of ISO 8601 as given_date.h writes it; a day alone begins at midnight. */
static long long
to_seconds(const struct given_date *d)
{
	struct str s = d->iso;
	long long t = (long long)date_to_days(d->day) * 86400;
	char sign;

	if (!d->time || s.n < 16)
		return t;
	t += number(s, 11) * 3600LL + number(s, 14) * 60LL +
	     (s.n > 18 ? number(s, 17) : 0);
	sign = s.n > 6 ? s.p[s.n - 6] : 'Z';
	if (sign != '+' && sign != '-')
		return t;
	return t - (sign == '+' ? 1 : -1) * (number(s, s.n - 5) * 3600LL +
						    number(s, s.n - 2) * 60LL);
}

static int
by_time(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (!x->day.year != !y->day.year)
		return x->day.year ? -1 : 1;
	if (x->seconds != y->seconds)
		return x->seconds > y->seconds ? -1 : 1;
	return x->nth < y->nth ? -1 : x->nth > y->nth;
}

/* --- entries --- */

static bool
is_web(struct str s)
{
	return s.n > 8 && (strncasecmp(s.p, "http://", 7) == 0 ||
				  strncasecmp(s.p, "https://", 8) == 0);
}

static void
end_entry(struct reading *g)
{
	struct listing *l = g->to;
	struct str url = str_trim(buf_str(&g->link));
	struct entry e = { .url = NULL };
	bool dated = g->rank != NO_DATE;

	g->entry = 0;
	if (url.n == 0)
		return;
	url = xml_url(url, str_c(g->url), g->mem);
	if (!url.p || !is_web(url) || url.n > TEXT_MAX)
		return;
	/* A sitemap without a date may hold anything. */
	if (l->since.year && !(dated && date_cmp(g->date.day, l->since) >= 0) &&
		(dated || !g->index))
		return;
	if (!g->index && l->article.n >= LISTING_MAX)
		return;
	if (!is_new(l, url))
		return;
	e.url = mem_str(&l->mem, url).p;
	if (dated) {
		e.day = g->date.day;
		e.seconds = to_seconds(&g->date);
	}
	add(l, g->index ? &l->list : &l->article, &e);
}

static bool
is(struct str name, const char *what)
{
	return str_eq(name, str_c(what));
}

static enum rank
rank_of(struct str name)
{
	static const struct {
		const char *name;
		enum rank rank;
	} names[] = { { "publication_date", NEWS }, { "pubDate", PUBLISHED },
		{ "published", PUBLISHED }, { "date", PUBLISHED },
		{ "issued", PUBLISHED }, { "updated", CHANGED },
		{ "modified", CHANGED }, { "lastmod", CHANGED } };
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (is(name, names[i].name))
			return names[i].rank;
	return NO_DATE;
}

static void
open(void *arg, struct str name, struct str space)
{
	struct reading *g = arg;

	(void)space;
	g->depth++;
	if (!g->begun) {
		g->begun = true;
		g->none = !is(name, "rss") && !is(name, "feed") &&
			  !is(name, "RDF") && !is(name, "urlset") &&
			  !is(name, "sitemapindex");
	}
	g->text.n = 0;
	g->href = g->rel = STR("");
	if (g->entry)
		return;
	g->index = is(name, "sitemap");
	g->map = g->index || is(name, "url");
	if (!g->map && !is(name, "item") && !is(name, "entry"))
		return;
	g->entry = g->depth;
	g->rank = NO_DATE;
	g->link.n = 0;
}

static void
attribute(void *arg, struct str name, struct str value)
{
	struct reading *g = arg;

	if (!g->entry || g->depth != g->entry + 1 || value.n > TEXT_MAX)
		return;
	if (is(name, "href"))
		g->href = mem_str(g->mem, value);
	else if (is(name, "rel"))
		g->rel = mem_str(g->mem, value);
}

static void
text(void *arg, struct str s)
{
	struct reading *g = arg;

	if (g->entry && g->text.n + s.n <= TEXT_MAX)
		buf_put(&g->text, s);
}

/* <image:loc> and <video:loc> are no pages. */
static bool
is_page(struct str space)
{
	return str_find(space, STR("image"), 0) == SPAN_NONE &&
	       str_find(space, STR("video"), 0) == SPAN_NONE;
}

static void
take_field(struct reading *g, struct str name, struct str space)
{
	struct str s = str_trim(buf_str(&g->text));
	enum rank rank = rank_of(name);
	struct given_date d;

	if (rank > g->rank && given_date_read(s, NULL, true, g->mem, &d)) {
		g->date = d;
		g->rank = rank;
	}
	if (g->link.n || g->depth != g->entry + 1)
		return;
	if (g->map ? is(name, "loc") && is_page(space) : is(name, "link"))
		buf_put(&g->link, s);
	/* <link rel="alternate" href="..."/>, of Atom */
	if (!g->map && is(name, "link") && !g->link.n && g->href.n &&
		(g->rel.n == 0 || is(g->rel, "alternate")))
		buf_put(&g->link, g->href);
	if (!g->map && is(name, "guid") && is_web(s))
		buf_put(&g->link, s);
}

static void
close(void *arg, struct str name, struct str space)
{
	struct reading *g = arg;

	if (g->entry && g->depth == g->entry)
		end_entry(g);
	else if (g->entry && (g->depth == g->entry + 1 ||
				     (g->depth == g->entry + 2 &&
					     is(name, "publication_date"))))
		take_field(g, name, space);
	g->text.n = 0;
	g->depth--;
}

/* --- a list --- */

static const struct xml_events events = { open, attribute, text, close };

static int
put_all(struct reading *g)
{
	struct str s = g->body, part;

	for (; s.n && !g->none; s = str_slice(s, part.n, s.n)) {
		part = str_slice(s, 0, s.n < BLOCK ? s.n : BLOCK);
		if (xml_put(g->xml, part, g->e))
			return -1;
	}
	if (g->none || !g->begun)
		return err_set(g->e, "no feed and no sitemap");
	return xml_put(g->xml, STR(""), g->e);
}

static int
read_list(void *arg)
{
	struct reading *g = arg;
	struct buf unpacked = { .mem = g->mem };

	g->link.mem = g->text.mem = g->mem;
	if (str_starts(g->body, STR("\x1f\x8b\x08"))) {
		if (inflate_whole(
			    g->body, INFLATE_GZIP, UNPACKED, &unpacked, g->e))
			return -1;
		g->body = buf_str(&unpacked);
	}
	g->xml = xml_new(&events, g, g->e);
	return g->xml ? put_all(g) : -1;
}

/* Memory may be out in either arena. */
static int
read_guarded(void *arg)
{
	struct reading *g = arg;

	return flow_try(g->mem, read_list, g, g->e);
}

int
listing_read(
	struct listing *l, struct str body, const char *url, struct ex_err *e)
{
	struct mem mem;
	struct reading g = {
		.to = l, .body = body, .url = url, .e = e, .mem = &mem
	};
	int rc;

	mem_open(&mem, (size_t)1 << 30);
	rc = flow_try(&l->mem, read_guarded, &g, e);
	if (g.xml)
		xml_free(g.xml);
	mem_close(&mem);
	return rc;
}

/* --- the whole --- */

struct listing *
listing_new(struct date since, size_t max)
{
	struct listing *l = calloc(1, sizeof *l);

	if (!l || !(l->known = calloc(PLACES, sizeof *l->known))) {
		free(l);
		return NULL;
	}
	mem_open(&l->mem, 0);
	l->since = since;
	l->max = max;
	return l;
}

void
listing_free(struct listing *l)
{
	if (!l)
		return;
	mem_close(&l->mem);
	free(l->known);
	free(l);
}

static int
add_list(void *arg)
{
	struct reading *g = arg;
	struct entry e = { .url = g->url };

	if (is_new(g->to, str_c(g->url)))
		add(g->to, &g->to->list, &e);
	return 0;
}

int
listing_add(struct listing *l, const char *url, struct ex_err *e)
{
	struct reading g = { .to = l, .url = url };

	return flow_try(&l->mem, add_list, &g, e);
}

static void
sort(struct entries *e)
{
	if (e->n > e->at)
		qsort(e->entry + e->at, e->n - e->at, sizeof *e->entry,
			by_time);
}

/* Whether what is wanted is there, and this list only has older ones. */
static bool
is_enough(struct listing *l, const struct entry *list)
{
	if (!l->max || l->article.n < l->max || !list->day.year)
		return false;
	sort(&l->article);
	/* its date is that of its newest, to the day perhaps */
	return l->article.entry[l->max - 1].seconds > list->seconds + 86400;
}

const char *
listing_list(struct listing *l)
{
	struct entry *next;

	sort(&l->list);
	if (l->list.at == l->list.n || l->lists == LISTS_MAX)
		return NULL;
	next = &l->list.entry[l->list.at];
	if (is_enough(l, next))
		return NULL;
	l->list.at++;
	l->lists++;
	return next->url;
}

const char *
listing_article(struct listing *l)
{
	if (!l->sorted)
		sort(&l->article);
	l->sorted = true;
	if (l->article.at == l->article.n ||
		(l->max && l->article.at == l->max))
		return NULL;
	return l->article.entry[l->article.at++].url;
}
