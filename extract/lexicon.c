/* Lists of words: a hash table to look up. */
#include <string.h>

#include "alternatives.h"
#include "base/block.h"
#include "base/err.h"
#include "base/letter.h"
#include "base/utf8.h"
#include "lexicon.h"
#include "normal.h"

/* Bytes of an entry, whose pattern is nested as deep as it has letters. */
enum { WORD_MOST = 400 };

enum {
	BITS = 8, /* a slot, of those that tell what can't be there */
	SHARED = 64
};

struct entry {
	struct str word; /* as rules see text */
	const struct node *node;
};

enum { HEAD = LEXICON_HEAD * 8 };

/* A word that is an entry, or that entries begin with, up to the first end of
 * a word: all that most looks need is in one place. */
struct slot {
	uint64_t head[LEXICON_HEAD]; /* its first bytes, zeros behind them */
	uint32_t begun : 31; /* an entry that begins with it, from 1; 0: free */
	uint32_t whole : 1;  /* that is the word itself */
	uint32_t next;	     /* what stands behind it, a bit by three bytes */
	uint32_t lengths;    /* of entries, a bit each by the last five bits */
	uint16_t n;	     /* its bytes */
	uint16_t longest; /* bytes of the longest that begins with it, or 0 */
};

/* What every look needs comes first, and fits a line of the processor's
 * memory. */
struct lexicon {
	struct slot *slot;   /* open addressing */
	size_t nslot;	     /* a power of two */
	uint64_t *begins;    /* a bit for how an entry begins, BITS a slot */
	uint64_t *whole;     /* for all of it */
	uint64_t *ends;	     /* for its last word */
	struct entry *entry; /* in order of addition */
	uint32_t longest;
	bool odd_end;  /* one ends with something else than a word */
	bool signs;    /* they have signs beyond ASCII */
	bool capitals; /* one begins with a capital */
	bool small;    /* one begins with something else */
	size_t n, cap;
	size_t used;	     /* slots that are not free */
	uint32_t ascii[4];   /* what its words have of that, a bit each */
	struct str *pattern; /* p NULL until it is made */
	struct str name;
};

/* For the first n bytes of two words, zeros for those behind them. */
static void
mask_of(size_t n, uint64_t mask[LEXICON_HEAD])
{
	static const uint64_t some[2 * LEXICON_HEAD] = { UINT64_MAX,
		UINT64_MAX };

	n = n < HEAD ? n : HEAD;
	memcpy(mask, (const char *)some + HEAD - n, HEAD);
}

/* The first bytes of a text, zeros behind its end. One that is short is read
 * past its end, where no page ends there: nothing of that is looked at, and a
 * copy of just so many bytes would be a jump by their number. */
static void
head_of(struct str text, uint64_t head[LEXICON_HEAD])
{
	uint64_t mask[LEXICON_HEAD];

	if (block_reads_on(text.p) || text.n >= HEAD) {
		mask_of(text.n, mask);
		memcpy(head, text.p, HEAD);
		head[0] &= mask[0];
		head[1] &= mask[1];
		return;
	}
	head[0] = head[1] = 0;
	memcpy(head, text.p, text.n < HEAD ? text.n : HEAD);
}

/* All of a key but its hash. */
static void
seek(struct str text, struct lexicon_key *k)
{
	unsigned char c = (unsigned char)text.p[0];
	uint32_t letter, small;
	size_t n = 0;

	k->text = text;
	head_of(text, k->exact);
	memcpy(k->small, k->exact, sizeof k->small);
	if (c < 0x80) {
		k->capital = c >= 'A' && c <= 'Z';
		*(unsigned char *)k->small =
			(unsigned char)(c | k->capital << 5);
		return;
	}
	letter = utf8_get(text, &n);
	small = letter_lower(letter);
	k->capital = small != letter;
	if (k->capital)
		utf8_put((char *)k->small, small);
}

static uint64_t
mixed(uint64_t hash, uint64_t x)
{
	hash = (hash ^ x) * 0x9E3779B97F4A7C15u;
	return hash ^ hash >> 32;
}

static uint64_t
eight(const char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof x);
	return x;
}

