/* One text, searched by the automaton: runs from all places at which a rule may
 * begin, in the text as it is first, and again where symbols have come. */
#include <stdlib.h>
#include <string.h>

#include "search.h"
#include "view.h"

/* Letters that are read leftward from where a rule would begin; bits of phases
 * that are one phase's each. */
enum { BEHIND_MOST = 600, OWN_BITS = 62 };

int
search_open(struct search *s, const struct automaton *a)
{
	s->vocabulary = vocabulary_new();
	s->dfa = dfa_new(a);
	if (!s->vocabulary || !s->dfa)
		return -1;
	if (starts_open(&s->starts, a) == 0)
		return 0;
	s->starts = (struct starts){ .n = 0 };
	return -1;
}

void
search_close(struct search *s)
{
	unsigned b;

	starts_close(&s->starts);
	dfa_free(s->dfa);
	vocabulary_free(s->vocabulary);
	runs_close(&s->runs);
	follow_close(&s->follow);
	free(s->alone_tried);
	for (b = 0; b < 64; b++)
		free(s->beside[b].attempt);
	free(s->reach);
	free(s->hit);
	free(s->news);
}

/* --- one attempt --- */

/* Reads a letter or symbol leftward, or a whole word. */
static uint32_t
step_back(struct search *s, uint32_t state, size_t *at)
{
	const struct view *v = s->view;
	const struct starts *w = &s->starts;
	size_t end = *at;
	unsigned class = view_class_before(v, end, at), number = 0;

	if (class < v->automaton->ninner)
		number = w->number[end - 1];
	/* a word whose end that is, for else one is read letter by letter */
	if (!number || view_inner(v, end))
		return dfa_step(s->dfa, state, class);
	*at = end - w->bytes[end - 1];
	return dfa_word(s->dfa, state, number, str_slice(v->seen, *at, end));
}

/* The state in which rules begin at *i, by what stands before, which is read
 * up to *i then. */
static uint32_t
start_behind(struct search *s, unsigned phase, size_t *i)
{
	unsigned left = BEHIND_MOST;
	uint32_t next = dfa_behind(s->dfa, phase);

	while (next != DFA_DEAD && dfa_open(s->dfa, next & DFA_STATE)) {
		if (left-- == 0 || dfa_full(s->dfa))
			return dfa_start_behind(s->dfa, phase, 0);
		if (*i == 0) {
			next = dfa_step(s->dfa, next & DFA_STATE,
				s->view->automaton->nclass);
			break;
		}
		next = step_back(s, next & DFA_STATE, i);
	}
	if (!(next & DFA_ENDS))
		return dfa_start(s->dfa, phase);
	return dfa_start_behind(s->dfa, phase, next & DFA_STATE);
}

/* The key of a word and a blank that stand before `at`, or 0. */
static uint32_t
behind_key(const struct search *s, unsigned phase, size_t at)
{
	const struct view *v = s->view;

	if (at < 2 || v->seen.p[at - 1] != ' ' ||
		v->tail[at] | v->tail[at - 1] || !s->starts.number[at - 2])
		return 0;
	return phase << 16 | s->starts.number[at - 2];
}

static struct behind *
behind_place(struct search *s, uint32_t key)
{
	return &s->behind[(key * 0x9E3779B1u >> 16) % BEHINDS];
}

/* As start_behind; what reads no more than a word and a blank is remembered. */
static uint32_t
recall_behind(struct search *s, unsigned phase, size_t *i)
{
	uint32_t key = behind_key(s, phase, *i), state;
	struct behind *b = behind_place(s, key);
	size_t word;

	if (!key)
		return start_behind(s, phase, i);
	word = *i - 1 - s->starts.bytes[*i - 2];
	if (b->key == key) {
		*i = word;
		return b->state;
	}
	state = start_behind(s, phase, i);
	if (*i >= word && *i > 0 && !dfa_full(s->dfa))
		*b = (struct behind){ key, state };
	return state;
}

/* Is the state behind the attempt's token known, if rules begin in a phase's
 * first state? */
static bool
is_known(const struct search *s, const struct attempt *a)
{
	return a->state && dfa_generation(s->dfa) == s->starts.gates.generation;
}

