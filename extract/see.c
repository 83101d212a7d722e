/* The text that rules see, made from the record's. A text is looked at in
 * blocks: nothing is done where there is no run of blanks and no vowel with a
 * mark beside another. A pattern is gone through word by word. */
#include <string.h>

#include "base/buf.h"
#include "base/letter.h"
#include "base/scan.h"
#include "base/utf8.h"
#include "see.h"
#include "tone.h"

/* a e i o u y, by the last five bits of either case. */
#define VOWELS (1u << 1 | 1u << 5 | 1u << 9 | 1u << 15 | 1u << 21 | 1u << 25)

static bool
is_ascii_letter(uint32_t c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* What seen is made with. */
struct seeing {
	struct str s; /* text.out, or a pattern */
	bool pattern; /* "\t", "[Qq]uý"; white space is left alone */
	struct buf seen;
	size_t done; /* bytes of s that seen has */
	struct mem *mem;
	struct shift *shift; /* or NULL: nothing leads back */
	size_t nshift, cap;
};

/* From here on seen and s run side by side again. */
static void
in_step(struct seeing *g)
{
	const struct shift *last;
	size_t cap;

	if (!g->shift)
		return;
	last = &g->shift[g->nshift - 1];
	if (g->seen.n - last->seen == g->done - last->out)
		return;
	if (g->nshift == g->cap) {
		cap = g->cap * 2;
		g->shift = mem_grow(g->mem, g->shift, g->cap * sizeof *g->shift,
			cap * sizeof *g->shift);
		g->cap = cap;
	}
	g->shift[g->nshift++] = (struct shift){ g->seen.n, g->done };
}

static void
copy_to(struct seeing *g, size_t end)
{
	if (!g->seen.p)
		buf_reserve(&g->seen, g->s.n + 16);
	buf_put(&g->seen, str_slice(g->s, g->done, end));
	g->done = end;
}

/* Puts `with` where s has [start, end). */
static void
replace(struct seeing *g, size_t start, size_t end, struct str with)
{
	copy_to(g, start);
	buf_put(&g->seen, with);
	g->done = end;
	in_step(g);
}

/* All of it: s itself where nothing was replaced. */
static struct str
seen_of(struct seeing *g)
{
	if (!g->seen.p)
		return g->s;
	copy_to(g, g->s.n);
	return buf_str(&g->seen);
}

/* The letter that a word of a pattern has before it in a class or a group,
 * "q" of "[Qq]uý" and "(?:Q|q)uý"; else 0. */
static uint32_t
letter_before(struct str s, size_t start)
{
	size_t at = start;
	uint32_t c;

	if (at < 2 || (s.p[at - 1] != ']' && s.p[at - 1] != ')'))
		return 0;
	at--;
	c = utf8_get_back(s, &at);
	if (!letter_of_word(c))
		return 0;
	/* "[^a-z]" says nothing of the letter */
	return at > 0 && s.p[at - 1] == '-' ? 0 : c;
}

/* "hoà(?:n|ng)", "hoà[in]": the syllable goes on. */
static bool
goes_on(struct str s, size_t end)
{
	if (end < s.n && s.p[end] == '[')
		end++;
	else if (end + 2 < s.n && memcmp(s.p + end, "(?:", 3) == 0)
		end += 3;
	else
		return false;
	return end < s.n && letter_of_word((unsigned char)s.p[end]);
}

/* "uà", "ià": the end of "quà", "già", as in "(?<!uà )Noel"; "uỷ" may be a
 * word. */
static bool
is_cut(const uint32_t *c, size_t n)
{
	return n > 1 && (tone_bare(c[0]) == 'u' || tone_bare(c[0]) == 'i') &&
	       tone_is_marked(c[1]) && tone_bare(c[1]) != 'y';
}

/* Settles the tone mark of the word at [start, end), n letters. */
static void
settle(struct seeing *g, size_t n, size_t start, size_t end)
{
	uint32_t c[SYLLABLE_MAX + 1] = { 0 };
	size_t from = start, to, i;
	char letter[4];
	bool moved;

	for (i = 1, to = start; i <= n; i++)
		c[i] = utf8_get(g->s, &to);
	if (g->pattern) {
		if (goes_on(g->s, end))
			return;
		c[0] = letter_before(g->s, start);
		/* "[Oo]à": the mark's place would be out of reach */
		if (tone_is_vowel(c[0]) || (!c[0] && is_cut(c + 1, n)))
			return;
	}
	moved = c[0] ? tone_settle(c, n + 1) : tone_settle(c + 1, n);
	if (!moved)
		return;
	for (i = 1; i <= n; i++, from = to) {
		to = from;
		utf8_get(g->s, &to);
		replace(g, from, to,
			(struct str){ letter, utf8_put(letter, c[i]) });
	}
}

/* Private-use letters that match takes as symbols of mentions. */
static bool
is_symbol(struct str s, size_t at)
{
	return s.n - at >= 3 && memcmp(s.p + at, "\xEE", 1) == 0 &&
	       (unsigned char)s.p[at + 1] >= 0x80 &&
	       (unsigned char)s.p[at + 1] <= 0x83;
}

/* The word that begins at a byte; returns its end. A mark can move only where
 * there is one, and a second vowel. */
static size_t
see_word(struct seeing *g, size_t start)
{
	struct str s = g->s;
	size_t at = start, next, n = 0;
	unsigned vowels = 0, marks = 0;
	enum tone_weight weight;
	bool settled = false;
	uint32_t c;

	for (; at < s.n; at = next, n++) {
		next = at;
		c = utf8_get(s, &next);
		if (!letter_of_word(c))
			break;
		weight = tone_weight(c);
		vowels += weight != TONE_NO_VOWEL;
		marks += weight >= TONE_MARKED;
		settled |= weight == TONE_SETTLED;
	}
	/* a pattern may have a letter more before it: "[Qq]uý" */
	if (n <= SYLLABLE_MAX && marks > 0 &&
		((marks == 1 && vowels > 1 && !settled) ||
			(g->pattern && letter_before(s, start))))
		settle(g, n, start, at);
	return at;
}

static void
see_words(struct seeing *g)
{
	struct str s = g->s;
	size_t at = 0, end;

	while (at < s.n) {
		if (s.p[at] == '\\') {
			at += s.n - at > 1 && !(s.p[at + 1] & 0x80) ? 2 : 1;
			continue;
		}
		end = is_symbol(s, at) ? at : see_word(g, at);
		if (is_symbol(s, at)) {
			end = at + 3;
			replace(g, at, end, STR("\xEF\xBF\xBD"));
		} else if (end == at) { /* no letter */
			utf8_get(s, &end);
		}
		at = end;
	}
}

/* --- where a mark may have to move in a text --- */

/* What a byte is the end, or the beginning, of: a letter of ASCII, one beyond
 * it, or no letter. */
enum part { SIGN, CONSONANT, VOWEL, BEYOND };

static enum part
part_of(unsigned char c)
{
	if (c >= 0x80)
		return c == 0xC2 || c >= 0xE2 ? SIGN : BEYOND;
	if (!is_ascii_letter(c))
		return SIGN;
	return VOWELS >> (c & 31) & 1 ? VOWEL : CONSONANT;
}

static enum part
part_before(struct str s, size_t at)
{
	unsigned char c = at ? (unsigned char)s.p[at - 1] : ' ';

	if (c < 0x80)
		return part_of(c);
	/* "đ", "Đ" */
	return at > 1 && s.p[at - 2] == '\xC4' && (c & 0xFE) == 0x90 ? CONSONANT
								     : BEYOND;
}

static enum part
part_at(struct str s, size_t at)
{
	return at < s.n ? part_of((unsigned char)s.p[at]) : SIGN;
}

/* "qu", "gi", which stand before vowels as consonants do. */
static bool
is_head(char a, char b)
{
	return ((a | 32) == 'q' && (b | 32) == 'u') ||
	       ((a | 32) == 'g' && (b | 32) == 'i');
}

/* Vowels with a mark that are also there without, those with a circumflex, a
 * breve or a horn on "o" left out (see tone_weight): by the last six bits of
 * U+00C0 .. U+017F and U+1E80 .. U+1EFF. */
static const uint64_t loose[] = {
	0x262C330B262C330B, /* À Á Ã È É Ì Í Ò Ó Õ Ù Ú Ý, à .. */
	0x0000030000000000, /* Ĩ ĩ */
	0x0000030000000000, /* Ũ ũ */
	0x3F00000F00000000, /* Ạ ạ Ả ả Ẹ ẹ Ẻ ẻ Ẽ ẽ */
	0x03FFFFF00000FF00  /* Ỉ .. ỏ, Ụ .. ỹ */
};

/* n: bytes of the letter */
static bool
is_loose(const char *p, size_t n)
{
	unsigned row = n == 2 ? (unsigned char)p[0] - 0xC3u
			      : (unsigned char)p[1] - (0xBAu - 3);

	/* U+1DC0 and its like, with E1 B7, are in no row of two bytes */
	return (n == 2 || (p[0] == '\xE1' && row >= 3)) &&
	       row < sizeof loose / sizeof *loose &&
	       loose[row] >> (p[n - 1] & 0x3F) & 1;
}

/* "gì" and "qù" of "gìa", "qùa"; not "gử" of "gửi". */
static bool
is_split_head(struct str s, size_t at)
{
	size_t end = at;
	uint32_t bare = tone_bare(utf8_get(s, &end));

	return at > 0 && bare < 0x80 && is_head(s.p[at - 1], (char)bare);
}

/* May the tone mark of the vowel at [at, end) stand wrong? Of vowels side by
 * side the first bears it where there are two and nothing follows ("hài"), or
 * it follows from "gi", "qu" ("quả"); the second where a consonant follows
 * ("toán") or a third ("ngoài"). */
static bool
is_doubtful(struct str s, size_t at, size_t end)
{
	enum part before = part_before(s, at), behind = part_at(s, end);

	if (before < VOWEL && behind < VOWEL)
		return false;
	if (before == BEYOND || behind == BEYOND)
		return true;
	if (behind == CONSONANT)
		return false;
	if (behind == SIGN)
		return at < 2 || !is_head(s.p[at - 2], s.p[at - 1]) ||
		       part_before(s, at - 2) != SIGN;
	if (part_at(s, end + 1) != SIGN)
		return true;
	return before != VOWEL && is_split_head(s, at);
}

/* The word around the vowel that ends at a byte; returns where to go on. */
static size_t
see_vowel(struct seeing *g, size_t end)
{
	size_t at = end - 2, start, before, letters = 0;

	at -= ((unsigned char)g->s.p[at] & 0xC0) == 0x80;
	if (!is_loose(g->s.p + at, end - at) || !is_doubtful(g->s, at, end))
		return end;
	start = before = at;
	while (before > 0 && letters++ < SYLLABLE_MAX) {
		if (!letter_of_word(utf8_get_back(g->s, &before)))
			break;
		start = before;
	}
	return letters > SYLLABLE_MAX ? end : see_word(g, start);
}

/* --- white space --- */

static bool
is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A run of white space; returns its end. */
static size_t
see_blanks(struct seeing *g, size_t start)
{
	size_t end = start + 1;
	bool line_ends = g->s.p[start] == '\n';

	for (; end < g->s.n && is_white(g->s.p[end]); end++)
		line_ends |= g->s.p[end] == '\n';
	replace(g, start, end, line_ends ? STR("\n") : STR(" "));
	return end;
}

/* --- the text, where something may have to be done --- */

static size_t
see_at(struct seeing *g, size_t at)
{
	struct str s = g->s;

	if (is_white(s.p[at]))
		return see_blanks(g, at - (at > 0 && is_white(s.p[at - 1])));
	if (((unsigned char)s.p[at] & 0xC0) == 0x80)
		return see_vowel(g, at + 1);
	if (is_symbol(s, at))
		replace(g, at, at + 3, STR("\xEF\xBF\xBD"));
	return at + 3;
}

/* What scan_marks does not find is as it is. */
static void
see_marks(struct seeing *g)
{
	size_t n = SCAN_MARKS(g->s.n), next = 0, at, i;
	uint64_t *found = mem_space(g->mem, n * sizeof *found), todo;

	scan_marks(scan_best(), g->s, found);
	for (i = 0; i < n; i++)
		for (todo = found[i]; todo; todo &= todo - 1) {
			at = i * SCAN_LOOK - SCAN_BEHIND +
			     (size_t)__builtin_ctzll(todo);
			if (at >= next)
				next = see_at(g, at);
		}
}

struct str
see_pattern(struct mem *m, struct str s)
{
	struct seeing g = { .s = s, .pattern = true, .seen.mem = m, .mem = m };

	/* a copy, in any case: s may not live as long */
	buf_reserve(&g.seen, s.n + 16);
	see_words(&g);
	return seen_of(&g);
}

struct str
see_line(struct mem *m, struct str s)
{
	struct seeing g = { .s = s, .seen.mem = m, .mem = m };

	see_marks(&g);
	return seen_of(&g);
}

void
see_text(struct mem *m, struct text *t)
{
	struct seeing g = {
		.s = t->out, .seen.mem = m, .mem = m, .cap = 16, .nshift = 1
	};

	g.shift = mem_alloc(m, g.cap * sizeof *g.shift);
	see_marks(&g);
	t->seen = seen_of(&g);
	t->shift = g.shift;
	t->nshift = g.nshift;
}
