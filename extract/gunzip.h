/* gzip, a member at a time: behind a broken member it goes on with the next
 * one that can be found. WARC files have a member for each record. */
#ifndef GUNZIP_H
#define GUNZIP_H

#include "base/buf.h"

struct ex_err;
struct gunzip;
struct stream;

/* Unpacks what is left of from. NULL: memory is out. */
struct gunzip *gunzip_open(struct stream *from, struct ex_err *e);

/* As stream.more. After -1 the next call goes on with the next member. */
long gunzip_read(void *g, char *p, size_t n, struct ex_err *e);

void gunzip_close(struct gunzip *g);

enum inflate_kind { INFLATE_GZIP, INFLATE_DEFLATE };

/* Appends what s unpacks to, `most` bytes at most, to out, which is on
 * the heap. Deflate is read with zlib's frame and without, as browsers do.
 * What could be unpacked before a fault is in out. */
int inflate_whole(struct str s, enum inflate_kind kind, size_t most,
	struct buf *out, struct ex_err *e);

#endif
