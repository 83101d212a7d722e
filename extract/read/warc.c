/* Archives of the web: WARC (ISO 28500) and ARC, a page for each record that
 * holds one. A record at a time is in memory, and no more of one that is no
 * page than a block. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/err.h"
#include "response.h"
#include "read_type.h"

enum {
	BLOCK = 64 * 1024,
	LINE_MAX_BYTES = 64 * 1024,
	START_MAX = 8 * 1024, /* bytes of a line that a record begins with */
	HEADERS_MAX = 1 << 20,
	PAGE_MAX = 64 << 20, /* bytes of a record, and of its page */
	KEPT = 4 << 20,	     /* a buffer that is larger is given back */
	DATE_DIGITS = 14     /* of ARC */
};

struct warc {
	struct buf in;	/* read ahead, on the heap */
	size_t at;	/* where in it reading stands */
	size_t mark;	/* what is before it is done with */
	size_t offset;	/* of in within what is unpacked */
	size_t records; /* begun so far */
	size_t told;	/* pages and faults so far */
	bool ended;	/* there is no more to be read */
	bool gap;	/* nor can what comes next, for `why` */
	struct ex_err why;
	bool lost; /* a record's beginning must be looked for */
	struct response_room room;
};

/* The headers of a record. All are parts of the buffer, or of m. */
struct record {
	size_t offset, length;
	struct str kind; /* WARC-Type; "response" of ARC */
	struct str media, charset, url, date;
	bool http; /* the block is an HTTP response */
	bool cut;  /* WARC-Truncated */
};

static int
probe(struct str head, struct str name)
{
	(void)name;
	return str_starts(head, STR("WARC/")) ||
			       str_starts(head, STR("filedesc://"))
		       ? 95
		       : 0;
}

/* --- bytes --- */

/* Bytes ready at w->at. */
static size_t
ready(const struct warc *w)
{
	return w->in.n - w->at;
}

static size_t
place(const struct warc *w)
{
	return w->offset + w->at;
}

/* Reads more behind what is there; what is before the mark goes. */
static void
fill(struct stream *s, struct warc *w)
{
	long got;

	if (w->mark > BLOCK || w->mark == w->in.n) {
		if (w->mark < w->in.n)
			memmove(w->in.p, w->in.p + w->mark, w->in.n - w->mark);
		w->in.n -= w->mark;
		w->at -= w->mark;
		w->offset += w->mark;
		w->mark = 0;
	}
	w->why = (struct ex_err){ .what = "" };
	if (!buf_reserve(&w->in, BLOCK)) {
		buf_free(&w->in);
		w->in = (struct buf){ .p = NULL };
		w->at = w->mark = 0;
		w->gap = true;
		err_set(&w->why, "out of memory");
		return;
	}
	got = stream_read(s, w->in.p + w->in.n, BLOCK, &w->why);
	w->ended = got == 0;
	w->gap = got < 0;
	w->in.n += got > 0 ? (size_t)got : 0;
}

/* At least n bytes at w->at, unless there are no more. */
static void
want(struct stream *s, struct warc *w, size_t n)
{
	while (ready(w) < n && !w->ended && !w->gap)
		fill(s, w);
}

/* Reading goes on at w->at with the search for a record. */
static int
fault(struct warc *w, size_t at, const char *what, struct ex_err *e)
{
	w->lost = true;
	return err_set(e, "byte %zu: %s", at, what);
}

/* What is wanted goes on behind a gap, or the end of the file, of which `what`
 * is said then: nothing if it is NULL. */
static int
run_out(struct warc *w, size_t at, const char *what, struct ex_err *e)
{
	if (!w->gap)
		return what ? fault(w, at, what, e) : 0;
	w->gap = false;
	w->lost = true;
	w->offset += w->in.n;
	w->in.n = w->at = w->mark = 0;
	*e = w->why;
	return -1;
}

/* Goes behind the line at w->at, which is without its end then, and a part of
 * the buffer until more is read. 0: the file has ended. */
