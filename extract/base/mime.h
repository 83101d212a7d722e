/* Parts of messages (RFC 2045, 2046): headers and how bodies are packed. */
#ifndef BASE_MIME_H
#define BASE_MIME_H

#include "base/mem.h"
#include "base/str.h"

/* A head and its body; both borrowed. */
struct mime_part {
	struct str head, body;
};

/* Sets head and body of a message or part apart, at its first blank line. */
struct mime_part mime_split(struct str s);

/* A header's value, its lines joined, in memory of m; p NULL where there is
 * none. name in small letters. */
struct str mime_header(struct str head, const char *name, struct mem *m);

/* "text/html" of "Text/HTML; charset=utf-8", in small letters. */
struct str mime_type(struct str value, struct mem *m);

/* A parameter of a header's value: `utf-8` of `text/html; charset="utf-8"`; p
 * NULL where there is none. */
struct str mime_parameter(struct str value, const char *name);

/* The next part of a multipart body from *at on, which moves; false where
 * there is none. The last part may lack its end. */
bool mime_next(struct str body, struct str boundary, size_t *at,
	struct mime_part *out);

/* The body as it was before it was packed as `encoding` says
 * ("quoted-printable", "base64"; any other: as it is). What is faulty is
 * passed over; never longer than the body. */
struct str mime_unpack(struct str body, struct str encoding, struct mem *m);

#endif
