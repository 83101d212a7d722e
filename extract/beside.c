/* What new symbols bring: rules may begin at one, in front of it at a word that
 * it cuts, right behind it, and at the words beside it, at most a blank away,
 * of which other letters stood there before. In "từ D, tháng 5"
 *      cut     a letter       symbol   behind   word behind a blank
 * all phases are asked at once, here and then alone: until another symbol comes
 * close nothing changes. */
#include <stdlib.h>

#include "search.h"
#include "view.h"

enum { CLOSE = 8 }; /* bytes: letters that far away are not looked at */

static const struct dfa_phases none = { 0, 0 };

static struct attempt *
attempt_room(struct search *s, struct attempts *a)
{
	size_t cap = a->cap ? 2 * a->cap : 64;
	struct attempt *more;

	if (a->n < a->cap)
		return &a->attempt[a->n++];
	more = realloc(a->attempt, cap * sizeof *more);
	if (!more) {
		s->bad = true;
		return NULL;
	}
	a->attempt = more;
	a->cap = cap;
	return &a->attempt[a->n++];
}

/* Those phases are tried there. */
static void
note(struct search *s, size_t at, size_t token, struct dfa_phases live,
	uint64_t bits)
{
	struct attempt *a;

	for (bits &= live.alone | live.behind; bits; bits &= bits - 1) {
		uint64_t bit = bits & -bits;

		a = attempt_room(s, &s->beside[__builtin_ctzll(bits)]);
		if (a)
			*a = (struct attempt){ .at = (uint32_t)at,
				.token = (uint32_t)token,
				.alone = live.alone & bit,
				.behind = live.behind & bit };
	}
}

static void
note_letter(struct search *s, size_t at, uint64_t bits)
{
	note(s, at, 0, starts_at(&s->starts, at, bits), bits);
}

/* What a token begins in the view as it is now. */
static struct dfa_phases
token_begins(struct search *s, size_t k, uint64_t bits)
{
	const struct token *t = &s->starts.token[k];

	if (view_hidden(s->view, t->at, t->end))
		return none;
	return starts_at_token(&s->starts, t, bits);
}

/* A token in front of a symbol. Free rules are tried at each letter of it
 * anyway. */
static void
note_before(struct search *s, size_t k, uint64_t bits)
{
	bits &= ~starts_free();
	note(s, s->starts.token[k].at, k + 1, token_begins(s, k, bits), bits);
}

/* One behind a symbol: rules before which anything may stand began there before
 * as well. */
static void
note_behind(struct search *s, size_t k, uint64_t bits)
{
	struct dfa_phases live;

	bits &= ~starts_free();
	live = token_begins(s, k, bits);
	live.alone = 0;
	note(s, s->starts.token[k].at, k + 1, live, bits);
}

/* Where the word begins that a symbol cuts at its start. */
static size_t
cut_word(const struct view *v, size_t end)
{
	unsigned ninner = v->automaton->ninner;
	size_t at;

	while (view_class_before(v, end, &at) < ninner)
		end = at;
	return end;
}

/* The same at its end, where it ends. */
static size_t
cut_end(const struct view *v, size_t at)
{
	unsigned ninner = v->automaton->ninner;
	size_t next;

	while (view_class(v, at, &next) < ninner)
		at = next;
	return at;
}

static void
note_cut(struct search *s, size_t cut, size_t end, uint64_t bits)
{
	note_letter(s, cut, bits);
	bits &= starts_free();
	while (view_class(s->view, cut, &cut), cut < end)
		note_letter(s, cut, bits);
}

static void
note_symbol(struct search *s, const struct view_symbol *symbol, uint64_t bits)
{
	const struct starts *starts = &s->starts;
	const struct token *t = starts->token;
	size_t start = symbol->seen.start, end = symbol->seen.end, cut = start;
	size_t k = symbol->token - 1;

	if (symbol->cuts)
		cut = cut_word(s->view, start);
	if (cut < start)
		note_cut(s, cut, start, bits);
	while (k > 0 && t[k - 1].end + 1 >= start) {
		k--;
		if (t[k].at < cut)
			note_before(s, k, bits);
	}
	note_letter(s, start, bits);
	if (end >= s->view->seen.n || s->view->head[end])
		return;
	if (!starts->dull[(unsigned char)s->view->seen.p[end]])
		note_letter(s, end, bits & ~starts_free());
	/* behind a word's rest another word stands than was read */
	end = cut_end(s->view, end);
	if (!view_blank(s->view, end))
		return;
	for (k = symbol->token - 1; k < starts->n && t[k].at <= end; k++)
		;
	if (k < starts->n && t[k].at == end + 1)
		note_behind(s, k, bits);
}

/* --- which symbols --- */

/* Finds the new ones, which are s->news from then on, and takes the numbers of
 * words away that they cut. */
static void
meet_symbols(struct search *s)
{
	struct view *v = s->view;
	size_t i, n = 0;
	void *more;

	if (s->news_cap < v->nsymbol) {
		more = realloc(s->news, 2 * v->nsymbol * sizeof *s->news);
		s->bad = s->bad || !more;
		if (!more)
			return;
		s->news = more;
		s->news_cap = 2 * v->nsymbol;
	}
	for (i = 0; i < v->nsymbol; i++) {
		s->news[n] = (uint32_t)i;
		n += v->symbol[i].token == 0;
	}
	for (i = 0; i < n; i++) {
		struct view_symbol *symbol = &v->symbol[s->news[i]];

		symbol->token =
			(uint32_t)starts_token(&s->starts, symbol->seen.start) +
			1;
		starts_cut(&s->starts, symbol->seen.start, symbol->seen.end);
	}
	s->nnews = n;
}

/* The new one, and such as stand so close to it that it changes what stands
 * beside them, but for those before `done`. Returns what is done then. */
static size_t
note_around(struct search *s, size_t i, size_t done, uint64_t bits)
{
	const struct view *v = s->view;
	const struct view_symbol *symbol = &v->symbol[i];
	size_t next;

	dfa_ready(s->dfa);
	if (i > done && symbol[-1].seen.end + CLOSE >= symbol->seen.start)
		note_symbol(s, symbol - 1, bits);
	if (i >= done)
		note_symbol(s, symbol, bits);
	if (i + 1 == v->nsymbol)
		return i + 1;
	next = symbol[1].seen.start;
	if (symbol[1].cuts)
		next = cut_word(v, next);
	if (next > cut_end(v, symbol->seen.end) + CLOSE)
		return i + 1;
	note_symbol(s, symbol + 1, bits);
	return i + 2;
}

void
beside_symbols(struct search *s, unsigned phase)
{
	uint64_t bits = ~0ULL << (phase < 62 ? phase : 62);
	size_t i, done = 0;

	meet_symbols(s);
	for (i = 0; i < s->nnews && !s->bad; i++)
		done = note_around(s, s->news[i], done, bits);
}
