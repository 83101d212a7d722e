/* What a server says of a body: the media type and the charset. */
#ifndef BASE_MEDIA_H
#define BASE_MEDIA_H

#include <stddef.h>

/* Reads the value of Content-Type (RFC 9110): "Text/HTML; charset="UTF-8""
 * gives "text/html" and "utf-8", both in small letters; "" where there is
 * none, or no room for it. */
void media_read(const char *said, char *media, size_t room, char *charset,
	size_t charset_room);

#endif
