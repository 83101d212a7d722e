/* The queue of pages. The thread that fetches has all jobs but those that are
 * done; what is done waits for its turn to be handed out. One lock guards the
 * two ends of the queue, which jobs are done, and what lies ready. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/http.h"
#include "cache.h"
#include "fetch_job.h"
#include "hosts.h"

enum {
	READY = 64 << 20, /* bytes of pages that may lie ready */
	WAIT = 60	  /* seconds, when nothing else wakes */
};

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- jobs --- */

static void
start_all(struct fetch *f)
{
	struct job *j, *next;
	size_t i;

	for (j = f->robots; j; j = next) {
		next = j->next;
		job_start(f, j);
	}
	/* The first in the queue goes on when others lie ready already: they
	 * wait for it. */
	for (i = f->head; i < f->last && f->running < f->options.jobs; i++)
		if (i == f->head || !f->full)
			job_start(f, &f->job[i % FETCH_WINDOW]);
}

/* --- the list --- */

static void
add_job(struct fetch *f, const char *address, const struct ex_err *fault)
{
	struct job *j = &f->job[f->last % FETCH_WINDOW];
	struct ex_err e = { .what = "" };

	*j = (struct job){ .state = JOB_WAITS };
	j->page.asked = strdup(address);
	pthread_mutex_lock(&f->lock);
	f->last++;
	pthread_mutex_unlock(&f->lock);
	if (!j->page.asked) {
		job_fail(f, j, "out of memory");
	} else if (fault) {
		j->failed = true;
		j->err = *fault;
		job_done(f, j);
	} else if (job_aim(f, j, address, &e)) {
		job_fail(f, j, e.what);
	}
}

/* Reads the list as far as there is room. */
static void
fill(struct fetch *f)
{
	char address[FETCH_ADDRESS];
	struct ex_err e;

	f->list_waits = false;
	while (!f->list_ended && f->last - f->head < FETCH_WINDOW) {
		e = (struct ex_err){ .what = "" };
		switch (f->list.next(f->list.arg, address, &e)) {
		case FETCH_FAULT:
			add_job(f, address, &e);
			break;
		case FETCH_END:
			f->list_ended = true;
			break;
		case FETCH_ADDRESS_READ:
			add_job(f, address, NULL);
			break;
		case FETCH_LATER:
			f->list_waits = true;
			return;
		}
	}
}

/* --- the thread --- */

/* False: nothing more is wanted. */
static bool
look(struct fetch *f)
{
	bool more;

	pthread_mutex_lock(&f->lock);
	f->head = f->first;
	f->full = f->ready >= READY;
	more = !f->stop && !(f->list_ended && f->first == f->last);
	pthread_mutex_unlock(&f->lock);
	return more;
}

static void *
fetch_thread(void *arg)
{
	struct fetch *f = arg;
	struct http_answer *a;
	double ms;

	for (fill(f); look(f); fill(f)) {
		f->now = seconds();
		f->wake = f->now + WAIT;
		start_all(f);
		ms = (f->wake - f->now) * 1000 + 1;
		http_wait(f->http, f->list_waits ? f->list.fd : -1, (int)ms);
		f->now = seconds();
		while ((a = http_answer(f->http))) {
			job_answer(f, a);
			http_forget(f->http, a);
		}
	}
	pthread_mutex_lock(&f->lock);
	f->ended = true;
	pthread_cond_signal(&f->done);
	pthread_mutex_unlock(&f->lock);
	return NULL;
}

/* Signals are for the others; a broken connection must not end us. */
static int
start_thread(struct fetch *f)
{
	sigset_t all, before;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	rc = pthread_create(&f->thread, NULL, fetch_thread, f);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc;
}

int
fetch_begin(struct fetch *f, const struct fetch_list *list, struct ex_err *e)
{
	f->list = *list;
	f->list_ended = f->ended = false;
	if (start_thread(f) != 0)
		return err_set(e, "no threads are to be had");
	f->begun = true;
	return 0;
}

static void
join(struct fetch *f)
{
	if (f->begun)
		pthread_join(f->thread, NULL);
	f->begun = false;
}

int
fetch_next(struct fetch *f, const struct fetched **page, struct ex_err *e)
{
	struct job *j = NULL;
	bool failed = false;

	fetched_free(&f->current);
	pthread_mutex_lock(&f->lock);
	for (;;) {
		j = &f->job[f->first % FETCH_WINDOW];
		if (f->first < f->last && j->done)
			break;
		if (f->ended || !f->begun) {
			j = NULL;
			break;
		}
		pthread_cond_wait(&f->done, &f->lock);
	}
	if (j) {
		f->current = j->page;
		failed = j->failed;
		if (failed)
			*e = j->err;
		f->ready -= j->page.n;
		f->first++;
	}
	pthread_mutex_unlock(&f->lock);
	if (!j) {
		join(f);
		return 0;
	}
	http_wake(f->http);
	*page = &f->current;
	return failed ? -1 : 1;
}

size_t
fetch_ahead(struct fetch *f)
{
	size_t n;

	pthread_mutex_lock(&f->lock);
	n = f->last - f->first;
	pthread_mutex_unlock(&f->lock);
	return n;
}

/* --- opening --- */

static struct http *
open_http(const struct fetch_options *o, struct ex_err *e)
{
	long ms = (long)(o->timeout * 1000);
	const struct http_options h = { .agent = o->agent,
		.cacert = o->cacert,
		.allow_private = o->allow_private,
		.jobs = o->jobs,
		.connect_ms = ms < 15000 ? ms : 15000,
		.stall_ms = ms < 30000 ? ms : 30000,
		.total_ms = ms };

	return http_open(&h, e);
}

struct fetch *
fetch_open(const struct fetch_options *o, struct ex_err *e)
{
	struct fetch *f;

	if (o->cache && cache_open(o->cache, e))
		return NULL;
	f = calloc(1, sizeof *f);
	if (!f) {
		err_set(e, "out of memory");
		return NULL;
	}
	f->options = *o;
	if (!o->jobs)
		f->options.jobs = FETCH_JOBS;
	if (o->timeout <= 0)
		f->options.timeout = FETCH_TIMEOUT;
	if (!o->most)
		f->options.most = FETCH_BYTES;
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->done, NULL);
	f->hosts = hosts_new();
	if (f->hosts && (f->http = open_http(&f->options, e)))
		return f;
	if (!f->hosts)
		err_set(e, "out of memory");
	fetch_close(f);
	return NULL;
}

void
fetch_close(struct fetch *f)
{
	size_t i;

	if (!f)
		return;
	pthread_mutex_lock(&f->lock);
	f->stop = true;
	pthread_mutex_unlock(&f->lock);
	if (f->begun)
		http_wake(f->http);
	join(f);
	http_close(f->http);
	while (f->robots)
		job_free_robots(f, f->robots);
	for (i = f->first; i < f->last; i++) {
		fetched_free(&f->job[i % FETCH_WINDOW].page);
		free(f->job[i % FETCH_WINDOW].url);
	}
	fetched_free(&f->current);
	hosts_free(f->hosts);
	pthread_cond_destroy(&f->done);
	pthread_mutex_destroy(&f->lock);
	free(f);
}
