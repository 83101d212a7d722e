/* Cutting a text into words: by matches, the lexicon, punctuation. */
#include <stdint.h>

#include "base/letter.h"
#include "base/marks.h"
#include "base/utf8.h"
#include "rules.h"
#include "words.h"

enum { DEPTH_MAX = 8 }; /* deeper brackets count as this deep */

#define WORDS_NAME(name, word) { word, sizeof word - 1 },
static const struct str part_name[PARTS] = { WORDS_PARTS(WORDS_NAME) };
#undef WORDS_NAME

/* What a match of an earlier phase stands for. Figures are read word by word:
 * "5 đơn vị" is somebody. */
static const struct standing {
	enum rules_typed type;
	enum part part;
} standing[] = {
	{ RULES_UNITS, PART_WHO },
	{ RULES_OFFICIALS, PART_WHO },
	{ RULES_ROLES, PART_WHO },
	{ RULES_NAMES, PART_WHO },
	{ RULES_PLACES, PART_PLACE },
	{ RULES_DATES, PART_DATE },
	{ RULES_DOCUMENTS, PART_THING },
};

static const struct mark {
	struct str mark;
	enum part part;
	bool blank; /* only where white space or the end follows */
} marks[] = {
	{ { "\n", 1 }, PART_LINE, false },
	{ { ",", 1 }, PART_COMMA, false },
	{ { ";", 1 }, PART_SEMI, false },
	{ { ":", 1 }, PART_COLON, true },
	{ { "(", 1 }, PART_BRACKET, false },
	{ { "[", 1 }, PART_BRACKET, false },
	{ { ")", 1 }, PART_BRACKET, false },
	{ { "]", 1 }, PART_BRACKET, false },
	{ { ".", 1 }, PART_STOP, true },
	{ { "!", 1 }, PART_STOP, true },
	{ { "?", 1 }, PART_STOP, true },
	{ { "-", 1 }, PART_COMMA, true },
	{ { "…", 3 }, PART_STOP, true },
	{ { "–", 3 }, PART_COMMA, true },
	{ { "—", 3 }, PART_COMMA, true },
};

enum { MARKS = sizeof marks / sizeof *marks };

/* By its first byte, the place of the first of them, from 1. */
static const unsigned char mark_from[256] = { ['\n'] = 1,
	[','] = 2,
	[';'] = 3,
	[':'] = 4,
	['('] = 5,
	['['] = 6,
	[')'] = 7,
	[']'] = 8,
	['.'] = 9,
	['!'] = 10,
	['?'] = 11,
	['-'] = 12,
	[0xE2] = 13 };

enum {
	READINGS = 32,
	READING_SHIFT = 59, /* of hashes with 64 bits */
	PART_SLOTS = 128
};

/* What an entry of the lexicon says. */
struct reading {
	const struct node *entry;
	enum part part;
	unsigned long long nouns; /* the parts that are nouns behind it */
};

struct cutting {
	const struct doc *d;
	const struct lexicon *lexicon;
	enum part part_of[TYPES_MAX];	     /* PARTS: passed over */
	unsigned char part_slot[PART_SLOTS]; /* by name, open addressing */
	size_t at;			     /* byte of text.seen */
	size_t match;			     /* the next one to look at */
	size_t next;	 /* no word begins with one before */
	size_t limit;	 /* the next that is a limit */
	size_t limit_at; /* where that begins */
	unsigned depth;
	unsigned long long nouns; /* verbs that are nouns right here, a bit a
				     part */
	struct reading reading[READINGS];
	struct words out;
	size_t cap;
	size_t *reach;	      /* by match: how far it or one before goes */
	struct span *heading; /* lines that end with a colon, to that end */
	size_t nheading;
	bool has_headings; /* they have been looked for */
};

static __attribute__((noinline)) void
make_room(struct cutting *c)
{
	c->out.word = mem_room(c->d->mem, c->out.word, c->out.n + 1, &c->cap,
		sizeof *c->out.word);
}

static inline void
put(struct cutting *c, enum part part, size_t end, size_t match)
{
	if (c->out.n == c->cap)
		make_room(c);
	c->out.word[c->out.n++] =
		(struct word){ { c->at, end }, part, c->depth, false, match };
	c->at = end;
}

/* The next match that stands for a word, from here on, the outermost first; or
 * NULL. */
static const struct match *
next_match(struct cutting *c)
{
	const struct doc *d = c->d;
	const struct match *m;

	for (; c->match < d->nmatch; c->match++) {
		m = &d->match[c->match];
		if (m->at.start >= c->at && c->part_of[m->type] != PARTS)
			return m;
	}
	return NULL;
}

