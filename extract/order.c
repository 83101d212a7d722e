/* Reading the clause around a time limit.
 *
 *   Bộ trưởng yêu cầu Vụ Pháp chế khẩn trương rà soát hồ sơ,
 *             ASK     WHO         URGE        DO      THING COMMA
 *   trình Chính phủ trước ngày 15/6
 *   SEND  WHO       LIMIT
 *
 * The task begins at a verb that opens its part of the sentence; who must do
 * it stands before that verb or the verbs it is joined to. */
#include "doer.h"
#include "order.h"

enum {
	HEADING_MAX = 800, /* words before it where its heading may stand */
	ITEM_MAX = 10	   /* words of one item of a list */
};

#define NOWHERE ((size_t)-1)

/* What a verb may hang on. */
#define GOVERNORS                                                              \
	(BIT(PART_ASK) | BIT(PART_MUST) | BIT(PART_WILL) | BIT(PART_PLAN) |    \
		BIT(PART_VOW) | BIT(PART_URGE) | BIT(PART_PURPOSE) |           \
		BIT(PART_PAST) | BIT(PART_MAYBE) | BIT(PART_IF))
#define PLANS (BIT(PART_PLAN) | BIT(PART_VOW))

/* --- finding the verb --- */

/* What is done for a purpose has an end of its own only where the purpose is
 * an end: "hoàn thiện khung pháp lý để phát triển thị trường trong năm 2026",
 * "làm ngày đêm để thông xe trong năm 2026". */
static bool
is_mere_purpose(const struct sentence *s, size_t verb, size_t start)
{
	return part_is(s, phrase_before_adverbs(s, start) - 1, PART_PURPOSE) &&
	       part_in(s, verb, BIT(PART_DO) | BIT(PART_VERB) | BIT(PART_LAST));
}

static size_t
verb_left(const struct sentence *s, size_t *start)
{
	static const unsigned long long ends =
		BIT(PART_SEMI) | BIT(PART_LIMIT) | BIT(PART_SAY);
	size_t i, first, purpose = NOWHERE;

	for (i = s->limit; i > 0 && !part_in(s, i - 1, ends); i--) {
		if (!part_in(s, i - 1, VERBS) ||
			!phrase_opens(s, i - 1, &first))
			continue;
		if (purpose == NOWHERE || !is_mere_purpose(s, i - 1, first))
			*start = first;
		if (!is_mere_purpose(s, i - 1, first))
			return i - 1;
		if (purpose == NOWHERE)
			purpose = i - 1;
	}
	return purpose;
}

/* Where no verb is left: "Thời hạn báo cáo: trước ngày 20/3", "yêu cầu chủ đầu
 * tư cam kết tiến độ trước ngày 10/3". */
static size_t
verb_of_noun(const struct sentence *s, size_t *start)
{
	static const unsigned long long ends =
		BIT(PART_SEMI) | BIT(PART_LIMIT) | BIT(PART_SAY);
	size_t i;

	for (i = s->limit; i > 0 && !part_in(s, i - 1, ends); i--)
		if (part_in(s, i - 1, BIT(PART_DEED) | BIT(PART_VOW)))
			return *start = i - 1;
	return NOWHERE;
}

static size_t
verb_right(const struct sentence *s)
{
	static const unsigned long long ends =
		BIT(PART_SEMI) | BIT(PART_LIMIT) | BIT(PART_IF) | BIT(PART_SO);
	unsigned long long last = ends | BIT(PART_PURPOSE);
	size_t i = s->limit + 1;

	/* "Trước 30/6: nộp hồ sơ" is a plan, "TP.HCM trước đêm giao thừa:
	 * người dân ..." is not. */
	if (s->limit > 0)
		last |= BIT(PART_COLON);
	/* "hạn đến ngày 27/11 để trả lời" */
	if (part_is(s, i, PART_PURPOSE) && part_is(s, s->limit - 1, PART_PLAN))
		i++;
	for (; i < s->n && !part_in(s, i, last); i++)
		if (part_in(s, i, VERBS | BIT(PART_STATE)))
			return i;
	return NOWHERE;
}

/* May the task stand behind the limit? "Trước ngày 30/6, các địa phương hoàn
 * tất", "phấn đấu trước ngày 10/2 đưa vào vận hành". */
