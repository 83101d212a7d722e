/* The rule loader: every fault is told, at its line and column. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "chance.h"
#include "lexicon.h"
#include "libextract.h"
#include "rules.h"

/* A folder of rules made for one test. */
struct folder {
	char dir[64];
};

static void
put_file(const struct folder *f, const char *name, const char *text)
{
	char path[256];
	char *slash;
	FILE *out;

	snprintf(path, sizeof path, "%s/%s", f->dir, name);
	slash = strrchr(path, '/');
	*slash = '\0';
	mkdir(path, 0777);
	*slash = '/';
	out = fopen(path, "w");
	cr_assert(out);
	fputs(text, out);
	fclose(out);
}

static struct folder
folder_new(void)
{
	struct folder f;

	strcpy(f.dir, "/tmp/extract-rules-XXXXXX");
	cr_assert(mkdtemp(f.dir));
	return f;
}

static void
folder_free(const struct folder *f)
{
	char command[128];

	snprintf(command, sizeof command, "rm -rf '%s'", f->dir);
	cr_assert(system(command) == 0);
}

static void
told(void *arg, const struct ex_err *e)
{
	buf_printf(arg, "%s:%zu:%zu: %s\n", strrchr(e->file, '/') + 1, e->line,
		e->column, e->what);
}

/* Loads and compares all faults, one a line. */
static struct rules *
load(const struct folder *f, const char *faults)
{
	const char *dir = f->dir;
	struct buf got = { .mem = NULL };
	struct ex_err e;
	struct rules *r = rules_load(&dir, 1, told, &got, &e);

	buf_put_c(&got, '\0');
	cr_expect_str_eq(got.p, faults);
	cr_expect_eq(r == NULL, *faults != '\0');
	buf_free(&got);
	return r;
}

#define TESTS "  tests: [{text: a, want: {text: a}}, {text: b, want: none}]\n"

static const struct {
	const char *why, *yaml, *faults;
} fault_cases[] = {
	{ "a rule that is well", "- name: a\n  match: 'a(?<b>c)'\n" TESTS, "" },
	{ "an empty file", "", "" },
	{ "not YAML", "- name: [\n",
		"f.yaml:2:1: not YAML: did not find expected node content\n" },
	{ "a tag", "- name: !!str a\n", "f.yaml:1:9: tags are not read\n" },
	{ "an alias", "- &x a\n- *x\n", "f.yaml:2:3: aliases are not read\n" },
	{ "no list", "name: a\n",
		"f.yaml:1:1: a rule file is a list of rules\n" },
	{ "no name", "- match: a\n" TESTS,
		"f.yaml:1:3: a rule needs a 'name' of small letters, digits "
		"and "
		"dashes\n" },
	{ "a pattern that PCRE2 refuses, at its column",
		"- name: a\n  match: 'ab(c'\n" TESTS,
		"f.yaml:2:15: missing closing parenthesis\n" },
	{ "an unknown fragment, at its column",
		"- name: a\n  match: 'đây {yaer}'\n" TESTS,
		"f.yaml:2:15: unknown fragment or lexicon 'yaer'\n" },
	{ "an unknown type", "- name: a\n  match: 'a {@nothing}'\n" TESTS,
		"f.yaml:2:13: unknown type '@nothing'\n" },
	{ "an unknown key", "- name: a\n  match: a\n  mach: b\n" TESTS,
		"f.yaml:3:9: unknown key 'mach'\n" },
	{ "the same name twice",
		"- name: a\n  match: a\n" TESTS "- name: a\n  match: b\n" TESTS,
		"f.yaml:4:3: rule 't/f/a' stands twice\n" },
	{ "no tests at all", "- name: a\n  match: a\n",
		"f.yaml:1:3: rule 't/f/a' has no test that wants a mention\n"
		"f.yaml:1:3: rule 't/f/a' has no test that wants none\n" },
	{ "every fault is told, not the first alone",
		"- name: a\n  match: '('\n" TESTS
		"- name: b\n  match: 'x{nope}'\n  phase: never\n" TESTS,
		"f.yaml:2:12: missing closing parenthesis\n"
		"f.yaml:6:10: unknown phase 'never'\n"
		"f.yaml:5:12: unknown fragment or lexicon 'nope'\n" },
};

Test(rules, faults)
{
	size_t i;

	for (i = 0; i < sizeof fault_cases / sizeof *fault_cases; i++) {
		struct folder f = folder_new();

		put_file(&f, "t/f.yaml", fault_cases[i].yaml);
		rules_free(load(&f, fault_cases[i].faults));
		folder_free(&f);
	}
}

