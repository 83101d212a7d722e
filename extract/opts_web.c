/* Values of the options for what is fetched, and whether they fit together. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "opts.h"
#include "opts_web.h"

/* How much is sensible. */
enum { RETRIES_MAX = 20, SECONDS_MAX = 86400, MIB_MAX = 1024 };

void
opts_web_begin(struct opts *o)
{
	o->web.fetch.agent = "extract/" EXTRACT_VERSION;
	o->web.fetch.retries = FETCH_RETRIES;
	o->web.fetch.delay = 1;
}

static int
set_number(const char *value, int least, int most, size_t *to, struct ex_err *e)
{
	int n;

	if (!str_to_int(str_c(value), &n) || n < least || n > most)
		return err_set(e, "'%s' is not a number from %d to %d", value,
			least, most);
	*to = (size_t)n;
	return 0;
}

/* "0.5" */
static int
set_seconds(const char *value, double *to, struct ex_err *e)
{
	char *end;
	double n = strtod(value, &end);

	if (*end || end == value ||
		strspn(value, "0123456789.") != strlen(value) || !isfinite(n) ||
		n > SECONDS_MAX)
		return err_set(e, "'%s' is not a number of seconds", value);
	*to = n;
	return 0;
}

static int
set_since(const char *value, struct date *to, struct ex_err *e)
{
	if (strlen(value) == 10 && date_read(str_c(value), to))
		return 0;
	return err_set(e, "'%s' is not a date like 2021-06-05", value);
}

static int
set_feed(struct web_options *w, const char *value, struct ex_err *e)
{
	if (strncmp(value, "http://", 7) != 0 &&
		strncmp(value, "https://", 8) != 0)
		return err_set(e, "'%s' is no address of http or https", value);
	w->feed[w->nfeed++] = value;
	return 0;
}

static int
set_count(struct opts *o, const char *name, const char *value, struct ex_err *e)
{
	struct fetch_options *f = &o->web.fetch;
	size_t n = 0;

	if (!strcmp(name, "max"))
		return set_number(value, 1, 1000 * 1000 * 1000, &o->web.max, e);
	if (!strcmp(name, "max-page")) {
		if (set_number(value, 1, MIB_MAX, &n, e))
			return -1;
		f->most = n << 20;
		return 0;
	}
	if (!strcmp(name, "retries")) {
		if (set_number(value, 0, RETRIES_MAX, &n, e))
			return -1;
		f->retries = (unsigned)n;
		return 0;
	}
	if (set_number(value, 1, FETCH_JOBS_MAX, &n, e))
		return -1;
	f->jobs = (unsigned)n;
	return 0;
}

int
opts_web_set(
	struct opts *o, const char *name, const char *value, struct ex_err *e)
{
	struct web_options *w = &o->web;
	const struct {
		const char *name;
		const char **to;
	} text[] = { { "urls", &w->urls }, { "cache", &w->fetch.cache },
		{ "cacert", &w->fetch.cacert } };
	size_t i;

	for (i = 0; i < sizeof text / sizeof *text; i++)
		if (!strcmp(name, text[i].name)) {
			*text[i].to = value;
			return 0;
		}
	if (!strcmp(name, "feed"))
		return set_feed(w, value, e);
	if (!strcmp(name, "since"))
		return set_since(value, &w->since, e);
	if (!strcmp(name, "delay"))
		return set_seconds(value, &w->fetch.delay, e);
	if (!strcmp(name, "timeout"))
		return set_seconds(value, &w->fetch.timeout, e);
	if (!strcmp(name, "ignore-robots"))
		w->fetch.ignore_robots = true;
	else if (!strcmp(name, "allow-private"))
		w->fetch.allow_private = true;
	else
		return set_count(o, name, value, e);
	return 0;
}

int
opts_web_check(const struct opts *o, struct ex_err *e)
{
	const struct web_options *w = &o->web;
	size_t i;

	if (!w->nfeed && (w->max || w->since.year))
		return err_set(
			e, "'--%s' is for '--feed'", w->max ? "max" : "since");
	if ((w->urls || w->nfeed) && o->from > STAGE_decode)
		return err_set(e, "'--%s' is for what decode reads",
			w->urls ? "urls" : "feed");
	for (i = 0; w->urls && i < o->noperand; i++)
		if (!strcmp(w->urls, "-") && !strcmp(o->operand[i], "-"))
			return err_set(e, "standard input is either articles "
					  "or a list of addresses");
	return 0;
}
