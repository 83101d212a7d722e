/* Images of linked parts: written with a checksum, mapped, relocated. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/image.h"

enum { ALIGN = 16, SIZE_MOST = 1 << 30, POINTER = sizeof(void *) };
enum { CHANGE_MOST = 2 }; /* seconds from a file's mark to its last change */

/* The file: this, the key, the parts, the links; each padded to ALIGN. */
struct header {
	char magic[8];
	uint64_t sum;		    /* of all that follows this field */
	uint64_t key, parts, links; /* bytes */
	uint64_t pointer;	    /* bytes of a pointer, and byte order */
	uint64_t base; /* address of the file that pointers are for */
};

static const char magic[8] = "extrimg\3";
static const uint64_t pointer_shape = 0x0102030400000000 + sizeof(void *);

/* Far from where the system puts what has no address of its own. A wish, no
 * more: mmap gives another where something is. */
#define BASE ((uintptr_t)(sizeof(void *) > 4 ? 0x1B0000000000 : 0x50000000))

static size_t
padded(size_t n)
{
	return (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static void
pad(struct buf *b)
{
	static const char zeros[ALIGN];

	buf_put(b, (struct str){ zeros, padded(b->n) - b->n });
}

size_t
image_put(struct image *i, const void *p, size_t n)
{
	size_t at;

	pad(&i->bytes);
	at = i->bytes.n;
	buf_put(&i->bytes, (struct str){ p, n });
	return at;
}

void
image_null(struct image *i, size_t at)
{
	if (!i->bytes.bad)
		memset(i->bytes.p + at, 0, POINTER);
}

void
image_link(struct image *i, size_t at, size_t to)
{
	struct image_link l = { (uint32_t)at, (uint32_t)to };

	if (at > SIZE_MOST || to > SIZE_MOST)
		i->bytes.bad = true;
	image_null(i, at);
	buf_put(&i->links, (struct str){ (const char *)&l, sizeof l });
}

void
image_str(struct image *i, size_t at, struct str s)
{
	size_t to = i->bytes.n;

	if (!s.p)
		return;
	buf_put(&i->bytes, s);
	buf_put_c(&i->bytes, '\0');
	image_link(i, at, to);
}

void
image_free(struct image *i)
{
	buf_free(&i->bytes);
	buf_free(&i->links);
}

enum { LANES = 8 };

/* Eight sums side by side over words of eight bytes, and the sums of those
 * sums, so that order counts: not against those who mean harm (they could
 * write the rules as well), but against torn files. It is as fast as memory
 * is. */
static uint64_t
sum(const char *p, size_t n)
{
	uint64_t one[LANES] = { n }, two[LANES] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	uint64_t w[LANES] = { 0 }, all = 0;
	size_t i, j;

	for (i = 0; i + sizeof w <= n; i += sizeof w) {
		memcpy(w, p + i, sizeof w);
		for (j = 0; j < LANES; j++) {
			one[j] += w[j];
			two[j] += one[j];
		}
	}
	memset(w, 0, sizeof w);
	memcpy(w, p + i, n - i);
	for (j = 0; j < LANES; j++) {
		one[j] += w[j];
		two[j] += one[j];
		all = (all ^ one[j]) * 0x9E3779B97F4A7C15;
		all = (all ^ all >> 32 ^ two[j]) * 0x9E3779B97F4A7C15;
	}
	return all ^ all >> 32;
}

static uint64_t
sum_of(const struct header *h, size_t size)
{
	size_t from = offsetof(struct header, key);

	return sum((const char *)h + from, size - from);
}

static bool
write_all(int fd, const char *p, size_t n)
{
	ssize_t done;

	for (; n > 0; p += done, n -= (size_t)done)
		if ((done = write(fd, p, n)) <= 0)
			return false;
	return true;
}

/* The nanoseconds of a file's time say that it is whole: whoever writes to it
 * gives it another time. A copy that keeps times is another file. */
static long
whole_time(uint64_t sum, const struct stat *st)
{
	uint64_t mixed = (sum ^ (uint64_t)st->st_ino) * 0x9E3779B97F4A7C15;

	return (long)((mixed ^ mixed >> 32) % 1000000000);
}

/* Where a file can't be put on disk or has no such times, it is summed at each
 * start. */
static void
mark_whole(int fd, uint64_t sum)
{
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT } };
	struct stat st;

	if (fsync(fd) != 0 || fstat(fd, &st) != 0)
		return;
	times[1].tv_sec = time(NULL);
	times[1].tv_nsec = whole_time(sum, &st);
	(void)futimens(fd, times);
}

