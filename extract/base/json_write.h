/* JSON written straight into a buffer. Whatever goes in, what comes out is
 * valid UTF-8 and valid JSON. Commas are put where they are wanted: a name or
 * an item looks whether it is the first behind '{' or '['. */
#ifndef BASE_JSON_WRITE_H
#define BASE_JSON_WRITE_H

#include "base/buf.h"
#include "base/node.h"

/* A text with its quotes. A byte that belongs to no UTF-8 sequence becomes
 * U+FFFD; controls are escaped, all other letters stand as they are. */
void json_put_text(struct buf *out, struct str s);

/* The same for what is known to be valid UTF-8. */
void json_put_valid(struct buf *out, struct str s);

/* A comma, unless this is the first item of its list or object. */
void json_put_comma(struct buf *out);

/* The name of an object's next member, comma and colon with it. */
void json_put_name(struct buf *out, struct str name);

/* A name with a whole number behind it. */
void json_put_int(struct buf *out, struct str name, long long n);

/* A name with a text behind it; null where s.p is NULL. */
void json_put_member(struct buf *out, struct str name, struct str s);

/* A tree; NULL, and what lies deeper than JSON_DEPTH_MAX, is null. A number
 * that JSON would not take as one is written as a text. */
enum { JSON_DEPTH_MAX = 1000 };
void json_put_node(struct buf *out, const struct node *n);

#endif
