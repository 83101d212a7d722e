/* Lists of words: a hash table to look up, a trie to become a pattern. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/letter.h"
#include "base/utf8.h"
#include "lexicon.h"
#include "normal.h"

/* Bytes of an entry, whose pattern is nested as deep as it has letters; and of
 * one with its first letter small, which may be longer. */
enum { WORD_MOST = 400, SPACE = 512 };

enum {
	BITS = 8, /* a slot, of those that tell how entries begin */
	SHARED = 64
};

struct entry {
	struct str word; /* as rules see text */
	const struct node *node;
};

enum { HEAD = 16 };

/* A word that is an entry, or that entries begin with, up to the first end of
 * a word: all that most looks need is in one place. */
struct slot {
	uint32_t entry;	  /* the one that it is, from 1; 0: it is none */
	uint32_t begun;	  /* one that begins with it, from 1; 0: free */
	uint16_t n;	  /* its bytes */
	uint16_t longest; /* bytes of the longest that begins with it, or 0 */
	uint32_t lengths; /* of those, a bit each by the last five bits */
	char head[HEAD];  /* its first bytes */
};

struct lexicon {
	struct str name;
	struct entry *entry; /* in order of addition */
	size_t n, cap;
	struct slot *slot;  /* open addressing */
	size_t nslot, used; /* a power of two; those that are not free */
	size_t longest;
	uint64_t *begins;    /* a bit for how an entry begins, BITS a slot */
	struct str *pattern; /* p NULL until it is made */
};

static bool
holds(const struct lexicon *l, const struct slot *s, struct str word)
{
	size_t n = word.n < HEAD ? word.n : HEAD;

	return s->n == word.n && memcmp(s->head, word.p, n) == 0 &&
	       (word.n == n || memcmp(l->entry[s->begun - 1].word.p + n,
				       word.p + n, word.n - n) == 0);
}

/* Of a word that is not empty: its slot, or the free one where it belongs. */
static struct slot *
slot_of(const struct lexicon *l, struct str word, unsigned long long hash)
{
	size_t i = (size_t)hash & (l->nslot - 1);

	while (l->slot[i].begun && !holds(l, &l->slot[i], word))
		i = (i + 1) & (l->nslot - 1);
	return &l->slot[i];
}

/* The bytes of s up to the first end of a word: an entry that begins like s
 * and ends at a word's end has the same. */
static struct str
first_word(struct str s)
{
	size_t end = 0;

	utf8_get(s, &end);
	return str_slice(s, 0, letter_run(s, end));
}

/* Most words of a text begin no entry: one bit tells. */
static size_t
begins_bit(const struct lexicon *l, unsigned long long hash)
{
	return (size_t)(hash >> 16) & (l->nslot * BITS - 1);
}

/* The slot of `word`, with which entry `place` (from 1) begins. */
static struct slot *
occupy(struct lexicon *l, struct str word, size_t place)
{
	struct slot *s = slot_of(l, word, str_hash(word));

	if (!s->begun) {
		l->used++;
		s->begun = (uint32_t)place;
		s->n = (uint16_t)word.n;
		memcpy(s->head, word.p, word.n < HEAD ? word.n : HEAD);
	}
	return s;
}

static void
enter(struct lexicon *l, size_t place)
{
	struct str entry = l->entry[place - 1].word, word = first_word(entry);
	size_t bit = begins_bit(l, str_hash(word));
	struct slot *s;

	l->begins[bit / 64] |= (uint64_t)1 << bit % 64;
	occupy(l, entry, place)->entry = (uint32_t)place;
	s = occupy(l, word, place);
	s->lengths |= (uint32_t)1 << entry.n % 32;
	if (entry.n > s->longest)
		s->longest = (uint16_t)entry.n;
}

static void
rehash(struct lexicon *l, struct mem *m)
{
	size_t i;

	l->nslot = l->nslot ? l->nslot * 2 : 64;
	l->slot = mem_alloc(m, l->nslot * sizeof *l->slot);
	l->begins = mem_alloc(m, l->nslot * BITS / 8);
	l->used = 0;
	for (i = 1; i <= l->n; i++)
		enter(l, i);
}

