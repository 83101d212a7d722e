/* Does a rule hold here, and where are its groups?
 *
 * The trees of patterns as steps, which are walked as PCRE2 walks a pattern:
 * the same order of tries, so the same match. Of `(?<n>\d{1,3}) (?:{noun})`
 *
 *      1  look behind: no letter, no digit          7  end
 *      2  open n                                    ...
 *      3  1 to 3 of \d                             20  {noun}: of "người",
 *      4  close n                                       "nhà báo", "nhà văn"
 *      5  " "                                           the alternatives n,
 *      6  call 20                                       ...
 *
 * A fragment or lexicon without groups is there once, whoever names it, so
 * that what a text needs is little memory. Each step knows with which letters
 * it can go on (64 buckets of letters), and behind a blank with which then:
 * alternatives that can't are not tried.
 *
 * What a walk does not know, it leaves to PCRE2: how letters beyond those of
 * letters.h answer to a property, and patterns that it would take long over. */
#ifndef CONFIRM_H
#define CONFIRM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/image.h"
#include "base/mem.h"
#include "base/str.h"
#include "letters.h"

struct letter_sets;
struct plan;
struct tree;
struct confirm_scratch; /* of one thread */

enum confirm_op {
	CONFIRM_FAIL,
	CONFIRM_END,	/* of the pattern, of what is looked for around */
	CONFIRM_RETURN, /* from a call */
	CONFIRM_BYTES,	/* these bytes */
	CONFIRM_ELSE,	/* these `few`, or else `other` */
	CONFIRM_SET,	/* one letter of `set` */
	CONFIRM_SPAN, /* `least` letters of `set` or more, as many as can be */
	CONFIRM_SPAN_ALL,  /* and none given back */
	CONFIRM_SPAN_LESS, /* as few as can be */
	CONFIRM_SPLIT,	   /* next, or else `other` */
	CONFIRM_SWITCH,	   /* one of many, by the next letter */
	CONFIRM_CALL,	   /* `other`, then next */
	CONFIRM_OPEN,	   /* a group */
	CONFIRM_CLOSE,
	CONFIRM_PEEK,	/* at one letter */
	CONFIRM_LOOK,	/* for what stands at `other` */
	CONFIRM_ATOMIC, /* `other`, as it first matches */
	CONFIRM_EDGE,	/* the end, with letters of `set` not on both sides */
	CONFIRM_START,	/* of the text */
	CONFIRM_FINISH	/* the text's end, or the line's that is its last */
};

enum {
	CONFIRM_BACK = 1,     /* it reads leftward */
	CONFIRM_ABSENT = 2,   /* of what looks: it must not be there */
	CONFIRM_LEFTWARD = 4, /* of what looks: behind */
	CONFIRM_NO_BLANK = 8  /* of what chooses: it goes on with none */
};

/* A step. Behind one that chooses or spans lie the masks of what it may go on
 * with; where it chooses of two, or looks, also those of what may stand behind
 * a blank, and those of pairs: " người" is not begun at " ngày", nor " nhà" at
 * " (". */
struct confirm_step {
	uint32_t next;
	uint8_t op;
	uint8_t flags;
	uint16_t set; /* or a group's number, or how many bytes */
	union {
		char bytes[8];
		struct {
			uint32_t other; /* a step */
			union {
				char few[4];
				struct {
					/* of a span; most 0: without end */
					uint16_t least, most;
				};
			};
		};
	};
};

/* Buckets of letters that `next` and `other` can go on with. */
struct confirm_masks {
	uint64_t next, other;
};

/* Behind the masks of a switch lie its entries: for each bucket that it has a
 * step, or with CONFIRM_LIST the place of a list. */
union confirm_slot {
	struct confirm_step step;
	struct confirm_masks masks;
	uint32_t entry[4];
};

/* One of a list, with its mask of pairs. */
struct confirm_item {
	uint64_t pairs;
	uint64_t step; /* 0: the list ends before it */
};

/* A pointer that is added here is to be added to confirms_image too. */
struct confirms {
	union confirm_slot *slot;
	size_t nslot;
	struct letters *set;
	size_t nset;
	struct confirm_item *list;
	size_t nlist, list_cap;
	struct plan *plan; /* while they are made */
};

/* Bucket of the letter that begins at byte `at` of a text, or one of its own
 * for the text's end. */
enum { CONFIRM_BUCKETS = 64, CONFIRM_BLANK = 46, CONFIRM_NO_LETTER = 62 };

/* Bit of the first two letters, of these buckets; behind a blank it is of the
 * two behind it. */
static inline unsigned
confirm_pair(unsigned first, unsigned second)
{
	return (first * 11 + second) % 64;
}

/* A step is named by its slot and, above it, by what it does, so that a walk
 * knows this before it has read the slot. What a list does is none of these. */
enum { CONFIRM_SLOT_BITS = 27, CONFIRM_SLOT = (1 << CONFIRM_SLOT_BITS) - 1 };
#define CONFIRM_NAME(slot, op) ((uint32_t)(op) << CONFIRM_SLOT_BITS | (slot))
#define CONFIRM_LIST CONFIRM_NAME(0, 31)

unsigned confirm_bucket(struct str s, size_t at);

/* Steps of patterns whose trees have these exact sets, in m. */
struct confirms *confirms_new(struct mem *m, struct letter_sets *exact);

/* A pattern that will be added: those that name the same part often call it,
 * others have it in themselves. */
void confirms_count(struct confirms *c, const struct tree *tree);

/* Adds a pattern with so many groups, with the edges of a rule unless they
 * are free. Returns its number, or 0 for one that is left to PCRE2. */
uint32_t confirms_add(struct confirms *c, const struct tree *tree,
	unsigned groups, bool free_edges);

/* Puts the steps in order; nothing can be added after it. */
void confirms_finish(struct confirms *c);

/* Where the pattern of that number begins. */
uint32_t confirms_begin(const struct confirms *c, uint32_t number);

/* Puts it into an image, to be used alone; returns its place. */
size_t confirms_image(struct image *i, const struct confirms *c);

/* Scratch for patterns of up to `groups` groups. NULL: no memory. */
struct confirm_scratch *confirm_scratch_new(unsigned groups);
void confirm_scratch_free(struct confirm_scratch *s);

/* What comes is another text than the one before. */
void confirm_text(struct confirm_scratch *s);

/* A pattern will be asked soon: its first steps are fetched from memory. */
static inline void
confirm_soon(const struct confirms *c, uint32_t begin)
{
	const union confirm_slot *slot = &c->slot[begin & CONFIRM_SLOT];

	__builtin_prefetch(slot);
	__builtin_prefetch(slot + 4);
	__builtin_prefetch(slot + 8);
	__builtin_prefetch(slot + 12);
}

enum { CONFIRM_NONE = 0, CONFIRM_UNKNOWN = -1 };

/* Does the pattern that begins at step `begin` match at byte `at` of valid
 * UTF-8? 1: it does, with spans of the whole and of each group as regex_find
 * has them; CONFIRM_NONE; or CONFIRM_UNKNOWN: PCRE2 is to be asked. */
int confirm(const struct confirms *c, struct confirm_scratch *s, uint32_t begin,
	unsigned groups, struct str text, size_t at, struct span *span);

#endif
