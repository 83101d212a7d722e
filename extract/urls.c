/* Addresses from the operands and from a file. A pipe is read only when
 * something is in it, so that pages already listed go on meanwhile. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/err.h"
#include "urls.h"

enum { BLOCK = 16 * 1024, SHOWN = 60 };

struct urls {
	const char *const *operand;
	size_t noperand, at;
	const char *file;
	int fd;	   /* of file, or -1 */
	int fault; /* errno: it cannot be opened */
	bool ended;

	char block[BLOCK];
	size_t used, n; /* bytes taken, bytes read */
	char line[FETCH_ADDRESS];
	size_t length; /* of the line so far */
	size_t number; /* of the line */
};

bool
url_is(const char *text)
{
	return !strncasecmp(text, "http://", 7) ||
	       !strncasecmp(text, "https://", 8);
}

struct urls *
urls_open(const char *const *operand, size_t noperand, const char *file,
	struct ex_err *e)
{
	struct urls *u = calloc(1, sizeof *u);

	if (!u) {
		err_set(e, "out of memory");
		return NULL;
	}
	u->operand = operand;
	u->noperand = noperand;
	u->file = file;
	u->fd = -1;
	if (!file)
		return u;
	u->fd = strcmp(file, "-") ? open(file, O_RDONLY | O_CLOEXEC)
				  : STDIN_FILENO;
	if (u->fd < 0)
		u->fault = errno;
	return u;
}

void
urls_close(struct urls *u)
{
	if (u && u->fd > STDIN_FILENO)
		close(u->fd);
	free(u);
}

int
urls_fd(const struct urls *u)
{
	return u->fd;
}

/* --- the file --- */

static enum fetch_list_result
end(struct urls *u, int fault, char *to, struct ex_err *e)
{
	u->ended = true;
	if (!fault)
		return FETCH_END;
	snprintf(to, FETCH_ADDRESS, "%s", u->file);
	err_set(e, "cannot read: %s", strerror(fault));
	return FETCH_FAULT;
}

/* As poll: a file is always ready, as is the end of a pipe. */
static bool
is_ready(const struct urls *u)
{
	struct pollfd p = { .fd = u->fd, .events = POLLIN };

	return poll(&p, 1, 0) != 0;
}

/* Adds to the line what the block has of it; true when it is whole. */
static bool
take_line(struct urls *u)
{
	const char *from = u->block + u->used;
	const char *stop = memchr(from, '\n', u->n - u->used);
	size_t n = stop ? (size_t)(stop - from) : u->n - u->used;
	size_t room = sizeof u->line - u->length;

	memcpy(u->line + u->length, from, n < room ? n : room);
	u->length += n < room ? n : room; /* full: it is too long */
	u->used += n + (stop != NULL);
	return stop != NULL;
}

/* What the line says, if anything. */
static enum fetch_list_result
say_line(struct urls *u, char *to, struct ex_err *e)
{
	struct str s = { u->line, u->length };
	bool too_long = s.n >= sizeof u->line;

	u->length = 0;
	u->number++;
	if (too_long)
		s.n = SHOWN;
	if (u->number == 1 && str_starts(s, STR("\xEF\xBB\xBF")))
		s = str_slice(s, 3, s.n);
	s = str_trim(s);
	if (s.n == 0 || s.p[0] == '#')
		return FETCH_LATER; /* nothing */
	snprintf(to, FETCH_ADDRESS, "%.*s", STR_ARG(s));
	if (!too_long && !memchr(s.p, 0, s.n))
		return FETCH_ADDRESS_READ;
	err_at(e, u->file, u->number, 0, "%s",
		too_long ? "an address that is too long"
			 : "an address with a NUL");
	return FETCH_FAULT;
}

static enum fetch_list_result
next_line(struct urls *u, char *to, struct ex_err *e)
{
	enum fetch_list_result rc;
	ssize_t n;

	for (;;) {
		while (u->used < u->n)
			if (take_line(u) &&
				(rc = say_line(u, to, e)) != FETCH_LATER)
				return rc;
		if (!is_ready(u))
			return FETCH_LATER;
		do
			n = read(u->fd, u->block, BLOCK);
		while (n < 0 && errno == EINTR);
		if (n < 0)
			return end(u, errno, to, e);
		u->used = 0;
		u->n = (size_t)n;
		if (n > 0)
			continue;
		u->ended = true;
		rc = u->length ? say_line(u, to, e) : FETCH_LATER;
		return rc == FETCH_LATER ? FETCH_END : rc;
	}
}

enum fetch_list_result
urls_next(struct urls *u, bool *listed, char *to, struct ex_err *e)
{
	*listed = false;
	while (u->at < u->noperand) {
		const char *text = u->operand[u->at++];

		if (!url_is(text))
			continue;
		if (strlen(text) < FETCH_ADDRESS) {
			strcpy(to, text);
			return FETCH_ADDRESS_READ;
		}
		snprintf(to, FETCH_ADDRESS, "%.*s", (int)SHOWN, text);
		err_set(e, "an address that is too long");
		return FETCH_FAULT;
	}
	*listed = true;
	if (!u->file || u->ended)
		return FETCH_END;
	if (u->fd < 0)
		return end(u, u->fault, to, e);
	return next_line(u, to, e);
}
