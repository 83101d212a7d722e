/* Which blocks of a page are the article. */
#include "base/buf.h"
#include "base/node.h"
#include "body.h"

enum { GOOD = 80 /* bytes of a paragraph that speaks for itself */ };

static bool
is_good(const struct html_block *b)
{
	return b->text.n >= GOOD && b->link * 3 < b->text.n && !b->in->hidden;
}

void
body_find(const struct html *h, const struct rules *r, struct str title,
	struct mem *m, struct body *out)
{
	size_t *score = mem_alloc(m, (h->nelement + 1) * sizeof *score);
	const struct html_element *e, *best = NULL;
	struct buf text = { .mem = m };
	size_t i, level;

	(void)r;
	*out = (struct body){ .captions = node_new(m, NODE_LIST) };
	for (i = 0; i < h->nblock; i++) {
		const struct html_block *b = &h->block[i];

		if (!is_good(b))
			continue;
		e = b->in;
		if (e->is == TAG_p ||
			!(html_tag_flags(e->is, e->tag) & TAG_BLOCK))
			e = e->parent;
		for (level = 1; e && level <= 3; e = e->parent, level++)
			score[e->number] += b->text.n / level;
	}
	for (i = 0; i < h->nelement; i++)
		if (score[i] > (best ? score[best->number] : 0))
			best = h->element[i];
	for (i = best ? best->first : 0; best && i < best->end; i++) {
		const struct html_block *b = &h->block[i];

		if (b->in->hidden || b->link * 2 > b->text.n ||
			str_eq(b->text, title))
			continue;
		if (text.n)
			buf_put(&text, STR("\n\n"));
		buf_put(&text, b->text);
	}
	out->text = buf_str(&text);
}
