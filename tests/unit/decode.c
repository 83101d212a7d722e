/* Bytes to UTF-8: marks, labels, what is broken, what is forced. Whole texts
 * in every charset are in charset.c. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "charset.h"
#include "decode.h"
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

TestSuite(decode, .init = begin, .fini = end);

static struct doc
doc_of(struct str bytes, const char *type)
{
	struct doc d = { .mem = &mem, .raw.bytes = bytes };

	d.raw.type = str_c(type);
	d.warnings = node_new(&mem, NODE_LIST);
	return d;
}

static struct str
first_warning(const struct doc *d)
{
	return d->warnings->first ? d->warnings->first->text : STR("");
}

#define HEX(literal)                                                           \
	{                                                                      \
		(literal), sizeof(literal) - 1                                 \
	}

static const struct {
	struct str in;
	const char *charset, *want, *warning, *why;
} cases[] = {
	{ HEX("xin"), "utf-8", "xin", "", "as it is" },
	{ HEX("\xEF\xBB\xBF"
	      "Đà Nẵng"),
		"utf-8", "Đà Nẵng", "", "the mark is no text" },
	{ HEX("\xFF\xFE\x10\x01\xC0\x1E"), "utf-16le", "ĐỀ", "",
		"the small end first" },
	{ HEX("\xFE\xFF\x01\x10\x1E\xC0"), "utf-16be", "ĐỀ", "",
		"the big end first" },
	{ HEX("\xFF\xFE\x3D\xD8\x00\xDE"), "utf-16le", "😀", "",
		"a pair is one letter" },
	{ HEX("H\0\xD9\x1E"
	      "p\0 \0k\0\xC9\x1E"),
		"utf-16le", "Hộp kỉ", "", "no mark" },
	{ HEX("a\xE1\xBB"), "utf-8", "a\xEF\xBF\xBD",
		"2 bytes are not valid UTF-8: U+FFFD stands there",
		"cut in a letter" },
	{ HEX("\xEF\xBB\xBF\xFF"), "utf-8", "\xEF\xBF\xBD",
		"1 byte is not valid UTF-8: U+FFFD stands there",
		"the mark is certain" },
	{ HEX("Chợ\xFF mở cửa"), "utf-8", "Chợ\xEF\xBF\xBD mở cửa",
		"1 byte is not valid UTF-8: U+FFFD stands there",
		"one byte costs itself alone" },
	{ HEX("\xFF\xFE\x00\xD8\x41\x00"), "utf-16le",
		"\xEF\xBF\xBD"
		"A",
		"2 bytes are not valid UTF-16: U+FFFD stands there",
		"half a pair" },
	{ HEX("\xFE\xFF\x00"), "utf-16be", "\xEF\xBF\xBD",
		"1 byte is not valid UTF-16: U+FFFD stands there",
		"an odd byte" },
	{ HEX("caf\xE9 cr\xE8me"), "windows-1252", "café crème",
		"charset guessed: windows-1252", "French" },
	{ HEX("S\xF0\xE2n \xF0ình"), NULL, NULL, NULL, "anything but a crash" },
};

Test(decode, marks_and_broken_bytes)
{
	struct ex_err e = { .what = "" };
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct doc d = doc_of(cases[i].in, "text");
		struct str text;

		cr_assert_eq(decode(&d, &e), 0, "%s", cases[i].why);
		text = d.page.text;
		cr_expect_eq(utf8_check(text), text.n, "%s", cases[i].why);
		if (!cases[i].want)
			continue;
		cr_expect(str_eq(text, str_c(cases[i].want)), "%s: %.*s",
			cases[i].why, STR_ARG(text));
		cr_expect(str_eq(d.page.charset, str_c(cases[i].charset)),
			"%s: %.*s", cases[i].why, STR_ARG(d.page.charset));
		cr_expect(str_eq(first_warning(&d), str_c(cases[i].warning)),
			"%s: %.*s", cases[i].why, STR_ARG(first_warning(&d)));
	}
}

Test(decode, nul_is_a_byte)
{
	struct doc d = doc_of((struct str){ "a\0b", 3 }, "text");
	struct ex_err e = { .what = "" };

	cr_assert_eq(decode(&d, &e), 0);
	cr_assert_eq(d.page.text.n, 3);
}

Test(decode, valid_utf8_is_not_copied)
{
	struct str s = STR("Sáng nay, hội nghị bàn về giá lúa & “cà phê”.");
	struct doc d = doc_of(s, "text");
	struct ex_err e = { .what = "" };

	cr_assert_eq(decode(&d, &e), 0);
	cr_assert_eq(d.page.text.p, s.p);
	cr_assert_eq(d.page.text.n, s.n);
}

Test(decode, binary_fails)
{
	static const char bytes[] =
		"\x7F"
		"ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0\1\0\xE0";
	struct doc d = doc_of((struct str)HEX(bytes), "text");
	struct ex_err e = { .what = "" };

	cr_assert_eq(decode(&d, &e), -1);
	cr_assert_str_eq(e.what, "binary data: no text in any charset");
}

/* --- labels --- */