static bool
take_match(struct cutting *c)
{
	const struct match *m = next_match(c);

	c->next = m ? m->at.start : SPAN_NONE;
	if (c->next > c->at)
		return false;
	put(c, c->part_of[m->type], m->at.end, c->match++);
	c->nouns = 0;
	return true;
}

/* The slot of a part's name, or the free one (PART_WORD) where it belongs. */
static unsigned char *
slot_named(struct cutting *c, struct str name)
{
	size_t i = name.n * 5 + (unsigned char)name.p[0] * 9 +
		   (unsigned char)name.p[name.n - 1];
	unsigned char *slot;

	for (;; i++) {
		slot = &c->part_slot[i % PART_SLOTS];
		if (*slot == PART_WORD || str_eq(part_name[*slot], name))
			return slot;
	}
}

static void
name_parts(struct cutting *c)
{
	int i;

	for (i = 0; i < PARTS; i++)
		if (part_name[i].n)
			*slot_named(c, part_name[i]) = (unsigned char)i;
}

static enum part
part_named(struct cutting *c, struct str name)
{
	return name.n ? (enum part) * slot_named(c, name) : PART_WORD;
}

/* A capital within a sentence: "Cần Thơ", not "cần". */
static bool
is_name(const struct cutting *c, struct str rest)
{
	static const unsigned long long starts =
		1ull << PART_STOP | 1ull << PART_LINE | 1ull << PART_COLON |
		1ull << PART_SEMI | 1ull << PART_BRACKET;
	const struct word *last = c->out.n ? &c->out.word[c->out.n - 1] : NULL;
	size_t at = 0;

	/* the dash of a list: "- Hoàn thành ..." */
	if (last && last->part == PART_COMMA &&
		(c->out.n == 1 || last[-1].part == PART_LINE))
		return false;
	/* A quotation mark leaves no word, but more than a blank between. */
	return last && !(starts >> last->part & 1) &&
	       last->at.end + 1 >= c->at &&
	       letter_is_upper(utf8_get(rest, &at));
}

/* What follows "phải" or "sẽ" is a verb, known or not. */
static enum part
unknown_part(const struct cutting *c, char first)
{
	static const unsigned long long verb =
		1ull << PART_MUST | 1ull << PART_WILL | 1ull << PART_VOW;
	enum part last = c->out.n ? c->out.word[c->out.n - 1].part : PART_LINE;

	if (first >= '0' && first <= '9')
		return PART_NUMBER;
	return verb >> last & 1 ? PART_VERB : PART_WORD;
}

/* The parts that are nouns right behind an entry. */
static unsigned long long
nouns_behind(const struct node *entry)
{
	static const unsigned long long often =
		1ull << PART_DO | 1ull << PART_REPORT | 1ull << PART_STATE |
		1ull << PART_DECIDE;
	struct str act = node_text(entry, "act");

	if (str_eq(act, STR("all")))
		return often | 1ull << PART_FINISH | 1ull << PART_ISSUE |
		       1ull << PART_SEND | 1ull << PART_LAST;
	return str_eq(act, STR("do")) ? often : 0;
}

/* Where the next limit begins: no word of the lexicon runs into it ("cho đến"
 * into "đến hết ngày 15/4"). */
static size_t
next_limit(struct cutting *c)
{
	const struct doc *d = c->d;
	const struct match *m = NULL;

	if (c->limit_at > c->at)
		return c->limit_at;
	for (; c->limit < d->nmatch; c->limit++) {
		m = &d->match[c->limit];
		if (m->at.start > c->at && c->part_of[m->type] == PART_LIMIT)
			break;
	}
	c->limit_at = c->limit < d->nmatch ? m->at.start : d->text.seen.n;
	return c->limit_at;
}

/* What an entry of the lexicon says: read once, since many words have the
 * same. */
static const struct reading *
read_entry(struct cutting *c, const struct node *entry)
{
	struct reading *r =
		&c->reading[(uintptr_t)entry / 16 * 0x9E3779B97F4A7C15u >>
			    READING_SHIFT];

	if (r->entry != entry)
		*r = (struct reading){ entry,
			part_named(c, node_text(entry, "value")),
			nouns_behind(entry) };
	return r;
}

