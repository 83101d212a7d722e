/* Files that were spoiled by chance, of every kind that can hold many
 * articles: reading them ends, in bounded steps, and harms nothing. The seed
 * is fixed; sanitizers watch in `make asan`. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buf.h"
#include "libextract.h"
#include "read.h"

enum { ROUNDS = 150, STEPS_MOST = 5000 };

struct chance {
	unsigned long long state;
};

static unsigned
draw(struct chance *c, unsigned below)
{
	c->state = c->state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)(c->state >> 33) % below;
}

/* --- whole files --- */

static void
put_record(struct buf *b, const char *headers, const char *body)
{
	struct buf block = { 0 };

	buf_printf(&block,
		"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n%s\r\n%s",
		headers, body);
	buf_printf(b,
		"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: "
		"application/http\r\nWARC-Target-URI: http://a.example/\r\n"
		"Content-Length: %zu\r\n\r\n",
		block.n);
	buf_put(b, buf_str(&block));
	buf_put(b, STR("\r\n\r\n"));
	buf_free(&block);
}

static void
make_warc(struct buf *b)
{
	put_record(b, "", "<html><p>Tin một</p></html>");
	put_record(b, "Transfer-Encoding: chunked\r\n",
		"5\r\n<html\r\n4\r\n>Tin\r\n0\r\n\r\n");
	put_record(b, "Content-Encoding: deflate\r\n", "x\x9c\x01\x02");
	put_record(b, "Content-Encoding: br\r\n", "\x0b\x02\x80\x61\x62\x03");
	put_record(b, "", "<html><p>Tin hai</p></html>");
}

static void
make_arc(struct buf *b)
{
	buf_put(b, STR("filedesc://a 0.0.0.0 20260307021000 text/plain 4\n"
		       "1 0\n\n"
		       "http://a/ 1.1.1.1 20260307021000 text/html 34\n"
		       "HTTP/1.0 200 OK\r\n\r\n<html>Tin</b>\n"
		       "http://b/ 1.1.1.1 20260307021000 text/html 200 - - 1 f "
		       "34\nHTTP/1.0 200 OK\r\n\r\n<html>Tin</b>\n"));
}

static void
make_csv(struct buf *b)
{
	buf_put(b, STR("id,title,content,date\r\n1,\"a \"\"b\"\", c\",\"hai\n"
		       "dòng\",2021-06-05\r\n2,t,\"x\",1622896200\r\n\r\n"
		       "3,t,y,\r\n4,\"t\",\"z\",5\r\n"));
}

static void
make_json(struct buf *b)
{
	buf_put(b, STR("[{\"title\":\"a\",\n\"content\":[\"b\",\"c\"],\"date\":"
		       "{\"$date\":1622896200000}},\n{\"text\":\"<p>d</p>\","
		       "\"author\":[{\"name\":\"e\"}]}, 5, {\"body\":\"\\u1ea1"
		       "\"}]\n"));
}

static void
make_jsonl(struct buf *b)
{
	buf_put(b,
		STR("{\"text\":\"a\",\"published\":\"1622896200\"}\n"
		    "{\"maintext\":\"b\",\"authors\":\"c; d\"}\n"
		    "{\"body\":\"<div>e</div>\",\"source\":{\"name\":1}}\n"));
}

static void
put_tar(struct buf *b, const char *name, struct str bytes)
{
	char block[512] = { 0 };
	unsigned sum = 8 * ' ', i;

	snprintf(block, 100, "%s", name);
	snprintf(block + 100, 8, "0000644");
	snprintf(block + 124, 12, "%011zo", bytes.n);
	snprintf(block + 136, 12, "%011o", 0u);
	block[156] = '0';
	memcpy(block + 257, "ustar\00000", 8);
	for (i = 0; i < sizeof block; i++)
		sum += (unsigned char)block[i];
	snprintf(block + 148, 8, "%06o", sum);
	buf_put(b, (struct str){ block, sizeof block });
	buf_put(b, bytes);
	memset(block, 0, sizeof block);
	buf_put(b, (struct str){ block, (512 - bytes.n % 512) % 512 });
}

static void
make_tar(struct buf *b)
{
	struct buf inner = { 0 };

	make_csv(&inner);
	put_tar(b, "a/b.csv", buf_str(&inner));
	inner.n = 0;
	make_warc(&inner);
	put_tar(b, "./c.warc", buf_str(&inner));
	put_tar(b, "d.txt", STR("Tin"));
	buf_free(&inner);
}

static void
put_number(struct buf *b, unsigned long n, unsigned bytes)
{
	for (; bytes > 0; bytes--, n >>= 8)
		buf_put_c(b, (char)(n & 0xff));
}

static void
put_zip(struct buf *b, const char *name, struct str bytes)
{
	unsigned long sum =
		crc32(0, (const unsigned char *)bytes.p, (unsigned)bytes.n);

	buf_put(b, STR("PK\3\4\24\0\0\0\0\0\0\0\0\0"));
	put_number(b, sum, 4);
	put_number(b, bytes.n, 4);
	put_number(b, bytes.n, 4);
	put_number(b, strlen(name), 2);
	put_number(b, 0, 2);
	buf_put(b, str_c(name));
	buf_put(b, bytes);
}

