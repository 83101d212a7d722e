/* Articles from files, folders and standard input, one after the other. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "read.h"
#include "read_type.h"
#include "walk.h"

enum { HEAD = 4096, SURE = 50, CERTAIN = 80 };

struct reader {
	const char *const *path; /* what is to be read */
	size_t npath, at;
	const struct read_type *forced; /* or NULL */
	struct walk *walk;
	const char *folder;	      /* that is being walked, or NULL */
	size_t found;		      /* files in it so far */
	const struct read_type *type; /* of the open file; NULL: none is */
	struct stream stream;
	int fd; /* of the open file, or -1 */
	char head[HEAD];
};

static const char *const standard_input[] = { "-" };

/* What is not read yet: how it begins, and how its name ends. */
static const struct unread {
	const char *what;
	const char *begins, *ends;
} unread[] = {
	{ "gzip", "\x1f\x8b", ".gz" },
	{ "zip", "PK\x03\x04", ".zip" },
	{ "xz", "\xFD\x37zXZ", ".xz" },
	{ "bzip2", "BZh", ".bz2" },
	{ "zstd", "\x28\xB5\x2F\xFD", ".zst" },
	{ "PDF", "%PDF-", ".pdf" },
	{ "WARC", "WARC/", ".warc" },
	{ "RTF", "{\\rtf", ".rtf" },
	{ "Word", "\xD0\xCF\x11\xE0", ".doc" },
	{ "Word", "PK\x03\x04", ".docx" },
	{ "XML", "<?xml", ".xml" },
};

/* --- the kind of a file --- */

static bool
begins(struct str s, const char *with)
{
	size_t n = strlen(with);

	return s.n >= n && strncasecmp(s.p, with, n) == 0;
}

static bool
name_ends(struct str name, const char *with)
{
	size_t n = strlen(with);

	return name.n > n && strncasecmp(name.p + name.n - n, with, n) == 0;
}

static struct str
without_mark(struct str head)
{
	return str_starts(head, STR("\xEF\xBB\xBF"))
		       ? str_slice(head, 3, head.n)
		       : head;
}

/* By what it holds, or by its name; NULL where it is none of these. */
static const char *
find_unread(struct str head, struct str name, bool by_name)
{
	struct str text = str_trim(without_mark(head));
	size_t i;

	for (i = 0; i < sizeof unread / sizeof *unread; i++) {
		const struct unread *u = &unread[i];

		if (by_name ? name_ends(name, u->ends)
			    : begins(head, u->begins) ||
					(u->begins[0] == '<' &&
						begins(text, u->begins)))
			return u->what;
	}
	return NULL;
}

static const struct read_type *
find_type(struct str head, struct str name, int *sure)
{
	const struct read_type *best = NULL;
	size_t i;
	int n;

	*sure = 0;
	for (i = 0; i < nread_types; i++) {
		n = read_types[i]->probe(head, name);
		if (n > *sure) {
			*sure = n;
			best = read_types[i];
		}
	}
	return best;
}

static int
choose_type(struct reader *r, struct ex_err *e)
{
	struct stream *s = &r->stream;
	const char *what;
	int sure = 0;

	if (s->head.n == 0)
		return err_set(e, "empty: no text");
	r->type = r->forced;
	if (r->type)
		return 0;
	r->type = find_type(s->head, s->uri, &sure);
	what = sure < CERTAIN ? find_unread(s->head, s->uri, false) : NULL;
	if (!what && sure < SURE)
		what = find_unread(s->head, s->uri, true);
	if (!what && r->type)
		return 0;
	r->type = NULL;
	return what ? err_set(e, "%s is not read yet", what)
		    : err_set(e, "no kind of file that is read");
}

/* --- the open file --- */

static long
read_file(void *arg, char *p, size_t n, struct ex_err *e)
{
	const struct reader *r = arg;
	ssize_t got;

	do
		got = read(r->fd, p, n);
	while (got < 0 && errno == EINTR);
	return got < 0 ? err_set(e, "cannot read: %s", strerror(errno))
		       : (long)got;
}

long
stream_read(struct stream *s, char *p, size_t n, struct ex_err *e)
{
	size_t left = s->head.n - s->head_used;

	if (left == 0)
		return s->more(s->arg, p, n, e);
	if (n > left)
		n = left;
	memcpy(p, s->head.p + s->head_used, n);
	s->head_used += n;
	return (long)n;
}

