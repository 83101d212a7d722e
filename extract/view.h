/* The text as one phase of the cascade sees it: what earlier phases found
 * stands as single symbols.
 *
 *   seen    trước 15/6/2021, Vụ Pháp chế trình
 *   text    trước D, U trình              (D, U: one private-use character)
 *
 * Letters keep their places: the class of the symbol stands at the first and
 * at the last letter of what it stands for, and beside them where to go on.
 * PCRE2 wants the text itself, which is put together only when it is asked. */
#ifndef VIEW_H
#define VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct automaton;

/* The first of the private-use characters that stand for what was found: one
 * a type, in the order of the rule set's types. */
enum { VIEW_SYMBOL = 0xE000 };

struct view_symbol {
	struct span seen;  /* what it stands for, in bytes of text.seen */
	uint32_t from, to; /* the same in letters */
	unsigned type;	   /* which symbol */
	unsigned match;	   /* the caller's own number for it */
	bool cuts;	   /* a word that began before it */
	uint32_t token;	   /* the caller's own, as is the next; 0 at first */
	uint64_t phases;
	size_t at; /* its byte in the view: filled by view_text */
};

struct view {
	const struct automaton *automaton;
	struct str seen;
	uint16_t *class; /* by letter; class[n] is that of the text's edge */
	uint32_t *at;	 /* by letter, its byte of seen; at[n] is seen.n */
	uint32_t *ahead; /* by letter where a symbol stands: that behind it */
	uint32_t *back;	 /* by a symbol's last letter: its first */
	size_t n;	 /* letters */
	struct view_symbol *symbol; /* by place; the caller's */
	size_t nsymbol;
	struct str text; /* p NULL: to be made */
	char *bytes;
	size_t letters_cap, bytes_cap; /* room; from one article to the next */
};

/* Reads a text without symbols. out is all zero, or was opened before and
 * gives its room. -1 when memory is out. */
int view_open(struct view *v, const struct automaton *a, struct str seen);
void view_close(struct view *v);

/* Fills from, to and cuts of a symbol by its seen, which does not begin before
 * letter `from`. Before view_mark. */
void view_place(const struct view *v, struct view_symbol *s, size_t from);

/* Puts a symbol into the letters. */
void view_mark(struct view *v, const struct view_symbol *s);

/* From now on these symbols make the text: all that were marked and are not
 * taken in by another. */
void view_symbols(struct view *v, struct view_symbol *symbol, size_t n);

/* The text with its symbols. -1 when memory is out. */
int view_text(struct view *v);

/* The byte of the text for a letter that stands behind symbols [0, k). */
size_t view_byte(const struct view *v, size_t letter, size_t k);

/* Symbols that stand wholly before a byte of the text. */
size_t view_symbols_before(const struct view *v, size_t at);

/* Bytes of seen for bytes of the text; SPAN_NONE stays. */
struct span view_to_seen(const struct view *v, struct span at);

#endif