/* Of the first n bytes. */
static uint64_t
hash_of(const struct lexicon_key *k, size_t n)
{
	const char *p = k->text.p + HEAD, *end = k->text.p + n;
	uint64_t mask[LEXICON_HEAD], hash;

	mask_of(n, mask);
	hash = (k->small[1] & mask[1]) * 0xC2B2AE3D27D4EB4Fu;
	hash = mixed(hash ^ hash >> 32 ^ n, k->small[0] & mask[0]);
	if (n <= HEAD)
		return hash;
	for (; end - p > 8; p += 8)
		hash = mixed(hash, eight(p));
	return mixed(hash, eight(end - 8));
}

/* Most texts are in no lexicon, and most words begin no entry: one bit of a
 * small table tells. */
static size_t
bit_of(const struct lexicon *l, uint64_t hash)
{
	return (size_t)(hash >> 16) & (l->nslot * BITS - 1);
}

static bool
may_be(const struct lexicon *l, const uint64_t *bits, uint64_t hash)
{
	size_t bit = bit_of(l, hash);

	return bits[bit / 64] >> bit % 64 & 1;
}

static void
mark(const struct lexicon *l, uint64_t *bits, uint64_t hash)
{
	size_t bit = bit_of(l, hash);

	bits[bit / 64] |= (uint64_t)1 << bit % 64;
}

/* The slot of the first n bytes, with the first letter as it is or small; or
 * the free one where they belong. */
static struct slot *
slot_of(const struct lexicon *l, const struct lexicon_key *k, size_t n,
	uint64_t hash, bool small)
{
	const uint64_t *head = small ? k->small : k->exact;
	uint64_t mask[LEXICON_HEAD];
	size_t i = (size_t)hash & (l->nslot - 1);
	struct slot *s;

	mask_of(n, mask);
	mask[0] &= head[0];
	mask[1] &= head[1];
	for (;; i = (i + 1) & (l->nslot - 1)) {
		s = &l->slot[i];
		if (!s->begun)
			return s;
		if ((s->head[0] ^ mask[0]) | (s->head[1] ^ mask[1]) |
			(s->n ^ n))
			continue;
		if (n <= HEAD || memcmp(l->entry[s->begun - 1].word.p + HEAD,
					 k->text.p + HEAD, n - HEAD) == 0)
			return s;
	}
}

/* The bytes of a text up to the first end of a word: an entry that begins like
 * it and ends at a word's end has the same. */
static size_t
first_word(struct str text)
{
	size_t n = letter_run(text, 0);

	if (n)
		return n;
	utf8_get(text, &n); /* a sign that begins it */
	return letter_run(text, n);
}

/* By three bytes. */
static uint32_t
next_bit(const char *p)
{
	uint32_t x = (uint32_t)(unsigned char)p[0] |
		     (uint32_t)(unsigned char)p[1] << 8 |
		     (uint32_t)(unsigned char)p[2] << 16;

	return (uint32_t)1 << (x * 0x9E3779B1u >> 27);
}

/* The slot of the first n bytes, with which entry `place` (from 1) begins. */
static struct slot *
occupy(struct lexicon *l, const struct lexicon_key *k, size_t n, uint64_t hash,
	size_t place)
{
	struct slot *s = slot_of(l, k, n, hash, false);
	uint64_t mask[LEXICON_HEAD];

	if (!s->begun) {
		l->used++;
		s->begun = (uint32_t)place & INT32_MAX;
		s->n = (uint16_t)n;
		mask_of(n, mask);
		s->head[0] = k->exact[0] & mask[0];
		s->head[1] = k->exact[1] & mask[1];
	}
	return s;
}

static struct str
last_word(struct str s)
{
	return str_slice(s, letter_run_back(s, s.n), s.n);
}

/* Its last word, and the last two of them. */
static void
mark_end(struct lexicon *l, struct str entry)
{
	struct str last = last_word(entry);
	struct lexicon_key k;
	size_t at = entry.n - last.n, from;

	if (!last.n) {
		l->odd_end = true;
		return;
	}
	lexicon_key(last, &k);
	mark(l, l->ends, k.hash);
	if (at == 0 || entry.p[at - 1] != ' ')
		return;
	from = letter_run_back(entry, at - 1);
	if (from == at - 1)
		return;
	lexicon_key(str_slice(entry, from, entry.n), &k);
	mark(l, l->ends, k.hash);
}

