/* Unpacking: gzip by gunzip.c, all else by libarchive. */
#include <archive.h>
#include <archive_entry.h>
#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/library.h"
#include "gunzip.h"
#include "read_type.h"
#include "unpack.h"

enum { BLOCK = 64 * 1024, RETRIES = 100 };

#define FUNCTIONS(X)                                                           \
	X(archive_, set_error)                                                 \
	X(archive_, error_string)                                              \
	X(archive_, read_new)                                                  \
	X(archive_, read_support_filter_zstd)                                  \
	X(archive_, read_support_filter_xz)                                    \
	X(archive_, read_support_filter_bzip2)                                 \
	X(archive_, read_support_format_raw)                                   \
	X(archive_, read_support_format_tar)                                   \
	X(archive_, read_support_format_zip_streamable)                        \
	X(archive_, read_open2)                                                \
	X(archive_, read_free)                                                 \
	X(archive_, entry_pathname_utf8)                                       \
	X(archive_, entry_pathname)                                            \
	X(archive_, entry_hardlink)                                            \
	X(archive_, entry_symlink)                                             \
	X(archive_, entry_filetype)                                            \
	X(archive_, entry_size_is_set)                                         \
	X(archive_, entry_is_encrypted)                                        \
	X(archive_, read_next_header)                                          \
	X(archive_, read_data)

struct calls {
	FUNCTIONS(LIBRARY_MEMBER)
};

static const char *const names[] = { FUNCTIONS(LIBRARY_NAME) NULL };

static const struct library library = { .name = "libarchive",
	.package = "libarchive13",
	.file = { "libarchive.so.13", "libarchive.so" },
	.call = names };

struct unpack {
	struct calls archives; /* of libarchive */
	struct stream *from;
	const struct stream *outermost;
	struct unpack_limits limits;
	enum unpack_kind kind;
	struct gunzip *gunzip;	 /* or */
	struct archive *archive; /* the other */
	locale_t utf8;		 /* names are UTF-8, whatever the locale */
	size_t entries;
	size_t taken;	      /* bytes of the outermost before this entry */
	size_t given;	      /* bytes of this entry */
	bool sized;	      /* its size stands before it: it can be skipped */
	bool entry_ended;     /* nothing more comes of it */
	bool ended;	      /* there are no more entries */
	bool closing;	      /* which may read on to the end: no */
	struct ex_err source; /* what from said when it failed */
	char block[BLOCK];
};

static const struct mark {
	const char *bytes;
	size_t n, at;
	const char *suffix;
	enum unpack_kind kind;
} marks[] = {
	{ "\x1f\x8b\x08", 3, 0, ".gz", UNPACK_ONE },
	{ "\x28\xB5\x2F\xFD", 4, 0, ".zst", UNPACK_ONE },
	/* a frame to be skipped: of pzstd, and of WARC's dictionaries */
	{ "\x2A\x4D\x18", 3, 1, ".zst", UNPACK_ONE },
	{ "\xFD\x37zXZ\0", 6, 0, ".xz", UNPACK_ONE },
	{ "BZh", 3, 0, ".bz2", UNPACK_ONE },
	{ "PK\x03\x04", 4, 0, ".zip", UNPACK_MANY },
	{ "PK\x05\x06", 4, 0, ".zip", UNPACK_MANY },
	{ "ustar", 5, 257, ".tar", UNPACK_MANY },
};

static bool
is_gzip(struct str head)
{
	return str_starts(head, STR("\x1f\x8b\x08"));
}

static bool
name_ends(struct str name, const char *with)
{
	size_t n = strlen(with);

	return name.n > n && strncasecmp(name.p + name.n - n, with, n) == 0;
}

enum unpack_kind
unpack_probe(struct str head, struct str name)
{
	const struct mark *k;
	size_t i;

	for (i = 0; i < sizeof marks / sizeof *marks; i++) {
		k = &marks[i];
		if (head.n >= k->at + k->n &&
			memcmp(head.p + k->at, k->bytes, k->n) == 0)
			return k->kind;
	}
	/* tar of old: no mark, but numbers in octal */
	return name_ends(name, ".tar") && head.n >= 512 &&
			       memchr(head.p, '\0', 100)
		       ? UNPACK_MANY
		       : UNPACK_NONE;
}