/* Its first letters and digits, or as far as an entry of the lexicon goes. */
static void
take_word(struct cutting *c, struct str rest, size_t first)
{
	const struct node *entry = NULL;
	const struct reading *read;
	struct lexicon_key k;
	size_t n;
	unsigned long long nouns = c->nouns;
	enum part part;

	lexicon_key_word(rest, first, &k);
	n = lexicon_longest_key(c->lexicon, &k, &entry);
	c->nouns = 0;
	if (n) {
		read = read_entry(c, entry);
		part = read->part;
		if (is_name(c, rest) && part != PART_GROUP)
			part = PART_WORD;
		else if (nouns >> part & 1)
			part = PART_DEED;
		c->nouns = read->nouns;
		put(c, part, c->at + n, SPAN_NONE);
		return;
	}
	n = k.n;
	if (n < rest.n && rest.p[n] == '%')
		n++;
	put(c, unknown_part(c, *rest.p), c->at + n, SPAN_NONE);
}

/* The sign behind the first len bytes; 0 at the end. */
static uint32_t
behind(struct str s, size_t len)
{
	return len < s.n ? utf8_get(s, &len) : 0;
}

/* A point inside "TP.HCM" or "31.3", or before a small letter, ends no
 * sentence. */
static bool
ends_sentence(struct str rest, size_t len)
{
	if (letter_or_digit(behind(rest, len)))
		return false;
	while (behind(rest, len) == ' ')
		len++;
	return !letter_is_lower(behind(rest, len));
}

static bool
mark_holds(const struct mark *k, struct str rest)
{
	struct str mark = k->mark;
	uint32_t next;

	if (!str_starts(rest, mark))
		return false;
	if (k->part == PART_STOP)
		return ends_sentence(rest, mark.n);
	if (!k->blank)
		return true;
	next = behind(rest, mark.n);
	return next == 0 || next == ' ' || next == '\n';
}

/* The one that stands at the start of a text, or NULL. */
static const struct mark *
mark_at(struct str rest)
{
	size_t i = mark_from[(unsigned char)*rest.p];

	for (; i && i <= MARKS && *marks[i - 1].mark.p == *rest.p; i++)
		if (mark_holds(&marks[i - 1], rest))
			return &marks[i - 1];
	return NULL;
}

static void
take_mark(struct cutting *c, struct str rest)
{
	const struct mark *mark = mark_at(rest);
	bool closes = *rest.p == ')' || *rest.p == ']';
	size_t n = 0;

	c->nouns = 0;
	utf8_get(rest, &n);
	if (!mark) {
		c->at += n;
		return;
	}
	if (mark->part == PART_LINE)
		c->depth = 0;
	if (mark->part == PART_BRACKET && !closes && c->depth < DEPTH_MAX)
		c->depth++;
	put(c, mark->part, c->at + n, SPAN_NONE);
	c->out.word[c->out.n - 1].asks = *rest.p == '?';
	if (closes && c->depth)
		c->depth--;
}

/* Has a sentence, but one in brackets, or a line come to its end? */
static bool
at_end(const struct cutting *c)
{
	const struct word *last = c->out.n ? &c->out.word[c->out.n - 1] : NULL;

	return last && (last->part == PART_LINE ||
			       (last->part == PART_STOP && !last->depth));
}

struct cutting *
words_open(const struct rules *r, const struct doc *d, unsigned limit)
{
	struct cutting *c = MEM_NEW(d->mem, struct cutting);
	size_t i;
	int type;

	c->d = d;
	c->lexicon = r->named[LEXICON_DEADLINE_WORD];
	for (i = 0; i < TYPES_MAX; i++)
		c->part_of[i] = PARTS;
	for (i = 0; i < sizeof standing / sizeof *standing; i++) {
		type = r->typed[standing[i].type];
		if (type >= 0)
			c->part_of[type] = standing[i].part;
	}
	c->part_of[limit] = PART_LIMIT;
	name_parts(c);
	c->reach = mem_space(d->mem, d->nmatch * sizeof *c->reach);
	for (i = 0; i < d->nmatch; i++) {
		c->reach[i] = d->match[i].at.end;
		if (i && c->reach[i - 1] > c->reach[i])
			c->reach[i] = c->reach[i - 1];
	}
	return c;
}

