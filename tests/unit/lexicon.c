/* Lexicons against a plain list of their words, and the letters that both
 * their looks rest on. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/letter.h"
#include "base/utf8.h"
#include "rules.h"

enum { WORDS = 300, ROUNDS = 20000 };

/* So few that entries begin with each other, some with a capital. */
static const char *const part[] = { "bộ", "Bộ", "trưởng", "ủy", "Ủy ban", "a",
	"An", "đ", "Đà", "TP.", "x-y", "8", "xã hội chủ nghĩa", "q" };

enum { PARTS = sizeof part / sizeof *part };

static unsigned
chance(unsigned *c, unsigned n)
{
	*c = *c * 1103515245u + 12345u;
	return (*c >> 16) % n;
}

static struct str
words(struct mem *m, unsigned *c, unsigned most)
{
	unsigned n = 1 + chance(c, most);
	struct buf b = { .mem = m };

	while (n--) {
		buf_put(&b, str_c(part[chance(c, PARTS)]));
		if (n)
			buf_put_c(&b, " .,"[chance(c, 12) < 10 ? 0 : n % 3]);
	}
	return buf_str(&b);
}

/* Is it s, or s with its first letter small? */
static bool
is_entry(struct str entry, struct str s, bool small)
{
	char first[4];
	size_t n = 0;
	uint32_t c = utf8_get(s, &n);

	if (!small)
		return str_eq(entry, s);
	return letter_lower(c) != c && utf8_put(first, letter_lower(c)) == n &&
	       entry.n == s.n && memcmp(entry.p, first, n) == 0 &&
	       memcmp(entry.p + n, s.p + n, s.n - n) == 0;
}

/* The list's answer: the number of the entry, 0 for none. */
static size_t
plain_find(const struct node *list, struct str s)
{
	const struct node *n, *found = NULL;
	int small;

	for (small = 0; small < 2 && !found; small++)
		for (n = list->first; n; n = n->next)
			if (is_entry(n->name, s, small))
				found = n; /* the last one counts */
	return found ? found->line : 0;
}

static size_t
plain_longest(const struct node *list, struct str s, size_t *entry)
{
	size_t at = 0, next, best = 0, found;

	while (at < s.n) {
		utf8_get(s, &at);
		next = at;
		if (at < s.n && letter_or_digit(utf8_get(s, &next)))
			continue;
		found = plain_find(list, str_slice(s, 0, at));
		if (found) {
			best = at;
			*entry = found;
		}
	}
	return best;
}

/* Does an entry stand at the end of s, with nothing of a word before it, that
 * begins before byte `most`? */
static bool
plain_end_from(const struct node *list, struct str s, size_t most)
{
	size_t at;

	for (at = 0; at < most; utf8_get(s, &at))
		if (letter_run_back(s, at) == at &&
			plain_find(list, str_slice(s, at, s.n)))
			return true;
	return false;
}

static bool
plain_end(const struct node *list, struct str s)
{
	return plain_end_from(list, s, s.n);
}

/* Is there an entry at the end of s that has more than its last word, and may
 * that be told by the last two? */
static bool
plain_ends_missed(
	const struct lexicon *l, const struct node *list, struct str s)
{
	size_t last = letter_run_back(s, s.n), from;
	struct lexicon_key k;

	if (last == s.n || last == 0 || s.p[last - 1] != ' ')
		return false;
	from = letter_run_back(s, last - 1);
	if (from == last - 1)
		return false;
	lexicon_key(str_slice(s, from, s.n), &k);
	return !lexicon_may_end_key(l, &k) && plain_end_from(list, s, last - 1);
}

static size_t
number(const struct node *n)
{
	return n ? (size_t)atoi(node_text(n, "value").p) : 0;
}

