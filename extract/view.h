/* The text as one phase of the cascade sees it: what earlier phases found
 * stands as single symbols.
 *
 *   seen    trước 15/6/2021, Vụ Pháp chế trình
 *   text    trước D, U trình              (D, U: one private-use character)
 *
 * The automaton reads seen itself, letter by letter; marks beside it say where
 * a symbol stands instead, and where to go on. PCRE2 wants the text itself,
 * which is put together only when it is asked. All places are bytes of seen
 * where nothing else is said. */
#ifndef VIEW_H
#define VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "automaton.h"
#include "base/bits.h"
#include "base/str.h"

/* The first of the private-use characters that stand for what was found: one
 * a type, in the order of the rule set's types. */
enum { VIEW_SYMBOL = 0xE000 };

struct view_symbol {
	struct span seen; /* what it stands for */
	unsigned type;	  /* which symbol */
	unsigned match;	  /* the caller's own number for it */
	bool cuts;	  /* a word that began before it */
	uint32_t token;	  /* the search's own; 0 at first */
	size_t at;	  /* its byte in the text: filled by view_text */
};

struct view {
	const struct automaton *automaton;
	struct str seen;
	uint16_t *head;	 /* where a symbol begins: its class; else 0 */
	uint16_t *tail;	 /* where one has ended: its class; else 0 */
	uint32_t *ahead; /* where one begins: its end */
	uint32_t *back;	 /* where one has ended: its start */
	uint8_t *hidden; /* a bit by byte, of which the first is no byte's: is
			    it a symbol's? */
	struct view_symbol *symbol; /* by place; the caller's */
	size_t nsymbol;
	struct str text; /* p NULL: to be made */
	char *bytes;
	size_t room, bytes_cap; /* from one article to the next */
};

/* Reads a text without symbols. v is all zero, or was opened before and gives
 * its room. -1 when memory is out. */
int view_open(struct view *v, const struct automaton *a, struct str seen);
void view_close(struct view *v);

/* Fills cuts of a symbol by its seen. Before view_mark. */
void view_place(const struct view *v, struct view_symbol *s);

/* Puts a symbol over the letters; takes one away that another is put over,
 * before that is done. */
void view_mark(struct view *v, const struct view_symbol *s);
void view_unmark(struct view *v, const struct view_symbol *s);

/* From now on these symbols make the text: all that were marked and are not
 * taken in by another. */
void view_symbols(struct view *v, struct view_symbol *symbol, size_t n);

/* The text with its symbols. -1 when memory is out. */
int view_text(struct view *v);

/* The byte of the text for a place behind symbols [0, k). */
size_t view_byte(const struct view *v, size_t at, size_t k);

/* Symbols that stand wholly before a byte of the text. */
size_t view_symbols_before(const struct view *v, size_t at);

/* The range of seen for a range of the text; SPAN_NONE stays. The second one is
 * faster for what begins not far behind the first `nbefore` symbols. */
struct span view_to_seen(const struct view *v, struct span at);
struct span view_to_seen_near(
	const struct view *v, struct span at, size_t nbefore);

/* The class of the letter or symbol that begins there, that of the text's edge
 * at its end, and where the next begins. */
static inline unsigned
view_class(const struct view *v, size_t at, size_t *next)
{
	unsigned class;
	size_t n;

	*next = at + 1;
	if (at >= v->seen.n)
		return v->automaton->nclass;
	if (v->head[at]) {
		*next = v->ahead[at];
		return v->head[at];
	}
	class = automaton_read(v->automaton, v->seen.p + at, &n);
	*next = at + n;
	return class;
}

/* As view_class, without a jump that hangs on whether it is a symbol. */
static inline unsigned
view_read(const struct view *v, size_t at, size_t *next)
{
	size_t n, near = at < v->seen.n ? at : 0;
	unsigned class = automaton_read(v->automaton, v->seen.p + near, &n);
	unsigned symbol = v->head[near];
	uint32_t is_symbol = -(uint32_t)(symbol != 0);
	size_t ahead = v->ahead[near] & is_symbol;

	class = symbol | (class & ~is_symbol);
	*next = ahead | ((at + n) & ~(size_t)(int32_t)is_symbol);
	return at < v->seen.n ? class : v->automaton->nclass;
}

/* The class of the one that ends there; *before is where it begins. */
static inline unsigned
view_class_before(const struct view *v, size_t at, size_t *before)
{
	const char *p = v->seen.p;
	size_t n;

	*before = 0;
	if (at == 0)
		return v->automaton->nclass;
	if (v->tail[at]) {
		*before = v->back[at];
		return v->tail[at];
	}
	at--;
	while (at > 0 && ((unsigned char)p[at] & 0xC0) == 0x80)
		at--;
	*before = at;
	return automaton_read(v->automaton, p + at, &n);
}

/* Does a blank stand there, and no symbol? */
static inline bool
view_blank(const struct view *v, size_t at)
{
	return at < v->seen.n && v->seen.p[at] == ' ' && !v->head[at];
}

/* Does a letter of a word begin there, and no symbol? */
static inline bool
view_inner(const struct view *v, size_t at)
{
	size_t next;

	return view_class(v, at, &next) < v->automaton->ninner;
}

/* Is a byte of [from, to) a symbol's? */
static inline bool
view_hidden(const struct view *v, size_t from, size_t to)
{
	return bits_any(v->hidden, from + 1, to + 1);
}

/* Is a byte of [from, to] a symbol's, or ends one at `from`? */
static inline bool
view_touched(const struct view *v, size_t from, size_t to)
{
	return bits_any(v->hidden, from, to + 2);
}

/* Does a letter or symbol of the view begin there, where a letter or symbol
 * began before? */
static inline bool
view_visible(const struct view *v, size_t at)
{
	return v->head[at] || !view_hidden(v, at, at + 1);
}

#endif
