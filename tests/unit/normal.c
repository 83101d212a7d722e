/* Spelling: what the record has, what rules see, and the way back. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/buf.h"
#include "base/nfc.h"
#include "base/utf8.h"
#include "libextract.h"
#include "match.h"
#include "normal.h"
#include "see.h"
#include "tone.h"

struct spelling {
	const char *in, *want, *why;
};

static void
check(struct str (*f)(struct mem *, struct str), const struct spelling *all,
	size_t n)
{
	struct mem m;
	size_t i;

	mem_open(&m, 0);
	for (i = 0; i < n; i++) {
		struct str got = f(&m, str_c(all[i].in));

		cr_expect(str_eq(got, str_c(all[i].want)),
			"%s: %s gives %.*s, want %s", all[i].why, all[i].in,
			STR_ARG(got), all[i].want);
	}
	mem_close(&m);
}

#define CHECK(f, all) check(f, all, sizeof(all) / sizeof *(all))

Test(normal, record)
{
	static const struct spelling all[] = {
		{ "Nghị quyết số 18", "Nghị quyết số 18", "nothing to do" },
		{ "Việt Nam", "Việt Nam", "marks join their letters" },
		{ "tiê\xCC\xA3n", "tiện", "in whatever order" },
		{ "Ðảng, ÐÔNG, NÐ-CP", "Đảng, ĐÔNG, NĐ-CP",
			"U+00D0 looks like U+0110" },
		{ "Ɖiện Biên", "Điện Biên", "U+0189 too" },
		{ "ðồng, 50.000ð", "đồng, 50.000đ",
			"U+00F0 is no letter here" },
		{ "Sigurðsson, /ð/", "Sigurðsson, /ð/", "here it is" },
		{ "ngườı dân", "người dân", "an i without its dot" },
		{ "Yıldız", "Yıldız", "a Turkish name" },
		{ "tỉnh Оai, Нà Nội", "tỉnh Oai, Hà Nội", "Cyrillic O and H" },
		{ "Москва", "Москва", "a Cyrillic word" },
		{ "ＱＵỐＣ １２／３", "QUỐC 12/3", "full-width letters" },
		{ "Bộ\xC2\xA0Y\xE2\x80\x89tế", "Bộ Y tế", "blanks are blanks" },
		{ "Ch\xC2\xADính ph\xE2\x80\x8Bủ\xEF\xBB\xBF", "Chính phủ",
			"what is not seen is not there" },
		{ "hoà bình, khoẻ", "hoà bình, khoẻ",
			"tone marks stay where the author put them" },
		{ "a  b\t\n\n\n c", "a  b\t\n\n\n c", "white space is kept" },
	};

	CHECK(normal_out, all);
}

static struct str
seen(struct mem *m, struct str s)
{
	struct doc d = { .mem = m, .article.text = s };
	struct ex_err e = { .what = "" };

	cr_assert_eq(normal(&d, &e), 0, "%s", e.what);
	return d.text.seen;
}

Test(normal, rules_see)
{
	static const struct spelling all[] = {
		{ "hoà khoẻ thuý uỷ", "hòa khỏe thúy ủy", "the old place" },
		{ "qúy, qủa", "quý, quả", "u belongs to q" },
		{ "gía, gìơ", "giá, giờ", "i belongs to g" },
		{ "gì, gìn", "gì, gìn", "unless nothing else bears it" },
		{ "quỳ quý thuở khuya", "quỳ quý thuở khuya", "right already" },
		{ "hòan tòan", "hoàn toàn", "a consonant follows" },
		{ "hoàn toán huỳnh", "hoàn toán huỳnh", "right already" },
		{ "HOÀ BÌNH, UỶ BAN", "HÒA BÌNH, ỦY BAN", "capitals" },
		{ "giữa giếng khuỷu ngoài mía", "giữa giếng khuỷu ngoài mía",
			"more vowels" },
		{ "José Zoé", "José Zoé", "no syllable of ours" },
		{ "a  b \t c", "a b c", "a run of blanks is one" },
		{ "a \n\n\t b", "a\nb", "with a line's end it is that" },
		{ "\xEE\x80\x81 \xEE\x84\x80", "\xEF\xBF\xBD \xEE\x84\x80",
			"symbols of the engine are kept out" },
		{ "\\hoà [Qq]uý", "\\hòa [Qq]úy", "a text is no pattern" },
		{ "Ông hoà\xE1\xB7\x80 nói, rồi hoà nữa.",
			"Ông hòa\xE1\xB7\x80 nói, rồi hòa nữa.",
			"U+1DC0 is a mark, no vowel" },
	};

	CHECK(seen, all);
	CHECK(see_line, all);
}

Test(normal, patterns)
{
	static const struct spelling all[] = {
		{ "[Qq]uý", "[Qq]uý", "u belongs to the class before it" },
		{ "(?:Q|q)uý", "(?:Q|q)uý", "or to the group" },
		{ "[Hh]oà {x}", "[Hh]òa {x}", "as in a text" },
		{ "[Gg]ià", "[Gg]ià", "i belongs to g" },
		{ "[Oo]à", "[Oo]à", "out of reach" },
		{ "hoà(?:n|ng)", "hoà(?:n|ng)", "the syllable goes on" },
		{ "hoà(?: bình)?", "hòa(?: bình)?", "it does not" },
		{ "(?<!uà |ià )", "(?<!uà |ià )", "ends of quà, già" },
		{ "(?:uỷ|oà)", "(?:ủy|òa)", "words" },
		{ "\\bhoà", "\\bhòa", "b is no letter of the word" },
		{ "[^a-z]hoà", "[^a-z]hòa", "z is not before it" },
		{ "[òóỏõọ]a", "[òóỏõọ]a", "a class of marks" },
		{ "(?<u>uỷ) +", "(?<u>ủy) +", "white space is left alone" },
	};

	CHECK(normal_seen, all);
}

/* Each letter of seen stands for a stretch of out, without gap or overlap. */
static void
check_way_back(const struct text *t)
{
	size_t at = 0, from, before = 0;
	struct span out;

	cr_assert_eq(utf8_check(t->out), t->out.n);
	cr_assert_eq(utf8_check(t->seen), t->seen.n);
	while (at < t->seen.n) {
		from = at;
		utf8_get(t->seen, &at);
		out = text_span_out(t, (struct span){ from, at });
		cr_assert_eq(out.start, before, "gap before byte %zu of %.*s",
			from, STR_ARG(t->seen));
		cr_assert(out.end > out.start && out.end <= t->out.n);
		cr_assert_eq(utf8_check(str_slice(t->out, out.start, out.end)),
			out.end - out.start, "byte %zu is cut", from);
		before = out.end;
	}
	cr_assert_eq(before, t->out.n);
}

