/* An article between two stages: what is written is read again, and a line
 * that was tampered with is refused. */
#include <string.h>
#include <criterion/criterion.h>

#include "emit.h"
#include "libextract.h"
#include "match.h"
#include "state.h"

static struct mem mem;
static struct rules rules;
static struct rule day, range, *all[2];
static struct doc doc;

enum { SEEN = 20 }; /* bytes of the text below */

static void
setup(void)
{
	mem_open(&mem, 0);
	rules = (struct rules){ .ntype = 2, .nrule = 2, .rule = all };
	rules.type[0] = (struct rule_type){ .name = STR("figures") };
	rules.type[1] = (struct rule_type){ .name = STR("dates"),
		.group = { STR("day"), STR("year") },
		.ngroup = 2 };
	range = (struct rule){ .id = STR("dates/range/b"), .type = 1 };
	day = (struct rule){ .id = STR("dates/day/a"), .type = 1 };
	all[0] = &range;
	all[1] = &day;

	doc = (struct doc){ .mem = &mem };
	doc.raw.uri = STR("a.txt");
	doc.raw.type = STR("text");
	doc.raw.bytes = STR("từ 1/7 đến 3/7.");
	doc.page.charset = STR("utf-8");
	doc.page.text = doc.raw.bytes;
	doc.article.title = STR("");
	doc.article.published = STR("2021-06-05");
	doc.article.authors = node_new(&mem, NODE_LIST);
	doc.article.text = doc.raw.bytes;
	doc.text.out = doc.text.seen = doc.raw.bytes;
	cr_assert_eq(doc.text.seen.n, SEEN);
	doc.text.shift = MEM_NEW(&mem, struct shift);
	doc.text.nshift = 1;
	doc.warnings = node_new(&mem, NODE_LIST);
	node_add(doc.warnings, STR(""), node_new(&mem, NODE_TEXT))->text =
		STR("charset guessed");
}

static void
put_matches(void)
{
	size_t i;

	doc.nmatch = 2;
	doc.match = mem_alloc(&mem, 2 * sizeof *doc.match);
	for (i = 0; i < 2; i++)
		doc.match[i].group = match_groups(&mem, GROUPS_MAX);
	doc.match[0].rule = &range;
	doc.match[0].at = (struct span){ 0, 19 };
	doc.match[0].outer = -1;
	doc.match[0].inner = 1;
	doc.match[1].rule = &day;
	doc.match[1].at = (struct span){ 5, 8 };
	doc.match[1].group[0] = (struct span){ 5, 6 };
	doc.match[1].outer = 0;
	doc.match[1].inner = -1;
	doc.match[1].absorbed = true;
	doc.match[0].type = doc.match[1].type = 1;
}

static struct value *
put_value(unsigned type, struct span at)
{
	struct value *v = MEM_NEW(&mem, struct value);

	v->at = at;
	v->rule = STR("dates/day/a");
	v->fields = node_new(&mem, NODE_OBJECT);
	node_put_text(&mem, v->fields, "value", STR("2021-07-01"));
	node_put_number(&mem, v->fields, "n", STR("10.01"));
	node_put_number(&mem, v->fields, "big", STR("1200000000000"));
	node_put_number(
		&mem, v->fields, "more", STR("1234567890123456789000000"));
	node_put_number(&mem, v->fields, "fine", STR("0.12345678901234567"));
	node_put_null(&mem, v->fields, "to");
	doc.list[type].first = doc.list[type].last = v;
	doc.list[type].n = 1;
	return v;
}

static void
teardown(void)
{
	mem_close(&mem);
}

TestSuite(state, .init = setup, .fini = teardown);

static struct str
written(const struct doc *d, enum stage done)
{
	struct buf b = { .mem = &mem };

	state_write(d, &rules, done, &b);
	return buf_str(&b);
}

/* What is read of a line gives the same line again. */
static struct doc
back(enum stage done)
{
	struct doc d = { .mem = &mem };
	struct ex_err e = { 0 };
	struct str line = written(&doc, done), again;
	enum stage found = STAGES;

	cr_assert_eq(state_read(line, &d, &rules, &found, &e), 0, "%s: %.*s",
		e.what, STR_ARG(line));
	cr_assert_eq(found, done);
	again = written(&d, done);
	cr_assert(str_eq(line, again), "want %.*s\n got %.*s", STR_ARG(line),
		STR_ARG(again));
	return d;
}

Test(state, raw_bytes_come_back_whatever_they_are)
{
	const struct str bytes[] = { STR(""), STR("abc"), STR("\xFF\xFE\0z"),
		STR("a\0"), STR("\0\0\0"), STR("Hoà\n"), STR("\x80"),
		STR("12\xFF") };
	struct doc d;
	size_t i;

	for (i = 0; i < sizeof bytes / sizeof *bytes; i++) {
		doc.raw.bytes = bytes[i];
		d = back(STAGE_read);
		cr_assert(str_eq(d.raw.bytes, bytes[i]), "case %zu", i);
	}
}

