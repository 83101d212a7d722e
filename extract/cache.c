/* A page's file: a line that says what it is, lines "name: value", an empty
 * line, the body.
 *
 *   cache/3f/3f9a...: extract page 1
 *                     url: https://a.vn/b
 *                     etag: "x"
 *                     size: 1234 */
#define _DEFAULT_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/sha256.h"
#include "cache.h"

#define FIRST_LINE "extract page 1\n"

enum { PATH_SIZE = 4096, HEAD_SIZE = HTTP_URL_MAX + 3 * HTTP_FIELD_MAX + 256 };

/* "FOLDER/3f/3f9a...", and the length of its folder. */
static bool
page_path(const char *folder, const char *url, char *path, size_t *parent)
{
	char hex[SHA256_HEX + 1];

	if (!sha256_hex(str_c(url), hex))
		return false;
	*parent = strlen(folder) + 3;
	return snprintf(path, PATH_SIZE, "%s/%.2s/%s", folder, hex, hex) <
	       PATH_SIZE - 8;
}

int
cache_open(const char *folder, struct ex_err *e)
{
	struct stat st;

	if (mkdir(folder, 0777) != 0 && errno != EEXIST)
		return err_set(e, "cannot make the folder '%s': %s", folder,
			strerror(errno));
	if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode))
		return err_set(e, "'%s' is no folder", folder);
	if (access(folder, W_OK | X_OK) != 0)
		return err_set(e, "cannot write into the folder '%s': %s",
			folder, strerror(errno));
	return 0;
}

/* --- reading --- */

/* The value of "name: value" in the head. */
static bool
get_field(const char *head, const char *name, char *to, size_t room)
{
	const char *p = head;
	size_t n = strlen(name), length;

	while ((p = strchr(p, '\n'))) {
		p++;
		if (strncmp(p, name, n) != 0 || strncmp(p + n, ": ", 2) != 0)
			continue;
		p += n + 2;
		length = strcspn(p, "\n");
		if (length >= room)
			return false;
		memcpy(to, p, length);
		to[length] = '\0';
		return true;
	}
	to[0] = '\0';
	return false;
}

/* Takes the head apart; its size in bytes, or 0: it is none of ours. */
static size_t
read_page_head(char *head, size_t n, const char *url, struct cache_page *p,
	size_t *size)
{
	char text[HTTP_URL_MAX], number[24];
	char *end;

	head[n] = '\0';
	end = strstr(head, "\n\n");
	if (!end || strncmp(head, FIRST_LINE, sizeof FIRST_LINE - 1) != 0)
		return 0;
	end[1] = '\0';
	if (!get_field(head, "url", text, sizeof text) ||
		strcmp(text, url) != 0 ||
		!get_field(head, "size", number, sizeof number))
		return 0;
	*size = (size_t)strtoull(number, NULL, 10);
	get_field(head, "etag", p->etag, sizeof p->etag);
	get_field(head, "modified", p->modified, sizeof p->modified);
	get_field(head, "media", p->media, sizeof p->media);
	get_field(head, "charset", p->charset, sizeof p->charset);
	return (size_t)(end - head) + 2;
}

static ssize_t
read_all(int fd, char *p, size_t n, off_t at)
{
	size_t done = 0;
	ssize_t got;

	while (done < n) {
		got = pread(fd, p + done, n - done, at + (off_t)done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got < 0 ? -1 : (ssize_t)done;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

static bool
read_page(int fd, const char *url, bool body, struct cache_page *p)
{
	char head[HEAD_SIZE + 1];
	ssize_t n = read_all(fd, head, HEAD_SIZE, 0);
	size_t skipped, size = 0;
	struct stat st;

	if (n <= 0 || fstat(fd, &st) != 0)
		return false;
	skipped = read_page_head(head, (size_t)n, url, p, &size);
	if (!skipped || (off_t)(skipped + size) != st.st_size)
		return false;
	if (!body)
		return true;
	if (!buf_reserve(&p->body, size + 1))
		return false;
	n = read_all(fd, p->body.p, size, (off_t)skipped);
	p->body.n = n < 0 ? 0 : (size_t)n;
	return n >= 0 && (size_t)n == size;
}

bool
cache_get(const char *folder, const char *url, bool body, struct cache_page *p)
{
	char path[PATH_SIZE];
	size_t parent;
	bool there;
	int fd;

	*p = (struct cache_page){ .body = { .p = NULL } };
	if (!page_path(folder, url, path, &parent))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	there = read_page(fd, url, body, p);
	close(fd);
	if (!there) {
		buf_free(&p->body);
		*p = (struct cache_page){ .body = { .p = NULL } };
	}
	return there;
}

/* --- writing --- */

static bool
write_all(int fd, struct str s)
{
	ssize_t n;

	while (s.n) {
		n = write(fd, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s = str_slice(s, (size_t)n, s.n);
	}
	return true;
}

static bool
write_page(int fd, const char *url, const struct cache_page *p)
{
	struct buf head = { .p = NULL };
	bool well;

	buf_printf(&head,
		FIRST_LINE
		"url: %s\netag: %s\nmodified: %s\nmedia: %s\ncharset: %s\n"
		"size: %zu\n\n",
		url, p->etag, p->modified, p->media, p->charset, p->body.n);
	well = !head.bad && write_all(fd, buf_str(&head)) &&
	       write_all(fd, buf_str(&p->body));
	buf_free(&head);
	return well;
}

bool
cache_put(const char *folder, const char *url, const struct cache_page *p)
{
	char path[PATH_SIZE], made[PATH_SIZE];
	size_t parent;
	bool well;
	int fd;

	if (!page_path(folder, url, path, &parent))
		return false;
	memcpy(made, path, parent);
	made[parent] = '\0';
	if (mkdir(made, 0777) != 0 && errno != EEXIST)
		return false;
	strcpy(made + parent, "/.XXXXXX");
	fd = mkstemp(made);
	if (fd < 0)
		return false;
	well = write_page(fd, url, p);
	well &= close(fd) == 0;
	if (well && rename(made, path) == 0)
		return true;
	unlink(made);
	return false;
}