Test(normal, spans_lead_back)
{
	struct mem m;
	struct doc d = { .mem = &m };
	struct ex_err e = { .what = "" };
	size_t at;
	struct span out;

	mem_open(&m, 0);
	d.article.text = STR("Hoà  Bình \n\n uỷ\xC2\xA0 ban");
	cr_assert_eq(normal(&d, &e), 0);
	check_way_back(&d.text);

	at = str_find(d.text.seen, STR("Bình"), 0);
	out = text_span_out(&d.text, (struct span){ at, at + 5 });
	cr_expect(
		str_eq(str_slice(d.text.out, out.start, out.end), STR("Bình")),
		"blanks behind a word are not its own");
	at = str_find(d.text.seen, STR("ủy ban"), 0);
	out = text_span_out(&d.text, (struct span){ at, at + 8 });
	cr_expect(str_eq(
		str_slice(d.text.out, out.start, out.end), STR("uỷ  ban")));
	out = text_span_out(&d.text, (struct span){ SPAN_NONE, SPAN_NONE });
	cr_expect_eq(out.start, SPAN_NONE);
	mem_close(&m);
}

/* Nothing hangs on what lies in memory before a text: with the first byte of
 * one of these for its end, that would be a vowel with a mark. */
Test(normal, begins_with_another_script)
{
	static const char *const before[] = { "\xC3", "\xE1\xBA", "\xE1\xBB",
		"  " };
	static const char *const text[] = { "한국  báo  chí", "도  x", "鿃  x",
		"뫃  x", "쨀  x" };
	static const char *const want[] = { "한국 báo chí", "도 x", "鿃 x",
		"뫃 x", "쨀 x" };
	struct mem m;
	char room[64];
	size_t i, k;

	mem_open(&m, 0);
	for (i = 0; i < sizeof before / sizeof *before; i++)
		for (k = 0; k < sizeof text / sizeof *text; k++) {
			struct text t = { .out.n = strlen(text[k]) };
			size_t n = strlen(before[i]);

			memcpy(room, before[i], n);
			memcpy(room + n, text[k], t.out.n + 1);
			t.out.p = room + n;
			see_text(&m, &t);
			cr_expect(str_eq(t.seen, str_c(want[k])),
				"%s gives %.*s", text[k], STR_ARG(t.seen));
		}
	mem_close(&m);
}

