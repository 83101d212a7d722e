/* Pages as streams. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "read_type.h"
#include "urls.h"
#include "web.h"

struct web {
	const struct web_options *options;
	struct fetch *fetch;
	struct urls *urls;
	const struct fetched *page; /* that is being read */
	size_t given;		    /* bytes of it */
	bool begun, ended;
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
	if (w->urls && (w->fetch = fetch_open(&o->fetch, e)))
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

static int
begin(struct web *w, struct ex_err *e)
{
	const struct fetch_list list = { urls_next, urls_fd(w->urls), w->urls };

	w->begun = true;
	return fetch_begin(w->fetch, &list, e);
}

int
web_next(struct web *w, struct stream *s, struct ex_err *e)
{
	int rc;

	*s = (struct stream){ .uri = STR("-") };
	if (w->ended)
		return 0;
	if (!w->begun && begin(w, e)) {
		w->ended = true;
		return -1;
	}
	rc = fetch_next(w->fetch, &w->page, e);
	if (rc > 0)
		fill_stream(w, s);
	else if (rc < 0)
		s->uri = str_c(w->page->asked);
	else
		w->ended = true;
	return rc;
}

size_t
web_ahead(struct web *w)
{
	return w->begun && !w->ended ? fetch_ahead(w->fetch) : 0;
}
