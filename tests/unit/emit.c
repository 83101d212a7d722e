/* Records and flat mentions of an article put together by hand. */
#include <criterion/criterion.h>

#include "base/points.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "emit.h"
#include "libextract.h"

/* printf %s TEXT | sha256sum | cut -c 1-32 */
#define ID "3da399fc532788a4f954f453ade61345"

static struct mem mem;
static struct rules rules;
static struct doc doc;

static void
add_type(const char *name, bool hidden)
{
	rules.type[rules.ntype].name = str_c(name);
	rules.type[rules.ntype++].hidden = hidden;
}

static struct value *
value_of(unsigned type, struct span at, const char *rule)
{
	struct value *v = MEM_NEW(&mem, struct value);
	struct values *list = &doc.list[type];

	v->at = at;
	v->rule = str_c(rule);
	v->fields = node_new(&mem, NODE_OBJECT);
	if (list->last)
		list->last->next = v;
	else
		list->first = v;
	list->last = v;
	list->n++;
	return v;
}

static struct span
place(const char *words)
{
	size_t at = str_find(doc.text.out, str_c(words), 0);

	return (struct span){ at, at + str_c(words).n };
}

static void
mention_of(struct value *entry, const char *words, const char *rule)
{
	struct value *v = MEM_NEW(&mem, struct value);

	v->at = place(words);
	v->rule = str_c(rule);
	v->fields = node_new(&mem, NODE_OBJECT);
	entry->mentions = entry->last_mention = v;
}

static void
setup(void)
{
	struct value *v;
	struct node *role;

	mem_open(&mem, 0);
	rules = (struct rules){ 0 };
	doc = (struct doc){ .mem = &mem };
	add_type("_names", true);
	add_type("diseases", false);
	add_type("officials", false);
	add_type("dates", false);
	rules_name(&rules);
	doc.raw.uri = STR("bài/1.txt");
	doc.raw.type = STR("text");
	doc.raw.bytes = STR("abc");
	doc.page.charset = STR("utf-8");
	doc.article.published = STR("2021-06-05");
	doc.article.authors = node_new(&mem, NODE_LIST);
	doc.warnings = node_new(&mem, NODE_LIST);
	doc.text.out = STR("Ngày 31/5, bà Lê Thị Hoa nói về sốt rét.");

	value_of(0, place("Lê"), "_names/x/y");
	v = value_of(1, place("sốt rét"), "diseases/fever/malaria");
	node_put_text(&mem, v->fields, "text", STR("not the mention's"));
	node_put_text(&mem, v->fields, "group", STR("nhiệt đới"));
	v = value_of(2, (struct span){ SPAN_NONE, SPAN_NONE }, "");
	v->rule = (struct str){ NULL, 0 };
	node_put_text(&mem, v->fields, "name", STR("Lê Thị Hoa"));
	role = node_add(node_put_list(&mem, v->fields, "roles"), STR(""),
		node_new(&mem, NODE_OBJECT));
	node_put_text(&mem, role, "text", STR("Giám đốc Sở"));
	node_put_text(&mem, role, "title", STR("Giám đốc"));
	mention_of(v, "Lê Thị Hoa", "officials/person/role-name");
	v = value_of(3, place("Ngày 31/5"), "dates/day/short");
	node_put_text(&mem, v->fields, "type", STR("DATE"));
	node_put_text(&mem, v->fields, "value", STR("2021-05-31"));
}

static void
teardown(void)
{
	mem_close(&mem);
}

TestSuite(emit, .init = setup, .fini = teardown);

static struct str
written(const char *format)
{
	const struct emit_type *t = emit_find(format);
	struct buf b = { .mem = &mem };

	cr_assert(t);
	t->record(&doc, &rules, &b);
	return buf_str(&b);
}

static void
is(struct str got, const char *want)
{
	cr_assert(str_eq(got, str_c(want)), "want %s\n got %.*s", want,
		STR_ARG(got));
}

Test(emit, formats_by_name)
{
	cr_assert_str_eq(emit_find("jsonl")->name, "jsonl");
	cr_assert_str_eq(emit_find("mentions")->name, "mentions");
	cr_assert_null(emit_find("xml"));
	cr_assert_null(emit_find(""));
}

/* The contract: all fields, in its order, an analyst's list behind the six. */
Test(emit, a_record)
{
	is(written("jsonl"),
		"{\"schema\":1,\"id\":\"" ID "\","
		"\"source\":{\"uri\":\"bài/1.txt\",\"key\":null,"
		"\"type\":\"text\",\"charset\":\"utf-8\",\"sha256\":"
		"\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61"
		"f20015ad\"},\"title\":null,\"authors\":[],\"site\":null,"
		"\"url\":null,\"language\":null,\"published\":\"2021-06-05\","
		"\"modified\":null,"
		"\"text\":\"Ngày 31/5, bà Lê Thị Hoa nói về sốt rét.\","
		"\"dates\":[{\"text\":\"Ngày 31/5\",\"start\":0,\"end\":9,"
		"\"type\":\"DATE\",\"value\":\"2021-05-31\","
		"\"rule\":\"dates/day/short\"}],"
		"\"officials\":[{\"name\":\"Lê Thị Hoa\",\"roles\":[{"
		"\"text\":\"Giám đốc Sở\",\"title\":\"Giám đốc\"}],"
		"\"mentions\":[{\"text\":\"Lê Thị Hoa\",\"start\":14,"
		"\"end\":24,\"rule\":\"officials/person/role-name\"}]}],"
		"\"units\":[],\"figures\":[],\"deadlines\":[],"
		"\"documents\":[],"
		"\"diseases\":[{\"text\":\"sốt rét\",\"start\":32,"
		"\"end\":39,\"group\":\"nhiệt đới\","
		"\"rule\":\"diseases/fever/malaria\"}],"
		"\"warnings\":[]}\n");
}

