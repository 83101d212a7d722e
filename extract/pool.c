/* Workers around a ring of slots. One lock guards the three places in the
 * ring and the states of the slots; what is in a slot belongs to the one
 * thread that has it. */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/err.h"
#include "flow.h"
#include "html.h"
#include "pool.h"

enum {
	SLOTS = 4, /* for each worker */
	SLOT_ARTICLES = 64,
	SLOT_BYTES = 64 << 10,
	OUT_KEPT = 1 << 20, /* a slot's buffer that is larger is given back */
	READ_TRIES = 3,	    /* when memory is out */
	FAULT_BYTES = 64 << 10 /* more, to tell of it */
};

struct item {
	struct raw raw;
	struct ex_err *unread; /* why it could not be read, or NULL */
};

struct slot {
	struct mem mem; /* the articles as read, and failures */
	struct item item[SLOT_ARTICLES];
	size_t n;
	struct buf out; /* on the heap */
	struct failure *first, *last;
	struct tally tally;
	bool done;
};

struct pool {
	const struct work *work;
	const struct pool_source *source;
	const struct pool_sink *sink;
	struct tally *total;
	unsigned tries; /* readings in a row of one article that ended for
			   lack of memory */
	uint64_t tried; /* which: its uri's hash */

	struct slot *slot;
	size_t nslot;

	pthread_mutex_t lock;
	pthread_cond_t may_fill, may_work, may_write;
	size_t filled, taken, written; /* slots so far, never less than that
					  behind it */
	unsigned idle;		       /* workers that wait */
	size_t ahead;
	bool ended; /* no more will be filled */
	bool stop;  /* no more is wanted */
};

/* What flow_try hands on. */
struct reading {
	struct pool *pool;
	struct slot *slot;
	struct item *item;
	struct ex_err e;
};

struct slot_work {
	struct worker *worker;
	struct slot *slot;
	size_t i;
};

/* --- reading --- */

static int
read_item(void *arg)
{
	struct reading *g = arg;
	const struct pool_source *from = g->pool->source;
	int rc = from->next(from->arg, &g->item->raw, &g->slot->mem, &g->e);

	g->pool->tries = 0;
	/* by the one thread that reads, before a worker has the page */
	if (rc > 0 && str_eq(g->item->raw.type, STR("html")) &&
		html_begin(&g->e))
		return -1;
	return rc;
}

static int
keep_fault(void *arg)
{
	struct reading *g = arg;

	g->item->unread = MEM_NEW(&g->slot->mem, struct ex_err);
	*g->item->unread = g->e;
	return 0;
}

/* A reader that is left for lack of memory goes on behind the article, or comes
 * back to it; false when it does so too often. */
static bool
try_again(struct pool *p, struct str uri)
{
	uint64_t which = str_hash(uri);

	if (p->tries > 1 && which != p->tried)
		p->tries = 1;
	p->tried = which;
	return p->tries <= READ_TRIES;
}

/* Reads one article into the slot; false when there are no more. */
static bool
fill_item(struct pool *p, struct slot *s)
{
	struct reading g;
	struct ex_err e;
	int rc;

	g.pool = p;
	g.slot = s;
	g.item = &s->item[s->n];
	err_none(&g.e);
	*g.item = (struct item){ .raw.uri = { NULL, 0 } };
	p->tries++; /* until next() comes back */
	rc = flow_try(&s->mem, read_item, &g, &g.e);
	if (rc == 0 || (p->tries && !try_again(p, g.item->raw.uri)))
		return false;
	if (rc == 2)
		return true;
	s->n++;
	if (rc > 0 || flow_try(&s->mem, keep_fault, &g, &e) == 0)
		return true;
	if (s->mem.limit)
		/* nothing more is read into it */
		mem_limit(&s->mem, s->mem.limit + FAULT_BYTES);
	if (flow_try(&s->mem, keep_fault, &g, &e))
		s->n--;
	return true;
}

/* With workers waiting, a slot with one article is enough. */
static bool
is_awaited(struct pool *p)
{
	bool yes;

	pthread_mutex_lock(&p->lock);
	yes = p->stop || (p->idle && p->filled == p->taken);
	if (p->source->ahead)
		p->ahead = p->source->ahead(p->source->arg);
	pthread_mutex_unlock(&p->lock);
	return yes;
}

/* False when the input has come to its end; the slot may have articles
 * nevertheless. */
