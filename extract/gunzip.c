/* Unpacking gzip and deflate, with zlib. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/err.h"
#include "gunzip.h"
#include "read_type.h"

enum {
	BLOCK = 64 * 1024,
	/* Packed bytes of a member that are kept: zlib may notice a fault
	 * only when it is inside the next member. */
	KEPT = 256 * 1024,
	IN_SIZE = KEPT + 4 * BLOCK,
	HEADER = 10,
	GZIP = 15 + 16 /* zlib's: the largest window, gzip's frame */
};

struct gunzip {
	struct stream *from;
	z_stream z;
	bool begun;	  /* inflateInit was called */
	bool inside;	  /* of a member */
	bool lost;	  /* behind a fault: looking for a member */
	bool given;	  /* this member has given bytes */
	bool found;	  /* by a search: chance may have made its header */
	bool ended;	  /* from has no more */
	size_t at;	  /* bytes of in that zlib has taken */
	size_t member;	  /* where the member begins in in, if kept */
	size_t n;	  /* bytes in in */
	size_t offset;	  /* of in within the stream */
	size_t member_at; /* of the member within the stream */
	unsigned char in[IN_SIZE];
};

struct gunzip *
gunzip_open(struct stream *from, struct ex_err *e)
{
	struct gunzip *g = calloc(1, sizeof *g);

	if (g && inflateInit2(&g->z, GZIP) == Z_OK) {
		g->from = from;
		g->begun = true;
		return g;
	}
	free(g);
	err_set(e, "out of memory");
	return NULL;
}

void
gunzip_close(struct gunzip *g)
{
	if (!g)
		return;
	if (g->begun)
		inflateEnd(&g->z);
	free(g);
}

/* --- packed bytes --- */

/* Makes room: what lies more than KEPT bytes back goes, and what is before
 * the member. */
static void
drop_old(struct gunzip *g)
{
	size_t from = g->at > KEPT ? g->at - KEPT : 0;

	if (from < g->member || !g->inside)
		from = g->inside ? g->member : g->at;
	memmove(g->in, g->in + from, g->n - from);
	g->n -= from;
	g->at -= from;
	g->offset += from;
	g->member = g->member > from ? g->member - from : 0;
}

/* Reads more; at the end of the file, ended is set. */
static int
fill(struct gunzip *g, struct ex_err *e)
{
	long got;

	if (IN_SIZE - g->n < BLOCK)
		drop_old(g);
	got = stream_read(g->from, (char *)g->in + g->n, BLOCK, e);
	if (got < 0)
		return -1;
	g->ended = got == 0;
	g->n += (size_t)got;
	return 0;
}

/* At least n bytes behind g->at, unless the file ends. */
static int
want(struct gunzip *g, size_t n, struct ex_err *e)
{
	while (g->n - g->at < n && !g->ended)
		if (fill(g, e))
			return -1;
	return 0;
}

/* --- members --- */

/* RFC 1952: the two bytes, deflate, no unknown flag; and the values of XFL
 * and OS that there are, so that chance makes none. */
static bool
is_header(const unsigned char *p)
{
	return p[0] == 0x1f && p[1] == 0x8b && p[2] == 8 && p[3] < 0x20 &&
	       (p[8] == 0 || p[8] == 2 || p[8] == 4) &&
	       (p[9] <= 13 || p[9] == 255);
}

static void
begin_member(struct gunzip *g)
{
	inflateReset(&g->z);
	g->inside = true;
	g->found = g->lost;
	g->given = g->lost = false;
	g->member = g->at;
	g->member_at = g->offset + g->at;
}

/* Goes to the next header. 0: there is none. */
static int
find_member(struct gunzip *g, struct ex_err *e)
{
	for (;;) {
		if (want(g, HEADER, e))
			return -1;
		if (g->n - g->at < HEADER) {
			g->at = g->n;
			return 0;
		}
		if (is_header(g->in + g->at)) {
			begin_member(g);
			return 1;
		}
		g->at++;
	}
}

/* Only zeros to the end: padding, as on tapes. 1: so it is. */
static int
is_padding(struct gunzip *g, struct ex_err *e)
{
	for (;;) {
		while (g->at < g->n && g->in[g->at] == 0)
			g->at++;
		if (g->at < g->n)
			return 0;
		if (g->ended)
			return 1;
		if (fill(g, e))
			return -1;
	}
}

