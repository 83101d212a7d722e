/* Files, folders, JSON Lines: what comes out, in order, and what fails. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "libextract.h"
#include "read.h"

struct folder {
	char dir[64];
};

static struct folder
folder_new(void)
{
	struct folder f;

	strcpy(f.dir, "/tmp/extract-read-XXXXXX");
	cr_assert(mkdtemp(f.dir));
	return f;
}

static void
folder_free(const struct folder *f)
{
	char command[128];

	snprintf(command, sizeof command, "rm -rf '%s'", f->dir);
	cr_assert_eq(system(command), 0);
}

static void
put(const struct folder *f, const char *name, struct str bytes)
{
	char path[256];
	FILE *out;

	snprintf(path, sizeof path, "%s/%s", f->dir, name);
	out = fopen(path, "wb");
	cr_assert(out);
	cr_assert_eq(fwrite(bytes.p, 1, bytes.n, out), bytes.n);
	cr_assert_eq(fclose(out), 0);
}

static void
put_folder(const struct folder *f, const char *name)
{
	char path[256];

	snprintf(path, sizeof path, "%s/%s", f->dir, name);
	cr_assert_eq(mkdir(path, 0777), 0);
}

/* A line for each article: its place in the folder, its kind, or why not. */
static void
is_read(const struct folder *f, const char *name, const char *input,
	const char *want)
{
	char path[256];
	const char *list[] = { path };
	struct read_options o = { list, 1, input };
	struct ex_err e = { .what = "" };
	struct buf got = { 0 };
	struct reader *r;
	struct raw raw;
	struct mem m;
	int rc;

	snprintf(path, sizeof path, "%s%s", f->dir, name);
	mem_open(&m, 0);
	r = read_open(&o, &e);
	cr_assert(r, "%s", e.what);
	while ((rc = read_next(r, &raw, &m, &e)) != 0) {
		cr_assert(str_starts(raw.uri, str_c(f->dir)));
		buf_put(&got, str_slice(raw.uri, strlen(f->dir), raw.uri.n));
		if (rc < 0)
			buf_printf(&got, ": %s", e.what);
		else
			buf_printf(&got, " %.*s", STR_ARG(raw.type));
		if (e.line)
			buf_printf(&got, " (%zu:%zu)", e.line, e.column);
		buf_put_c(&got, '\n');
	}
	read_close(r);
	mem_close(&m);
	cr_expect(str_eq(buf_str(&got), str_c(want)), "want:\n%sgot:\n%.*s",
		want, STR_ARG(buf_str(&got)));
	buf_free(&got);
}

Test(read, folder_in_order_of_path)
{
	struct folder f = folder_new();

	put_folder(&f, "b");
	put_folder(&f, "b/c");
	put_folder(&f, ".git");
	put(&f, "b/c/1", STR("a"));
	put(&f, "b.txt", STR("a"));
	put(&f, "b/z.jsonl", STR("{\"text\":\"a\"}\n\n{\"text\":\"b\"}"));
	put(&f, "a", STR("a"));
	put(&f, ".hidden", STR("a"));
	put(&f, ".git/x", STR("a"));
	is_read(&f, "", NULL,
		"/a text\n/b.txt text\n/b/c/1 text\n/b/z.jsonl#1 jsonl\n"
		"/b/z.jsonl#3 jsonl\n");
	is_read(&f, "/b/", NULL,
		"/b/c/1 text\n/b/z.jsonl#1 jsonl\n/b/z.jsonl#3 jsonl\n");
	folder_free(&f);
}

Test(read, links_that_go_round)
{
	struct folder f = folder_new();
	char path[256];

	put_folder(&f, "a");
	put(&f, "a/x", STR("x"));
	snprintf(path, sizeof path, "%s/a/up", f.dir);
	cr_assert_eq(symlink("..", path), 0);
	snprintf(path, sizeof path, "%s/gone", f.dir);
	cr_assert_eq(symlink("nowhere", path), 0);
	is_read(&f, "", NULL,
		"/a/x text\n"
		"/gone: cannot open: No such file or directory\n");
	folder_free(&f);
}

Test(read, what_holds_no_article)
{
	struct folder f = folder_new();

	is_read(&f, "", NULL, ": no article in this folder\n");
	is_read(&f, "/a", NULL, "/a: cannot open: No such file or directory\n");
	put(&f, "empty", STR(""));
	is_read(&f, "/empty", NULL, "/empty: empty: no text\n");
	put(&f, "empty.jsonl", STR("\n \n"));
	is_read(&f, "/empty.jsonl", NULL, "/empty.jsonl: empty: no text\n");
	put(&f, "blank.txt", STR("\xEF\xBB\xBF \n\n"));
	is_read(&f, "/blank.txt", NULL, "/blank.txt: empty: no text\n");
	folder_free(&f);
}

