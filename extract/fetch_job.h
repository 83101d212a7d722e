/* The inside of fetch.h: a page, or a robots.txt, on its way. All of it is
 * for the thread that fetches, but for what the lock guards. */
#ifndef FETCH_JOB_H
#define FETCH_JOB_H

#include <pthread.h>

#include "fetch.h"
#include "libextract.h"

struct http;
struct http_answer;
struct hosts;
struct origin;

enum { FETCH_WINDOW = 512 }; /* addresses read ahead */

enum job_state { JOB_WAITS, JOB_RUNS, JOB_DONE };

struct job {
	struct fetched page;
	struct ex_err err; /* when done: why not */
	bool failed;
	bool done; /* guarded by the lock: it belongs to who reads */
	enum job_state state;
	char *url;	       /* to be asked for now */
	struct origin *origin; /* of url, which it uses */
	double when;	       /* not before */
	unsigned hops, tries;
	bool fresh; /* the cache's copy has failed: without it */
	/* A robots.txt is a job too, outside the queue: whose it is. */
	struct origin *robots_of;
	struct job *next;
};

struct fetch {
	struct fetch_options options;
	struct http *http;
	struct hosts *hosts;
	struct fetched current; /* handed out */

	struct fetch_list list;
	bool list_ended, list_waits;
	unsigned running;
	struct job *robots; /* under way */
	double now, wake;   /* seconds; when to look again */
	size_t head;	    /* `first` as it was last seen */
	bool full;	    /* enough lies ready */

	pthread_t thread;
	bool begun; /* there is a thread */

	pthread_mutex_t lock;
	pthread_cond_t done;
	struct job job[FETCH_WINDOW]; /* of which those that are done belong to
					 who reads */
	size_t first, last;	      /* jobs handed out, jobs made */
	size_t ready;		      /* bytes of pages that are done */
	bool ended, stop;
};

/* Makes url the address to be asked for. */
int job_aim(struct fetch *f, struct job *j, const char *url, struct ex_err *e);

/* Begins, if that may be now; else f->wake says when. */
void job_start(struct fetch *f, struct job *j);

/* What has come for a->arg, a job. */
void job_answer(struct fetch *f, struct http_answer *a);

/* Ends it. A robots.txt is gone then. */
void job_fail(struct fetch *f, struct job *j, const char *why);

/* It belongs to who reads now. */
void job_done(struct fetch *f, struct job *j);

void job_free_robots(struct fetch *f, struct job *j);

void fetched_free(struct fetched *p);

#endif