/* Up to the end of its first line, at least: a pipe gives little at once. */
static int
read_head(struct reader *r, struct ex_err *e)
{
	size_t used = 0;
	long n = 1;

	while (n > 0 && used < HEAD && !memchr(r->head, '\n', used)) {
		n = r->stream.more(
			r->stream.arg, r->head + used, HEAD - used, e);
		if (n < 0)
			return -1;
		used += (size_t)n;
	}
	r->stream.head = (struct str){ r->head, used };
	return 0;
}

static void
close_file(struct reader *r)
{
	struct stream *s = &r->stream;

	if (r->type && r->type->close)
		r->type->close(s);
	if (r->fd > STDIN_FILENO)
		close(r->fd);
	r->fd = -1;
	free((char *)s->uri.p);
	*s = (struct stream){ .more = NULL };
	r->type = NULL;
}

static bool
is_address(const char *path)
{
	return begins(str_c(path), "http://") ||
	       begins(str_c(path), "https://");
}

static int
open_path(struct reader *r, const char *path, struct ex_err *e)
{
	struct stat st;

	r->fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC)
				  : STDIN_FILENO;
	if (r->fd < 0) {
		if (is_address(path))
			return err_set(e, "addresses are not read yet");
		return err_set(e, "cannot open: %s", strerror(errno));
	}
	if (fstat(r->fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
		r->stream.size = (size_t)st.st_size;
	return 0;
}

static int
open_file(struct reader *r, const char *path, struct ex_err *e)
{
	struct stream *s = &r->stream;
	char *copy = strdup(path);

	*s = (struct stream){ .more = read_file, .arg = r, .uri = str_c(copy) };
	if (!copy)
		return err_set(e, "out of memory");
	if (open_path(r, path, e) == 0 && read_head(r, e) == 0 &&
		choose_type(r, e) == 0)
		return 0;
	close_file(r);
	return -1;
}

/* --- which file --- */

/* As walk_next; a folder without a file is told. */
static int
next_in_folder(struct reader *r, const char **path, struct ex_err *e)
{
	int rc = walk_next(r->walk, path, e);

	if (rc > 0) {
		r->found++;
		return 1;
	}
	if (rc < 0) {
		r->found++;
		if (!*path)
			*path = r->folder;
		return -1;
	}
	*path = r->folder;
	r->folder = NULL;
	return r->found ? 0 : err_set(e, "no article in this folder");
}

/* 1: *path is the next file. 0: no more. -1: it cannot be had. */
static int
next_path(struct reader *r, const char **path, struct ex_err *e)
{
	struct stat st;
	int rc;

	for (;;) {
		if (r->folder && (rc = next_in_folder(r, path, e)) != 0)
			return rc;
		if (r->at == r->npath)
			return 0;
		*path = r->path[r->at++];
		if (!strcmp(*path, "-") || stat(*path, &st) != 0 ||
			!S_ISDIR(st.st_mode))
			return 1;
		r->found = 0;
		if (walk_begin(r->walk, *path, e))
			return -1;
		r->folder = *path;
	}
}

/* --- the reader --- */

struct reader *
read_open(const struct read_options *o, struct ex_err *e)
{
	struct reader *r = calloc(1, sizeof *r);
	size_t i;

	if (!r || !(r->walk = walk_new())) {
		free(r);
		err_set(e, "out of memory");
		return NULL;
	}
	r->path = o->npath ? o->path : standard_input;
	r->npath = o->npath ? o->npath : 1;
	r->fd = -1;
	if (!o->input)
		return r;
	for (i = 0; i < nread_types; i++)
		if (!strcmp(read_types[i]->name, o->input))
			r->forced = read_types[i];
	if (r->forced)
		return r;
	err_set(e, "there is no kind of input '%s'", o->input);
	read_close(r);
	return NULL;
}

int
read_next(struct reader *r, struct raw *raw, struct mem *m, struct ex_err *e)
{
	const char *path = NULL;
	int rc;

	*raw = (struct raw){ .uri = { NULL, 0 } };
	for (;;) {
		*e = (struct ex_err){ .what = "" };
		if (r->type) {
			rc = r->type->next(&r->stream, raw, m, e);
			if (rc != 0)
				return rc;
			close_file(r);
		}
		rc = next_path(r, &path, e);
		if (rc == 0)
			return 0;
		if (rc < 0 || open_file(r, path, e)) {
			raw->uri = mem_str(m, str_c(path));
			return -1;
		}
	}
}

size_t
read_ahead(const struct reader *r)
{
	return r->npath - r->at + (r->folder ? walk_ahead(r->walk) : 0);
}

void
read_close(struct reader *r)
{
	if (!r)
		return;
	close_file(r);
	walk_free(r->walk);
	free(r);
}
