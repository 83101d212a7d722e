/* An HTTP response as WARC and ARC files keep it: its page, made plain. */
#ifndef HTTP_H
#define HTTP_H

#include "base/buf.h"

struct ex_err;

struct http_page {
	struct str media;   /* "text/html", small letters; p NULL: not said */
	struct str charset; /* p NULL: not said */
	struct str body;    /* without chunks and compression */
};

/* The value of a header in lines "name: value", from the first line on; p
 * NULL where it has none. Names are compared without regard to case. */
struct str http_header(struct str lines, const char *name);

/* A media type and its charset, in memory of m; p NULL where not said. */
void http_media(struct str value, struct mem *m, struct str *media,
	struct str *charset);

/* Room for bodies being made plain; begins as zeros. */
struct http_room {
	struct buf buf[2]; /* on the heap */
};
void http_room_free(struct http_room *room);

enum http_result { HTTP_PAGE, HTTP_NO_PAGE, HTTP_BROKEN };

/* Reads the response that fills s. NO_PAGE: its status or its media type say
 * that it has no text (a redirect, a picture). cut: the archive says that the
 * response is incomplete, and what can be had of it is taken. body is a part
 * of s or lies in room, valid until the next call, `most` bytes at most; the
 * rest is in memory of m. BROKEN: e says why. */
enum http_result http_read(struct str s, bool cut, size_t most,
	struct http_room *room, struct mem *m, struct http_page *page,
	struct ex_err *e);

/* Is a media type that of a web page, or of plain text? */
bool http_is_page(struct str media);
bool http_is_text(struct str media);

#endif
