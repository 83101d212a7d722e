/* Transfers through libcurl's multi interface.
 *
 * libcurl is loaded when the first page is to be fetched: with all that it
 * stands on it takes 7 ms to link, half of what the program needs to start,
 * and who reads files does not need it. Only the functions in the list below
 * are used. */
#define CURL_DISABLE_TYPECHECK
#include <ctype.h>
#include <curl/curl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/address.h"
#include "base/err.h"
#include "base/http.h"
#include "base/library.h"
#include "base/media.h"

#define FUNCTIONS(X)                                                           \
	X(curl_, global_init)                                                  \
	X(curl_, easy_init)                                                    \
	X(curl_, easy_setopt)                                                  \
	X(curl_, easy_getinfo)                                                 \
	X(curl_, easy_header)                                                  \
	X(curl_, easy_reset)                                                   \
	X(curl_, easy_cleanup)                                                 \
	X(curl_, multi_init)                                                   \
	X(curl_, multi_setopt)                                                 \
	X(curl_, multi_add_handle)                                             \
	X(curl_, multi_remove_handle)                                          \
	X(curl_, multi_perform)                                                \
	X(curl_, multi_poll)                                                   \
	X(curl_, multi_wakeup)                                                 \
	X(curl_, multi_info_read)                                              \
	X(curl_, multi_cleanup)                                                \
	X(curl_, slist_append)                                                 \
	X(curl_, slist_free_all)                                               \
	X(curl_, url)                                                          \
	X(curl_, url_set)                                                      \
	X(curl_, url_get)                                                      \
	X(curl_, url_cleanup)                                                  \
	X(curl_, free)

struct curl {
	FUNCTIONS(LIBRARY_MEMBER)
};

static const char *const names[] = { FUNCTIONS(LIBRARY_NAME) NULL };

static const struct library library = { .name = "libcurl",
	.package = "libcurl4",
	.file = { "libcurl.so.4", "libcurl-gnutls.so.4" },
	.call = names };

enum {
	PROXIES = 16,
	DROPPED_MAX = 1 << 20 /* bytes of a body that nobody wants */
};

struct transfer {
	struct http_answer answer; /* first: it is what callers hold */
	struct http *http;
	struct http_request request;
	CURL *easy;
	struct curl_slist *fields;
	char error[CURL_ERROR_SIZE];
	char refused[80]; /* the address of the own network */
	bool begun;	  /* the body has */
	bool dropped;	  /* its body is not wanted */
	bool enough;	  /* all that is wanted has come */
	bool too_long, unwanted;
	struct transfer *next; /* that is free */
};

struct http {
	struct curl curl;
	struct http_options options;
	CURLM *multi;
	CURLU *parser;
	struct transfer *transfer; /* options.jobs of them */
	struct transfer *unused;
	unsigned active; /* begun, and not handed out as an answer */
	struct sockaddr_storage proxy[PROXIES];
	size_t nproxy;
};

/* --- addresses --- */

/* A new one each time: to one that holds an address, another is relative. */
static CURLUcode
parse(struct http *h, const char *text, unsigned flags)
{
	h->curl.url_cleanup(h->parser);
	h->parser = h->curl.url();
	return h->parser
		       ? h->curl.url_set(h->parser, CURLUPART_URL, text, flags)
		       : CURLUE_OUT_OF_MEMORY;
}

/* Copies a part of h->parser; false where it has none, or it is too long. */
static bool
part(struct http *h, CURLUPart what, unsigned flags, char *to, size_t room)
{
	char *text = NULL;
	bool fits;

	if (h->curl.url_get(h->parser, what, &text, flags) != CURLUE_OK)
		return false;
	fits = strlen(text) < room;
	if (fits)
		strcpy(to, text);
	h->curl.free(text);
	return fits;
}

static const char *
url_fault(CURLUcode code)
{
	switch ((int)code) {
	case CURLUE_USER_NOT_ALLOWED:
		return "an address with a user's name is not fetched";
	case CURLUE_BAD_PORT_NUMBER:
		return "an address with a port that is no number";
	case CURLUE_OUT_OF_MEMORY:
		return "out of memory";
	default:
		return "this is no address";
	}
}