/* --- opening --- */

static la_ssize_t
give_block(struct archive *a, void *arg, const void **block)
{
	struct unpack *u = arg;
	long got;

	if (u->closing)
		return 0;
	got = stream_read(u->from, u->block, BLOCK, &u->source);
	if (got < 0) {
		u->archives.set_error(a, EIO, "%s", u->source.what);
		return -1;
	}
	*block = u->block;
	return got;
}

/* libarchive begins with a capital, and may quote what it read. */
static int
archive_failed(struct unpack *u, const char *what, struct ex_err *e)
{
	const char *why = u->archives.error_string(u->archive);
	char text[200];
	size_t i;

	/* liblzma's word for an input that ends too early */
	if (why && strstr(why, "No progress is possible"))
		why = "it is cut off";
	snprintf(text, sizeof text, "%s", why ? why : "cannot be read");
	for (i = 0; text[i]; i++)
		if ((unsigned char)text[i] < 0x20 ||
			(unsigned char)text[i] > 0x7E)
			text[i] = '?';
	if (i > 1 && islower((unsigned char)text[1]))
		text[0] = (char)tolower((unsigned char)text[0]);
	return err_set(e, "%s: %s", what, text);
}

static int
open_archive(struct unpack *u, struct ex_err *e)
{
	struct archive *a;

	if (library_load(&library, &u->archives, e))
		return -1;
	a = u->archive = u->archives.read_new();
	u->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (!a || u->utf8 == (locale_t)0)
		return err_set(e, "out of memory");
	if (u->kind == UNPACK_ONE) {
		u->archives.read_support_filter_zstd(a);
		u->archives.read_support_filter_xz(a);
		u->archives.read_support_filter_bzip2(a);
		u->archives.read_support_format_raw(a);
	} else {
		u->archives.read_support_format_tar(a);
		u->archives.read_support_format_zip_streamable(a);
	}
	if (u->archives.read_open2(a, u, NULL, give_block, NULL, NULL) >=
		ARCHIVE_WARN)
		return 0;
	return archive_failed(u, "cannot be unpacked", e);
}

struct unpack *
unpack_open(struct stream *from, const struct stream *outermost,
	const struct unpack_limits *limits, struct ex_err *e)
{
	struct str name = from->name.p ? from->name : from->uri;
	struct unpack *u = calloc(1, sizeof *u);
	int rc;

	if (!u) {
		err_set(e, "out of memory");
		return NULL;
	}
	u->from = from;
	u->outermost = outermost;
	u->limits = *limits;
	u->kind = unpack_probe(from->head, name);
	if (is_gzip(from->head))
		rc = (u->gunzip = gunzip_open(from, e)) ? 0 : -1;
	else
		rc = open_archive(u, e);
	if (rc == 0)
		return u;
	unpack_close(u);
	return NULL;
}

void
unpack_close(struct unpack *u)
{
	if (!u)
		return;
	gunzip_close(u->gunzip);
	u->closing = true;
	if (u->archive)
		u->archives.read_free(u->archive);
	if (u->utf8 != (locale_t)0)
		freelocale(u->utf8);
	free(u);
}

/* --- entries --- */

/* "./a/b" as "a/b"; p NULL: hidden, or of a Mac's own. */
static struct str
seen_name(const char *path)
{
	const char *p;

	while (path[0] == '/' || (path[0] == '.' && path[1] == '/'))
		path++;
	if (!strncmp(path, "__MACOSX/", 9))
		return (struct str){ NULL, 0 };
	for (p = path; p; p = strchr(p, '/')) {
		p += *p == '/';
		if (p[0] == '.' && p[1] && p[1] != '/' &&
			!(p[1] == '.' && p[2] == '/'))
			return (struct str){ NULL, 0 };
	}
	return str_c(path);
}

