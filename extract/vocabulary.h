/* The words that one thread has met, by number: what the automaton makes of a
 * word from its first letter to its last is the same wherever it stands, and
 * need be found out once. */
#ifndef VOCABULARY_H
#define VOCABULARY_H

#include <stdint.h>

#include "base/str.h"

enum { VOCABULARY_MOST = 1 << 16 };

struct vocabulary;

/* NULL when memory is out. */
struct vocabulary *vocabulary_new(void);
void vocabulary_free(struct vocabulary *v);

/* The number of a word (1 .. VOCABULARY_MOST - 1), or 0 when there is no more
 * room for new ones. A word is at most 255 bytes; a longer one gets 0. */
uint16_t vocabulary_number(struct vocabulary *v, struct str word);

/* How many letters a numbered word has. */
unsigned vocabulary_letters(const struct vocabulary *v, uint16_t number);

#endif
