/* The article as a page tells it to search engines (articleBody of JSON-LD):
 * no paragraphs, but which text is the article's. */
#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "body_work.h"

enum { DEPTH = 12 };

/* The longest articleBody in a tree. */
static void
find_longest(const struct node *n, unsigned depth, struct str *best)
{
	const struct node *child;

	if (depth > DEPTH)
		return;
	for (child = n->first; child; child = child->next) {
		if (child->kind == NODE_TEXT &&
			str_eq(child->name, STR("articleBody")) &&
			child->text.n > best->n)
			*best = child->text;
		else if (child->first)
			find_longest(child, depth + 1, best);
	}
}

static struct str
folded(struct mem *m, struct str s)
{
	struct buf b = { .mem = m };
	bool blank = false;
	size_t i;

	buf_reserve(&b, s.n + 1);
	for (i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= ' ' ||
			(c == 0xC2 && i + 1 < s.n && s.p[i + 1] == '\xA0')) {
			i += c == 0xC2;
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

/* articleBody as JSON-LD has it; n == 0: none. */
static struct str
told(const struct html *h, struct mem *m)
{
	struct str best = { NULL, 0 };
	struct ex_err e;
	struct node *tree;
	size_t i;

	for (i = 0; i < h->nld; i++)
		if (str_find(h->ld[i], STR("\"articleBody\""), 0) !=
				SPAN_NONE &&
			json_read(h->ld[i], m, &tree, &e) == 0)
			find_longest(tree, 0, &best);
	return best;
}

struct str
body_told(const struct html *h, struct mem *m)
{
	return folded(m, told(h, m));
}

/* Its lines, or its blocks where it is HTML itself. */
struct str
body_told_text(const struct html *h, struct mem *m)
{
	struct str s = told(h, m), line;
	struct buf text = { .mem = m };
	struct html inner;
	size_t at, end, i;

	if (str_find(s, STR("</p>"), 0) != SPAN_NONE) {
		html_read(s, m, &inner, node_new(m, NODE_LIST));
		for (i = 0; i < inner.nblock; i++) {
			if (text.n)
				buf_put(&text, STR("\n\n"));
			buf_put(&text, inner.block[i].text);
		}
		return buf_str(&text);
	}
	for (at = 0; at < s.n; at = end + 1) {
		end = str_find(s, STR("\n"), at);
		if (end == SPAN_NONE)
			end = s.n;
		line = folded(m, str_slice(s, at, end));
		if (line.n == 0)
			continue;
		if (text.n)
			buf_put(&text, STR("\n\n"));
		buf_put(&text, line);
	}
	return buf_str(&text);
}
