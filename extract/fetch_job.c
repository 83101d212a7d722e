/* What a page goes through: robots.txt, the request, redirects, other tries,
 * the cache. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/http.h"
#include "cache.h"
#include "fetch_job.h"
#include "hosts.h"
#include "robots.h"

enum {
	HOST_JOBS = 2,	     /* requests at a time to one host */
	HOPS = 10,	     /* redirects that are followed */
	RETRY_AFTER = 120,   /* seconds that a host may ask for */
	PAUSE = 60,	     /* the longest between two tries */
	ROBOTS_LIFE = 86400, /* seconds that a robots.txt holds (RFC 9309) */
	ROBOTS_SHUT_LIFE = 600
};

/* Something may be begun at that time. */
static void
wake_at(struct fetch *f, double when)
{
	if (when < f->wake)
		f->wake = when;
}

/* --- pages --- */

void
fetched_free(struct fetched *p)
{
	free(p->asked);
	free(p->url);
	free(p->media);
	free(p->charset);
	free(p->body);
	*p = (struct fetched){ .asked = NULL };
}

static void
put_time(char to[24])
{
	time_t t = time(NULL);
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(to, 24, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

void
job_done(struct fetch *f, struct job *j)
{
	hosts_drop(j->origin);
	j->origin = NULL;
	free(j->url);
	j->url = NULL;
	j->state = JOB_DONE;
	pthread_mutex_lock(&f->lock);
	j->done = true;
	f->ready += j->page.n;
	pthread_cond_signal(&f->done);
	pthread_mutex_unlock(&f->lock);
}

/* --- robots.txt --- */

void
job_free_robots(struct fetch *f, struct job *j)
{
	struct job **at = &f->robots;

	while (*at != j)
		at = &(*at)->next;
	*at = j->next;
	hosts_drop(j->origin);
	hosts_drop(j->robots_of);
	free(j->url);
	free(j);
}

static void
shut(struct fetch *f, struct origin *o, const char *why)
{
	o->state = ROBOTS_SHUT;
	o->until = f->now + ROBOTS_SHUT_LIFE;
	snprintf(o->why, sizeof o->why, "%.*s", (int)sizeof o->why - 1, why);
}

/* What came, or with an empty body what all may read. */
static void
learn(struct fetch *f, struct job *j, struct str text)
{
	struct robots *r = robots_read(text, str_c(f->options.agent));

	if (r)
		hosts_learn(f->hosts, j->robots_of, r, f->now + ROBOTS_LIFE);
	else
		shut(f, j->robots_of, "out of memory");
	job_free_robots(f, j);
}

/* --- ends --- */

void
job_fail(struct fetch *f, struct job *j, const char *why)
{
	if (j->robots_of) {
		shut(f, j->robots_of, why);
		job_free_robots(f, j);
		return;
	}
	j->failed = true;
	err_set(&j->err, "%s", why);
	job_done(f, j);
}

/* The page is the job's; body is taken over. */
static void
succeed(struct fetch *f, struct job *j, const char *media, const char *charset,
	struct buf *body)
{
	struct fetched *p = &j->page;

	p->url = j->url;
	j->url = NULL;
	p->media = strdup(media);
	p->charset = strdup(charset);
	p->body = body->p;
	p->n = body->n;
	*body = (struct buf){ .p = NULL };
	put_time(p->time);
	if (p->media && p->charset)
		job_done(f, j);
	else
		job_fail(f, j, "out of memory");
}

/* --- where to --- */

int
job_aim(struct fetch *f, struct job *j, const char *url, struct ex_err *e)
{
	struct http_url u;
	struct origin *o;
	char *text;

	if (http_url(f->http, url, &u, e))
		return -1;
	o = hosts_get(f->hosts, u.host, u.origin, f->now);
	text = strdup(u.text);
	if (!o || !text) {
		hosts_drop(o);
		free(text);
		return err_set(e, "out of memory");
	}
	hosts_drop(j->origin);
	free(j->url);
	j->origin = o;
	j->url = text;
	return 0;
}

static void
hop(struct fetch *f, struct job *j, const char *to)
{
	struct ex_err e = { .what = "" };
	char why[sizeof e.what + 32];

	j->state = JOB_WAITS;
	if (j->hops == HOPS) {
		snprintf(why, sizeof why, "more than %d redirects", HOPS);
	} else if (job_aim(f, j, to, &e) == 0) {
		j->hops++;
		j->fresh = false;
		return;
	} else {
		snprintf(why, sizeof why, "redirects: %s", e.what);
	}
	if (j->robots_of)
		learn(f, j, STR("")); /* as if there were none */
	else
		job_fail(f, j, why);
}

/* Again, after a pause that doubles each time; or not any more. */
static void
retry(struct fetch *f, struct job *j, const char *why, long after)
{
	double pause = f->options.delay > 0.1 ? f->options.delay : 0.1;
	char said[320];
	unsigned i;

	if (after > RETRY_AFTER) {
		snprintf(said, sizeof said,
			"%s, and not to be asked for %ld seconds", why, after);
		job_fail(f, j, said);
		return;
	}
	if (after > 0)
		j->origin->host->quiet = f->now + (double)after;
	if (j->tries == f->options.retries) {
		snprintf(said, sizeof said, "%s, %u times", why, j->tries + 1);
		job_fail(f, j, j->tries ? said : why);
		return;
	}
	j->tries++;
	for (i = 0; i < j->tries && pause < PAUSE; i++)
		pause *= 2;
	if (pause > PAUSE)
		pause = PAUSE;
	j->when = f->now + (after > pause ? (double)after : pause);
	j->state = JOB_WAITS;
}

/* --- answers --- */

static void
keep(const struct fetch *f, const struct job *j, struct http_answer *a)
{
	struct cache_page p;

	if (!f->options.cache || a->status != 200 || a->no_store ||
		!(a->etag[0] || a->modified[0]))
		return;
	strcpy(p.etag, a->etag);
	strcpy(p.modified, a->modified);
	strcpy(p.media, a->media);
	strcpy(p.charset, a->charset);
	p.body = a->body;
	(void)cache_put(f->options.cache, j->url, &p);
}

/* 304: the cache's copy holds. */
static void
take_kept(struct fetch *f, struct job *j)
{
	struct cache_page p;

	if (f->options.cache && !j->fresh &&
		cache_get(f->options.cache, j->url, true, &p)) {
		succeed(f, j, p.media, p.charset, &p.body);
		buf_free(&p.body);
		return;
	}
	if (j->fresh) {
		job_fail(f, j, "the server answers 304 unasked");
		return;
	}
	j->fresh = true;
	j->state = JOB_WAITS;
}

static bool
may_change(long status)
{
	return status == 408 || status == 425 || status == 429 || status >= 500;
}

static void
take_status(struct fetch *f, struct job *j, struct http_answer *a)
{
	char why[64];

	if (a->status >= 200 && a->status < 300) {
		if (j->robots_of) {
			learn(f, j, buf_str(&a->body));
			return;
		}
		keep(f, j, a);
		succeed(f, j, a->media, a->charset, &a->body);
		return;
	}
	if (a->status == 304 && !j->robots_of) {
		take_kept(f, j);
		return;
	}
	if (a->status >= 300 && a->status < 400 && a->location[0]) {
		hop(f, j, a->location);
		return;
	}
	snprintf(why, sizeof why, "%sthe server answers %ld",
		j->robots_of ? "robots.txt: " : "", a->status);
	if (may_change(a->status))
		retry(f, j, why, a->retry_after);
	else if (j->robots_of)
		learn(f, j, STR("")); /* there is none */
	else
		job_fail(f, j, why);
}

void
job_answer(struct fetch *f, struct http_answer *a)
{
	struct job *j = a->arg;

	f->running--;
	j->origin->host->running--;
	switch (a->outcome) {
	case HTTP_ANSWERED:
		take_status(f, j, a);
		break;
	case HTTP_BROKEN:
		retry(f, j, a->why, -1);
		break;
	case HTTP_REFUSED:
		job_fail(f, j, a->why);
		break;
	}
}

/* --- requests --- */

/* What is no text by its media type. */
static bool
is_wanted(struct str media)
{
	static const char *const not [] = { "image/", "audio/", "video/",
		"font/", "application/pdf", "application/msword",
		"application/vnd.ms-", "application/vnd.openxml",
		"application/vnd.oasis", "application/javascript",
		"text/javascript", "text/css" };
	size_t i;

	for (i = 0; i < sizeof not / sizeof *not ; i++)
		if (str_starts(media, str_c(not [i])))
			return false;
	return true;
}

/* Asks for j->url. */
static void
request(struct fetch *f, struct job *j, const struct http_url *u)
{
	struct host *host = j->origin->host;
	struct ex_err e = { .what = "" };
	struct cache_page p = { .etag = "" };
	struct http_request r = { .url = u,
		.most = j->robots_of ? ROBOTS_BYTES : f->options.most,
		.cut = j->robots_of != NULL,
		.wants = j->robots_of ? NULL : is_wanted,
		.arg = j };

	if (f->options.cache && !j->robots_of && !j->fresh &&
		cache_get(f->options.cache, u->text, false, &p)) {
		r.etag = p.etag;
		r.modified = p.modified;
	}
	if (http_start(f->http, &r, &e)) {
		job_fail(f, j, e.what);
		return;
	}
	j->state = JOB_RUNS;
	f->running++;
	host->running++;
	if (!j->robots_of)
		host->next = f->now + f->options.delay;
}

/* Whether nothing stands against asking j's host now. */
static bool
is_free(struct fetch *f, const struct job *j)
{
	const struct host *host = j->origin->host;
	double when = j->when > host->quiet ? j->when : host->quiet;

	/* A redirect is still the same page; robots.txt is none. */
	if (!j->robots_of && j->hops == 0 && host->next > when)
		when = host->next;
	if (when > f->now) {
		wake_at(f, when);
		return false;
	}
	return host->running < HOST_JOBS && f->running < f->options.jobs;
}

static void
ask_robots(struct fetch *f, struct origin *o)
{
	struct job *j = calloc(1, sizeof *j);
	struct ex_err e = { .what = "out of memory" };
	char url[FETCH_ADDRESS];

	snprintf(url, sizeof url, "%s/robots.txt", o->name);
	if (!j || job_aim(f, j, url, &e)) {
		shut(f, o, e.what);
		free(j);
		return;
	}
	o->uses++;
	o->host->uses++;
	j->robots_of = o;
	j->next = f->robots;
	f->robots = j;
	o->state = ROBOTS_ASKED;
	job_start(f, j);
}

/* 1: j may be fetched. 0: that is not known yet. -1: it has failed. */
static int
check_robots(struct fetch *f, struct job *j, const struct http_url *u)
{
	struct origin *o = j->origin;

	if (j->robots_of || f->options.ignore_robots)
		return 1;
	if ((o->state == ROBOTS_KNOWN || o->state == ROBOTS_SHUT) &&
		o->until <= f->now)
		o->state = ROBOTS_UNKNOWN;
	if (o->state == ROBOTS_UNKNOWN)
		ask_robots(f, o);
	if (o->state == ROBOTS_ASKED)
		return 0;
	if (o->state == ROBOTS_SHUT) {
		job_fail(f, j, o->why);
		return -1;
	}
	if (!o->robots || robots_allow(o->robots, str_c(u->path)))
		return 1;
	job_fail(f, j, "its robots.txt forbids it");
	return -1;
}

void
job_start(struct fetch *f, struct job *j)
{
	struct http_url u;
	struct ex_err e = { .what = "" };

	if (j->state != JOB_WAITS || !is_free(f, j))
		return;
	if (http_url(f->http, j->url, &u, &e))
		job_fail(f, j, e.what);
	else if (check_robots(f, j, &u) > 0)
		request(f, j, &u);
}
