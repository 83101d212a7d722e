/* Walked steps find what PCRE2 finds, group for group: at every letter of
 * random texts, for patterns with all that a rule may have, made at random.
 * CONFIRM_PATTERNS says how many. */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/regex.h"
#include "chance.h"
#include "confirm.h"
#include "pattern.h"

enum { PATTERNS = 4000, TEXTS = 6, GROUPS = 60, OFTEN_NAMED = 200 };

#define ANY(c, list) ((list)[chance((c), sizeof(list) / sizeof *(list))])

static const char *const letters[] = { "a", "b", "à", "ạ", "ợ", "A", "Đ", "1",
	"2", " ", "-", ".", "\n", "“", "界", "𐍈", "\uE001" };

static void
put_text(struct chance *c, struct buf *out)
{
	size_t n = chance(c, 14);

	while (n--)
		buf_put(out, str_c(chance(c, 3) ? letters[chance(c, 9)]
						: ANY(c, letters)));
}

static void
put_letter(struct chance *c, struct buf *out)
{
	const char *l = ANY(c, letters);

	if (*l == '.' || *l == '-')
		buf_put_c(out, '\\');
	buf_put(out, str_c(l));
}

static void
put_class(struct chance *c, struct buf *out)
{
	static const char *const sets[] = { "\\d", "\\p{L}", "\\p{Lu}",
		"\\p{Ll}", "[ab]", "[aà1]", "[^ab]", "[^\\n]", "[\\p{L}\\d]",
		"[^\\p{L}]", ".", "\\S", "[a-c“]", "[−-]", "[đĐạ]", "\\D" };

	buf_put(out, str_c(ANY(c, sets)));
}

/* Words that begin alike, some with more or less than letters. */
static void
put_words(struct chance *c, struct buf *out)
{
	static const char *const words[] = { "a", "b", "à", " ", "ạ", "1",
		"界" };
	static const char *const groups[] = { "(?:", "(?:", "(?>", "(",
		"(?=", "(?!" };
	size_t n = 1 + chance(c, chance(c, 2) ? 5 : 14), i, j;

	buf_put(out, str_c(ANY(c, groups)));
	for (i = 0; i < n; i++) {
		if (i)
			buf_put_c(out, '|');
		if (chance(c, 6) == 0)
			put_class(c, out);
		if (chance(c, 12) == 0)
			continue;
		for (j = 1 + chance(c, chance(c, 3) ? 4 : 12); j > 0; j--)
			buf_put(out,
				str_c(words[chance(c, chance(c, 4) ? 4 : 7)]));
		if (chance(c, 4) == 0)
			buf_put(out, str_c(chance(c, 2) ? "?" : "{0,2}?"));
	}
	buf_put_c(out, ')');
}

static void put_alt(struct chance *c, struct buf *out, unsigned depth);

static void
put_look(struct chance *c, struct buf *out, unsigned depth)
{
	static const char *const behind[] = { "(?<=", "(?<!" },
				 *const ahead[] = { "(?=", "(?!" };
	size_t n = 1 + chance(c, 3), i, j;

	if (chance(c, 2)) {
		buf_put(out, str_c(ANY(c, ahead)));
		put_alt(c, out, depth + 1);
	} else {
		buf_put(out, str_c(ANY(c, behind)));
		for (i = 0; i < n; i++) {
			if (i)
				buf_put_c(out, '|');
			for (j = chance(c, 4); j > 0; j--)
				if (chance(c, 3))
					put_letter(c, out);
				else
					put_class(c, out);
		}
	}
	buf_put_c(out, ')');
}

/* Parts that patterns name. */
static const struct {
	const char *name, *pattern;
} named[] = {
	{ "one", "ab|a|à1|(?<!b)ợ{1,2}|Đ(?!a)|a(?: |b)a" },
	{ "two", "\\d{1,2}|(?:a|ạ b)+|{one} ?|(?<=a)b?b|1(?=[.-])" },
	{ "three", "(?>{two}|b) {0,2}+(?:{one}|[^ab])" },
	{ "four", "(?:(?!{one}b)[abàạ]{1,3}? ?|(?>(?:(?<!a|b1)b|{two})+?) |"
		  "1{0,2}?(?=(?>{one}|b)a?))" },
	{ "five", "(?=(?>(?:{two}|a)(?<=b|(?<!a) a)|b))(?:a|b|{four})|"
		  " (?:aa|ab|ba|ạ|ợ|a 1|b 1|)" },
};

enum { NAMED = sizeof named / sizeof *named };

static void
put_named(struct chance *c, struct buf *out)
{
	buf_put_c(out, '{');
	buf_put(out, str_c(named[chance(c, NAMED)].name));
	buf_put_c(out, '}');
}

