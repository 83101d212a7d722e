/* Which rules may match here? All patterns as one automaton that accepts at
 * least what they accept, so that each pattern is tried only where it may
 * match.
 *
 * By example. Of the patterns
 *      rule 0   ngày (?<d>\d{1,2})(?!%)
 *      rule 1   (?<=từ )năm \d{4}(?= nay)
 * it keeps `ngày \d\d?`, then a look at one letter, and `năm \d\d\d\d nay`:
 * what stands ahead at a pattern's end is read on. `từ ` is kept apart,
 * turned round, to be read leftward from where rule 1 would begin. Other
 * looks, captures and how greedily is forgotten: more is accepted, nothing
 * missed. Letters that no pattern tells apart are one class.
 *
 * The automaton is nondeterministic (Thompson's construction, 1968) and the
 * same for all threads; dfa.h runs it. */
#ifndef AUTOMATON_H
#define AUTOMATON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/image.h"
#include "base/mem.h"
#include "base/str.h"
#include "letters.h"

struct letter_sets;
struct tree;
struct automaton; /* all phases; fixed once finished, shared by threads */

/* One for `phases` phases, in m. */
struct automaton *automaton_new(struct mem *m, unsigned phases);

/* The sets of letters that the patterns' trees are made with. */
struct letter_sets *automaton_sets(struct automaton *a);

/* Adds a pattern's tree, which must live until the end; NULL: it has none. */
void automaton_add(struct automaton *a, unsigned phase, const struct tree *tree,
	unsigned rule);

/* Makes the states and classes; nothing can be added after it. Letters and
 * digits come first, the `nsymbol` letters from `symbol` on (each alone)
 * last. */
void automaton_finish(struct automaton *a, uint32_t symbol, unsigned nsymbol);

/* Is a rule that was added in it? One that is too large is not: it must be
 * tried everywhere. */
bool automaton_has(const struct automaton *a, unsigned rule);

/* Puts it into an image, to be run alone: nothing can be added to that one.
 * Returns its place. */
size_t automaton_image(struct image *i, const struct automaton *a);

/* A state: reads one of a set of letters, looks whether the next is one, or
 * ends a rule; while the automaton is made some split. */
enum { NFA_READ, NFA_LOOK, NFA_SPLIT, NFA_END };

struct nfa_state {
	uint32_t kind : 2;
	uint32_t more : 1;  /* of NFA_END: what was read may be more than the
			       match */
	uint32_t next : 29; /* a place; of NFA_END: how many more follow it */
	union {
		struct {
			uint16_t key; /* of NFA_READ, NFA_LOOK: what it wants:
					 a set * 2, and 1 where the text's
					 edge will do as well */
			uint16_t rule;
		};
		uint32_t other; /* of NFA_SPLIT */
	};
};

/* States that can be gone on from at the same time, and whether the rule ends
 * there too. */
struct nfa_fan {
	uint64_t live; /* buckets of the classes that may lead on */
	uint32_t first;
	uint16_t n; /* that read or look; then come those that end, if any */
	uint16_t owner;
};

/* A place, from which can be gone on: the number of a state or of a fan, above
 * two bits. Behind a state that reads or looks a place comes `next`. */
enum { PLACE_FAN = 1, PLACE_ENDS = 2, PLACE_NUMBER_AT = 2 };

/* Where a rule of a phase begins, and where what must stand before it does,
 * read leftward: `behind` is NONE where anything may. */
struct rule_start {
	uint32_t rule, ahead, behind;
};

enum { AUTOMATON_NONE = 0x7FFFFFFF, AUTOMATON_BUCKETS = 64 };

struct phase_start {
	struct rule_start *start;
	size_t n, cap, nbehind;
	uint64_t need; /* symbols that each rule reads, as of need_symbols */
};

/* Rules that begin alike own together the states with which they do. */
struct rule_group {
	uint32_t first, n; /* in member */
};

struct pattern_added; /* while the automaton is made */

/* What is known of an owner: a rule, or a group. */
struct rule_place {
	uint16_t phase;
	bool behind; /* something must stand before it */
	bool known;  /* it is in the automaton */
};

