/* Letters that no pattern tells apart are one class. */
#ifndef CLASSES_H
#define CLASSES_H

#include <stdint.h>

struct automaton;

/* Makes the classes when all sets are known, and what is known of sets by
 * class. Letters and digits come first, the `nsymbol` letters from `symbol` on
 * (each alone) last. */
void classes_make(struct automaton *a, uint32_t symbol, unsigned nsymbol);

#endif
