/* The cascade: symbols, settling of overlaps, inheritance, limits. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "libextract.h"
#include "match.h"
#include "normal.h"
#include "rules.h"

#define TESTS "  tests: [{text: a, want: {text: a}}, {text: b, want: none}]\n"

static void
put_file(const char *dir, const char *name, const char *text)
{
	char path[256];
	FILE *out;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	*strrchr(path, '/') = '\0';
	mkdir(path, 0777);
	snprintf(path, sizeof path, "%s/%s", dir, name);
	out = fopen(path, "w");
	cr_assert(out);
	fputs(text, out);
	fclose(out);
}

/* Three phases: small things, pairs of them, and what holds pairs. */
static struct rules *
some_rules(void)
{
	char dir[] = "/tmp/extract-match-XXXXXX", command[64];
	const char *d = dir;
	struct ex_err e;
	struct rules *r;

	cr_assert(mkdtemp(dir));
	put_file(dir, "cascade.yaml",
		"- { name: one, of: [day] }\n"
		"- { name: two, of: [day/pair] }\n"
		"- { name: three, of: [plan] }\n");
	put_file(dir, "day/small.yaml",
		"- name: number\n  match: 'ngày (?<n>\\d+)'\n" TESTS
		"- name: month\n  match: 'ngày (?<n>\\d+) tháng "
		"(?<m>\\d+)'\n" TESTS
		"- name: strong\n  match: 'ngày 30'\n  priority: 1\n"
		"  set: { n: ba mươi }\n" TESTS
		"- name: sign\n  match: 'cách(?<n>[^\\p{L}])'\n" TESTS
		"- name: due\n  match: '(?<!không )hẹn (?<n>\\d+)'\n" TESTS
		"- name: open\n  match: 'mở một hai ba bốn'\n" TESTS
		"- name: inside\n  match: 'một hai'\n" TESTS
		"- name: onward\n  match: 'bốn năm sáu bảy tám'\n" TESTS
		"- name: again\n  match: '(?<n>\\w+) và \\k<n>'\n" TESTS
		"- name: out\n  match: 'đi chơi với con'\n" TESTS
		"- name: slow\n  match: '(?:a+)+(?=[0-9])'\n" TESTS);
	put_file(dir, "day/pair.yaml",
		"- name: pair\n  match: 'từ (?<from>{@day}) đến "
		"{@day}'\n" TESTS);
	put_file(dir, "plan/x.yaml",
		"- name: do\n  match: 'làm (?<when>{@day})'\n" TESTS);
	r = rules_load(&d, 1, NULL, NULL, &e);
	cr_assert(r, "%s:%zu: %s", e.file, e.line, e.what);
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	cr_assert(system(command) == 0);
	return r;
}

static const struct {
	const char *why, *text, *want;
} cases[] = {
	{ "the longer wins", "ngày 5 tháng 6",
		"day/small/month[ngày 5 tháng 6 n=5 m=6]" },
	{ "no letter or digit beside it", "ngày 5a", "" },
	{ "a sign is no letter", "cách– ", "day/small/sign[cách– n=–]" },
	{ "a higher priority wins over a longer match", "ngày 30 tháng 4",
		"day/small/strong[ngày 30 n=ba mươi]" },
	{ "what the loser stood upon is free, and it may reach beyond that",
		"mở một hai ba bốn năm sáu bảy tám",
		"day/small/inside[một hai]"
		"day/small/onward[bốn năm sáu bảy tám]" },
	{ "the longer wins where others behind it were found before",
		"đi chơi với con và con, mai và mai",
		"day/small/out[đi chơi với con]"
		"day/small/again[mai và mai n=mai]" },
	{ "a later phase sees symbols, speaks for its own type and inherits "
	  "what it lacks",
		"từ ngày 5 đến ngày 6",
		"day/pair/pair[từ ngày 5 đến ngày 6 from=ngày 5 n=5]"
		"-day/small/number[ngày 5 n=5]-day/small/number[ngày 6 n=6]" },
	{ "another type takes in, but does not speak for it", "làm ngày 5",
		"plan/x/do[làm ngày 5 when=ngày 5]day/small/number[ngày 5 "
		"n=5]" },
	{ "offsets behind several symbols",
		"ngày 1, ngày 2, làm từ ngày 3 đến ngày 4",
		"day/small/number[ngày 1 n=1]day/small/number[ngày 2 n=2]"
		"plan/x/do[làm từ ngày 3 đến ngày 4 when=từ ngày 3 đến ngày 4]"
		"day/pair/pair[từ ngày 3 đến ngày 4 from=ngày 3 n=3]"
		"-day/small/number[ngày 3 n=3]-day/small/number[ngày 4 n=4]" },
	{ "private-use letters of the article are no symbols",
		"làm \xEE\x80\x80", "" },
};

