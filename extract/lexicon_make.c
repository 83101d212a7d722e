/* Lists of words: made from YAML, and put into an image. */
#include "alternatives.h"
#include "base/err.h"
#include "lexicon_inner.h"
#include "normal.h"

/* Bytes of an entry, whose pattern is nested as deep as it has letters. */
enum { WORD_MOST = 400 };

enum { SHARED = 64 };

static void
mark(const struct lexicon *l, uint64_t *bits, uint64_t hash)
{
	size_t bit = bit_of(l, hash);

	bits[bit / 64] |= (uint64_t)1 << bit % 64;
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

static void
mark_pair(uint64_t *pairs, unsigned pair)
{
	pairs[pair / 64] |= (uint64_t)1 << pair % 64;
}

/* Its first byte may be all that a text has of it, with any sign behind that.
 */
static void
mark_first(struct lexicon *l, struct str entry)
{
	unsigned pair = first_pair(entry), i;

	mark_pair(l->first, pair);
	for (i = 0; entry.n == 1 && i < 16; i++)
		mark_pair(l->first, (pair & 0xF0) | i);
}

/* Of the last word the first letter may be a capital, or small; a byte alone
 * may have anything before it. */
static void
mark_last(struct lexicon *l, struct str word)
{
	char room[16];
	uint32_t letter, as[3];
	unsigned pair, i, j;
	size_t n = 0, all;

	letter = utf8_get(word, &n);
	as[0] = letter;
	as[1] = letter_lower(letter);
	as[2] = letter_upper(as[1]);
	word = str_slice(word, n, word.n);
	if (word.n > 8)
		word = str_slice(word, word.n - 8, word.n);
	for (i = 0; i < 3; i++) {
		all = utf8_put(room, as[i]);
		if (word.n)
			memcpy(room + all, word.p, word.n);
		all += word.n;
		pair = last_pair((struct str){ room, all });
		mark_pair(l->last, pair);
		for (j = 0; all == 1 && j < 16; j++)
			mark_pair(l->last, (pair & 15) | j << 4);
	}
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
	mark_last(l, last);
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
	mark_first(l, k.text);
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

	if ((l->used + 2) * 2 >= l->nslot) /* an entry may take two */
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