static bool
fill(struct pool *p, struct slot *s)
{
	mem_reset(&s->mem);
	mem_limit(&s->mem, p->work->memory);
	s->n = 0;
	s->done = false;
	do
		if (!fill_item(p, s))
			return false;
	while (s->n < SLOT_ARTICLES && s->mem.used < SLOT_BYTES &&
		!is_awaited(p));
	return true;
}

/* --- working --- */

static int
work_item(void *arg)
{
	struct slot_work *g = arg;
	struct slot *s = g->slot;
	struct item *item = &s->item[g->i];
	struct failure *f;

	if (item->unread)
		f = worker_unread(g->worker, &item->raw, item->unread, &s->mem,
			&s->out, &s->tally);
	else
		f = worker_article(
			g->worker, &item->raw, &s->mem, &s->out, &s->tally);
	if (!f)
		return 0;
	if (s->last)
		s->last->next = f;
	else
		s->first = f;
	s->last = f;
	return 0;
}

static void
work_slot(struct worker *w, struct slot *s)
{
	struct slot_work g = { .worker = w, .slot = s };
	struct ex_err e;

	s->out.n = 0;
	s->first = s->last = NULL;
	s->tally = (struct tally){ 0 };
	/* Where even a failure found no memory, it is counted alone. */
	for (g.i = 0; g.i < s->n; g.i++)
		(void)flow_try(&s->mem, work_item, &g, &e);
}

/* --- writing --- */

static void
add(struct tally *to, const struct tally *t)
{
	to->articles += t->articles;
	to->failed += t->failed;
	to->known += t->known;
	to->mentions += t->mentions;
	to->warnings += t->warnings;
	to->bytes += t->bytes;
}

static int
write_slot(struct pool *p, struct slot *s, struct ex_err *e)
{
	const struct pool_sink *sink = p->sink;
	const struct failure *f;
	size_t i;

	for (f = s->first; f; f = f->next)
		if (sink->failed(sink->arg, f, e))
			return -1;
	add(p->total, &s->tally);
	if (s->out.n && sink->write(sink->arg, buf_str(&s->out), e))
		return -1;
	for (i = 0; sink->done && i < s->n; i++)
		sink->done(sink->arg, &s->item[i].raw);
	if (s->out.cap > OUT_KEPT) {
		buf_free(&s->out);
		s->out = (struct buf){ .p = NULL };
	}
	return 0;
}

/* --- without threads --- */

static int
run_alone(struct pool *p, struct ex_err *e)
{
	struct slot *s = p->slot;
	struct worker w;
	bool more = true;
	int rc = 0;

	worker_open(&w, p->work);
	p->idle = 1; /* one article a slot */
	while (more && rc == 0) {
		more = fill(p, s);
		work_slot(&w, s);
		rc = write_slot(p, s, e);
		if (rc == 0)
			rc = p->sink->tick(p->sink->arg, p->total, p->ahead, e);
	}
	worker_close(&w);
	return rc;
}

/* --- with threads --- */

static void *
reader_thread(void *arg)
{
	struct pool *p = arg;
	struct slot *s;
	bool more = true;

	pthread_mutex_lock(&p->lock);
	while (more) {
		while (p->filled - p->written == p->nslot && !p->stop)
			pthread_cond_wait(&p->may_fill, &p->lock);
		if (p->stop)
			break;
		s = &p->slot[p->filled % p->nslot];
		pthread_mutex_unlock(&p->lock);
		more = fill(p, s);
		pthread_mutex_lock(&p->lock);
		p->filled++;
		pthread_cond_signal(&p->may_work);
	}
	p->ended = true;
	pthread_cond_broadcast(&p->may_work);
	pthread_cond_broadcast(&p->may_write);
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

static void
work_on(struct pool *p, struct worker *w)
{
	struct slot *s;

	pthread_mutex_lock(&p->lock);
	for (;;) {
		p->idle++;
		while (p->taken == p->filled && !p->ended && !p->stop)
			pthread_cond_wait(&p->may_work, &p->lock);
		p->idle--;
		if (p->stop || p->taken == p->filled)
			break;
		s = &p->slot[p->taken++ % p->nslot];
		pthread_mutex_unlock(&p->lock);
		work_slot(w, s);
		pthread_mutex_lock(&p->lock);
		s->done = true;
		pthread_cond_signal(&p->may_write);
	}
	pthread_mutex_unlock(&p->lock);
}

/* Of a worker thread. */
struct hand {
	struct pool *pool;
	struct worker worker;
	pthread_t thread;
};

static void *
worker_thread(void *arg)
{
	struct hand *h = arg;

	work_on(h->pool, &h->worker);
	return NULL;
}

/* Waits for the next slot in order, but no longer than a tick. */
static void
wait_for_slot(struct pool *p, const struct slot *s)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += 250000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	while (!(p->written < p->taken && s->done) &&
		!(p->ended && p->written == p->filled))
		if (pthread_cond_timedwait(&p->may_write, &p->lock, &until))
			return;
}