int
http_url(struct http *h, const char *text, struct http_url *u, struct ex_err *e)
{
	char scheme[16] = "", port[8] = "";
	const char *path;
	CURLUcode code;

	if (strlen(text) >= sizeof u->text)
		return err_set(e, "an address of more than %d bytes",
			HTTP_URL_MAX - 1);
	code = parse(h, text,
		CURLU_NON_SUPPORT_SCHEME | CURLU_DISALLOW_USER |
			CURLU_URLENCODE | CURLU_ALLOW_SPACE);
	if (code != CURLUE_OK)
		return err_set(e, "%s", url_fault(code));
	if (!part(h, CURLUPART_SCHEME, 0, scheme, sizeof scheme) ||
		(strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0))
		return err_set(e, "'%.40s' is not fetched, only http and https",
			scheme[0] ? scheme : "this");
	(void)h->curl.url_set(h->parser, CURLUPART_FRAGMENT, NULL, 0);
	if (!part(h, CURLUPART_HOST, 0, u->host, sizeof u->host) ||
		!part(h, CURLUPART_PORT, CURLU_DEFAULT_PORT, port,
			sizeof port) ||
		!part(h, CURLUPART_URL, CURLU_NO_DEFAULT_PORT, u->text,
			sizeof u->text))
		return err_set(e, "an address that is too long");
	for (text = u->host; *text; text++)
		u->host[text - u->host] = (char)tolower((unsigned char)*text);
	snprintf(u->origin, sizeof u->origin, "%s://%s:%s", scheme, u->host,
		port);
	path = strstr(u->text, "://");
	path = path ? strchr(path + 3, '/') : NULL;
	u->path = path ? path : "/";
	return 0;
}

/* --- the own network --- */

static bool
is_proxy(const struct http *h, const struct sockaddr *a, size_t n)
{
	size_t i;

	for (i = 0; i < h->nproxy; i++)
		if (n <= sizeof h->proxy[i] && memcmp(&h->proxy[i], a, n) == 0)
			return true;
	return false;
}

/* Called for every address to which a connection is made, when its name has
 * been looked up: what a name means now is what counts. */
static curl_socket_t
open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct transfer *t = arg;

	(void)purpose;
	if (!t->http->options.allow_private && address_is_private(&to->addr) &&
		!is_proxy(t->http, &to->addr, to->addrlen)) {
		address_print(
			&to->addr, to->addrlen, t->refused, sizeof t->refused);
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* A proxy may well stand in the own network: its addresses are allowed. */
static void
add_proxy(struct http *h, const char *text)
{
	char host[HTTP_HOST_MAX], port[8];

	if (parse(h, text, CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME) !=
			CURLUE_OK ||
		!part(h, CURLUPART_HOST, 0, host, sizeof host))
		return;
	if (!part(h, CURLUPART_PORT, 0, port, sizeof port))
		strcpy(port, "1080"); /* libcurl's own */
	h->nproxy += address_find(
		host, port, h->proxy + h->nproxy, PROXIES - h->nproxy);
}

static void
add_proxies(struct http *h)
{
	static const char *const name[] = { "http_proxy", "https_proxy",
		"HTTPS_PROXY", "all_proxy", "ALL_PROXY" };
	const char *value;
	size_t i;

	for (i = 0; i < sizeof name / sizeof *name; i++) {
		value = getenv(name[i]);
		if (value && *value)
			add_proxy(h, value);
	}
}

/* --- what comes --- */

static void
copy_field(struct transfer *t, const char *name, char *to, size_t room)
{
	struct curl_header *field;

	to[0] = '\0';
	if (t->http->curl.easy_header(
		    t->easy, name, 0, CURLH_HEADER, -1, &field) == CURLHE_OK &&
		strlen(field->value) < room)
		strcpy(to, field->value);
}

/* Before the first bytes of a body. */
static void
begin_body(struct transfer *t)
{
	struct http_answer *a = &t->answer;
	char text[HTTP_FIELD_MAX];

	t->begun = true;
	t->http->curl.easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &a->status);
	t->dropped = a->status < 200 || a->status >= 300;
	if (t->dropped)
		return;
	copy_field(t, "Content-Type", text, sizeof text);
	media_read(
		text, a->media, sizeof a->media, a->charset, sizeof a->charset);
	t->unwanted = a->media[0] && t->request.wants &&
		      !t->request.wants(str_c(a->media));
}

