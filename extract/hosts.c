/* A table of hosts. Those that are not in use are forgotten when there are
 * many, or their robots.txt take much memory. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "hosts.h"
#include "robots.h"

enum { PLACES = 1024, HOSTS_MAX = 2048, ROBOTS_MAX = 32 << 20 };

struct hosts {
	struct host *place[PLACES];
	size_t n, most;
	size_t bytes, most_bytes; /* of what robots.txt say */
};

struct hosts *
hosts_new(void)
{
	struct hosts *h = calloc(1, sizeof *h);

	if (h) {
		h->most = HOSTS_MAX;
		h->most_bytes = ROBOTS_MAX;
	}
	return h;
}

static void
free_origin(struct hosts *h, struct origin *o)
{
	if (o->robots)
		h->bytes -= robots_size(o->robots);
	robots_free(o->robots);
	free(o);
}

static void
free_host(struct hosts *h, struct host *host)
{
	struct origin *o;

	while ((o = host->origin)) {
		host->origin = o->chain;
		free_origin(h, o);
	}
	h->n--;
	free(host);
}

/* Forgets who is not in use and need not be waited for. When that gives
 * little, it is tried again with twice as many. */
static void
forget(struct hosts *h, double now)
{
	struct host **at, *host;
	size_t i;

	for (i = 0; i < PLACES; i++)
		for (at = &h->place[i]; (host = *at);) {
			if (host->uses || host->running || host->next > now ||
				host->quiet > now) {
				at = &host->chain;
				continue;
			}
			*at = host->chain;
			free_host(h, host);
		}
	h->most = h->n * 2 > HOSTS_MAX ? h->n * 2 : HOSTS_MAX;
	h->most_bytes = h->bytes * 2 > ROBOTS_MAX ? h->bytes * 2 : ROBOTS_MAX;
}

static struct host *
get_host(struct hosts *h, const char *name, double now)
{
	struct host **at, *host;

	at = &h->place[str_hash(str_c(name)) % PLACES];
	for (host = *at; host; host = host->chain)
		if (!strcmp(host->name, name))
			return host;
	if (h->n >= h->most || h->bytes >= h->most_bytes)
		forget(h, now);
	host = calloc(1, sizeof *host + strlen(name) + 1);
	if (!host)
		return NULL;
	strcpy(host->name, name);
	host->chain = *at;
	*at = host;
	h->n++;
	return host;
}

struct origin *
hosts_get(struct hosts *h, const char *host_name, const char *name, double now)
{
	struct host *host = get_host(h, host_name, now);
	struct origin *o;

	if (!host)
		return NULL;
	for (o = host->origin; o; o = o->chain)
		if (!strcmp(o->name, name))
			break;
	if (!o) {
		o = calloc(1, sizeof *o + strlen(name) + 1);
		if (!o)
			return NULL;
		strcpy(o->name, name);
		o->host = host;
		o->chain = host->origin;
		host->origin = o;
	}
	o->uses++;
	host->uses++;
	return o;
}

void
hosts_drop(struct origin *o)
{
	if (!o)
		return;
	o->uses--;
	o->host->uses--;
}

void
hosts_learn(struct hosts *h, struct origin *o, struct robots *r, double until)
{
	if (o->robots)
		h->bytes -= robots_size(o->robots);
	robots_free(o->robots);
	o->robots = r;
	if (r)
		h->bytes += robots_size(r);
	o->state = ROBOTS_KNOWN;
	o->until = until;
}

void
hosts_free(struct hosts *h)
{
	struct host *host;
	size_t i;

	if (!h)
		return;
	for (i = 0; i < PLACES; i++)
		while ((host = h->place[i])) {
			h->place[i] = host->chain;
			free_host(h, host);
		}
	free(h);
}
