/* Brotli (RFC 7932), as web servers compress pages. */
#ifndef BROTLI_H
#define BROTLI_H

#include "base/buf.h"

struct ex_err;

/* Appends what s unpacks to, `most` bytes at most, to out, which is on
 * the heap. What could be unpacked before a fault is in out. */
int brotli_whole(struct str s, size_t most, struct buf *out, struct ex_err *e);

#endif