/* 1: u stands at an entry that is a file and is wanted. */
static int
take_entry(struct unpack *u, struct archive_entry *entry, struct str *name,
	struct ex_err *e)
{
	const char *path = u->archives.entry_pathname_utf8(entry);

	if (!path)
		path = u->archives.entry_pathname(entry);
	if (!path)
		path = "?";
	if (u->archives.entry_hardlink(entry) ||
		u->archives.entry_symlink(entry) ||
		(u->archives.entry_filetype(entry) != AE_IFREG &&
			u->archives.entry_filetype(entry) != 0))
		return 0;
	*name = seen_name(path);
	if (!name->p || name->n == 0 || name->p[name->n - 1] == '/')
		return 0;
	u->entries++;
	u->sized = u->archives.entry_size_is_set(entry);
	u->given = 0;
	u->taken = u->outermost->taken;
	u->entry_ended = false;
	if (!u->archives.entry_is_encrypted(entry))
		return 1;
	u->entry_ended = true;
	return err_set(e, "this entry is encrypted");
}

static int
next_entry(struct unpack *u, struct str *name, struct ex_err *e)
{
	struct archive_entry *entry;
	unsigned tries = 0;
	int rc;

	for (;;) {
		rc = u->archives.read_next_header(u->archive, &entry);
		if (rc == ARCHIVE_EOF)
			return 0;
		if (rc == ARCHIVE_FATAL ||
			(rc < ARCHIVE_WARN && ++tries > RETRIES)) {
			u->ended = true;
			*name = (struct str){ NULL, 0 };
			return archive_failed(u, "a broken archive", e);
		}
		if (rc < ARCHIVE_WARN)
			continue;
		rc = take_entry(u, entry, name, e);
		if (rc != 0)
			return rc;
	}
}

static int
next_of_many(struct unpack *u, struct str *name, struct ex_err *e)
{
	locale_t before = uselocale(u->utf8);
	int rc = next_entry(u, name, e);

	uselocale(before);
	if (rc == 0)
		u->ended = true;
	if (rc == 0 && u->entries == 0) {
		*name = (struct str){ NULL, 0 };
		return err_set(e, "no article in this archive");
	}
	return rc;
}

int
unpack_next(struct unpack *u, struct str *name, struct ex_err *e)
{
	struct archive_entry *entry;

	*name = (struct str){ NULL, 0 };
	if (u->ended)
		return 0;
	if (u->kind == UNPACK_MANY)
		return next_of_many(u, name, e);
	u->ended = true;
	u->taken = 0;
	if (u->gunzip || u->archives.read_next_header(u->archive, &entry) >=
				 ARCHIVE_WARN)
		return 1;
	return archive_failed(u, "cannot be unpacked", e);
}

/* --- bytes --- */

/* An entry that grows too much is left; one whose size is not known before
 * it takes the whole archive with it: passing over it would unpack it. */
static int
check_growth(struct unpack *u, struct ex_err *e)
{
	size_t taken = u->outermost->taken - u->taken + BLOCK;

	if (u->given / u->limits.times <= taken)
		return 0;
	u->entry_ended = true;
	if (u->kind == UNPACK_MANY && !u->sized)
		u->ended = true;
	return err_set(
		e, "unpacks to more than %zu times its size", u->limits.times);
}

long
unpack_read(void *arg, char *p, size_t n, struct ex_err *e)
{
	struct unpack *u = arg;
	long got;

	if (u->entry_ended)
		return 0;
	if (u->gunzip) {
		got = gunzip_read(u->gunzip, p, n, e);
	} else {
		got = (long)u->archives.read_data(u->archive, p, n);
		if (got < 0) {
			u->entry_ended = true;
			u->ended |= got == ARCHIVE_FATAL;
			archive_failed(u,
				u->kind == UNPACK_MANY ? "a broken entry"
						       : "a broken file",
				e);
		}
	}
	if (got <= 0)
		return got < 0 ? -1 : 0;
	u->given += (size_t)got;
	return check_growth(u, e) ? -1 : got;
}