/* libcurl takes any other number than n as "stop". */
static size_t
take_body(char *p, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;
	struct buf *body = &t->answer.body;
	size_t left;

	(void)size;
	if (!t->begun)
		begin_body(t);
	if (t->unwanted)
		return 0;
	if (t->dropped) {
		body->n += n; /* counted alone */
		t->enough = body->n > DROPPED_MAX;
		return t->enough ? 0 : n;
	}
	left = t->request.most - body->n;
	if (n > left) {
		t->enough = t->request.cut;
		t->too_long = !t->request.cut;
		if (t->enough)
			buf_put(body, (struct str){ p, left });
		return 0;
	}
	buf_put(body, (struct str){ p, n });
	return body->bad ? 0 : n;
}

static const struct fault {
	CURLcode code;
	enum http_outcome outcome;
	const char *why;
	bool detail; /* libcurl's words are added */
} faults[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, HTTP_REFUSED,
		"no host of that name is known", false },
	{ CURLE_COULDNT_RESOLVE_PROXY, HTTP_REFUSED,
		"the proxy's name is not known", false },
	{ CURLE_COULDNT_CONNECT, HTTP_BROKEN, "no connection", true },
	{ CURLE_OPERATION_TIMEDOUT, HTTP_BROKEN, "took too long", false },
	{ CURLE_PARTIAL_FILE, HTTP_BROKEN, "the answer is cut off", false },
	{ CURLE_RECV_ERROR, HTTP_BROKEN, "the connection broke", false },
	{ CURLE_SEND_ERROR, HTTP_BROKEN, "the connection broke", false },
	{ CURLE_GOT_NOTHING, HTTP_BROKEN, "the server answered nothing",
		false },
	{ CURLE_HTTP2, HTTP_BROKEN, "the connection broke", false },
	{ CURLE_HTTP2_STREAM, HTTP_BROKEN, "the connection broke", false },
	{ CURLE_SSL_CONNECT_ERROR, HTTP_BROKEN, "no TLS connection", true },
	{ CURLE_PEER_FAILED_VERIFICATION, HTTP_REFUSED,
		"its certificate is not to be trusted", true },
	{ CURLE_SSL_CACERT_BADFILE, HTTP_REFUSED,
		"the trusted certificates cannot be read", true },
	{ CURLE_BAD_CONTENT_ENCODING, HTTP_REFUSED, "its compression is broken",
		false },
	{ CURLE_UNSUPPORTED_PROTOCOL, HTTP_REFUSED, "this is no HTTP", false },
	{ CURLE_WEIRD_SERVER_REPLY, HTTP_REFUSED, "this is no HTTP", false },
	{ CURLE_OUT_OF_MEMORY, HTTP_REFUSED, "out of memory", false },
};

/* libcurl's own words, as ours: one line, a small letter first. */
static void
say_detail(struct transfer *t, const char *before)
{
	struct http_answer *a = &t->answer;
	char *p;

	for (p = t->error; *p; p++)
		if ((unsigned char)*p < 0x20)
			*p = ' ';
	if (isupper((unsigned char)t->error[0]) &&
		islower((unsigned char)t->error[1]))
		t->error[0] = (char)tolower((unsigned char)t->error[0]);
	snprintf(a->why, sizeof a->why, "%s%s%.200s", before,
		t->error[0] ? ": " : "", t->error);
}

static void
say_fault(struct transfer *t, CURLcode code)
{
	struct http_answer *a = &t->answer;
	size_t i;

	for (i = 0; i < sizeof faults / sizeof *faults; i++)
		if (faults[i].code == code)
			break;
	if (i == sizeof faults / sizeof *faults) {
		a->outcome = HTTP_REFUSED;
		say_detail(t, "cannot be fetched");
		return;
	}
	a->outcome = faults[i].outcome;
	if (faults[i].detail)
		say_detail(t, faults[i].why);
	else
		snprintf(a->why, sizeof a->why, "%s", faults[i].why);
}

static void
refuse(struct transfer *t, const char *format, ...)
{
	va_list args;

	t->answer.outcome = HTTP_REFUSED;
	va_start(args, format);
	vsnprintf(t->answer.why, sizeof t->answer.why, format, args);
	va_end(args);
}

#define OWN_NETWORK "leads into the own network (%s), which is refused"

