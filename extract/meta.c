/* Title, date and authors in an article's text. Only its first and last lines
 * are kept in mind, and any line with a date on the way. */
#include <string.h>

#include "base/letter.h"
#include "base/utf8.h"
#include "fold.h"
#include "meta.h"
#include "normal.h"
#include "rules.h"
#include "see.h"

enum {
	HEAD_LINES = 8,
	DATED_LINES = 6, /* of the head: others may stand beside the date */
	TAIL_LINES = 40,
	DATELINE_MAX = 160, /* bytes */
	BYLINE_MAX = 160,
	TITLE_MAX = 200, /* code points */
	NAME_WORDS = 5
};

struct line {
	struct str s;
	bool gap; /* a blank line follows */
	bool dated;
};

struct lines {
	struct line head[HEAD_LINES];
	struct line tail[TAIL_LINES]; /* a ring: line i at i % TAIL_LINES */
	size_t n;
};

/* --- lines --- */

/* A byte that no blank begins or ends with. */
static bool
is_solid(char c)
{
	return (unsigned char)c > ' ' && c != '\xC2' && c != '\xA0';
}

struct str
meta_trim(struct str s)
{
	struct str nbsp = STR("\xC2\xA0"), before;

	if (s.n > 0 && is_solid(s.p[0]) && is_solid(s.p[s.n - 1]))
		return s;
	do {
		before = s;
		s = str_trim(s);
		if (str_starts(s, nbsp))
			s = str_slice(s, 2, s.n);
		if (str_ends(s, nbsp))
			s.n -= 2;
	} while (s.n < before.n);
	return s;
}

/* As rules see what is spelled as in the record, blanks single. */
static struct str
seen_spelled(struct mem *m, struct str s)
{
	return fold_space(m, see_line(m, s));
}

/* The same in small letters. */
static struct str
seen_small(struct mem *m, struct str s)
{
	return fold(m, see_line(m, s));
}

/* A year, at least: four digits in a row. */
static bool
may_have_date(struct str s)
{
	size_t i, digits = 0;

	if (s.n > DATELINE_MAX)
		return false;
	for (i = 0; i < s.n && digits < 4; i++)
		digits = s.p[i] >= '0' && s.p[i] <= '9' ? digits + 1 : 0;
	return digits == 4;
}

/* The first date counts, and the first change behind it. */
static bool
look_for_date(struct str s, size_t i, const struct rules *r, struct mem *m,
	struct meta *out)
{
	struct moment published, modified;

	if (!may_have_date(s) ||
		!dateline_read(seen_small(m, normal_out(m, s)), r,
			i < DATED_LINES, &published, &modified))
		return false;
	if (!out->published.day.year)
		out->published = published;
	if (!out->modified.day.year)
		out->modified = modified;
	return true;
}

static struct line *
line_at(struct lines *l, size_t i)
{
	return &l->tail[i % TAIL_LINES];
}

static void
end_gap(struct lines *l)
{
	if (l->n == 0)
		return;
	line_at(l, l->n - 1)->gap = true;
	if (l->n <= HEAD_LINES)
		l->head[l->n - 1].gap = true;
}

static void
look_at_lines(struct str text, const struct rules *r, struct mem *m,
	struct lines *l, struct meta *out)
{
	size_t at = 0, end;

	for (; at < text.n; at = end + 1) {
		struct line line = { 0 };

		end = str_find(text, STR("\n"), at);
		if (end == SPAN_NONE)
			end = text.n;
		line.s = meta_trim(str_slice(text, at, end));
		if (line.s.n == 0) {
			end_gap(l);
			continue;
		}
		line.dated = look_for_date(line.s, l->n, r, m, out);
		if (l->n < HEAD_LINES)
			l->head[l->n] = line;
		*line_at(l, l->n++) = line;
	}
}

/* --- title --- */

static bool
is_title(const struct line *l)
{
	struct str s = l->s;

	if (l->dated || s.n > TITLE_MAX * 4 || utf8_count(s) > TITLE_MAX)
		return false;
	/* "Tin-covid19" is the name of a section */
	if (str_find(s, STR(" "), 0) == SPAN_NONE)
		return false;
	if (str_ends(s, STR("...")))
		return true;
	return !strchr(".;:,", s.p[s.n - 1]);
}

/* The line before the date, else the first one where a blank line or the
 * date follows. */
static struct str
find_title(const struct lines *l)
{
	size_t n = l->n < HEAD_LINES ? l->n : HEAD_LINES, dated = 0, i;

	while (dated < n && !l->head[dated].dated)
		dated++;
	if (dated < n && dated > 0 && is_title(&l->head[dated - 1]))
		return l->head[dated - 1].s;
	i = dated == 0;
	if (i + 1 < l->n && i < n && is_title(&l->head[i]) &&
		(l->head[i].gap || dated == i + 1))
		return l->head[i].s;
	return (struct str){ NULL, 0 };
}

