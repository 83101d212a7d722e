/* What patterns have in common at their starts: rules that begin alike share
 * the states of it.
 *
 *   (?<number>{amount}) ?{measure}     {amount}, ...
 *   (?<number>{amount})(?:{to}...      {amount}, ...
 */
#ifndef PREFIX_H
#define PREFIX_H

#include <stddef.h>

#include "base/mem.h"

struct tree;

/* A pattern's parts, one behind the other; groups count as what is in them,
 * looks back as nothing. */
struct parts {
	const struct tree **part;
	size_t n, cap;
};

/* All in m. */
struct parts prefix_parts(const struct tree *t, struct mem *m);

/* How many of their first parts are the same; 0 where these are too small to
 * be worth it. */
size_t prefix_shared(const struct parts *p, const struct parts *q);

#endif
