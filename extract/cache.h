/* Pages kept in a folder, with what it takes to ask a server whether they
 * are still the same (RFC 9111: ETag, Last-Modified). They are always asked
 * for. One file a page, named by the address's SHA-256; it appears whole or
 * not at all, so that programs may share the folder. Nothing is ever removed:
 * who wants less removes files, at any time. */
#ifndef CACHE_H
#define CACHE_H

#include "base/http.h"

struct cache_page {
	char etag[HTTP_FIELD_MAX], modified[HTTP_FIELD_MAX];
	char media[HTTP_FIELD_MAX], charset[64];
	struct buf body; /* on the heap */
};

/* Makes the folder where it is not there. -1: e says why not. */
int cache_open(const char *folder, struct ex_err *e);

/* Fills p, the body only if it is wanted. False: the page is not there, or
 * its file is none of ours or broken. */
bool cache_get(
	const char *folder, const char *url, bool body, struct cache_page *p);

/* False: it could not be kept, which is no harm. */
bool cache_put(const char *folder, const char *url, const struct cache_page *p);

#endif
