/* The words around a number. */
#include "base/letter.h"
#include "base/utf8.h"
#include "compound.h"
#include "figure_around.h"
#include "rules.h"

enum { WORDS_BACK = 4, STEPS_BACK = 5, WORDS_ON = 14 };

/* Where the word that ends right before `end` begins; `end` itself where a
 * letter or digit does not stand there. */
static size_t
word_start(struct str text, size_t end)
{
	size_t at = end, from = end;

	while (at > 0 && letter_or_digit(utf8_get_back(text, &at)))
		from = at;
	return from;
}

/* Is the word that begins at `from` the end of a longer one? "cung cấp", "chu
 * kỳ", "toàn bộ" are not what "cấp", "kỳ", "bộ" are. */
static bool
is_ending(const struct rules *r, struct str text, size_t from, size_t end)
{
	struct str words;

	if (from == 0 || text.p[from - 1] != ' ')
		return false;
	words = str_slice(text, word_start(text, from - 1), end);
	return compound_is_verb(r, words) || compound_is_noun(r, words);
}

/* The longest entry that ends at `end` (a blank stands behind it), of up to
 * four words; *start is where it begins. */
static const struct node *
entry_before(
	const struct lexicon *l, struct str text, size_t end, size_t *start)
{
	const struct node *found = NULL, *n;
	size_t at = end, from;
	int i;

	for (i = 0; i < WORDS_BACK; i++) {
		from = word_start(text, at);
		if (from == at)
			break;
		n = lexicon_find(l, str_slice(text, from, end));
		if (n) {
			found = n;
			*start = from;
		}
		if (from == 0 || text.p[from - 1] != ' ')
			break;
		at = from - 1;
	}
	return found;
}

static bool
is_set(const struct node *entry, const char *attribute)
{
	return node_text(entry, attribute).n > 0;
}

/* Takes what an entry says; false when no word before it counts. */
static bool
take(struct figure_around *a, const struct node *entry, bool first, bool ending)
{
	struct str label = node_text(entry, "label");

	if (is_set(entry, "some") || label.n) {
		if (ending)
			return false;
		a->some |= first && is_set(entry, "some");
		a->hard |= first && str_eq(label, STR("hard"));
		a->digits |= first && is_set(entry, "digits");
		a->firm |= first && str_eq(label, STR("firm"));
		a->soft |= first && str_eq(label, STR("soft"));
		return false;
	}
	a->ratio |= is_set(entry, "ratio");
	if (!a->modifier.n) {
		a->modifier = node_text(entry, "modifier");
		a->from = is_set(entry, "from");
		a->aged = is_set(entry, "aged");
		a->compared = is_set(entry, "compared");
	}
	if (!a->change.n) {
		a->change = node_text(entry, "change");
		a->loose = is_set(entry, "loose");
	}
	return !is_set(entry, "stop");
}

/* Does a word with a capital ("Boeing", "iPhone") end at `end` that begins no
 * sentence? */
static bool
capital_before(struct str text, size_t end)
{
	size_t from = word_start(text, end), at;
	bool capital = false;
	uint32_t before;

	for (at = from; at < end;)
		capital |= letter_is_upper(utf8_get(text, &at));
	if (!capital)
		return false;
	if (from < 2 || text.p[from - 1] != ' ')
		return false;
	at = from - 1;
	before = utf8_get_back(text, &at);
	return before != '.' && before != ':' && before != '!' &&
	       before != '?' && before != '-';
}

/* "từ 3% nữ đại biểu của khóa đầu lên 30%": does another level stand behind,
 * in the same sentence? A blank stands at `at`. */
static bool
level_follows(const struct lexicon *behind, struct str text, size_t at)
{
	const struct node *entry;
	struct str rest;
	size_t n;
	int i;

	for (i = 0; i < WORDS_ON && at < text.n && text.p[at] == ' '; i++) {
		rest = str_slice(text, at + 1, text.n);
		n = lexicon_longest(behind, rest, &entry);
		if (n && is_set(entry, "level") && n + 1 < rest.n &&
			rest.p[n + 1] >= '0' && rest.p[n + 1] <= '9')
			return true;
		for (at++; at < text.n && text.p[at] != ' ' &&
			   text.p[at] != '\n' && text.p[at] != ';';
			at++)
			;
		if (text.p[at - 1] == '.')
			return false;
	}
	return false;
}

/* What the words behind say. */
static void
look_behind(const struct lexicon *behind, struct str text, size_t end,
	struct figure_around *a)
{
	const struct node *entry;

	if (end >= text.n || text.p[end] != ' ')
		return;
	if (lexicon_longest(behind, str_slice(text, end + 1, text.n), &entry) &&
		!is_set(entry, "level")) {
		a->modifier = node_text(entry, "modifier");
		a->from = false;
	} else if (a->from && level_follows(behind, text, end)) {
		a->modifier = STR("");
	}
}

struct figure_around
figure_around(
	const struct rules *r, const struct doc *d, size_t start, size_t end)
{
	const struct lexicon *before = r->named[LEXICON_BEFORE_FIGURE];
	const struct lexicon *behind = r->named[LEXICON_AFTER_FIGURE];
	struct str text = d->text.seen;
	struct figure_around a = { .ratio = false };
	const struct node *entry;
	size_t at = start, word;
	int i;

	if (at > 0 && text.p[at - 1] == ' ')
		a.capital = capital_before(text, at - 1);
	for (i = 0; i < STEPS_BACK && at > 0 && text.p[at - 1] == ' '; i++) {
		word = at - 1;
		entry = entry_before(before, text, word, &at);
		if (!entry ||
			!take(&a, entry, i == 0, is_ending(r, text, at, word)))
			break;
	}
	look_behind(behind, text, end, &a);
	return a;
}
