/* Is a text Vietnamese? */
#include "base/letter.h"
#include "base/utf8.h"
#include "language.h"
#include "syllable.h"

enum {
	WORD_MAX = 16,
	WORDS_MAX = 400,
	EARLY = 32, /* words that tell where some speak for it */
	EARLY_OWN = 8,
	SHORT = 16, /* words; of fewer, little can be said */
	PART = 8,   /* one word in so many, in a longer text */
	SHORT_PART = 4
};

struct word {
	uint32_t c[WORD_MAX]; /* the first ones */
	size_t n;
	unsigned barred, strange, beyond; /* letters: đ; not of ASCII; nor of
					     Latin-1 */
};

struct count {
	unsigned words, own, shared;
	unsigned odd; /* with letters beyond ASCII that form no syllable */
};

/* Letters of other scripts: Greek on, but for signs and what Latin has
 * beyond. */
static bool
is_other_script(uint32_t c)
{
	return c >= 0x370 && !(c >= 0x1E00 && c <= 0x1EFF) &&
	       !(c >= 0x2000 && c <= 0x303F) && !(c >= 0xE000 && c <= 0xF8FF) &&
	       !(c >= 0xFE00 && c <= 0xFFFF) && c < 0x1F000;
}

static bool
is_letter(uint32_t c)
{
	if (c < 0x80)
		return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
	return is_other_script(c) || letter_or_digit(c);
}

/* A run of letters from byte *at on, which may be none; *at moves behind it. */
static void
take_word(struct str s, size_t *at, struct word *w)
{
	size_t end;
	uint32_t c;

	w->n = 0;
	w->barred = w->strange = w->beyond = 0;
	for (end = *at; end < s.n; *at = end) {
		c = utf8_get(s, &end);
		if (!is_letter(c))
			break;
		w->barred += c == 0x110 || c == 0x111; /* "VNĐ", "HĐND" */
		w->strange += c >= 0x80;
		w->beyond += c > 0xFF;
		if (w->n < WORD_MAX)
			w->c[w->n++] = c;
	}
	if (w->n == 0)
		*at = end;
}

static void
count_word(const struct word *w, struct count *count)
{
	switch (syllable_of(w->c, w->n)) {
	case SYLLABLE_OWN:
		count->own++;
		break;
	case SYLLABLE_SHARED:
		count->shared++;
		break;
	case SYLLABLE_ASCII:
		break;
	case SYLLABLE_NOT:
		count->odd += w->strange > w->barred;
		break;
	}
}

static enum language
judge(const struct count *c)
{
	if (c->words > SHORT)
		return c->own * PART >= c->words ? LANGUAGE_VIETNAMESE
						 : LANGUAGE_OTHER;
	if (c->odd * 2 > c->words)
		return LANGUAGE_OTHER;
	if (c->own ||
		(c->shared && !c->odd && c->shared * SHORT_PART >= c->words))
		return LANGUAGE_VIETNAMESE;
	return LANGUAGE_UNTOLD;
}

enum language
language_of(struct str s)
{
	struct count count = { .words = 0 };
	size_t at = 0, start, later[SHORT], nlater = 0, i;
	struct word w;

	while (at < s.n && count.words < WORDS_MAX) {
		start = at;
		take_word(s, &at, &w);
		count.words += w.n > 0;
		/* what is its own has a letter beyond Latin-1, or two of
		 * Latin-1, the mark in the wrong place: "tíên" */
		if (w.beyond || w.strange > 1)
			count_word(&w, &count);
		/* the others count where a text is short */
		else if (w.strange && count.words <= SHORT)
			later[nlater++] = start;
		/* whatever the words of a shorter text, it is judged so too */
		if (count.words <= EARLY && count.own >= EARLY_OWN)
			return LANGUAGE_VIETNAMESE;
	}
	for (i = 0; count.words <= SHORT && i < nlater; i++) {
		take_word(s, &later[i], &w);
		count_word(&w, &count);
	}
	return judge(&count);
}

bool
language(struct doc *d)
{
	switch (language_of(d->text.out)) {
	case LANGUAGE_VIETNAMESE:
		if (!d->article.language.p)
			d->article.language = STR("vi");
		return true;
	case LANGUAGE_UNTOLD:
		return true;
	case LANGUAGE_OTHER:
		break;
	}
	if (d->any_language)
		return true;
	node_add(d->warnings, STR(""), node_new(d->mem, NODE_TEXT))->text =
		STR("not Vietnamese: rules not run");
	return false;
}
