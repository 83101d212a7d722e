/* Bytes as text: base64 (RFC 4648, section 4). */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/buf.h"

void base64_put(struct buf *out, struct str bytes);

/* Appends the bytes that a base64 text stands for. False when it is none:
 * another letter, a wrong length or padding, bits left over. */
bool base64_get(struct buf *out, struct str text);

#endif
