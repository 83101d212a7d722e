/* XML, through libxml2's push parser: the stream is told of as it comes, so
 * that a feed of any length takes little memory. And addresses (RFC 3986). */
#ifndef BASE_XML_H
#define BASE_XML_H

#include "base/mem.h"
#include "base/str.h"

struct xml;
struct ex_err;

/* Names are local ones ("encoded" of "content:encoded") with their namespace,
 * which is empty where none is declared. All texts are valid until the call
 * returns. */
struct xml_events {
	void (*open)(void *arg, struct str name, struct str space);
	/* Of the element just opened, one call each. */
	void (*attribute)(void *arg, struct str name, struct str value);
	void (*text)(void *arg, struct str s);
	void (*close)(void *arg, struct str name, struct str space);
};

/* NULL when memory is out or libxml2 is not there. */
struct xml *xml_new(const struct xml_events *to, void *arg, struct ex_err *e);

/* The next bytes, at most 64 KB; n == 0: there are no more. What is not well
 * formed is mended as far as can be; -1: nothing more can be read, e says why
 * and where. Entities of a DTD, outer ones above all, are never read. */
int xml_put(struct xml *x, struct str bytes, struct ex_err *e);

void xml_free(struct xml *x);

/* The address that `given` stands for beside `base` (RFC 3986, section 5); p
 * NULL where it cannot be told. What may not stand in an address is escaped. */
struct str xml_url(struct str given, struct str base, struct mem *m);

#endif
