/* Names compared without regard to capitals and white space. */
#include <string.h>

#include "base/block.h"
#include "base/letter.h"
#include "base/marks.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "fold.h"
#include "match.h"

static bool
is_space(uint32_t c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == 0xA0;
}

/* Writes s to p, which has room for as many bytes: small letters have as many
 * as capitals. Returns how many there are. */
static size_t
put_folded(char *p, struct str s, bool lower)
{
	size_t at = 0, n = 0;
	bool gap = false;
	uint32_t c;

	while (at < s.n) {
		c = (unsigned char)s.p[at];
		if (c < 0x80)
			at++;
		else
			c = utf8_get(s, &at);
		if (is_space(c)) {
			gap = n > 0;
			continue;
		}
		if (gap)
			p[n++] = ' ';
		gap = false;
		if (c >= 0x80)
			n += utf8_put(p + n, lower ? letter_lower(c) : c);
		else
			p[n++] = (char)(lower && c >= 'A' && c <= 'Z' ? c + 32
								      : c);
	}
	return n;
}

struct str
fold(struct mem *m, struct str s)
{
	char *p = mem_space(m, s.n + 2 * LETTER_ROOM);

	p += LETTER_ROOM;
	if (s.n && s.n <= BLOCK_LOOK && block_reads_on(s.p))
		memcpy(p, s.p, BLOCK_LOOK); /* most are short */
	else if (s.n)
		memcpy(p, s.p, s.n);
	return (struct str){ p,
		letter_fold(p, s.n) ? s.n : put_folded(p, s, true) };
}

struct str
fold_space(struct mem *m, struct str s)
{
	char *p;

	if (letter_is_spaced(s))
		return s;
	p = mem_space(m, s.n);
	return (struct str){ p, put_folded(p, s, false) };
}

size_t
fold_words(struct str s)
{
	return marks_blanks(s) + (s.n > 0);
}

struct str
fold_word(struct str s, size_t n)
{
	size_t start = 0, i;

	for (i = 0; i <= s.n; i++) {
		if (i < s.n && s.p[i] != ' ')
			continue;
		if (n-- == 0)
			return str_slice(s, start, i);
		start = i + 1;
	}
	return STR("");
}

bool
fold_starts(struct str s, struct str part)
{
	return part.n && str_starts(s, part) &&
	       (s.n == part.n || s.p[part.n] == ' ');
}

bool
fold_ends(struct str s, struct str part)
{
	return part.n && str_ends(s, part) &&
	       (s.n == part.n || s.p[s.n - part.n - 1] == ' ');
}

static bool
edge(struct str s, struct span at)
{
	size_t before = at.start, after = at.end;

	if (before > 0 && letter_or_digit(utf8_get_back(s, &before)))
		return false;
	return after == s.n || !letter_or_digit(utf8_get(s, &after));
}

/* str_find, for names: most begin with a capital of ASCII, and few of those
 * stand in a text. */
static size_t
find_from(struct str s, struct str word, size_t from)
{
	const char *p, *end = s.p + s.n;

	if ((unsigned char)word.p[0] >= 0x80)
		return str_find(s, word, from);
	for (p = s.p + from; (size_t)(end - p) >= word.n; p++) {
		p = memchr(p, word.p[0], (size_t)(end - p) - word.n + 1);
		if (!p)
			break;
		if (memcmp(p, word.p, word.n) == 0)
			return (size_t)(p - s.p);
	}
	return SPAN_NONE;
}

struct span
fold_find(struct str s, struct str word, size_t from)
{
	struct span at = { SPAN_NONE, SPAN_NONE };

	while (word.n && (at.start = find_from(s, word, from)) != SPAN_NONE) {
		at.end = at.start + word.n;
		if (edge(s, at))
			return at;
		from = at.end;
	}
	return (struct span){ SPAN_NONE, SPAN_NONE };
}

void
fold_in_order(struct mem *m, void *item, size_t n, size_t size)
{
	char *p = item;
	struct sort_key *key;
	struct span at;
	size_t i, last = 0;
	char *to;

	for (i = 0; i < n; i++, last = at.start) {
		memcpy(&at, p + i * size, sizeof at);
		if (at.start < last)
			break;
	}
	if (i == n)
		return;
	key = mem_space(m, 2 * n * sizeof *key);
	for (i = 0; i < n; i++) {
		memcpy(&at, p + i * size, sizeof at);
		key[i] = (struct sort_key){ at.start, i };
	}
	sort_keys(key, n, key + n);
	to = mem_space(m, n * size);
	for (i = 0; i < n; i++)
		memcpy(to + i * size, p + key[i].second * size, size);
	memcpy(p, to, n * size);
}

void
fold_mention(
	struct doc *d, struct value *entry, struct str rule, struct span seen)
{
	struct value *v = MEM_NEW(d->mem, struct value);

	v->at = text_span_out(&d->text, seen);
	v->rule = rule;
	v->fields = node_new(d->mem, NODE_OBJECT);
	if (entry->last_mention)
		entry->last_mention->next = v;
	else
		entry->mentions = v;
	entry->last_mention = v;
}