/* The state behind the attempt's token, moving *at there; or the one in which
 * its letters are to be read. */
static uint32_t
first_word(struct search *s, const struct attempt *a, uint32_t start,
	bool alone, size_t *at)
{
	const struct token *t = s->starts.token;
	uint32_t next = a->state;

	if (!a->token)
		return start;
	t += a->token - 1;
	if (!t->number)
		return start;
	if (!alone || !is_known(s, a))
		next = dfa_word(s->dfa, start, t->number,
			str_slice(s->view->seen, *at, t->end));
	*at = t->end;
	return next;
}

/* Finds where the attempt's rules begin, and has fetched what is known of its
 * token there. Fills reach, but for where it ends. */
static void
begin(struct search *s, struct waiting *w)
{
	const struct attempt *a = &w->attempt;
	size_t from = a->at;
	uint32_t base = dfa_start(s->dfa, w->phase), start = base;

	if (a->behind)
		start = recall_behind(s, w->phase, &from) & DFA_STATE;
	if (start == base && !a->alone)
		start = DFA_DEAD;
	s->reach[w->place] = (struct reach){ a->at, (uint32_t)from, a->at };
	w->start = start;
	if (a->token && start != DFA_DEAD)
		dfa_fetch_word(
			s->dfa, start, s->starts.token[a->token - 1].number);
}

/* Begins a run there, if one lives. */
static void
begin_run(struct search *s, const struct waiting *w)
{
	const struct attempt *a = &w->attempt;
	bool alone = w->start == dfa_start(s->dfa, w->phase);
	size_t at = a->at;
	uint32_t next;

	if (w->start == DFA_DEAD)
		return;
	next = first_word(s, a, w->start, alone, &at);
	s->reach[w->place].to = (uint32_t)at;
	if (next != DFA_DEAD)
		runs_add(&s->runs, w->place, at, next);
}

/* Makes the attempts that wait. */
static void
try_waiting(struct search *s)
{
	unsigned i;

	if (s->runs.n + s->nwaiting > RUNS_MOST || dfa_full(s->dfa)) {
		runs_go(&s->runs);
		dfa_ready(s->dfa);
	}
	if (s->generation != dfa_generation(s->dfa)) {
		memset(s->behind, 0, sizeof s->behind);
		s->generation = dfa_generation(s->dfa);
	}
	for (i = 0; i < s->nwaiting; i++)
		begin(s, &s->waiting[i]);
	for (i = 0; i < s->nwaiting; i++)
		begin_run(s, &s->waiting[i]);
	s->nwaiting = 0;
}

/* Has the attempt made soon: reach is where it is said what it hangs on. */
static void
try_at(struct search *s, unsigned phase, const struct attempt *a, size_t reach)
{
	struct waiting *w = &s->waiting[s->nwaiting++];

	*w = (struct waiting){
		.attempt = *a, .place = (uint32_t)reach, .phase = phase
	};
	if (a->behind)
		__builtin_prefetch(
			behind_place(s, behind_key(s, phase, a->at)));
	if (s->nwaiting == WAITING_MOST)
		try_waiting(s);
}

static struct attempt
attempt_of(const struct search *s, const struct start *start)
{
	return (struct attempt){ .at = s->starts.token[start->token].at,
		.token = start->token + 1,
		.state = start->state,
		.alone = start->alone,
		.behind = start->behind };
}

/* --- the text as it is --- */

/* Begins runs at starts [from, to) of a list, of which the states are known,
 * and puts the other starts into `other`; returns their number. There is room
 * for so many runs. */
static size_t
sweep_known(struct search *s, const struct start_list *l, size_t from,
	size_t to, struct reach *reach, uint32_t *other)
{
	bool known = dfa_generation(s->dfa) == s->starts.gates.generation;
	struct runs *runs = &s->runs;
	unsigned n = runs->n;
	size_t k, nother = 0;

	for (k = from; k < to; k++) {
		const struct start *start = &l->start[k];
		const struct token *t = &s->starts.token[start->token];
		bool simple = known & !start->behind & (start->state != 0);

		reach[k] = (struct reach){ t->at, t->at, t->end };
		runs->run[n] =
			(struct run){ .place = (uint32_t)(&reach[k] - s->reach),
				.at = t->end,
				.state = start->state };
		n += simple & (start->state != DFA_DEAD);
		other[nother] = (uint32_t)k;
		nother += !simple;
	}
	runs->n = n;
	return nother;
}

