/* Amounts in digits and words, by the lexicons that come with the program. */
#include <criterion/criterion.h>

#include "libextract.h"
#include "number.h"
#include "rules.h"

static struct rules *rules;
static struct mem mem;

static void
load(void)
{
	const char *dir = "rules";
	struct ex_err e;

	mem_open(&mem, 0);
	rules = rules_load(&dir, 1, NULL, NULL, &e);
	cr_assert(rules, "%s:%zu: %s", e.file, e.line, e.what);
}

static void
unload(void)
{
	rules_free(rules);
	mem_close(&mem);
}

static const struct {
	const char *text, *want; /* NULL: no number */
	const char *scale;
} amounts[] = {
	{ "không", "0", "1" },
	{ "hai", "2", "1" },
	{ "Mười lăm", "15", "1" },
	{ "hai mốt", "21", "1" },
	{ "ba tư triệu", "34000000", "1000000" },
	{ "hai mươi mốt", "21", "1" },
	{ "ba mươi tư", "34", "1" },
	{ "bốn mươi nhăm", "45", "1" },
	{ "hai chục", "20", "1" },
	{ "chục", "10", "1" },
	{ "trăm", "100", "1" },
	{ "một trăm linh hai", "102", "1" },
	{ "một trăm lẻ năm", "105", "1" },
	{ "một trăm hai", "120", "1" },
	{ "hai trăm ba mươi lăm nghìn", "235000", "1000" },
	{ "hai mươi mốt nghìn không trăm mười một", "21011", "1" },
	{ "một tỷ hai trăm triệu", "1200000000", "1000000" },
	{ "một tỷ hai", "1200000000", "1" },
	{ "một nghìn hai trăm tỷ", "1200000000000", "1000000000" },
	{ "ba rưỡi", "3.5", "1" },
	{ "hai triệu rưỡi", "2500000", "1000000" },
	{ "nửa triệu", "500000", "1000000" },
	{ "một chấm ba", "1.3", "1" },
	{ "hai phẩy 23", "2.23", "1" },
	{ "âm 1.200.000", "-1200000", "1" },
	{ "-1,2M", "-1200000", "1000000" },
	{ ",0012G", "1200000", "1000000000" },
	{ "100K", "100000", "1000" },
	{ "500tr", "500000000", "1000000" },
	{ "2,5 triệu", "2500000", "1000000" },
	{ "68,6 ngàn tỉ", "68600000000000", "1000000000000" },
	{ "3,4 triệu tỷ", "3400000000000000", "1000000000000000" },
	{ "1 tỷ 200 triệu", "1200000000", "1000000" },
	{ "5 vạn", "50000", "10000" },
	{ "hai ba", NULL, NULL },
	{ "mười hai mươi", NULL, NULL },
	{ "tỷ tỷ tỷ tỷ tỷ tỷ tỷ tỷ", NULL, NULL },
	{ "người", NULL, NULL },
	{ "", NULL, NULL },
};

Test(number, amounts, .init = load, .fini = unload)
{
	struct number n;
	struct str got;
	size_t i;

	for (i = 0; i < sizeof amounts / sizeof *amounts; i++) {
		bool ok = number_read(
			rules, str_c(amounts[i].text), DECIMAL_COMMA, &n);

		cr_expect(ok == !!amounts[i].want, "'%s' is %s number",
			amounts[i].text, ok ? "a" : "no");
		if (!ok || !amounts[i].want)
			continue;
		got = decimal_print(n.value, &mem);
		cr_expect(str_eq(got, str_c(amounts[i].want)), "'%s': %.*s",
			amounts[i].text, STR_ARG(got));
		got = decimal_print(n.scale, &mem);
		cr_expect(str_eq(got, str_c(amounts[i].scale)),
			"scale of '%s': %.*s", amounts[i].text, STR_ARG(got));
	}
}

Test(number, knows_words_and_bare_multipliers, .init = load, .fini = unload)
{
	struct number n;

	cr_assert(number_read(rules, STR("trăm"), DECIMAL_COMMA, &n));
	cr_expect(n.words && n.bare);
	cr_assert(number_read(rules, STR("hai trăm"), DECIMAL_COMMA, &n));
	cr_expect(n.words && !n.bare);
	cr_assert(number_read(rules, STR("2 trăm"), DECIMAL_COMMA, &n));
	cr_expect(!n.words);
}
