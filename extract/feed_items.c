/* Which element of a feed is what. An item's children are its fields; markup
 * within a field (Atom's XHTML) is written out again as HTML. */
#include <stdlib.h>
#include <string.h>

#include "base/xml.h"
#include "feed_items.h"

enum { SHORT = 16 * 1024 /* bytes of a title, an address, a date */ };

enum how {
	LINE,	/* a line of text */
	MARKUP, /* HTML, escaped or within CDATA */
	TEXT	/* Atom: text unless its type says "html" */
};

/* Children of an item. */
static const struct field {
	const char *name;
	size_t at; /* of its struct buf in an item */
	enum how how;
} field[] = {
	{ "title", offsetof(struct feed_item, title), LINE },
	{ "link", offsetof(struct feed_item, link), LINE },
	{ "guid", offsetof(struct feed_item, key), LINE },
	{ "id", offsetof(struct feed_item, key), LINE },
	{ "pubDate", offsetof(struct feed_item, published), LINE },
	{ "published", offsetof(struct feed_item, published), LINE },
	{ "issued", offsetof(struct feed_item, published), LINE },
	{ "date", offsetof(struct feed_item, published), LINE },
	{ "updated", offsetof(struct feed_item, modified), LINE },
	{ "modified", offsetof(struct feed_item, modified), LINE },
	{ "creator", offsetof(struct feed_item, authors), LINE },
	{ "author", offsetof(struct feed_item, authors), LINE },
	{ "encoded", offsetof(struct feed_item, content), MARKUP },
	{ "content", offsetof(struct feed_item, content), TEXT },
	{ "description", offsetof(struct feed_item, summary), MARKUP },
	{ "summary", offsetof(struct feed_item, summary), TEXT },
};

/* Pictures and podcasts have titles and descriptions of their own. */
static bool
is_ours(struct str space)
{
	static const char *const part[] = { "purl.org/", "Atom", "netscape" };
	static const char *const prefix[] = { "dc", "content", "atom", "a10" };
	size_t i;

	if (space.n == 0)
		return true;
	for (i = 0; i < sizeof part / sizeof *part; i++)
		if (str_find(space, str_c(part[i]), 0) != SPAN_NONE)
			return true;
	for (i = 0; i < sizeof prefix / sizeof *prefix; i++)
		if (str_eq(space, str_c(prefix[i])))
			return true;
	return false;
}

/* --- what is put --- */

static void
put(struct feed *f, struct buf *to, struct str s, size_t most)
{
	if (to->n + s.n > most) {
		if (most > SHORT && f->item)
			f->item->too_long = true;
		return;
	}
	buf_put(to, s);
	f->bad |= to->bad;
}

static size_t
room(const struct feed *f)
{
	const struct feed_item *i = f->item;

	return i && (f->field == &i->content || f->field == &i->summary)
		       ? f->most
		       : SHORT;
}

static void
put_field(struct feed *f, struct str s)
{
	put(f, f->field, s, room(f));
}

static void
put_escaped(struct feed *f, struct str s, bool lines)
{
	size_t i, at = 0;

	for (i = 0; i < s.n; i++) {
		struct str as = s.p[i] == '<'		  ? STR("&lt;")
				: s.p[i] == '&'		  ? STR("&amp;")
				: s.p[i] == '"'		  ? STR("&quot;")
				: lines && s.p[i] == '\n' ? STR("<br>")
							  : STR("");
		if (as.n == 0)
			continue;
		put_field(f, str_slice(s, at, i));
		put_field(f, as);
		at = i + 1;
	}
	put_field(f, str_slice(s, at, s.n));
}

static void
end_tag(struct feed *f)
{
	if (f->tag_open)
		put_field(f, STR(">"));
	f->tag_open = false;
}

static bool
takes_markup(const struct feed *f)
{
	return f->field && room(f) > SHORT;
}

/* --- elements --- */

static void
open_root(struct feed *f, struct str name)
{
	put(f, &f->root, name, 64);
	f->known = str_eq(name, STR("rss")) || str_eq(name, STR("RDF")) ||
		   str_eq(name, STR("feed"));
}

static void
open_item(struct feed *f)
{
	f->item = calloc(1, sizeof *f->item);
	f->bad |= !f->item;
	f->item_depth = f->depth;
}

static void
begin_field(struct feed *f, struct buf *to)
{
	f->field = to;
	f->field_depth = f->depth;
	f->raw = true;
	f->tag_open = false;
}

static void
open_field(struct feed *f, struct str name)
{
	struct feed_item *it = f->item;
	size_t i;

	f->atom_link = false;
	for (i = 0; i < sizeof field / sizeof *field; i++) {
		struct buf *to;

		if (!str_eq(name, str_c(field[i].name)))
			continue;
		to = (struct buf *)(void *)((char *)it + field[i].at);
		if (to == &it->authors)
			put(f, to, STR("\n"), SHORT);
		else if (to == &it->link) {
			f->atom_link = f->alternate = true;
			f->link_was = to->n;
		} else if (to->n > 0 && field[i].how != TEXT)
			return; /* the first counts */
		begin_field(f, to);
		f->raw = field[i].how == MARKUP;
		f->person = str_eq(name, STR("author"));
		return;
	}
}

