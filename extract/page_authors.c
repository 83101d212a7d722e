/* Who wrote it: what JSON-LD and the head say, links and marks, elements that
 * a class names. What is no person (agencies, newsrooms, the site) is left
 * out. */
#include <string.h>

#include "base/buf.h"
#include "base/letter.h"
#include "base/references.h"
#include "base/utf8.h"
#include "fold.h"
#include "html.h"
#include "meta.h"
#include "page_key.h"
#include "page_meta.h"
#include "rules.h"

enum {
	AUTHORS_MOST = 16,
	TEXT_MAX = 300, /* bytes of what may hold names */
	BYLINE_MAX = 160,
	NAME_MAX_BYTES = 80,
	NAME_WORDS = 6,
	TEXTS_MOST = 500, /* that are looked at for names */
	ELEMENTS_MOST = 40000,
	MARKS_MOST = 4000,
	BEFORE = 12, /* blocks before the title, and behind it */
	BEHIND = 400
};

static const char *const names[] = { "dc:creator", "author", "article:author",
	"article:author_name", "og:author", "dc.creator", "dcterm:creator",
	"dcterms.creator", "creator", "parsely-author", "sailthru.author",
	"byl", "cxenseparse:author", "vr:author", "dable:author",
	"citation_author", "bepress_citation_author", NULL };

struct authors {
	const struct page_facts *f;
	size_t texts; /* looked at */
	struct node *list;
	size_t n;
};

/* --- words --- */

static size_t
longest(const struct authors *a, const char *lexicon, struct str s)
{
	const struct lexicon *l = rules_lexicon(a->f->r, lexicon);

	return l ? lexicon_longest(l, s, NULL) : 0;
}

static bool
is_in(const struct authors *a, const char *lexicon, struct str word)
{
	const struct lexicon *l = rules_lexicon(a->f->r, lexicon);

	return l && word.n > 0 && lexicon_find(l, word);
}

/* Has s, in small letters, one of the lexicon's words? */
static bool
has_word(const struct authors *a, const char *lexicon, struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((i == 0 || s.p[i - 1] == ' ' || s.p[i - 1] == '.') &&
			longest(a, lexicon, str_slice(s, i, s.n)))
			return true;
	return false;
}

/* --- one name --- */

static bool
is_no_person(const struct authors *a, struct str name, struct str small)
{
	static const char *const of[] = { "newsroom", "organisation", "paper",
		"province", "country" };
	size_t i;

	for (i = 0; i < sizeof of / sizeof *of; i++)
		if (is_in(a, of[i], name) || is_in(a, of[i], small))
			return true;
	return longest(a, "weekday", small) ||
	       has_word(a, "author-not", small) ||
	       page_is_site(a->f, page_key(name, a->f->m));
}

/* Letters, one of them a capital where the script has capitals. */
static bool
looks_like_name(struct str s)
{
	size_t at = 0, words = 1, letters = 0;
	bool capital = false;
	uint32_t c;

	if (s.n > NAME_MAX_BYTES)
		return false;
	while (at < s.n) {
		c = utf8_get(s, &at);
		words += c == ' ';
		/* "VCCorp.vn" */
		if (c == '.' && at < s.n && s.p[at] >= 'a' && s.p[at] <= 'z')
			return false;
		if (c < 0x80 &&
			strchr("0123456789@_#{}[]<>=\\?!:/*+\"", (int)c))
			return false;
		letters += letter_or_digit(c) || c >= 0x250;
		capital |= letter_is_upper(c) || c >= 0x250;
	}
	return capital && letters >= 2 && words <= NAME_WORDS;
}

/* Blanks and signs at both ends go. */
static struct str
bare(struct str s)
{
	static const struct str sign[] = { { "–", 3 }, { "—", 3 }, { "•", 3 },
		{ "·", 2 }, { "\xC2\xA0", 2 }, { "“", 3 }, { "”", 3 } };
	size_t before, i;

	do {
		before = s.n;
		while (s.n && strchr(" \t\n\r,;:|-/*\"", s.p[0]))
			s = str_slice(s, 1, s.n);
		while (s.n && strchr(" \t\n\r,;:|-/*\"", s.p[s.n - 1]))
			s.n--;
		for (i = 0; i < sizeof sign / sizeof *sign; i++) {
			if (str_starts(s, sign[i]))
				s = str_slice(s, sign[i].n, s.n);
			if (str_ends(s, sign[i]))
				s.n -= sign[i].n;
		}
	} while (s.n < before);
	return s;
}

/* "By ", "Tác giả:", "Bài và ảnh: " before names. */
static struct str
without_label(const struct authors *a, struct str s)
{
	struct str small;
	size_t n, i;

	for (i = 0; i < 3; i++) {
		s = bare(s);
		small = fold(a->f->m, s);
		n = longest(a, "author-before", small);
		/* a letter's two cases may differ in length */
		if (n == 0 || small.n != s.n)
			break;
		s = str_slice(s, n, s.n);
	}
	return bare(s);
}