Test(read, kinds)
{
	static const struct {
		const char *name;
		struct str bytes;
		const char *want;
	} all[] = {
		{ "a.jsonl", { "Xin\n", 4 },
			"/a.jsonl#1: not JSON: invalid token (1:3)\n" },
		{ "b.txt", { "{\"text\":\"a\"}", 12 }, "/b.txt#1 jsonl\n" },
		{ "c.txt", { "{Bản tin}", 11 }, "/c.txt text\n" },
		{ "d", { "\n <!DOCTYPE html>", 17 }, "/d html\n" },
		{ "e.HTML", { "a", 1 }, "/e.HTML html\n" },
		{ "f.txt", { "\x1f\x8b\x08", 3 },
			"/f.txt: the gzip member at byte 0 is cut off\n" },
		{ "h.docx", { "PK\x03\x04", 4 },
			"/h.docx: a broken archive: truncated ZIP file "
			"header\n" },
		{ "i.txt", { "%PDF-1.7", 8 }, "/i.txt: PDF is not read\n" },
		{ "j.json", { "{\n\"text\": \"a\"\n}\n", 16 },
			"/j.json#1 json\n" },
		{ "k.txt", { "\xFF\xFE{\0", 4 }, "/k.txt text\n" },
	};
	struct folder f = folder_new();
	char path[64];
	size_t i;

	for (i = 0; i < sizeof all / sizeof *all; i++) {
		put(&f, all[i].name, all[i].bytes);
		snprintf(path, sizeof path, "/%s", all[i].name);
		is_read(&f, path, NULL, all[i].want);
	}
	is_read(&f, "/e.HTML", "text", "/e.HTML text\n");
	is_read(&f, "/b.txt", "text", "/b.txt text\n");
	folder_free(&f);
}

Test(read, addresses_are_told)
{
	const char *list[] = { "https://example.org/a" };
	struct read_options o = { list, 1, NULL };
	struct ex_err e = { .what = "" };
	struct reader *r = read_open(&o, &e);
	struct raw raw;
	struct mem m;

	mem_open(&m, 0);
	cr_assert_eq(read_next(r, &raw, &m, &e), -1);
	cr_expect_str_eq(e.what, "addresses are not fetched");
	cr_assert_eq(read_next(r, &raw, &m, &e), 0);
	read_close(r);
	mem_close(&m);
}

Test(read, unknown_input)
{
	struct read_options o = { NULL, 0, "pdf" };
	struct ex_err e = { .what = "" };

	cr_assert(!read_open(&o, &e));
	cr_expect_str_eq(e.what, "there is no kind of input 'pdf'");
}

Test(read, broken_lines_are_told_and_passed)
{
	struct folder f = folder_new();

	put(&f, "a.jsonl",
		STR("\xEF\xBB\xBF{\"id\":7,\"text\":\"a\"}\r\n"
		    "{\"text\":5}\n"
		    "{\"title\":\"a\"}\n"
		    "{\"text\":\" \"}\n"
		    "{\"text\":\"a\" \"b\"}\n"
		    "[1]\n"
		    "{\"text\":\"a\",\"authors\":[\"A\",1]}\n"
		    "{\"text\":\"a\",\"id\":true}\n"
		    "{\"text\":\"a\",\"site\":{}}\n"
		    "{\"text\":\"\xFF\"}\n"
		    "{\"text\":\"a\\u0000\",\"authors\":null}"));
	is_read(&f, "/a.jsonl", NULL,
		"/a.jsonl#1 jsonl\n"
		"/a.jsonl#2: 'text' is a number, want a text (2:0)\n"
		"/a.jsonl#3: 'text' is missing (3:0)\n"
		"/a.jsonl#4: empty: no text in 'text' (4:0)\n"
		"/a.jsonl#5: not JSON: '}' expected (5:15)\n"
		"/a.jsonl#6: a record is a list, want an object (6:0)\n"
		"/a.jsonl#7: 'authors' is a list of other things, want a list "
		"of texts (7:0)\n"
		"/a.jsonl#8: 'id' is true or false, want a text or a number "
		"(8:0)\n"
		"/a.jsonl#9: 'site' is an object, want a text (9:0)\n"
		"/a.jsonl#10 jsonl\n"
		"/a.jsonl#11 jsonl\n");
	folder_free(&f);
}

Test(read, long_line)
{
	enum { LONG = 20 << 20 };
	struct folder f = folder_new();
	struct buf b = { 0 };

	buf_put(&b, STR("{\"text\":\""));
	cr_assert(buf_reserve(&b, LONG));
	memset(b.p + b.n, 'a', LONG);
	b.n += LONG;
	buf_put(&b, STR("\"}\n{\"text\":\"b\"}\n"));
	put(&f, "a.jsonl", buf_str(&b));
	buf_free(&b);
	is_read(&f, "/a.jsonl", NULL, "/a.jsonl#1 jsonl\n/a.jsonl#2 jsonl\n");
	folder_free(&f);
}

Test(read, deep_json)
{
	struct folder f = folder_new();
	struct buf b = { 0 };
	int i;

	buf_put(&b, STR("{\"text\":\"a\",\"x\":"));
	for (i = 0; i < 100000; i++)
		buf_put_c(&b, '[');
	put(&f, "a.jsonl", buf_str(&b));
	buf_free(&b);
	is_read(&f, "/a.jsonl", NULL,
		"/a.jsonl#1: not JSON: maximum parsing depth reached "
		"(1:2064)\n");
	folder_free(&f);
}