static void
add(struct lexicon *l, struct mem *m, struct str word, const struct node *node)
{
	struct slot *s;
	size_t cap;

	if ((l->used + 2) * 3 >= l->nslot * 2) /* an entry may take two */
		rehash(l, m);
	s = slot_of(l, word, str_hash(word));
	if (s->entry) {
		l->entry[s->entry - 1].node = node;
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
	if (word.n > l->longest)
		l->longest = word.n;
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

/* --- in an image --- */

static size_t
entries_image(struct image *i, const struct lexicon *l)
{
	size_t at = image_put(i, l->entry, l->n * sizeof *l->entry);
	const struct node *before = NULL;
	size_t node = 0, j, e;

	for (j = 0; j < l->n; j++) {
		e = at + j * sizeof *l->entry;
		image_str(
			i, e + offsetof(struct entry, word), l->entry[j].word);
		/* the words of a list share one */
		if (l->entry[j].node != before)
			node = node_image(i, l->entry[j].node);
		before = l->entry[j].node;
		image_link(i, e + offsetof(struct entry, node), node);
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
	image_link(i, at + offsetof(struct lexicon, pattern),
		image_put(i, &none, sizeof none));
	return at;
}

/* --- the pattern --- */

static int
by_word(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void
put_literal(struct buf *out, struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (strchr(".()+*?[]{}^$|\\-/#", s.p[i]) && s.p[i])
			buf_put_c(out, '\\');
		buf_put_c(out, s.p[i]);
	}
}

/* The first letter of a word: "b" as "[bB]", "B" as itself. */
static void
put_first(struct buf *out, struct str letter)
{
	size_t at = 0;
	uint32_t c = utf8_get(letter, &at);

	if (!letter_is_lower(c)) {
		put_literal(out, letter);
		return;
	}
	buf_put_c(out, '[');
	buf_put(out, letter);
	buf_put_utf8(out, letter_upper(c));
	buf_put_c(out, ']');
}

/* Where the words end that begin like word[i] up to the letter behind byte
 * depth; *next is that letter's end. */
static size_t
branch_end(
	const struct str *word, size_t n, size_t i, size_t depth, size_t *next)
{
	size_t j;

	*next = depth;
	utf8_get(word[i], next);
	for (j = i + 1; j < n; j++)
		if (word[j].n < *next ||
			memcmp(word[j].p, word[i].p, *next) != 0)
			break;
	return j;
}

/* Words [0, n) are sorted and share their first `depth` bytes. Tails that
 * only one word has are written out in one go. */
static void
put_trie(struct buf *out, const struct str *word, size_t n, size_t depth)
{
	bool ends = word[0].n == depth, group;
	size_t first = ends ? 1 : 0, i, j, next;

	if (first == n)
		return;
	group = ends || branch_end(word, n, first, depth, &next) < n;
	if (group)
		buf_put(out, STR("(?:"));
	for (i = first; i < n; i = j) {
		if (i > first)
			buf_put_c(out, '|');
		j = branch_end(word, n, i, depth, &next);
		if (depth == 0)
			put_first(out, str_slice(word[i], depth, next));
		else
			put_literal(out, str_slice(word[i], depth, next));
		if (j - i == 1)
			put_literal(out, str_slice(word[i], next, word[i].n));
		else
			put_trie(out, word + i, j - i, next);
	}
	if (group)
		buf_put_c(out, ')');
	if (ends)
		buf_put_c(out, '?');
}

struct str
lexicon_pattern(const struct lexicon *l, struct mem *m)
{
	struct buf out = { .mem = m };
	struct str *word;
	size_t i;

	if (l->pattern->p)
		return *l->pattern;
	word = mem_alloc(m, l->n * sizeof *word);
	for (i = 0; i < l->n; i++)
		word[i] = l->entry[i].word;
	qsort(word, l->n, sizeof *word, by_word);
	buf_put(&out, STR("(?:"));
	put_trie(&out, word, l->n, 0);
	buf_put_c(&out, ')');
	*l->pattern = buf_str(&out);
	return *l->pattern;
}

/* --- looking up --- */

static const struct entry *
find_hashed(const struct lexicon *l, struct str word, unsigned long long hash)
{
	const struct slot *s = slot_of(l, word, hash);

	return s->entry ? &l->entry[s->entry - 1] : NULL;
}

static const struct entry *
find(const struct lexicon *l, struct str word)
{
	if (!l || word.n == 0 || word.n > l->longest + 4)
		return NULL;
	return find_hashed(l, word, str_hash(word));
}

/* Bytes of s up to n, not in the middle of a letter. */
static size_t
cut(struct str s, size_t n)
{
	while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
		n--;
	return n;
}

/* word with its first letter small; false when it is no capital or the word
 * is longer than any entry could be. */
static bool
lowered(struct str word, char *space, size_t room, struct str *out)
{
	size_t at = 0, n;
	uint32_t c = utf8_get(word, &at), low = letter_lower(c);

	if (low == c || word.n - at + 4 > room)
		return false;
	n = utf8_put(space, low);
	memcpy(space + n, word.p + at, word.n - at);
	*out = (struct str){ space, n + word.n - at };
	return true;
}

static const struct entry *
find_either(const struct lexicon *l, struct str word)
{
	char space[SPACE];
	struct str low;
	const struct entry *found = find(l, word);

	if (!found && l && word.n && lowered(word, space, sizeof space, &low))
		found = find(l, low);
	return found;
}

const struct node *
lexicon_find(const struct lexicon *l, struct str word)
{
	const struct entry *found = find_either(l, word);

	return found ? found->node : NULL;
}

struct str
lexicon_get(const struct lexicon *l, struct str word, const char *attribute)
{
	const struct node *n = lexicon_find(l, word);

	return n ? node_text(n, attribute) : (struct str){ NULL, 0 };
}

/* The longest entry that s begins with and that ends at a word's end. The hash
 * of each beginning grows from the one before: FNV-1a goes byte by byte. */
static size_t
longest(const struct lexicon *l, struct str s, const struct node **entry)
{
	struct str word;
	unsigned long long h;
	const struct slot *first;
	const struct entry *found;
	size_t at, from = 0, best = 0, bit;

	word = first_word(s);
	h = str_hash(word);
	bit = begins_bit(l, h);
	if (!(l->begins[bit / 64] >> bit % 64 & 1))
		return 0;
	first = slot_of(l, word, h);
	for (at = word.n; at <= first->longest; at = letter_run(s, at)) {
		if (from)
			h = str_hash_more(h, str_slice(s, from, at));
		if ((first->lengths >> at % 32 & 1) &&
			(found = find_hashed(l, str_slice(s, 0, at), h))) {
			best = at;
			*entry = found->node;
		}
		from = at;
		if (at == s.n)
			break;
		utf8_get(s, &at);
	}
	return best;
}

size_t
lexicon_longest(
	const struct lexicon *l, struct str s, const struct node **entry)
{
	char space[SPACE];
	const struct node *exact = NULL, *either = NULL;
	struct str low;
	size_t n, m = 0, most;

	if (!l || s.n == 0)
		return 0;
	n = longest(l, s, &exact);
	/* no more than an entry needs, and a letter behind it */
	most = l->longest < SPACE - 16 ? l->longest + 8 : SPACE - 8;
	if (s.n > most)
		s.n = cut(s, most);
	if (lowered(s, space, sizeof space, &low))
		m = longest(l, low, &either);
	/* the same letters in either case, but not always as many bytes */
	if (m)
		m = m + s.n - low.n;
	if (entry && (n || m))
		*entry = m > n ? either : exact;
	return m > n ? m : n;
}