static const struct {
	const char *http, *head;
	struct str body;
	const char *charset, *want, *why;
} labels[] = {
	{ NULL, "<meta charset=iso-8859-1>",
		HEX("caf\xE9 \x93"
		    "a\x94"),
		"windows-1252", "café “a”", "latin1 means windows-1252" },
	{ NULL,
		"<META http-equiv='Content-Type' "
		"content='text/html; charset=windows-1251'>",
		HEX("\xCC\xE8\xF0"), "windows-1251", "Мир", "http-equiv" },
	{ NULL, "<?xml version='1.0' encoding='KOI8-R'?>", HEX("\xED\xC9\xD2"),
		"koi8-r", "Мир", "an XML declaration" },
	{ "shift_jis", "<meta charset=utf-8>", HEX("\x93\xFA\x96{"),
		"shift_jis", "日本", "HTTP before the page" },
	{ "iso-8859-1", "", HEX("mưa lũ"), "utf-8", "mưa lũ",
		"HTTP lies: these bytes are UTF-8" },
	{ "iso-2022-jp", "", HEX("\x1B$BF|K\\\x1B(B"), "iso-2022-jp", "日本",
		"ASCII with escapes" },
	{ "utf-8", "<meta charset='utf-8'>",
		HEX("C«ng ty x©y dùng ®­êng ®i, ng­êi d©n ®­îc lîi"), "tcvn3",
		"Công ty xây dựng đường đi, người dân được lợi",
		"UTF-8 of bytes that were TCVN3" },
	{ NULL, "<meta charset=iso-8859-1>",
		HEX("\xA7\xE9i tr\xCE gi\xB5nh v\xD0"), "tcvn3",
		"Đội trẻ giành vé", "latin1 is said by default" },
	{ NULL, "<meta charset=x-user-defined>",
		HEX("ng&#173;&ecirc;i d&copy;n &reg;&#173;&icirc;c l&icirc;i "
		    "&lt;p&gt; &#174;&#173;&#234;ng m&#237;i"),
		"tcvn3", "người dân được lợi &lt;p&gt; đường mới",
		"references to letters of Latin-1" },
	{ "utf-8", "<meta charset=utf-8>",
		HEX("ng\xAD\xEAi d\xA9n \xAE\xAD\xEE"
		    "c l\xEEi, "
		    "\xAE\xAD\xEAng m\xEDi"),
		"tcvn3", "người dân được lợi, đường mới",
		"both lie, the bytes do not" },
};

Test(decode, what_labels_say)
{
	struct ex_err e = { .what = "" };
	size_t i;

	for (i = 0; i < sizeof labels / sizeof *labels; i++) {
		struct str page = mem_printf(&mem, "%s<p>%.*s", labels[i].head,
			STR_ARG(labels[i].body));
		struct doc d = doc_of(page, "html");

		d.raw.charset = str_c(labels[i].http);
		cr_assert_eq(decode(&d, &e), 0, "%s", labels[i].why);
		cr_expect(str_eq(d.page.charset, str_c(labels[i].charset)),
			"%s: %.*s", labels[i].why, STR_ARG(d.page.charset));
		cr_expect(str_ends(d.page.text, str_c(labels[i].want)),
			"%s: %.*s", labels[i].why, STR_ARG(d.page.text));
	}
}

Test(decode, names_of_charsets)
{
	static const char *const pairs[][2] = { { "Latin1", "windows-1252" },
		{ "UTF8", "utf-8" }, { "x-viet-tcvn5712", "tcvn3" },
		{ "VISCII", "viscii" }, { "cp1258", "windows-1258" },
		{ "GB2312", "gb18030" }, { "iso-8859-15", "iso-8859-15" },
		{ "", NULL }, { "klingon", NULL }, { "vnu", NULL } };
	struct charset c;
	size_t i;

	for (i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		bool found = charset_find(str_c(pairs[i][0]), &c);

		cr_expect_eq(found, pairs[i][1] != NULL, "%s", pairs[i][0]);
		if (found && pairs[i][1])
			cr_expect_str_eq(c.name, pairs[i][1]);
	}
}

