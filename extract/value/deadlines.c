/* Time limits: "trình Chính phủ trước ngày 15/6/2021" is a task, its last
 * day, who must do it and who gets it. A rule finds the limit; whether it is
 * an order or plan, and not a report or a forecast, the clause around it
 * tells. */
#include "base/calendar.h"
#include "order.h"
#include "value.h"

enum { DUE, BOUND, FORCE, TASK }; /* places in groups */

enum {
	ASKED_DAYS = 31, /* how long ago an order may have run out */
	LOOKS_MOST = 4,	 /* at a part of the text; then at all of it */
	CUT_MOST = 4	 /* times the bytes of the text, of such parts */
};

/* How much the words of the limit say by themselves. */
enum force {
	FORCE_STRONG,	/* trước, chậm nhất: something is to be done */
	FORCE_UNTIL,	/* đến hết: or goes on until then */
	FORCE_WEAK,	/* đến: or is foreseen, or was so */
	FORCE_WITHIN,	/* trong: or just happens then */
	FORCE_SOMEWHEN, /* vào tháng 9: has room before its end */
	FORCE_AT,	/* vào ngày 5/9: most often just happens then */
	FORCES
};

static const char *const force_name[FORCES] = { "strong", "until", "weak",
	"within", "somewhen", "at" };

/* A time limit, before its clause is read. */
struct limit {
	const struct match *match;
	struct str due;
	long ahead; /* days from the article to its last one */
	enum force force;
	bool dated;  /* these are known */
	bool season; /* a date of the lunar calendar */
	bool day;    /* one day, not a stretch */
	bool late;   /* most of its time is over when the article comes out */
};

/* The limits of one article. */
struct judging {
	struct doc *d;
	unsigned type;
	long published; /* day of the article, where it is known */
	bool dated;
	struct cutting *cutting;
	struct words words; /* of the sentences that were looked at last */
	size_t end;	    /* byte where these end */
	size_t known;	    /* the mark or line there: no sentence is open */
	size_t last;	    /* byte where the last limit begins */
	size_t cut;	    /* bytes that were cut so far */
};

static enum force
force_named(struct str name)
{
	int i;

	for (i = 0; i < FORCES; i++)
		if (str_eq(str_c(force_name[i]), name))
			return (enum force)i;
	return FORCE_WEAK;
}

static bool
ends_something(const struct order *o)
{
	return o->verb == PART_FINISH || o->verb == PART_ISSUE ||
	       o->verb == PART_DECIDE || o->verb == PART_SEND ||
	       o->verb == PART_REPORT;
}

static bool
is_asked(const struct order *o)
{
	return o->governor == PART_ASK || o->governor == PART_MUST;
}

static bool
is_meant(const struct order *o)
{
	return is_asked(o) || o->governor == PART_WILL ||
	       o->governor == PART_PLAN || o->governor == PART_VOW ||
	       o->governor == PART_PURPOSE;
}

/* Who does it stands before the verb, or before those it is joined to. */
static bool
has_somebody(const struct order *o)
{
	return o->has_subject ||
	       (!o->forward && o->assignee.start != SPAN_NONE);
}

/* "iPhone 18 sẽ được công bố vào mùa xuân" is news to come. */
static bool
is_news(const struct order *o)
{
	return o->governor == PART_WILL && o->verb == PART_ISSUE &&
	       !o->has_subject;
}

/* "trong tháng 9": much just happens then. */
static bool
binds_within(const struct order *o, bool late)
{
	if (is_asked(o) && o->verb != PART_VERB)
		return true;
	if (ends_something(o) && (is_meant(o) || o->bare))
		return true;
	if (!late && has_somebody(o) &&
		(o->verb == PART_FINISH || o->verb == PART_SEND))
		return true;
	return o->forward && is_meant(o) && o->has_subject &&
	       o->verb == PART_DO;
}

/* "đến năm 2030": much is foreseen for then. */
static bool
binds_by(const struct order *o)
{
	if (!o->forward)
		return is_meant(o) &&
		       (ends_something(o) || o->verb == PART_LAST);
	if (o->governor == PART_WILL)
		return o->has_subject || ends_something(o);
	return is_meant(o) || o->goal ||
	       (o->has_subject && o->verb != PART_STATE);
}

