/* Words of two and three syllables. */
#include "base/letter.h"
#include "compound.h"
#include "rules.h"

static const enum lexicon_name counted[] = { LEXICON_NOUN, LEXICON_THING,
	LEXICON_NOUN_COMPOUND };

enum { COUNTED = sizeof counted / sizeof *counted };

bool
compound_is_verb(const struct rules *r, struct str words)
{
	struct lexicon_key k;

	lexicon_key(words, &k);
	return lexicon_find_key(r->named[LEXICON_DEED_COMPOUND], &k) ||
	       lexicon_find_key(r->named[LEXICON_VERB_COMPOUND], &k);
}

bool
compound_is_noun(const struct rules *r, struct str words)
{
	return lexicon_find(r->named[LEXICON_NOUN_COMPOUND], words);
}

bool
compound_is_counted(const struct rules *r, struct str words)
{
	struct lexicon_key k;
	size_t i;

	lexicon_key(words, &k);
	for (i = 0; i < COUNTED; i++)
		if (lexicon_find_key(r->named[counted[i]], &k))
			return true;
	return false;
}

size_t
compound_counted(const struct rules *r, struct str text)
{
	struct lexicon_key k;
	size_t i, n, longest = 0;

	lexicon_key_start(text, &k);
	for (i = 0; i < COUNTED; i++) {
		n = lexicon_longest_key(r->named[counted[i]], &k, NULL);
		if (n > longest)
			longest = n;
	}
	return longest;
}

struct str
compound_across(struct str text, struct span range)
{
	size_t next = range.end + 1, from;

	if (next >= text.n || text.p[range.end] != ' ')
		return STR("");
	from = letter_run_back(text, range.end);
	return str_slice(text, from > range.start ? from : range.start,
		letter_run(text, next));
}

bool
compound_is_cut(const struct rules *r, struct str text, struct span range)
{
	struct str pair = compound_across(text, range);

	return compound_is_verb(r, pair) || compound_is_noun(r, pair);
}
