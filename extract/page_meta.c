/* The page's address, site and language; its title, dates and authors are in
 * files of their own. */
#include <string.h>

#include "base/buf.h"
#include "base/references.h"
#include "base/xml.h"
#include "fold.h"
#include "html.h"
#include "page_key.h"
#include "page_meta.h"

enum {
	NAME_MAX_BYTES = 120,
	LANGUAGE_MAX = 35,
	LOOKED_AT = 20000,
	LETTERS = 10
};

static const struct str none = { NULL, 0 };

struct str
page_meta_first(const struct page_facts *f, const char *const *names)
{
	struct str s = none;

	for (; *names && s.n == 0; names++)
		s = str_trim(
			references_read(page_meta_content(f->h, *names), f->m));
	return s.n ? s : none;
}

/* --- address --- */

static struct str
link_of(const struct html *h, const char *rel)
{
	size_t i;

	for (i = 0; i < h->nlink; i++)
		if (str_eq(h->link[i].rel, str_c(rel)) &&
			(!h->link[i].in || h->link[i].in->is != TAG_a) &&
			h->link[i].href.n > 0)
			return h->link[i].href;
	return none;
}

/* "https://vnexpress.net/a.html" -> "vnexpress.net"; empty where there is
 * none. */
static struct str
host_of(struct str url)
{
	size_t start = str_find(url, STR("://"), 0), end;

	if (start == SPAN_NONE)
		return none;
	start += 3;
	for (end = start; end < url.n; end++) {
		if (strchr("/?#:", url.p[end]))
			break;
		if (url.p[end] == '@')
			start = end + 1;
	}
	if (str_starts(str_slice(url, start, end), STR("www.")))
		start += 4;
	return str_slice(url, start, end);
}

/* Nothing behind the host: no article has this address. */
static bool
is_home(struct str url)
{
	struct str host = host_of(url);
	size_t behind = (size_t)(host.p - url.p) + host.n;

	while (behind < url.n && url.p[behind] != '/')
		behind++;
	return host.n > 0 && behind + 1 >= url.n;
}

static bool
is_web(struct str url)
{
	return str_starts(url, STR("http://")) ||
	       str_starts(url, STR("https://"));
}

/* The address that given stands for on this page; empty where it is none. */
static struct str
whole_url(const struct page_facts *f, struct str given)
{
	struct str base = f->raw->url, s;

	given = str_trim(given);
	if (f->h->base.n > 0)
		base = base.n > 0 ? xml_url(f->h->base, base, f->m)
				  : f->h->base;
	if (given.n > 0 && (is_web(given) || is_web(base))) {
		s = xml_url(given, base, f->m);
		if (is_web(s) && host_of(s).n > 0)
			return s;
	}
	return none;
}

static struct str
find_url(const struct page_facts *f)
{
	const struct str given[] = { link_of(f->h, "canonical"),
		page_meta_content(f->h, "og:url"), f->ld.url,
		page_meta_content(f->h, "twitter:url"),
		link_of(f->h, "amphtml") };
	struct str url, home = none;
	size_t i;

	for (i = 0; i < sizeof given / sizeof *given; i++) {
		url = whole_url(f, given[i]);
		if (url.n > 0 && !is_home(url))
			return url;
		if (url.n > 0 && home.n == 0)
			home = url;
	}
	if (f->raw->url.n > 0)
		return f->raw->url;
	return home;
}

/* --- site --- */

static void
add_site(struct page_facts *f, struct str name)
{
	struct str key = page_key(name, f->m);

	if (key.n > 1 && f->nsite < SITE_NAMES)
		f->site[f->nsite++] = key;
}

/* "kinhdoanh.vnexpress.net" -> "vnexpress", "moha.gov.vn" -> "moha": the
 * longest part before the last one. */
static struct str
host_word(struct str host)
{
	struct str best = none;
	size_t at = 0, dot;

	while ((dot = str_find(host, STR("."), at)) != SPAN_NONE) {
		if (dot - at >= best.n)
			best = str_slice(host, at, dot);
		at = dot + 1;
	}
	return best.n > 2 ? best : none;
}

