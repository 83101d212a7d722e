/* The cascade: phase by phase, all rules of a phase on the same view of the
 * text, then the overlaps among what they found settled.
 *
 * text.seen   trước ngày 15/6/2021, Vụ Pháp chế trình Chính phủ
 * view        trước D, U trình U            (D, U: one private-use character)
 *
 * find.c runs the rules; here are the views, and who wins an overlap. */
#include <string.h>

#include "base/sort.h"
#include "find.h"
#include "match.h"
#include "value.h"
#include "view.h"

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

	struct match *cand;    /* candidates of the phase and one priority */
	struct sort_key *keys; /* room for what is sorted */
	size_t ncand, cand_cap, keys_cap;
	size_t first;	 /* of the phase's accepted ones */
	uint32_t *owner; /* by byte of text.seen: accepted match + 1, in
			    this phase */
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
	struct span *group = mem_space(m, (n + 1) * sizeof *group);
	unsigned i;

	for (i = 0; i <= n; i++)
		group[i].start = group[i].end = SPAN_NONE;
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

	return g->owner[at] != 0;
}

static void
add_loser(void *arg, const struct rule *rule, const struct span *span)
{
	struct matching *g = arg;
	struct match m = { .rule = rule };

	m.at = view_to_seen(g->view, span[0]);
	lose(g, &m, &g->match[g->owner[m.at.start] - 1]);
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
	size_t lo = 0, hi = g->ntop;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (g->top[mid].seen.end <= start)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Marks what a newly accepted match takes in. */
static void
take_in(struct matching *g, unsigned index)
{
	struct match *m = &g->match[index];
	size_t i = first_top(g, m->at.start);

	for (; i < g->ntop; i++) {
		struct match *in = &g->match[g->top[i].match];

		if (in->at.start >= m->at.end)
			return;
		view_unmark(g->view, &g->top[i]);
		in->outer = (int)index;
		in->absorbed = m->rule->absorbs >> in->type & 1;
	}
}

/* The phase's accepted ones and the former top ones that stand alone. */
static void
merge_top(struct matching *g, const struct view_symbol *new, size_t n)
{
	struct view_symbol *top =
		mem_alloc(g->d->mem, (g->ntop + n + 1) * sizeof *top);
	size_t i = 0, j = 0, k = 0;

	while (i < g->ntop || j < n) {
		if (i < g->ntop && g->match[g->top[i].match].outer >= 0) {
			i++;
			continue;
		}
		if (j == n || (i < g->ntop &&
				      g->top[i].seen.start < new[j].seen.start))
			top[k++] = g->top[i++];
		else
			top[k++] = new[j++];
	}
	g->top = top;
	g->ntop = k;
}

/* The accepted one that stands on a byte of the range, or NULL. */
static const struct match *
standing_on(const struct matching *g, struct span at)
{
	size_t i;

	for (i = at.start; i < at.end; i++)
		if (g->owner[i])
			return &g->match[g->owner[i] - 1];
	return NULL;
}

static void
own(struct matching *g, struct span at, unsigned owner)
{
	size_t i;

	for (i = at.start; i < at.end; i++)
		g->owner[i] = owner;
}

static void
accept_match(struct matching *g, const struct match *m)
{
	g->match = mem_room(g->d->mem, g->match, g->nmatch + 1, &g->match_cap,
		sizeof *g->match);
	g->match[g->nmatch++] = *m;
	own(g, m->at, (unsigned)g->nmatch);
}

/* Room for n keys that are sorted. */
static struct sort_key *
sort_room(struct matching *g, size_t n)
{
	if (2 * n > g->keys_cap) {
		g->keys_cap = 4 * n + 64;
		g->keys = mem_alloc(g->d->mem, g->keys_cap * sizeof *g->keys);
	}
	return g->keys;
}

/* Candidates of one priority in order of strength: each takes its bytes if
 * they are free. */
static void
settle(void *arg)
{
	struct matching *g = arg;
	const struct match *winner;
	struct sort_key *order;
	size_t i;

	order = sort_room(g, g->ncand);
	for (i = 0; i < g->ncand; i++)
		order[i] = strength(&g->cand[i], i);
	sort_keys(order, g->ncand, order + g->ncand);
	for (i = 0; i < g->ncand; i++) {
		const struct match *m = &g->cand[order[i].second & UINT32_MAX];

		winner = standing_on(g, m->at);
		if (winner)
			lose(g, m, winner);
		else
			accept_match(g, m);
	}
	g->ncand = 0;
}

/* What the phase has accepted is a symbol for those that follow. */
static void
show(struct matching *g)
{
	size_t i, n = g->nmatch - g->first;
	struct view_symbol *new;
	struct sort_key *order;

	if (n == 0)
		return;
	new = mem_alloc(g->d->mem, (n + 1) * sizeof *new);
	order = sort_room(g, n);
	for (i = 0; i < n; i++)
		order[i] = (struct sort_key){ g->match[g->first + i].at.start,
			g->first + i };
	sort_keys(order, n, order + n);
	for (i = 0; i < n; i++) {
		const struct match *m = &g->match[order[i].second];

		new[i] = (struct view_symbol){ .seen = m->at,
			.type = m->type,
			.match = (unsigned)order[i].second };
		view_place(g->view, &new[i]);
		own(g, new[i].seen, 0);
		take_in(g, new[i].match);
		view_mark(g->view, &new[i]);
	}
	merge_top(g, new, n);
	view_symbols(g->view, g->top, g->ntop);
}

/* --- the whole --- */

/* In order of start, the longer first, of two at one place the later phase
 * first: an outer match stands before what it took in. */
static struct sort_key
place(const struct match *m, size_t number)
{
	return (struct sort_key){ (uint64_t)m->at.start << 32 |
					  (UINT32_MAX - m->at.end),
		(uint64_t)(UINT32_MAX - m->rule->phase) << 32 | number };
}

static void
hand_over(struct matching *g)
{
	struct doc *d = g->d;
	struct sort_key *order = sort_room(g, g->nmatch);
	int *new = mem_alloc(d->mem, (g->nmatch + 1) * sizeof *new);
	size_t i;

	for (i = 0; i < g->nmatch; i++)
		order[i] = place(&g->match[i], i);
	sort_keys(order, g->nmatch, order + g->nmatch);
	for (i = 0; i < g->nmatch; i++)
		new[order[i].second & UINT32_MAX] = (int)i;
	d->match = mem_alloc(d->mem, (g->nmatch + 1) * sizeof *d->match);
	d->nmatch = g->nmatch;
	for (i = 0; i < g->nmatch; i++) {
		struct match *m = &d->match[i];

		*m = g->match[order[i].second & UINT32_MAX];
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
	g.owner = mem_alloc(d->mem, (d->text.seen.n + 1) * sizeof *g.owner);
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
