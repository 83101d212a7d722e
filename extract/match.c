/* The cascade: phase by phase, all rules of a phase on the same view of the
 * text, then the overlaps among what they found settled.
 *
 * text.seen   trước ngày 15/6/2021, Vụ Pháp chế trình Chính phủ
 * view        trước D, U trình U            (D, U: one private-use character)
 *
 * find.c runs the rules; here are the views, and who wins an overlap. */
#include <string.h>

#include "base/bits.h"
#include "base/sort.h"
#include "find.h"
#include "match.h"
#include "value.h"
#include "view.h"

enum { SOME = 4 }; /* groups that are emptied at once */

/* The matching of one article. */
struct matching {
	struct doc *d;
	const struct rules *r;
	struct scratch *s;

	struct match *match; /* accepted, in the order of acceptance */
	size_t nmatch, match_cap;
	struct view *view;
	struct view_symbol *top; /* those that no other has taken in, by
				    place: the symbols of the view */
	size_t ntop;

	struct match *cand; /* candidates of the phase and one priority */
	size_t ncand, cand_cap;
	bool disorder;	 /* one of them begins before the one before it */
	size_t first;	 /* of the phase's accepted ones */
	uint8_t *taken;	 /* a bit by byte of text.seen: does one of these
			    stand there? */
	uint32_t *owner; /* where losers are asked for, by byte: the latest
			    accepted one there + 1 */
	size_t loser_cap;
};

/* --- candidates --- */

static void
lose(struct matching *g, const struct match *m, const struct match *winner)
{
	struct doc *d = g->d;

	if (!d->explain)
		return;
	d->loser = mem_room(d->mem, d->loser, d->nloser + 1, &g->loser_cap,
		sizeof *d->loser);
	d->loser[d->nloser++] = (struct loser){ .rule = m->rule,
		.at = m->at,
		.winner = winner ? winner->rule : NULL,
		.winner_at = winner ? winner->at : m->at };
}

/* The first symbol of the rule's own type in a range of the view. */
static int
own_inner(const struct matching *g, const struct rule *rule, struct span view,
	size_t nbefore)
{
	const struct view *v = g->view;
	size_t i;

	for (i = nbefore; i < v->nsymbol && v->symbol[i].at < view.end; i++)
		if (v->symbol[i].type == rule->type)
			return (int)v->symbol[i].match;
	return -1;
}

struct span *
match_groups(struct mem *m, unsigned n)
{
	static const struct span none[SOME] = { { SPAN_NONE, SPAN_NONE },
		{ SPAN_NONE, SPAN_NONE }, { SPAN_NONE, SPAN_NONE },
		{ SPAN_NONE, SPAN_NONE } };
	unsigned room = (n + 1 + SOME - 1) / SOME * SOME, i;
	struct span *group = mem_space(m, room * sizeof *group);

	for (i = 0; i < room; i += SOME)
		memcpy(group + i, none, sizeof none);
	return group;
}

static void
fill_groups(struct matching *g, const struct rule *rule,
	const struct span *span, size_t nbefore, struct match *m)
{
	unsigned i, n = g->r->type[rule->type].ngroup;
	int place;

	m->group = match_groups(g->d->mem, n);
	for (i = 1; i <= rule->ncapture; i++) {
		place = rule->group_of[i];
		if (place >= 0 && span[i].start != SPAN_NONE &&
			m->group[place].start == SPAN_NONE)
			m->group[place] =
				view_to_seen_near(g->view, span[i], nbefore);
	}
}

static void
add_candidate(void *arg, const struct rule *rule, const struct span *span,
	size_t nbefore)
{
	struct matching *g = arg;
	const struct value_type *type = g->r->type[rule->type].value;
	struct match *m;

	g->cand = mem_room(g->d->mem, g->cand, g->ncand + 1, &g->cand_cap,
		sizeof *g->cand);
	m = &g->cand[g->ncand];
	*m = (struct match){ .rule = rule, .type = rule->type, .outer = -1 };
	m->at = view_to_seen_near(g->view, span[0], nbefore);
	g->disorder |= g->ncand && m->at.start < m[-1].at.start;
	m->inner = own_inner(g, rule, span[0], nbefore);
	fill_groups(g, rule, span, nbefore, m);
	/* accept looks at the match through the doc. */
	g->d->match = g->match;
	g->d->nmatch = g->nmatch;
	if (type && type->accept && !type->accept(g->r, g->d, m))
		lose(g, m, NULL);
	else
		g->ncand++;
}

static bool
taken(void *arg, size_t at)
{
	const struct matching *g = arg;

	return g->taken[at / 8] >> at % 8 & 1;
}

/* The accepted one of the phase that stands first on a byte of the range. */
static const struct match *
standing_on(const struct matching *g, struct span at)
{
	size_t i;

	for (i = at.start; i < at.end; i++)
		if (g->owner[i] > g->first)
			return &g->match[g->owner[i] - 1];
	return NULL;
}

