/* What two names of one organisation have in common. */
#include "base/buf.h"
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

/* Without the comma behind it. */
static struct str
word_alone(struct str word)
{
	while (word.n && word.p[word.n - 1] == ',')
		word.n--;
	return word;
}

static bool
is_between(char c)
{
	return c == ' ' || c == '.' || c == ',' || c == '-';
}

/* The byte behind the word that begins at `at`, up to the next blank. */
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
	while (at < spaced.n) {
		struct str rest = str_slice(spaced, at, spaced.n);

		lexicon_key_start(rest, &k);
		if ((n = lexicon_longest_key(shorts, &k, &entry))) {
			put_words(&b, node_text(entry, "value"));
		} else if (!(n = lexicon_longest_key(filler, &k, NULL))) {
			n = word_end(spaced, at) - at;
			put_words(&b, word_alone(str_slice(small, at, at + n)));
		}
		at += n;
		while (at < spaced.n && is_between(spaced.p[at]))
			at++;
	}
	return buf_str(&b);
}