/* The first match that begins at or behind a byte. */
static size_t
match_from(const struct doc *d, size_t at)
{
	size_t lo = 0, hi = d->nmatch;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (d->match[mid].at.start < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct words
words_cut(struct cutting *c, size_t from, size_t last)
{
	struct str seen = c->d->text.seen;
	size_t n;

	c->at = from;
	c->match = c->limit = match_from(c->d, from);
	c->next = from;
	c->limit_at = 0;
	c->depth = 0;
	c->nouns = 0;
	c->out.n = 0;
	c->out.from = from;
	c->out.of = c;
	while (c->at < seen.n && !(c->at > last && at_end(c))) {
		struct str rest;

		if (c->at >= c->next && take_match(c))
			continue;
		if (seen.p[c->at] == ' ') {
			c->at++;
			continue;
		}
		rest = str_slice(seen, c->at, next_limit(c));
		n = letter_run(rest, 0);
		if (n)
			take_word(c, rest, n);
		else
			take_mark(c, str_slice(seen, c->at, seen.n));
		/* most words have a blank behind them */
		if (c->at < c->next && c->at < seen.n)
			c->at += seen.p[c->at] == ' ';
	}
	return c->out;
}

/* Does a match go on from before a byte, or end right there? */
static bool
is_crossed(const struct cutting *c, size_t at)
{
	size_t n = match_from(c->d, at);

	return n && c->reach[n - 1] >= at;
}

/* Where the line of a byte begins, but no earlier than byte `known`; one in
 * which a match goes on from the line before begins there. */
static size_t
line_from(const struct cutting *c, size_t known, size_t at)
{
	at = marks_line(c->d->text.seen, known, at);
	while (at > known && is_crossed(c, at))
		at = marks_line(c->d->text.seen, known, at - 1);
	return at;
}

static bool
is_stop(struct str rest)
{
	const struct mark *mark = mark_at(rest);

	return mark && mark->part == PART_STOP;
}

/* What stands between two words, as they would be cut. */
struct gap {
	unsigned depth; /* brackets around */
	size_t stop;	/* the last mark that ends a sentence, or where the
			   look began */
};

static void
look_at_sign(struct str seen, size_t at, struct gap *g)
{
	switch (seen.p[at]) {
	case '(':
	case '[':
		g->depth += g->depth < DEPTH_MAX;
		break;
	case ')':
	case ']':
		g->depth -= g->depth > 0;
		break;
	case '.':
	case '!':
	case '?':
	case '\xE2': /* begins "…" */
		if (!g->depth && is_stop(str_slice(seen, at, seen.n)))
			g->stop = at;
		break;
	}
}

size_t
words_sentence(struct cutting *c, size_t known, size_t at)
{
	struct gap g = { .stop = line_from(c, known, at) };
	struct str seen = c->d->text.seen;
	const struct match *m;
	size_t end;

	/* no word of the lexicon may hide a mark */
	if (!c->lexicon || lexicon_has_sign(c->lexicon, ".!?()[]"))
		return g.stop;
	c->at = g.stop;
	c->match = match_from(c->d, c->at);
	while (c->at < at) {
		m = next_match(c);
		end = m && m->at.start < at ? m->at.start : at;
		while ((c->at = marks_next(seen, c->at, end)) < end)
			look_at_sign(seen, c->at++, &g);
		if (end < at)
			c->at = m->at.end;
	}
	return g.stop;
}

/* Is there a colon among the signs at its end? */
static bool
has_colon(struct str line)
{
	size_t at = line.n;
	uint32_t c = 0;

	while (at > 0 && c != ':' && !letter_or_digit(c))
		c = utf8_get_back(line, &at);
	return c == ':';
}

size_t
words_line(const struct cutting *c, size_t at)
{
	return line_from(c, 0, at);
}

/* Finds those of the whole text, once. */
static void
find_headings(struct cutting *c)
{
	struct str seen = c->d->text.seen;
	size_t at, end, cap = 0, more;

	for (at = 0; (end = str_find(seen, STR("\n"), at)) != SPAN_NONE;
		at = end + 1) {
		if (!has_colon(str_slice(seen, at, end)))
			continue;
		if (c->nheading == cap) {
			more = cap ? cap * 2 : 16;
			c->heading = mem_grow(c->d->mem, c->heading,
				cap * sizeof *c->heading,
				more * sizeof *c->heading);
			cap = more;
		}
		c->heading[c->nheading++] = (struct span){ at, end };
	}
	c->has_headings = true;
}

size_t
words_heading(const struct words *w)
{
	struct cutting *c = w->of;
	size_t lo = 0, hi, mid;

	if (!c->has_headings)
		find_headings(c);
	for (hi = c->nheading; lo < hi;) {
		mid = (lo + hi) / 2;
		if (c->heading[mid].end < w->from)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo ? words_line(c, c->heading[lo - 1].start) : SPAN_NONE;
}
