/* A rule's states as they are kept: without splits. What can be gone on from
 * at once is one fan, whose states lie side by side; a state alone has none.
 *
 *   a(?:bc|d)?e    made  a split(split(b c, d), .) e
 *                  kept  a -> fan { b -> c -> e, d -> e, e }
 */
#ifndef FANS_H
#define FANS_H

#include <stdbool.h>
#include <stddef.h>

struct automaton;
struct rule_start;

/* Before all. */
void fans_open(struct automaton *a);

/* Makes them of the states from `first` on, which are the latest rule's or
 * group's; start names states, and places afterwards. False when they are too
 * many. */
bool fans_make(struct automaton *a, size_t first, struct rule_start *start);

/* When the classes are known. */
void fans_finish(struct automaton *a);

#endif