static void
add_name(struct authors *a, struct str name)
{
	struct mem *m = a->f->m;
	const struct node *n;
	struct str small;

	name = fold_space(m, without_label(a, name));
	/* "Ts. A" ends in no full stop, "Nguyễn Văn A." does */
	if (name.n > 3 && name.p[name.n - 1] == '.' &&
		name.p[name.n - 3] != ' ' && name.p[name.n - 3] != '.')
		name.n--;
	small = fold(m, name);
	if (!looks_like_name(name) || is_no_person(a, name, small) ||
		a->n == AUTHORS_MOST)
		return;
	for (n = a->list->first; n; n = n->next)
		if (str_eq(page_key(n->text, m), page_key(name, m)))
			return;
	node_add(a->list, STR(""), node_new(m, NODE_TEXT))->text = name;
	a->n++;
}

/* --- names in a text --- */

/* Where the next name ends in s from `from` on, and where what follows it
 * begins: ',', ';', '&', '/', '|', " - ", " và ". */
static size_t
name_end(const struct authors *a, struct str s, size_t from, size_t *next)
{
	static const struct str sign[] = { { ",", 1 }, { ";", 1 }, { "&", 1 },
		{ "|", 1 }, { "/", 1 }, { "\n", 1 }, { " - ", 3 }, { " – ", 5 },
		{ " — ", 5 }, { "•", 3 }, { "·", 2 } };
	size_t i, k, n;

	for (i = from; i < s.n; i++) {
		struct str rest = str_slice(s, i, s.n);

		for (k = 0; k < sizeof sign / sizeof *sign; k++)
			if (str_starts(rest, sign[k])) {
				*next = i + sign[k].n;
				return i;
			}
		if (rest.p[0] != ' ')
			continue;
		n = longest(a, "author-join", str_slice(rest, 1, rest.n));
		if (n > 0 && n + 1 < rest.n && rest.p[n + 1] == ' ') {
			*next = i + 1 + n;
			return i;
		}
	}
	*next = s.n;
	return s.n;
}

/* Brackets, and all from a word on behind which no name comes: "Hà Thu (Theo
 * Reuters)", "Hà Thu Theo AFP". True where nothing is left before it. */
static struct str
without_rest(const struct authors *a, struct str s)
{
	struct buf out = { .mem = a->f->m };
	unsigned open = 0;
	struct str small;
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '(' || s.p[i] == '[' || s.p[i] == '<')
			open++;
		if (!open)
			buf_put_c(&out, s.p[i]);
		if (open && (s.p[i] == ')' || s.p[i] == ']' || s.p[i] == '>'))
			open--;
	}
	s = buf_str(&out);
	small = fold(a->f->m, s);
	if (small.n != s.n)
		return s;
	for (i = 0; i < s.n; i++)
		if ((i == 0 || small.p[i - 1] == ' ') &&
			longest(a, "author-end", str_slice(small, i, s.n)))
			return str_slice(s, 0, i);
	return s;
}

/* Lines are parts of their own: "Hà Thu\nPhóng viên"; with `one`, no more than
 * one of them has names. */
static void
take_lines(struct authors *a, struct str text, bool one)
{
	size_t before = a->n;
	struct str s = references_read(str_trim(text), a->f->m), line;
	size_t at = 0, from, end, next;

	if (s.n == 0 || s.n > TEXT_MAX || str_starts(s, STR("http")) ||
		a->texts++ >= TEXTS_MOST)
		return;
	for (; at < s.n && !(one && a->n > before); at = end + 1) {
		end = str_find(s, STR("\n"), at);
		if (end == SPAN_NONE)
			end = s.n;
		line = fold_space(a->f->m, str_slice(s, at, end));
		line = without_rest(a, without_label(a, line));
		for (from = 0; from < line.n; from = next) {
			size_t stop = name_end(a, line, from, &next);

			/* "DER SPIEGEL, Hamburg, Germany" */
			if (from == 0 && next < line.n &&
				page_is_site(
					a->f, page_key(str_slice(line, 0, stop),
						      a->f->m)))
				break;
			add_name(a, str_slice(line, from, stop));
		}
	}
}

static void
take_names(struct authors *a, struct str text)
{
	take_lines(a, text, false);
}

/* --- where they stand --- */

static void
take_ld(struct authors *a)
{
	const struct node *n;

	for (n = a->f->ld.authors->first; n; n = n->next)
		take_names(a, n->text);
}

/* Each of a <meta> that stands several times ("citation_author"). */
static void
take_head(struct authors *a)
{
	const struct html *h = a->f->h;
	const char *const *name;
	size_t i;

	for (name = names; *name && !a->n; name++)
		for (i = 0; i < h->nmeta; i++)
			if (str_eq(h->meta[i].name, str_c(*name)) ||
				(str_find(h->meta[i].name, STR(" "), 0) !=
						SPAN_NONE &&
					str_find(h->meta[i].name, str_c(*name),
						0) != SPAN_NONE))
				take_names(a, h->meta[i].content);
}