/* Is the clause an order, request, plan or commitment? "trước Tết" is when
 * much is done anyhow. */
static bool
binds(const struct limit *l, const struct order *o)
{
	bool who = has_somebody(o) || o->bare || o->headed;

	if (o->governor == PART_PAST || o->governor == PART_MAYBE ||
		o->governor == PART_IF)
		return false;
	if (o->term && (o->verb == PART_LAST || l->force == FORCE_UNTIL ||
			       l->force == FORCE_WEAK))
		return false;
	if (o->verb == PART_STATE && l->force != FORCE_WEAK)
		return false;
	if (l->season && ((!is_meant(o) && o->governor != PART_URGE) ||
				 o->verb == PART_VERB))
		return ends_something(o) && o->bare && l->force == FORCE_STRONG;
	switch (l->force) {
	case FORCE_STRONG:
		return is_meant(o) || o->governor == PART_URGE || o->goal ||
		       ends_something(o) || who || o->verb == PART_LAST;
	case FORCE_UNTIL:
		return is_meant(o) || who || o->verb == PART_LAST;
	case FORCE_WEAK:
		return binds_by(o);
	case FORCE_WITHIN:
		if (l->day && is_news(o))
			return false;
		return binds_within(o, l->late) || o->governor == PART_VOW;
	case FORCE_SOMEWHEN:
		return !is_news(o) && binds_within(o, l->late);
	case FORCE_AT:
		/* "sẽ công bố kết quả vào ngày 23/3" is news to come. */
		return (is_asked(o) && ends_something(o)) ||
		       (is_meant(o) && o->verb == PART_FINISH);
	case FORCES:
		break;
	}
	return false;
}

/* How many days after the article a day lies; false where either is not
 * known. */
static bool
days_ahead(const struct judging *g, struct str day, long *ahead)
{
	struct date then;

	if (!g->dated || !date_read(day, &then))
		return false;
	*ahead = date_to_days(then) - g->published;
	return true;
}

/* A limit before the day of publication is a report of what was, unless it
 * was asked for not long ago ("đề nghị các trường báo cáo trước ngày 31/1", on
 * 1 February); what merely falls on that day is news of the day. */
static bool
lies_ahead(const struct limit *l, bool asked)
{
	long ahead = l->ahead;

	if (!l->dated)
		return true;
	if (l->force == FORCE_STRONG && asked)
		return ahead >= -ASKED_DAYS;
	if (l->force == FORCE_WITHIN && asked) /* "trong hôm nay" */
		return ahead >= 0;
	return ahead > 0 || (ahead == 0 && (l->force == FORCE_STRONG ||
						   l->force == FORCE_UNTIL));
}

/* The date in a range, unless it is a time of no day in particular ("trước
 * 19h") or has no last day. */
static struct value *
date_of(const struct rules *r, struct doc *d, struct span at)
{
	int dates = r->typed[RULES_DATES], kind;
	const struct match *m;
	struct value *v;
	struct str arg;

	if (dates < 0 || at.start == SPAN_NONE)
		return NULL;
	m = match_inside(d, (unsigned)dates, at, 0, true);
	v = value_at(d, (unsigned)dates, at);
	if (!m || !v || node_text(v->fields, "to").n < 10)
		return NULL;
	kind = rules_group(r, (unsigned)dates, "kind");
	if (kind < 0)
		return v;
	arg = match_arg(d, m, (unsigned)kind);
	return str_eq(arg, STR("clock")) || str_eq(arg, STR("part")) ? NULL : v;
}

static void
put_range(
	struct doc *d, struct node *fields, const char *name, struct span seen)
{
	struct span out;

	if (seen.start == SPAN_NONE) {
		node_put_null(d->mem, fields, name);
		return;
	}
	out = text_span_out(&d->text, seen);
	node_put_text(d->mem, fields, name,
		str_slice(d->text.out, out.start, out.end));
}

static void
add(struct doc *d, unsigned type, const struct match *m, struct str due,
	const struct order *o)
{
	struct value *v = value_add(d, type, m, m->at);

	node_put_text(d->mem, v->fields, "due", due);
	node_put_text(d->mem, v->fields, "bound", match_arg(d, m, BOUND));
	put_range(d, v->fields, "task", o->task);
	put_range(d, v->fields, "assignee", o->assignee);
	put_range(d, v->fields, "recipient", o->recipient);
}