/* All starts of a phase. */
static void
sweep_phase(struct search *s, unsigned phase, size_t first)
{
	const struct start_list *l = &s->starts.phase[phase];
	uint32_t other[RUNS_MOST];
	size_t from, to, i, n;

	for (from = 0; from < l->n; from = to) {
		if (s->runs.n == RUNS_MOST || dfa_full(s->dfa)) {
			runs_go(&s->runs);
			dfa_ready(s->dfa);
		}
		to = from + (RUNS_MOST - s->runs.n);
		if (to > l->n)
			to = l->n;
		n = sweep_known(s, l, from, to, s->reach + first, other);
		for (i = 0; i < n; i++) {
			struct attempt a = attempt_of(s, &l->start[other[i]]);

			try_at(s, phase, &a, first + other[i]);
		}
	}
}

/* The symbols that each rule of a phase reads. */
static uint64_t
needed(const struct search *s, unsigned phase)
{
	return s->view->automaton->start[phase].need;
}

/* Has it rules at words that read no symbol, and a bit of its own? */
static bool
is_swept(const struct search *s, unsigned phase)
{
	return phase % 2 == 0 && phase < OWN_BITS &&
	       phase < dfa_nphase(s->dfa) && !needed(s, phase);
}

/* Room for what is known of each start. */
static int
reach_room(struct search *s)
{
	size_t n = 0;
	void *more;
	unsigned b;

	for (b = 0; b <= 64; b++) {
		s->first_reach[b] = n;
		if (is_swept(s, b))
			n += s->starts.phase[b].n;
	}
	if (n > s->reach_cap) {
		more = realloc(s->reach, 2 * n * sizeof *s->reach);
		if (!more)
			return -1;
		s->reach = more;
		s->reach_cap = 2 * n;
	}
	s->nreach = n;
	return 0;
}

/* Keeps the hits, by phase. */
static int
keep_hits(struct search *s)
{
	size_t n = s->runs.nhit, i = 0;
	void *more;
	unsigned b;

	runs_sort(&s->runs);
	if (s->runs.bad)
		return -1;
	n = s->runs.nhit;
	if (n > s->hit_cap) {
		more = realloc(s->hit, 2 * n * sizeof *s->hit);
		if (!more)
			return -1;
		s->hit = more;
		s->hit_cap = 2 * n;
	}
	if (n)
		memcpy(s->hit, s->runs.hit, n * sizeof *s->hit);
	s->nhit = n;
	for (b = 0; b <= 64; b++) {
		while (i < n && hit_place(s->hit[i]) < s->first_reach[b])
			i++;
		s->first_hit[b] = i;
	}
	return 0;
}

static int
sweep(struct search *s)
{
	unsigned phase;

	if (reach_room(s))
		return -1;
	runs_open(&s->runs, s->view, &s->starts, s->dfa);
	s->runs.reach = s->reach;
	s->runs.free = false;
	for (phase = 0; phase < OWN_BITS; phase += 2)
		if (is_swept(s, phase))
			sweep_phase(s, phase, s->first_reach[phase]);
	try_waiting(s);
	runs_go(&s->runs);
	return keep_hits(s);
}

/* Room for a text of n bytes: nothing has been tried there. */
static int
tried_room(struct search *s, size_t n)
{
	size_t bytes = n / 8 + BITS_MORE;

	if (bytes > s->tried_room) {
		free(s->alone_tried);
		s->tried_room = 2 * bytes;
		s->alone_tried = malloc(2 * s->tried_room);
		if (!s->alone_tried) {
			s->tried_room = 0;
			return -1;
		}
		s->behind_tried = s->alone_tried + s->tried_room;
	}
	memset(s->alone_tried, 0, bytes);
	memset(s->behind_tried, 0, bytes);
	return 0;
}

