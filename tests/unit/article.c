/* Title, date and authors, as they are told and as they are shown. */
#include <criterion/criterion.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "article.h"
#include "base/buf.h"
#include "base/json.h"
#include "dateline.h"
#include "libextract.h"
#include "meta.h"
#include "rules.h"

static struct mem mem;
static struct rules *rules;

static void
told(void *arg, const struct ex_err *e)
{
	(void)arg;
	cr_assert(false, "%s:%zu: %s", e->file, e->line, e->what);
}

/* The lexicons alone: rules would have to be compiled. */
static void
begin(void)
{
	char dir[] = "/tmp/extract-article-XXXXXX";
	char here[PATH_MAX], from[PATH_MAX + 32], to[64];
	const char *list[] = { dir };
	struct ex_err e = { .what = "" };

	mem_open(&mem, 0);
	cr_assert(getcwd(here, sizeof here) && mkdtemp(dir));
	snprintf(from, sizeof from, "%s/rules/lexicon", here);
	snprintf(to, sizeof to, "%s/lexicon", dir);
	cr_assert_eq(symlink(from, to), 0);
	rules = rules_load(list, 1, told, NULL, &e);
	unlink(to);
	rmdir(dir);
	cr_assert(rules, "%s", e.what);
}

static void
end(void)
{
	rules_free(rules);
	mem_close(&mem);
}

TestSuite(article, .init = begin, .fini = end);