/* --- authors --- */

static bool
is_in(const struct rules *r, const char *lexicon, struct str word)
{
	const struct lexicon *l = rules_lexicon(r, lexicon);

	return l && lexicon_find(l, word);
}

/* Than an entry of `most` bytes: what is neither blank nor beyond ASCII stands
 * in what rules see as well. */
static bool
has_more_letters(struct str s, size_t most)
{
	size_t i, n = 0;

	for (i = 0; i < s.n && n <= most; i++)
		n += s.p[i] > ' ' && !(s.p[i] & 0x80);
	return n > most;
}

/* Most lines are longer than any entry. */
static bool
is_line_in(const struct lexicon *l, struct mem *m, struct str line)
{
	return !has_more_letters(line, lexicon_most(l)) &&
	       lexicon_find(l, seen_small(m, normal_out(m, line)));
}

/* A newsroom, a paper, a place: nobody's name. */
static bool
is_no_person(const struct rules *r, struct mem *m, struct str name)
{
	static const char *const of[] = { "newsroom", "organisation", "paper",
		"province", "country" };
	const struct lexicon *lexicon[sizeof of / sizeof *of];
	struct str as_is, small;
	size_t i, most = 0;

	for (i = 0; i < sizeof of / sizeof *of; i++) {
		lexicon[i] = rules_lexicon(r, of[i]);
		if (lexicon[i] && lexicon_most(lexicon[i]) > most)
			most = lexicon_most(lexicon[i]);
	}
	if (has_more_letters(name, most))
		return false;
	as_is = seen_spelled(m, name);
	small = fold(m, as_is);
	for (i = 0; i < sizeof of / sizeof *of; i++)
		if (lexicon[i] && (lexicon_find(lexicon[i], as_is) ||
					  lexicon_find(lexicon[i], small)))
			return true;
	return false;
}

/* "Nguyễn", "NGUYỄN", "A", "A." */
static bool
is_name_word(struct str s, bool *capitals)
{
	size_t at = 0, letters = 1;
	bool small = false, large = false;
	uint32_t c = s.n ? utf8_get(s, &at) : 0;

	if (!letter_is_upper(c))
		return false;
	while (at < s.n) {
		c = utf8_get(s, &at);
		if (c == '.' && at == s.n && letters == 1)
			break;
		if (letter_is_upper(c))
			large = true;
		else if (letter_is_lower(c))
			small = true;
		else
			return false;
		letters++;
	}
	*capitals = !small;
	return letters <= 7 && !(large && small);
}

/* Takes the first word, up to a blank, off s. */
static struct str
take_word(struct str *s)
{
	size_t end = 0;
	struct str word;

	while (end < s->n && s->p[end] != ' ')
		end++;
	word = str_slice(*s, 0, end);
	*s = meta_trim(str_slice(*s, end, s->n));
	return word;
}

/* Two to five words, each as a name has it, all in capitals or none. */
static bool
looks_like_name(const struct rules *r, struct mem *m, struct str name)
{
	struct str left = name, word;
	size_t n = 0, in_capitals = 0;
	bool capitals = false;

	while (left.n > 0 && n <= NAME_WORDS) {
		word = take_word(&left);
		if (!is_name_word(word, &capitals) ||
			is_in(r, "byline-not", seen_small(m, word)))
			return false;
		n++;
		/* "A" in "Nguyễn Văn A" is as good as a small letter */
		if (capitals && word.n > 3)
			in_capitals++;
		else if (!capitals)
			in_capitals = in_capitals ? NAME_WORDS + 1 : 0;
	}
	return n >= 2 && n <= NAME_WORDS &&
	       (in_capitals == 0 || in_capitals <= n);
}

/* The length of what stands between two names at a byte, or 0. */
static size_t
joint(const struct rules *r, struct mem *m, struct str s, size_t at)
{
	static const struct str sign[] = { { "–", 3 }, { "—", 3 }, { "-", 1 },
		{ ",", 1 }, { ";", 1 }, { "&", 1 }, { "/", 1 } };
	struct str left = str_slice(s, at, s.n), word;
	const struct lexicon *join;
	size_t i, next = at;

	for (i = 0; i < sizeof sign / sizeof *sign; i++)
		if (s.p[at] == sign[i].p[0] && str_starts(left, sign[i]))
			return sign[i].n;
	if (at == 0 || s.p[at - 1] != ' ' ||
		!letter_is_lower(utf8_get(s, &next)))
		return 0;
	word = take_word(&left);
	join = rules_lexicon(r, "byline-join");
	/* marks in their place take a byte of three away, at most */
	if (!join || word.n - word.n / 3 > lexicon_most(join))
		return 0;
	return lexicon_find(join, seen_spelled(m, word)) ? word.n : 0;
}