/* Cuts the text, and sweeps it. */
static int
read_text(struct search *s)
{
	if (vocabulary_full(s->vocabulary)) {
		vocabulary_forget(s->vocabulary);
		dfa_forget_words(s->dfa);
	}
	if (tried_room(s, s->view->seen.n) ||
		follow_text(&s->follow, s->view->seen) ||
		starts_find(&s->starts, s->view, s->dfa, s->vocabulary))
		return -1;
	return sweep(s);
}

/* Runs out of memory: the states that were being made are of no use. */
static int
land(struct search *s)
{
	dfa_land(s->dfa, NULL);
	dfa_flush(s->dfa);
	return -1;
}

int
search_text(struct search *s, struct view *view)
{
	jmp_buf out;
	unsigned b;

	s->view = view;
	s->bad = false;
	s->nwaiting = 0;
	for (b = 0; b < 64; b++)
		s->beside[b].n = 0;
	if (setjmp(out))
		return land(s);
	dfa_land(s->dfa, &out);
	if (read_text(s))
		s->bad = true;
	dfa_land(s->dfa, NULL);
	return s->bad ? -1 : 0;
}

/* --- one phase --- */

/* The hits of the first sweep that no symbol touches. */
static void
take_standing(struct search *s, unsigned bit)
{
	size_t i = s->first_hit[bit], end = s->first_hit[bit + 1];
	struct runs *runs = &s->runs;

	if (!runs_room(runs, end - i))
		return;
	for (; i < end; i++) {
		const struct reach *r = &s->reach[hit_place(s->hit[i])];

		runs->hit[runs->nhit] = s->hit[i];
		runs->nhit += !view_touched(s->view, r->from, r->to);
	}
}

/* Are any of the attempt's rules tried there for the first time in this phase?
 */
static bool
is_first(struct search *s, const struct attempt *a)
{
	uint8_t *alone = &s->alone_tried[a->at / 8];
	uint8_t *behind = &s->behind_tried[a->at / 8];
	unsigned shift = a->at % 8;
	unsigned old = (*alone >> shift & 1) | (*behind >> shift & 1) << 1;
	unsigned new = a->alone | (unsigned)a->behind << 1;

	*alone |= (uint8_t)(a->alone << shift);
	*behind |= (uint8_t)(a->behind << shift);
	return new & ~old;
}

/* Forgets what the attempts from the n-th reach on have been. */
static void
forget_tried(struct search *s, size_t n)
{
	for (; n < s->nreach; n++) {
		s->alone_tried[s->reach[n].at / 8] = 0;
		s->behind_tried[s->reach[n].at / 8] = 0;
	}
}

/* An attempt in the view as it is now. */
static void
try_now(struct search *s, unsigned phase, const struct attempt *a)
{
	size_t cap = 2 * s->reach_cap + 64;
	void *more;

	if ((s->needs && !follow_has(&s->follow, a->at)) || !is_first(s, a))
		return;
	if (s->nreach == s->reach_cap) {
		more = realloc(s->reach, cap * sizeof *s->reach);
		s->bad = s->bad || !more;
		if (!more)
			return;
		s->runs.reach = s->reach = more;
		s->reach_cap = cap;
	}
	try_at(s, phase, a, s->nreach++);
}

/* Of n starts of a list, at most 64, those whose runs a symbol touches, but for
 * those that it hides or cuts: a bit each. */
static uint64_t
touched(const struct search *s, const struct start *start,
	const struct reach *reach, size_t n)
{
	const struct view *v = s->view;
	const struct token *token = s->starts.token;
	uint64_t bits = 0;
	size_t k;

	for (k = 0; k < n; k++) {
		const struct token *t = &token[start[k].token];
		bool again = view_touched(v, reach[k].from, reach[k].to) &
			     !view_hidden(v, t->at, t->end);

		bits |= (uint64_t)again << k;
	}
	return bits;
}

