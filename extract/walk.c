/* Walking a folder: on a stack of the folders that lead to it, each lists the
 * first names in order, as many as its window holds; when they are used up it
 * is gone through again for the next ones. So a folder of a million files is
 * walked in order and in little memory. */
#define _DEFAULT_SOURCE /* DT_DIR */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "walk.h"

/* One that is being read. */
struct folder {
	size_t path; /* length of its path, with the '/' behind it */
	char **name; /* sorted; a folder's ends in '/' */
	size_t n, at, cap;
	char *last;  /* of the windows before this one, or NULL */
	size_t left; /* names behind this window */
};

struct place {
	dev_t device;
	ino_t node;
	bool used;
};

struct walk {
	struct folder *folder; /* the innermost last */
	size_t depth, cap;
	size_t window;	    /* names of a folder that are kept at a time */
	int fd;		    /* of the innermost, or -1 */
	struct buf path;    /* of the innermost, then of what it gives out */
	struct place *seen; /* folders; open addressing */
	size_t nseen, nplace;
};

struct walk *
walk_new(size_t window)
{
	struct walk *w = calloc(1, sizeof *w);

	if (w) {
		w->window = window;
		w->fd = -1;
	}
	return w;
}

static void
drop_names(struct folder *f, size_t kept)
{
	while (f->n > kept)
		free(f->name[--f->n]);
}

/* Another folder is the innermost from now on. */
static void
close_folder(struct walk *w)
{
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
}

static void
leave(struct walk *w)
{
	struct folder *f = &w->folder[--w->depth];

	close_folder(w);
	drop_names(f, 0);
	free(f->name);
	free(f->last);
}

void
walk_free(struct walk *w)
{
	if (!w)
		return;
	while (w->depth)
		leave(w);
	free(w->folder);
	free(w->seen);
	buf_free(&w->path);
	free(w);
}

/* --- folders read already --- */

static struct place *
find_place(struct place *table, size_t n, dev_t device, ino_t node)
{
	size_t i = ((size_t)node * 0x9E3779B97F4A7C15ULL ^ (size_t)device) &
		   (n - 1);

	while (table[i].used &&
		(table[i].device != device || table[i].node != node))
		i = (i + 1) & (n - 1);
	return &table[i];
}

static bool
more_places(struct walk *w)
{
	size_t n = w->nplace ? w->nplace * 2 : 64, i;
	struct place *table = calloc(n, sizeof *table);

	if (!table)
		return false;
	for (i = 0; i < w->nplace; i++)
		if (w->seen[i].used)
			*find_place(table, n, w->seen[i].device,
				w->seen[i].node) = w->seen[i];
	free(w->seen);
	w->seen = table;
	w->nplace = n;
	return true;
}

/* 1: it is new. 0: it has been read. -1: memory is out. */
static int
remember(struct walk *w, const struct stat *st)
{
	struct place *p;

	if (w->nseen * 2 >= w->nplace && !more_places(w))
		return -1;
	p = find_place(w->seen, w->nplace, st->st_dev, st->st_ino);
	if (p->used)
		return 0;
	*p = (struct place){ st->st_dev, st->st_ino, true };
	w->nseen++;
	return 1;
}

/* --- listing one --- */

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Makes w->path the path of a name in the innermost folder. */
static void
set_path(struct walk *w, size_t folder, const char *name)
{
	w->path.n = folder;
	buf_put(&w->path, (struct str){ name, strlen(name) + 1 });
}

enum what { NEITHER, FILE_NAME, FOLDER_NAME };

/* What cannot be looked at counts as a file: opening it will say why. */
static enum what
what_is(struct walk *w, const struct folder *f, const struct dirent *entry)
{
	struct stat st;

	if (entry->d_name[0] == '.')
		return NEITHER;
	if (entry->d_type == DT_REG)
		return FILE_NAME;
	if (entry->d_type == DT_DIR)
		return FOLDER_NAME;
	if (entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN)
		return NEITHER;
	set_path(w, f->path, entry->d_name);
	if (w->path.bad || stat(w->path.p, &st) != 0)
		return FILE_NAME;
	return S_ISDIR(st.st_mode)   ? FOLDER_NAME
	       : S_ISREG(st.st_mode) ? FILE_NAME
				     : NEITHER;
}

/* Of the names found the first ones stay, as many as the window holds. */
static void
keep_first(const struct walk *w, struct folder *f)
{
	if (f->n > 1)
		qsort(f->name, f->n, sizeof *f->name, by_bytes);
	if (f->n > w->window) {
		f->left += f->n - w->window;
		drop_names(f, w->window);
	}
}

/* Adds a name if it is in the window, so far as that is known. */
static bool
add_name(struct walk *w, struct folder *f, const char *name, size_t n)
{
	char *copy;

	if (f->last && strcmp(name, f->last) <= 0)
		return true;
	/* with left > 0 the first `window` names are the lowest so far */
	if (f->left && strcmp(name, f->name[w->window - 1]) > 0) {
		f->left++;
		return true;
	}
	if (f->n == f->cap) {
		size_t cap = f->cap ? f->cap * 2 : 64;
		char **more = realloc(f->name, cap * sizeof *more);

		if (!more)
			return false;
		f->name = more;
		f->cap = cap;
	}
	copy = malloc(n + 1);
	if (!copy)
		return false;
	memcpy(copy, name, n + 1);
	f->name[f->n++] = copy;
	if (f->n == 2 * w->window)
		keep_first(w, f);
	return true;
}

