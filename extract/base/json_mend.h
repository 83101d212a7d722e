/* JSON as web pages have it -> JSON: line ends and quotes in texts, commas too
 * many or too few, brackets left open, comments, values without a comma. */
#ifndef BASE_JSON_MEND_H
#define BASE_JSON_MEND_H

#include "base/mem.h"
#include "base/str.h"

/* A list of the values in s, as JSON, in memory of m and in time linear in
 * s.n. What means nothing is left out; the list may still be no JSON. */
struct str json_mend(struct str s, struct mem *m);

#endif
