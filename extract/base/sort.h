/* Puts keys in order: what qsort would do by calls, without them. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Compared by first, then by second: the low half of second is a good place
 * for the number of what the key stands for. */
struct sort_key {
	uint64_t first, second;
};

/* Room is for n keys too. In n log n steps; few keys, or such as are in order
 * but for a few, in about n (insertion into runs, then merging). */
void sort_keys(struct sort_key *key, size_t n, struct sort_key *room);

/* Numbers alone, in order of size. The same of room and steps. */
void sort_numbers(uint64_t *number, size_t n, uint64_t *room);

#endif
