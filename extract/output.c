/* Where lines go. A file is written beside its place and renamed when it is
 * whole, so that nobody ever reads half of one. */
#define _XOPEN_SOURCE 700 /* realpath */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "output.h"

/* More would drive what articles are read with out of the caches. */
enum { KEPT_MAX = 128 << 10 };

struct output {
	int fd;
	bool own;     /* fd is closed by us */
	bool at_once; /* a terminal: nothing is kept */
	int error;    /* errno of the write that failed, or 0 */
	size_t size;  /* bytes written, and before */
	struct buf kept;
	char *path;   /* of the file, for messages */
	char *made;   /* its name while it is written; NULL: none is */
	bool guarded; /* a thread waits for signals, to remove it */
	pthread_t guard;
};

static const int deadly[] = { SIGHUP, SIGINT, SIGTERM };

/* Those of them that are not ignored (nohup). */
static void
deadly_set(sigset_t *set)
{
	struct sigaction now;
	size_t i;

	sigemptyset(set);
	for (i = 0; i < sizeof deadly / sizeof *deadly; i++)
		if (sigaction(deadly[i], NULL, &now) == 0 &&
			now.sa_handler != SIG_IGN)
			sigaddset(set, deadly[i]);
}

/* Waits for a signal that would end the program, removes the unfinished file
 * and lets it end. */
static void *
guard(void *arg)
{
	struct output *o = arg;
	sigset_t set;
	int which;

	deadly_set(&set);
	if (sigwait(&set, &which))
		return NULL;
	unlink(o->made);
	signal(which, SIG_DFL);
	raise(which);
	sigemptyset(&set);
	sigaddset(&set, which);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	return NULL;
}

