/* Workers around the ring: order, limits, and an early end. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "emit.h"
#include "pool.h"
#include "rules.h"

/* Articles made on the way: number i is i days long; every tenth is no
 * text, every hundredth can't be read. */
struct making {
	size_t n, at;
	size_t large;	    /* this one has a million letters */
	size_t first, last; /* these fill all memory there is with crumbs */
};

static int
next(void *arg, struct raw *raw, struct mem *m, struct ex_err *e)
{
	struct making *g = arg;
	struct buf b = { .mem = m };
	size_t i;

	if (g->at == g->n)
		return 0;
	g->at++;
	raw->uri = mem_printf(m, "%zu", g->at);
	raw->type = STR("text");
	while (g->at >= g->first && g->at <= g->last)
		mem_alloc(m, 1);
	if (g->at % 100 == 0)
		return err_set(e, "number %zu is not there", g->at);
	for (i = 0; i < (g->at == g->large ? 100000 : g->at % 7); i++)
		buf_put(&b, STR("Mai họp.\n\n"));
	buf_put(&b, g->at % 10 == 0 ? STR("\xFF\0\0\0\0") : STR("x"));
	raw->bytes = buf_str(&b);
	return 1;
}

struct taking {
	struct buf lines;
	size_t failed, last, stop; /* write says no at this line */
	size_t written;
};

static int
take(void *arg, struct str lines, struct ex_err *e)
{
	struct taking *t = arg;

	buf_put(&t->lines, lines);
	t->written++;
	return t->written == t->stop ? err_set(e, "enough") : 0;
}

static int
failed(void *arg, const struct failure *f, struct ex_err *e)
{
	struct taking *t = arg;
	char uri[32];

	snprintf(uri, sizeof uri, "%.*s", STR_ARG(f->uri));
	cr_expect((size_t)atol(uri) > t->last, "failures come in order");
	t->last = (size_t)atol(uri);
	t->failed++;
	(void)e;
	return 0;
}

static int
tick(void *arg, const struct tally *done, size_t ahead, struct ex_err *e)
{
	(void)arg;
	(void)done;
	(void)ahead;
	(void)e;
	return 0;
}

static struct rules *
no_rules(void)
{
	char dir[] = "/tmp/extract-pool-XXXXXX", command[64];
	const char *d = dir;
	struct ex_err e;
	struct rules *r;

	cr_assert(mkdtemp(dir));
	r = rules_load(&d, 1, NULL, NULL, &e);
	cr_assert(r, "%s", e.what);
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	cr_assert(system(command) == 0);
	return r;
}

static int
run(struct making *from, struct taking *to, unsigned workers, size_t memory,
	struct tally *total, struct ex_err *e)
{
	struct rules *r = no_rules();
	struct work work = { .rules = r,
		.format = emit_find("jsonl"),
		.from = STAGE_read,
		.to = STAGE_emit,
		.memory = memory };
	const struct pool_source source = { next, NULL, from };
	const struct pool_sink sink = { take, failed, NULL, tick, to };
	int rc = pool_run(&work, workers, &source, &sink, total, e);

	rules_free(r);
	return rc;
}

Test(pool, order)
{
	unsigned workers;
	struct buf alone = { .mem = NULL };

	for (workers = 1; workers <= 9; workers += 4) {
		struct making from = { .n = 1234 };
		struct taking to = { .stop = 0 };
		struct tally total;
		struct ex_err e;

		cr_assert_eq(run(&from, &to, workers, 0, &total, &e), 0);
		cr_expect_eq(total.articles, 1234);
		cr_expect_eq(total.failed, 123);
		cr_expect_eq(to.failed, 123);
		if (workers == 1) {
			alone = to.lines;
			continue;
		}
		cr_expect(str_eq(buf_str(&alone), buf_str(&to.lines)),
			"%u workers", workers);
		buf_free(&to.lines);
	}
	buf_free(&alone);
}

Test(pool, nothing)
{
	unsigned workers;

	for (workers = 1; workers <= 3; workers++) {
		struct making from = { .n = 0 };
		struct taking to = { .stop = 0 };
		struct tally total;
		struct ex_err e;

		cr_assert_eq(run(&from, &to, workers, 0, &total, &e), 0);
		cr_expect_eq(total.articles, 0);
		cr_expect_eq(to.written, 0);
	}
}

/* An output that takes no more ends the reading as well. */
Test(pool, early_end)
{
	unsigned workers;

	for (workers = 1; workers <= 5; workers += 2) {
		struct making from = { .n = 1000000 };
		struct taking to = { .stop = 3 };
		struct tally total;
		struct ex_err e;

		cr_assert_eq(run(&from, &to, workers, 0, &total, &e), -1);
		cr_expect_str_eq(e.what, "enough");
		cr_expect_lt(from.at, 10000);
		buf_free(&to.lines);
	}
}

/* However many in a row: each is told, and costs itself alone. */
Test(pool, memory_in_crumbs)
{
	unsigned workers;

	for (workers = 1; workers <= 2; workers++) {
		struct making from = { .n = 9, .first = 2, .last = 7 };
		struct taking to = { .stop = 0 };
		struct tally total;
		struct ex_err e;

		cr_assert_eq(
			run(&from, &to, workers, (size_t)1 << 20, &total, &e),
			0);
		cr_expect_eq(total.articles, 9);
		cr_expect_eq(total.failed, 6);
		cr_expect_eq(to.failed, 6);
		cr_expect_eq(to.last, 7);
		buf_free(&to.lines);
	}
}

/* One article that needs more memory than it may have costs itself alone. */
Test(pool, memory)
{
	unsigned workers;

	for (workers = 1; workers <= 2; workers++) {
		struct making from = { .n = 9, .large = 5 };
		struct taking to = { .stop = 0 };
		struct tally total;
		struct ex_err e;

		cr_assert_eq(
			run(&from, &to, workers, (size_t)4 << 20, &total, &e),
			0);
		cr_expect_eq(total.articles, 9);
		cr_expect_eq(total.failed, 1);
		cr_expect_eq(to.last, 5);
		buf_put_c(&to.lines, '\0');
		cr_expect(strstr(to.lines.p, "\"message\":\"out of memory, "
					     "4 MB may be used\""));
		buf_free(&to.lines);
	}
}