static void
add_loser(void *arg, const struct rule *rule, const struct span *span)
{
	struct matching *g = arg;
	struct match m = { .rule = rule };

	m.at = view_to_seen(g->view, span[0]);
	lose(g, &m,
		standing_on(g, (struct span){ m.at.start, m.at.start + 1 }));
}

static void
gave_up(void *arg, const struct rule *rule)
{
	struct matching *g = arg;
	struct node *n = node_new(g->d->mem, NODE_TEXT);
	size_t i, kept = 0;

	for (i = 0; i < g->ncand; i++)
		if (g->cand[i].rule != rule)
			g->cand[kept++] = g->cand[i];
	g->ncand = kept;
	n->text = mem_printf(g->d->mem,
		"rule %.*s gave up at its match limit and was left out",
		STR_ARG(rule->id));
	node_add(g->d->warnings, STR(""), n);
}

/* --- settling --- */

/* The longer first, then the earlier one, then the rule that stands first. */
static struct sort_key
strength(const struct match *m, size_t number)
{
	uint64_t length = m->at.end - m->at.start;

	return (struct sort_key){ (UINT32_MAX - length) << 32 | m->at.start,
		(uint64_t)m->rule->order << 32 | number };
}

/* The first of the top ones that ends behind `start`. */
static size_t
first_top(const struct matching *g, size_t start)
{
	size_t from = 0, n = g->ntop, half;

	for (; n > 0; n -= half) {
		half = (n + 1) / 2;
		from += g->top[from + half - 1].seen.end <= start ? half : 0;
	}
	return from;
}

/* Marks what a newly accepted match takes in. */
static void
take_in(struct matching *g, unsigned index)
{
	struct match *m = &g->match[index];
	size_t i;

	if (!view_hidden(g->view, m->at.start, m->at.end))
		return;
	for (i = first_top(g, m->at.start); i < g->ntop; i++) {
		struct match *in = &g->match[g->top[i].match];

		if (in->at.start >= m->at.end)
			return;
		view_unmark(g->view, &g->top[i]);
		in->outer = (int)index;
		in->absorbed = m->rule->absorbs >> in->type & 1;
	}
}

/* Those of the top ones that none takes in stay. */
static void
keep_top(struct matching *g)
{
	size_t i, n = 0;

	for (i = 0; i < g->ntop; i++) {
		bool stays = g->match[g->top[i].match].outer < 0;

		g->top[n] = g->top[i];
		n += stays;
	}
	g->ntop = n;
}

/* The phase's accepted ones and the former top ones that stand alone. */
static void
merge_top(struct matching *g, const struct view_symbol *new, size_t n)
{
	struct view_symbol *top =
		mem_space(g->d->mem, (g->ntop + n) * sizeof *top);
	size_t i = 0, j = 0, k = 0;

	keep_top(g);
	while (i < g->ntop && j < n) {
		const struct view_symbol *old = &g->top[i], *one = &new[j];
		bool is_old = old->seen.start < one->seen.start;

		top[k++] = *(is_old ? old : one);
		i += is_old;
		j += !is_old;
	}
	while (i < g->ntop)
		top[k++] = g->top[i++];
	while (j < n)
		top[k++] = new[j++];
	g->top = top;
	g->ntop = k;
}

static void
accept_match(struct matching *g, const struct match *m)
{
	size_t i;

	g->match = mem_room(g->d->mem, g->match, g->nmatch + 1, &g->match_cap,
		sizeof *g->match);
	g->match[g->nmatch++] = *m;
	bits_set(g->taken, m->at.start, m->at.end);
	for (i = m->at.start; g->owner && i < m->at.end; i++)
		g->owner[i] = (uint32_t)g->nmatch;
}

/* It takes its bytes, if they are free. */
static void
judge(struct matching *g, const struct match *m)
{
	if (!bits_any(g->taken, m->at.start, m->at.end))
		accept_match(g, m);
	else if (g->d->explain)
		lose(g, m, standing_on(g, m->at));
}

/* Candidates that others of them may stand upon, in order of strength. */
static void
settle_run(struct matching *g, size_t from, size_t n)
{
	struct sort_key *order = mem_space(g->d->mem, 2 * n * sizeof *order);
	size_t i;

	for (i = 0; i < n; i++)
		order[i] = strength(&g->cand[from + i], from + i);
	sort_keys(order, n, order + n);
	for (i = 0; i < n; i++)
		judge(g, &g->cand[order[i].second & UINT32_MAX]);
}

/* The first candidate behind `from` that begins where all before it have
 * ended. They come in order of start, but for those of rules that PCRE2 runs:
 * with these all are one run. */