static struct str
next_name(const struct rules *r, struct mem *m, struct str *s)
{
	size_t at = 0, n = 0;
	struct str name;

	while (at < s->n && !(n = joint(r, m, *s, at)))
		at++;
	name = meta_trim(str_slice(*s, 0, at));
	*s = at < s->n ? str_slice(*s, at + n, s->n) : (struct str){ NULL, 0 };
	return name;
}

/* "Bài, ảnh: Thanh Hà": without what says so; false where it says something
 * else ("Ảnh: Thanh Hà"). "PV Thanh Hà" is a name with a newsroom before. */
static bool
take_label(const struct rules *r, struct mem *m, struct str *s)
{
	size_t colon = str_find(*s, STR(":"), 0);
	struct str after = *s, word;

	if (colon != SPAN_NONE) {
		if (!is_in(r, "byline",
			    seen_small(m, meta_trim(str_slice(*s, 0, colon)))))
			return false;
		*s = after = meta_trim(str_slice(*s, colon + 1, s->n));
	}
	word = take_word(&after);
	if (after.n && is_in(r, "newsroom", seen_spelled(m, word)))
		*s = after;
	return true;
}

/* "(Hà Thu)", "Hà Thu (tổng hợp)" */
static struct str
without_brackets(struct str s)
{
	size_t open = str_find(s, STR(" ("), 0);

	if (s.n > 1 && s.p[0] == '(' && s.p[s.n - 1] == ')')
		s = meta_trim(str_slice(s, 1, s.n - 1));
	else if (open != SPAN_NONE && open > 0 && s.p[s.n - 1] == ')')
		s.n = open;
	while (s.n > 0 && (s.p[s.n - 1] == '/' || s.p[s.n - 1] == '.'))
		s.n--;
	return meta_trim(s);
}

void
meta_authors(
	struct str line, const struct rules *r, struct mem *m, struct meta *out)
{
	struct str s, name;
	bool is_like;
	size_t n = 0;

	if (line.n > BYLINE_MAX)
		return;
	s = without_brackets(meta_trim(normal_out(m, line)));
	if (!take_label(r, m, &s))
		return;
	while (s.n > 0) {
		name = next_name(r, m, &s);
		is_like = looks_like_name(r, m, name);
		if (!is_like && n == 0 && s.n == 0)
			return; /* whatever else it is */
		if (name.n > 0 && is_no_person(r, m, name))
			continue;
		if (n == AUTHORS_MAX || !is_like)
			return;
		out->author[n++] = name;
	}
	out->nauthor = n;
}

/* "TP.", "Ths.", "Th.S.": the full stop at s.p[end] ends no sentence. */
static bool
is_short_for(struct str s, size_t end)
{
	size_t start = end;

	while (start > 0 && s.p[start - 1] != ' ')
		start--;
	if (start == end || s.p[start] < 'A' || s.p[start] > 'Z')
		return false;
	return end - start <= 3 || memchr(s.p + start, '.', end - start);
}

/* "... trong quý IV. Hoàng Hà": names behind the last sentence of a line. */
static struct str
behind_sentence(struct str s)
{
	size_t i = s.n;

	while (i > 1 && s.n - i <= BYLINE_MAX &&
		!(s.p[i - 1] == ' ' &&
			(s.p[i - 2] == '.' || s.p[i - 2] == '!' ||
				s.p[i - 2] == '?')))
		i--;
	if (i < 3 || s.n - i > BYLINE_MAX ||
		(s.p[i - 2] == '.' && is_short_for(s, i - 2)))
		return (struct str){ NULL, 0 };
	return str_slice(s, i, s.n);
}

static void
find_authors(
	struct lines *l, const struct rules *r, struct mem *m, struct meta *out)
{
	const struct lexicon *ends = rules_lexicon(r, "article-end");
	size_t first = l->n > TAIL_LINES ? l->n - TAIL_LINES : 0, i;
	struct str s;

	if (l->n == 0)
		return;
	s = line_at(l, l->n - 1)->s;
	if (l->n > 2)
		meta_authors(s, r, m, out);
	/* "Tin khác" and more headlines may follow */
	for (i = l->n - 1; ends && i > first + 1 && i > 2 && !out->nauthor; i--)
		if (is_line_in(ends, m, line_at(l, i)->s))
			meta_authors(line_at(l, i - 1)->s, r, m, out);
	if (out->nauthor)
		return;
	s = behind_sentence(s);
	if (s.n > 0 && str_find(s, STR(":"), 0) == SPAN_NONE)
		meta_authors(s, r, m, out);
}

void
meta_find(
	struct str text, const struct rules *r, struct mem *m, struct meta *out)
{
	struct lines *l = mem_space(m, sizeof *l);

	l->n = 0;
	*out = (struct meta){ .published.hour = -1 };
	look_at_lines(text, r, m, l, out);
	out->title = find_title(l);
	find_authors(l, r, m, out);
	if (out->published.day.year)
		return;
	out->published = out->modified;
	out->modified = (struct moment){ .hour = -1 };
}
