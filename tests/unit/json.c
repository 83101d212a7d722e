/* JSON is read in two ways that agree: what json_plain.c takes for a tree is
 * the same one to the library. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/json_plain.h"
#include "base/json_write.h"
#include "libextract.h"

static struct mem mem;

static void
begin(void)
{
	mem_open(&mem, 0);
}

static void
end(void)
{
	mem_close(&mem);
}

TestSuite(json, .init = begin, .fini = end);

static struct str
written(const struct node *n)
{
	struct buf out = { .mem = &mem };

	json_put_node(&out, n);
	return buf_str(&out);
}

/* True where it is plain. */
static bool
agree(struct str s)
{
	struct node *plain = json_plain(s, &mem), *whole = NULL;
	struct ex_err e = { .what = "" };
	struct str a, b;
	int rc = json_by_library(s, &mem, &whole, &e);

	if (!plain)
		return false;
	cr_assert_eq(rc, 0, "%.*s: %s", STR_ARG(s), e.what);
	a = written(plain);
	b = written(whole);
	cr_assert(str_eq(a, b), "%.*s: %.*s and %.*s", STR_ARG(s), STR_ARG(a),
		STR_ARG(b));
	return true;
}

Test(json, plain)
{
	static const char *const all[] = { "{}", "[]", "null", "true", "false",
		"0", "12", "-7", "123456789012345678", "0.5", "-1.50e3", "1E2",
		"2.0", "0.1", "123456789.123456789", "\"\"", "\"Hà Nội\"",
		"\"a\\n\\t\\\"\\\\\\/\\b\\f\\rz\"", "\"\\u1ec7\\u00C0\\u0041\"",
		"\"\\ud83c\\udfdb\"", "[\"a\\u0000b\",{\"a\":\"\"}]",
		" { \"a\" : [ 1 , { \"b\" : null } ] } ", "\t[\r\n[], {} ]\n",
		"{\"\":\"\"}", "[\"a\",\"a\",true,false]",
		"{\"text\":\"Một hai ba bốn năm sáu bảy tám chín mười mười "
		"một.\\n\\nMười hai \\\"mười ba\\\" mười bốn\",\"id\":1}" };
	size_t i;

	for (i = 0; i < sizeof all / sizeof *all; i++)
		cr_expect(agree(str_c(all[i])), "%s", all[i]);
}

/* The library's matter: not valid, or rare. */
Test(json, not_plain)
{
	static const char *const all[] = { "", " ", "{", "{\"a\"}", "{\"a\":}",
		"{\"a\":1,}", "[1,]", "[,1]", "[1 2]", "tru", "truex", "nul",
		"01", "-", "-0", "1.", ".5", "1e", "+1", "1x",
		"1234567890123456789012", "1e999", "\"", "\"\\\"", "\"\\x\"",
		"\"\\u12\"", "\"\\u12g4\"", "\"\\ud83c\"", "\"\\ud83cx\"",
		"\"\\ud83c\\u0041\"", "\"\\udfdb\"", "{\"a\\u0000\":1}",
		"\"\n\"", "\"\x01\"", "\"\xE1\xBB\"", "\xEF\xBB\xBF{}", "{} {}",
		"[]]", "{\"a\":1,\"a\":2}", "{a:1}", "{'a':1}", "[1\v]",
		"NaN" };
	size_t i;

	for (i = 0; i < sizeof all / sizeof *all; i++)
		cr_expect_not(agree(str_c(all[i])), "%s", all[i]);
	cr_expect_not(agree((struct str){ "[1]\0", 4 }));
	cr_expect_not(agree((struct str){ "\0", 1 }));
}

Test(json, depth)
{
	struct buf s = { .mem = &mem };
	size_t i;

	for (i = 0; i < 99; i++)
		buf_put_c(&s, '[');
	for (i = 0; i < 99; i++)
		buf_put_c(&s, ']');
	cr_expect(agree(buf_str(&s)));
	s.n = 0;
	for (i = 0; i < 1500; i++)
		buf_put(&s, STR("{\"a\":"));
	buf_put_c(&s, '1');
	for (i = 0; i < 1500; i++)
		buf_put_c(&s, '}');
	cr_expect_not(agree(buf_str(&s)));
}

/* A record with bytes changed, left out and doubled. */
Test(json, any_text)
{
	static const char record[] =
		"{\"id\": 12, \"title\":\"Khai \\\"hội\\\"\\u00e0\\n\",\"x\":"
		"[1.5,true,null,{\"a\":{}}], \"text\":\"Sáng nay, lễ hội mở "
		"ở Hà Nội và \\ud83c\\udfdb ở Huế.\\n\\nHết\", \"y\":-3e2}";
	static const char put[] = "\"\\{}[]:,0-.eu \n\x01\xE1\xBB";
	char text[sizeof record + 8];
	uint64_t x = 88172645463325252ULL;
	size_t n, at, plain = 0;
	int i, k;

	for (i = 0; i < 40000; i++) {
		n = sizeof record - 1;
		memcpy(text, record, n);
		for (k = 0; k <= i % 3; k++) {
			x ^= x << 13;
			x ^= x >> 7;
			x ^= x << 17;
			at = x % n;
			if (x >> 32 & 1)
				memmove(text + at, text + at + 1, --n - at);
			else
				text[at] = put[(x >> 33) % (sizeof put - 1)];
		}
		plain += agree((struct str){ text, n });
		if (i % 64 == 0)
			mem_reset(&mem);
	}
	cr_expect_gt(plain, 1000);
}