static size_t
run_end(const struct matching *g, size_t from)
{
	size_t end = g->cand[from].at.end, i;

	for (i = from + 1; i < g->ncand; i++) {
		struct span at = g->cand[i].at;

		if (at.start >= end && !g->disorder)
			break;
		end = at.end > end ? at.end : end;
	}
	return i;
}

/* Candidates of one priority. */
static void
settle(void *arg)
{
	struct matching *g = arg;
	size_t i, end;

	for (i = 0; i < g->ncand; i = end) {
		end = run_end(g, i);
		if (end == i + 1)
			judge(g, &g->cand[i]);
		else
			settle_run(g, i, end - i);
	}
	g->ncand = 0;
	g->disorder = false;
}

/* What the phase has accepted is a symbol for those that follow. */
static void
show(struct matching *g)
{
	size_t i, n = g->nmatch - g->first;
	struct view_symbol *new;
	uint64_t *order;

	if (n == 0)
		return;
	new = mem_space(g->d->mem, n * sizeof *new);
	order = mem_space(g->d->mem, 2 * n * sizeof *order);
	for (i = 0; i < n; i++)
		order[i] = (uint64_t)g->match[g->first + i].at.start << 32 |
			   (g->first + i);
	sort_numbers(order, n, order + n);
	for (i = 0; i < n; i++) {
		unsigned index = (uint32_t)order[i];
		const struct match *m = &g->match[index];

		new[i] = (struct view_symbol){
			.seen = m->at, .type = m->type, .match = index
		};
		view_place(g->view, &new[i]);
		bits_clear(g->taken, m->at.start, m->at.end);
		take_in(g, new[i].match);
		view_mark(g->view, &new[i]);
	}
	merge_top(g, new, n);
	view_symbols(g->view, g->top, g->ntop);
}

/* --- the whole --- */

/* In order of start, of two at one place the later one first: an outer match
 * stands before what it took in. */
static void
hand_over(struct matching *g)
{
	struct doc *d = g->d;
	size_t i, n = g->nmatch;
	uint64_t *order = mem_space(d->mem, 2 * n * sizeof *order);
	int *new = mem_space(d->mem, n * sizeof *new);

	for (i = 0; i < n; i++)
		order[i] =
			(uint64_t)g->match[i].at.start << 32 | (UINT32_MAX - i);
	sort_numbers(order, n, order + n);
	for (i = 0; i < n; i++)
		new[UINT32_MAX - (uint32_t)order[i]] = (int)i;
	d->match = mem_space(d->mem, n * sizeof *d->match);
	d->nmatch = n;
	for (i = 0; i < n; i++) {
		struct match *m = &d->match[i];

		*m = g->match[UINT32_MAX - (uint32_t)order[i]];
		m->outer = m->outer < 0 ? -1 : new[m->outer];
		m->inner = m->inner < 0 ? -1 : new[m->inner];
	}
}

int
match(struct doc *d, const struct rules *r, struct scratch *s, struct ex_err *e)
{
	struct matching g = { .d = d, .r = r, .s = s };
	const struct find_to to = { &g, taken, add_candidate,
		d->explain ? add_loser : NULL, gave_up, settle };
	unsigned phase;

	d->loser = NULL;
	d->nloser = 0;
	g.view = find_open(r, s, d->text.seen, e);
	if (!g.view)
		return -1;
	g.taken = mem_alloc(d->mem, d->text.seen.n / 8 + BITS_MORE);
	if (d->explain)
		g.owner = mem_alloc(
			d->mem, (d->text.seen.n + 1) * sizeof *g.owner);
	for (phase = 0; phase < r->nphase; phase++) {
		g.first = g.nmatch;
		if (find(r, phase, s, &to, e))
			return -1;
		show(&g);
	}
	hand_over(&g);
	return 0;
}

/* --- reading matches --- */

struct str
match_text(const struct doc *d, const struct match *m)
{
	return str_slice(d->text.seen, m->at.start, m->at.end);
}

struct str
match_arg(const struct doc *d, const struct match *m, unsigned i)
{
	for (;;) {
		if (m->group[i].start != SPAN_NONE)
			return str_slice(d->text.seen, m->group[i].start,
				m->group[i].end);
		if (m->rule->set[i].p)
			return m->rule->set[i];
		if (m->inner < 0)
			return (struct str){ NULL, 0 };
		m = &d->match[m->inner];
	}
}

const struct match *
match_inside(const struct doc *d, unsigned type, struct span within,
	size_t from, bool absorbed)
{
	size_t lo = from, n = d->nmatch - from, half;

	for (; n > 0; n -= half) { /* as many steps, whatever it is */
		half = (n + 1) / 2;
		lo += d->match[lo + half - 1].at.start < within.start ? half
								      : 0;
	}
	for (; lo < d->nmatch && d->match[lo].at.start < within.end; lo++) {
		const struct match *m = &d->match[lo];

		if (m->type == type && m->at.end <= within.end &&
			(absorbed || !m->absorbed))
			return m;
	}
	return NULL;
}
