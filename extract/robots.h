/* robots.txt: which paths of a host may be fetched (RFC 9309). */
#ifndef ROBOTS_H
#define ROBOTS_H

#include "base/str.h"

struct robots;

enum { ROBOTS_BYTES = 512 * 1024 }; /* of the file; more is not looked at */

/* Reads what a robots.txt says to `agent` ("extract/1.0": the name before
 * the '/' counts), or, where it has nothing for that name, to everybody.
 * Anything is a robots.txt; lines that are none are passed over. NULL: memory
 * is out. */
struct robots *robots_read(struct str text, struct str agent);

/* Whether a path ("/a/b?c=d") may be fetched: the longest pattern that
 * matches says so, of two as long the one that allows; without any it may. A
 * path that would take too long to compare may not. */
bool robots_allow(const struct robots *r, struct str path);

/* Bytes that it holds. */
size_t robots_size(const struct robots *r);

void robots_free(struct robots *r);

#endif