Test(state, fields_of_json_lines_are_kept_for_the_article_stage)
{
	struct doc d;

	doc.raw.fields = node_new(&mem, NODE_OBJECT);
	node_put_text(&mem, doc.raw.fields, "title", STR("Tin"));
	node_put_int(&mem, doc.raw.fields, "id", 7);
	d = back(STAGE_decode);
	cr_assert(str_eq(node_text(d.raw.fields, "title"), STR("Tin")));
	cr_assert(str_eq(d.page.text, doc.page.text));
	cr_assert_null(d.raw.bytes.p);
	cr_assert_null(back(STAGE_article).raw.fields);
}

Test(state, an_empty_text_is_not_a_missing_one)
{
	struct doc d = back(STAGE_article);

	cr_assert(d.article.title.p && d.article.title.n == 0);
	cr_assert_null(d.article.site.p);
	cr_assert(str_eq(d.article.text, doc.article.text));
}

Test(state, matches_come_back)
{
	struct doc d;

	put_matches();
	d = back(STAGE_match);
	cr_assert_eq(d.nmatch, 2);
	cr_assert_eq(d.match[1].rule, &day);
	cr_assert_eq(d.match[1].outer, 0);
	cr_assert_eq(d.match[0].inner, 1);
	cr_assert(d.match[1].absorbed);
	cr_assert_eq(d.match[1].group[0].end, 6);
	cr_assert_eq(d.match[1].group[1].start, SPAN_NONE);
}

/* The point of it all: the record is the same, byte for byte. */
Test(state, a_record_written_from_a_line_is_the_same)
{
	struct buf a = { .mem = &mem }, b = { .mem = &mem };
	struct doc d;
	struct value *entry;

	put_value(1, (struct span){ 5, 8 });
	entry = put_value(0, (struct span){ SPAN_NONE, SPAN_NONE });
	entry->rule.p = NULL;
	entry->rule.n = 0;
	entry->mentions = entry->last_mention = MEM_NEW(&mem, struct value);
	entry->mentions->at = (struct span){ 0, 4 };
	entry->mentions->rule = STR("figures/a/b");
	entry->mentions->fields = node_new(&mem, NODE_OBJECT);
	d = back(STAGE_value);
	emit_find("jsonl")->record(&doc, &rules, &a);
	emit_find("jsonl")->record(&d, &rules, &b);
	cr_assert(str_eq(buf_str(&a), buf_str(&b)), "want %.*s\n got %.*s",
		STR_ARG(buf_str(&a)), STR_ARG(buf_str(&b)));
}

Test(state, a_failed_article_stays_one)
{
	struct ex_err e = { .what = "byte 3 is not UTF-8" }, f = { 0 };
	struct buf a = { .mem = &mem }, b = { .mem = &mem };
	struct doc d = { .mem = &mem };
	enum stage failed;

	doc.page.charset.p = NULL;
	emit_find("jsonl")->failure(&doc, "decode", &e, &a);
	cr_assert_eq(state_read(buf_str(&a), &d, &rules, &failed, &f), 1);
	cr_assert_eq(failed, STAGE_decode);
	emit_find("jsonl")->failure(&d, stage_name[failed], &f, &b);
	cr_assert(str_eq(buf_str(&a), buf_str(&b)));
}

/* --- lines that no stage writes --- */

static struct str
replaced(struct str line, struct str old, struct str new)
{
	size_t at = str_find(line, old, 0);
	struct buf b = { .mem = &mem };

	cr_assert_neq(
		at, SPAN_NONE, "no %.*s in %.*s", STR_ARG(old), STR_ARG(line));
	buf_put(&b, str_slice(line, 0, at));
	buf_put(&b, new);
	buf_put(&b, str_slice(line, at + old.n, line.n));
	return buf_str(&b);
}

static void
refused(struct str line)
{
	struct doc d = { .mem = &mem };
	struct ex_err e = { 0 };
	enum stage done;

	cr_assert_eq(state_read(line, &d, &rules, &done, &e), -1, "%.*s",
		STR_ARG(line));
	cr_assert(e.what[0] && !strchr(e.what, '\n'), "%s", e.what);
}

static void
tampered(enum stage done, const char *old, const char *new)
{
	refused(replaced(written(&doc, done), str_c(old), str_c(new)));
}

Test(state, no_state_at_all)
{
	static const char *const lines[] = { "", "{", "null", "[]", "7", "{}",
		"{\"stage\":\"read\"}", "{\"stage\":7}", "{\"stage\":\"emit\"}",
		"{\"stage\":\"rest\",\"raw\":{}}", "{\"error\":1}",
		"{\"error\":{},\"source\":{}}",
		"{\"stage\":\"read\",\"raw\":{\"uri\":\"a\",\"type\":\"text\"},"
		"\"warnings\":[]}" };
	size_t i;

	for (i = 0; i < sizeof lines / sizeof *lines; i++)
		refused(str_c(lines[i]));
}

