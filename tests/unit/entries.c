/* Organisations and persons: which mentions are one, what they are called,
 * whose an office is. With the project's own rules. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "libextract.h"

/* One line an entry, or of persons one a role as well: what stands there. */
static const struct entry_case {
	const char *why, *text, *units, *officials;
} cases[] = {
	{ "a shorter name is the longer one's",
		"Sở Nội vụ tỉnh Lạng Sơn trình. Sở Nội vụ báo cáo.",
		"Sở Nội vụ tỉnh Lạng Sơn: Sở Nội vụ tỉnh Lạng Sơn, Sở Nội "
		"vụ\n",
		"" },
	{ "where two could be meant, it is neither's",
		"Sở Y tế Hà Nội, Sở Y tế Nghệ An và Sở Y tế họp.",
		"Sở Y tế Hà Nội: Sở Y tế Hà Nội\n"
		"Sở Y tế Nghệ An: Sở Y tế Nghệ An\nSở Y tế: Sở Y tế\n",
		"" },
	{ "what stands in brackets is another name of it",
		"Hiệp hội Vận tải ô tô Việt Nam (VATA) họp. VATA kiến nghị.",
		"Hiệp hội Vận tải ô tô Việt Nam: Hiệp hội Vận tải ô tô Việt "
		"Nam, VATA, VATA\n",
		"" },
	{ "short forms and spellings meet",
		"UBND TP.HCM chỉ đạo. Ủy ban nhân dân Thành phố Hồ Chí Minh "
		"yêu cầu.",
		"Ủy ban nhân dân Thành phố Hồ Chí Minh: UBND TP.HCM, Ủy ban "
		"nhân dân Thành phố Hồ Chí Minh\n",
		"" },
	{ "the whole in brackets is no other name",
		"Cục Quản lý dược (Bộ Y tế) thu hồi.",
		"Cục Quản lý dược: Cục Quản lý dược\nBộ Y tế: Bộ Y tế\n", "" },
	{ "another country's is another",
		"Bộ Tư pháp họp. Bộ Tư pháp Nhật Bản cũng họp.",
		"Bộ Tư pháp: Bộ Tư pháp\n"
		"Bộ Tư pháp Nhật Bản: Bộ Tư pháp Nhật Bản\n",
		"" },
	{ "a role heading a list is each one's; short names are found",
		"Dự có các Thứ trưởng Bộ Nội vụ: Trần Thị Ngát, Lê Văn Nam. "
		"Theo bà Ngát, ông Nam đã nói.",
		"Bộ Nội vụ: Bộ Nội vụ\n",
		"Trần Thị Ngát: Trần Thị Ngát, Ngát\n"
		"  Thứ trưởng Bộ Nội vụ | Bộ Nội vụ\n"
		"Lê Văn Nam: Lê Văn Nam, Nam\n"
		"  Thứ trưởng Bộ Nội vụ | Bộ Nội vụ\n" },
	{ "whose office it is, from the article",
		"Tỉnh Lạng Sơn họp. Phó Chủ tịch UBND tỉnh Lương Trọng Bách "
		"nói.",
		"UBND tỉnh: UBND tỉnh\n",
		"Lương Trọng Bách: Lương Trọng Bách\n"
		"  Phó Chủ tịch UBND tỉnh | UBND tỉnh Lạng Sơn\n" },
	{ "streets, awards and people with no post are no officials",
		"Ông Nguyễn Văn An, nông dân, đi trên đường Võ Nguyên Giáp "
		"nhận Giải thưởng Hồ Chí Minh.",
		"", "" },
};

static struct ex_rules *rules;
static struct ex_worker *worker;

static void
setup(void)
{
	const char *dir = "rules";
	struct ex_err e;

	rules = ex_rules_load(&dir, 1, &e);
	cr_assert(rules, "%s:%zu: %s", e.file, e.line, e.what);
	worker = ex_worker_new(rules, &e);
	cr_assert(worker);
}

static void
teardown(void)
{
	ex_worker_free(worker);
	ex_rules_free(rules);
}

static void
put(char *out, size_t room, const struct ex_node *text)
{
	size_t n, at = strlen(out);
	const char *s = ex_text(text, &n);

	snprintf(out + at, room - at, "%.*s", s ? (int)n : 0, s ? s : "");
}

static void
put_list(char *out, size_t room, const struct ex_node *list)
{
	const struct ex_node *entry, *n;

	for (entry = ex_first(list); entry; entry = ex_next(entry)) {
		put(out, room, ex_get(entry, "name"));
		n = ex_first(ex_get(entry, "mentions"));
		for (strcat(out, ": "); n; n = ex_next(n)) {
			put(out, room, ex_get(n, "text"));
			strcat(out, ex_next(n) ? ", " : "");
		}
		strcat(out, "\n");
		n = ex_first(ex_get(entry, "roles"));
		for (; n; n = ex_next(n)) {
			strcat(out, "  ");
			put(out, room, ex_get(n, "text"));
			strcat(out, " | ");
			put(out, room, ex_get(n, "unit"));
			strcat(out, "\n");
		}
	}
}

Test(entries, cases, .init = setup, .fini = teardown)
{
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct entry_case *c = &cases[i];
		struct ex_article a = { .text = c->text,
			.size = strlen(c->text),
			.published = "2021-06-05" };
		char units[4096] = "", officials[4096] = "";
		struct ex_err e;

		cr_assert(ex_extract(worker, &a, &e) == 0, "%s", e.what);
		put_list(units, sizeof units - 64,
			ex_get(ex_record(worker, &e), "units"));
		put_list(officials, sizeof officials - 64,
			ex_get(ex_record(worker, &e), "officials"));
		cr_expect(strcmp(units, c->units) == 0,
			"%s\nwanted:\n%sgot:\n%s", c->why, c->units, units);
		cr_expect(strcmp(officials, c->officials) == 0,
			"%s\nwanted:\n%sgot:\n%s", c->why, c->officials,
			officials);
	}
}
