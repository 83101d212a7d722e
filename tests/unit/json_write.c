/* Whatever goes in, what comes out is valid UTF-8 and valid JSON. */
#include <stdio.h>
#include <criterion/criterion.h>

#include "base/json_write.h"
#include "base/utf8.h"

static void
is_text(struct str in, const char *want)
{
	struct buf b = { 0 };

	json_put_text(&b, in);
	cr_assert(str_eq(buf_str(&b), str_c(want)), "want %s, got %.*s", want,
		STR_ARG(buf_str(&b)));
	buf_free(&b);
}

static void
is_tree(const struct node *n, const char *want)
{
	struct buf b = { 0 };

	json_put_node(&b, n);
	cr_assert(str_eq(buf_str(&b), str_c(want)), "want %s, got %.*s", want,
		STR_ARG(buf_str(&b)));
	buf_free(&b);
}

Test(json_write, letters_stand_as_they_are)
{
	is_text(STR(""), "\"\"");
	is_text((struct str){ NULL, 0 }, "\"\"");
	is_text(STR("Nghị định 30/2020/NĐ-CP"), "\"Nghị định 30/2020/NĐ-CP\"");
	is_text(STR("\xF0\x9F\x8F\x9B"), "\"\xF0\x9F\x8F\x9B\"");
	/* Line and paragraph separators are no trouble to JSON. */
	is_text(STR("a\xE2\x80\xA8z\xE2\x80\xA9"),
		"\"a\xE2\x80\xA8z\xE2\x80\xA9\"");
}

Test(json_write, controls_and_quotes_are_escaped)
{
	is_text(STR("\"Hà\\Nội\""), "\"\\\"Hà\\\\Nội\\\"\"");
	is_text(STR("\b\t\n\f\r"), "\"\\b\\t\\n\\f\\r\"");
	is_text(STR("a\0b\x01\x1F\x7F"), "\"a\\u0000b\\u0001\\u001f\x7F\"");
}

Test(json_write, what_is_no_utf8_is_replaced)
{
	is_text(STR("a\xFFz"), "\"a\xEF\xBF\xBDz\"");
	/* A sequence cut short at the end, a lone continuation. */
	is_text(STR("\xE1\xBB"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
	is_text(STR("\x80\"x"), "\"\xEF\xBF\xBD\\\"x\"");
	/* A surrogate, an overlong slash, past the last code point. */
	is_text(STR("\xED\xA0\x80"),
		"\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
	is_text(STR("\xC0\xAF"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
	is_text(STR("\xF4\x90\x80\x80"),
		"\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

/* What a text becomes, a letter at a time. */
static void
put_slowly(struct buf *out, struct str s)
{
	size_t at = 0, from;
	uint32_t c;

	buf_put_c(out, '"');
	while (at < s.n) {
		from = at;
		c = utf8_get(s, &at);
		if (c == '"' || c == '\\')
			buf_put_c(out, '\\');
		if (c == '\n')
			buf_put(out, STR("\\n"));
		else if (c < 0x20)
			buf_printf(out, "\\u%04x", (unsigned)c);
		else
			buf_put(out, str_slice(s, from, at));
	}
	buf_put_c(out, '"');
}

/* Texts of every length up to some blocks, with each of these at each place:
 * as a text, as one known to be valid, as a name. */
Test(json_write, every_place)
{
	static const char *const part[] = { "a", "à", "ệ", "\xF0\x9F\x8F\x9B",
		"\"", "\\", "\n", "\x01", "\x7F" };
	struct buf text = { 0 }, want = { 0 }, got = { 0 };
	size_t n, at, i, k;

	for (n = 1; n < 80; n++)
		for (at = 0; at < n; at++)
			for (i = 0; i < sizeof part / sizeof *part; i++) {
				text.n = want.n = got.n = 0;
				for (k = 0; k < n; k++)
					buf_put(&text, k == at ? str_c(part[i])
							       : STR("n"));
				for (k = 0; k < 2; k++)
					put_slowly(&want, buf_str(&text));
				buf_put_c(&want, ',');
				put_slowly(&want, buf_str(&text));
				buf_put_c(&want, ':');
				json_put_text(&got, buf_str(&text));
				json_put_valid(&got, buf_str(&text));
				json_put_name(&got, buf_str(&text));
				cr_assert(str_eq(buf_str(&got), buf_str(&want)),
					"%zu of %zu: %.*s", at, n,
					STR_ARG(buf_str(&got)));
			}
	buf_free(&text);
	buf_free(&want);
	buf_free(&got);
}

Test(json_write, every_byte_comes_out_as_utf8)
{
	char bytes[512];
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(i * 7);
	json_put_text(&b, (struct str){ bytes, sizeof bytes });
	cr_assert_eq(utf8_check(buf_str(&b)), b.n);
	for (i = 0; i < b.n; i++)
		cr_assert((unsigned char)b.p[i] >= 0x20);
	buf_free(&b);
}

Test(json_write, a_tree)
{
	struct mem m;
	struct node *o, *list, *item;

	mem_open(&m, 0);
	o = node_new(&m, NODE_OBJECT);
	is_tree(o, "{}");
	node_put_text(&m, o, "name", STR("Sở \"Y tế\""));
	node_put_int(&m, o, "n", -12);
	node_put_bool(&m, o, "yes", true);
	node_put_null(&m, o, "none");
	list = node_put_list(&m, o, "list");
	node_put_object(&m, o, "x\ny");
	item = node_add(list, STR(""), node_new(&m, NODE_TEXT));
	item->text = STR("[");
	node_add(list, STR(""), node_new(&m, NODE_LIST));
	node_add(list, STR(""), node_new(&m, NODE_NULL));
	is_tree(o, "{\"name\":\"Sở \\\"Y tế\\\"\",\"n\":-12,\"yes\":true,"
		   "\"none\":null,\"list\":[\"[\",[],null],\"x\\ny\":{}}");
	is_tree(NULL, "null");
	mem_close(&m);
}

Test(json_write, a_number_is_one_or_becomes_a_text)
{
	static const char *const good[] = { "0", "-0", "10.01", "1e9", "1.5E-7",
		"1200000000000", "-3.0" };
	static const char *const bad[] = { "", "-", "007", "1.", ".5", "1e",
		"0x10", "NaN", "1,2", "+1", "1 ", "Infinity" };
	struct node n = { .kind = NODE_NUMBER };
	char want[32];
	size_t i;

	for (i = 0; i < sizeof good / sizeof *good; i++) {
		n.text = str_c(good[i]);
		is_tree(&n, good[i]);
	}
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		n.text = str_c(bad[i]);
		snprintf(want, sizeof want, "\"%s\"", bad[i]);
		is_tree(&n, want);
	}
}

Test(json_write, depth_is_bounded)
{
	struct mem m;
	struct node *top, *at;
	struct buf b = { 0 };
	size_t i;

	mem_open(&m, 0);
	top = at = node_new(&m, NODE_LIST);
	for (i = 0; i < 200000; i++)
		at = node_add(at, STR(""), node_new(&m, NODE_LIST));
	json_put_node(&b, top);
	cr_assert_eq(b.n, 2 * (JSON_DEPTH_MAX + 1) + 4);
	cr_assert(str_find(buf_str(&b), STR("[null]"), 0) != SPAN_NONE);
	buf_free(&b);
	mem_close(&m);
}
