/* Output, errors and journal of one run, kept in step: lines first, to disk,
 * then the journal says so. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json_write.h"
#include "journal.h"
#include "output.h"
#include "results.h"
#include "work.h"

struct results {
	struct output *output;
	struct output *errors;	 /* or NULL */
	struct journal *journal; /* or NULL */
	pthread_mutex_t lock;	 /* on what the journal knows of before */
	bool began;		 /* an earlier run wrote something */
	size_t errors_before;	 /* bytes of errors that it wrote */
	struct timespec told;	 /* the last block of the journal */
};

/* --- opening --- */

static int
file_size(const char *path, size_t *size, struct ex_err *e)
{
	struct stat st;

	*size = 0;
	if (!path)
		return 0;
	if (stat(path, &st))
		return errno == ENOENT
			       ? 0
			       : err_at(e, path, 0, 0, "cannot write: %s",
					 strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_at(e, path, 0, 0,
			"this is no file, a run that can be resumed wants one");
	*size = (size_t)st.st_size;
	return 0;
}

/* What no journal knows of is not cut off. */
static int
check_old(const char *path, size_t size, size_t safe, bool known,
	struct ex_err *e)
{
	if (size == 0 || safe > 0 || known)
		return 0;
	return err_at(e, path, 0, 0,
		"it is there already, and the journal does not know it");
}

/* What our lines end with is where the journal says they do: another file is
 * not cut there. */
static int
check_end(const char *path, size_t safe, struct ex_err *e)
{
	char last = '\n';
	int fd, well;

	if (!path || safe == 0)
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_at(
			e, path, 0, 0, "cannot read: %s", strerror(errno));
	well = pread(fd, &last, 1, (off_t)safe - 1) == 1 && last == '\n';
	close(fd);
	return well ? 0
		    : err_at(e, path, 0, 0,
			      "this is not what the journal's run wrote");
}

static int
open_journal(
	struct results *r, const struct results_options *o, struct ex_err *e)
{
	struct journal_sizes now, safe;
	struct stat st;
	bool known = stat(o->journal, &st) == 0 && st.st_size > 0;

	if (file_size(o->output, &now.output, e) ||
		file_size(o->errors, &now.errors, e))
		return -1;
	if (!known && (check_old(o->output, now.output, 0, false, e) ||
			      (o->errors && check_old(o->errors, now.errors, 0,
						    false, e))))
		return -1;
	if (!o->errors) /* what an earlier run wrote there stays */
		now.errors = SIZE_MAX;
	r->journal = journal_open(o->journal, o->format, now, &safe, e);
	r->errors_before = safe.errors;
	if (!r->journal || check_end(o->output, safe.output, e) ||
		check_end(o->errors, safe.errors, e))
		return -1;
	r->output = output_continue(o->output, safe.output, false, e);
	if (!r->output)
		return -1;
	r->began = safe.output > 0;
	if (o->errors)
		r->errors = output_continue(o->errors, safe.errors, true, e);
	return o->errors && !r->errors ? -1 : 0;
}

static int
open_plain(struct results *r, const struct results_options *o, struct ex_err *e)
{
	r->output = output_open(o->output, e);
	if (!r->output)
		return -1;
	if (o->errors)
		r->errors = output_continue(o->errors, 0, true, e);
	return o->errors && !r->errors ? -1 : 0;
}

struct results *
results_open(const struct results_options *o, struct ex_err *e)
{
	struct results *r = calloc(1, sizeof *r);

	if (!r) {
		err_set(e, "out of memory");
		return NULL;
	}
	clock_gettime(CLOCK_MONOTONIC, &r->told);
	pthread_mutex_init(&r->lock, NULL);
	if ((o->journal ? open_journal(r, o, e) : open_plain(r, o, e)) == 0)
		return r;
	results_drop(r);
	return NULL;
}

/* --- a run --- */

bool
results_are_new(const struct results *r)
{
	return !r->began;
}

struct output *
results_output(const struct results *r)
{
	return r->output;
}

static bool
take(struct results *r, struct str uri,
	bool (*ask)(struct journal *j, struct str uri))
{
	bool was;

	if (!r->journal)
		return false;
	pthread_mutex_lock(&r->lock);
	was = ask(r->journal, uri);
	pthread_mutex_unlock(&r->lock);
	return was;
}

bool
results_take(struct results *r, struct str uri)
{
	return take(r, uri, journal_take);
}

bool
results_take_whole(struct results *r, struct str uri)
{
	return take(r, uri, journal_take_whole);
}

int
results_write(struct results *r, struct str lines, struct ex_err *e)
{
	return output_write(r->output, lines, e);
}

/* The line that the output has for it, with its place in the file. */
int
results_failed(struct results *r, const struct failure *f, struct ex_err *e)
{
	struct buf b = { .mem = NULL };
	int rc;

	if (!r->errors)
		return 0;
	buf_put(&b, STR("{\"schema\":1,\"source\":{"));
	json_put_member(&b, STR("uri"), f->uri.n ? f->uri : STR("-"));
	buf_put(&b, STR("},\"error\":{"));
	json_put_member(&b, STR("stage"), str_c(f->stage));
	json_put_member(&b, STR("message"), str_c(f->err.what));
	if (f->err.line)
		json_put_int(&b, STR("line"), (long long)f->err.line);
	if (f->err.column)
		json_put_int(&b, STR("column"), (long long)f->err.column);
	buf_put(&b, STR("}}\n"));
	rc = b.bad ? err_set(e, "out of memory")
		   : output_write(r->errors, buf_str(&b), e);
	buf_free(&b);
	return rc;
}

void
results_done(struct results *r, const struct raw *raw)
{
	if (r->journal)
		journal_done(r->journal, raw->uri, raw->whole);
}

static int
commit(struct results *r, struct ex_err *e)
{
	struct journal_sizes sizes = { 0, r->errors_before };

	if (!r->journal || !journal_is_behind(r->journal))
		return 0;
	if (output_sync(r->output, &sizes.output, e) ||
		(r->errors && output_sync(r->errors, &sizes.errors, e)))
		return -1;
	return journal_commit(r->journal, sizes, e);
}

int
results_tick(struct results *r, struct ex_err *e)
{
	struct timespec now;

	if (!r->journal)
		return 0;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec - r->told.tv_sec < 1)
		return 0;
	r->told = now;
	return commit(r, e);
}

int
results_close(struct results *r, struct ex_err *e)
{
	int rc = commit(r, e);

	if (rc) {
		results_drop(r);
		return -1;
	}
	if (output_close(r->output, e))
		rc = -1;
	if (r->errors && output_close(r->errors, e))
		rc = -1;
	journal_close(r->journal);
	pthread_mutex_destroy(&r->lock);
	free(r);
	return rc;
}

void
results_drop(struct results *r)
{
	if (r->output)
		output_drop(r->output);
	if (r->errors)
		output_drop(r->errors);
	journal_close(r->journal);
	pthread_mutex_destroy(&r->lock);
	free(r);
}
