/* When an article was published and changed: what the head says, what marks
 * in the page say, the line that shows it, the page's address. */
#include <string.h>
#include <time.h>

#include "dateline.h"
#include "fold.h"
#include "given_date.h"
#include "html.h"
#include "normal.h"
#include "page_key.h"
#include "page_meta.h"

enum {
	SHOWN_MAX = 160, /* bytes of a line with a date */
	AHEAD = 60,	 /* blocks behind the title, and before it */
	BEHIND = 12,
	TEXTS = 3, /* paragraphs before a line with a date */
	ELEMENTS_MOST = 20000,
	MARKS_MOST = 4000,
	HOME_OFFSET = 7 * 60 /* what dateline.h takes for granted */
};

/* <meta> by name, the surest first. */
static const char *const published_names[] = { "article:published_time",
	"article:published", "og:published_time", "datepublished",
	"article:publicationdate", "article.published", "publishdate",
	"publish_date", "publish-date", "published_at", "published", "pubdate",
	"pub_date", "pubdate_utc", "vr:published-time", "parsely-pub-date",
	"sailthru.date", "cxenseparse:recs:publishtime",
	"cxenseparse:publishtime", "dcsext.articlefirstpublished",
	"citation_publication_date", "bepress_citation_date", "dc.date.issued",
	"dcterms.issued", "dcterms.created", "dc.date", "dc:date",
	"dcterms.date", "displaydate", "ptime", "datecreated", "date", NULL };
static const char *const modified_names[] = { "article:modified_time",
	"article:modified", "datemodified", "og:updated_time",
	"article_updatetime", "dcterms.modified", "last-modified",
	"last_updated", "utime", NULL };

/* --- which dates count --- */

/* Not before 1900 (given_date), not a day beyond when the page was read. */
static bool
is_likely(const struct page_facts *f, const struct given_date *d)
{
	struct date limit;

	if (!f->raw->fetched.n || !date_read(f->raw->fetched, &limit))
		limit = date_from_days((long)(time(NULL) / 86400));
	return date_cmp(d->day, date_add_days(limit, 1)) <= 0;
}

static bool
read_date(const struct page_facts *f, struct str s, struct given_date *out)
{
	return s.n > 0 && given_date_read(s, f->r, f->vietnamese, f->m, out) &&
	       is_likely(f, out);
}

/* "08:01:00" and "08:01:53" */
static bool
is_finer(struct str iso, struct str than)
{
	enum { MINUTE = 16, SECOND = 19 };

	return iso.n == than.n && iso.n > SECOND &&
	       str_eq(str_slice(iso, 0, MINUTE), str_slice(than, 0, MINUTE)) &&
	       str_eq(str_slice(than, MINUTE, SECOND), STR(":00")) &&
	       str_eq(str_slice(iso, SECOND, iso.n),
		       str_slice(than, SECOND, than.n));
}

/* The first date counts; a later one of the same day gives its time to one
 * that has none, one of the same minute its seconds. */
static void
take(struct given_date *to, const struct given_date *d)
{
	if (!to->iso.p ||
		(!to->time && d->time && date_cmp(to->day, d->day) == 0) ||
		(to->time && d->time && is_finer(d->iso, to->iso)))
		*to = *d;
}

static void
take_text(const struct page_facts *f, struct str s, struct given_date *to)
{
	struct given_date d;

	if (read_date(f, s, &d))
		take(to, &d);
}

static void
take_named(const struct page_facts *f, const char *const *names,
	struct given_date *to)
{
	const char *one[] = { NULL, NULL };

	for (; *names; names++) {
		one[0] = *names;
		take_text(f, page_meta_first(f, one), to);
	}
}

/* --- marks --- */

static struct str
value_of(const struct html_mark *k)
{
	if (k->in->content.n > 0)
		return k->in->content;
	return k->in->datetime.n > 0 ? k->in->datetime : k->text;
}

/* A date of the comments, of another article, in the page's head. */
static bool
is_other(const struct page_facts *f, const struct html_element *e)
{
	return page_is_within(f, e, "date-class-not");
}

static void
take_marks(const struct page_facts *f, const char *prop, struct given_date *to)
{
	const struct html *h = f->h;
	size_t i;

	for (i = 0; i < h->nmark && i < MARKS_MOST && !(to->iso.p && to->time);
		i++)
		if (h->mark[i].in->itemprop.n &&
			str_find(h->mark[i].in->itemprop, str_c(prop), 0) !=
				SPAN_NONE &&
			!is_other(f, h->mark[i].in))
			take_text(f, value_of(&h->mark[i]), to);
}

/* <time>: the first at or behind the title; else the first there is. */
static void
take_times(const struct page_facts *f, size_t title, struct given_date *to)
{
	const struct html *h = f->h;
	size_t i, pass;

	for (pass = 0; pass < 2 && !(to->iso.p && to->time); pass++)
		for (i = 0; i < h->nmark && i < MARKS_MOST &&
			    !(to->iso.p && to->time);
			i++) {
			const struct html_mark *k = &h->mark[i];

			if (k->in->is != TAG_time || is_other(f, k->in))
				continue;
			if (k->block + BEHIND < title ||
				k->block > title + AHEAD)
				continue;
			if (pass == 0 && k->block < title)
				continue;
			take_text(f, value_of(k), to);
			take_text(f, k->text, to);
		}
}