/* A type with a file in value/ takes the arguments it declares alone. */
Test(rules, unknown_group)
{
	struct folder f = folder_new();

	put_file(&f, "dates/f.yaml",
		"- name: a\n  match: 'x(?<yaer>y)'\n" TESTS);
	rules_free(load(&f, "f.yaml:2:15: unknown group 'yaer'\n"));
	folder_free(&f);
}

/* Its mentions would stand under a name that the record uses itself. */
Test(rules, field_of_the_record)
{
	struct folder f = folder_new();

	put_file(&f, "title/f.yaml", "- name: a\n  match: a\n" TESTS);
	rules_free(load(
		&f, "f.yaml:1:3: 'title' is a field of the record, no type\n"));
	folder_free(&f);
}

Test(rules, later_folder_replaces)
{
	struct folder f = folder_new(), g = folder_new();
	const char *dir[2] = { f.dir, g.dir };
	struct ex_err e;
	struct rules *r;

	put_file(&f, "t/f.yaml",
		"- name: a\n  match: old\n" TESTS
		"- name: b\n  match: kept\n" TESTS);
	put_file(&g, "t/f.yaml", "- name: a\n  match: new\n" TESTS);
	r = rules_load(dir, 2, NULL, NULL, &e);
	cr_assert(r, "%s", e.what);
	cr_assert_eq(r->nrule, 2);
	cr_assert(str_eq(r->rule[0]->pattern, STR("new")));
	cr_assert(str_eq(r->rule[1]->pattern, STR("kept")));
	rules_free(r);
	folder_free(&f);
	folder_free(&g);
}

Test(rules, no_folder)
{
	const char *dir = "/nonexistent/rules";
	struct ex_err e;

	cr_assert_null(rules_load(&dir, 1, NULL, NULL, &e));
	cr_assert(strstr(e.what, "cannot open the rules"));
	cr_assert_str_eq(e.file, dir);
}

Test(rules, lexicon_words)
{
	struct folder f = folder_new();
	const struct lexicon *l;
	const struct node *n;
	struct rules *r;

	put_file(&f, "lexicon/x.yaml",
		"title: { bộ trưởng: 1, bộ trưởng bộ: 2, Hoà: { a: b } }\n");
	r = load(&f, "");
	l = rules_lexicon(r, "title");
	cr_assert(l);
	/* A small first letter stands for both, a capital for itself. */
	cr_assert(str_eq(lexicon_get(l, STR("Bộ trưởng"), "value"), STR("1")));
	cr_assert(lexicon_get(l, STR("hòa"), "a").n == 0);
	/* Entries are spelled as rules see text. */
	cr_assert(str_eq(lexicon_get(l, STR("Hòa"), "a"), STR("b")));
	/* The longest entry that ends at a word's end. */
	cr_assert_eq(lexicon_longest(l, STR("Bộ trưởng bộ này"), &n),
		strlen("Bộ trưởng bộ"));
	cr_assert_eq(lexicon_longest(l, STR("bộ trưởng bộm"), &n),
		strlen("bộ trưởng"));
	cr_assert_eq(lexicon_longest(l, STR("bộ"), &n), 0);
	rules_free(r);
	folder_free(&f);
}

/* Patterns that are too large for the automaton, one after the other: each is
 * run over the whole text, and loading comes to an end. */
Test(rules, many_too_large_patterns, .timeout = 60)
{
	struct folder f = folder_new();
	struct chance c = { 20261130 };
	struct buf text = { .mem = NULL };
	struct rules *r;
	unsigned i, j;
	static const char kind[] = "dDwWsShHvV";

	for (i = 0; i < 14; i++) {
		buf_printf(&text, "- name: r%u\n  match: 'qq%uN|qq", i, i);
		for (j = 0; j < 5100; j++)
			buf_printf(&text, "\\%c{8}", kind[chance(&c, 10)]);
		buf_printf(&text,
			"'\n  tests:\n    - { text: 'qq%uN', want: { text: "
			"'qq%uN' } }\n    - { text: x, want: none }\n",
			i, i);
	}
	buf_put_c(&text, '\0');
	put_file(&f, "large/large.yaml", text.p);
	r = load(&f, "");
	cr_assert(r);
	for (i = 0; i < r->nrule; i++)
		cr_expect(r->rule[i]->everywhere);
	rules_free(r);
	buf_free(&text);
	folder_free(&f);
}
