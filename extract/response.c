/* HTTP/1 responses (RFC 9112): status, headers, chunks, compression. */
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/err.h"
#include "brotli.h"
#include "gunzip.h"
#include "response.h"
#include "read_type.h"
#include "unpack.h"

enum { CODINGS = 3, BLOCK = 64 * 1024 };

/* --- headers --- */

/* The line at *at, without its end; false behind the last. */
static bool
next_line(struct str s, size_t *at, struct str *line)
{
	size_t end;

	if (*at >= s.n)
		return false;
	end = str_find(s, STR("\n"), *at);
	if (end == SPAN_NONE)
		end = s.n;
	*line = str_slice(s, *at, end);
	*at = end + 1;
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

static bool
same(struct str s, const char *word)
{
	return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

struct str
response_header(struct str lines, const char *name)
{
	struct str line;
	size_t at = 0, colon;

	while (next_line(lines, &at, &line) && line.n > 0) {
		colon = str_find(line, STR(":"), 0);
		if (colon != SPAN_NONE &&
			same(str_trim(str_slice(line, 0, colon)), name))
			return str_trim(str_slice(line, colon + 1, line.n));
	}
	return (struct str){ NULL, 0 };
}

static struct str
small(struct str s, struct mem *m)
{
	size_t i;
	char *p;

	s = mem_str(m, s);
	p = (char *)s.p;
	for (i = 0; i < s.n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] - 'A' + 'a');
	return s;
}

/* Up to the next ';' from *at on. */
static struct str
next_part(struct str value, size_t *at)
{
	size_t from = *at, end = str_find(value, STR(";"), from);

	if (end == SPAN_NONE)
		end = value.n;
	*at = end + 1;
	return str_trim(str_slice(value, from, end));
}

void
response_media(
	struct str value, struct mem *m, struct str *media, struct str *charset)
{
	size_t at = 0, equals;
	struct str part;

	*media = *charset = (struct str){ NULL, 0 };
	part = next_part(value, &at);
	if (part.n)
		*media = small(part, m);
	while (at < value.n && !charset->p) {
		part = next_part(value, &at);
		equals = str_find(part, STR("="), 0);
		if (equals == SPAN_NONE ||
			!same(str_trim(str_slice(part, 0, equals)), "charset"))
			continue;
		part = str_trim(str_slice(part, equals + 1, part.n));
		while (part.n && strchr("\"'", part.p[0]))
			part = str_slice(part, 1, part.n);
		while (part.n && strchr("\"'", part.p[part.n - 1]))
			part.n--;
		if (part.n)
			*charset = mem_str(m, part);
	}
}

bool
response_is_page(struct str media)
{
	return str_eq(media, STR("text/html")) ||
	       str_eq(media, STR("application/xhtml+xml"));
}

bool
response_is_text(struct str media)
{
	return str_eq(media, STR("text/plain"));
}

/* --- the body --- */

static int
hex(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

/* "1a2f", "1a2f;name=value": false where it is none. */
static bool
chunk_size(struct str line, size_t *size)
{
	size_t i;

	line = str_trim(line);
	*size = 0;
	for (i = 0; i < line.n && i < 8 && hex(line.p[i]) >= 0; i++)
		*size = *size * 16 + (size_t)hex(line.p[i]);
	return i > 0 && (i == line.n || strchr("; \t", line.p[i]));
}

void
response_room_free(struct response_room *room)
{
	buf_free(&room->buf[0]);
	buf_free(&room->buf[1]);
	*room = (struct response_room){ .buf = { { NULL } } };
}

/* The one of the two that does not hold s, emptied. */
static struct buf *
other_room(struct response_room *room, struct str s)
{
	struct buf *b = &room->buf[0];

	if (b->p && s.p >= b->p && s.p <= b->p + b->cap)
		b = &room->buf[1];
	b->n = 0;
	return b;
}

/* Puts the chunks of s together. A body that has none although its header
 * says so has been put together by the crawler. */
static int
join_chunks(struct str s, struct buf *out, struct str *body, struct ex_err *e)
{
	struct str line;
	size_t at = 0, size, first = 0;

	while (next_line(s, &at, &line)) {
		if (line.n == 0 && first++)
			continue; /* behind a chunk's bytes */
		if (!chunk_size(line, &size)) {
			*body = out->n ? buf_str(out) : s;
			return out->n ? err_set(e, "a chunk of the page has no "
						   "size")
				      : 0;
		}
		first = 1;
		if (size == 0) {
			*body = buf_str(out);
			return 0;
		}
		if (at > s.n || size > s.n - at)
			break;
		buf_put(out, str_slice(s, at, at + size));
		at += size;
	}
	if (at < s.n)
		buf_put(out, str_slice(s, at, s.n));
	*body = buf_str(out);
	return err_set(e, "the page is cut off: its last chunk is missing");
}

/* Bytes in memory as a stream. */
static long
give(void *arg, char *p, size_t n, struct ex_err *e)
{
	struct str *left = arg;

	(void)e;
	if (n > left->n)
		n = left->n;
	memcpy(p, left->p, n);
	*left = str_slice(*left, n, left->n);
	return (long)n;
}

static int
unpack_zstd(struct str s, size_t most, struct buf *out, struct ex_err *e)
{
	const struct unpack_limits limits = { most, most };
	struct stream from = { .more = give,
		.arg = &s,
		.uri = STR("-"),
		.head = str_slice(s, 0, s.n < 16 ? s.n : 16) };
	struct unpack *u;
	struct str name;
	long got = -1;

	s = str_slice(s, from.head.n, s.n);
	u = unpack_open(&from, &from, &limits, e);
	if (u && unpack_next(u, &name, e) > 0)
		do {
			if (!buf_reserve(out, BLOCK))
				break;
			got = unpack_read(u, out->p + out->n, BLOCK, e);
			out->n += got > 0 ? (size_t)got : 0;
			if (out->n > most)
				got = err_set(e,
					"unpacks to more than %zu bytes", most);
		} while (got > 0);
	unpack_close(u);
	return got < 0 ? -1 : 0;
}

static bool
begins_plain(struct str s)
{
	s = str_trim(s);
	return s.n > 0 && s.p[0] == '<';
}

/* Crawlers may have unpacked a page and left its header as it was: then it
 * does not begin as what is packed does. */
static int
unpack(struct str coding, size_t most, struct response_room *room,
	struct str *body, struct ex_err *e)
{
	struct buf *out = other_room(room, *body);
	bool gzip = same(coding, "gzip") || same(coding, "x-gzip");
	struct str s = *body;
	int rc;

	if (s.n == 0 || same(coding, "identity") || begins_plain(s) ||
		(gzip && !str_starts(s, STR("\x1f\x8b"))))
		return 0;
	if (gzip)
		rc = inflate_whole(s, INFLATE_GZIP, most, out, e);
	else if (same(coding, "deflate"))
		rc = inflate_whole(s, INFLATE_DEFLATE, most, out, e);
	else if (same(coding, "br"))
		rc = brotli_whole(s, most, out, e);
	else if (same(coding, "zstd"))
		rc = unpack_zstd(s, most, out, e);
	else
		return err_set(e, "the page is compressed in a way that is "
				  "not read");
	*body = buf_str(out);
	return out->bad ? err_set(e, "out of memory") : rc;
}

/* "gzip", "gzip, br": the last one was put on last. */
static int
unpack_all(struct str codings, size_t most, struct response_room *room,
	struct str *body, struct ex_err *e)
{
	size_t end, at;
	unsigned n;

	for (n = 0; codings.n > 0; n++) {
		if (n == CODINGS)
			return err_set(e,
				"the page is compressed more than %d "
				"times",
				CODINGS);
		for (at = codings.n; at > 0 && codings.p[at - 1] != ',';)
			at--;
		end = codings.n;
		if (unpack(str_trim(str_slice(codings, at, end)), most, room,
			    body, e))
			return -1;
		codings = str_slice(codings, 0, at ? at - 1 : 0);
	}
	return 0;
}

/* --- the whole --- */

/* "HTTP/1.1 200 OK" */
static int
status_of(struct str line)
{
	size_t blank = str_find(line, STR(" "), 0);
	int status = 0;

	if (!str_starts(line, STR("HTTP/")) || blank == SPAN_NONE)
		return -1;
	line = str_trim(str_slice(line, blank, line.n));
	if (line.n > 3)
		line.n = 3;
	return str_to_int(line, &status) ? status : -1;
}

static struct str
behind_headers(struct str s)
{
	struct str line;
	size_t at = 0;

	while (next_line(s, &at, &line) && line.n > 0)
		;
	return str_slice(s, at < s.n ? at : s.n, s.n);
}

enum response_result
response_read(struct str s, bool cut, size_t most, struct response_room *room,
	struct mem *m, struct response_page *page, struct ex_err *e)
{
	struct str line, headers;
	size_t at = 0;
	int status;

	*page = (struct response_page){ .body = { NULL, 0 } };
	if (!next_line(s, &at, &line) || (status = status_of(line)) < 0) {
		err_set(e, "no HTTP response");
		return RESPONSE_BROKEN;
	}
	headers = str_slice(s, at < s.n ? at : s.n, s.n);
	response_media(response_header(headers, "Content-Type"), m,
		&page->media, &page->charset);
	if (status < 200 || status > 299 ||
		(page->media.p && !response_is_page(page->media) &&
			!response_is_text(page->media)))
		return RESPONSE_NO_PAGE;
	page->body = behind_headers(headers);
	if (same(response_header(headers, "Transfer-Encoding"), "chunked") &&
		join_chunks(page->body, other_room(room, s), &page->body, e) &&
		!cut)
		return RESPONSE_BROKEN;
	if (unpack_all(response_header(headers, "Content-Encoding"), most, room,
		    &page->body, e) &&
		!(cut && page->body.n))
		return RESPONSE_BROKEN;
	if (!page->media.p && !begins_plain(page->body))
		return RESPONSE_NO_PAGE;
	return RESPONSE_PAGE;
}