static void
put_piece(struct chance *c, struct buf *out, unsigned depth)
{
	static const char *const groups[] = { "(?:", "(?:", "(?:", "(",
		"(?<n>" };
	static const char *const counts[] = { "?", "*", "+", "{2}", "{1,3}",
		"{0,2}", "{2,}" };
	static const char *const how[] = { "", "", "", "?", "+" };

	switch (chance(c, depth < 4 ? 15 : 8)) {
	case 12:
	case 13:
		put_named(c, out);
		break;
	case 0:
	case 1:
		put_class(c, out);
		break;
	case 14:
		put_words(c, out);
		break;
	case 8:
		buf_put(out, STR("(?>"));
		put_alt(c, out, depth + 1);
		buf_put_c(out, ')');
		break;
	case 9:
	case 10:
		buf_put(out, str_c(ANY(c, groups)));
		put_alt(c, out, depth + 1);
		buf_put_c(out, ')');
		break;
	case 11:
		if (chance(c, 8) == 0)
			buf_put_c(out, chance(c, 2) ? '^' : '$');
		else
			put_look(c, out, depth);
		return;
	default:
		put_letter(c, out);
		if (chance(c, 2))
			put_letter(c, out);
	}
	if (chance(c, 3))
		return;
	buf_put(out, str_c(ANY(c, counts)));
	buf_put(out, str_c(ANY(c, how)));
}

static void
put_alt(struct chance *c, struct buf *out, unsigned depth)
{
	size_t n = 1 + (chance(c, 3) ? 0 : chance(c, 7)), i, j;

	for (i = 0; i < n; i++) {
		if (i)
			buf_put_c(out, '|');
		for (j = chance(c, 4); j > 0; j--)
			put_piece(c, out, depth);
	}
}

/* What PCRE2 reads of a pattern: names as what they stand for. */
static void
put_expanded(struct buf *out, struct str pattern)
{
	size_t i, j, n;

	for (i = 0; i < pattern.n; i++) {
		struct str name = pattern.p[i] == '{'
					  ? pattern_name(pattern, i, &n)
					  : STR("");

		for (j = 0; j < NAMED; j++)
			if (str_eq(name, str_c(named[j].name)))
				break;
		if (name.n == 0 || j == NAMED) {
			buf_put_c(out, pattern.p[i]);
			continue;
		}
		buf_put(out, STR("(?:"));
		put_expanded(out, str_c(named[j].pattern));
		buf_put_c(out, ')');
		i += n - 1;
	}
}

/* A pattern, both ways. */
struct pair {
	struct mem mem;
	struct regex *regex;
	struct regex_scratch *regex_scratch;
	struct letter_sets *sets;
	const struct tree *tree[NAMED];
	struct confirms *confirms;
	struct confirm_scratch *scratch;
	uint32_t begin;
	size_t known, unknown, found;
};

static const struct tree *
find_named(void *arg, struct str name)
{
	struct pair *p = arg;
	size_t i;

	for (i = 0; i < NAMED; i++)
		if (str_eq(name, str_c(named[i].name)))
			break;
	if (i == NAMED)
		return NULL;
	if (!p->tree[i])
		p->tree[i] = pattern_parse(str_c(named[i].pattern),
			&(struct pattern_names){ find_named, p }, p->sets,
			&p->mem);
	return p->tree[i];
}

/* With the edges of a rule, or free ones. */
static struct regex *
regex_of(struct str pattern, bool free_edges)
{
	struct buf text = { .p = NULL };
	struct regex *r;
	struct ex_err e;
	size_t at;

	/* PCRE2 10.42 takes "a+" in "a+(?:b)?+a" for "a++" */
	buf_put(&text, STR("(*NO_AUTO_POSSESS)"));
	if (!free_edges)
		buf_put(&text, STR("(?<![\\p{L}\\p{N}])(?:"));
	put_expanded(&text, pattern);
	if (!free_edges)
		buf_put(&text, STR(")(?:(?<![\\p{L}\\p{N}])"
				   "|(?![\\p{L}\\p{N}]))"));
	r = regex_new(buf_str(&text), true, &at, &e);
	buf_free(&text);
	if (!r || regex_groups(r) <= GROUPS)
		return r;
	regex_free(r);
	return NULL;
}

static bool
pair_open_edges(struct pair *p, struct str pattern, bool free_edges)
{
	const struct tree *t;
	unsigned i;

	*p = (struct pair){ .begin = 0 };
	p->regex = regex_of(pattern, free_edges);
	if (!p->regex)
		return false;
	mem_open(&p->mem, 0);
	p->regex_scratch = regex_scratch_new(GROUPS);
	p->scratch = confirm_scratch_new(GROUPS);
	p->sets = MEM_NEW(&p->mem, struct letter_sets);
	p->sets->exact = MEM_NEW(&p->mem, struct letter_sets);
	p->confirms = confirms_new(&p->mem, p->sets->exact);
	t = pattern_parse(pattern, &(struct pattern_names){ find_named, p },
		p->sets, &p->mem);
	/* what is named often is called */
	for (i = 0; t && free_edges && i < OFTEN_NAMED; i++)
		confirms_count(p->confirms, t);
	if (t)
		p->begin = confirms_add(
			p->confirms, t, regex_groups(p->regex), free_edges);
	confirms_finish(p->confirms);
	p->begin = confirms_begin(p->confirms, p->begin);
	return true;
}