/* Whether all went well, or what did not. */
static void
judge(struct transfer *t, CURLcode code)
{
	struct http_answer *a = &t->answer;

	a->outcome = HTTP_ANSWERED;
	if (code == CURLE_OK || t->enough)
		return;
	if (t->refused[0])
		refuse(t, OWN_NETWORK, t->refused);
	else if (t->unwanted)
		refuse(t, "this is %s, no text", a->media);
	else if (t->too_long || code == CURLE_FILESIZE_EXCEEDED)
		refuse(t, "has more than %zu bytes", t->request.most);
	else if (a->body.bad)
		refuse(t, "out of memory");
	else
		say_fault(t, code);
}

static void
finish(struct transfer *t, CURLcode code)
{
	const struct curl *curl = &t->http->curl;
	struct http_answer *a = &t->answer;
	char text[HTTP_FIELD_MAX], *to = NULL;
	curl_off_t seconds = 0;

	if (!t->begun)
		begin_body(t); /* it is empty */
	judge(t, code);
	copy_field(t, "ETag", a->etag, sizeof a->etag);
	copy_field(t, "Last-Modified", a->modified, sizeof a->modified);
	copy_field(t, "Cache-Control", text, sizeof text);
	a->no_store = strstr(text, "no-store") != NULL;
	copy_field(t, "Retry-After", text, sizeof text);
	a->retry_after = -1;
	/* a number of seconds, or a date: libcurl reads both */
	if (text[0] && curl->easy_getinfo(t->easy, CURLINFO_RETRY_AFTER,
			       &seconds) == CURLE_OK)
		a->retry_after = seconds < 0		? 0
				 : seconds > 1000000000 ? 1000000000
							: (long)seconds;
	curl->easy_getinfo(t->easy, CURLINFO_REDIRECT_URL, &to);
	if (to && strlen(to) < sizeof a->location)
		strcpy(a->location, to);
	curl->multi_remove_handle(t->http->multi, t->easy);
	curl->slist_free_all(t->fields);
	t->fields = NULL;
	if (t->dropped)
		a->body.n = 0;
}

/* --- requests --- */

static bool
add_field(struct transfer *t, const char *name, const char *value)
{
	char line[HTTP_FIELD_MAX + 32];
	struct curl_slist *more;

	if (!value || !value[0])
		return true;
	snprintf(line, sizeof line, "%s: %s", name, value);
	more = t->http->curl.slist_append(t->fields, line);
	if (more)
		t->fields = more;
	return more != NULL;
}

