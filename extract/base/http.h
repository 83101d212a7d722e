/* HTTP and HTTPS: requests, many at a time, and their answers. Redirects,
 * retries and manners are the caller's.
 *
 * One thread may use an http; http_wake alone may be called by others. */
#ifndef BASE_HTTP_H
#define BASE_HTTP_H

#include "base/buf.h"

struct ex_err;
struct http;

enum { HTTP_URL_MAX = 8192, HTTP_HOST_MAX = 256, HTTP_FIELD_MAX = 512 };

struct http_options {
	const char *agent; /* how we name ourselves: "name/1.0" */
	const char
		*cacert; /* certificates to trust (PEM); NULL: the system's */
	bool allow_private; /* addresses of the own network are welcome */
	unsigned jobs;	    /* requests at a time at most */
	long connect_ms, stall_ms, total_ms; /* what may take how long */
};

/* An address taken apart. */
struct http_url {
	char text[HTTP_URL_MAX];	 /* the whole, encoded, no fragment */
	char origin[HTTP_HOST_MAX + 32]; /* "https://a.vn:443" */
	char host[HTTP_HOST_MAX];	 /* "a.vn", "[::1]" */
	const char *path;		 /* in text, with what is asked */
};

struct http_request {
	const struct http_url *url;
	const char *etag, *modified; /* only if it is another: "", or NULL */
	size_t most;		     /* bytes that a body may have */
	bool cut; /* a longer body is cut there; else it is a fault */
	/* Whether a body of this media type is wanted; NULL: any is. */
	bool (*wants)(struct str media);
	void *arg; /* stands in the answer */
};

enum http_outcome {
	HTTP_ANSWERED,
	HTTP_BROKEN, /* may go well another time */
	HTTP_REFUSED /* will not */
};

struct http_answer {
	void *arg;
	enum http_outcome outcome;
	char why[256];	 /* unless answered: one sentence */
	long status;	 /* 200; a body comes with 2xx alone */
	struct buf body; /* on the heap; whoever takes it zeroes it here */
	/* "" where nothing was said. */
	char media[HTTP_FIELD_MAX]; /* "text/html", small letters */
	char charset[64];
	char etag[HTTP_FIELD_MAX], modified[HTTP_FIELD_MAX];
	char location[HTTP_URL_MAX]; /* of a redirect: whole */
	long retry_after;	     /* seconds; -1: not said */
	bool no_store;		     /* it must not be kept */
};

/* NULL: e says why; libcurl may be missing. o is not used afterwards, but for
 * its texts. */
struct http *http_open(const struct http_options *o, struct ex_err *e);

/* Takes an http or https address apart. */
int http_url(
	struct http *h, const char *text, struct http_url *u, struct ex_err *e);

/* Begins. -1: e says why not. */
int http_start(struct http *h, const struct http_request *r, struct ex_err *e);

/* Works until an answer is there, fd (unless -1) can be read, somebody calls
 * http_wake, or ms are over. */
void http_wait(struct http *h, int fd, int ms);
void http_wake(struct http *h);

/* An answer that has come, or NULL; give it back to http_forget. */
struct http_answer *http_answer(struct http *h);
void http_forget(struct http *h, struct http_answer *a);

/* Ends all that is under way. */
void http_close(struct http *h);

#endif