Test(decode, the_label_of_a_page)
{
	static const char *const pairs[][2] = {
		{ "<meta charset=\"utf-8\">", "utf-8" },
		{ "<META CHARSET = 'big5' />", "big5" },
		{ "<meta name=x content=y><meta charset=koi8-r>", "koi8-r" },
		{ "<meta http-equiv=c content=\"text/html;charset=euc-kr\">",
			"euc-kr" },
		{ "<meta charset", "" },
		{ "<meta charset=>", "" },
		{ "<p>charset=utf-8", "" },
	};
	size_t i;

	for (i = 0; i < sizeof pairs / sizeof *pairs; i++)
		cr_expect(str_eq(charset_in_page(str_c(pairs[i][0])),
				  str_c(pairs[i][1])),
			"%s", pairs[i][0]);
}

Test(decode, forced)
{
	struct doc d = doc_of((struct str)HEX("\xD0\xD1"), "text");
	struct ex_err e = { .what = "" };

	d.raw.charset = STR("vps");
	d.raw.forced = true;
	cr_assert_eq(decode(&d, &e), 0);
	cr_assert(str_eq(d.page.text, STR("ƯỦ")));
	cr_assert(str_eq(d.page.charset, STR("vps")));
}

/* --- pages of more than one charset --- */

Test(decode, a_paragraph_in_another_charset)
{
	struct doc d = doc_of(
		STR("Tin vắn hôm nay của tòa soạn.\n"
		    "ng\xAD\xEAi d\xA9n \xAE\xAD\xEE"
		    "c l\xEEi, "
		    "\xAE\xAD\xEAng m\xEDi\n"
		    "Hết bản tin \x93hôm nay\x94, mời bạn đọc đón xem.\n"),
		"text");
	struct ex_err e = { .what = "" };

	cr_assert_eq(decode(&d, &e), 0);
	cr_expect(str_eq(d.page.charset, STR("utf-8")));
	cr_expect(str_eq(d.page.text,
			  STR("Tin vắn hôm nay của tòa soạn.\n"
			      "người dân được lợi, đường mới\n"
			      "Hết bản tin \uFFFDhôm nay\uFFFD, mời bạn đọc "
			      "đón xem.\n")),
		"%.*s", STR_ARG(d.page.text));
	cr_expect(str_eq(first_warning(&d),
		STR("some paragraphs are tcvn3, not UTF-8")));
}

/* --- hostile --- */

Test(decode, random_bytes)
{
	unsigned seed = 12345, round, kind;
	struct ex_err e = { .what = "" };
	static const char *const from[] = { "", "<meta charset=", "\xFF\xFE",
		"áº", "&#", "Vie^.t " };
	char bytes[600];

	for (round = 0; round < 3000; round++) {
		size_t n, i;
		struct doc d;

		mem_reset(&mem);
		kind = round % 6;
		n = strlen(from[kind]);
		memcpy(bytes, from[kind], n);
		seed = seed * 1103515245 + 12345;
		for (i = n; i < sizeof bytes; i++) {
			seed = seed * 1103515245 + 12345;
			bytes[i] = (char)(seed >> 16);
			if (round % 5 == 0 && (unsigned char)bytes[i] < 0x20)
				bytes[i] = ' ';
			if (round % 3 == 0 && (seed >> 25) % 3)
				bytes[i] = (char)('a' + (seed >> 27));
		}
		d = doc_of((struct str){ bytes, seed % sizeof bytes },
			round % 2 ? "html" : "text");
		if (decode(&d, &e) == 0)
			cr_assert_eq(utf8_check(d.page.text), d.page.text.n);
	}
}

/* A megabyte each of what makes the most work; time must not grow with the
 * square. */
Test(decode, much_of_the_same, .timeout = 120) /* by qemu too */
{
	static const char *const part[] = { "\xE1", "a\xE1\xBB", "&#7879;", "&",
		"áº¿", "Ã¡Âº", "a^'", "\xE1\xE1\n", "\xEC", "a\x93", "µ ",
		"\x1B", "<meta " };
	struct ex_err e = { .what = "" };
	size_t i, j, n;

	for (i = 0; i < sizeof part / sizeof *part; i++) {
		char *p;
		struct doc d;

		mem_reset(&mem);
		n = strlen(part[i]);
		p = mem_alloc(&mem, 1 << 20);
		for (j = 0; j + n <= 1 << 20; j += n)
			memcpy(p + j, part[i], n);
		d = doc_of((struct str){ p, j }, "text");
		if (decode(&d, &e) == 0)
			cr_assert_eq(utf8_check(d.page.text), d.page.text.n);
	}
}