static int
read_line(struct stream *s, struct warc *w, struct str *line, struct ex_err *e)
{
	const char *end = NULL;
	size_t seen = 0;

	for (;;) {
		if (ready(w) > seen)
			end = memchr(
				w->in.p + w->at + seen, '\n', ready(w) - seen);
		if (end || w->ended || w->gap)
			break;
		seen = ready(w);
		if (seen > LINE_MAX_BYTES)
			return fault(
				w, place(w), "a line of more than 64 KB", e);
		fill(s, w);
	}
	if (ready(w) == 0 || (!end && w->gap))
		return run_out(w, place(w), NULL, e);
	line->p = w->in.p + w->at;
	line->n = end ? (size_t)(end - line->p) : ready(w);
	w->at += line->n + (end != NULL);
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return 1;
}

/* Passes over the block of r. */
static int
skip(struct stream *s, struct warc *w, const struct record *r, struct ex_err *e)
{
	size_t n = r->length, some;

	for (; n > 0; n -= some) {
		want(s, w, 1);
		if (ready(w) == 0)
			return run_out(w, r->offset, "a record is cut off", e);
		some = ready(w) < n ? ready(w) : n;
		w->at += some;
		w->mark = w->at;
	}
	return 0;
}

/* --- where a record begins --- */

static bool
is_number(struct str s, size_t *n)
{
	size_t i;

	*n = 0;
	for (i = 0; i < s.n && i < 15 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		*n = *n * 10 + (size_t)(s.p[i] - '0');
	return s.n > 0 && i == s.n;
}

/* Takes the last word off a line. */
static struct str
last_word(struct str *line)
{
	size_t at = line->n;
	struct str word;

	while (at > 0 && line->p[at - 1] != ' ')
		at--;
	word = str_slice(*line, at, line->n);
	*line = str_slice(*line, 0, at ? at - 1 : 0);
	return word;
}

/* ARC's only header: URL, address, date, media type, length; version 2 has
 * five more fields before the length. A URL may hold blanks. */
static bool
read_arc_line(struct str line, struct record *r)
{
	struct str word, behind = { NULL, 0 };
	size_t i, n;

	*r = (struct record){ .kind = STR("response"), .http = true };
	if (!is_number(last_word(&line), &r->length))
		return false;
	for (i = 0; i < 7 && line.n > 0; i++) {
		word = last_word(&line);
		if ((i == 1 || i == 6) && word.n == DATE_DIGITS &&
			is_number(word, &n)) {
			r->date = word;
			r->media = behind;
			last_word(&line); /* the address */
			r->url = line;
			return line.n > 0;
		}
		behind = word;
	}
	return false;
}

static bool
is_warc_line(struct str line)
{
	return line.n >= 8 && line.n <= 10 && str_starts(line, STR("WARC/")) &&
	       (line.p[5] == '0' || line.p[5] == '1') && line.p[6] == '.';
}

/* Does a record begin at w->at? Said of lines amid something else. */
static bool
is_start(const struct warc *w)
{
	struct str line = { w->in.p + w->at, ready(w) };
	struct record r;
	const char *end;

	if (line.n < 9 || (memcmp(line.p, "WARC/", 5) != 0 &&
				  memcmp(line.p, "http", 4) != 0))
		return false;
	if (line.n > START_MAX)
		line.n = START_MAX;
	end = memchr(line.p, '\n', line.n);
	if (!end)
		return false;
	line = str_trim(str_slice(line, 0, (size_t)(end - line.p)));
	return is_warc_line(line) || read_arc_line(line, &r);
}

/* Goes to the next line that a record may begin with; w->at is taken for the
 * beginning of a line. 0: there is none. */
static int
find_start(struct stream *s, struct warc *w, struct ex_err *e)
{
	const char *end;

	for (;;) {
		w->mark = w->at;
		want(s, w, START_MAX);
		if (ready(w) == 0)
			return run_out(w, 0, NULL, e);
		if (is_start(w)) {
			w->lost = false;
			return 1;
		}
		end = memchr(w->in.p + w->at, '\n', ready(w));
		while (!end && !w->ended && !w->gap) {
			w->mark = w->at = w->in.n;
			fill(s, w);
			end = memchr(w->in.p + w->at, '\n', ready(w));
		}
		w->at = end ? (size_t)(end + 1 - w->in.p) : w->in.n;
	}
}

/* --- headers --- */

/* Lines up to a blank one: a part of the buffer, until more is read. */
static int
read_headers(struct stream *s, struct warc *w, size_t start,
	struct str *headers, struct ex_err *e)
{
	size_t from = place(w), end;
	struct str line;
	int rc;

	do {
		end = place(w);
		if (end - from > HEADERS_MAX)
			return fault(w, start, "headers of more than 1 MB", e);
		rc = read_line(s, w, &line, e);
		if (rc < 0)
			return -1;
		if (rc == 0)
			return fault(w, start, "a record is cut off", e);
	} while (line.n > 0);
	*headers = (struct str){ w->in.p + (from - w->offset), end - from };
	return 0;
}

/* "<http://...>": the standard's first version shows it so. */
static struct str
without_angles(struct str s)
{
	return s.n > 2 && s.p[0] == '<' && s.p[s.n - 1] == '>'
		       ? str_slice(s, 1, s.n - 1)
		       : s;
}

static int
read_warc_headers(struct stream *s, struct warc *w, struct record *r,
	struct mem *m, struct ex_err *e)
{
	struct str headers, length;

	if (read_headers(s, w, r->offset, &headers, e))
		return -1;
	headers = mem_str(m, headers);
	length = response_header(headers, "Content-Length");
	r->kind = response_header(headers, "WARC-Type");
	r->url = without_angles(response_header(headers, "WARC-Target-URI"));
	r->date = response_header(headers, "WARC-Date");
	r->cut = response_header(headers, "WARC-Truncated").n > 0;
	response_media(response_header(headers, "Content-Type"), m, &r->media,
		&r->charset);
	r->http = str_eq(r->media, STR("application/http"));
	if (!is_number(length, &r->length))
		return fault(w, r->offset, "a record without its length", e);
	return 0;
}

static struct str
iso_date(struct str digits, struct mem *m)
{
	const char *p = digits.p;

	return mem_printf(m, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", p, p + 4, p + 6,
		p + 8, p + 10, p + 12);
}

static int
read_arc_headers(struct warc *w, struct str line, struct record *r,
	struct mem *m, struct ex_err *e)
{
	size_t start = r->offset;

	if (!read_arc_line(line, r))
		return fault(w, start, "no record begins here", e);
	r->offset = start;
	r->url = mem_str(m, r->url);
	r->media = mem_str(m, r->media);
	r->date = iso_date(r->date, m);
	return 0;
}

/* A record of many megabytes is not kept in mind. */
static void
give_back(struct warc *w)
{
	struct buf small = { .p = NULL };

	if (w->in.cap <= KEPT || ready(w) > BLOCK)
		return;
	buf_put(&small, str_slice(buf_str(&w->in), w->at, w->in.n));
	if (small.bad)
		return;
	buf_free(&w->in);
	w->offset += w->at;
	w->at = w->mark = 0;
	w->in = small;
	response_room_free(&w->room);
}

/* 1: reading stands behind the headers of a record. 0: there are no more. */
static int
begin(struct stream *s, struct warc *w, struct record *r, struct mem *m,
	struct ex_err *e)
{
	struct str line;
	size_t start;
	int rc;

	give_back(w);
	if (w->lost && (rc = find_start(s, w, e)) <= 0)
		return rc;
	do {
		w->mark = w->at;
		start = place(w);
		rc = read_line(s, w, &line, e);
		if (rc <= 0)
			return rc;
	} while (line.n == 0);
	w->records++;
	*r = (struct record){ .offset = start };
	rc = is_warc_line(line) ? read_warc_headers(s, w, r, m, e)
				: read_arc_headers(w, line, r, m, e);
	return rc < 0 ? -1 : 1;
}

/* --- a record that may hold a page --- */

static bool
is_wanted(const struct record *r)
{
	if (str_starts(r->url, STR("filedesc:")) ||
		str_starts(r->url, STR("dns:")) ||
		str_ends(r->url, STR("/robots.txt")))
		return false;
	if (str_eq(r->kind, STR("response")) && r->http)
		return true;
	return (str_eq(r->kind, STR("response")) ||
		       str_eq(r->kind, STR("resource")) ||
		       str_eq(r->kind, STR("conversion"))) &&
	       (response_is_page(r->media) || response_is_text(r->media));
}

/* Is what follows w->at the end of a record, of the file, or another record? */
static bool
ends_well(struct stream *s, struct warc *w)
{
	size_t at = place(w);
	bool yes;

	want(s, w, START_MAX);
	yes = ready(w) > 3 && !memcmp(w->in.p + w->at, "\r\n\r\n", 4);
	while (!yes && ready(w) > 0 &&
		(w->in.p[w->at] == '\r' || w->in.p[w->at] == '\n'))
		w->at++;
	yes |= ready(w) == 0 || is_start(w) ||
	       (ready(w) > 4 && !memcmp(w->in.p + w->at, "dns:", 4));
	w->at = at - w->offset;
	return yes;
}

/* The block of r, a part of the buffer until more is read. */
static int
read_block(struct stream *s, struct warc *w, const struct record *r,
	struct str *block, struct ex_err *e)
{
	size_t from = place(w);
	bool well;

	want(s, w, r->length);
	if (ready(w) < r->length)
		return run_out(w, r->offset, "a record is cut off", e);
	w->at += r->length;
	well = ends_well(s, w);
	*block = (struct str){ w->in.p + (from - w->offset), r->length };
	if (well)
		return 0;
	w->at = from - w->offset;
	return fault(w, r->offset, "a record does not end where it says", e);
}

/* 1: raw is its page. 0: it has none. */
static int
read_page(struct warc *w, const struct record *r, struct str block,
	struct raw *raw, struct mem *m, struct ex_err *e)
{
	struct response_page page = { r->media, r->charset, block };
	enum response_result result = RESPONSE_PAGE;

	if (r->http)
		result = response_read(
			block, r->cut, PAGE_MAX, &w->room, m, &page, e);
	if (result == RESPONSE_NO_PAGE)
		return 0;
	if (result == RESPONSE_BROKEN) {
		struct ex_err why = *e;

		return err_set(e, "byte %zu: %s", r->offset, why.what);
	}
	if (str_trim(page.body).n == 0)
		return err_set(e, "byte %zu: empty: no text", r->offset);
	raw->type = response_is_text(page.media) ? STR("text") : STR("html");
	raw->from = STR("warc");
	raw->bytes = mem_str(m, page.body);
	raw->url = r->url;
	raw->charset = page.charset;
	raw->fetched = r->date;
	return 1;
}

static int
read_record(struct stream *s, struct warc *w, const struct record *r,
	struct raw *raw, struct mem *m, struct ex_err *e)
{
	struct str block = { NULL, 0 };

	if (!is_wanted(r))
		return skip(s, w, r, e);
	if (r->length > PAGE_MAX) {
		if (skip(s, w, r, e))
			return -1;
		return err_set(e,
			"byte %zu: a page of more than 64 MB is not "
			"read",
			r->offset);
	}
	if (read_block(s, w, r, &block, e))
		return -1;
	return read_page(w, r, block, raw, m, e);
}

/* --- the whole --- */

static int
next(struct stream *s, struct raw *raw, struct mem *m, struct ex_err *e)
{
	struct warc *w = s->state;
	struct record r;
	int rc;

	if (!w)
		w = s->state = calloc(1, sizeof *w);
	raw->uri = mem_str(m, s->uri);
	if (!w)
		return s->line++ ? 0 : err_set(e, "out of memory");
	do {
		rc = begin(s, w, &r, m, e);
		if (rc > 0)
			rc = read_record(s, w, &r, raw, m, e);
		else if (rc == 0 && w->told == 0)
			rc = err_set(e, "no page in this archive");
		else if (rc == 0)
			return 0;
	} while (rc == 0);
	if (w->told++ || rc > 0 || r.offset || w->lost)
		raw->uri = mem_printf(m, "%s#%zu", s->uri.p, w->records);
	return rc;
}

static void
close(struct stream *s)
{
	struct warc *w = s->state;

	if (w) {
		buf_free(&w->in);
		response_room_free(&w->room);
	}
	free(w);
	s->state = NULL;
}

const struct read_type read_warc = {
	.name = "warc",
	.probe = probe,
	.next = next,
	.close = close,
};
