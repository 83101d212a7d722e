/* Letters and marks looked at many at a time, against one by one. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/letter.h"
#include "base/marks.h"
#include "base/mem.h"
#include "base/scan.h"
#include "base/utf8.h"
#include "chance.h"
#include "fold.h"

enum { ROUNDS = 20000, MOST = 90 };

/* Letters of one to four bytes, what looks like them by its first byte, marks,
 * white space. */
static const char *const sign[] = { "a", "Z", "7", "đ", "Đ", "ư", "Ư", "Ơ", "ế",
	"Ế", "Ỹ", "Ĺ", "ĺ", "ŉ", "Ÿ", "ſ", "×", "÷", "Ø", "Ƀ", "Ж", "ა", "Ḁ",
	"…", "“", "–", "😀", "\xC2\xA0", ".", "?", "!", ";", ",", "(", "]", " ",
	"\n", "\t", "nguyễn", "TRƯỜNG", "Uỷ ban", "cong-ty" };

enum { SIGNS = sizeof sign / sizeof *sign };

/* Mostly letters, as in texts, so that some runs are long. */
static struct str
text(char *p, struct chance *c)
{
	size_t n = 0, want = chance(c, MOST), i;

	while (n < want) {
		i = chance(c, 3) ? chance(c, 13) : chance(c, SIGNS);
		memcpy(p + n, sign[i], strlen(sign[i]));
		n += strlen(sign[i]);
	}
	return (struct str){ p, n };
}

static size_t
run_of(struct str s, size_t at)
{
	size_t next = at;

	while (at < s.n && letter_or_digit(utf8_get(s, &next)))
		at = next;
	return at;
}

static size_t
run_back_of(struct str s, size_t at)
{
	size_t next = at;

	while (at > 0 && letter_or_digit(utf8_get_back(s, &next)))
		at = next;
	return at;
}

Test(letter, runs_are_the_same_one_by_one)
{
	char p[2 * MOST];
	struct chance c = { 3 };
	size_t i, at;

	for (i = 0; i < ROUNDS; i++) {
		struct str s = text(p, &c);

		for (at = 0; at < s.n; utf8_get(s, &at)) {
			cr_assert_eq(letter_run(s, at), run_of(s, at),
				"%zu of '%.*s'", at, STR_ARG(s));
			cr_assert_eq(letter_run_back(s, at), run_back_of(s, at),
				"%zu of '%.*s'", at, STR_ARG(s));
		}
		cr_assert_eq(letter_run(s, s.n), s.n);
		cr_assert_eq(letter_run_back(s, s.n), run_back_of(s, s.n));
	}
}

/* In small letters, white space one blank between words: letter by letter. */
static size_t
put_small(char *p, struct str s)
{
	size_t at = 0, n = 0;
	bool gap = false;
	uint32_t c;

	while (at < s.n) {
		c = utf8_get(s, &at);
		if (c == ' ' || c == '\n' || c == '\t' || c == 0xA0) {
			gap = n > 0;
			continue;
		}
		if (gap)
			p[n++] = ' ';
		gap = false;
		n += utf8_put(p + n, letter_lower(c));
	}
	return n;
}

Test(letter, names_fold)
{
	char p[2 * MOST], want[2 * MOST];
	struct chance c = { 5 };
	struct mem m;
	struct str s, got;
	size_t i, n;

	mem_open(&m, 0);
	for (i = 0; i < ROUNDS; i++) {
		s = text(p, &c);
		n = put_small(want, s);
		got = fold(&m, s);
		cr_assert(str_eq(got, (struct str){ want, n }),
			"'%.*s': '%.*s'", STR_ARG(s), STR_ARG(got));
		if (letter_is_spaced(s))
			cr_assert_eq(n, s.n, "'%.*s'", STR_ARG(s));
		mem_reset(&m);
	}
	cr_expect(letter_is_spaced(STR("Sở Nội vụ tỉnh Lạng Sơn")));
	cr_expect(letter_is_spaced(STR("Sở Y tế")));
	cr_expect(!letter_is_spaced(STR("")));
	cr_expect(!letter_is_spaced(STR(" Sở Y tế")));
	cr_expect(!letter_is_spaced(STR("Sở Y  tế")));
	cr_expect(!letter_is_spaced(STR("Sở Nội vụ tỉnh Lạng Sơn ")));
	cr_expect(!letter_is_spaced(STR("Sở Nội vụ\ntỉnh Lạng Sơn")));
	mem_close(&m);
}

