/* Where may the rules of each phase begin? The text is cut into words once,
 * for all phases: the first word decides, and what stands beside it (gates.h).
 * "hôm nay Bộ Y tế họp": `họp` begins no rule at all, `hôm` a date, `Bộ` a
 * unit and a role. */
#ifndef STARTS_H
#define STARTS_H

#include <limits.h>

#include "cut.h"
#include "dfa.h"
#include "gates.h"
#include "vocabulary.h"

struct view;

/* A token at which rules of one phase may begin in the text as it is without
 * symbols. */
struct start {
	uint32_t token;
	uint32_t state; /* as a gate has it */
	bool alone, behind;
};

struct start_list {
	struct start *start;
	size_t n, cap;
};

/* What a token begins, before it is put to the phases' lists. */
struct begin {
	struct dfa_phases live; /* some */
	uint32_t state;		/* as of gates_find */
	uint32_t token;
};

struct starts {
	/* of the text at hand */
	const struct view *view;
	struct dfa *dfa;
	struct vocabulary *vocabulary;
	struct token *token;
	size_t n, cap;
	/* By byte of the text where a word begins, and by a word's last byte:
	 * the word's number (0: to be read letter by letter), and the bytes of
	 * one that has a number. */
	uint16_t *number;
	uint8_t *bytes;
	size_t room;
	struct start_list phase[64]; /* by bit */
	struct cut cut;
	struct begin begin[CUT_PIECES + 1];
	bool bad; /* memory is out */
	/* for good */
	struct word *letter; /* by class */
	uint64_t *beside;    /* by class, as of gates_before: of it
				alone; 0: not known */
	uint64_t *blank;     /* and of a blank with it before that */
	uint64_t before[2]
		       [UCHAR_MAX + 1]; /* the same two, by letter of ASCII */
	uint8_t bucket[UCHAR_MAX + 1];	/* of a letter of ASCII */
	bool dull[UCHAR_MAX + 1]; /* by byte: no letter begins with it that
				     begins a rule */
	struct gate_store gates;  /* of words and letters */
};

/* For one thread; -1 when memory is out, and then nothing need be closed. */
int starts_open(struct starts *s, const struct automaton *a);
void starts_close(struct starts *s);

/* Cuts a view without symbols. -1 when memory is out; d has a landing place
 * here and below. */
int starts_find(struct starts *s, const struct view *view, struct dfa *d,
	struct vocabulary *v);

/* The words that a symbol cuts at its start or end have no numbers from now
 * on. */
void starts_cut(struct starts *s, size_t from, size_t to);

/* How many tokens begin before that. */
size_t starts_token(const struct starts *s, size_t at);

/* Of the phases `bits`, those in which rules may begin there in the view as it
 * is now, by the letter or symbol and what stands beside it; the same of a
 * token, by its word. */
struct dfa_phases starts_at(struct starts *s, size_t at, uint64_t bits);
struct dfa_phases starts_at_token(
	struct starts *s, const struct token *t, uint64_t bits);

/* The phases that begin inside words too, a bit each. */
uint64_t starts_free(void);

#endif
