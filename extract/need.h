/* Which symbols each match of a pattern must have in its first line. */
#ifndef NEED_H
#define NEED_H

#include <stdint.h>

struct letter_sets;
struct tree;

/* Of the first 64 of the symbols, from that letter on, a bit each. */
uint64_t need_symbols(const struct tree *t, const struct letter_sets *sets,
	uint32_t symbol, unsigned nsymbol);

#endif
