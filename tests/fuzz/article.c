/* Bytes as a file that somebody hands us: whatever kind it turns out to be, it
 * is read, decoded and taken through all stages; every line that comes out is
 * JSON, and the places in it are places in its text. */
#define _GNU_SOURCE /* memfd_create */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/json.h"
#include "base/points.h"
#include "base/utf8.h"
#include "emit.h"
#include "fuzz.h"
#include "libextract.h"
#include "read.h"
#include "rules.h"
#include "work.h"

enum { ARTICLES_MAX = 20, MEMORY = 512 << 20 };

static struct work work;

static void
begin(void)
{
	const char *dir = getenv("EXTRACT_RULES");
	struct ex_err e = { .what = "" };

	if (!dir)
		dir = "rules";
	work = (struct work){ .rules = rules_load(&dir, 1, NULL, NULL, &e),
		.format = emit_find("jsonl"),
		.from = STAGE_read,
		.to = STAGE_emit,
		.memory = MEMORY };
	if (!work.rules) {
		fprintf(stderr, "%s:%zu: %s\n", e.file, e.line, e.what);
		exit(2);
	}
}

/* Each mention's text is what stands at its place. */
static void
check_places(const struct node *n, struct str text, const struct points *p)
{
	const struct node *child, *start = node_get(n, "start");
	int from, to;
	struct str said = node_text(n, "text");
	size_t i;

	for (child = n->first; child; child = child->next)
		if (child->kind == NODE_LIST || child->kind == NODE_OBJECT)
			check_places(child, text, p);
	if (n->kind != NODE_OBJECT || !start ||
		!str_to_int(start->text, &from) ||
		!str_to_int(node_text(n, "end"), &to))
		return;
	if (from > to)
		abort();
	for (i = 0; i < text.n && (points_at(p, i) < (size_t)from ||
					  (text.p[i] & 0xC0) == 0x80);
		i++)
		;
	if (!str_eq(str_slice(text, i, i + said.n), said) ||
		points_at(p, i + said.n) != (size_t)to)
		abort();
}

static void
check_line(struct str line)
{
	struct node *record;
	struct points points;
	struct ex_err e;
	struct mem m;

	mem_open(&m, 0);
	if (utf8_check(line) < line.n || json_read(line, &m, &record, &e))
		abort();
	points = points_new(&m, node_text(record, "text"));
	if (!node_get(record, "error"))
		check_places(record, node_text(record, "text"), &points);
	mem_close(&m);
}

static void
take_articles(struct reader *r, struct worker *w)
{
	struct mem keep;
	struct buf out = { .mem = NULL };
	struct tally tally = { 0 };
	struct ex_err e = { .what = "" };
	struct raw raw;
	int i, rc = 1;

	mem_open(&keep, 0);
	for (i = 0; i < ARTICLES_MAX && rc != 0; i++) {
		mem_reset(&keep);
		out.n = 0;
		rc = read_next(r, &raw, &keep, &e);
		if (rc == 1)
			worker_article(w, &raw, &keep, &out, &tally);
		else if (rc < 0)
			worker_unread(w, &raw, &e, &keep, &out, &tally);
		if (out.n)
			check_line(buf_str(&out));
	}
	buf_free(&out);
	mem_close(&keep);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ex_err e = { .what = "" };
	char name[64];
	const char *path = name;
	struct read_options from = { .path = &path, .npath = 1 };
	struct reader *r;
	struct worker w;
	int fd;

	if (!work.rules)
		begin();
	fd = memfd_create("input", 0);
	if (fd < 0 || write(fd, p, n) != (ssize_t)n)
		abort();
	snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	r = read_open(&from, &e);
	if (!r)
		abort();
	worker_open(&w, &work);
	take_articles(r, &w);
	worker_close(&w);
	read_close(r);
	close(fd);
	return 0;
}