Test(state, texts_that_are_none)
{
	tampered(STAGE_read, "\"bytes\":\"t", "\"base64\":\"t");
	tampered(STAGE_read, "\"bytes\":", "\"base64\":\"\",\"bytes\":");
	tampered(STAGE_read, "\"bytes\":", "\"bite\":");
	tampered(STAGE_decode, "\"sha256\":\"", "\"sha256\":\"g");
	tampered(STAGE_decode, "\"charset\":\"utf-8\"", "\"charset\":8");
	tampered(STAGE_decode, "\"page\":", "\"sheet\":");
	tampered(STAGE_article, "\"authors\":[]", "\"authors\":[1]");
	tampered(STAGE_article, "\"authors\":[]", "\"authors\":{}");
	tampered(STAGE_article, "\"warnings\":[", "\"warnings\":[[],");
	tampered(STAGE_normal, "\"seen\":", "\"sehen\":");
}

Test(state, shifts_that_lead_nowhere)
{
	tampered(STAGE_normal, "\"shift\":[0,0]", "\"shift\":[]");
	tampered(STAGE_normal, "\"shift\":[0,0]", "\"shift\":[0]");
	tampered(STAGE_normal, "\"shift\":[0,0]", "\"shift\":[0,1]");
	tampered(STAGE_normal, "\"shift\":[0,0]", "\"shift\":[0,0,2,1]");
	tampered(STAGE_normal, "\"shift\":[0,0]", "\"shift\":[0,0,5,22]");
	tampered(STAGE_normal, "\"shift\":[0,0]", "\"shift\":[0,0,6,6,5,7]");
	tampered(STAGE_normal, "\"shift\":[0,0]", "\"shift\":[0,0,6,6,7,5]");
	tampered(STAGE_normal, "\"shift\":[0,0]", "\"shift\":[0,0,5,1e9]");
	tampered(STAGE_normal, "\"shift\":[0,0]", "\"shift\":[0,0,5,6]");
	tampered(STAGE_normal, "\"out\":\"t", "\"out\":\"");
}

Test(state, spans_that_lead_nowhere)
{
	put_matches();
	tampered(STAGE_match, "\"at\":[5,8]", "\"at\":[5,99]");
	tampered(STAGE_match, "\"at\":[5,8]", "\"at\":[8,5]");
	tampered(STAGE_match, "\"at\":[5,8]", "\"at\":[-1,8]");
	tampered(STAGE_match, "\"at\":[5,8]", "\"at\":[2,8]");
	tampered(STAGE_match, "\"at\":[5,8]", "\"at\":[5,5]");
	tampered(STAGE_match, "\"at\":[5,8]", "\"at\":[5]");
	tampered(STAGE_match, "\"at\":[5,8]", "\"at\":[5,6,7]");
	tampered(
		STAGE_match, "\"at\":[5,8]", "\"at\":[5,99999999999999999999]");
	tampered(STAGE_match, "\"day\":[5,6]", "\"day\":[5,600]");
	tampered(STAGE_match, "\"day\":[5,6]", "\"hour\":[5,6]");
}

Test(state, matches_that_no_rule_gives)
{
	put_matches();
	tampered(STAGE_match, "dates/day/a", "dates/day/z");
	tampered(STAGE_match, "\"rule\":", "\"ruler\":");
	tampered(STAGE_match, "\"outer\":0", "\"outer\":1");
	tampered(STAGE_match, "\"outer\":0", "\"outer\":7");
	tampered(STAGE_match, "\"inner\":1", "\"inner\":0");
	tampered(STAGE_match, "\"inner\":1", "\"inner\":2");
	tampered(STAGE_match, "\"at\":[0,19]", "\"at\":[0,6]");
	tampered(STAGE_match, "\"at\":[0,19]", "\"at\":[9,19]");
	tampered(STAGE_match, "\"match\":[", "\"match\":[7,");
}

Test(state, values_that_lead_nowhere)
{
	struct value *v = put_value(1, (struct span){ 5, 8 });

	v->mentions = MEM_NEW(&mem, struct value);
	v->mentions->at = (struct span){ 0, 4 };
	v->mentions->fields = node_new(&mem, NODE_OBJECT);
	tampered(STAGE_value, "\"at\":[5,8]", "\"at\":[5,80]");
	tampered(STAGE_value, "\"at\":[0,4]", "\"at\":[0,2]");
	tampered(STAGE_value, "\"at\":[0,4],", "");
	tampered(STAGE_value, "\"dates\":", "\"data\":");
	tampered(STAGE_value, "\"fields\":{", "\"felder\":{");
	tampered(STAGE_value, "\"mentions\":[", "\"mentions\":[[],");
}