static void
enter(struct lexicon *l, size_t place)
{
	struct lexicon_key k;
	size_t n = l->entry[place - 1].word.n, word;
	uint64_t hash, begin;
	struct slot *s;

	seek(l->entry[place - 1].word, &k);
	word = first_word(k.text);
	hash = hash_of(&k, n);
	begin = hash_of(&k, word);

	mark(l, l->whole, hash);
	mark(l, l->begins, begin);
	mark_end(l, k.text);
	if (k.capital)
		l->capitals = true;
	else
		l->small = true;
	s = occupy(l, &k, n, hash, place);
	s->begun = (uint32_t)place & INT32_MAX;
	s->whole = 1;
	s = occupy(l, &k, word, begin, place);
	s->lengths |= (uint32_t)1 << n % 32;
	if (n > word)
		s->next |=
			n - word < 3 ? UINT32_MAX : next_bit(k.text.p + word);
	if (n > s->longest)
		s->longest = (uint16_t)n;
}

static void
rehash(struct lexicon *l, struct mem *m)
{
	size_t i;

	l->nslot = l->nslot ? l->nslot * 2 : 64;
	l->slot = mem_alloc(m, l->nslot * sizeof *l->slot);
	l->begins = mem_alloc(m, l->nslot * BITS / 8);
	l->whole = mem_alloc(m, l->nslot * BITS / 8);
	l->ends = mem_alloc(m, l->nslot * BITS / 8);
	l->used = 0;
	for (i = 1; i <= l->n; i++)
		enter(l, i);
}

static void
note_signs(struct lexicon *l, struct str word)
{
	size_t at = 0;
	uint32_t c;

	while (at < word.n) {
		c = utf8_get(word, &at);
		if (c < 0x80)
			l->ascii[c / 32] |= (uint32_t)1 << c % 32;
		else if (!letter_or_digit(c))
			l->signs = true;
	}
}

static void
add(struct lexicon *l, struct mem *m, struct str word, const struct node *node)
{
	struct lexicon_key k;
	struct slot *s;
	size_t cap;

	if ((l->used + 2) * 3 >= l->nslot * 2) /* an entry may take two */
		rehash(l, m);
	seek(word, &k);
	s = slot_of(l, &k, word.n, hash_of(&k, word.n), false);
	if (s->whole) {
		l->entry[s->begun - 1].node = node;
		return;
	}
	if (l->n == l->cap) {
		cap = l->cap ? l->cap * 2 : 32;
		l->entry = mem_grow(m, l->entry, l->cap * sizeof *l->entry,
			cap * sizeof *l->entry);
		l->cap = cap;
	}
	l->entry[l->n++] = (struct entry){ word, node };
	enter(l, l->n);
	note_signs(l, word);
	if (word.n > l->longest)
		l->longest = (uint32_t)word.n;
}

/* Objects made of scalars that are the same, "ask" of many words, are one. */
struct shared {
	struct node *object[SHARED];
};

/* An entry's node as an object: a scalar goes under "value". */
static const struct node *
as_object(const struct node *given, struct shared *shared, struct mem *m)
{
	struct node **known, *object;

	if (given->kind == NODE_OBJECT)
		return given;
	known = &shared->object[str_hash(given->text) % SHARED];
	if (*known && given->kind == NODE_TEXT &&
		str_eq(node_text(*known, "value"), given->text))
		return *known;
	object = node_new(m, NODE_OBJECT);
	object->line = given->line;
	if (given->kind == NODE_TEXT) {
		node_put_text(m, object, "value", given->text);
		*known = object;
	}
	return object;
}

int
lexicon_extend(struct lexicon *l, const char *file, const struct node *yaml,
	struct mem *m, struct ex_err *e)
{
	bool list = yaml->kind == NODE_LIST;
	struct shared shared = { { NULL } };
	const struct node *n;
	struct node *bare = node_new(m, NODE_OBJECT);

	if (!list && yaml->kind != NODE_OBJECT)
		return err_at(e, file, yaml->line, yaml->column,
			"a lexicon is a list of words or a mapping");
	for (n = yaml->first; n; n = n->next) {
		struct str word = list ? n->text : n->name;

		if ((list && n->kind != NODE_TEXT) || word.n == 0)
			return err_at(e, file, n->line, n->column,
				"an entry must be a word");
		if (word.n > WORD_MOST)
			return err_at(e, file, n->line, n->column,
				"an entry has more than %d bytes", WORD_MOST);
		if (!list && n->kind == NODE_LIST)
			return err_at(e, file, n->line, n->column,
				"'%.*s' has a list where a value or attributes "
				"belong",
				STR_ARG(word));
		word = normal_seen(m, word);
		if (word.n == 0) /* marks that leave nothing */
			return err_at(e, file, n->line, n->column,
				"an entry must be a word");
		add(l, m, word, list ? bare : as_object(n, &shared, m));
	}
	return 0;
}