static bool
limit_leads(const struct sentence *s)
{
	size_t i = s->limit;
	struct span who;

	while (i > 0 && part_in(s, i - 1, BIT(PART_LOOSE) | BIT(PART_TO)))
		i--;
	if (part_is(s, i - 1, PART_DATE))
		return i == 1 || part_is(s, i - 2, PART_COMMA);
	return i == 0 ||
	       part_in(s, i - 1,
		       OPENERS | ADVERBS | BIT(PART_COMMA) | BIT(PART_AND)) ||
	       phrase_subject(s, i, &who);
}

/* *start is where the task begins. */
static size_t
find_verb(const struct sentence *s, size_t *start)
{
	size_t right = limit_leads(s) ? verb_right(s) : NOWHERE, left;

	/* "khởi công cây cầu, vào năm 2026, khánh thành ...", "xây cầu, dự
	 * kiến trước tháng 3, thay cho phà": before such a comma the limit
	 * belongs to what stands before it. */
	if (right == NOWHERE ||
		(part_is(s, s->limit + 1, PART_COMMA) &&
			((part_is(s, s->limit - 1, PART_COMMA) &&
				 right == s->limit + 2) ||
				part_in(s, s->limit - 1, ADVERBS)))) {
		left = verb_left(s, start);
		if (left != NOWHERE)
			return left;
	}
	/* "Tối hậu thư trước ngày 22/10, Đà Nẵng hoàn tất sơ tán" */
	if (right == NOWHERE && part_is(s, s->limit + 1, PART_COMMA) &&
		phrase_begins(s, s->limit))
		right = verb_right(s);
	*start = right;
	return right;
}

/* --- what the verb hangs on --- */

/* "thông qua phương án cổ tức, chi trả trong quý 3": part of what is decided.
 */
static bool
is_decided(const struct sentence *s, size_t verb)
{
	size_t i = phrase_before_adverbs(s, verb);

	if (!part_is(s, i - 1, PART_COMMA))
		return false;
	while (i > 0 && !part_in(s, i - 1, OPENERS))
		if (part_is(s, --i, PART_DECIDE))
			return true;
	return false;
}

static enum part
governor(const struct sentence *s, size_t verb)
{
	static const unsigned long long firm =
		BIT(PART_ASK) | BIT(PART_PURPOSE) | BIT(PART_PAST);
	size_t i, near = phrase_before_adverbs(s, verb);
	enum part found = PART_WORD, part;

	for (i = verb; i > 0; i--) {
		part = s->word[i - 1]->part;
		if (part == PART_SEMI || (firm >> found & 1) ||
			((PLANS >> found & 1) && part == PART_COMMA) ||
			(found == PART_MUST && i <= near))
			break;
		/* "có thể phải", "dự báo ... sẽ", "nếu ... sẽ": the doubt
		 * counts; "đã yêu cầu ... hoàn thành": the request. */
		if (part == PART_MAYBE || part == PART_IF)
			return part;
		if (part == PART_NOT && i > near)
			return PART_MAYBE;
		if (!(GOVERNORS >> part & 1))
			continue;
		if (found == PART_WORD ||
			(found == PART_WILL && (PLANS >> part & 1)) ||
			(found == PART_URGE && (part != PART_PAST || i > near)))
			found = part;
	}
	if (found == PART_WORD && is_decided(s, verb))
		return PART_PLAN;
	return found;
}

/* "trả tiền nếu chấm dứt hợp đồng trước ngày 1/11", "khắc phục lỗi đã phát
 * sinh trước ngày 1/11": the limit is not the task's. */
static bool
has_condition(const struct sentence *s, size_t verb)
{
	size_t i;

	for (i = verb + 1; i < s->limit; i++)
		if (part_in(s, i, BIT(PART_IF) | BIT(PART_PAST)))
			return true;
	/* "kế hoạch thông tuyến trong năm 2025 khó hoàn thành" */
	return part_in(s, s->limit + 1, BIT(PART_MAYBE) | BIT(PART_NOT));
}

/* Something that lasts by itself stands before word e: "Mưa lớn sẽ kéo dài đến
 * ...", "ký hợp đồng đến năm 2028". */