static int
write_all(struct pool *p, struct ex_err *e)
{
	struct slot *s;
	size_t ahead;
	bool done;
	int rc = 0;

	pthread_mutex_lock(&p->lock);
	while (!(p->ended && p->written == p->filled) && rc == 0) {
		s = &p->slot[p->written % p->nslot];
		wait_for_slot(p, s);
		done = p->written < p->taken && s->done;
		ahead = p->ahead;
		pthread_mutex_unlock(&p->lock);
		if (done)
			rc = write_slot(p, s, e);
		if (rc == 0)
			rc = p->sink->tick(p->sink->arg, p->total, ahead, e);
		pthread_mutex_lock(&p->lock);
		if (done && rc == 0) {
			p->written++;
			pthread_cond_signal(&p->may_fill);
		}
	}
	p->stop = true;
	pthread_cond_broadcast(&p->may_fill);
	pthread_cond_broadcast(&p->may_work);
	pthread_mutex_unlock(&p->lock);
	return rc;
}

/* As many of them as memory and the system allow; 0: none, e says why. */
static unsigned
start_workers(struct pool *p, struct hand *hand, unsigned n, struct ex_err *e)
{
	unsigned i;

	err_set(e, "no threads are to be had");
	for (i = 0; i < n; i++) {
		hand[i].pool = p;
		worker_open(&hand[i].worker, p->work);
		if (pthread_create(
			    &hand[i].thread, NULL, worker_thread, &hand[i])) {
			worker_close(&hand[i].worker);
			break;
		}
	}
	return i;
}

static int
run_threads(struct pool *p, unsigned workers, struct ex_err *e)
{
	struct hand *hand = calloc(workers, sizeof *hand);
	pthread_t reader;
	unsigned i, n = 0;
	int rc = -1;

	if (hand)
		n = start_workers(p, hand, workers, e);
	else
		err_set(e, "out of memory");
	if (n && pthread_create(&reader, NULL, reader_thread, p) == 0) {
		rc = write_all(p, e);
		pthread_join(reader, NULL);
	} else if (n) {
		err_set(e, "no threads are to be had");
		pthread_mutex_lock(&p->lock);
		p->stop = true;
		pthread_cond_broadcast(&p->may_work);
		pthread_mutex_unlock(&p->lock);
	}
	for (i = 0; i < n; i++) {
		pthread_join(hand[i].thread, NULL);
		worker_close(&hand[i].worker);
	}
	free(hand);
	return rc;
}

int
pool_run(const struct work *work, unsigned workers,
	const struct pool_source *source, const struct pool_sink *sink,
	struct tally *total, struct ex_err *e)
{
	struct pool p = { .work = work,
		.source = source,
		.sink = sink,
		.total = total,
		.nslot = workers > 1 ? SLOTS * workers : 1 };
	size_t i;
	int rc;

	*total = (struct tally){ 0 };
	/* what lines of states hold, only workers see */
	if (work->lines && work->from <= STAGE_article && html_begin(e))
		return -1;
	p.slot = calloc(p.nslot, sizeof *p.slot);
	if (!p.slot)
		return err_set(e, "out of memory");
	for (i = 0; i < p.nslot; i++)
		mem_open(&p.slot[i].mem, work->memory);
	pthread_mutex_init(&p.lock, NULL);
	pthread_cond_init(&p.may_fill, NULL);
	pthread_cond_init(&p.may_work, NULL);
	pthread_cond_init(&p.may_write, NULL);
	rc = workers > 1 ? run_threads(&p, workers, e) : run_alone(&p, e);
	pthread_cond_destroy(&p.may_write);
	pthread_cond_destroy(&p.may_work);
	pthread_cond_destroy(&p.may_fill);
	pthread_mutex_destroy(&p.lock);
	for (i = 0; i < p.nslot; i++) {
		mem_close(&p.slot[i].mem);
		buf_free(&p.slot[i].out);
	}
	free(p.slot);
	return rc;
}
