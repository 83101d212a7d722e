/* JSON as nearly all of it is, read without a library. */
#ifndef BASE_JSON_PLAIN_H
#define BASE_JSON_PLAIN_H

#include "base/node.h"

/* As json_read. NULL for what is not valid, and for what is only unusual: a
 * name that stands twice in an object, U+0000, a hundred levels, numbers of
 * many digits. */
struct node *json_plain(struct str s, struct mem *m);

/* The shortest digits that read as the same number again. */
struct str json_digits(struct mem *m, double x);

#endif
