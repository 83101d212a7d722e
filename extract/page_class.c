/* Which elements of a page are what, by words of their classes. */
#include <string.h>

#include "base/letter.h"
#include "html.h"
#include "page_key.h"
#include "page_meta.h"
#include "rules.h"

enum { CLIMB = 12, WORDS_MAX = 300 /* bytes of classes looked at */ };

bool
page_class_is(const struct page_facts *f, const struct html_element *e,
	const char *lexicon)
{
	const struct lexicon *l = rules_lexicon(f->r, lexicon);
	struct str words = e->words;
	size_t i;

	if (!l || !words.p)
		return false;
	if (words.n > WORDS_MAX)
		words.n = WORDS_MAX;
	for (i = 0; i < words.n; i++) {
		char before = i ? words.p[i - 1] : ' ';

		if (before != ' ' && before != '-' && before != '_')
			continue;
		if (lexicon_longest(l, str_slice(words, i, words.n), NULL))
			return true;
	}
	return false;
}

bool
page_is_within(const struct page_facts *f, const struct html_element *e,
	const char *lexicon)
{
	unsigned i;

	for (i = 0; e && i < CLIMB; e = e->parent, i++)
		if (e->is != TAG_body && e->is != TAG_html &&
			page_class_is(f, e, lexicon))
			return true;
	return false;
}

/* What page_key makes of a text begins with this byte: a consonant or a digit,
 * which nothing behind it changes. 0: not so simple. */
static char
first_of_key(struct str s)
{
	size_t i = 0;
	char c;

	while (i < s.n && !(s.p[i] & 0x80) &&
		!letter_or_digit((unsigned char)s.p[i]))
		i++;
	if (i == s.n || (s.p[i] & 0x80) || (i + 1 < s.n && s.p[i + 1] & 0x80))
		return 0;
	c = (char)letter_lower((unsigned char)s.p[i]);
	return strchr("aeiouy", c) ? 0 : c;
}

static bool
begins_otherwise(struct str s, struct str key)
{
	char c = first_of_key(s);

	return c && c != key.p[0];
}

size_t
page_title_block(const struct page_facts *f, struct str title)
{
	const struct html *h = f->h;
	struct str key = page_key(title, f->m);
	size_t i, found = 0;

	if (key.n == 0)
		return 0;
	for (i = 0; i < h->nblock; i++) {
		if (h->block[i].text.n > title.n * 2 + 40 ||
			begins_otherwise(h->block[i].text, key) ||
			!str_starts(page_key(h->block[i].text, f->m), key))
			continue;
		if (h->block[i].kind == HTML_HEADING)
			return i;
		if (!found)
			found = i;
	}
	return found;
}