/* false: whatever its clause says, it is none. */
static bool
limit_read(const struct rules *r, const struct judging *g,
	const struct match *m, struct limit *l)
{
	const struct value *date = date_of(r, g->d, m->group[DUE]);
	struct str from;
	long first;

	if (!date)
		return false;
	from = node_text(date->fields, "from");
	*l = (struct limit){ .match = m,
		.due = node_text(date->fields, "to"),
		.force = force_named(match_arg(g->d, m, FORCE)) };
	l->dated = days_ahead(g, l->due, &l->ahead);
	l->day = str_eq(l->due, from);
	if (l->force == FORCE_AT && !l->day)
		l->force = FORCE_SOMEWHEN;
	if (!lies_ahead(l, true))
		return false;
	l->season = node_text(date->fields, "calendar").n > 0;
	l->late = l->dated && days_ahead(g, from, &first) && l->ahead < -first;
	return true;
}

/* Cuts the text from byte `from` up to the end of the sentence of byte `last`
 * into words. */
static void
cut(struct judging *g, size_t from, size_t last)
{
	const struct word *end;

	g->words = words_cut(g->cutting, from, last);
	if (!g->words.n)
		return;
	end = &g->words.word[g->words.n - 1];
	g->end = end->at.end;
	g->known = end->part == PART_STOP ? end->at.start : end->at.end;
	g->cut += g->end - from;
}

/* The word that a limit is, or SPAN_NONE where another match took it in. */
static size_t
word_of(const struct judging *g, const struct match *m)
{
	const struct words *w = &g->words;
	size_t lo = 0, hi = w->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (w->word[mid].at.start < m->at.start)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < w->n && w->word[lo].match == (size_t)(m - g->d->match)
		       ? lo
		       : SPAN_NONE;
}

/* Reads the order around a limit, its sentence first, and more where
 * that is wanted; *read where a verb belongs to the limit. False where it is no
 * word by itself. */
static bool
read_around(
	struct judging *g, const struct match *m, struct order *o, bool *read)
{
	size_t at = m->at.start, word;
	int looks;

	if (at >= g->end)
		cut(g, words_sentence(g->cutting, g->known, at), at);
	for (looks = 1;; looks++) {
		word = word_of(g, m);
		if (word == SPAN_NONE)
			return false;
		*read = order_read(&g->words, word, o);
		if (o->missing == SPAN_NONE)
			return true;
		if (looks < LOOKS_MOST && g->cut < CUT_MOST * g->d->text.seen.n)
			cut(g, o->missing, at);
		else
			cut(g, 0, g->last);
	}
}

static void
judge(struct judging *g, const struct limit *l)
{
	const struct match *m = l->match;
	struct order o;
	bool read;

	if (!read_around(g, m, &o, &read) || !lies_ahead(l, is_asked(&o)))
		return;
	if (m->group[TASK].start != SPAN_NONE)
		o.task = m->group[TASK];
	else if (!read || !binds(l, &o))
		return;
	add(g->d, g->type, m, l->due, &o);
}

/* Most limits lie behind: the text is cut into words only where one may not,
 * and where what is said of it may stand. */
static int
interpret(const struct rules *r, struct doc *d, unsigned type, struct ex_err *e)
{
	struct judging g = { .d = d, .type = type };
	const struct match *m = NULL;
	struct limit *limit = NULL;
	struct date published;
	size_t n = 0, cap = 0, i;

	(void)e;
	g.dated = date_read(d->article.published, &published);
	if (g.dated)
		g.published = date_to_days(published);
	while ((m = value_match(d, type, m))) {
		limit = mem_room(d->mem, limit, n + 1, &cap, sizeof *limit);
		n += limit_read(r, &g, m, &limit[n]);
	}
	if (n == 0)
		return 0;
	g.cutting = words_open(r, d, type);
	g.last = limit[n - 1].match->at.start;
	for (i = 0; i < n; i++)
		judge(&g, &limit[i]);
	return 0;
}

const struct value_type value_deadlines = {
	.name = "deadlines",
	.groups = { "due", "bound", "force", "task" },
	.after = { "dates", "officials", "units", "documents" },
	.interpret = interpret,
};