Test(letter, places_are_put_in_order)
{
	struct place {
		struct span at;
		size_t number;
	} place[200];
	struct chance c = { 7 };
	struct mem m;
	size_t i, n, round;

	mem_open(&m, 0);
	for (round = 0; round < 300; round++) {
		n = chance(&c, 200);
		for (i = 0; i < n; i++)
			place[i] = (struct place){ { chance(&c, 50), 0 }, i };
		fold_in_order(&m, place, n, sizeof *place);
		for (i = 1; i < n; i++)
			cr_assert(
				place[i - 1].at.start < place[i].at.start ||
				(place[i - 1].at.start == place[i].at.start &&
					place[i - 1].number < place[i].number));
		mem_reset(&m);
	}
	mem_close(&m);
}

static bool
ends(struct str s, size_t i)
{
	if (s.p[i] == '\n')
		return true;
	return strchr(".?!;", s.p[i]) &&
	       (i + 1 == s.n || s.p[i + 1] == ' ' || s.p[i + 1] == '\n');
}

Test(marks, are_the_same_one_by_one)
{
	char p[2 * MOST];
	struct chance c = { 9 };
	size_t i, at, to, most, want;

	for (i = 0; i < ROUNDS; i++) {
		struct str s = text(p, &c);

		at = chance(&c, (unsigned)s.n + 1);
		most = chance(&c, MOST);
		for (want = at;
			want > 0 && at - want < most && !ends(s, want - 1);)
			want--;
		cr_assert_eq(marks_sentence(s, at, most), want);

		to = at / 2;
		for (want = at; want > to && s.p[want - 1] != '\n';)
			want--;
		cr_assert_eq(marks_line(s, to, at), want);

		for (want = 0; want < s.n && !strchr("\n;()", s.p[want]) &&
			       (s.p[want] != '.' || want + 1 == s.n ||
				       s.p[want + 1] != ' ');)
			want++;
		cr_assert_eq(marks_part(s), want < s.n);

		for (want = 0, most = 0; most < s.n; most++)
			want += s.p[most] == ' ';
		cr_assert_eq(marks_blanks(s), want);

		for (want = to; want < at && !strchr(".!?()[]\xE2", s.p[want]);)
			want++;
		cr_assert_eq(marks_next(s, to, at), want);

		for (want = to; want < at && !ends(s, want);)
			want++;
		cr_assert_eq(marks_sentence_end(s, to, at), want);
	}
}

/* Texts that end where a page does, behind which nothing may be read. */
Test(letter, nothing_behind_a_page_is_read)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), n, at;
	FILE *two = tmpfile();
	char *p, letters[256];
	uint64_t found[8];
	struct mem m;

	mem_open(&m, 0);
	cr_assert(two && ftruncate(fileno(two), (off_t)(2 * page)) == 0);
	p = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE,
		fileno(two), 0);
	cr_assert(p != MAP_FAILED);
	cr_assert_eq(mprotect(p + page, page, PROT_NONE), 0);
	for (n = 0; n < sizeof letters; n++)
		letters[n] = n % 7 == 6 ? ' ' : 'a';
	for (n = 0; n < sizeof letters; n++) {
		struct str s = { p + page - n, n };

		memcpy(p + page - n, letters, n);
		for (at = n < 40 ? 0 : n - 40; at <= n; at++)
			cr_expect(letter_run(s, at) <= n);
		cr_expect_eq(marks_blanks(s), n / 7);
		cr_expect_eq(letter_is_spaced(s), n && n % 7);
		cr_expect(!(n % 7) || str_eq(fold(&m, s), s), "%zu", n);
		cr_expect(str_eq(mem_str(&m, s), s), "%zu", n);
		scan_marks(scan_best(), s, found);
	}
	/* a letter that is looked at by itself comes last */
	memcpy(p + page - 2, "\xCD\xB0", 2);
	cr_expect_eq(letter_run((struct str){ p + page - 2, 2 }, 0), 2);
	munmap(p, 2 * page);
	fclose(two);
	mem_close(&m);
}