Test(lexicon, is_what_a_list_is)
{
	struct mem m, article;
	struct lexicon *l = NULL;
	struct ex_err e;
	struct node *list, *n;
	unsigned c = 7, i;
	size_t want, entry;
	const struct node *got;

	mem_open(&m, 0);
	mem_open(&article, 0);
	list = node_new(&m, NODE_OBJECT);
	for (i = 0; i < WORDS; i++) {
		struct str word = words(&m, &c, 4);

		n = node_new(&m, NODE_TEXT);
		n->line = i + 1;
		n->text = mem_printf(&m, "%u", i + 1);
		if (word.n < 100)
			node_add(list, word, n);
	}
	cr_assert_eq(lexicon_new("x", list, &m, &l, &e), 0);
	for (i = 0; i < ROUNDS; i++) {
		struct str s;

		mem_reset(&article);
		s = words(&article, &c, 5);
		cr_assert_eq(number(lexicon_find(l, s)), plain_find(list, s),
			"%.*s", STR_ARG(s));
		want = plain_longest(list, s, &entry);
		cr_assert_eq(
			lexicon_longest(l, s, &got), want, "%.*s", STR_ARG(s));
		if (want) {
			cr_assert_eq(number(got), entry, "%.*s", STR_ARG(s));
			cr_assert(lexicon_may_begin(l, s), "%.*s", STR_ARG(s));
		}
		cr_assert(lexicon_may_end(l, s) || !plain_end(list, s), "%.*s",
			STR_ARG(s));
		cr_assert(!plain_ends_missed(l, list, s), "%.*s", STR_ARG(s));
	}
	mem_close(&article);
	mem_close(&m);
}

Test(lexicon, what_ends_and_signs)
{
	struct mem m;
	struct lexicon *l = NULL;
	struct ex_err e;
	struct node *list;

	mem_open(&m, 0);
	list = node_new(&m, NODE_OBJECT);
	node_put_text(&m, list, "bộ trưởng", STR("1"));
	node_put_text(&m, list, "tổ chức, cá nhân", STR("2"));
	cr_assert_eq(lexicon_new("x", list, &m, &l, &e), 0);
	cr_expect(lexicon_may_end(l, STR("hỏi Bộ trưởng")));
	cr_expect(lexicon_may_end(l, STR("Trưởng"))); /* "... trưởng" */
	cr_expect(!lexicon_may_end(l, STR("bộ trưởng ngành")));
	cr_expect(!lexicon_may_end(l, STR("bộ trưởng.")));
	cr_expect(!lexicon_may_end(l, STR("")));
	cr_expect(!lexicon_may_end(NULL, STR("bộ trưởng")));
	cr_expect(lexicon_may_begin(l, STR("Bộ trưởng")));
	cr_expect(!lexicon_may_begin(l, STR("trưởng")));
	cr_expect(!lexicon_may_begin(l, STR("")));
	cr_expect(!lexicon_may_begin(NULL, STR("bộ trưởng")));
	cr_expect(lexicon_has_sign(l, ",."));
	cr_expect(!lexicon_has_sign(l, ".!?"));
	mem_close(&m);
}

/* One hash serves both spellings of a first letter, and either may be put
 * where the other was. */
Test(lexicon, small_letters_have_as_many_bytes)
{
	char space[4];
	uint32_t c;

	for (c = 1; c < 0x11000; c++)
		cr_assert_eq(utf8_put(space, letter_lower(c)),
			utf8_put(space, c), "U+%04X", c);
}

Test(letter, runs_back)
{
	struct str s = STR("tại TP.HCM, 3/4");

	cr_assert_eq(letter_run_back(s, strlen("tại")), 0);
	cr_assert_eq(
		letter_run_back(s, strlen("tại TP.HCM")), strlen("tại TP."));
	cr_assert_eq(letter_run_back(s, strlen("tại TP.HCM,")),
		strlen("tại TP.HCM,"));
	cr_assert_eq(letter_run_back(s, s.n), s.n - 1);
	cr_assert_eq(letter_run_back(s, 0), 0);
}

Test(letter, runs_are_of_letters_and_digits)
{
	char space[8] = "";
	struct str s = { space, 0 };
	uint32_t c;

	for (c = 1; c < 0x11000; c++) {
		size_t n = utf8_put(space, c);

		s.n = n + 1;
		space[n] = ' ';
		cr_assert_eq(letter_run(s, 0), letter_or_digit(c) ? n : 0,
			"U+%04X", c);
		cr_assert_eq(letter_run_back(s, n), letter_or_digit(c) ? 0 : n,
			"U+%04X", c);
	}
}

/* Each lexicon that C asks for stands in the project's own rules. */
Test(lexicon, named_ones_are_there)
{
	const char *dir = "rules";
	struct ex_err e;
	struct rules *r = rules_load(&dir, 1, NULL, NULL, &e);
	size_t i;

	cr_assert(r, "%s", e.what);
	for (i = 1; i < LEXICONS_NAMED; i++)
		cr_expect(r->named[i], "lexicon %zu of lexicons.h", i);
	cr_expect(!r->named[LEXICON_NONE]);
	rules_free(r);
}