/* --- what is shown --- */

static bool
may_have_date(struct str s)
{
	size_t i, digits = 0;

	if (s.n > SHOWN_MAX)
		return false;
	for (i = 0; i < s.n && digits < 4; i++)
		digits = s.p[i] >= '0' && s.p[i] <= '9' ? digits + 1 : 0;
	return digits == 4;
}

static void
take_moment(const struct page_facts *f, const struct moment *t,
	struct given_date *to)
{
	struct given_date d = { .day = t->day, .time = t->hour >= 0 };

	struct moment shown = *t;

	if (!t->day.year || !is_likely(f, &d))
		return;
	if (!f->vietnamese && t->offset == HOME_OFFSET) {
		shown.hour = -1;
		d.time = false;
	}
	d.iso = moment_iso(&shown, f->m);
	take(to, &d);
}

/* True where the line is one with a date. */
static bool
take_line(const struct page_facts *f, struct str s,
	struct given_date *published, struct given_date *modified)
{
	struct moment p, m;
	struct given_date d;

	if (!may_have_date(s))
		return false;
	if (dateline_read(
		    fold(f->m, normal_seen(f->m, s)), f->r, true, &p, &m)) {
		take_moment(f, &p, published);
		take_moment(f, &m, modified);
		return true;
	}
	if (!read_date(f, s, &d))
		return false;
	take(published, &d);
	return true;
}

/* Elements that a class names as the date, near the title. */
static void
take_classes(const struct page_facts *f, size_t title,
	struct given_date *published, struct given_date *modified)
{
	const struct html *h = f->h;
	size_t i, n = 0;

	for (i = 0; i < h->nelement && n < ELEMENTS_MOST; i++) {
		const struct html_element *e = h->element[i];

		if (e->first + BEHIND < title || e->first > title + AHEAD)
			continue;
		n++;
		if (!may_have_date(e->text) ||
			!page_class_is(f, e, "date-class") || is_other(f, e))
			continue;
		if (take_line(f, e->text, published, modified) &&
			published->iso.p && published->time)
			return;
	}
}

static void
take_blocks(const struct page_facts *f, size_t title,
	struct given_date *published, struct given_date *modified)
{
	const struct html *h = f->h;
	size_t i, texts = 0;

	for (i = title; i < h->nblock && i < title + AHEAD && texts < TEXTS;
		i++) {
		texts += h->block[i].text.n > SHOWN_MAX;
		if (!is_other(f, h->block[i].in) &&
			take_line(f, h->block[i].text, published, modified))
			return;
	}
	for (i = title; i > 0 && i + BEHIND > title; i--)
		if (!is_other(f, h->block[i - 1].in) &&
			take_line(f, h->block[i - 1].text, published, modified))
			return;
}

/* --- the address --- */

static bool
digits_at(struct str s, size_t at, size_t n, int *out)
{
	return at + n <= s.n && str_to_int(str_slice(s, at, at + n), out) &&
	       (at + n == s.n || s.p[at + n] < '0' || s.p[at + n] > '9');
}

/* "/2021/06/05/", "/2021-06-05" */
static void
take_url(const struct page_facts *f, struct str url, struct given_date *to)
{
	struct given_date d = { .time = false };
	size_t i, month;
	char sign;

	for (i = 0; i + 9 < url.n; i++) {
		if (url.p[i] != '/' || !digits_at(url, i + 1, 4, &d.day.year))
			continue;
		sign = url.p[i + 5];
		month = digits_at(url, i + 6, 2, &d.day.month) ? 2 : 1;
		if ((sign != '/' && sign != '-') ||
			!digits_at(url, i + 6, month, &d.day.month) ||
			i + 6 + month >= url.n || url.p[i + 6 + month] != sign)
			continue;
		if (!digits_at(url, i + 7 + month, 2, &d.day.day) &&
			!digits_at(url, i + 7 + month, 1, &d.day.day))
			continue;
		if (!date_valid(d.day) || d.day.year < 1990 ||
			!is_likely(f, &d))
			continue;
		d.iso = moment_iso(
			&(struct moment){ .day = d.day, .hour = -1 }, f->m);
		take(to, &d);
		return;
	}
}

void
page_dates(const struct page_facts *f, struct page_meta *out)
{
	struct given_date published = { .time = false };
	struct given_date modified = { .time = false };
	size_t title = page_title_block(f, out->title);
	bool shown; /* modified is what a line shows */

	take_text(f, f->ld.published, &published);
	take_text(f, f->ld.modified, &modified);
	take_named(f, published_names, &published);
	take_named(f, modified_names, &modified);
	take_marks(f, "datepublished", &published);
	take_marks(f, "datemodified", &modified);
	out->shown = !published.iso.p;
	take_times(f, title, &published);
	shown = !modified.iso.p;
	if (!published.iso.p || !published.time)
		take_classes(f, title, &published, &modified);
	if (!published.iso.p || !published.time)
		take_blocks(f, title, &published, &modified);
	out->shown = out->shown && published.iso.p;
	take_url(f, out->url, &published);
	take_url(f, f->raw->url, &published);
	/* "Cập nhật lúc 08:47 ngày 07/03/2026", and no other date */
	if (!published.iso.p && shown) {
		published = modified;
		modified = (struct given_date){ .time = false };
	}
	out->published = published.iso;
	out->modified = modified.iso;
}
