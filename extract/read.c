/* Articles, one after the other: a stack of streams, each packed in the one
 * below, and the reader for the kind of the topmost.
 *
 *   news.tar.gz > tar > folder/a.html.xz > html */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "kind.h"
#include "read.h"
#include "read_type.h"
#include "source.h"
#include "unpack.h"
#include "web.h"

/* One archive may lie within another; each may be packed, and so may what
 * lies in it. */
enum { HEAD = 4096, LAYERS = 6, ARCHIVES = 2 };

/* A stream that is open, and what it is packed in. */
struct layer {
	struct stream stream;
	struct unpack *unpack; /* of what is packed in it; NULL: nothing */
	bool archive;
	bool faulty; /* its head could not be read: to be tried again */
	char head[HEAD];
};

struct reader {
	struct read_options options;
	const struct read_type *forced; /* or NULL */
	struct source *source;
	struct layer layer[LAYERS];
	size_t depth;
	const struct read_type *type; /* of the topmost, while it is read */
};

static const char *const standard_input[] = { "-" };

/* --- bytes --- */

static long
take(struct stream *s, char *p, size_t n, struct ex_err *e)
{
	long got = s->more(s->arg, p, n, e);

	if (got > 0)
		s->taken += (size_t)got;
	return got;
}

long
stream_read(struct stream *s, char *p, size_t n, struct ex_err *e)
{
	size_t left = s->head.n - s->head_used;

	if (left == 0)
		return take(s, p, n, e);
	if (n > left)
		n = left;
	memcpy(p, s->head.p + s->head_used, n);
	s->head_used += n;
	return (long)n;
}

/* Up to the end of its first line, at least, or, where it is no text or markup
 * (whose first line is "<?xml ...?>"), all of the head: a pipe gives little
 * at once. */
static int
read_head(struct layer *l, struct ex_err *e)
{
	size_t used = 0;
	long n = 1;

	while (n > 0 && used < HEAD &&
		(!memchr(l->head, '\n', used) || memchr(l->head, 0, used) ||
			l->head[0] == '<')) {
		n = take(&l->stream, l->head + used, HEAD - used, e);
		if (n < 0) {
			l->faulty = true;
			return -1;
		}
		used += (size_t)n;
	}
	l->stream.head = (struct str){ l->head, used };
	return 0;
}

/* --- the stack --- */

static struct layer *
top(struct reader *r)
{
	return &r->layer[r->depth - 1];
}

static void
close_type(struct reader *r)
{
	if (r->type && r->type->close)
		r->type->close(&top(r)->stream);
	r->type = NULL;
}

static void
pop(struct reader *r)
{
	struct layer *l = top(r);

	close_type(r);
	unpack_close(l->unpack);
	free((char *)l->stream.uri.p);
	l->unpack = NULL;
	r->depth--;
}

/* "news.tar!a/b.html" */
static char *
joined(struct str uri, struct str name)
{
	char *p = malloc(uri.n + name.n + 2);

	if (!p)
		return NULL;
	memcpy(p, uri.p, uri.n);
	if (name.p) {
		p[uri.n] = '!';
		memcpy(p + uri.n + 1, name.p, name.n);
		name.n++;
	}
	p[uri.n + name.n] = '\0';
	return p;
}

/* "a.csv.gz" as "a.csv"; "a.tgz" needs no name: tar is known by its bytes. */
static struct str
without_suffix(struct str name)
{
	size_t i;

	for (i = name.n; i > 0 && name.p[i - 1] != '/'; i--)
		if (name.p[i - 1] == '.')
			return str_slice(name, 0, i - 1);
	return name;
}

/* Puts a stream on the stack; its uri is copied. */
static int
push(struct reader *r, const struct stream *s, struct str entry,
	struct ex_err *e)
{
	struct layer *l = &r->layer[r->depth];
	char *uri = joined(s->uri, entry);

	if (!uri)
		return err_set(e, "out of memory");
	l->unpack = NULL;
	l->archive = l->faulty = false;
	l->stream = *s;
	l->stream.uri = str_c(uri);
	l->stream.most = r->options.bytes;
	l->stream.map = r->options.map;
	r->depth++;
	return 0;
}

/* The stream of the entry at which the topmost's unpack stands. */
static int
push_entry(struct reader *r, struct str entry, struct ex_err *e)
{
	struct layer *l = top(r);
	const struct stream *from = &l->stream;
	struct stream s = { .more = unpack_read,
		.arg = l->unpack,
		.uri = from->uri,
		.fetched = from->fetched };

	if (r->depth == LAYERS)
		return err_set(e, "packed too many times");
	if (!entry.p) {
		s.name = without_suffix(from->name.p ? from->name : from->uri);
		s.url = from->url;
	}
	if (push(r, &s, entry, e))
		return -1;
	if (entry.p)
		top(r)->stream.name = str_slice(top(r)->stream.uri,
			from->uri.n + 1, top(r)->stream.uri.n);
	return 0;
}

