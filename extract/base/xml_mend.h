/* XML as feeds have it -> XML that a parser reads: "&" and "<" that begin
 * nothing, references of HTML, controls, bytes that are no UTF-8, white
 * space before the first tag. */
#ifndef BASE_XML_MEND_H
#define BASE_XML_MEND_H

#include "base/buf.h"

enum { XML_MEND_HELD = 32 };

/* All zero before the first bytes. */
struct xml_mend {
	char held[XML_MEND_HELD]; /* bytes of which too few are there */
	size_t nheld;
	char in;    /* what is being read: CDATA, a comment, or 0 */
	bool begun; /* something but white space has come */
	bool wide;  /* UTF-16, UTF-32: left alone */
	bool other; /* an encoding that is not UTF-8: its bytes are kept */
};

/* Appends to out what bytes become; s.n == 0: the end, nothing is held back.
 * References that are neither XML's nor HTML's (a DTD's own) lose their
 * meaning: "&lol9;" becomes text. */
void xml_mend(struct xml_mend *x, struct str s, struct buf *out);

#endif
