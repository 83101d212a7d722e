/* An HTTP response as WARC and ARC files keep it: its page, made plain. */
#ifndef RESPONSE_H
#define RESPONSE_H

#include "base/buf.h"

struct ex_err;

struct response_page {
	struct str media;   /* "text/html", small letters; p NULL: not said */
	struct str charset; /* p NULL: not said */
	struct str body;    /* without chunks and compression */
};

/* The value of a header in lines "name: value", from the first line on; p
 * NULL where it has none. Names are compared without regard to case. */
struct str response_header(struct str lines, const char *name);

/* A media type and its charset, in memory of m; p NULL where not said. */
void response_media(struct str value, struct mem *m, struct str *media,
	struct str *charset);

/* Room for bodies being made plain; begins as zeros. */
struct response_room {
	struct buf buf[2]; /* on the heap */
};
void response_room_free(struct response_room *room);

enum response_result { RESPONSE_PAGE, RESPONSE_NO_PAGE, RESPONSE_BROKEN };

/* Reads the response that fills s. NO_PAGE: its status or its media type say
 * that it has no text (a redirect, a picture). cut: the archive says that the
 * response is incomplete, and what can be had of it is taken. body is a part
 * of s or lies in room, valid until the next call, `most` bytes at most; the
 * rest is in memory of m. BROKEN: e says why. */
enum response_result response_read(struct str s, bool cut, size_t most,
	struct response_room *room, struct mem *m, struct response_page *page,
	struct ex_err *e);

/* Is a media type that of a web page, or of plain text? */
bool response_is_page(struct str media);
bool response_is_text(struct str media);

#endif
