/* The tables of abreast.h: abreast.c looks things up in them,
 * abreast_make.c fills them. */
#ifndef ABREAST_INNER_H
#define ABREAST_INNER_H

#include "abreast.h"
#include "confirm_walk.h"

/* What is to be read next: a byte, or that there is none; or an answer. */
enum { NO_BYTE = 256, SYMBOLS_BITS = 9 };

/* The node that comes next, and of the way there: whether it led to an end
 * before the letter that it read; that the run stops, or asks; that a whole
 * letter was read, and how many bytes of it before the last. */
enum {
	NEXT_NODE = (1 << 20) - 1,
	NEXT_BEFORE_SHIFT = 24, /* two bits */
	NEXT_LETTER_SHIFT = 26,
	NEXT_STOP = 1 << 27,
	NEXT_END = 1 << 28
};

/* Nodes from the start: no way is left; a letter of which it is not known
 * whether it belongs to a set; what can't be done side by side. */
enum { NODE_DEAD, NODE_UNSURE, NODE_UNFIT, NODES_FIXED };

enum {
	ITEMS_MOST = 200,  /* in a node */
	ANSWERS_MOST = 24, /* about one letter */
	ANSWER_FAR = 255,  /* an atomic part that is longer */
	NO_LETTER = LETTERS,
	NOT_BESIDE = 0xFFFF
};

/* A way that is open: a step, where to return to, and how much of the step is
 * done; or bytes to go by until it goes on. */
struct item {
	uint32_t step, frame;
	uint16_t done;
	uint16_t sleep;
};

/* How a node reads: leftward; an atomic part, which marks no group; or whether
 * there is an end at all is enough. */
enum { NODE_BACK = 1, NODE_INNER = 2, NODE_ANY = 4 };

enum node_kind { NODE_ITEMS, NODE_PART, NODE_ASK };

struct node {
	uint8_t kind, flags;
	uint16_t beside; /* class of the letter read last, where it matters */
	uint32_t item;
	uint32_t nitem;
	/* in the midst of a letter, or asking behind it */
	uint32_t base;	/* the node with the items */
	uint32_t asked; /* step */
	uint8_t bytes[4], nbytes, nanswer;
	uint8_t answer[ANSWERS_MOST];
};

/* By node and byte. */
struct entry {
	uint32_t key; /* 0: free */
	uint32_t next;
	uint32_t origin; /* first of the end's and those of the items */
};

/* Which item of the node before came to this one, and its marks. */
struct origin {
	uint32_t parent;
	uint32_t marks; /* place in marks, 0: none */
};

struct frame {
	uint32_t step, parent;
};

struct root {
	uint32_t step; /* 0: free */
	uint16_t beside;
	uint8_t flags;
	bool unfit;
	uint32_t node;
};

struct passed {
	uint32_t origin, at;
};

enum {
	MARK_CLOSE = 1 << 15,
	ROOTS = 1 << 10,
	FRAMES = 1 << 14,
	PASSED_MOST = 1 << 12
};

/* An array that grows. */
struct pool {
	void *p;
	uint32_t n, cap;
};

struct abreast {
	const struct confirms *c;
	struct entry *entry;
	uint32_t nentry, entry_mask;
	uint32_t *known; /* nodes by what they hold */
	uint32_t known_mask;
	struct pool node, item, origin, frame, marks;
	bool full;    /* there was no room: what comes of it is unknown */
	bool unknown; /* what this run would come to */
	bool unfit;   /* something that is asked can't be done */
	unsigned asked, resting; /* times, since all was thrown away */
	unsigned nested;
	struct item made[ITEMS_MOST]; /* the node that is being made */
	struct origin made_of[1 + ITEMS_MOST];
	struct root root[ROOTS];
	uint16_t framed[FRAMES]; /* frames by what they hold */
	struct passed passed[PASSED_MOST + 8];
	struct mark mark[MARKS_MOST];
};

static inline struct node *
node_of(const struct abreast *a, uint32_t node)
{
	return (struct node *)a->node.p + node;
}

static inline uint32_t
abreast_hash(uint32_t key)
{
	return (key * 0x9E3779B1u) >> 8 ^ key;
}

/* Finds out what becomes of a node by a byte or an answer, and keeps it. */
struct entry abreast_make(struct abreast *a, uint32_t node, unsigned symbol);

/* Throws all away. False: no memory. */
bool abreast_forget(struct abreast *a);

/* Place of n new things in a pool; NOWHERE: no room, and a->full. */
uint32_t abreast_room(
	struct abreast *a, struct pool *p, uint32_t n, size_t size);

/* A node; or the one with these items, which may be there. NODE_UNFIT: there
 * is no room. */
uint32_t abreast_new_node(struct abreast *a, const struct node *n);
uint32_t abreast_find_node(
	struct abreast *a, struct node n, const struct item *item);
uint32_t abreast_root(
	struct abreast *a, uint32_t step, unsigned flags, unsigned beside);

/* Where a call returns to: one of all that are alike. */
uint32_t abreast_find_frame(struct abreast *a, uint32_t step, uint32_t parent);

void abreast_keep(struct abreast *a, const struct entry *e);

#endif