/* 1: inside a member. 0: the end. */
static int
next_member(struct gunzip *g, struct ex_err *e)
{
	int rc;

	if (g->lost)
		return find_member(g, e);
	if (want(g, HEADER, e))
		return -1;
	if (g->n - g->at >= 2 && g->in[g->at] == 0x1f &&
		g->in[g->at + 1] == 0x8b) {
		begin_member(g);
		return 1;
	}
	rc = is_padding(g, e);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	g->lost = true;
	return err_set(
		e, "byte %zu: no gzip member begins here", g->offset + g->at);
}

/* Leaves the member: the search for the next begins right behind the header
 * of this one, as far as its bytes are kept. */
static int
member_failed(struct gunzip *g, const char *why, struct ex_err *e)
{
	g->inside = false;
	g->lost = true;
	if (g->member_at >= g->offset)
		g->at = g->member + HEADER < g->n ? g->member + HEADER : g->n;
	else
		g->at = 0;
	return err_set(
		e, "the gzip member at byte %zu is %s", g->member_at, why);
}

/* Unpacks into p. 0: more packed bytes are wanted, or the member ended. */
static long
inflate_some(struct gunzip *g, char *p, size_t n, struct ex_err *e)
{
	bool silent;
	size_t got;
	int rc;

	g->z.next_in = g->in + g->at;
	g->z.avail_in = (uInt)(g->n - g->at);
	g->z.next_out = (unsigned char *)p;
	g->z.avail_out = (uInt)(n < 1u << 30 ? n : 1u << 30);
	rc = inflate(&g->z, Z_NO_FLUSH);
	g->at = g->n - g->z.avail_in;
	got = (size_t)((char *)g->z.next_out - p);
	g->given |= got > 0;
	if (rc == Z_STREAM_END)
		g->inside = false;
	if (rc == Z_OK || rc == Z_STREAM_END || rc == Z_BUF_ERROR || got)
		return (long)got;
	/* What chance made look like a header is no second fault. */
	silent = g->found && !g->given;
	member_failed(
		g, rc == Z_MEM_ERROR ? "too large for memory" : "broken", e);
	return silent ? 0 : -1;
}

long
gunzip_read(void *arg, char *p, size_t n, struct ex_err *e)
{
	struct gunzip *g = arg;
	long got;
	int rc;

	for (;;) {
		if (!g->inside) {
			rc = next_member(g, e);
			if (rc <= 0)
				return rc;
		}
		if (g->at == g->n) {
			if (fill(g, e))
				return -1;
			if (g->ended)
				return member_failed(g, "cut off", e);
		}
		got = inflate_some(g, p, n, e);
		if (got != 0)
			return got;
	}
}

/* --- in one go --- */

static int
inflate_bits(struct str s, int bits, size_t most, struct buf *out)
{
	z_stream z = { .next_in = NULL };
	int rc;

	if (inflateInit2(&z, bits) != Z_OK)
		return Z_MEM_ERROR;
	z.next_in = (unsigned char *)s.p;
	z.avail_in = (uInt)s.n;
	do {
		if (!buf_reserve(out, BLOCK)) {
			rc = Z_MEM_ERROR;
			break;
		}
		z.next_out = (unsigned char *)out->p + out->n;
		z.avail_out = BLOCK;
		rc = inflate(&z, Z_NO_FLUSH);
		out->n += BLOCK - z.avail_out;
		if (out->n > most)
			rc = Z_BUF_ERROR;
	} while (rc == Z_OK && (z.avail_in || !z.avail_out));
	inflateEnd(&z);
	return rc;
}

int
inflate_whole(struct str s, enum inflate_kind kind, size_t most,
	struct buf *out, struct ex_err *e)
{
	size_t before = out->n;
	int rc;

	if (s.n > 1u << 30)
		return err_set(e, "more than 1 GiB packed");
	rc = inflate_bits(s, kind == INFLATE_GZIP ? GZIP : 15, most, out);
	if (rc == Z_DATA_ERROR && kind == INFLATE_DEFLATE) {
		out->n = before;
		rc = inflate_bits(s, -15, most, out);
	}
	if (rc == Z_STREAM_END)
		return 0;
	if (out->n > most)
		return err_set(e, "unpacks to more than %zu bytes", most);
	if (rc == Z_MEM_ERROR)
		return err_set(e, "out of memory");
	return err_set(e, rc == Z_OK || rc == Z_BUF_ERROR
				  ? "what is packed is cut off"
				  : "what is packed is broken");
}