static bool
has_term(const struct sentence *s, size_t e)
{
	size_t i;

	for (i = 0; i < e; i++)
		if (part_is(s, i, PART_TERM))
			return true;
	return false;
}

/* --- the task --- */

static size_t
task_end_left(const struct sentence *s)
{
	static const unsigned long long loose =
		BIT(PART_LOOSE) | BIT(PART_COMMA) | BIT(PART_PLAN) |
		BIT(PART_WILL) | BIT(PART_TO) | BIT(PART_MUST) |
		BIT(PART_COLON);
	size_t end = s->limit;

	/* "bàn giao, cam kết trước 30/6", but "nộp đủ vốn cam kết trước 30/6"
	 */
	while (end > 1 && (part_in(s, end - 1, loose) ||
				  (part_is(s, end - 1, PART_VOW) &&
					  part_is(s, end - 2, PART_COMMA))))
		end--;
	return end;
}

/* What follows a comma belongs to the task no more: what it is good for, or
 * a clause of its own, which is longer than an item of a list. */
static bool
leaves_task(const struct sentence *s, size_t i)
{
	static const unsigned long long joins =
		BIT(PART_COMMA) | BIT(PART_SEMI) | BIT(PART_LIMIT);
	size_t e = i;

	if (part_in(s, i, BIT(PART_PURPOSE) | BIT(PART_SO)))
		return true;
	/* ", đồng thời phải làm xong trung tâm giao dịch" */
	if (part_is(s, i, PART_AND) &&
		part_in(s, i + 1, BIT(PART_MUST) | BIT(PART_WILL)))
		return true;
	if (part_in(s, i, VERBS | ADVERBS | PEOPLE | BIT(PART_SOME)))
		return false;
	while (e < s->n && !part_in(s, e, joins))
		e++;
	return e - i > ITEM_MAX;
}

static size_t
task_end_right(const struct sentence *s, size_t verb)
{
	size_t i = verb + 1;

	while (i < s->n && !part_in(s, i, BIT(PART_SEMI) | BIT(PART_LIMIT)) &&
		!(part_is(s, i - 1, PART_COMMA) && leaves_task(s, i)))
		i++;
	while (i > verb + 1 &&
		part_in(s, i - 1, BIT(PART_COMMA) | BIT(PART_AND)))
		i--;
	return i;
}

/* A verb alone says too little ("Dự án dự kiến hoàn thành trước 10/2"), and
 * what lasts is the subject ("Việc trưng bày kéo dài đến hết tháng 1"): the
 * clause is the task then. */
static size_t
widen_task(const struct sentence *s, size_t start, size_t end, size_t verb,
	bool doer)
{
	size_t i = start, earlier;
	size_t bare = phrase_before_adverbs(s, start);
	bool joined = part_is(s, bare - 1, PART_AND);

	if (end > verb + 1 && !part_is(s, verb, PART_LAST))
		return start;
	/* "nhận lỗi và hứa xử lý dứt điểm", "các xã chưa phê duyệt đề án phải
	 * hoàn thành" */
	if (bare < start && (joined || doer))
		return start;
	for (; i > 0 && !part_in(s, i - 1, OPENERS | BIT(PART_COMMA)); i--)
		if (joined && i < start && part_in(s, i, VERBS) &&
			phrase_opens(s, i, &earlier))
			return earlier; /* "lập danh sách và niêm yết" */
	i = phrase_past_lead(s, i, start);
	return i < bare ? i : start;
}

/* "doanh nghiệp lớn phải tuân thủ từ 30/12/2026, doanh nghiệp nhỏ chậm nhất
 * 30/6/2027": somebody of its own stands before the limit and has the verb of
 * those before. *end of the task then lies before the other date. */
static bool
find_gapped(
	const struct sentence *s, size_t verb, size_t *end, struct span *who)
{
	static const unsigned long long lead = BIT(PART_DATE) | BIT(PART_LEAD) |
					       BIT(PART_LOOSE) | BIT(PART_TO);
	size_t b = *end, e;

	while (b > verb &&
		part_in(s, b - 1, NOUNS & ~BIT(PART_COMMA) & ~BIT(PART_DATE)))
		b--;
	e = b;
	if (e < verb + 3 || b == *end || !part_is(s, e - 1, PART_COMMA) ||
		!part_is(s, e - 2, PART_DATE) || !phrase_is_person(s, b, *end))
		return false;
	*who = sentence_span(s, b, *end);
	for (e--; e > verb + 1 && part_in(s, e - 1, lead); e--)
		;
	*end = e;
	return true;
}

