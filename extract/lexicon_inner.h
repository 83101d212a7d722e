/* How a lexicon lies in memory, for lexicon.c and lexicon_make.c alone. */
#ifndef LEXICON_INNER_H
#define LEXICON_INNER_H

#include <string.h>

#include "base/block.h"
#include "base/letter.h"
#include "base/utf8.h"
#include "lexicon.h"

enum {
	BITS = 8,   /* a slot, of those that tell what can't be there */
	PAIRS = 256 /* of two bytes */
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
	uint64_t
		first[PAIRS / 64]; /* how an entry begins, a bit by two bytes */
	uint64_t last[PAIRS / 64]; /* how one ends */
	struct slot *slot;	   /* open addressing */
	size_t nslot;		   /* a power of two */
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
static inline void
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
static inline void
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

/* All of a key but its hash, where an ASCII letter or sign begins it. */
static inline void
seek_ascii(struct str text, struct lexicon_key *k)
{
	static const unsigned char case_bit[8] = { 0x20 }; /* of a first byte */
	uint64_t small;

	k->text = text;
	head_of(text, k->exact);
	k->capital = (unsigned char)(text.p[0] - 'A') < 26;
	/* not as a byte: what is loaded right behind would wait for it */
	memcpy(&small, case_bit, sizeof small);
	k->small[0] = k->exact[0] | (small & -(uint64_t)k->capital);
	k->small[1] = k->exact[1];
}

/* All of any key but its hash. */
static inline void
seek(struct str text, struct lexicon_key *k)
{
	uint32_t letter, small;
	size_t n = 0;

	seek_ascii(text, k);
	if (!(text.p[0] & 0x80))
		return;
	letter = utf8_get(text, &n);
	small = letter_lower(letter);
	k->capital = small != letter;
	if (k->capital)
		utf8_put((char *)k->small, small);
}

static inline uint64_t
mixed(uint64_t hash, uint64_t x)
{
	hash = (hash ^ x) * 0x9E3779B97F4A7C15u;
	return hash ^ hash >> 32;
}

static inline uint64_t
eight(const char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof x);
	return x;
}

/* Of the first n bytes. */
static inline uint64_t
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
static inline size_t
bit_of(const struct lexicon *l, uint64_t hash)
{
	return (size_t)(hash >> 16) & (l->nslot * BITS - 1);
}

static inline bool
may_be(const struct lexicon *l, const uint64_t *bits, uint64_t hash)
{
	size_t bit = bit_of(l, hash);

	return bits[bit / 64] >> bit % 64 & 1;
}

/* The slot of the first n bytes, with the first letter as it is or small; or
 * the free one where they belong. */
static inline struct slot *
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
static inline size_t
first_word(struct str text)
{
	size_t n = letter_run(text, 0);

	if (n)
		return n;
	utf8_get(text, &n); /* a sign that begins it */
	return letter_run(text, n);
}

/* By three bytes. */
static inline uint32_t
next_bit(const char *p)
{
	uint32_t x = (uint32_t)(unsigned char)p[0] |
		     (uint32_t)(unsigned char)p[1] << 8 |
		     (uint32_t)(unsigned char)p[2] << 16;

	return (uint32_t)1 << (x * 0x9E3779B1u >> 27);
}

static inline struct str
last_word(struct str s)
{
	return str_slice(s, letter_run_back(s, s.n), s.n);
}

/* Of two bytes, four bits each; an ASCII letter is as if it were small. */
static inline unsigned
pair_of(char a, char b)
{
	unsigned x = (unsigned char)a, y = (unsigned char)b;

	x |= x < 0x80 ? 0x20 : 0;
	y |= y < 0x80 ? 0x20 : 0;
	return ((x ^ x >> 4) & 15) << 4 | ((y ^ y >> 4) & 15);
}

/* How a text begins; where that is a letter beyond ASCII by its first byte
 * alone, which may be the next one in its capital. */
static inline unsigned
first_pair(struct str s)
{
	if (s.p[0] & 0x80)
		return pair_of((char)(s.p[0] | 1), ' ');
	return pair_of(s.p[0], s.n > 1 ? s.p[1] : ' ');
}

static inline unsigned
last_pair(struct str s)
{
	return pair_of(s.n > 1 ? s.p[s.n - 2] : ' ', s.p[s.n - 1]);
}

static inline bool
has_pair(const uint64_t *pairs, unsigned pair)
{
	return pairs[pair / 64] >> pair % 64 & 1;
}

#endif
