/* Walking a folder: the names of one folder at a time are listed and sorted,
 * on a stack of the folders that lead to it. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/err.h"
#include "walk.h"

/* One that is being read. */
struct folder {
	size_t path;	  /* length of its path, with the '/' behind it */
	struct buf names; /* each with a NUL; a folder's has a '/' */
	char **name;	  /* sorted */
	size_t n, at;
};

struct place {
	dev_t device;
	ino_t node;
	bool used;
};

struct walk {
	struct folder *folder; /* the innermost last */
	size_t depth, cap;
	struct buf path;    /* of the innermost, then of what it gives out */
	struct place *seen; /* folders; open addressing */
	size_t nseen, nplace;
};

struct walk *
walk_new(void)
{
	return calloc(1, sizeof(struct walk));
}

static void
leave(struct walk *w)
{
	struct folder *f = &w->folder[--w->depth];

	buf_free(&f->names);
	free(f->name);
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

/* The name, a '/' where it is a folder, and a NUL. What cannot be looked at
 * counts as a file: opening it will say why. */
static bool
add_name(struct walk *w, struct folder *f, const char *name)
{
	struct stat st;
	bool known, is_folder;

	if (name[0] == '.')
		return false;
	set_path(w, f->path, name);
	if (w->path.bad)
		return false;
	known = stat(w->path.p, &st) == 0;
	is_folder = known && S_ISDIR(st.st_mode);
	if (known && !is_folder && !S_ISREG(st.st_mode))
		return false;
	buf_put(&f->names, str_c(name));
	if (is_folder)
		buf_put_c(&f->names, '/');
	buf_put_c(&f->names, '\0');
	return true;
}

static int
list(struct walk *w, struct folder *f, struct ex_err *e)
{
	DIR *d = opendir(w->path.p);
	const struct dirent *entry;
	size_t at = 0, i;
	int failed;

	if (!d)
		return err_set(
			e, "cannot read this folder: %s", strerror(errno));
	while (errno = 0, (entry = readdir(d)))
		f->n += add_name(w, f, entry->d_name);
	failed = errno;
	closedir(d);
	if (failed)
		return err_set(
			e, "cannot read this folder: %s", strerror(failed));
	f->name = calloc(f->n + 1, sizeof *f->name);
	if (!f->name || f->names.bad || w->path.bad)
		return err_set(e, "out of memory");
	for (i = 0; i < f->n; i++) {
		f->name[i] = f->names.p + at;
		at += strlen(f->name[i]) + 1;
	}
	qsort(f->name, f->n, sizeof *f->name, by_bytes);
	return 0;
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

size_t
walk_ahead(const struct walk *w)
{
	size_t i, n = 0;

	for (i = 0; i < w->depth; i++)
		n += w->folder[i].n - w->folder[i].at;
	return n;
}