int
lexicon_new(const char *file, const struct node *yaml, struct mem *m,
	struct lexicon **out, struct ex_err *e)
{
	struct lexicon *l = MEM_NEW(m, struct lexicon);

	l->name = yaml->name;
	l->pattern = MEM_NEW(m, struct str);
	if (lexicon_extend(l, file, yaml, m, e))
		return -1;
	if (l->n == 0)
		return err_at(e, file, yaml->line, yaml->column,
			"lexicon '%.*s' has no words", STR_ARG(l->name));
	*out = l;
	return 0;
}

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

/* --- in an image --- */

static size_t
entries_image(struct image *i, const struct lexicon *l)
{
	size_t at = image_put(i, l->entry, l->n * sizeof *l->entry);
	const struct node *last[SHARED] = { NULL }, *node;
	size_t place[SHARED] = { 0 }, j, k, e;

	for (j = 0; j < l->n; j++) {
		e = at + j * sizeof *l->entry;
		image_str(
			i, e + offsetof(struct entry, word), l->entry[j].word);
		/* words share theirs as as_object has it */
		node = l->entry[j].node;
		k = str_hash(node_text(node, "value")) % SHARED;
		if (last[k] != node)
			place[k] = node_image(i, node);
		last[k] = node;
		image_link(i, e + offsetof(struct entry, node), place[k]);
	}
	return at;
}

size_t
lexicon_image(struct image *i, const struct lexicon *l)
{
	static const struct str none;
	size_t at = image_put(i, l, sizeof *l);

	image_str(i, at + offsetof(struct lexicon, name), l->name);
	image_link(
		i, at + offsetof(struct lexicon, entry), entries_image(i, l));
	image_link(i, at + offsetof(struct lexicon, slot),
		image_put(i, l->slot, l->nslot * sizeof *l->slot));
	image_link(i, at + offsetof(struct lexicon, begins),
		image_put(i, l->begins, l->nslot * BITS / 8));
	image_link(i, at + offsetof(struct lexicon, whole),
		image_put(i, l->whole, l->nslot * BITS / 8));
	image_link(i, at + offsetof(struct lexicon, ends),
		image_put(i, l->ends, l->nslot * BITS / 8));
	image_link(i, at + offsetof(struct lexicon, pattern),
		image_put(i, &none, sizeof none));
	return at;
}

struct str
lexicon_pattern(const struct lexicon *l, struct mem *m)
{
	struct str *word;
	size_t i;

	if (l->pattern->p)
		return *l->pattern;
	word = mem_alloc(m, l->n * sizeof *word);
	for (i = 0; i < l->n; i++)
		word[i] = l->entry[i].word;
	*l->pattern = alternatives(word, l->n, m);
	return *l->pattern;
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

void
lexicon_key_word(struct str text, size_t first, struct lexicon_key *k)
{
	seek(text, k);
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

const struct node *
lexicon_find_key(const struct lexicon *l, const struct lexicon_key *k)
{
	const struct slot *s;
	bool exact;

	if (!l || !k->n || !may_be(l, l->whole, k->hash))
		return NULL;
	exact = !k->capital | l->capitals;
	s = slot_of(l, k, k->n, k->hash, !exact);
	if (!s->whole && exact && k->capital && l->small)
		s = slot_of(l, k, k->n, k->hash, true);
	return s->whole ? l->entry[s->begun - 1].node : NULL;
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

size_t
lexicon_longest_key(const struct lexicon *l, const struct lexicon_key *k,
	const struct node **entry)
{
	const struct node *exact = NULL, *either = NULL;
	size_t n, m = 0;

	if (!l || !k->n || !may_be(l, l->begins, k->hash))
		return 0;
	n = k->capital && !l->capitals ? 0 : longest(l, k, false, &exact);
	if (k->capital && l->small)
		m = longest(l, k, true, &either);
	if (entry && (n || m))
		*entry = m > n ? either : exact;
	return m > n ? m : n;
}

size_t
lexicon_longest(
	const struct lexicon *l, struct str s, const struct node **entry)
{
	struct lexicon_key k;

	if (!l)
		return 0;
	lexicon_key_start(s, &k);
	return lexicon_longest_key(l, &k, entry);
}
