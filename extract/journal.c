/* The journal of a run. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json_write.h"
#include "base/sha256.h"
#include "journal.h"
#include "seen.h"

static const char first_words[] = "extract journal 1 ";

struct journal {
	int fd;
	char *path;
	struct seen seen;   /* done before, not met again yet */
	struct buf pending; /* lines of the block to be written */
	size_t npending;
	char sum[SEEN_HEX + 1]; /* of the last block */
	off_t end;		/* of it, in the journal */
};

/* A journal being read. */
struct reading {
	struct journal *j;
	FILE *f;
	char *line;
	size_t room;
	struct buf block; /* its lines so far */
	struct journal_sizes now, *safe;
	off_t at;    /* bytes read */
	bool fits;   /* a block did */
	bool beyond; /* a whole block is of a longer output */
};

static int
fail(const struct journal *j, const char *what, struct ex_err *e)
{
	return err_at(e, j->path, 0, 0, "%s: %s", what, strerror(errno));
}

/* --- a block --- */

/* The sum of a block behind one with the sum `before`. */
static bool
sum(const char *before, struct str block, char out[SEEN_HEX + 1])
{
	struct buf b = { .mem = NULL };
	char hex[SHA256_HEX + 1];
	bool well;

	buf_put(&b, str_c(before));
	buf_put(&b, block);
	well = !b.bad && sha256_hex(buf_str(&b), hex);
	buf_free(&b);
	if (well) {
		memcpy(out, hex, SEEN_HEX);
		out[SEEN_HEX] = '\0';
	}
	return well;
}

/* The names of a whole block into the set: as they stand, JSON texts. -1:
 * memory is out. */
static int
add_names(struct journal *j, struct str block)
{
	struct seen_key key;
	size_t at, end;

	for (at = 0; at < block.n; at = end + 1) {
		end = str_find(block, STR("\n"), at);
		if (!seen_name(str_slice(block, at, end), &key) ||
			!seen_add(&j->seen, key))
			return -1;
	}
	return 0;
}

/* Takes the block that `line` ends. 1: it counts. 0: it does not, nor does
 * what follows. -1: memory is out. */
static int
take_block(struct reading *g, const char *line)
{
	struct journal *j = g->j;
	char want[SEEN_HEX + 1], got[SEEN_HEX + 2];
	struct journal_sizes sizes;
	size_t n;

	if (sscanf(line, "= %zu %zu %zu %33s", &sizes.output, &sizes.errors, &n,
		    got) != 4)
		return 0;
	if (!sum(j->sum, buf_str(&g->block), want))
		return -1;
	if (strcmp(want, got) != 0)
		return 0;
	if (sizes.output > g->now.output || sizes.errors > g->now.errors) {
		g->beyond = true;
		return 0;
	}
	if (add_names(j, buf_str(&g->block)))
		return -1;
	memcpy(j->sum, want, sizeof want);
	*g->safe = sizes;
	j->end = g->at;
	g->block.n = 0;
	g->fits = true;
	return 1;
}

static int
read_blocks(struct reading *g, struct ex_err *e)
{
	ssize_t n;
	int rc;

	while ((n = getline(&g->line, &g->room, g->f)) > 0) {
		if (g->line[n - 1] != '\n')
			return 0; /* it was being written */
		g->at += n;
		if (g->line[0] != '=') {
			buf_put(&g->block, (struct str){ g->line, (size_t)n });
			continue;
		}
		rc = take_block(g, g->line);
		if (rc < 0 || g->block.bad)
			return err_at(e, g->j->path, 0, 0, "out of memory");
		if (rc == 0)
			return 0;
	}
	return ferror(g->f) ? fail(g->j, "cannot read", e) : 0;
}

/* --- the file --- */

static int
write_all(struct journal *j, struct str s, struct ex_err *e)
{
	ssize_t n;

	while (s.n) {
		n = write(j->fd, s.p, s.n);
		if (n < 0 && errno != EINTR)
			return fail(j, "cannot write", e);
		if (n > 0) {
			s = str_slice(s, (size_t)n, s.n);
			j->end += n;
		}
	}
	return 0;
}

/* Its first line: made where there is none, else it must be ours. */
static int
read_first(struct reading *g, const char *format, struct ex_err *e)
{
	struct journal *j = g->j;
	struct buf want = { .mem = NULL };
	ssize_t n = getline(&g->line, &g->room, g->f);
	int rc = 0;

	buf_printf(&want, "%s%s\n", first_words, format);
	if (want.bad)
		rc = err_at(e, j->path, 0, 0, "out of memory");
	else if (n > 0 && g->line[n - 1] == '\n' && (size_t)n == want.n &&
		 !memcmp(g->line, want.p, want.n))
		j->end = g->at = n;
	else if (n > 0 && g->line[n - 1] == '\n' &&
		 !strncmp(g->line, first_words, strlen(first_words)))
		rc = err_at(e, j->path, 1, 0,
			"the journal is of a run with the format '%.*s'",
			(int)(n - 1 - (ssize_t)strlen(first_words)),
			g->line + strlen(first_words));
	else if (n > 0 && (g->line[n - 1] == '\n' ||
				  strncmp(g->line, want.p, (size_t)n) != 0))
		rc = err_at(e, j->path, 1, 0, "this is no journal of extract");
	buf_free(&want);
	return rc;
}

