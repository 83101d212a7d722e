/* Files, the files of folders, standard input and the web as streams. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "read_type.h"
#include "source.h"
#include "urls.h"
#include "walk.h"
#include "web.h"

struct source {
	const char *const *path; /* what is to be read */
	size_t npath, at;
	struct walk *walk;
	struct web *web;    /* or NULL */
	const char *folder; /* that is being walked, or NULL */
	size_t found;	    /* files in it so far */
	int fd;		    /* of the open file, or -1 */
	bool over;	    /* it has ended or failed: nothing more comes */
	size_t left;	    /* bytes of it to come, as far as is known */
};

struct source *
source_open(const char *const *path, size_t npath,
	const struct web_options *web, struct ex_err *e)
{
	struct source *from = calloc(1, sizeof *from);

	if (!from || !(from->walk = walk_new(WALK_WINDOW))) {
		free(from);
		err_set(e, "out of memory");
		return NULL;
	}
	from->path = path;
	from->npath = npath;
	from->fd = -1;
	if (!web || !web_is_wanted(web, path, npath) ||
		(from->web = web_open(web, path, npath, e)))
		return from;
	source_close(from);
	return NULL;
}

static void
close_file(struct source *from)
{
	if (from->fd > STDIN_FILENO)
		close(from->fd);
	from->fd = -1;
	from->over = false;
	from->left = 0;
}

void
source_close(struct source *from)
{
	if (!from)
		return;
	close_file(from);
	walk_free(from->walk);
	web_close(from->web);
	free(from);
}

/* --- one file --- */

static long
read_file(void *arg, char *p, size_t n, struct ex_err *e)
{
	struct source *from = arg;
	ssize_t got;

	if (from->over)
		return 0;
	do
		got = read(from->fd, p, n);
	while (got < 0 && errno == EINTR);
	if (got >= 0) {
		/* all that was said to be there, and less than asked for:
		 * its end, without another look */
		from->over = from->left > 0 && (size_t)got >= from->left &&
			     (size_t)got < n;
		from->left -=
			(size_t)got < from->left ? (size_t)got : from->left;
		return (long)got;
	}
	from->over = true;
	return err_set(e, "cannot read: %s", strerror(errno));
}

static int
cannot_open(const char *path, int why, struct ex_err *e)
{
	const char *colon = strstr(path, "://");

	if (url_is(path))
		return err_set(e, "addresses are not fetched");
	if (colon && why == ENOENT)
		return err_set(e, "'%.*s' is not fetched, only http and https",
			colon - path < 20 ? (int)(colon - path) : 20, path);
	return err_set(e, "cannot open: %s", strerror(why));
}

static int
open_file(struct source *from, const char *path, struct stream *s,
	struct ex_err *e)
{
	struct stat st;

	*s = (struct stream){
		.more = read_file, .arg = from, .uri = str_c(path)
	};
	if (from->folder)
		from->fd = walk_open(from->walk);
	else
		from->fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC)
					     : STDIN_FILENO;
	if (from->fd < 0)
		return cannot_open(path, errno, e);
	if (fstat(from->fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
		s->size = from->left = (size_t)st.st_size;
	return 1;
}

/* --- which file --- */

/* As walk_next; a folder without a file is told. */
static int
next_in_folder(struct source *from, const char **path, struct ex_err *e)
{
	int rc = walk_next(from->walk, path, e);

	if (rc > 0) {
		from->found++;
		return 1;
	}
	if (rc < 0) {
		from->found++;
		if (!*path)
			*path = from->folder;
		return -1;
	}
	*path = from->folder;
	from->folder = NULL;
	return from->found ? 0 : err_set(e, "no article in this folder");
}

/* 1: *path is the next file. 0: no more. -1: it cannot be had. */
static int
next_path(struct source *from, const char **path, struct ex_err *e)
{
	struct stat st;
	int rc;

	for (;;) {
		if (from->folder && (rc = next_in_folder(from, path, e)) != 0)
			return rc;
		if (from->at == from->npath)
			return 0;
		*path = from->path[from->at++];
		if (!strcmp(*path, "-") || stat(*path, &st) != 0 ||
			!S_ISDIR(st.st_mode))
			return 1;
		from->found = 0;
		if (walk_begin(from->walk, *path, e))
			return -1;
		from->folder = *path;
	}
}

int
source_next(struct source *from, struct stream *s, struct ex_err *e)
{
	const char *path = NULL;
	int rc;

	close_file(from);
	rc = next_path(from, &path, e);
	if (from->web && (rc == 0 || (rc > 0 && url_is(path))))
		return web_next(from->web, s, e);
	if (rc > 0)
		return open_file(from, path, s, e) < 0 ? -1 : 1;
	*s = (struct stream){ .uri = str_c(path) };
	return rc;
}

size_t
source_ahead(const struct source *from)
{
	return from->npath - from->at +
	       (from->folder ? walk_ahead(from->walk) : 0) +
	       (from->web ? web_ahead(from->web) : 0);
}