/* Texts made by chance: whatever comes in, the way back holds, and what has
 * been normalised once stays as it is. */
Test(normal, any_text)
{
	static const char *const part[] = { "a", "o", "u", "q", "g", "i", "h",
		"n", "A", "U", "à", "ỏ", "ý", "ệ", "ư", "Đ", "̀", "̣", "̛", "̈",
		"Ð", "ð", "ı", "þ", "о", "Н", "ж", "Ο", "\xC2\xA0",
		"\xE2\x80\x8B", "　", "\n", " ", "\t", "Ａ", "，",
		"\xEE\x80\x80", "\xEE\x83\xBF", "漢", "가", "ᄀ", "ᅡ", "ᆨ",
		"\xE2\x84\xAA", "😀", "0", "\\", "(", "]" };
	uint64_t x = 88172645463325252ULL;
	char text[256];
	struct mem m;
	struct ex_err e = { .what = "" };
	int i, j;

	mem_open(&m, 0);
	for (i = 0; i < 3000; i++) {
		struct doc d = { .mem = &m };
		size_t n = 0;

		for (j = 0; j < 40; j++) {
			const char *p;

			x ^= x << 13;
			x ^= x >> 7;
			x ^= x << 17;
			p = part[x % (sizeof part / sizeof *part)];
			memcpy(text + n, p, strlen(p));
			n += strlen(p);
		}
		text[n++] = 'x';
		d.article.text = (struct str){ text, n };
		cr_assert_eq(normal(&d, &e), 0);
		check_way_back(&d.text);
		cr_assert(str_eq(normal_out(&m, d.text.out), d.text.out),
			"not the same again: %.*s", (int)n, text);
		mem_reset(&m);
	}
	mem_close(&m);
}

Test(normal, many_marks, .timeout = 5)
{
	enum { MARKS = 200000 };
	struct mem m;
	char *p;
	size_t i;
	struct str s;

	mem_open(&m, 0);
	p = mem_alloc(&m, 1 + MARKS * 4);
	p[0] = 'a';
	for (i = 0; i < MARKS; i++)
		memcpy(p + 1 + i * 4, "\xCC\x81\xCC\xA3", 4);
	s = nfc(&m, (struct str){ p, 1 + MARKS * 4 });
	/* "ạ", then the other dots, then the acutes */
	cr_assert_eq(utf8_count(s), MARKS * 2);
	cr_assert(str_starts(s, STR("ạ\xCC\xA3")));
	mem_close(&m);
}

Test(normal, empty)
{
	struct mem m;
	struct doc d = { .mem = &m, .article.text = STR("\xE2\x80\x8B\n ") };
	struct ex_err e = { .what = "" };

	mem_open(&m, 0);
	cr_assert_eq(normal(&d, &e), -1);
	cr_assert_str_eq(e.what, "empty: no text");
	mem_close(&m);
}

