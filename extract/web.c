/* Pages as streams. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "listing.h"
#include "read_type.h"
#include "urls.h"
#include "web.h"

/* Lists are read some at a time: what is in them may make others needless. */
enum { LISTS = 4 };

/* What is being fetched. */
enum phase { WEB_URLS, WEB_LISTS, WEB_ARTICLES, WEB_ENDED };

struct web {
	const struct web_options *options;
	struct fetch *fetch;
	struct urls *urls;
	struct listing *listing; /* NULL: there are no feeds */
	const char *list[LISTS]; /* that are being fetched */
	size_t nlist, at;
	enum phase phase;
	const struct fetched *page; /* that is being read */
	size_t given;		    /* bytes of it */
	bool begun;		    /* the phase has */
};

bool
web_is_wanted(const struct web_options *o, const char *const *operand,
	size_t noperand)
{
	size_t i;

	for (i = 0; i < noperand; i++)
		if (url_is(operand[i]))
			return true;
	return o->urls || o->nfeed;
}

static int
open_feeds(struct web *w, struct ex_err *e)
{
	const struct web_options *o = w->options;
	size_t i;

	if (!o->nfeed)
		return 0;
	w->listing = listing_new(o->since, o->max);
	if (!w->listing)
		return err_set(e, "out of memory");
	for (i = 0; i < o->nfeed; i++)
		if (listing_add(w->listing, o->feed[i], e))
			return -1;
	return 0;
}

struct web *
web_open(const struct web_options *o, const char *const *operand,
	size_t noperand, struct ex_err *e)
{
	struct web *w = calloc(1, sizeof *w);

	if (!w) {
		err_set(e, "out of memory");
		return NULL;
	}
	w->options = o;
	w->urls = urls_open(operand, noperand, o->urls, e);
	if (w->urls && open_feeds(w, e) == 0 &&
		(w->fetch = fetch_open(&o->fetch, e)))
		return w;
	web_close(w);
	return NULL;
}

void
web_close(struct web *w)
{
	if (!w)
		return;
	fetch_close(w->fetch);
	urls_close(w->urls);
	listing_free(w->listing);
	free(w);
}

static long
read_page(void *arg, char *p, size_t n, struct ex_err *e)
{
	struct web *w = arg;
	size_t left = w->page->n - w->given;

	(void)e;
	if (n > left)
		n = left;
	if (n)
		memcpy(p, w->page->body + w->given, n);
	w->given += n;
	return (long)n;
}

/* Whose end tells the kind: "/a/b.csv" of "https://a.vn/a/b.csv?c=d". */
static struct str
name_of(const char *url)
{
	const char *p = strstr(url, "://");

	p = p ? p + 3 : url;
	p += strcspn(p, "/?#");
	return (struct str){ p, strcspn(p, "?#") };
}

static struct str
known(const char *text)
{
	return text && *text ? str_c(text) : (struct str){ NULL, 0 };
}

static void
fill_stream(struct web *w, struct stream *s)
{
	const struct fetched *p = w->page;

	w->given = 0;
	*s = (struct stream){
		.more = read_page,
		.arg = w,
		.uri = str_c(p->asked),
		.name = name_of(p->url),
		.url = str_c(p->url),
		.charset = known(p->charset),
		.media = known(p->media),
		.fetched = str_c(p->time),
		.size = p->n,
	};
}

/* --- what is to be fetched --- */

static enum fetch_list_result
put_address(const char *address, char *to)
{
	if (!address)
		return FETCH_END;
	strcpy(to, address);
	return FETCH_ADDRESS_READ;
}

static enum fetch_list_result
next_list(void *arg, char *to, struct ex_err *e)
{
	struct web *w = arg;

	(void)e;
	return put_address(w->at < w->nlist ? w->list[w->at++] : NULL, to);
}

static bool
is_skipped(const struct web *w, const char *address)
{
	const struct web_options *o = w->options;

	return o->skip && o->skip(o->skip_arg, address);
}

static enum fetch_list_result
next_article(void *arg, char *to, struct ex_err *e)
{
	struct web *w = arg;
	const char *address;

	(void)e;
	do
		address = listing_article(w->listing);
	while (address && is_skipped(w, address));
	return put_address(address, to);
}

/* The operands are wanted always: who reads waits for each in its place. */
static enum fetch_list_result
next_url(void *arg, char *to, struct ex_err *e)
{
	struct web *w = arg;
	enum fetch_list_result rc;
	bool listed;

	do
		rc = urls_next(w->urls, &listed, to, e);
	while (rc == FETCH_ADDRESS_READ && listed && is_skipped(w, to));
	return rc;
}

/* Whether there are lists to be read; takes some of them. */
static bool
take_lists(struct web *w)
{
	const char *list;

	w->nlist = w->at = 0;
	while (w->listing && w->nlist < LISTS &&
		(list = listing_list(w->listing)))
		w->list[w->nlist++] = list;
	return w->nlist > 0;
}

static int
begin(struct web *w, struct ex_err *e)
{
	struct fetch_list list = { next_list, -1, w };

	if (w->phase == WEB_URLS)
		list = (struct fetch_list){ next_url, urls_fd(w->urls), w };
	else if (w->phase == WEB_ARTICLES)
		list.next = next_article;
	w->begun = true;
	return fetch_begin(w->fetch, &list, e);
}

static void
next_phase(struct web *w)
{
	w->begun = false;
	switch (w->phase) {
	case WEB_URLS:
	case WEB_LISTS:
		w->phase = take_lists(w) ? WEB_LISTS
			   : w->listing	 ? WEB_ARTICLES
					 : WEB_ENDED;
		break;
	case WEB_ARTICLES:
	case WEB_ENDED:
		w->phase = WEB_ENDED;
	}
}

/* The next page of this phase, as web_next. */
static int
next_page(struct web *w, struct stream *s, struct ex_err *e)
{
	int rc;

	if (!w->begun && begin(w, e)) {
		w->phase = WEB_ENDED;
		return -1;
	}
	rc = fetch_next(w->fetch, &w->page, e);
	if (rc < 0)
		s->uri = str_c(w->page->asked);
	else if (rc > 0)
		fill_stream(w, s);
	return rc;
}

int
web_next(struct web *w, struct stream *s, struct ex_err *e)
{
	int rc;

	*s = (struct stream){ .uri = STR("-") };
	while (w->phase != WEB_ENDED) {
		rc = next_page(w, s, e);
		if (rc == 0)
			next_phase(w);
		else if (rc < 0 || w->phase != WEB_LISTS)
			return rc;
		else if (listing_read(w->listing,
				 (struct str){ w->page->body, w->page->n },
				 w->page->url, e))
			return -1;
	}
	return 0;
}

size_t
web_ahead(struct web *w)
{
	return w->begun ? fetch_ahead(w->fetch) : 0;
}
