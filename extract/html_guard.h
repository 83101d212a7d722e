/* page -> the same page, without what costs a parser much and tells nothing:
 * scripts (JSON-LD stays), styles, comments, attributes that are not read,
 * overlong values, and more attributes than any element has. */
#ifndef HTML_GUARD_H
#define HTML_GUARD_H

#include "base/mem.h"
#include "base/str.h"

struct node;

/* What is left, in memory of m: 16 MB at most. In time linear in page.n. What
 * a page should not have is said in warnings (a list of texts), each once. */
struct str html_guard(struct str page, struct mem *m, struct node *warnings);

#endif
