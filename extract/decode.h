/* raw -> page: bytes of any supported charset to UTF-8. */
#ifndef DECODE_H
#define DECODE_H

#include "doc.h"

struct ex_err;

/* Fills d->page from d->raw. A fault names the byte (its offset, from 0) in
 * e's sentence. */
int decode(struct doc *d, struct ex_err *e);

#endif