/* The vowel of number i, bare or with a tone mark; 0 behind the last. */
static uint32_t
vowel_at(unsigned i)
{
	static const uint32_t vowel[] = { 'a', 0xE0, 0x1EA1, 0x103, 0x1EB7,
		0xE2, 0x1EA5, 'e', 0xE9, 0x1EBB, 0xEA, 0x1EC7, 'i', 0xED, 0x129,
		'o', 0xF2, 0x1ECD, 0xF4, 0x1ED1, 0x1A1, 0x1EDD, 'u', 0xFA,
		0x169, 0x1EE5, 0x1B0, 0x1EEB, 'y', 0xFD, 0x1EF7, 0 };

	return vowel[i];
}

/* Puts a word there and behind it what rules see of it. */
static void
put_word(struct buf *text, struct buf *want, const char *head,
	const uint32_t *vowel, size_t n, const char *tail)
{
	static const char *const behind[] = { " ", ", ", "\xE2\x80\xA6", "0",
		"\xC2\xBB", "- " };
	struct str h = str_c(head), t = str_c(tail),
		   sign = str_c(behind[text->n % 6]);
	uint32_t c[16];
	size_t at, used = 0, i;

	for (at = 0; at < h.n;)
		c[used++] = utf8_get(h, &at);
	memcpy(c + used, vowel, n * sizeof *c);
	used += n;
	for (at = 0; at < t.n;)
		c[used++] = utf8_get(t, &at);
	for (i = 0; i < used; i++)
		buf_put_utf8(text, c[i]);
	tone_settle(c, used);
	for (i = 0; i < used; i++)
		buf_put_utf8(want, c[i]);
	buf_put(text, sign);
	buf_put(want, sign);
}

/* Words are not looked at one by one: all that may be are seen as if they
 * were. */
Test(normal, every_word)
{
	static const char *const head[] = { "", "h", "đ", "Q", "qu", "g", "gi",
		"ng", "ngh", "bq", "à" };
	static const char *const tail[] = { "", "n", "nh", "đ" };
	struct mem m;
	unsigned h, t, i, j, k;

	mem_open(&m, 0);
	for (h = 0; h < sizeof head / sizeof *head; h++)
		for (t = 0; t < sizeof tail / sizeof *tail; t++) {
			struct buf text = { .mem = &m }, want = { .mem = &m };
			struct str got;

			for (i = 0; vowel_at(i); i++)
				for (j = 0; vowel_at(j); j++)
					for (k = 0; vowel_at(k); k++) {
						uint32_t c[] = { vowel_at(i),
							vowel_at(j),
							vowel_at(k) };

						put_word(&text, &want, head[h],
							c, 1 + (i + k) % 3,
							tail[t]);
					}
			got = seen(&m, buf_str(&text));
			cr_assert(str_eq(got, buf_str(&want)), "%s-%s", head[h],
				tail[t]);
			mem_reset(&m);
		}
	mem_close(&m);
}

/* What see.c takes for granted: a word with one mark, on one of
 * these vowels, is left alone, whatever stands around. */
Test(normal, marks_that_never_move)
{
	static const uint32_t around[] = { 'a', 0x103, 0xE2, 'e', 0xEA, 'i',
		'o', 0xF4, 0x1A1, 'u', 0x1B0, 'y', 'q', 'g', 'n', 'h', 't' };
	enum { N = sizeof around / sizeof *around };
	uint32_t c;
	size_t i, at, n = 0;

	for (c = 0xC0; c <= 0x1EF9; c = c == 0x1BF ? 0x1EA0 : c + 1) {
		if (tone_weight(c) != TONE_SETTLED)
			continue;
		n++;
		for (i = 0; i < N * N * N; i++)
			for (at = 0; at < 4; at++) {
				uint32_t word[4] = { around[i % N],
					around[i / N % N], around[i / N / N],
					around[i / N / N] };

				word[at] = c;
				cr_assert_not(tone_settle(word, 4));
				cr_assert_not(tone_settle(word, at + 1));
			}
	}
	cr_assert_eq(n, 50); /* ă â ê ô ơ, five marks, two sizes */
}