/* In comments, beside another article; the picture or post of an author. */
static bool
is_other(const struct authors *a, const struct html_element *e)
{
	return page_class_is(a->f, e, "author-class-not") ||
	       page_is_within(a->f, e, "author-class-never");
}

/* itemprop="author": the name within it, where it is marked. */
static void
take_marks(struct authors *a)
{
	const struct html *h = a->f->h;
	const struct html_element *in = NULL;
	struct str prop, text;
	size_t i;

	for (i = 0; i < h->nmark && i < MARKS_MOST; i++) {
		const struct html_element *e = h->mark[i].in;

		prop = e->itemprop;
		text = e->content.n ? e->content : h->mark[i].text;
		if (in && html_within(e, in) && str_eq(prop, STR("name"))) {
			take_names(a, text);
			continue;
		}
		in = NULL;
		if (!prop.p ||
			(!str_starts(prop, STR("author")) &&
				!str_starts(prop, STR("creator"))) ||
			is_other(a, e) || text.n > BYLINE_MAX)
			continue;
		in = e;
		if (i + 1 == h->nmark || !html_within(h->mark[i + 1].in, e) ||
			!str_eq(h->mark[i + 1].in->itemprop, STR("name")))
			take_names(a, text);
	}
}

static void
take_links(struct authors *a, size_t title)
{
	const struct html *h = a->f->h;
	size_t i;

	for (i = 0; i < h->nlink && i < MARKS_MOST; i++) {
		const struct html_element *e = h->link[i].in;

		if (!e || e->is != TAG_a ||
			!str_starts(h->link[i].rel, STR("author")) ||
			h->link[i].text.n > BYLINE_MAX ||
			e->first + BEFORE < title || is_other(a, e))
			continue;
		take_names(a, h->link[i].text);
	}
}

/* The first such element that has a name, and those that stand beside it. */
static void
take_classes(struct authors *a, size_t title)
{
	const struct html *h = a->f->h;
	const struct html_element *first = NULL;
	size_t i, n = 0;

	for (i = 0; i < h->nelement && n < ELEMENTS_MOST; i++) {
		const struct html_element *e = h->element[i];

		if (e->first + BEFORE < title || e->first > title + BEHIND)
			continue;
		n++;
		if (e->text.n == 0 || e->text.n > BYLINE_MAX || e->hidden ||
			(first && e->parent != first->parent) ||
			!page_class_is(a->f, e, "author-class") ||
			is_other(a, e))
			continue;
		take_lines(a, e->text, true);
		if (a->n && !first)
			first = e;
	}
}

/* "Lê An - Thứ bảy, 07/03/2026 08:47": a name in a part of a line with the
 * date. Sections look like names ("Pháp Luật"), so it must begin as a family's
 * name does, or be told by a label. */
static void
take_part(struct authors *a, struct str part)
{
	struct meta meta = { .nauthor = 0 };
	size_t i;

	for (i = 0; i < part.n; i++)
		if (part.p[i] >= '0' && part.p[i] <= '9')
			return;
	meta_authors(part, a->f->r, a->f->m, &meta);
	for (i = 0; i < meta.nauthor; i++)
		if (str_find(part, STR(":"), 0) != SPAN_NONE ||
			longest(a, "family", meta.author[i]))
			add_name(a, meta.author[i]);
}

static bool
has_year(struct str s)
{
	size_t i, digits = 0;

	for (i = 0; i < s.n && digits < 4; i++)
		digits = s.p[i] >= '0' && s.p[i] <= '9' ? digits + 1 : 0;
	return digits == 4;
}

static void
take_datelines(struct authors *a, size_t title)
{
	const struct html *h = a->f->h;
	size_t i, at, end, next;

	for (i = title; i < h->nblock && i < title + BEFORE && !a->n; i++) {
		struct str s = h->block[i].text;

		if (s.n > BYLINE_MAX || !has_year(s) ||
			is_other(a, h->block[i].in))
			continue;
		for (at = 0; at < s.n; at = next) {
			end = name_end(a, s, at, &next);
			take_part(a, str_trim(str_slice(s, at, end)));
		}
	}
}

void
page_authors(const struct page_facts *f, struct page_meta *out)
{
	struct authors *a = MEM_NEW(f->m, struct authors);
	size_t title = page_title_block(f, out->title);

	a->f = f;
	a->list = out->authors;
	take_ld(a);
	if (!a->n)
		take_head(a);
	if (!a->n)
		take_marks(a);
	if (!a->n)
		take_links(a, title);
	if (!a->n)
		take_classes(a, title);
	if (!a->n)
		take_datelines(a, title);
}