Test(article, given_dates)
{
	static const struct {
		const char *in, *want;
	} all[] = {
		{ "2021-06-05", "2021-06-05" },
		{ "2026-02-03T13:45:00+00:00", "2026-02-03T13:45:00+00:00" },
		{ "2026-02-03T13:45:00Z", "2026-02-03T13:45:00Z" },
		{ "2026-02-03T13:45:00.25+07:00",
			"2026-02-03T13:45:00.25+07:00" },
		{ "2026-02-03T13:45", "2026-02-03T13:45+07:00" },
		{ "2026-02-03 13:45:00", "2026-02-03T13:45:00+07:00" },
		{ "05/06/2021", "2021-06-05" },
		{ " 5-6-2021 ", "2021-06-05" },
		{ "19:30 05/06/2021", "2021-06-05T19:30:00+07:00" },
		{ "2021-02-30", NULL },
		{ "31/04/2021", NULL },
		{ "05/06/2021 25:00", NULL },
		{ "05/06/21", NULL },
		{ "hôm qua", NULL },
		{ "1622910600", NULL },
		{ "", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof all / sizeof *all; i++) {
		struct str iso = { NULL, 0 };
		bool yes = article_date(str_c(all[i].in), &mem, &iso);

		cr_expect_eq(yes, all[i].want != NULL, "%s", all[i].in);
		if (yes && all[i].want)
			cr_expect(str_eq(iso, str_c(all[i].want)),
				"%s gives %.*s", all[i].in, STR_ARG(iso));
	}
}

Test(article, shown_dates)
{
	static const struct {
		const char *in; /* in small letters */
		bool in_head;
		const char *want, *modified;
	} all[] = {
		{ "08:15 07/09/2022 | lượt xem : 3779", false,
			"2022-09-07T08:15:00+07:00", NULL },
		{ "thứ năm, 15/02/2024", false, "2024-02-15", NULL },
		{ "11/03/2019 - 06:05", false, "2019-03-11T06:05:00+07:00",
			NULL },
		{ "chủ nhật, 01/12/2024 10:20 (gmt+7)", false,
			"2024-12-01T10:20:00+07:00", NULL },
		{ "01/12/2024 10:20 (gmt+9:30)", false,
			"2024-12-01T10:20:00+09:30", NULL },
		{ "ngày đăng: 1/12/2024 3:05:09 ch", false,
			"2024-12-01T15:05:09+07:00", NULL },
		{ "thứ ba, ngày 05 tháng 6 năm 2018", false, "2018-06-05",
			NULL },
		{ "ngày đăng: 01/12/2024, cập nhật: 03/12/2024 9h05", false,
			"2024-12-01", "2024-12-03T09:05:00+07:00" },
		{ "12.345 lượt xem, 01/12/2024", false, "2024-12-01", NULL },
		{ "345 lượt xem, 01/12/2024", false, "2024-12-01", NULL },
		{ "chủ nhật, 01 tháng 12 2024 10:20", false,
			"2024-12-01T10:20:00+07:00", NULL },
		{ "01 tháng 12, 2024", false, "2024-12-01", NULL },
		{ "chủ nhật ngày 1 tháng 12 năm 2024, 8 giờ 05 phút", false,
			"2024-12-01T08:05:00+07:00", NULL },
		{ "8 giờ trước (01/12/2024)", false, "2024-12-01", NULL },
		{ "thanh hà | 01/12/2024 10:20", true,
			"2024-12-01T10:20:00+07:00", NULL },
		{ "thanh hà | 01/12/2024 10:20", false, NULL, NULL },
		{ "hà nội, ngày 01/12/2024", true, "2024-12-01", NULL },
		{ "sáng 01/12/2024, bộ y tế họp", true, NULL, NULL },
		{ "ngày 01/12/2024, bộ y tế họp", true, NULL, NULL },
		{ "01/12/2024 - bộ y tế họp.", true, NULL, NULL },
		{ "01/12/2024 - 05/12/2024", true, NULL, NULL },
		{ "31/02/2024", true, NULL, NULL },
		{ "ngày 1/12", true, NULL, NULL },
		{ "90/tb-vpcp 2024", true, NULL, NULL },
	};
	size_t i;

	for (i = 0; i < sizeof all / sizeof *all; i++) {
		struct moment published, modified;
		bool yes = dateline_read(str_c(all[i].in), rules,
			all[i].in_head, &published, &modified);

		cr_expect_eq(yes, all[i].want != NULL, "%s", all[i].in);
		if (!yes || !all[i].want)
			continue;
		cr_expect(str_eq(moment_iso(&published, &mem),
				  str_c(all[i].want)),
			"%s gives %.*s", all[i].in,
			STR_ARG(moment_iso(&published, &mem)));
		cr_expect(str_eq(moment_iso(&modified, &mem),
				  str_c(all[i].modified)),
			"%s", all[i].in);
	}
}

Test(article, bylines)
{
	static const struct {
		const char *in, *want;
	} all[] = {
		{ "Thanh Hà", "Thanh Hà;" },
		{ "Nguyễn Văn A", "Nguyễn Văn A;" },
		{ "MINH KHÁNH-THU HƯƠNG", "MINH KHÁNH;THU HƯƠNG;" },
		{ "Lê Minh – Trần Thu", "Lê Minh;Trần Thu;" },
		{ "Bài và ảnh: Lê Minh", "Lê Minh;" },
		{ "Tin, ảnh: Lê Minh và Trần Thu", "Lê Minh;Trần Thu;" },
		{ "PV Lê Minh", "Lê Minh;" },
		{ "(Lê Minh)", "Lê Minh;" },
		{ "Lê Minh/.", "Lê Minh;" },
		{ "Lê Minh/TTXVN", "Lê Minh;" },
		{ "Ảnh: Lê Minh", "" },
		{ "PV", "" },
		{ "TTXVN", "" },
		{ "Nhóm phóng viên", "" },
		{ "Theo Nhân Dân", "" },
		{ "Hà Nội", "" },
		{ "Tin Liên Quan", "" },
		{ "Khuyến cáo", "" },
		{ "Trân trọng.", "" },
		{ "Năm 2021", "" },
	};
	size_t i, j;

	for (i = 0; i < sizeof all / sizeof *all; i++) {
		struct meta meta = { .nauthor = 0 };
		struct buf got = { .mem = &mem };

		meta_authors(str_c(all[i].in), rules, &mem, &meta);
		for (j = 0; j < meta.nauthor; j++) {
			buf_put(&got, meta.author[j]);
			buf_put_c(&got, ';');
		}
		cr_expect(str_eq(buf_str(&got), str_c(all[i].want)),
			"%s gives %.*s", all[i].in, STR_ARG(buf_str(&got)));
	}
}

/* --- whole articles --- */

static struct doc
read_plain(const char *text)
{
	struct doc d = { .mem = &mem, .page.text = str_c(text) };
	struct ex_err e = { .what = "" };

	d.warnings = node_new(&mem, NODE_LIST);
	cr_assert_eq(article(&d, rules, &e), 0, "%s", e.what);
	return d;
}

static struct doc
read_record(const char *json)
{
	struct doc d = { .mem = &mem };
	struct ex_err e = { .what = "" };

	d.warnings = node_new(&mem, NODE_LIST);
	cr_assert_eq(json_read(str_c(json), &mem, &d.raw.fields, &e), 0);
	d.page.text = node_text(d.raw.fields, "text");
	cr_assert_eq(article(&d, rules, &e), 0, "%s", e.what);
	return d;
}

static void
is(struct str got, const char *want, const char *what)
{
	cr_expect(want ? str_eq(got, str_c(want)) : !got.p,
		"%s: got %.*s, want %s", what, STR_ARG(got),
		want ? want : "none");
}

static struct str
author(const struct doc *d, size_t i)
{
	const struct node *n = d->article.authors->first;

	while (n && i--)
		n = n->next;
	return n ? n->text : (struct str){ NULL, 0 };
}

Test(article, date_below_the_title)
{
	struct doc d = read_plain(
		"Tin-hoat-dong\r\n\r\n"
		"Sở Y tế tập huấn về tiêm chủng\r\n"
		"08:15 07/09/2022 | Lượt xem : 12\r\n\r\n"
		"Sáng 7/9, Sở Y tế tổ chức lớp tập huấn.  \r\n\r\n\r\n"
		"Thanh Hà\r\n\r\nTin khác\r\n\r\nSở Y tế họp giao ban\r\n");

	is(d.article.title, "Sở Y tế tập huấn về tiêm chủng", "title");
	is(d.article.published, "2022-09-07T08:15:00+07:00", "published");
	is(author(&d, 0), "Thanh Hà", "author");
	is(author(&d, 1), NULL, "second author");
	is(d.article.text,
		"Tin-hoat-dong\n\n"
		"Sở Y tế tập huấn về tiêm chủng\n"
		"08:15 07/09/2022 | Lượt xem : 12\n\n"
		"Sáng 7/9, Sở Y tế tổ chức lớp tập huấn.\n\n\n"
		"Thanh Hà\n\nTin khác\n\nSở Y tế họp giao ban",
		"text: nothing is dropped");
}

Test(article, date_above_the_title)
{
	struct doc d =
		read_plain("Thứ năm,\xC2\xA0 15/02/2024\n\n"
			   "Khai hội đầu xuân\n\nSáng nay, lễ hội mở.\n");

	is(d.article.title, "Khai hội đầu xuân", "title");
	is(d.article.published, "2024-02-15", "published");
	is(author(&d, 0), NULL, "author");
}

Test(article, no_title)
{
	struct doc d = read_plain("Sáng 6/7, tỉnh họp.\nToàn cảnh hội nghị\n");

	is(d.article.title, NULL, "a sentence is no title");
	is(d.article.published, NULL, "published");
	d = read_plain("Tỉnh họp\nSáng 6/7, tỉnh họp.");
	is(d.article.title, NULL, "want a blank line behind it");
}

/* Blank lines around the text and blanks behind its lines go, those before a
 * line and between lines stay. */
Test(article, margins)
{
	static const struct {
		const char *in, *want;
	} all[] = {
		{ "a b", "a b" },
		{ "\n \n\xC2\xA0\n  a b\n", "  a b" },
		{ "a\n \n\xC2\xA0\n\nb\xC2\xA0 \n", "a\n\n\n\nb" },
		{ "ở nhà\nlà\n\n\v", "ở nhà\nlà" },
		{ "a\t\n\tb \xC2\xA0\nc\f\n", "a\n\tb\nc" },
		{ "\xC2\xA0 a\n", "\xC2\xA0 a" },
	};
	size_t i;

	for (i = 0; i < sizeof all / sizeof *all; i++)
		is(read_plain(all[i].in).article.text, all[i].want, all[i].in);
}

/* A long line may still be a short one to rules: letters written apart, and
 * blanks that nobody sees. */
Test(article, names_above_an_end)
{
	static const char *const end[] = { "Tin khác", "TIN KHÁC:",
		"Co\xCC\x81 the\xCC\x82\xCC\x89 ba\xCC\xA3n quan "
		"ta\xCC\x82m",
		"Tin      \xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B"
		"\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B         khác" };
	char text[300];
	size_t i;

	for (i = 0; i < sizeof end / sizeof *end; i++) {
		struct doc d;

		snprintf(text, sizeof text,
			"Họp giao ban\n\nSáng nay, Sở họp.\n\nThanh "
			"Hà\n\n%s\n\n"
			"Sở Y tế tập huấn về tiêm chủng mở rộng\n",
			end[i]);
		d = read_plain(text);
		is(author(&d, 0), "Thanh Hà", end[i]);
	}
}

Test(article, names_behind_the_last_sentence)
{
	struct doc d = read_plain("Lượng khách tăng 5%. Lê Minh");

	is(author(&d, 0), "Lê Minh", "author");
	d = read_plain("Hội nghị họp tại TP. Hồ Chí Minh");
	is(author(&d, 0), NULL, "a town");
	d = read_plain("Phát biểu có ThS. Lê Minh");
	is(author(&d, 0), NULL, "a degree");
}

Test(article, told)
{
	struct doc d = read_record(
		"{\"id\":12345678901234567,\"title\":\"Khai hội\\n xuân\","
		"\"published\":\"15/02/2024\",\"site\":\"Báo A\","
		"\"url\":\"https://a.vn/1\",\"authors\":\"Lê A; Trần B\","
		"\"text\":\"Sáng nay,\\r\\nlễ  hội mở.\"}");

	is(d.article.key, "12345678901234567", "key");
	is(d.article.title, "Khai hội  xuân", "title is one line");
	is(d.article.published, "2024-02-15", "published");
	is(d.article.site, "Báo A", "site");
	is(d.article.url, "https://a.vn/1", "url");
	is(author(&d, 0), "Lê A", "author");
	is(author(&d, 1), "Trần B", "second author");
	is(d.article.text, "Khai hội  xuân\n\nSáng nay,\nlễ  hội mở.", "text");
	cr_expect(!d.warnings->first);
}

Test(article, title_is_not_doubled)
{
	struct doc d = read_record("{\"title\":\"Khai hội\","
				   "\"text\":\"Khai hội\\nSáng nay\"}");

	is(d.article.text, "Khai hội\nSáng nay", "text has it");
	d = read_record("{\"title\":\"Hà Nội\",\"text\":\"Hà Nội mưa\"}");
	is(d.article.text, "Hà Nội\n\nHà Nội mưa", "it is no title there");
}

Test(article, date_not_read)
{
	struct doc d = read_record("{\"published\":\"hôm qua\","
				   "\"text\":\"Thứ năm, 15/02/2024\\nMưa\"}");

	is(d.article.published, "2024-02-15", "the text shows it");
	cr_assert(d.warnings->first);
	is(d.warnings->first->text,
		"'published' is no date that is read: "
		"hôm qua",
		"warning");
}