static void
make_zip(struct buf *b)
{
	struct buf inner = { 0 };

	make_json(&inner);
	put_zip(b, "a/b.json", buf_str(&inner));
	inner.n = 0;
	make_tar(&inner);
	put_zip(b, "c.tar", buf_str(&inner));
	put_zip(b, "d.txt", STR("Tin"));
	put_number(b, 0x06054b50, 4);
	put_number(b, 0, 18);
	buf_free(&inner);
}

/* Appends a member of gzip for each `step` bytes of s. */
static void
put_gzip(struct buf *b, struct str s, size_t step)
{
	unsigned char out[4096];
	size_t at, n;

	for (at = 0; at < s.n; at += n) {
		z_stream z = { .next_in = NULL };

		n = s.n - at < step ? s.n - at : step;
		cr_assert_eq(deflateInit2(&z, 6, Z_DEFLATED, 31, 8,
				     Z_DEFAULT_STRATEGY),
			Z_OK);
		z.next_in = (unsigned char *)s.p + at;
		z.avail_in = (uInt)n;
		z.next_out = out;
		z.avail_out = sizeof out;
		cr_assert_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
		buf_put(b,
			(struct str){ (char *)out, sizeof out - z.avail_out });
		deflateEnd(&z);
	}
}

static void
make_gzip(struct buf *b)
{
	struct buf inner = { 0 };

	make_warc(&inner);
	put_gzip(b, buf_str(&inner), 300);
	buf_free(&inner);
}

/* --- spoiling and reading --- */

static void
spoil(struct chance *c, struct buf *b)
{
	unsigned times = 1 + draw(c, 4), at, n;

	while (times-- > 0 && b->n > 1) {
		at = draw(c, (unsigned)b->n);
		n = draw(c, (unsigned)(b->n - at)) % 64;
		switch (draw(c, 6)) {
		case 0:
			b->p[at] = (char)draw(c, 256);
			break;
		case 1:
			b->p[at] ^= (char)(1 << draw(c, 8));
			break;
		case 2: /* a piece is lost */
			memmove(b->p + at, b->p + at + n, b->n - at - n);
			b->n -= n;
			break;
		case 3: /* a piece is there twice */
			buf_put(b, (struct str){ b->p, 0 });
			if (buf_reserve(b, n)) {
				memmove(b->p + at + n, b->p + at, b->n - at);
				b->n += n;
			}
			break;
		case 4:
			if (draw(c, 4) == 0)
				b->n = at;
			break;
		default:
			b->p[at] = "\"\n,0[{9\r"[draw(c, 8)];
			break;
		}
	}
}

static void
read_all(const char *path)
{
	const char *list[] = { path };
	struct read_options o = { .path = list, .npath = 1 };
	struct ex_err e = { .what = "" };
	struct reader *r = read_open(&o, &e);
	struct raw raw;
	struct mem m;
	int rc, steps = 0;

	cr_assert(r);
	mem_open(&m, (size_t)1 << 30);
	while ((rc = read_next(r, &raw, &m, &e)) != 0) {
		cr_assert_lt(++steps, STEPS_MOST, "no end is in sight");
		cr_assert(raw.uri.n > 0);
		cr_assert(rc > 0 || e.what[0], "a fault without its sentence");
		mem_reset(&m);
	}
	read_close(r);
	mem_close(&m);
}

static void
fuzz(void (*make)(struct buf *), unsigned long long seed)
{
	char path[] = "/tmp/extract-fuzz-XXXXXX";
	int fd = mkstemp(path), i;
	struct chance c = { seed };
	struct buf whole = { 0 }, b = { 0 };

	cr_assert_geq(fd, 0);
	make(&whole);
	for (i = 0; i < ROUNDS; i++) {
		b.n = 0;
		buf_put(&b, buf_str(&whole));
		if (i > 0)
			spoil(&c, &b);
		cr_assert_eq(ftruncate(fd, 0), 0);
		cr_assert_eq(pwrite(fd, b.p, b.n, 0), (ssize_t)b.n);
		read_all(path);
	}
	close(fd);
	unlink(path);
	buf_free(&whole);
	buf_free(&b);
}

Test(read_fuzz, warc)
{
	fuzz(make_warc, 1);
}

Test(read_fuzz, arc)
{
	fuzz(make_arc, 2);
}

Test(read_fuzz, csv)
{
	fuzz(make_csv, 3);
}

Test(read_fuzz, json)
{
	fuzz(make_json, 4);
	fuzz(make_jsonl, 5);
}

Test(read_fuzz, archives)
{
	fuzz(make_tar, 6);
	fuzz(make_zip, 7);
}

Test(read_fuzz, members_of_gzip)
{
	fuzz(make_gzip, 8);
}