/* From here on the signals are blocked in all threads begun later. */
static void
guard_start(struct output *o)
{
	sigset_t set, before;

	deadly_set(&set);
	pthread_sigmask(SIG_BLOCK, &set, &before);
	o->guarded = pthread_create(&o->guard, NULL, guard, o) == 0;
	if (!o->guarded)
		pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void
guard_stop(struct output *o)
{
	sigset_t set;

	if (!o->guarded)
		return;
	pthread_cancel(o->guard);
	pthread_join(o->guard, NULL);
	deadly_set(&set);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

/* ".NAME.XXXXXX" in the folder of path: out of sight of who reads folders. */
static char *
name_beside(const char *path)
{
	const char *slash = strrchr(path, '/');
	int folder = slash ? (int)(slash - path) + 1 : 0;
	size_t size = strlen(path) + 16;
	char *name = malloc(size);

	if (name)
		snprintf(name, size, "%.*s.%s.XXXXXX", folder, path,
			path + folder);
	return name;
}

/* A file made by mkstemp is its owner's alone; ours has the old one's mode,
 * or what any new file has. */
static void
set_mode(int fd, const struct stat *old)
{
	mode_t mask;

	if (old) {
		fchmod(fd, old->st_mode & 07777);
		return;
	}
	mask = umask(0);
	umask(mask);
	fchmod(fd, 0666 & ~mask);
}

static int
make_file(struct output *o, const struct stat *old)
{
	o->made = name_beside(o->path);
	if (!o->made) {
		errno = ENOMEM;
		return -1;
	}
	o->fd = mkstemp(o->made);
	if (o->fd < 0) {
		free(o->made);
		o->made = NULL;
		return -1;
	}
	set_mode(o->fd, old);
	guard_start(o);
	return 0;
}

static int
open_path(struct output *o, const char *path)
{
	struct stat old;
	bool exists = stat(path, &old) == 0;

	/* Through a link: its target is replaced, not the link. */
	o->path = exists ? realpath(path, NULL) : strdup(path);
	if (!o->path)
		return -1;
	o->own = true;
	if (!exists || S_ISREG(old.st_mode))
		return make_file(o, exists ? &old : NULL);
	o->fd = open(path, O_WRONLY | O_NOCTTY);
	return o->fd < 0 ? -1 : 0;
}

static void
release(struct output *o)
{
	buf_free(&o->kept);
	free(o->path);
	free(o->made);
	free(o);
}

struct output *
output_open(const char *path, struct ex_err *e)
{
	struct output *o = calloc(1, sizeof *o);

	if (!o) {
		err_set(e, "out of memory");
		return NULL;
	}
	o->fd = STDOUT_FILENO;
	if (path && strcmp(path, "-") != 0 && open_path(o, path)) {
		err_at(e, path, 0, 0, "cannot write: %s", strerror(errno));
		release(o);
		return NULL;
	}
	o->at_once = isatty(o->fd) == 1;
	return o;
}

struct output *
output_continue(const char *path, size_t size, bool at_once, struct ex_err *e)
{
	struct output *o = calloc(1, sizeof *o);
	struct stat st;

	if (!o || !(o->path = strdup(path))) {
		free(o);
		err_set(e, "out of memory");
		return NULL;
	}
	o->own = true;
	o->at_once = at_once;
	o->fd = open(path, O_WRONLY | O_CREAT | O_NOCTTY | O_CLOEXEC, 0666);
	if (o->fd >= 0 && fstat(o->fd, &st) == 0 &&
		(!S_ISREG(st.st_mode) ||
			(ftruncate(o->fd, (off_t)size) == 0 &&
				lseek(o->fd, 0, SEEK_END) >= 0))) {
		o->size = size;
		return o;
	}
	err_at(e, path, 0, 0, "cannot write: %s", strerror(errno));
	if (o->fd >= 0)
		close(o->fd);
	release(o);
	return NULL;
}

static int
fail(struct output *o, struct ex_err *e)
{
	if (!o->error)
		o->error = errno;
	if (o->error == EPIPE)
		return err_at(e, "", 0, 0, "%s", "");
	return err_at(e, o->path ? o->path : "standard output", 0, 0,
		"cannot write: %s", strerror(o->error));
}

static int
write_all(struct output *o, struct str s, struct ex_err *e)
{
	ssize_t n;

	while (s.n) {
		n = write(o->fd, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(o, e);
		o->size += (size_t)n;
		s = str_slice(s, (size_t)n, s.n);
	}
	return 0;
}

static int
flush(struct output *o, struct ex_err *e)
{
	struct str kept = buf_str(&o->kept);

	o->kept.n = 0;
	return write_all(o, kept, e);
}

int
output_write(struct output *o, struct str s, struct ex_err *e)
{
	if (o->error)
		return fail(o, e);
	if (o->kept.n + s.n > KEPT_MAX && flush(o, e))
		return -1;
	if (o->at_once || s.n >= KEPT_MAX)
		return write_all(o, s, e);
	buf_put(&o->kept, s);
	if (!o->kept.bad)
		return 0;
	errno = ENOMEM;
	return fail(o, e);
}

int
output_sync(struct output *o, size_t *size, struct ex_err *e)
{
	if (o->error)
		return fail(o, e);
	if (flush(o, e))
		return -1;
	/* EINVAL: a pipe or device, which has no disk */
	if (fdatasync(o->fd) && errno != EINVAL && errno != EROFS)
		return fail(o, e);
	*size = o->size;
	return 0;
}

int
output_close(struct output *o, struct ex_err *e)
{
	int rc = o->error ? fail(o, e) : flush(o, e);

	guard_stop(o);
	/* A full disk may be told no earlier than here. */
	if (o->own && close(o->fd) && rc == 0)
		rc = fail(o, e);
	if (o->made && rc == 0 && rename(o->made, o->path))
		rc = fail(o, e);
	if (o->made && rc)
		unlink(o->made);
	release(o);
	return rc;
}

void
output_drop(struct output *o)
{
	guard_stop(o);
	if (o->own)
		close(o->fd);
	if (o->made)
		unlink(o->made);
	release(o);
}

bool
output_is_terminal(const struct output *o)
{
	return o->at_once;
}
