/* Lists of words: a hash table to look up. */
#include "lexicon_inner.h"

struct str
lexicon_name(const struct lexicon *l)
{
	return l->name;
}

size_t
lexicon_most(const struct lexicon *l)
{
	return l->longest;
}

bool
lexicon_has_sign(const struct lexicon *l, const char *signs)
{
	for (; *signs; signs++)
		if (l->ascii[*signs / 32] >> *signs % 32 & 1)
			return true;
	return l->signs;
}

/* --- looking up --- */

/* The entry that the first n bytes are, NULL where there is none. */
static const struct entry *
find(const struct lexicon *l, const struct lexicon_key *k, size_t n, bool small)
{
	uint64_t hash = hash_of(k, n);
	const struct slot *s;

	if (!may_be(l, l->whole, hash))
		return NULL;
	s = slot_of(l, k, n, hash, small);
	return s->whole ? &l->entry[s->begun - 1] : NULL;
}

void
lexicon_key(struct str text, struct lexicon_key *k)
{
	k->n = 0;
	if (text.n)
		lexicon_key_word(text, text.n, k);
}

/* Of any text. */
static __attribute__((noinline)) void
key_any(struct str text, size_t first, struct lexicon_key *k)
{
	seek(text, k);
	k->n = first;
	k->hash = hash_of(k, first);
}

void
lexicon_key_word(struct str text, size_t first, struct lexicon_key *k)
{
	if ((text.p[0] & 0x80) || !block_reads_on(text.p)) {
		key_any(text, first, k);
		return;
	}
	seek_ascii(text, k);
	k->n = first;
	k->hash = hash_of(k, first);
}

void
lexicon_key_start(struct str text, struct lexicon_key *k)
{
	k->n = 0;
	if (text.n)
		lexicon_key_word(text, first_word(text), k);
}

/* The entry that a key may be. By itself, since most looks need no more than a
 * bit, and no registers saved. */
static __attribute__((noinline)) const struct node *
find_whole(const struct lexicon *l, const struct lexicon_key *k)
{
	bool exact = !k->capital | l->capitals;
	const struct slot *s = slot_of(l, k, k->n, k->hash, !exact);

	if (!s->whole && exact && k->capital && l->small)
		s = slot_of(l, k, k->n, k->hash, true);
	return s->whole ? l->entry[s->begun - 1].node : NULL;
}

const struct node *
lexicon_find_key(const struct lexicon *l, const struct lexicon_key *k)
{
	if (!l || !k->n || !may_be(l, l->whole, k->hash))
		return NULL;
	return find_whole(l, k);
}

const struct node *
lexicon_find(const struct lexicon *l, struct str word)
{
	struct lexicon_key k;

	if (!l || word.n > l->longest)
		return NULL;
	lexicon_key(word, &k);
	return lexicon_find_key(l, &k);
}

bool
lexicon_may_end_key(const struct lexicon *l, const struct lexicon_key *k)
{
	if (!l || l->odd_end)
		return l != NULL;
	return k->n && may_be(l, l->ends, k->hash);
}

bool
lexicon_may_end(const struct lexicon *l, struct str s)
{
	struct lexicon_key k;

	if (!l || l->odd_end)
		return l != NULL;
	if (!s.n || !has_pair(l->last, last_pair(s)))
		return false;
	lexicon_key(last_word(s), &k);
	return lexicon_may_end_key(l, &k);
}

struct str
lexicon_get(const struct lexicon *l, struct str word, const char *attribute)
{
	const struct node *n = lexicon_find(l, word);

	return n ? node_text(n, attribute) : (struct str){ NULL, 0 };
}

/* Does no word of the text go on over its first n bytes? */
static bool
ends_word(struct str s, size_t n)
{
	unsigned char c;

	if (n >= s.n)
		return n == s.n;
	c = (unsigned char)s.p[n];
	if (c < 0x80)
		return !letter_or_digit_ascii(c);
	return (c & 0xC0) != 0x80 && letter_run(s, n) == n;
}

/* The next length below n that entries may have, or less than any has. */
static size_t
shorter(const struct slot *first, size_t n)
{
	unsigned up = (32 - (unsigned)n % 32) % 32;
	uint32_t turned =
		first->lengths << up | first->lengths >> (32 - up) % 32;

	/* bit 31 is n - 1 now */
	n -= 1 + (size_t)__builtin_clz(turned);
	return n > first->longest ? 0 : n;
}

/* May an entry that begins with the slot's word go on as the text does? */
static bool
goes_on(const struct slot *first, const struct lexicon_key *k)
{
	return k->text.n - k->n < 3 ||
	       (first->next & next_bit(k->text.p + k->n));
}

/* The longest entry that the text begins with and that ends at a word's end;
 * the key is of its start. */
static size_t
longest(const struct lexicon *l, const struct lexicon_key *k, bool small,
	const struct node **entry)
{
	const struct slot *first = slot_of(l, k, k->n, k->hash, small);
	const struct entry *found;
	size_t n = goes_on(first, k) ? first->longest : 0;

	for (; n > k->n; n = shorter(first, n)) {
		if (!ends_word(k->text, n))
			continue;
		found = find(l, k, n, small);
		if (found) {
			*entry = found->node;
			return n;
		}
	}
	if (!first->whole)
		return 0;
	*entry = l->entry[first->begun - 1].node;
	return k->n;
}

/* The same with either spelling of the first letter. */
static __attribute__((noinline)) size_t
longest_of_both(const struct lexicon *l, const struct lexicon_key *k,
	const struct node **entry)
{
	const struct node *exact = NULL, *either = NULL;
	size_t n, m = 0;

	n = k->capital && !l->capitals ? 0 : longest(l, k, false, &exact);
	if (k->capital && l->small)
		m = longest(l, k, true, &either);
	if (entry && (n || m))
		*entry = m > n ? either : exact;
	return m > n ? m : n;
}

size_t
lexicon_longest_key(const struct lexicon *l, const struct lexicon_key *k,
	const struct node **entry)
{
	if (!l || !k->n || !may_be(l, l->begins, k->hash))
		return 0;
	return longest_of_both(l, k, entry);
}

static inline bool
may_begin(const struct lexicon *l, struct str s)
{
	return l && s.n && has_pair(l->first, first_pair(s));
}

bool
lexicon_may_begin(const struct lexicon *l, struct str s)
{
	return may_begin(l, s);
}

/* lexicon_longest of a text that may begin so. */
static __attribute__((noinline)) size_t
longest_start(const struct lexicon *l, struct str s, const struct node **entry)
{
	struct lexicon_key k;

	lexicon_key_start(s, &k);
	return lexicon_longest_key(l, &k, entry);
}

size_t
lexicon_longest(
	const struct lexicon *l, struct str s, const struct node **entry)
{
	return may_begin(l, s) ? longest_start(l, s, entry) : 0;
}