static bool
pair_open(struct pair *p, struct str pattern)
{
	return pair_open_edges(p, pattern, true);
}

static void
pair_close(struct pair *p)
{
	regex_free(p->regex);
	regex_scratch_free(p->regex_scratch);
	confirm_scratch_free(p->scratch);
	mem_close(&p->mem);
}

static void
compare(struct pair *p, struct str pattern, struct str text, size_t at)
{
	struct span want[GROUPS + 1], got[GROUPS + 1];
	unsigned groups = regex_groups(p->regex), i;
	int found = confirm(
		p->confirms, p->scratch, p->begin, groups, text, at, got);
	int right;

	if (found == CONFIRM_UNKNOWN) {
		p->unknown++;
		return;
	}
	p->known++;
	right = regex_find(p->regex, p->regex_scratch, text, at, want);
	if (right == REGEX_LIMIT)
		return;
	cr_assert(found == right, "'%.*s' in '%.*s' at %zu: %d, not %d",
		STR_ARG(pattern), STR_ARG(text), at, found, right);
	p->found += found;
	for (i = 0; found && i <= groups; i++)
		cr_assert(got[i].start == want[i].start &&
				  got[i].end == want[i].end,
			"'%.*s' in '%.*s' at %zu, group %u: %zd-%zd, not "
			"%zd-%zd",
			STR_ARG(pattern), STR_ARG(text), at, i, got[i].start,
			got[i].end, want[i].start, want[i].end);
}

/* At every letter of a text, behind which memory ends. */
static void
compare_all(struct pair *p, struct str pattern, struct str text)
{
	char *exact = malloc(text.n + 1);
	size_t at;

	cr_assert(exact);
	text.p = memcpy(exact + 1, text.p ? text.p : "", text.n);
	confirm_text(p->scratch);
	for (at = 0; at <= text.n; at++)
		if (at == text.n || ((unsigned char)text.p[at] & 0xC0) != 0x80)
			compare(p, pattern, text, at);
	free(exact);
}

Test(confirm, random)
{
	const char *said = getenv("CONFIRM_PATTERNS");
	size_t n = said ? strtoul(said, NULL, 10) : PATTERNS, i, j;
	size_t known = 0, unknown = 0, found = 0;
	struct chance c = { 20261130 };
	struct buf pattern = { .p = NULL }, text = { .p = NULL };
	struct pair p;

	for (i = 0; i < n; i++) {
		pattern.n = 0;
		put_alt(&c, &pattern, 0);
		if (!pair_open_edges(&p, buf_str(&pattern), i % 2))
			continue;
		for (j = 0; j < TEXTS; j++) {
			text.n = 0;
			put_text(&c, &text);
			compare_all(&p, buf_str(&pattern), buf_str(&text));
		}
		known += p.known;
		unknown += p.unknown;
		found += p.found;
		pair_close(&p);
	}
	cr_expect(known > unknown, "%zu known, %zu unknown", known, unknown);
	cr_expect(found > known / 20, "%zu of %zu found", found, known);
	buf_free(&pattern);
	buf_free(&text);
}

struct known {
	const char *pattern, *text;
	bool known;
};

/* What is walked to its end, and what is left to PCRE2. */
Test(confirm, knows)
{
	static const struct known cases[] = {
		{ "(?<n>\\d{1,3}+) (?:ngày|năm|nghìn)", "12 nghìn", true },
		{ "(?<![\\p{L}\\p{N}])à(?!\\p{L})", "à−", false },
		{ "a[−–]b", "a–b", true },
		{ "a[−–]b", "a界b", false },
		{ "a[^b]b", "a界b", true },
		{ "a−b", "a−b", true },
		{ "(?:a|b?)*c", "abc", false }, /* a turn may be empty */
		{ "(?!(a))b", "b", false },	/* PCRE2 forgets the group */
		{ "\\ba", "a", false },
		{ "(a)\\1", "aa", false },
		{ "(?:a+a+)+b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false },
		{ "(?>((?:a+a+)+)b)", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			false },
	};
	struct pair p;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		cr_assert(pair_open(&p, str_c(cases[i].pattern)));
		compare(&p, str_c(cases[i].pattern), str_c(cases[i].text), 0);
		cr_expect(p.known == cases[i].known, "%s", cases[i].pattern);
		pair_close(&p);
	}
}

/* What a walk that ends in not knowing has come by is no knowledge for the
 * next one: at the text's start "界" may be of the first set. */
Test(confirm, keeps_no_guess)
{
	struct str pattern =
		STR("(?<![đĐạ][a-c“])(?:[−-]|ạ{0,2}+(?<!|ợ\\.à)"
		    "(?:aa{2,})?\?| \n|2{2,}[−-]{1,3}?[đĐạ]|Đà?){2}");
	struct pair p;

	cr_assert(pair_open(&p, pattern));
	compare_all(&p, pattern, STR("界"));
	cr_expect(p.known > 0 && p.unknown > 0);
	pair_close(&p);
}