static size_t
archives(const struct reader *r)
{
	size_t i, n = 0;

	for (i = 0; i < r->depth; i++)
		n += r->layer[i].archive;
	return n;
}

/* Chooses how the topmost is read: as something packed, or by r->type. 1:
 * behind its fault there is nothing. */
static int
open_top(struct reader *r, struct ex_err *e)
{
	const struct unpack_limits limits = { r->options.times,
		r->options.bytes };
	struct layer *l = top(r);
	struct stream *s = &l->stream;
	bool again = l->faulty;
	enum unpack_kind kind;

	l->faulty = false;
	if (read_head(l, e))
		return -1;
	if (again && s->head.n == 0)
		return 1;
	if (s->head.n == 0 && !(r->forced && r->forced->may_be_empty))
		return err_set(e, "empty: no text");
	kind = kind_unread(s->head)
		       ? UNPACK_NONE
		       : unpack_probe(s->head, s->name.p ? s->name : s->uri);
	l->archive = kind == UNPACK_MANY;
	if (archives(r) > ARCHIVES)
		return err_set(e, "an archive in an archive in an archive is "
				  "not read");
	if (kind != UNPACK_NONE) {
		l->unpack = unpack_open(s, &r->layer[0].stream, &limits, e);
		return l->unpack ? 0 : -1;
	}
	r->type = r->forced ? r->forced : kind_choose(s, e);
	return r->type ? 0 : -1;
}

/* Puts the next stream on the stack. 1: open_top is to open it. 0: there are
 * no more. -1: *uri (in m) is what cannot be had. */
static int
next_stream(struct reader *r, struct str *uri, struct mem *m, struct ex_err *e)
{
	struct stream s;
	struct str name;
	int rc;

	if (r->depth > 0 && top(r)->faulty)
		return 1;
	while (r->depth > 0) {
		rc = top(r)->unpack ? unpack_next(top(r)->unpack, &name, e) : 0;
		if (rc > 0 && push_entry(r, name, e) == 0)
			return 1;
		if (rc != 0) {
			*uri = mem_printf(m, "%s%s%.*s", top(r)->stream.uri.p,
				name.p ? "!" : "", STR_ARG(name));
			return -1;
		}
		pop(r);
	}
	rc = source_next(r->source, &s, e);
	if (rc > 0 && push(r, &s, (struct str){ NULL, 0 }, e) == 0)
		return 1;
	if (rc != 0)
		*uri = mem_str(m, s.uri);
	return rc ? -1 : 0;
}

/* --- the reader --- */

struct reader *
read_open(const struct read_options *o, struct ex_err *e)
{
	struct reader *r = calloc(1, sizeof *r);

	if (!r) {
		err_set(e, "out of memory");
		return NULL;
	}
	r->options = *o;
	if (!o->times)
		r->options.times = READ_TIMES;
	if (!o->bytes)
		r->options.bytes = READ_BYTES;
	r->forced = o->input ? kind_find(o->input) : NULL;
	if (o->input && !r->forced) {
		err_set(e, "there is no kind of input '%s'", o->input);
		free(r);
		return NULL;
	}
	r->source = o->npath || (o->web && web_is_wanted(o->web, NULL, 0))
			    ? source_open(o->path, o->npath, o->web, e)
			    : source_open(standard_input, 1, NULL, e);
	if (r->source)
		return r;
	free(r);
	return NULL;
}

/* What came with the stream, unless the kind knows better. */
static void
tell_known(const struct stream *s, struct raw *raw, struct mem *m)
{
	if (!raw->url.p && s->url.p)
		raw->url = mem_str(m, s->url);
	if (!raw->charset.p && s->charset.p)
		raw->charset = mem_str(m, s->charset);
	if (!raw->fetched.p && s->fetched.p)
		raw->fetched = mem_str(m, s->fetched);
}

int
read_next(struct reader *r, struct raw *raw, struct mem *m, struct ex_err *e)
{
	int rc;

	*raw = (struct raw){ .uri = { NULL, 0 } };
	for (;;) {
		err_none(e);
		if (r->type) {
			rc = r->type->next(&top(r)->stream, raw, m, e);
			raw->whole = r->depth == 1 && r->type->single;
			if (rc > 0)
				tell_known(&top(r)->stream, raw, m);
			if (rc != 0)
				return rc;
			close_type(r);
		}
		rc = next_stream(r, &raw->uri, m, e);
		raw->whole = r->depth == 0;
		if (rc <= 0)
			return rc;
		rc = open_top(r, e);
		if (rc < 0)
			raw->uri = mem_str(m, top(r)->stream.uri);
		if (rc != 0 && !top(r)->faulty)
			pop(r);
		if (rc < 0)
			return -1;
	}
}

size_t
read_ahead(const struct reader *r)
{
	return source_ahead(r->source);
}

void
read_close(struct reader *r)
{
	if (!r)
		return;
	while (r->depth > 0)
		pop(r);
	source_close(r->source);
	free(r);
}