static void
take_site(struct page_facts *f, struct page_meta *out)
{
	static const char *const names[] = { "og:site_name", "og:sitename",
		NULL };
	static const char *const application[] = { "application-name",
		"apple-mobile-web-app-title", "al:android:app_name",
		"dc.publisher", "publisher", NULL };
	struct str given[3];
	size_t i;

	given[0] = page_meta_first(f, names);
	given[1] = str_trim(f->ld.publisher);
	given[2] = page_meta_first(f, application);
	for (i = 0; i < 3; i++) {
		if (given[i].n == 0 || given[i].n > NAME_MAX_BYTES ||
			is_web(given[i]))
			continue;
		add_site(f, given[i]);
		if (!out->site.p)
			out->site = given[i];
	}
	add_site(f, f->host);
	add_site(f, host_word(f->host));
	if (!out->site.p && f->host.n > 0)
		out->site = f->host;
}

static struct str
without_blanks(struct str key, struct mem *m)
{
	struct buf out = { .mem = m };
	size_t i;

	buf_reserve(&out, key.n + 1);
	for (i = 0; i < key.n; i++)
		if (key.p[i] != ' ')
			buf_put_c(&out, key.p[i]);
	return buf_str(&out);
}

bool
page_is_site(const struct page_facts *f, struct str key)
{
	struct str bare = without_blanks(key, f->m), site;
	size_t i;

	if (bare.n < 2)
		return false;
	for (i = 0; i < f->nsite; i++) {
		site = without_blanks(f->site[i], f->m);
		if (str_eq(site, bare))
			return true;
		/* "Báo VnExpress Kinh doanh", "TechNews" of "TechNews.vn" */
		if (site.n >= 4 &&
			fold_words(key) <= fold_words(f->site[i]) + 3 &&
			str_find(bare, site, 0) != SPAN_NONE)
			return true;
		if (bare.n >= 4 && str_find(site, bare, 0) != SPAN_NONE)
			return true;
	}
	return false;
}

/* --- language --- */

/* "vi_VN" -> "vi"; empty where it is no language tag (RFC 5646). */
static struct str
language_of(struct str tag, struct mem *m)
{
	struct buf out = { .mem = m };
	size_t i;

	tag = str_trim(tag);
	if (tag.n > LANGUAGE_MAX)
		return none;
	for (i = 0; i < tag.n && !strchr("-_,; ", tag.p[i]); i++) {
		char c = tag.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c < 'a' || c > 'z')
			return none;
		buf_put_c(&out, c);
	}
	return out.n == 2 || out.n == 3 ? buf_str(&out) : none;
}

static struct str
find_language(const struct page_facts *f)
{
	const struct str given[] = { f->h->language,
		page_meta_content(f->h, "og:locale"),
		page_meta_content(f->h, "content-language"), f->ld.language,
		page_meta_content(f->h, "dc.language"),
		page_meta_content(f->h, "language") };
	struct str language;
	size_t i;

	for (i = 0; i < sizeof given / sizeof *given; i++) {
		language = language_of(given[i], f->m);
		if (language.n > 0)
			return language;
	}
	return none;
}

/* Has its text letters that Vietnamese alone has (U+1EA0 .. U+1EF9)? */
static bool
has_vietnamese(const struct html *h)
{
	size_t i, k, n = 0, left = LOOKED_AT;

	for (i = 0; i < h->nblock && left > 0; i++) {
		struct str s = h->block[i].text;

		for (k = 0; k + 2 < s.n && left > 0; k++, left--)
			n += s.p[k] == '\xE1' &&
			     ((s.p[k + 1] == '\xBA' && s.p[k + 2] >= '\xA0') ||
				     s.p[k + 1] == '\xBB');
	}
	return n >= LETTERS;
}

/* --- all of it --- */

void
page_meta(const struct html *h, const struct rules *r, const struct raw *raw,
	struct mem *m, struct page_meta *out)
{
	struct page_facts f = { .h = h, .r = r, .raw = raw, .m = m };

	*out = (struct page_meta){ .authors = node_new(m, NODE_LIST) };
	json_ld_read(h, m, &f.ld);
	out->url = find_url(&f);
	f.host = host_of(out->url);
	take_site(&f, out);
	out->language = find_language(&f);
	f.vietnamese = str_eq(out->language, STR("vi")) ||
		       str_ends(f.host, STR(".vn")) ||
		       (out->language.n == 0 && has_vietnamese(h));
	page_title(&f, out);
	page_dates(&f, out);
	page_authors(&f, out);
}
