/* YAML files as trees of nodes with their lines and columns. */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/node.h"

struct ex_err;

/* Reads one YAML document into *out, in memory of m; an empty file gives a
 * NODE_NULL. Every scalar is NODE_TEXT as written (a plain `null` or `~` is
 * NODE_NULL): who uses it decides what it means. Keys must be scalars and
 * stand once among the first 64 of their mapping; aliases and tags are
 * refused; depth and size are bounded. -1: e says where and what. */
int yaml_read(
	const char *path, struct mem *m, struct node **out, struct ex_err *e);

#endif
