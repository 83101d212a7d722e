/* Bytes to UTF-8. */
#include <criterion/criterion.h>

#include "decode.h"
#include "libextract.h"

static const struct {
	struct str in;
	const char *charset, *want, *fault, *why;
} cases[] = {
	{ { "xin", 3 }, "utf-8", "xin", NULL, "as it is" },
	{ { "\xEF\xBB\xBF"
	    "Đà Nẵng",
		  14 },
		"utf-8", "Đà Nẵng", NULL, "the mark is no text" },
	{ { "\xFF\xFE\x10\x01\xC0\x1E", 6 }, "utf-16le", "ĐỀ", NULL,
		"the small end first" },
	{ { "\xFE\xFF\x01\x10\x1E\xC0", 6 }, "utf-16be", "ĐỀ", NULL,
		"the big end first" },
	{ { "\xFF\xFE\x3D\xD8\x00\xDE", 6 }, "utf-16le", "😀", NULL,
		"a pair is one letter" },
	{ { "a\xE1\xBB", 3 }, NULL, NULL, "byte 1 is not valid UTF-8",
		"cut in a letter" },
	{ { "\xEF\xBB\xBF\xFF", 4 }, NULL, NULL, "byte 3 is not valid UTF-8",
		"counted from the file's start" },
	{ { "B\xE9", 2 }, NULL, NULL, "byte 1 is not valid UTF-8",
		"Windows-1258 is not read" },
	{ { "\xFF\xFE\x00\xD8\x41\x00", 6 }, NULL, NULL,
		"byte 2 is not valid UTF-16", "half a pair" },
	{ { "\xFF\xFE\x00\xDC", 4 }, NULL, NULL, "byte 2 is not valid UTF-16",
		"the other half" },
	{ { "\xFE\xFF\x00", 3 }, NULL, NULL,
		"byte 2 is half a letter of UTF-16: the text is cut",
		"an odd byte" },
};

Test(decode, charsets)
{
	struct mem m;
	size_t i;

	mem_open(&m, 0);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct doc d = { .mem = &m, .raw.bytes = cases[i].in };
		struct ex_err e = { .what = "" };
		int rc = decode(&d, &e);

		cr_expect_eq(rc, cases[i].fault ? -1 : 0, "%s", cases[i].why);
		if (cases[i].fault) {
			cr_expect_str_eq(
				e.what, cases[i].fault, "%s", cases[i].why);
			continue;
		}
		cr_expect(str_eq(d.page.text, str_c(cases[i].want)), "%s",
			cases[i].why);
		cr_expect(str_eq(d.page.charset, str_c(cases[i].charset)), "%s",
			cases[i].why);
	}
	mem_close(&m);
}

Test(decode, nul_is_a_byte)
{
	struct mem m;
	struct doc d = { .mem = &m, .raw.bytes = { "a\0b", 3 } };
	struct ex_err e = { .what = "" };

	mem_open(&m, 0);
	cr_assert_eq(decode(&d, &e), 0);
	cr_assert_eq(d.page.text.n, 3);
	mem_close(&m);
}