/* A date's own `type` gives way to the list's name; roles are one cell. */
Test(emit, flat_mentions)
{
	is(written("mentions"),
		"{\"article\":\"" ID "\",\"uri\":\"bài/1.txt\","
		"\"published\":\"2021-06-05\",\"type\":\"dates\","
		"\"text\":\"Ngày 31/5\",\"start\":0,\"end\":9,"
		"\"value\":\"2021-05-31\",\"dates_type\":\"DATE\","
		"\"rule\":\"dates/day/short\"}\n"
		"{\"article\":\"" ID "\",\"uri\":\"bài/1.txt\","
		"\"published\":\"2021-06-05\",\"type\":\"officials\","
		"\"text\":\"Lê Thị Hoa\",\"start\":14,\"end\":24,"
		"\"value\":null,\"name\":\"Lê Thị Hoa\","
		"\"roles\":\"Giám đốc Sở\","
		"\"rule\":\"officials/person/role-name\"}\n"
		"{\"article\":\"" ID "\",\"uri\":\"bài/1.txt\","
		"\"published\":\"2021-06-05\",\"type\":\"diseases\","
		"\"text\":\"sốt rét\",\"start\":32,\"end\":39,"
		"\"value\":null,\"diseases_text\":\"not the mention's\","
		"\"group\":\"nhiệt đới\","
		"\"rule\":\"diseases/fever/malaria\"}\n");
}

Test(emit, a_failure)
{
	struct ex_err e = { .what = "byte 12 is not UTF-8" };
	struct buf b = { .mem = &mem };

	doc.page.charset = (struct str){ NULL, 0 };
	emit_find("jsonl")->failure(&doc, "decode", &e, &b);
	is(buf_str(&b),
		"{\"schema\":1,\"source\":{\"uri\":\"bài/1.txt\","
		"\"key\":null,\"type\":\"text\",\"charset\":null,\"sha256\":"
		"\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61"
		"f20015ad\"},\"error\":{\"stage\":\"decode\","
		"\"message\":\"byte 12 is not UTF-8\"}}\n");
	cr_assert_null(emit_find("mentions")->failure);
}

/* Paths are bytes, and may hold any but NUL. */
Test(emit, a_hostile_path_is_still_one_line_of_json)
{
	struct str line;

	doc.raw.uri = STR("a\xFF\n\"b");
	line = written("jsonl");
	cr_assert_eq(utf8_check(line), line.n);
	cr_assert_eq(str_find(line, STR("\n"), 0), line.n - 1);
	cr_assert(str_find(line, STR("\"a\xEF\xBF\xBD\\n\\\"b\""), 0) !=
		  SPAN_NONE);
}

Test(emit, an_empty_article)
{
	struct str line;

	doc = (struct doc){ .mem = &mem };
	line = written("jsonl");
	/* The sum of no bytes at all. */
	cr_assert(str_find(line,
			  STR("\"id\":\"e3b0c44298fc1c149afbf4c8996fb924\""),
			  0) != SPAN_NONE);
	cr_assert(str_find(line, STR("\"text\":\"\""), 0) != SPAN_NONE);
	cr_assert_eq(written("mentions").n, 0);
}

Test(emit, code_points_of_bytes)
{
	static const char *const letter[] = { "ệ", "\xF0\x9F\x8F\x9B", "a", "ệ",
		"đ", "a", "a" };
	struct buf b = { .mem = &mem };
	struct points p;
	size_t i, at = 0;

	for (i = 0; i < 300; i++)
		buf_put(&b, str_c(letter[i % 7]));
	p = points_new(&mem, buf_str(&b));
	for (i = 0; i < 300; i++) {
		cr_assert_eq(points_at(&p, at), i);
		utf8_get(buf_str(&b), &at);
	}
	cr_assert_eq(points_at(&p, b.n), 300);
	cr_assert_eq(points_at(&p, b.n + 99), 300);
}

Test(emit, sums)
{
	char hex[SHA256_HEX + 1];

	cr_assert(sha256_hex((struct str){ NULL, 0 }, hex));
	cr_assert_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb924"
			      "27ae41e4649b934ca495991b7852b855");
}

/* A text and its beginning, at each length around SHA-256's own blocks. */
Test(emit, sums_of_both)
{
	char s[200], part[SHA256_HEX + 1], whole[SHA256_HEX + 1];
	char want[SHA256_HEX + 1];
	size_t n, all;

	for (n = 0; n < sizeof s; n++)
		s[n] = (char)(n * 7);
	for (all = 0; all < sizeof s; all += 13)
		for (n = 0; n <= all; n++) {
			cr_assert(sha256_hex_both(
				(struct str){ s, all }, n, part, whole));
			cr_assert(sha256_hex((struct str){ s, n }, want));
			cr_assert_str_eq(part, want);
			cr_assert(sha256_hex((struct str){ s, all }, want));
			cr_assert_str_eq(whole, want);
		}
}