/* A pointer that is added here is to be added to automaton_image too. */
struct automaton {
	struct mem *mem;
	struct nfa_state *state;
	size_t nstate, state_cap;
	struct nfa_fan *fan; /* the first stands for a state alone */
	size_t nfan, fan_cap;
	uint32_t *slot; /* while it is made: states of the last rule + 1, by
			   what they do */
	struct letter_sets *sets;

	struct pattern_added *added;
	size_t nadded, added_cap;
	unsigned nphase, nrule; /* rules are numbered below nrule */
	unsigned nowner;	/* and groups from there on below this */
	struct rule_group *group;
	uint32_t *member;	   /* rules, by group */
	struct phase_start *start; /* by phase */
	struct rule_place *place;  /* by owner */

	unsigned nclass;
	unsigned ninner;  /* classes below it: letters and digits for sure */
	unsigned nletter; /* classes from it on: symbols */
	uint16_t class_of[LETTERS];
	uint16_t page[256]; /* of a code point's high byte: place in pages */
	uint16_t (*pages)[256];
	uint8_t *passing; /* by class, the text's edge last, and by key: 1 where
			     it passes */
	unsigned nset;
	uint8_t bucket[LETTERS]; /* by class: a number below AUTOMATON_BUCKETS,
				    shared by as few as can be of those that
				    are frequent */
	uint64_t *fold; /* by set: a bit for each class, by its bucket */
};

/* All places are below it. */
static inline size_t
automaton_places(const struct automaton *a)
{
	return (a->nstate > a->nfan ? a->nstate : a->nfan) << PLACE_NUMBER_AT;
}

/* Which keys a class passes; how many bytes all these are. */
static inline uint8_t *
automaton_row(const struct automaton *a, unsigned class)
{
	return a->passing + (size_t) class * 2 * a->nset;
}

static inline size_t
automaton_rows(const struct automaton *a)
{
	return ((size_t)a->nclass + 1) * 2 * a->nset;
}

/* The fan of a place, the first of all where it is a state alone; and its
 * first state. Without a branch: one place is like the other. */
static inline const struct nfa_fan *
automaton_fan(const struct automaton *a, uint32_t place)
{
	return &a->fan[place >> PLACE_NUMBER_AT & -(place & PLACE_FAN)];
}

static inline const struct nfa_state *
automaton_state(const struct automaton *a, uint32_t place)
{
	uint32_t alone = (place & PLACE_FAN) - 1;

	return &a->state[automaton_fan(a, place)->first +
			 (place >> PLACE_NUMBER_AT & alone)];
}

/* Who owns a place: a rule, or a group of them. */
static inline uint32_t
automaton_owner(const struct automaton *a, uint32_t place)
{
	uint32_t alone = (place & PLACE_FAN) - 1;

	return automaton_fan(a, place)->owner +
	       (automaton_state(a, place)->rule & alone);
}

/* The class of a code point. */
static inline unsigned
automaton_class(const struct automaton *a, uint32_t c)
{
	if (c > 0xFFFF)
		return a->class_of[LETTER_OTHER];
	return a->pages[a->page[c >> 8]][c & 0xFF];
}

/* The class of the letter that valid UTF-8 begins with, and its bytes. */
static inline unsigned
automaton_read(const struct automaton *a, const char *text, size_t *n)
{
	const unsigned char *p = (const unsigned char *)text;

	*n = 1;
	if (p[0] < 0x80)
		return a->pages[a->page[0]][p[0]];
	*n = 2;
	if (p[0] < 0xE0)
		return automaton_class(a, (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu));
	*n = p[0] < 0xF0 ? 3 : 4;
	if (p[0] >= 0xF0)
		return a->class_of[LETTER_OTHER];
	return automaton_class(
		a, (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu));
}

/* Writes the classes of valid UTF-8, one a letter, to out (room for text.n);
 * returns their number. */
unsigned automaton_classes(
	const struct automaton *a, struct str text, uint16_t *out);

#endif
