/* What words tell of a page. */
#include <string.h>

#include "base/buf.h"
#include "base/letter.h"
#include "base/utf8.h"
#include "normal.h"
#include "page_words.h"
#include "rules.h"

enum {
	KNOWN = 1024,	   /* slots, a power of 2 */
	ASKED_MAX = 50000, /* classes in a page that are looked at */
	LINE_SEEN = 60
};

struct page_words {
	struct mem *mem;
	unsigned asked; /* classes that were not known */
	const struct lexicon *class, *part, *not, *line;
	struct {
		unsigned long long hash;
		struct str words;
		unsigned labels;
	} known[KNOWN]; /* by hash; a later one takes an earlier one's place */
};

struct page_words *
page_words_new(const struct rules *r, struct mem *m)
{
	struct page_words *w = MEM_NEW(m, struct page_words);

	w->mem = m;
	w->class = rules_lexicon(r, "page-class");
	w->part = rules_lexicon(r, "page-class-part");
	w->not = rules_lexicon(r, "page-class-not");
	w->line = rules_lexicon(r, "page-line");
	return w;
}

/* --- classes --- */

static unsigned
label_of(const struct node *entry)
{
	static const char *const name[] = {
#define PAGE_LABEL_NAME(name) #name,
		PAGE_LABELS(PAGE_LABEL_NAME)
#undef PAGE_LABEL_NAME
	};
	struct str is = node_text(entry, "is");
	unsigned i;

	for (i = 0; i < LABELS; i++)
		if (str_eq(is, str_c(name[i])))
			return 1u << i;
	return LABEL_none;
}

/* Digits count pieces of one kind: "comments18", "box_3". */
static bool
is_mark(char c)
{
	return !((c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80);
}

/* Parts that stand anywhere in a word: "boxnewsrelatedp". */
static unsigned
parts_of(const struct page_words *w, struct str s)
{
	const struct node *entry = NULL;
	struct str rest;
	size_t at, n;

	for (at = 0; at + 5 < s.n; at++)
		for (n = 13; n >= 5; n--) {
			if (at + n > s.n)
				continue;
			rest = str_slice(s, at, at + n);
			entry = lexicon_find(w->part, rest);
			if (entry)
				return label_of(entry);
		}
	return LABEL_none;
}

/* Labels of one class, marks between its words being '-'. */
static unsigned
class_labels(const struct page_words *w, struct str s)
{
	const struct node *entry = NULL;
	unsigned labels = LABEL_none;
	size_t at = 0, end, n;

	n = lexicon_longest(w->not, s, NULL);
	if (n > 0 && n < s.n)
		return LABEL_none;
	while (at < s.n) {
		for (end = at; end < s.n && s.p[end] != '-'; end++)
			;
		n = lexicon_longest(w->class, str_slice(s, at, s.n), &entry);
		if (n > 0)
			labels |= label_of(entry);
		else if (end - at >= 10)
			labels |= parts_of(w, str_slice(s, at, end));
		at = n > 0 ? at + n + 1 : end + 1;
	}
	return labels;
}

static unsigned
all_labels(struct page_words *w, struct str words)
{
	struct str copy = mem_str(w->mem, words);
	char *p = (char *)copy.p;
	unsigned labels = LABEL_none;
	size_t at = 0, i, n = 0;

	/* "article__body" is article-body */
	for (i = 0; i < copy.n; i++) {
		char c = p[i] != ' ' && is_mark(p[i]) ? '-' : p[i];

		if (c != '-' || n == 0 || p[n - 1] != '-')
			p[n++] = c;
	}
	copy.n = n;
	for (i = 0; i <= copy.n; i++) {
		if (i < copy.n && p[i] != ' ')
			continue;
		while (at < i && p[at] == '-')
			at++;
		if (at < i)
			labels |= class_labels(w, str_slice(copy, at, i));
		at = i + 1;
	}
	return labels;
}

unsigned
page_words_class(struct page_words *w, struct str words)
{
	unsigned long long hash;
	size_t slot;

	if (words.n == 0 || words.n > 1000 || w->asked > ASKED_MAX)
		return LABEL_none;
	hash = str_hash(words);
	slot = hash & (KNOWN - 1);
	if (w->known[slot].hash == hash && str_eq(w->known[slot].words, words))
		return w->known[slot].labels;
	w->asked++;
	w->known[slot].hash = hash;
	w->known[slot].words = words;
	w->known[slot].labels = all_labels(w, words);
	return w->known[slot].labels;
}

/* --- lines --- */

struct str
page_words_seen(struct page_words *w, struct str line, size_t most)
{
	struct buf out = { .mem = w->mem };
	size_t at = 0;

	if (line.n > most) {
		while (most > 0 && ((unsigned char)line.p[most] & 0xC0) == 0x80)
			most--;
		line.n = most;
	}
	line = normal_seen(w->mem, line);
	buf_reserve(&out, line.n + 4);
	while (at < line.n)
		buf_put_utf8(&out, letter_lower(utf8_get(line, &at)));
	return buf_str(&out);
}

/* Marks that stand before a label: ">> Xem thêm", "• Tags", "(Ảnh: ...". */
static size_t
marks_before(struct str s)
{
	size_t at = 0, next;

	while (at < s.n) {
		next = at;
		if (letter_or_digit(utf8_get(s, &next)))
			break;
		at = next;
	}
	return at;
}

enum page_line
page_words_line(struct page_words *w, struct str line, size_t *behind)
{
	const struct node *entry = NULL;
	struct str seen = page_words_seen(w, line, LINE_SEEN), is;
	size_t at = marks_before(seen), n;

	*behind = 0;
	n = lexicon_longest(w->line, str_slice(seen, at, seen.n), &entry);
	if (n == 0)
		return LINE_TEXT;
	*behind = at + n;
	is = node_text(entry, "is");
	if (str_eq(is, STR("end")))
		return LINE_END;
	if (str_eq(is, STR("label")))
		return LINE_LABEL;
	return str_eq(is, STR("caption")) ? LINE_CAPTION : LINE_ALONE;
}
