/* The text as one phase of the cascade sees it: what earlier phases found
 * stands as single symbols, and every letter has its class for the automaton.
 * The way back to the bytes of text.seen is kept. */
#ifndef VIEW_H
#define VIEW_H

#include <stdint.h>

#include "base/mem.h"

struct automaton;
struct vocabulary;

/* The first of the private-use characters that stand for what was found: one
 * a type, in the order of the rule set's types. */
enum { VIEW_SYMBOL = 0xE000 };

struct view_symbol {
	struct span seen; /* what it stands for, in bytes of text.seen */
	unsigned type;	  /* which symbol */
	unsigned match;	  /* the caller's own number for it */
	size_t at;	  /* its byte in the view: filled by view_with */
};

struct view {
	struct str text;
	uint16_t *class;     /* by letter */
	uint32_t *at;	     /* by letter, its byte; at[n] is text.n */
	unsigned char *word; /* by letter: may a word begin here? */
	uint16_t *number;    /* by letter: of the word that begins here and
				stands whole, or 0 */
	size_t n;	     /* letters */
	const struct view_symbol *symbol;
	size_t nsymbol;
	size_t bytes_cap, letters_cap; /* room, for the next phase */
};

/* The text alone, its words numbered by v. */
void view_of(const struct automaton *a, struct vocabulary *v, struct str seen,
	struct mem *m, struct view *out);

/* The text with n symbols, which stand in order of place and do not overlap.
 * out is a view made before by this function, whose room is used again, or
 * all zero. */
void view_with(const struct automaton *a, const struct view *text,
	struct view_symbol *symbol, size_t n, struct mem *m, struct view *out);

/* Symbols that stand wholly before a byte of the view. */
size_t view_symbols_before(const struct view *v, size_t at);

/* Bytes of text.seen for bytes of the view; SPAN_NONE stays. */
struct span view_to_seen(const struct view *v, struct span at);

#endif