static bool
add_entry(struct walk *w, struct folder *f, const struct dirent *entry)
{
	char name[sizeof entry->d_name + 1];
	enum what what = what_is(w, f, entry);
	size_t n = strlen(entry->d_name);

	if (what == NEITHER)
		return true;
	memcpy(name, entry->d_name, n + 1);
	if (what == FOLDER_NAME)
		memcpy(name + n++, "/", 2);
	return add_name(w, f, name, n);
}

/* Lists the window behind f->last of the folder of w->path. */
static int
list(struct walk *w, struct folder *f, struct ex_err *e)
{
	DIR *d = opendir(w->path.p);
	const struct dirent *entry;
	bool fits = true;
	int failed;

	f->left = f->at = 0;
	if (!d)
		return err_set(
			e, "cannot read this folder: %s", strerror(errno));
	while (fits && (errno = 0, (entry = readdir(d))))
		fits = add_entry(w, f, entry);
	failed = errno;
	closedir(d);
	if (!fits || w->path.bad)
		return err_set(e, "out of memory");
	if (failed)
		return err_set(
			e, "cannot read this folder: %s", strerror(failed));
	keep_first(w, f);
	return 0;
}

/* The next window of the innermost folder. */
static int
list_more(struct walk *w, struct folder *f, struct ex_err *e)
{
	free(f->last);
	f->last = f->n ? strdup(f->name[f->n - 1]) : NULL;
	drop_names(f, 0);
	set_path(w, f->path, "");
	if (f->last && !w->path.bad)
		return list(w, f, e);
	f->left = f->at = 0;
	w->path.bad = false;
	return err_set(e, "out of memory");
}

/* Goes into the folder of w->path (n bytes and a NUL). */
static int
enter(struct walk *w, size_t n, struct ex_err *e)
{
	struct folder f = { 0 }, *more;
	struct stat st;
	int is_new;

	if (stat(w->path.p, &st) != 0)
		return err_set(
			e, "cannot read this folder: %s", strerror(errno));
	is_new = remember(w, &st);
	if (is_new <= 0)
		return is_new < 0 ? err_set(e, "out of memory") : 0;
	if (w->depth == w->cap) {
		more = realloc(w->folder, (w->cap + 16) * sizeof *more);
		if (!more)
			return err_set(e, "out of memory");
		w->folder = more;
		w->cap += 16;
	}
	f.path = n;
	if (n && w->path.p[n - 1] != '/') {
		w->path.n = n;
		buf_put(&w->path, (struct str){ "/", 2 });
		f.path++;
	}
	close_folder(w);
	w->folder[w->depth++] = f;
	if (!w->path.bad && list(w, &w->folder[w->depth - 1], e) == 0)
		return 0;
	if (w->path.bad)
		err_set(e, "out of memory");
	w->path.bad = false;
	leave(w);
	w->path.n = n;
	buf_put_c(&w->path, '\0');
	return -1;
}

/* --- the walk --- */

int
walk_begin(struct walk *w, const char *folder, struct ex_err *e)
{
	size_t n = strlen(folder);

	while (w->depth)
		leave(w);
	w->nseen = 0;
	if (w->seen)
		memset(w->seen, 0, w->nplace * sizeof *w->seen);
	w->path.n = 0;
	buf_put(&w->path, (struct str){ folder, n + 1 });
	return w->path.bad ? err_set(e, "out of memory") : enter(w, n, e);
}

int
walk_next(struct walk *w, const char **path, struct ex_err *e)
{
	struct folder *f;
	size_t n;

	while (w->depth) {
		f = &w->folder[w->depth - 1];
		if (f->at == f->n && f->left) {
			if (list_more(w, f, e)) {
				f->left = 0;
				*path = w->path.p;
				return -1;
			}
			continue;
		}
		if (f->at == f->n) {
			leave(w);
			continue;
		}
		set_path(w, f->path, f->name[f->at++]);
		if (w->path.bad) {
			w->path.bad = false;
			*path = NULL;
			return err_set(e, "out of memory");
		}
		*path = w->path.p;
		n = w->path.n - 1;
		if (w->path.p[n - 1] != '/')
			return 1;
		if (enter(w, n, e)) {
			*path = w->path.p;
			return -1;
		}
	}
	return 0;
}

int
walk_open(struct walk *w)
{
	size_t folder = w->folder[w->depth - 1].path;
	char *name = w->path.p + folder, first = *name;
	int fd;

	if (w->fd < 0) {
		*name = '\0';
		w->fd = open(w->path.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		*name = first;
	}
	if (w->fd >= 0) {
		fd = openat(w->fd, name, O_RDONLY | O_CLOEXEC);
		if (fd >= 0 || (errno != EMFILE && errno != ENFILE))
			return fd;
		close_folder(w); /* so that there is one for the file */
	}
	return open(w->path.p, O_RDONLY | O_CLOEXEC);
}

size_t
walk_ahead(const struct walk *w)
{
	size_t i, n = 0;

	for (i = 0; i < w->depth; i++)
		n += w->folder[i].n - w->folder[i].at + w->folder[i].left;
	return n;
}