/* The feed's own title, address and language; those of its picture lie deeper.
 */
static void
open_head(struct feed *f, struct str name)
{
	if (f->depth > 3)
		return;
	if (str_eq(name, STR("title")) && f->title.n == 0)
		begin_field(f, &f->title);
	else if (str_eq(name, STR("link")) && f->link.n == 0)
		begin_field(f, &f->link);
	else if (str_eq(name, STR("language")) && f->language.n == 0)
		begin_field(f, &f->language);
}

/* Within Atom's <author> the name alone counts. */
static void
open_within(struct feed *f, struct str name)
{
	if (takes_markup(f)) {
		end_tag(f);
		put_field(f, STR("<"));
		put_field(f, name);
		f->tag_open = true;
	} else if (f->person && f->field) {
		f->field = str_eq(name, STR("name")) ? f->field : NULL;
	}
}

static void
open(void *arg, struct str name, struct str space)
{
	struct feed *f = arg;

	f->depth++;
	if (f->depth == 1)
		open_root(f, name);
	if (!f->known || f->bad)
		return;
	if (f->field && f->depth > f->field_depth) {
		open_within(f, name);
		return;
	}
	if (!f->item &&
		(str_eq(name, STR("item")) || str_eq(name, STR("entry"))))
		open_item(f);
	else if (f->item && f->depth == f->item_depth + 1 && is_ours(space))
		open_field(f, name);
	else if (f->item && f->person && f->depth == f->item_depth + 2 &&
		 str_eq(name, STR("name")))
		begin_field(f, &f->item->authors);
	else if (!f->item && is_ours(space))
		open_head(f, name);
}

static void
attribute(void *arg, struct str name, struct str value)
{
	struct feed *f = arg;

	if (!f->field || f->bad)
		return;
	if (f->depth > f->field_depth) {
		if (!f->tag_open)
			return;
		put_field(f, STR(" "));
		put_field(f, name);
		put_field(f, STR("=\""));
		put_escaped(f, value, false);
		put_field(f, STR("\""));
	} else if (f->atom_link && str_eq(name, STR("href"))) {
		put_field(f, value);
	} else if (f->atom_link && str_eq(name, STR("rel"))) {
		f->alternate = str_eq(value, STR("alternate"));
	} else if (str_eq(name, STR("type")) &&
		   str_find(value, STR("html"), 0) != SPAN_NONE &&
		   str_find(value, STR("xhtml"), 0) == SPAN_NONE) {
		f->raw = true;
	}
}

static void
text(void *arg, struct str s)
{
	struct feed *f = arg;

	if (!f->field || f->bad)
		return;
	end_tag(f);
	if (!takes_markup(f))
		put_field(f, s);
	else if (f->depth > f->field_depth)
		put_escaped(f, s, false);
	else if (f->raw)
		put_field(f, s);
	else
		put_escaped(f, s, true);
}

static void
close_item(struct feed *f)
{
	struct feed_item *i = f->item;

	if (f->last)
		f->last->next = i;
	else
		f->first = i;
	f->last = i;
	f->item = NULL;
	f->field = NULL;
}

static void
close_field(struct feed *f)
{
	struct feed_item *i = f->item;

	/* "self", "edit", "enclosure" are not the item's page */
	if (f->atom_link && i && f->field == &i->link &&
		(!f->alternate || f->link_was > 0))
		i->link.n = f->link_was;
	f->atom_link = false;
	f->field = NULL;
}

static void
close(void *arg, struct str name, struct str space)
{
	struct feed *f = arg;

	(void)space;
	if (f->field && f->depth > f->field_depth && takes_markup(f)) {
		end_tag(f);
		put_field(f, STR("</"));
		put_field(f, name);
		put_field(f, STR(">"));
	} else if (f->field && f->depth == f->field_depth) {
		close_field(f);
	}
	if (f->item && f->depth == f->item_depth + 1)
		f->person = false;
	if (f->item && f->depth == f->item_depth)
		close_item(f);
	f->depth--;
}

const struct xml_events feed_events = {
	.open = open,
	.attribute = attribute,
	.text = text,
	.close = close,
};

/* --- items --- */

struct feed_item *
feed_take(struct feed *f)
{
	struct feed_item *i = f->first;

	if (!i)
		return NULL;
	f->first = i->next;
	if (!f->first)
		f->last = NULL;
	return i;
}

void
feed_item_free(struct feed_item *i)
{
	struct buf *all[8];
	size_t k;

	if (!i)
		return;
	all[0] = &i->title;
	all[1] = &i->link;
	all[2] = &i->key;
	all[3] = &i->published;
	all[4] = &i->modified;
	all[5] = &i->content;
	all[6] = &i->summary;
	all[7] = &i->authors;
	for (k = 0; k < sizeof all / sizeof *all; k++)
		buf_free(all[k]);
	free(i);
}

void
feed_clear(struct feed *f)
{
	struct feed_item *i;

	while ((i = feed_take(f)))
		feed_item_free(i);
	feed_item_free(f->item);
	buf_free(&f->title);
	buf_free(&f->language);
	buf_free(&f->link);
	buf_free(&f->root);
}
