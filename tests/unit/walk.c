/* Walking folders: every file once, in order, whatever the window. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "libextract.h"
#include "walk.h"

enum { FILES = 40 };

static void
put(const char *dir, const char *name)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	f = fopen(path, "w");
	cr_assert(f);
	fclose(f);
}

/* Is it the file of that path which is opened? */
static void
expect_open(struct walk *w, const char *path)
{
	struct stat want, got;
	int fd = walk_open(w);

	cr_assert(fd >= 0);
	cr_assert_eq(fstat(fd, &got), 0);
	cr_assert_eq(stat(path, &want), 0);
	cr_expect_eq(got.st_ino, want.st_ino, "%s", path);
	close(fd);
}

static void
walked(const char *dir, size_t window, struct buf *out)
{
	struct ex_err e = { .what = "" };
	struct walk *w = walk_new(window);
	const char *path;
	size_t n = 0, ahead;

	cr_assert(w);
	cr_assert_eq(walk_begin(w, dir, &e), 0);
	ahead = walk_ahead(w);
	cr_expect_eq(ahead, FILES + 2, "%zu ahead", ahead);
	while (walk_next(w, &path, &e) > 0) {
		expect_open(w, path);
		buf_put(out, str_c(path + strlen(dir)));
		buf_put_c(out, '\n');
		n++;
	}
	cr_expect_eq(n, FILES + 3);
	cr_expect_eq(walk_ahead(w), 0);
	walk_free(w);
}

Test(walk, same_order_for_any_window)
{
	static const size_t window[] = { 1, 2, 3, 7, 39, 41, 42, 43 };
	char dir[] = "/tmp/extract-walk-XXXXXX", name[64], command[64];
	struct buf want = { 0 }, got = { 0 };
	size_t i;

	cr_assert(mkdtemp(dir));
	for (i = 0; i < FILES; i++) {
		snprintf(name, sizeof name, "%zu", i * 7919 % 1000);
		put(dir, name);
	}
	snprintf(name, sizeof name, "%s/5", dir);
	cr_assert_eq(mkdir(name, 0777), 0);
	put(dir, "5/b");
	put(dir, "5/a");
	put(dir, "5.txt");
	walked(dir, 1000, &want);
	cr_expect(str_find(buf_str(&want), STR("/5.txt\n/5/a\n/5/b\n"), 0) !=
		  SPAN_NONE);
	for (i = 0; i < sizeof window / sizeof *window; i++) {
		got.n = 0;
		walked(dir, window[i], &got);
		cr_expect(str_eq(buf_str(&got), buf_str(&want)),
			"window %zu: %.*s", window[i], STR_ARG(buf_str(&got)));
	}
	buf_free(&want);
	buf_free(&got);
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	cr_assert_eq(system(command), 0);
}

/* One descriptor is left: the folder does without. */
Test(walk, opens_with_the_last_descriptor)
{
	char dir[] = "/tmp/extract-walk-XXXXXX", command[64];
	struct ex_err e = { .what = "" };
	struct walk *w = walk_new(8);
	struct rlimit limit;
	const char *path;
	int last;

	cr_assert(w && mkdtemp(dir));
	put(dir, "a");
	put(dir, "b");
	cr_assert_eq(walk_begin(w, dir, &e), 0);
	cr_assert_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	last = dup(STDIN_FILENO);
	cr_assert(last >= 0);
	close(last);
	limit.rlim_cur = (rlim_t)last + 1;
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	while (walk_next(w, &path, &e) > 0)
		expect_open(w, path);
	walk_free(w);
	limit.rlim_cur = limit.rlim_max;
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	snprintf(command, sizeof command, "rm -r %s", dir);
	cr_assert_eq(system(command), 0);
}
