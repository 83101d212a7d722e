/* Names that public data sets have for the parts of an article (schema.org,
 * news-please, NewsAPI, CC-News, RSS, exports of MongoDB). */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "base/node.h"
#include "base/utf8.h"
#include "doc.h"
#include "fields.h"

enum { NAMES = 20, NAME_LONGEST = 32, DEPTH = 8 };

enum kind {
	PLAIN,	  /* a text */
	NUMBERED, /* or a number */
	LONG,	  /* a text, or paragraphs in a list */
	DATE,
	LISTED /* a list of names, or one text */
};

/* The names in order of preference: the first that a record has, and not
 * empty, is the one; its own name first. */
static const struct field {
	const char *name;
	enum kind kind;
	const char *also[NAMES];
} fields[] = {
	{ "text", LONG,
		{ "content", "body", "articleBody", "article_body", "maintext",
			"main_text", "full_text", "fulltext", "article_text",
			"body_text", "page_content", "contents", "raw_content",
			"html", "content_html", "raw_text", "article",
			"description", "summary" } },
	{ "id", NUMBERED,
		{ "_id", "article_id", "articleId", "uid", "uuid", "guid",
			"key" } },
	{ "title", PLAIN,
		{ "headline", "heading", "article_title", "title_article",
			"name" } },
	{ "published", DATE,
		{ "published_at", "publishedAt", "published_time",
			"published_date", "publish_date", "publish_time",
			"publishDate", "date_publish", "date_published",
			"datePublished", "publication_date", "pubDate",
			"pubdate", "pub_date", "date", "datetime", "timestamp",
			"created_at", "date_created" } },
	{ "modified", DATE,
		{ "modified_at", "modified_time", "date_modified",
			"date_modify", "dateModified", "updated", "updated_at",
			"updatedAt", "last_modified", "modified_date",
			"lastmod" } },
	{ "url", PLAIN,
		{ "link", "href", "source_url", "article_url", "canonical_url",
			"canonical", "permalink", "webUrl", "web_url",
			"uri" } },
	{ "site", PLAIN,
		{ "site_name", "siteName", "source_domain", "publisher",
			"source", "newspaper", "outlet", "domain",
			"hostname" } },
	{ "authors", LISTED,
		{ "author", "byline", "creator", "writer", "author_name" } },
	{ "language", PLAIN, { "lang", "inLanguage", "language_code" } },
};
enum { FIELDS = sizeof fields / sizeof *fields };

static const struct field *
find_field(struct str name)
{
	size_t i;

	for (i = 0; i < FIELDS; i++)
		if (str_eq(name, str_c(fields[i].name)))
			return &fields[i];
	return NULL;
}

