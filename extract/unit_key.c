/* What two names of one organisation have in common. */
#include <string.h>

#include "base/buf.h"
#include "base/letter.h"
#include "fold.h"
#include "rules.h"
#include "unit_key.h"

static void
put_words(struct buf *b, struct str words)
{
	if (!words.n)
		return;
	if (b->n)
		buf_put_c(b, ' ');
	buf_put(b, words);
}

/* A word that has LETTER_ROOM bytes behind it, without the comma there. */
static void
put_word(struct buf *b, struct str word)
{
	while (word.n && word.p[word.n - 1] == ',')
		word.n--;
	if (!word.n || !buf_reserve(b, 1 + word.n + LETTER_ROOM))
		return;
	b->p[b->n] = ' ';
	b->n += b->n > 0;
	/* most are short, and a copy of some length is a jump by it */
	memcpy(b->p + b->n, word.p, LETTER_ROOM);
	if (word.n > LETTER_ROOM)
		memcpy(b->p + b->n, word.p, word.n);
	b->n += word.n;
}

static bool
is_between(char c)
{
	return c == ' ' || c == '.' || c == ',' || c == '-';
}

/* The byte behind the word of which `at` is one, up to the next blank. */
static size_t
word_end(struct str s, size_t at)
{
	while (at < s.n && s.p[at] != ' ')
		at++;
	return at;
}

struct str
unit_known(const struct rules *r, struct str name, const char *attribute)
{
	static const enum lexicon_name lexicons[] = { LEXICON_ORGANISATION,
		LEXICON_BODY, LEXICON_COMPANY, LEXICON_CLUB };
	struct lexicon_key k;
	struct str s = { NULL, 0 };
	const struct node *n;
	size_t i;

	lexicon_key(name, &k);
	for (i = 0; i < sizeof lexicons / sizeof *lexicons && !s.n; i++) {
		n = lexicon_find_key(r->named[lexicons[i]], &k);
		if (n)
			s = node_text(n, attribute);
	}
	return s;
}

struct str
unit_key(const struct rules *r, struct mem *m, struct str name)
{
	const struct lexicon *shorts = r->named[LEXICON_ABBREVIATION];
	const struct lexicon *filler = r->named[LEXICON_UNIT_FILLER];
	struct str spaced = fold_space(m, name);
	struct str is = unit_known(r, spaced, "is");
	struct buf b = { .mem = m };
	const struct node *entry;
	struct lexicon_key k;
	struct str small;
	size_t at = 0, n;

	if (is.n)
		spaced = fold_space(m, is);
	small = fold(m, spaced); /* of as many bytes */
	buf_reserve(&b, spaced.n + 2 * LETTER_ROOM);
	while (at < spaced.n) {
		struct str rest = str_slice(spaced, at, spaced.n);

		lexicon_key_start(rest, &k);
		if ((n = lexicon_longest_key(shorts, &k, &entry))) {
			put_words(&b, node_text(entry, "value"));
		} else if (!(n = lexicon_longest_key(filler, &k, NULL))) {
			n = word_end(rest, k.n);
			put_word(&b, str_slice(small, at, at + n));
		}
		at += n;
		while (at < spaced.n && is_between(spaced.p[at]))
			at++;
	}
	return buf_str(&b);
}
