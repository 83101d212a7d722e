/* Images: what was written is there again; what was harmed is not opened. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/image.h"

enum { PARTS = 1 << 16 };

struct part {
	const char *points;
	size_t n;
};

struct place {
	char dir[32], path[64];
};

static void
place_make(struct place *p)
{
	struct part part = { NULL, 7 };
	struct image i = { .bytes = { .p = NULL } };
	char *zeros = calloc(1, PARTS);
	size_t at, to;

	cr_assert(zeros);
	strcpy(p->dir, "/tmp/extract-image-XXXXXX");
	cr_assert(mkdtemp(p->dir));
	snprintf(p->path, sizeof p->path, "%s/image", p->dir);
	at = image_put(&i, &part, sizeof part);
	to = image_put(&i, "text", 5);
	image_link(&i, at, to);
	image_put(&i, zeros, PARTS);
	cr_assert(image_write(&i, p->path, STR("key")));
	image_free(&i);
	free(zeros);
}

static void
place_remove(struct place *p)
{
	unlink(p->path);
	rmdir(p->dir);
}

static bool
opens(const struct place *p)
{
	struct image_open o;
	const struct part *part;

	if (!image_map(p->path, &o))
		return false;
	cr_assert(str_eq(o.key, STR("key")));
	cr_assert(image_point(&o));
	part = (const void *)o.start;
	cr_assert_eq(part->n, 7);
	cr_assert_str_eq(part->points, "text");
	image_unmap(&o);
	return true;
}

/* Writes a byte at the end of the parts, or the same as is there. */
static void
write_byte(const struct place *p, char c)
{
	int fd = open(p->path, O_WRONLY);

	cr_assert(fd >= 0);
	cr_assert_eq(pwrite(fd, &c, 1, PARTS - 1), 1);
	close(fd);
}

static void
touch(const struct place *p)
{
	const struct timespec t[2] = { { .tv_sec = 1 }, { .tv_sec = 1 } };

	cr_assert_eq(utimensat(AT_FDCWD, p->path, t, 0), 0);
}

Test(image, is_there_again)
{
	struct place p;

	place_make(&p);
	cr_assert(opens(&p));
	touch(&p); /* its sum is the right one */
	cr_assert(opens(&p));
	write_byte(&p, 0);
	cr_assert(opens(&p));
	place_remove(&p);
}

Test(image, is_harmed)
{
	struct place p;

	place_make(&p);
	write_byte(&p, 1);
	cr_assert_not(opens(&p));
	touch(&p);
	cr_assert_not(opens(&p));
	write_byte(&p, 0);
	cr_assert(opens(&p));
	cr_assert_eq(truncate(p.path, PARTS), 0);
	cr_assert_not(opens(&p));
	place_remove(&p);
}

/* As programs do that copy files with their times. */
Test(image, copy_is_harmed)
{
	struct place p, q;
	struct stat st;
	struct timespec t[2];
	char command[160];

	place_make(&p);
	cr_assert_eq(stat(p.path, &st), 0);
	q = p;
	snprintf(q.path, sizeof q.path, "%s/copy", p.dir);
	snprintf(command, sizeof command, "cp %s %s", p.path, q.path);
	cr_assert_eq(system(command), 0);
	cr_assert_eq(chmod(q.path, S_IRUSR | S_IWUSR), 0);
	cr_assert(opens(&q));
	write_byte(&q, 1);
	t[0] = st.st_atim;
	t[1] = st.st_mtim;
	cr_assert_eq(utimensat(AT_FDCWD, q.path, t, 0), 0);
	cr_assert_not(opens(&q));
	unlink(q.path);
	place_remove(&p);
}

Test(image, is_harmed_and_has_its_time)
{
	struct place p;
	struct stat st;
	struct timespec t[2];

	place_make(&p);
	cr_assert_eq(stat(p.path, &st), 0);
	sleep(4);
	write_byte(&p, 1);
	t[0] = st.st_atim;
	t[1] = st.st_mtim;
	cr_assert_eq(utimensat(AT_FDCWD, p.path, t, 0), 0);
	cr_assert_not(opens(&p));
	place_remove(&p);
}