static void
show(const struct doc *d, const struct rules *r, struct buf *out)
{
	size_t i;
	unsigned g;

	for (i = 0; i < d->nmatch; i++) {
		const struct match *m = &d->match[i];

		buf_printf(out, "%s%.*s[%.*s", m->absorbed ? "-" : "",
			STR_ARG(m->rule->id), STR_ARG(match_text(d, m)));
		for (g = 0; g < r->type[m->type].ngroup; g++)
			if (match_arg(d, m, g).p)
				buf_printf(out, " %.*s=%.*s",
					STR_ARG(r->type[m->type].group[g]),
					STR_ARG(match_arg(d, m, g)));
		buf_put_c(out, ']');
	}
	buf_put_c(out, '\0');
}

static void
run(struct doc *d, const struct rules *r, struct str text)
{
	struct scratch *s = scratch_new(r);
	struct ex_err e;

	d->warnings = node_new(d->mem, NODE_LIST);
	d->article.authors = node_new(d->mem, NODE_LIST);
	d->article.text = text;
	cr_assert(s);
	cr_assert(normal(d, &e) == 0);
	cr_assert(match(d, r, s, &e) == 0);
	scratch_free(s);
}

Test(match, cascade)
{
	struct rules *r = some_rules();
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mem m;
		struct buf got = { .mem = NULL };
		struct doc d = { .mem = &m };

		mem_open(&m, 0);
		run(&d, r, str_c(cases[i].text));
		show(&d, r, &got);
		cr_expect_str_eq(
			got.p, cases[i].want, "%s: %s", cases[i].why, got.p);
		buf_free(&got);
		mem_close(&m);
	}
	rules_free(r);
}

/* More places than are tried together, each told by what stands before it. */
Test(match, many_places)
{
	struct rules *r = some_rules();
	struct mem m;
	struct doc d = { .mem = &m };
	struct buf many = { .mem = NULL };
	size_t i;

	mem_open(&m, 0);
	for (i = 0; i < 100; i++)
		buf_printf(&many, "hẹn %zu, không hẹn 7, sẽ hẹn 8. ", i);
	run(&d, r, buf_str(&many));
	cr_assert_eq(d.nmatch, 200);
	for (i = 0; i < d.nmatch; i++) {
		const char *text = match_text(&d, &d.match[i]).p;

		cr_expect_eq(strtoul(text + sizeof "hẹn", NULL, 10),
			i % 2 ? 8 : i / 2);
	}
	buf_free(&many);
	mem_close(&m);
	rules_free(r);
}

/* A rule that would run for ever costs itself alone, and is said. */
Test(match, limit)
{
	struct rules *r = some_rules();
	struct mem m;
	struct doc d = { .mem = &m };
	struct buf text = { .mem = NULL };
	int i;

	mem_open(&m, 0);
	buf_put(&text, STR("ngày 5 "));
	for (i = 0; i < 3000; i++)
		buf_put_c(&text, 'a');
	run(&d, r, buf_str(&text));
	cr_assert_eq(d.nmatch, 1);
	cr_assert(d.warnings->first, "the limit is not said");
	cr_assert(str_eq(d.warnings->first->text,
		STR("rule day/small/slow gave up at its match limit and was "
		    "left out")));
	buf_free(&text);
	mem_close(&m);
	rules_free(r);
}