/* Under another name first: who reads meanwhile sees the old one. */
static bool
replace(const char *path, struct str bytes, uint64_t sum)
{
	struct buf name = { .p = NULL };
	bool done = false;
	int fd;

	buf_printf(&name, "%s.XXXXXX", path);
	buf_put_c(&name, '\0');
	if (name.bad || (fd = mkstemp(name.p)) < 0) {
		buf_free(&name);
		return false;
	}
	done = write_all(fd, bytes.p, bytes.n);
	if (done)
		mark_whole(fd, sum);
	done = close(fd) == 0 && done;
	done = done && rename(name.p, path) == 0;
	if (!done)
		unlink(name.p);
	buf_free(&name);
	return done;
}

/* Pointers as they are when the first part is at `start`. */
static void
point(char *start, uintptr_t at, const struct image_link *l, size_t n)
{
	uintptr_t to;
	size_t i;

	for (i = 0; i < n; i++) {
		to = at + l[i].to;
		memcpy(start + l[i].at, &to, sizeof to);
	}
}

bool
image_write(const struct image *i, const char *path, struct str key)
{
	struct header h = {
		.key = key.n, .pointer = pointer_shape, .base = BASE
	};
	struct buf file = { .p = NULL };
	size_t start;
	bool done;

	memcpy(h.magic, magic, sizeof h.magic);
	h.parts = padded(i->bytes.n);
	h.links = i->links.n;
	buf_put(&file, (struct str){ (const char *)&h, sizeof h });
	pad(&file);
	buf_put(&file, key);
	pad(&file);
	start = file.n;
	buf_put(&file, buf_str(&i->bytes));
	pad(&file);
	buf_put(&file, buf_str(&i->links));
	if (i->bytes.bad || i->links.bad || file.bad) {
		buf_free(&file);
		return false;
	}
	point(file.p + start, BASE + start, (const void *)i->links.p,
		h.links / sizeof(struct image_link));
	memcpy(file.p, &h, sizeof h);
	h.sum = sum_of((const struct header *)(void *)file.p, file.n);
	memcpy(file.p, &h, sizeof h);
	done = replace(path, buf_str(&file), h.sum);
	buf_free(&file);
	return done;
}

/* A regular file that this user alone may write, neither too small nor too
 * large? */
static bool
is_own(int fd, struct stat *st)
{
	return fstat(fd, st) == 0 && S_ISREG(st->st_mode) &&
	       st->st_uid == geteuid() &&
	       !(st->st_mode & (S_IWGRP | S_IWOTH)) &&
	       st->st_size >= (off_t)sizeof(struct header) &&
	       st->st_size <= SIZE_MOST;
}

/* To be summed, all pages of a file are read. Who writes to a file and gives it
 * its old time back leaves the time of that change, which none can set. */
static bool
is_marked_whole(const struct header *h, const struct stat *st)
{
	time_t since = st->st_ctim.tv_sec - st->st_mtim.tv_sec;

	return st->st_mtim.tv_nsec == whole_time(h->sum, st) &&
	       since >= -CHANGE_MOST && since <= CHANGE_MOST;
}

static bool
is_whole(struct image_open *o, const struct stat *st)
{
	const struct header *h = o->map;
	size_t at = padded(sizeof *h), rest = o->size;

	if (memcmp(h->magic, magic, sizeof magic) != 0 ||
		h->pointer != pointer_shape || h->key > rest ||
		h->parts % ALIGN || h->links % sizeof(struct image_link) ||
		h->parts > rest || h->links > rest)
		return false;
	if (at + padded(h->key) + padded(h->parts) + h->links != o->size ||
		(!is_marked_whole(h, st) && sum_of(h, o->size) != h->sum))
		return false;
	o->key = (struct str){ (char *)o->map + at, h->key };
	o->start = (char *)o->map + at + padded(h->key);
	o->n = h->parts;
	return true;
}

bool
image_map(const char *path, struct image_open *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;

	*out = (struct image_open){ .map = MAP_FAILED };
	if (fd < 0)
		return false;
	if (is_own(fd, &st)) {
		out->size = (size_t)st.st_size;
		out->map = mmap(
			(void *)BASE, out->size, PROT_READ, MAP_PRIVATE, fd, 0);
	}
	close(fd);
	if (out->map == MAP_FAILED)
		return false;
	if (is_whole(out, &st))
		return true;
	image_unmap(out);
	return false;
}

bool
image_point(struct image_open *o)
{
	const struct header *h = o->map;
	const struct image_link *l = (const void *)(o->start + o->n);
	size_t i, n = h->links / sizeof *l;
	bool inside = true, moved = h->base != (uintptr_t)o->map;

	for (i = 0; moved && i < n; i++)
		inside &= l[i].at % sizeof(void *) == 0 && l[i].to <= o->n &&
			  l[i].at + sizeof(void *) <= o->n;
	if (!inside || mprotect(o->map, o->size, PROT_READ | PROT_WRITE))
		return false;
	if (moved)
		point(o->start, (uintptr_t)o->start, l, n);
	return true;
}

void
image_unmap(struct image_open *o)
{
	if (o->map && o->map != MAP_FAILED)
		munmap(o->map, o->size);
	*o = (struct image_open){ .map = NULL };
}