static int
set_options(struct transfer *t)
{
	const struct curl *curl = &t->http->curl;
	const struct http_options *o = &t->http->options;
	const struct http_request *r = &t->request;
	CURL *easy = t->easy;
	unsigned bad = 0;

#define SET(name, value)                                                       \
	(bad |= curl->easy_setopt(easy, CURLOPT_##name, value) != CURLE_OK)
	SET(URL, r->url->text);
	SET(PROTOCOLS_STR, "http,https");
	SET(PRIVATE, t);
	SET(ERRORBUFFER, t->error);
	SET(NOSIGNAL, 1L);
	SET(USERAGENT, o->agent);
	SET(WRITEFUNCTION, take_body);
	SET(WRITEDATA, t);
	SET(OPENSOCKETFUNCTION, open_socket);
	SET(OPENSOCKETDATA, t);
	SET(CONNECTTIMEOUT_MS, o->connect_ms);
	SET(TIMEOUT_MS, o->total_ms);
	SET(LOW_SPEED_LIMIT, 1L);
	SET(LOW_SPEED_TIME, (o->stall_ms + 999) / 1000);
	SET(SSL_VERIFYPEER, 1L);
	SET(SSL_VERIFYHOST, 2L);
	if (o->cacert)
		SET(CAINFO, o->cacert);
	if (!r->cut)
		SET(MAXFILESIZE_LARGE, (curl_off_t)r->most);
	/* Not there in every build of libcurl: then without. */
	curl->easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
	curl->easy_setopt(
		easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	curl->easy_setopt(easy, CURLOPT_PIPEWAIT,
		strncmp(r->url->text, "https", 5) ? 0L : 1L);
	if (!add_field(t, "If-None-Match", r->etag) ||
		!add_field(t, "If-Modified-Since", r->modified))
		return -1;
	if (t->fields)
		SET(HTTPHEADER, t->fields);
#undef SET
	return bad ? -1 : 0;
}

int
http_start(struct http *h, const struct http_request *r, struct ex_err *e)
{
	struct transfer *t = h->unused;

	if (!h->options.allow_private && address_names_private(r->url->host))
		return err_set(e, OWN_NETWORK, r->url->host);
	if (!t)
		return err_set(e, "too many requests at a time");
	if (!t->easy)
		t->easy = h->curl.easy_init();
	if (!t->easy)
		return err_set(e, "out of memory");
	h->curl.easy_reset(t->easy);
	*t = (struct transfer){
		.http = h, .easy = t->easy, .request = *r, .next = t->next
	};
	t->answer.arg = r->arg;
	if (set_options(t) ||
		h->curl.multi_add_handle(h->multi, t->easy) != CURLM_OK) {
		h->curl.slist_free_all(t->fields);
		t->fields = NULL;
		return err_set(e, "libcurl does not take this request");
	}
	h->unused = t->next;
	h->active++;
	return 0;
}

void
http_wait(struct http *h, int fd, int ms)
{
	struct curl_waitfd more = { .fd = fd, .events = CURL_WAIT_POLLIN };
	int running;

	h->curl.multi_perform(h->multi, &running);
	if ((unsigned)running < h->active)
		return; /* an answer is there already */
	h->curl.multi_poll(h->multi, &more, fd >= 0, ms, NULL);
	h->curl.multi_perform(h->multi, &running);
}

void
http_wake(struct http *h)
{
	h->curl.multi_wakeup(h->multi);
}

struct http_answer *
http_answer(struct http *h)
{
	struct transfer *t = NULL;
	CURLMsg *m;
	int left;

	do
		m = h->curl.multi_info_read(h->multi, &left);
	while (m && m->msg != CURLMSG_DONE);
	if (!m)
		return NULL;
	h->curl.easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&t);
	h->active--;
	finish(t, m->data.result);
	return &t->answer;
}

void
http_forget(struct http *h, struct http_answer *a)
{
	struct transfer *t = (struct transfer *)a;

	buf_free(&a->body);
	a->body = (struct buf){ .p = NULL };
	t->next = h->unused;
	h->unused = t;
}

/* --- opening --- */

static int
begin(struct http *h, struct ex_err *e)
{
	unsigned i;

	if (h->options.cacert && access(h->options.cacert, R_OK) != 0)
		return err_set(e, "cannot read the certificates in '%s'",
			h->options.cacert);
	if (library_load(&library, &h->curl, e))
		return -1;
	if (h->curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return err_set(e, "libcurl does not start");
	h->multi = h->curl.multi_init();
	h->parser = h->curl.url();
	h->transfer = calloc(h->options.jobs, sizeof *h->transfer);
	if (!h->multi || !h->parser || !h->transfer)
		return err_set(e, "out of memory");
	h->curl.multi_setopt(
		h->multi, CURLMOPT_MAXCONNECTS, (long)h->options.jobs * 2);
	for (i = h->options.jobs; i-- > 0;) {
		h->transfer[i].next = h->unused;
		h->unused = &h->transfer[i];
	}
	if (!h->options.allow_private)
		add_proxies(h);
	return 0;
}

struct http *
http_open(const struct http_options *o, struct ex_err *e)
{
	struct http *h = calloc(1, sizeof *h);

	if (!h) {
		err_set(e, "out of memory");
		return NULL;
	}
	h->options = *o;
	if (begin(h, e) == 0)
		return h;
	http_close(h);
	return NULL;
}

void
http_close(struct http *h)
{
	struct transfer *t;

	if (!h)
		return;
	for (t = h->transfer; t && t < h->transfer + h->options.jobs; t++) {
		if (t->easy) {
			h->curl.multi_remove_handle(h->multi, t->easy);
			h->curl.easy_cleanup(t->easy);
		}
		if (t->fields)
			h->curl.slist_free_all(t->fields);
		buf_free(&t->answer.body);
	}
	free(h->transfer);
	if (h->multi)
		h->curl.multi_cleanup(h->multi);
	if (h->parser)
		h->curl.url_cleanup(h->parser);
	/* The library stays loaded: what it stands on may have threads. */
	free(h);
}