static void
read_task(const struct sentence *s, size_t verb, size_t start, struct order *o)
{
	size_t end = o->forward ? task_end_right(s, verb) : task_end_left(s);
	bool gapped;

	if (end <= verb)
		end = verb + 1;
	/* "cam kết tiến độ trước ngày 10/3" */
	if (o->verb == PART_VOW && part_is(s, end, PART_PLAN))
		end++;
	gapped = !o->forward && find_gapped(s, verb, &end, &o->assignee);
	if (o->forward && !o->has_subject &&
		(end == verb + 1 || o->verb == PART_STATE))
		start = phrase_past_lead(s, s->limit + 1, start);
	if (!o->forward && !o->has_subject && !gapped)
		start = widen_task(
			s, start, end, verb, o->assignee.start != SPAN_NONE);
	o->task = sentence_span(s, start, end);
	if (end == s->limit && !o->forward && s->tail)
		o->task.end = s->tail;
	recipient_find(s, start, end, &o->recipient);
}

/* With `nouns` set, a noun will do where a verb is missing. */
static bool
read_sentence(const struct sentence *s, bool nouns, struct order *o)
{
	size_t verb, start;
	struct span who;

	verb = find_verb(s, &start);
	if (verb == NOWHERE && nouns)
		verb = verb_of_noun(s, &start);
	if (verb == NOWHERE)
		return false;
	o->forward = verb > s->limit;
	o->verb = s->word[verb]->part;
	/* "xếp chỗ xong trong ngày 8/2" */
	if (!o->forward && part_is(s, task_end_left(s) - 1, PART_FINISH))
		o->verb = PART_FINISH;
	o->has_subject =
		phrase_subject(s, phrase_before_adverbs(s, start), &who);
	o->bare = sentence_is_bare(s, &o->headed);
	o->governor = governor(s, verb);
	if (o->governor == PART_WORD && o->verb == PART_VOW)
		o->governor = PART_VOW;
	if (o->governor == PART_WORD && sentence_asks(s, verb))
		o->governor = PART_ASK;
	if (!o->forward && has_condition(s, verb))
		o->governor = PART_IF;
	if (s->asks)
		o->governor = PART_MAYBE;
	o->term = has_term(s, o->forward ? s->n : s->limit);
	if (doer_find(s, verb, &who) ||
		(o->forward &&
			phrase_subject(
				s, phrase_before_adverbs(s, s->limit), &who)))
		o->assignee = who;
	read_task(s, verb, start, o);
	return true;
}

/* Start of the nouns before word e, without a semicolon before them. */
static size_t
before_gap(const struct sentence *s, size_t e)
{
	while (part_in(s, e - 1, NOUNS))
		e--;
	return part_is(s, e - 1, PART_SEMI) ? e - 1 : e;
}

/* "đợt 1 trước ngày 5/8, đợt 2 trong tháng 9": the clause has no verb of its
 * own, but that of the limit before it. */
static bool
read_gapped(const struct words *w, size_t limit, struct order *o)
{
	static const unsigned long long joins = BIT(PART_COMMA) |
						BIT(PART_SEMI) | BIT(PART_AND) |
						BIT(PART_LEAD);
	struct sentence s, before;
	size_t b, from, last;
	bool read = false;

	sentence_gather(w, limit, sentence_depth(w, limit), 0, &s);
	from = b = before_gap(&s, s.limit);
	while (b < s.limit && part_in(&s, b, joins))
		b++;
	if (b == s.limit)
		return false;
	/* "A trước 30/11, B trước 31/12 và C trong quý I": past B to A */
	for (; !read && part_is(&s, from - 1, PART_LIMIT);
		from = before_gap(&s, from - 1)) {
		last = (size_t)(s.word[from - 1] - w->word);
		sentence_gather(w, last, sentence_depth(w, last),
			SENTENCE_RIGHT, &before);
		read = read_sentence(&before, false, o);
	}
	if (!read || o->forward)
		return false;
	if (phrase_is_person(&s, b, s.limit))
		o->assignee = sentence_span(&s, b, s.limit);
	else
		o->task = sentence_span(&s, b, s.limit);
	return true;
}

