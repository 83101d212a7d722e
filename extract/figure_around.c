/* The words around a number. */
#include "base/letter.h"
#include "base/utf8.h"
#include "compound.h"
#include "figure_around.h"
#include "rules.h"

enum { WORDS_BACK = 4, STEPS_BACK = 5, WORDS_ON = 14 };

/* What an entry says, besides its three words. */
enum {
	SAYS_SOME = 1,
	SAYS_DIGITS = 2,
	SAYS_RATIO = 4,
	SAYS_FROM = 8,
	SAYS_AGED = 16,
	SAYS_COMPARED = 32,
	SAYS_LOOSE = 64,
	SAYS_STOP = 128
};

static const struct {
	struct str name;
	unsigned bit;
} flags[] = {
	{ { "some", 4 }, SAYS_SOME },
	{ { "digits", 6 }, SAYS_DIGITS },
	{ { "ratio", 5 }, SAYS_RATIO },
	{ { "from", 4 }, SAYS_FROM },
	{ { "aged", 4 }, SAYS_AGED },
	{ { "compared", 8 }, SAYS_COMPARED },
	{ { "loose", 5 }, SAYS_LOOSE },
	{ { "stop", 4 }, SAYS_STOP },
};

struct said {
	struct str label, modifier, change;
	unsigned flags;
};

static unsigned
flag_named(struct str name)
{
	size_t i;

	for (i = 0; i < sizeof flags / sizeof *flags; i++)
		if (str_eq(flags[i].name, name))
			return flags[i].bit;
	return 0;
}

static struct said
entry_says(const struct node *entry)
{
	struct said s = { .flags = 0 };
	const struct node *n;

	for (n = entry->first; n; n = n->next)
		if (str_eq(n->name, STR("label")))
			s.label = n->text;
		else if (str_eq(n->name, STR("modifier")))
			s.modifier = n->text;
		else if (str_eq(n->name, STR("change")))
			s.change = n->text;
		else if (n->text.n)
			s.flags |= flag_named(n->name);
	return s;
}

/* Is the word that begins at `from` the end of a longer one? "cung cấp", "chu
 * kỳ", "toàn bộ" are not what "cấp", "kỳ", "bộ" are. */
static bool
is_ending(const struct rules *r, struct str text, size_t from, size_t end)
{
	struct str words;

	if (from == 0 || text.p[from - 1] != ' ')
		return false;
	words = str_slice(text, letter_run_back(text, from - 1), end);
	return compound_is_verb(r, words) || compound_is_noun(r, words);
}

/* The longest entry that ends at `end` (a blank stands behind it), of up to
 * four words; *start is where it begins. */
static const struct node *
entry_before(
	const struct lexicon *l, struct str text, size_t end, size_t *start)
{
	const struct node *found = NULL, *n;
	struct lexicon_key k;
	size_t at = end, from;
	int i;

	for (i = 0; i < WORDS_BACK; i++) {
		from = letter_run_back(text, at);
		if (from == at)
			break;
		lexicon_key(str_slice(text, from, end), &k);
		if (i < 2 && !lexicon_may_end_key(l, &k))
			break;
		n = lexicon_find_key(l, &k);
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

/* Takes what a label says of the number right behind it, and no other. */
static void
take_label(struct figure_around *a, const struct said *s)
{
	a->some |= (s->flags & SAYS_SOME) != 0;
	a->digits |= (s->flags & SAYS_DIGITS) != 0;
	a->hard |= str_eq(s->label, STR("hard"));
	a->firm |= str_eq(s->label, STR("firm"));
	a->soft |= str_eq(s->label, STR("soft"));
}

/* Takes what an entry says; false when no word before it counts. */
static bool
take(struct figure_around *a, const struct said *s)
{
	a->ratio |= (s->flags & SAYS_RATIO) != 0;
	if (!a->modifier.n) {
		a->modifier = s->modifier;
		a->from = s->flags & SAYS_FROM;
		a->aged = s->flags & SAYS_AGED;
		a->compared = s->flags & SAYS_COMPARED;
	}
	if (!a->change.n) {
		a->change = s->change;
		a->loose = s->flags & SAYS_LOOSE;
	}
	return !(s->flags & SAYS_STOP);
}

bool
figure_capital(const struct doc *d, size_t start)
{
	struct str text = d->text.seen;
	size_t from, at;
	bool capital = false;
	uint32_t before;

	if (start == 0 || text.p[start - 1] != ' ')
		return false;
	from = letter_run_back(text, start - 1);
	for (at = from; at < start - 1;)
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

void
figure_behind(const struct rules *r, const struct doc *d, size_t end,
	struct figure_around *a)
{
	const struct lexicon *behind = r->named[LEXICON_AFTER_FIGURE];
	struct str text = d->text.seen;
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
figure_before(const struct rules *r, const struct doc *d, size_t start)
{
	const struct lexicon *before = r->named[LEXICON_BEFORE_FIGURE];
	struct str text = d->text.seen;
	struct figure_around a = { .ratio = false };
	const struct node *entry;
	struct said said;
	size_t at = start, word;
	int i;

	for (i = 0; i < STEPS_BACK && at > 0 && text.p[at - 1] == ' '; i++) {
		word = at - 1;
		entry = entry_before(before, text, word, &at);
		if (!entry)
			break;
		said = entry_says(entry);
		if ((said.flags & SAYS_SOME) || said.label.n) {
			if (i == 0 && !is_ending(r, text, at, word))
				take_label(&a, &said);
			break;
		}
		if (!take(&a, &said))
			break;
	}
	return a;
}