static int
read_journal(struct reading *g, const char *format, struct ex_err *e)
{
	int rc = read_first(g, format, e);

	if (rc == 0 && g->at > 0)
		rc = read_blocks(g, e);
	/* Lines are on disk before a block says so: such a file is not the
	 * run's, and is not to be cut. */
	if (rc == 0 && g->beyond && !g->fits && g->now.output > 0)
		rc = err_at(e, g->j->path, 0, 0,
			"the output is shorter than all that this journal "
			"knows: is it another file?");
	buf_free(&g->block);
	free(g->line);
	return rc;
}

/* What does not count goes; a new journal gets its first line. */
static int
mend(struct journal *j, const char *format, struct ex_err *e)
{
	struct buf b = { .mem = NULL };
	int rc;

	if (ftruncate(j->fd, j->end) || lseek(j->fd, j->end, SEEK_SET) < 0)
		return fail(j, "cannot write", e);
	if (j->end)
		return 0;
	buf_printf(&b, "%s%s\n", first_words, format);
	rc = b.bad ? err_at(e, j->path, 0, 0, "out of memory")
		   : write_all(j, buf_str(&b), e);
	buf_free(&b);
	return rc;
}

static int
hold(struct journal *j, struct ex_err *e)
{
	j->fd = open(j->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (j->fd < 0)
		return fail(j, "cannot open", e);
	if (flock(j->fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	if (errno == EWOULDBLOCK)
		return err_at(
			e, j->path, 0, 0, "another run is using this journal");
	return fail(j, "cannot lock", e);
}

static int
fill(struct journal *j, const char *format, struct journal_sizes now,
	struct journal_sizes *safe, struct ex_err *e)
{
	struct reading g = { .j = j, .now = now, .safe = safe };
	int copy, rc;

	if (hold(j, e))
		return -1;
	copy = dup(j->fd);
	g.f = copy < 0 ? NULL : fdopen(copy, "r");
	if (!g.f) {
		if (copy >= 0)
			close(copy);
		return fail(j, "cannot read", e);
	}
	rc = read_journal(&g, format, e);
	fclose(g.f);
	return rc ? -1 : mend(j, format, e);
}

struct journal *
journal_open(const char *path, const char *format, struct journal_sizes now,
	struct journal_sizes *safe, struct ex_err *e)
{
	struct journal *j = calloc(1, sizeof *j);

	*safe = (struct journal_sizes){ 0, 0 };
	if (!j || !(j->path = strdup(path))) {
		free(j);
		err_set(e, "out of memory");
		return NULL;
	}
	j->fd = -1;
	if (fill(j, format, now, safe, e) == 0)
		return j;
	journal_close(j);
	return NULL;
}

/* --- a run --- */

static void
put_name(struct buf *to, struct str uri, bool whole)
{
	if (whole)
		buf_put_c(to, '*');
	json_put_text(to, uri);
}

static bool
take(struct journal *j, struct str uri, bool whole)
{
	struct buf name = { .mem = NULL };
	struct seen_key key;
	bool was;

	if (!j->seen.used)
		return false;
	put_name(&name, uri, whole);
	was = !name.bad && seen_name(buf_str(&name), &key) &&
	      seen_take(&j->seen, key);
	buf_free(&name);
	return was;
}

bool
journal_take(struct journal *j, struct str uri)
{
	return take(j, uri, false) || take(j, uri, true);
}

bool
journal_take_whole(struct journal *j, struct str uri)
{
	return take(j, uri, true);
}

void
journal_done(struct journal *j, struct str uri, bool whole)
{
	put_name(&j->pending, uri, whole);
	buf_put_c(&j->pending, '\n');
	j->npending++;
}

bool
journal_is_behind(const struct journal *j)
{
	return j->npending > 0;
}

int
journal_commit(struct journal *j, struct journal_sizes sizes, struct ex_err *e)
{
	char next[SEEN_HEX + 1];

	if (j->pending.bad || !sum(j->sum, buf_str(&j->pending), next))
		return err_at(e, j->path, 0, 0, "out of memory");
	buf_printf(&j->pending, "= %zu %zu %zu %s\n", sizes.output,
		sizes.errors, j->npending, next);
	if (j->pending.bad)
		return err_at(e, j->path, 0, 0, "out of memory");
	if (write_all(j, buf_str(&j->pending), e))
		return -1;
	if (fdatasync(j->fd))
		return fail(j, "cannot write", e);
	memcpy(j->sum, next, sizeof next);
	j->pending.n = j->npending = 0;
	return 0;
}

void
journal_close(struct journal *j)
{
	if (!j)
		return;
	if (j->fd >= 0)
		close(j->fd);
	seen_free(&j->seen);
	buf_free(&j->pending);
	free(j->path);
	free(j);
}