/* What a heading over a list makes of its items: "... yêu cầu các đơn vị thực
 * hiện các nội dung sau:" or "Mục tiêu đến năm 2030:". The sentence before
 * "Cụ thể:" counts as well. */
static enum part
heading(const struct words *w, size_t first, size_t *missing)
{
	struct sentence s;
	size_t i, least = first > HEADING_MAX ? first - HEADING_MAX : 0;
	int k;

	for (i = first; i > least + 1; i--)
		if (w->word[i - 1].part == PART_LINE &&
			w->word[i - 2].part == PART_COLON)
			break;
	if (i <= least + 1) {
		if (w->from > 0 && least == 0)
			*missing = words_heading(w);
		return PART_WORD;
	}
	for (k = 0, i--; k < 2 && i > 0 && w->word[i - 1].part != PART_LINE;
		k++) {
		sentence_gather(w, i, 0, 0, &s);
		if (sentence_asks(&s, s.n))
			return PART_ASK;
		for (i = 0; i < s.n; i++)
			if (part_in(&s, i, PLANS))
				return s.word[i]->part;
		for (i = s.first; i > 0 && w->word[i - 1].part == PART_STOP;)
			i--;
	}
	return PART_WORD;
}

static bool
sets_goal(const struct sentence *s, size_t e)
{
	size_t i;

	for (i = 0; i < e; i++)
		if (part_in(s, i, PLANS))
			return true;
	return false;
}

/* What stands before a limit that leads its part of the sentence sets a goal:
 * "... phấn đấu tăng 11%. Đến năm 2030, kinh tế số chiếm 35% GRDP." */
static bool
follows_goal(const struct words *w, const struct sentence *s, size_t *missing)
{
	struct sentence before;
	size_t first = s->first;

	if (part_is(s, s->limit - 1, PART_SEMI))
		return sets_goal(s, s->limit);
	if (s->limit > 0)
		return false;
	while (first > 0 && w->word[first - 1].part == PART_STOP)
		first--;
	/* the line has more before its words */
	if (first == 0 && *missing == SPAN_NONE &&
		words_line(w->of, w->from) < w->from)
		*missing = words_line(w->of, w->from);
	sentence_gather(w, first, 0, 0, &before);
	return sets_goal(&before, before.n);
}

static void
read_heading(const struct words *w, const struct sentence *s, struct order *o)
{
	enum part over = heading(w, s->first, &o->missing);

	if (o->governor == PART_WORD)
		o->governor = over;
	if (o->assignee.start == SPAN_NONE && over == PART_ASK)
		doer_asks_on(s, &o->assignee);
}

static void
read_before(const struct words *w, const struct sentence *s, struct order *o)
{
	enum { LINES_BACK = 6 };
	bool asked, missing;
	int i;

	if (doer_before(w, s->first, &o->assignee, &asked, &missing) && asked &&
		o->governor == PART_WORD)
		o->governor = PART_ASK;
	if (!missing)
		return;
	o->missing = w->from;
	for (i = 0; i < LINES_BACK && o->missing > 0; i++)
		o->missing = words_line(w->of, o->missing - 1);
}

bool
order_read(const struct words *w, size_t limit, struct order *o)
{
	static const struct span none = { SPAN_NONE, SPAN_NONE };
	struct sentence s;
	bool headed;

	*o = (struct order){ .task = none,
		.assignee = none,
		.recipient = none,
		.verb = PART_WORD,
		.governor = PART_WORD,
		.missing = SPAN_NONE };
	sentence_gather(w, limit, sentence_depth(w, limit), SENTENCE_RIGHT, &s);
	if (!read_sentence(&s, false, o) && !read_gapped(w, limit, o) &&
		!read_sentence(&s, true, o))
		return false;
	if (o->governor == PART_WORD || o->assignee.start == SPAN_NONE)
		read_heading(w, &s, o);
	o->goal = follows_goal(w, &s, &o->missing);
	if (o->missing == SPAN_NONE && o->assignee.start == SPAN_NONE &&
		sentence_is_bare(&s, &headed) && !headed)
		read_before(w, &s, o);
	return true;
}
