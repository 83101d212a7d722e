/* What a web page tells of its article: in its head, in JSON-LD, in what it
 * shows beside the text. */
#ifndef PAGE_META_H
#define PAGE_META_H

#include "doc.h"
#include "json_ld.h"

struct html;
struct html_element;
struct rules;

/* A text with p NULL is not known. */
struct page_meta {
	struct str title; /* without the site's name */
	struct str site, url;
	struct str language; /* as the page says it: "vi" of "vi-VN" */
	/* ISO 8601, with an offset where there is a time */
	struct str published, modified;
	bool shown; /* published is what the page shows, not what its head or
		       JSON-LD says: on a list of articles, one of theirs */
	struct node *authors; /* names of persons, a list of texts */
};

/* Fills *out, in memory of m, from h, and from raw->url and raw->fetched where
 * they are known. Words come from the lexicons in rules/lexicon/page.yaml and
 * article.yaml. */
void page_meta(const struct html *h, const struct rules *r,
	const struct raw *raw, struct mem *m, struct page_meta *out);

/* --- its parts --- */

enum { SITE_NAMES = 8 };

struct page_facts {
	const struct html *h;
	const struct rules *r;
	const struct raw *raw;
	struct mem *m;
	struct json_ld ld;
	struct str host; /* of the page's address: "vnexpress.net" */
	struct str site[SITE_NAMES]; /* names of the site, as page_key makes
					them */
	size_t nsite;
	bool vietnamese; /* a time without an offset is Vietnam's */
};

void page_title(const struct page_facts *f, struct page_meta *out);
void page_dates(const struct page_facts *f, struct page_meta *out);
void page_authors(const struct page_facts *f, struct page_meta *out);

/* Is it the site's name, or a longer or shorter form ("Báo VnExpress Kinh
 * doanh")? key as page_key makes it. */
bool page_is_site(const struct page_facts *f, struct str key);

/* Has the class or id of e a word, whole or behind a '-' or '_', that is in
 * the lexicon? Of e alone, or of one around it too. */
bool page_class_is(const struct page_facts *f, const struct html_element *e,
	const char *lexicon);
bool page_is_within(const struct page_facts *f, const struct html_element *e,
	const char *lexicon);

/* The block that shows the title, or 0. */
size_t page_title_block(const struct page_facts *f, struct str title);

/* The first of these that a <meta> has, references read; names end with NULL.
 * p NULL where there is none. */
struct str page_meta_first(
	const struct page_facts *f, const char *const *names);

#endif