static bool
same(struct str a, struct str b)
{
	return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

/* One of 64 by its first two letters, small or not: that a name is not there
 * is known by it, nearly always. */
static unsigned
sort_of(const char *name)
{
	return ((name[0] | 32u) + 5 * (name[1] | 32u)) % 64;
}

static uint64_t
sort_bit(struct str name)
{
	return name.n > 1 ? (uint64_t)1 << sort_of(name.p) : 0;
}

static bool
has_name(const struct field *f, struct str name)
{
	uint64_t sort = sort_bit(name);
	size_t i;

	if (sort >> sort_of(f->name) & 1 && same(name, str_c(f->name)))
		return true;
	for (i = 0; i < NAMES && f->also[i]; i++)
		if (sort >> sort_of(f->also[i]) & 1 &&
			same(name, str_c(f->also[i])))
			return true;
	return false;
}

bool
fields_is_text(struct str name)
{
	return has_name(&fields[0], name);
}

bool
fields_is_known(struct str name)
{
	size_t i;

	if (name.n > NAME_LONGEST) /* prose */
		return false;
	for (i = 0; i < FIELDS; i++)
		if (has_name(&fields[i], name))
			return true;
	return false;
}

/* --- --map --- */

static int
map_one(struct str part, struct fields_map *map, struct ex_err *e)
{
	size_t equals = str_find(part, STR("="), 0);
	const struct field *f;
	struct str name;

	if (equals == SPAN_NONE)
		return err_set(
			e, "'%.*s' is not like text=content", STR_ARG(part));
	name = str_trim(str_slice(part, equals + 1, part.n));
	part = str_trim(str_slice(part, 0, equals));
	f = find_field(part);
	if (!f)
		return err_set(
			e, "there is no field '%.*s' to map to", STR_ARG(part));
	if (name.n == 0)
		return err_set(e, "'%s=' names nothing", f->name);
	if (map->n == FIELDS_MAPPED)
		return err_set(
			e, "more than %d fields are mapped", FIELDS_MAPPED);
	map->entry[map->n].field = f->name;
	map->entry[map->n++].name = name;
	return 0;
}

int
fields_map_read(const char *text, struct fields_map *map, struct ex_err *e)
{
	struct str s = str_c(text);
	size_t at, end;

	for (at = 0; at <= s.n; at = end + 1) {
		end = str_find(s, STR(","), at);
		if (end == SPAN_NONE)
			end = s.n;
		if (map_one(str_trim(str_slice(s, at, end)), map, e))
			return -1;
	}
	return 0;
}

/* --- which member --- */

static const struct node *
member(const struct node *object, struct str name)
{
	const struct node *n;

	for (n = object->kind == NODE_OBJECT ? object->first : NULL; n;
		n = n->next)
		if (str_eq(n->name, name))
			return n;
	return NULL;
}

/* As spelled, else with other capitals: headers of tables have "Title". */
static const struct node *
named(const struct node *object, struct str name)
{
	const struct node *n = member(object, name);

	if (n || object->kind != NODE_OBJECT)
		return n;
	for (n = object->first; n && !same(n->name, name); n = n->next)
		;
	return n;
}

/* "article.body": a member of that name, or one within another. */
static const struct node *
follow(const struct node *given, struct str path, unsigned depth)
{
	const struct node *n = named(given, path);
	size_t dot = str_find(path, STR("."), 0);

	if (n || dot == SPAN_NONE || depth == DEPTH)
		return n;
	n = named(given, str_slice(path, 0, dot));
	return n ? follow(n, str_slice(path, dot + 1, path.n), depth + 1)
		 : NULL;
}

/* What an object says in one text: {"name":"VOV"}, {"$oid":"5f..."}. */
static const struct node *
bare(const struct node *n)
{
	static const char *const names[] = { "name", "@id", "$oid", "$date",
		"$numberLong", "#text", "_", "url", "text" };
	const struct node *inner;
	unsigned i, depth;

	for (depth = 0; n && n->kind == NODE_OBJECT && depth < 3; depth++) {
		for (inner = NULL, i = 0;
			!inner && i < sizeof names / sizeof *names; i++)
			inner = member(n, str_c(names[i]));
		if (!inner)
			break;
		n = inner;
	}
	return n;
}

static bool
is_empty(const struct node *n)
{
	switch (n->kind) {
	case NODE_NULL:
		return true;
	case NODE_TEXT:
		return str_trim(n->text).n == 0;
	case NODE_LIST:
	case NODE_OBJECT:
		return !n->first;
	case NODE_BOOL:
	case NODE_NUMBER:
		break;
	}
	return false;
}

static bool
are_texts(const struct node *list)
{
	const struct node *n;

	for (n = list->first; n; n = n->next)
		if (bare(n)->kind != NODE_TEXT)
			return false;
	return true;
}

static bool
fits(const struct field *f, const struct node *n)
{
	bool list = n->kind == NODE_LIST && are_texts(n);

	n = bare(n);
	switch (f->kind) {
	case PLAIN:
		return n->kind == NODE_TEXT;
	case NUMBERED:
	case DATE:
		return n->kind == NODE_TEXT || n->kind == NODE_NUMBER;
	case LONG:
	case LISTED:
		return n->kind == NODE_TEXT || list;
	}
	return false;
}

static int
does_not_fit(const struct field *f, const struct node *n, struct ex_err *e)
{
	const char *want = f->kind == LISTED ? "a list of texts"
			   : f->kind == NUMBERED || f->kind == DATE
				   ? "a text or a number"
				   : "a text";

	return err_set(e, "'%.*s' is %s, want %s", STR_ARG(n->name),
		n->kind == NODE_LIST ? "a list of other things"
				     : node_kind_name(n->kind),
		want);
}

/* The member that f is taken from, by one of its names: own tells that this
 * is no guess, so that one of another kind is a fault. 1: *to is it, 0: it is
 * not there, or empty. */
static int
try_name(const struct node *given, const struct field *f, struct str name,
	bool own, const struct node **to, struct ex_err *e)
{
	const struct node *n = follow(given, name, 0);

	if (!n || n->kind == NODE_NULL)
		return 0;
	if (!fits(f, n))
		return own && !(n->kind == NODE_LIST && !n->first)
			       ? does_not_fit(f, n, e)
			       : 0;
	*to = n;
	return !is_empty(n);
}

/* The sorts of names that an object has, a bit each. */
static uint64_t
sorts_of(const struct node *object)
{
	const struct node *n;
	uint64_t set = 0;

	for (n = object->first; n; n = n->next)
		set |= sort_bit(n->name);
	return set;
}

/* As try_name, for the names that --map gives. *mapped: there are such. */
static int
find_mapped(const struct node *given, const struct field *f,
	const struct fields_map *map, bool *mapped, const struct node **to,
	struct ex_err *e)
{
	size_t i;
	int rc = 0;

	*mapped = false;
	for (i = 0; map && rc == 0 && i < map->n; i++) {
		if (strcmp(map->entry[i].field, f->name) != 0)
			continue;
		*mapped = true;
		rc = try_name(given, f, map->entry[i].name, true, to, e);
	}
	return rc;
}

/* As try_name, for all names; *to is an empty one where there is no other.
 * sorts: those that there are. */
static int
find_member(const struct node *given, const struct field *f,
	const struct fields_map *map, uint64_t sorts, const struct node **to,
	struct ex_err *e)
{
	bool mapped;
	size_t i;
	int rc = find_mapped(given, f, map, &mapped, to, e);

	if (mapped)
		return rc;
	if (sorts >> sort_of(f->name) & 1)
		rc = try_name(given, f, str_c(f->name), true, to, e);
	for (i = 0; rc == 0 && i < NAMES && f->also[i]; i++)
		if (sorts >> sort_of(f->also[i]) & 1)
			rc = try_name(
				given, f, str_c(f->also[i]), false, to, e);
	return rc;
}

static const char *
wanted_name(const struct field *f, const struct fields_map *map)
{
	size_t i;

	for (i = 0; map && i < map->n; i++)
		if (!strcmp(map->entry[i].field, f->name))
			return map->entry[i].name.p;
	return f->name;
}

/* --- what it says --- */

/* Seconds since 1970, or thousandths or millionths of them, as a time of
 * Vietnam. Digits that are a date written together ("20210605193000") are
 * read as such. */
static struct str
date_of_digits(struct str digits, struct mem *m)
{
	const char *p = digits.p;
	double seconds = strtod(mem_str(m, digits).p, NULL);
	struct tm t;
	time_t moment;

	if (digits.n == 8 && (p[0] == '1' || p[0] == '2') && p[4] < '2')
		return mem_printf(m, "%.4s-%.2s-%.2s", p, p + 4, p + 6);
	if (digits.n == 14 && (p[0] == '1' || p[0] == '2') && p[4] < '2')
		return mem_printf(m, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s", p, p + 4,
			p + 6, p + 8, p + 10, p + 12);
	while (seconds > 1e11)
		seconds /= 1000;
	moment = (time_t)seconds + 7 * 3600;
	if (seconds < 1e8 || !gmtime_r(&moment, &t))
		return digits;
	return mem_printf(m, "%04d-%02d-%02dT%02d:%02d:%02d+07:00",
		t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min,
		t.tm_sec);
}

static bool
are_digits(struct str s)
{
	size_t i, dots = 0;

	for (i = 0; i < s.n; i++)
		if (s.p[i] == '.')
			dots++;
		else if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n >= 8 && dots <= 1;
}

/* A list as one text: its items are paragraphs. */
static struct str
joined(const struct node *list, struct mem *m)
{
	struct buf out = { .mem = m };
	const struct node *n;

	for (n = list->first; n; n = n->next) {
		if (out.n)
			buf_put(&out, STR("\n\n"));
		buf_put(&out, bare(n)->text);
	}
	return buf_str(&out);
}

static struct node *
names_of(const struct node *given, struct mem *m)
{
	struct node *list = node_new(m, NODE_LIST);
	const struct node *n;

	if (given->kind == NODE_TEXT)
		return (struct node *)given;
	for (n = given->kind == NODE_LIST ? given->first : NULL; n; n = n->next)
		node_add(list, STR(""), node_new(m, NODE_TEXT))->text =
			bare(n)->text;
	if (given->kind == NODE_OBJECT)
		node_add(list, STR(""), node_new(m, NODE_TEXT))->text =
			bare(given)->text;
	return list;
}

static void
put_field(const struct field *f, const struct node *given,
	struct node *fields_out, struct mem *m)
{
	const struct node *n = bare(given);
	struct str text = str_trim(n->text);
	struct node *list;

	switch (f->kind) {
	case PLAIN:
	case NUMBERED:
		break;
	case LONG:
		text = n->kind == NODE_LIST ? joined(n, m) : n->text;
		break;
	case DATE:
		if (are_digits(text))
			text = date_of_digits(text, m);
		break;
	case LISTED:
		list = node_put_list(m, fields_out, f->name);
		n = names_of(given, m);
		if (n->kind == NODE_TEXT) {
			list->kind = NODE_TEXT;
			list->text = n->text;
		} else {
			list->first = n->first;
			list->last = n->last;
		}
		return;
	}
	node_put_text(m, fields_out, f->name, text);
}

/* --- markup --- */

/* "<p>", "<div class=x>", "<!doctype", "</b>": a '<' and a letter, and a '>'
 * before the next '<'. */
static bool
is_tag(struct str s, size_t at)
{
	size_t i = at + 1;

	if (i < s.n && (s.p[i] == '/' || s.p[i] == '!'))
		i++;
	if (i >= s.n || !((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z'))
		return false;
	for (; i < s.n && s.p[i] != '<'; i++)
		if (s.p[i] == '>')
			return true;
	return false;
}

static bool
is_sure_tag(struct str s)
{
	static const char *const sure[] = { "</p>", "<br>", "<br/>", "<br />",
		"</div>", "</li>", "</h2>", "</P>", "<BR>" };
	size_t i;

	for (i = 0; i < sizeof sure / sizeof *sure; i++)
		if (str_starts(s, str_c(sure[i])))
			return true;
	return false;
}

/* It begins with a tag and has another, or it has a tag that only a page
 * has. "giá < 5 triệu" is no tag. */
static bool
is_markup(struct str s)
{
	size_t at = str_find(s, STR("<"), 0), n = 0;

	if (at == SPAN_NONE)
		return false;
	for (; at != SPAN_NONE; at = str_find(s, STR("<"), at + 1))
		if (is_sure_tag(str_slice(s, at, s.n)))
			return true;
	s = str_trim(s);
	if (s.n == 0 || s.p[0] != '<')
		return false;
	for (at = 0; at != SPAN_NONE && n < 2;
		at = str_find(s, STR("<"), at + 1))
		n += is_tag(s, at);
	return n == 2;
}

/* --- the whole --- */

int
fields_read(const struct node *given, const struct fields_map *map,
	const char *type, struct raw *raw, struct mem *m, struct ex_err *e)
{
	const struct node *n;
	uint64_t sorts;
	size_t i;
	int rc;

	if (given->kind != NODE_OBJECT)
		return err_set(e, "a record is %s, want an object",
			node_kind_name(given->kind));
	sorts = sorts_of(given);
	raw->fields = node_new(m, NODE_OBJECT);
	for (i = 0; i < FIELDS; i++) {
		n = NULL;
		rc = find_member(given, &fields[i], map, sorts, &n, e);
		if (rc < 0)
			return -1;
		if (rc > 0)
			put_field(&fields[i], n, raw->fields, m);
		else if (i == 0 && n)
			return err_set(e, "empty: no text in '%.*s'",
				STR_ARG(n->name));
		else if (i == 0)
			return err_set(e, "'%s' is missing",
				wanted_name(&fields[0], map));
	}
	raw->type = str_c(type);
	if (is_markup(node_text(raw->fields, "text"))) {
		raw->from = raw->type;
		raw->type = STR("html");
	}
	return 0;
}

/* What is not valid UTF-8 is no JSON, and is read as if it were. */
static int
read_json(struct raw *raw, struct mem *m, struct node **out, struct ex_err *e)
{
	struct buf mended = { .mem = m };

	raw->utf8 = json_read(raw->bytes, m, out, e) == 0;
	if (raw->utf8)
		return 0;
	if (utf8_check(raw->bytes) == raw->bytes.n)
		return -1;
	err_none(e);
	buf_put_mended(&mended, raw->bytes);
	return json_read(buf_str(&mended), m, out, e);
}

int
fields_json(struct str json, const struct fields_map *map, const char *type,
	struct raw *raw, struct mem *m, struct ex_err *e)
{
	struct node *given;

	raw->type = str_c(type);
	raw->bytes = mem_str(m, json);
	if (read_json(raw, m, &given, e) ||
		fields_read(given, map, type, raw, m, e))
		return -1;
	return 1;
}