static void
try_touched(struct search *s, unsigned phase)
{
	const struct start_list *l = &s->starts.phase[phase];
	size_t first = s->first_reach[phase], from, n;
	uint64_t bits;

	for (from = 0; from < l->n; from += 64) {
		n = l->n - from < 64 ? l->n - from : 64;
		bits = touched(s, l->start + from, s->reach + first + from, n);
		for (; bits; bits &= bits - 1) {
			size_t k = from + (size_t)__builtin_ctzll(bits);
			struct attempt a = attempt_of(s, &l->start[k]);

			try_now(s, phase, &a);
		}
	}
}

/* All starts, of rules that begin at words. */
static void
try_all(struct search *s, unsigned phase, unsigned bit)
{
	const struct start_list *l = &s->starts.phase[bit];
	size_t k;

	for (k = 0; k < l->n; k++) {
		struct attempt a = attempt_of(s, &l->start[k]);

		if (!view_hidden(s->view, a.at,
			    s->starts.token[l->start[k].token].end))
			try_now(s, phase, &a);
	}
}

/* All letters of the tokens at which free rules begin. */
static void
try_letters(struct search *s, unsigned phase, unsigned b)
{
	const struct start_list *l = &s->starts.phase[b];
	uint64_t bit = 1ULL << b;
	size_t k, at, end;

	for (k = 0; k < l->n; k++) {
		at = s->starts.token[l->start[k].token].at;
		end = s->starts.token[l->start[k].token].end;
		for (; at < end; view_class(s->view, at, &at)) {
			struct attempt a = { .at = (uint32_t)at };
			struct dfa_phases live;

			if (!view_visible(s->view, at))
				continue;
			live = starts_at(&s->starts, at, bit);
			a.alone = live.alone & bit;
			a.behind = live.behind & bit;
			if (a.alone || a.behind)
				try_now(s, phase, &a);
		}
	}
}

/* What symbols have brought, where nothing hides it since. */
static void
try_beside(struct search *s, unsigned phase, unsigned bit)
{
	const struct attempts *a = &s->beside[bit];
	const struct token *t = s->starts.token;
	size_t i, at;

	for (i = 0; i < a->n; i++) {
		at = a->attempt[i].at;
		if (a->attempt[i].token
				? !view_hidden(s->view, at,
					  t[a->attempt[i].token - 1].end)
				: view_visible(s->view, at))
			try_now(s, phase, &a->attempt[i]);
	}
}

static void
try_phase(struct search *s, unsigned phase)
{
	unsigned bit = (unsigned)__builtin_ctzll(dfa_phase_bit(phase));
	size_t first = s->nreach;
	uint64_t need = needed(s, phase);

	if (!s->view->automaton->start[phase].n)
		return;
	s->needs = need != 0;
	if (need && !follow_find(&s->follow, s->view, need))
		return;
	s->runs.free = phase % 2;
	if (phase % 2)
		try_letters(s, phase, bit);
	else if (!is_swept(s, phase))
		try_all(s, phase, bit);
	else if (s->view->nsymbol)
		try_touched(s, phase);
	try_beside(s, phase, bit);
	try_waiting(s);
	forget_tried(s, first);
	runs_go(&s->runs);
}

/* Says where the hits are, and puts them in order. */
static void
place_hits(struct search *s)
{
	uint64_t *hit = s->runs.hit;
	size_t i;

	for (i = 0; i < s->runs.nhit; i++)
		hit[i] = hit_new(
			s->reach[hit_place(hit[i])].at, hit_rule(hit[i]));
	runs_sort(&s->runs);
}

int
search_phase(struct search *s, unsigned phase)
{
	jmp_buf out;

	runs_open(&s->runs, s->view, &s->starts, s->dfa);
	s->runs.reach = s->reach;
	s->nwaiting = 0;
	s->nreach = s->first_reach[64];
	if (setjmp(out))
		return land(s);
	dfa_land(s->dfa, &out);
	beside_symbols(s, 2 * phase);
	if (2 * phase < OWN_BITS)
		take_standing(s, 2 * phase);
	try_phase(s, 2 * phase);
	try_phase(s, 2 * phase + 1);
	dfa_land(s->dfa, NULL);
	place_hits(s);
	return s->runs.bad || s->bad || s->starts.bad ? -1 : 0;
}
