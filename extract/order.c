/* Reading the clause around a time limit.
 *
 *   Bộ trưởng yêu cầu Vụ Pháp chế khẩn trương rà soát hồ sơ,
 *             ASK     WHO         MANNER      DO      THING COMMA
 *   trình Chính phủ trước ngày 15/6
 *   SEND  WHO       LIMIT
 *
 * The task begins at a verb that opens its part of the sentence; who must do
 * it stands before that verb or the verbs it is joined to. */
#include "order.h"

enum {
	LEFT_MAX = 320, /* words of one sentence that are looked at */
	RIGHT_MAX = 120,
	BACK_MAX = 5,	 /* sentences before it where its subject may stand */
	PHRASE_MAX = 60, /* words of one noun phrase */
	ITEM_MAX = 10	 /* words of one item of a list */
};

#define NOWHERE ((size_t)-1)

/* The words of one sentence, without brackets that lie deeper. */
struct sentence {
	const struct word *word[LEFT_MAX + RIGHT_MAX + 1];
	size_t n, limit;
	size_t first; /* index in struct words of the first that belongs */
	size_t tail;  /* byte behind a bracket that closes right before the
			 limit, or 0 */
};

/* --- what a part may be --- */

#define BIT(part) (1ull << (part))

static const unsigned long long verbs =
	BIT(PART_DO) | BIT(PART_VERB) | BIT(PART_FINISH) | BIT(PART_ISSUE) |
	BIT(PART_SEND) | BIT(PART_REPORT) | BIT(PART_LAST);
static const unsigned long long adverbs =
	BIT(PART_MANNER) | BIT(PART_MUST) | BIT(PART_WILL) | BIT(PART_PAST) |
	BIT(PART_PLAN) | BIT(PART_MAYBE) | BIT(PART_URGE);
static const unsigned long long nouns =
	BIT(PART_WORD) | BIT(PART_THING) | BIT(PART_NUMBER) | BIT(PART_GROUP) |
	BIT(PART_SOME) | BIT(PART_WHO) | BIT(PART_PLACE) | BIT(PART_COMMA) |
	BIT(PART_AND) | BIT(PART_DATE) | BIT(PART_TO) | BIT(PART_ABOUT) |
	BIT(PART_LEAD) | BIT(PART_LOOSE);
static const unsigned long long people =
	BIT(PART_WHO) | BIT(PART_PLACE) | BIT(PART_GROUP);
static const unsigned long long openers =
	BIT(PART_SEMI) | BIT(PART_COLON) | BIT(PART_PURPOSE) | BIT(PART_ASK) |
	BIT(PART_SAY) | BIT(PART_LIMIT) | BIT(PART_IF) | BIT(PART_SO);
static const unsigned long long governors =
	BIT(PART_ASK) | BIT(PART_MUST) | BIT(PART_WILL) | BIT(PART_PLAN) |
	BIT(PART_URGE) | BIT(PART_PURPOSE) | BIT(PART_PAST) | BIT(PART_MAYBE) |
	BIT(PART_IF);

/* Word i of a sentence is one of these; false before its start and past its
 * end, where i has wrapped around or counted on. */
static bool
is(const struct sentence *s, size_t i, unsigned long long set)
{
	return i < s->n && (set >> s->word[i]->part & 1);
}

static bool
is_part(const struct sentence *s, size_t i, enum part part)
{
	return i < s->n && s->word[i]->part == part;
}

/* --- the sentence --- */

/* Fills s with the words left of `end` down to the start of its sentence,
 * then those from `end` on. */
static void
gather(const struct words *w, size_t end, unsigned depth, size_t right,
	struct sentence *s)
{
	size_t i = end, n = 0, k;

	while (i > 0 && n < LEFT_MAX) {
		const struct word *x = &w->word[i - 1];

		if (x->part == PART_LINE || x->depth < depth ||
			(x->depth == depth && x->part == PART_STOP))
			break;
		if (x->depth == depth && x->part != PART_BRACKET)
			s->word[n++] = x;
		i--;
	}
	s->first = i;
	s->tail = 0;
	if (end > 0 && end < w->n && w->word[end].depth == depth &&
		w->word[end - 1].part == PART_BRACKET)
		s->tail = w->word[end - 1].at.end;
	for (k = 0; k < n / 2; k++) {
		const struct word *x = s->word[k];

		s->word[k] = s->word[n - 1 - k];
		s->word[n - 1 - k] = x;
	}
	s->limit = n;
	for (i = end; right && i < w->n && i < end + right; i++) {
		const struct word *x = &w->word[i];

		if (x->part == PART_LINE || x->depth < depth ||
			(x->depth == depth && x->part == PART_STOP))
			break;
		if (i == end || (x->depth == depth && x->part != PART_BRACKET))
			s->word[n++] = x;
	}
	s->n = n;
}

/* "... (trong tháng 6/2021)": brackets that hold no verb of their own say
 * something of the sentence around them. */
static unsigned
depth_of(const struct words *w, size_t limit)
{
	unsigned depth = w->word[limit].depth;
	size_t i;

	for (i = limit; i > 0 && limit - i < LEFT_MAX; i--) {
		const struct word *x = &w->word[i - 1];

		if (x->depth < depth || x->part == PART_LINE)
			break;
		if (verbs >> x->part & 1)
			return depth;
	}
	return depth ? depth - 1 : 0;
}

/* --- noun phrases and verbs --- */

static struct span
span_of(const struct sentence *s, size_t b, size_t e)
{
	return (struct span){ s->word[b]->at.start, s->word[e - 1]->at.end };
}

/* Start of the adverbs that stand right before word i. */
static size_t
before_adverbs(const struct sentence *s, size_t i)
{
	while (i > 0 && is(s, i - 1, adverbs))
		i--;
	return i;
}

/* Past "Theo quy định của Bộ Tài chính," and the like. */
static size_t
past_lead(const struct sentence *s, size_t b, size_t e)
{
	size_t i;

	while (b < e) {
		if (is(s, b,
			    BIT(PART_COMMA) | BIT(PART_AND) | BIT(PART_DATE))) {
			b++;
			continue;
		}
		if (!is(s, b, BIT(PART_LEAD) | BIT(PART_TO) | BIT(PART_ABOUT)))
			return b;
		for (i = b; i < e && !is_part(s, i, PART_COMMA); i++)
			;
		b = i;
	}
	return b;
}

static bool
is_person(const struct sentence *s, size_t b, size_t e)
{
	size_t i;

	if (is(s, b, people))
		return true;
	if (is(s, b, BIT(PART_SOME) | BIT(PART_NUMBER)))
		for (i = b; i < e && i < b + 5; i++)
			if (is(s, i, people))
				return true;
	/* "ông Hùng", "Công ty Minh Long" with an unknown word before it */
	return is_part(s, b, PART_WORD) && b + 1 < e &&
	       is_part(s, b + 1, PART_WHO);
}

/* Where in [b, e) somebody begins: past what leads in, and past what comes
 * before a comma and is nobody; e where there is nobody. */
static size_t
person_from(const struct sentence *s, size_t b, size_t e)
{
	b = past_lead(s, b, e);
	while (b < e && !is_person(s, b, e)) {
		while (b < e && !is_part(s, b, PART_COMMA))
			b++;
		b = past_lead(s, b, e);
	}
	return b;
}

/* What follows a verb is its object, but for what stands behind a comma and a
 * word that leads in: "... mở hội nghị, theo kế hoạch, Sở Y tế ...". */
static size_t
past_objects(const struct sentence *s, size_t b, size_t e)
{
	for (; b + 1 < e; b++)
		if (is_part(s, b, PART_COMMA) &&
			is(s, b + 1, BIT(PART_LEAD) | BIT(PART_LOOSE)))
			return b + 1;
	return e;
}

/* The noun phrase that ends before word `end`, if it is somebody who may be
 * told to do something; *from is its first word. */
static bool
subject_from(
	const struct sentence *s, size_t end, size_t *from, struct span *who)
{
	size_t b = end;

	while (b > 0 && end - b < PHRASE_MAX && is(s, b - 1, nouns))
		b--;
	if (is(s, b - 1, verbs | adverbs))
		b = past_objects(s, b, end);
	*from = b;
	while (end > b && is(s, end - 1, BIT(PART_COMMA) | BIT(PART_AND)))
		end--;
	if (is_part(s, b - 1, PART_ASK))
		while (b < end && is(s, b, BIT(PART_COMMA) | BIT(PART_TO)))
			b++;
	else
		b = person_from(s, b, end);
	if (b >= end)
		return false;
	*who = span_of(s, b, end);
	return true;
}

static bool
subject_before(const struct sentence *s, size_t end, struct span *who)
{
	size_t from;

	return subject_from(s, end, &from, who);
}

/* All that stands before word p is one noun phrase, whoever or whatever. */
static bool
begins_sentence(const struct sentence *s, size_t p)
{
	size_t b = p;

	while (b > 0 && p - b < PHRASE_MAX && is(s, b - 1, nouns))
		b--;
	return b == 0 && !is(s, 0,
				 BIT(PART_LEAD) | BIT(PART_ABOUT) |
					 BIT(PART_TO) | BIT(PART_DATE));
}

/* Does verb i open its part of the sentence? *start is then the verb that
 * it is joined to ("hoàn thiện, trình Chính phủ"), or i. */
static bool
opens(const struct sentence *s, size_t i, size_t *start)
{
	size_t p = before_adverbs(s, i);
	bool adverb = p < i;
	struct span who;

	*start = i;
	if (p == 0 || is(s, p - 1, openers))
		return true;
	if (is(s, p - 1, BIT(PART_COMMA) | BIT(PART_AND))) {
		if (is(s, p - 2, verbs))
			return opens(s, p - 2, start);
		/* "xây dựng phương án và báo cáo về bộ" is one task. */
		return adverb || is_part(s, p - 1, PART_COMMA) ||
		       !is(s, i, BIT(PART_SEND) | BIT(PART_REPORT));
	}
	if (is_part(s, p - 1, PART_SEND)) /* "gửi xin ý kiến" */
		return false;
	return adverb || is_part(s, i, PART_SEND) || begins_sentence(s, p) ||
	       (!is(s, p - 1, verbs) && subject_before(s, p, &who));
}

/* --- finding the verb --- */

/* What is done for a purpose has an end of its own only where the purpose is
 * an end: "hoàn thiện khung pháp lý để phát triển thị trường trong năm 2026",
 * "làm ngày đêm để thông xe trong năm 2026". */
static bool
is_mere_purpose(const struct sentence *s, size_t verb, size_t start)
{
	return is_part(s, before_adverbs(s, start) - 1, PART_PURPOSE) &&
	       is(s, verb, BIT(PART_DO) | BIT(PART_VERB) | BIT(PART_LAST));
}

static size_t
verb_left(const struct sentence *s, size_t *start)
{
	static const unsigned long long ends =
		BIT(PART_SEMI) | BIT(PART_LIMIT) | BIT(PART_SAY);
	size_t i, first, purpose = NOWHERE;

	for (i = s->limit; i > 0 && !is(s, i - 1, ends); i--) {
		if (!is(s, i - 1, verbs) || !opens(s, i - 1, &first))
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
	if (is_part(s, i, PART_PURPOSE) && is_part(s, s->limit - 1, PART_PLAN))
		i++;
	for (; i < s->n && !is(s, i, last); i++)
		if (is(s, i, verbs))
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

	while (i > 0 && is(s, i - 1, BIT(PART_LOOSE) | BIT(PART_TO)))
		i--;
	return i == 0 ||
	       is(s, i - 1,
		       openers | adverbs | BIT(PART_COMMA) | BIT(PART_AND) |
			       BIT(PART_DATE)) ||
	       subject_before(s, i, &who);
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
		(is_part(s, s->limit + 1, PART_COMMA) &&
			((is_part(s, s->limit - 1, PART_COMMA) &&
				 right == s->limit + 2) ||
				is(s, s->limit - 1, adverbs)))) {
		left = verb_left(s, start);
		if (left != NOWHERE)
			return left;
	}
	/* "Tối hậu thư trước ngày 22/10, Đà Nẵng hoàn tất sơ tán" */
	if (right == NOWHERE && is_part(s, s->limit + 1, PART_COMMA) &&
		begins_sentence(s, s->limit))
		right = verb_right(s);
	*start = right;
	return right;
}

/* --- what the verb hangs on --- */

static enum part
governor(const struct sentence *s, size_t verb)
{
	static const unsigned long long firm =
		BIT(PART_ASK) | BIT(PART_PURPOSE) | BIT(PART_PAST);
	size_t i, near = before_adverbs(s, verb);
	enum part found = PART_WORD, part;

	for (i = verb; i > 0; i--) {
		part = s->word[i - 1]->part;
		if (part == PART_SEMI || (firm >> found & 1) ||
			(found == PART_PLAN && part == PART_COMMA) ||
			(found == PART_MUST && i <= near))
			break;
		/* "có thể phải", "dự báo ... sẽ", "nếu ... sẽ": the doubt
		 * counts; "đã yêu cầu ... hoàn thành": the request. */
		if (part == PART_MAYBE || part == PART_IF)
			return part;
		if (!(governors >> part & 1))
			continue;
		if (found == PART_WORD ||
			(found == PART_URGE && (part != PART_PAST || i > near)))
			found = part;
	}
	return found;
}

/* A request that stands before a semicolon holds for what follows it. */
static bool
asked_before(const struct sentence *s, size_t verb)
{
	size_t i;

	for (i = verb; i > 0; i--)
		if (is_part(s, i - 1, PART_ASK))
			return true;
	return false;
}

/* "trả tiền nếu chấm dứt hợp đồng trước ngày 1/11", "khắc phục lỗi đã phát
 * sinh trước ngày 1/11": the limit is not the task's. */
static bool
has_condition(const struct sentence *s, size_t verb)
{
	size_t i;

	for (i = verb + 1; i < s->limit; i++)
		if (is(s, i, BIT(PART_IF) | BIT(PART_PAST)))
			return true;
	return false;
}

/* --- who --- */

/* Somebody who stands before one of the verbs up to `last`, the nearest.
 * Where a request names nobody ("yêu cầu hoàn thành trước ..."), only who was
 * asked before. */
static bool
find_subject(const struct sentence *s, size_t last, struct span *who)
{
	size_t i = last + 1, p, b;
	bool asked = false;

	while (i > 0) {
		i--;
		if (!is(s, i, verbs))
			continue;
		p = before_adverbs(s, i);
		if (is_part(s, p, PART_PAST))
			continue;
		if (is_part(s, p - 1, PART_COLON)) /* "Vụ Pháp chế: ..." */
			p--;
		if (is_part(s, p - 1, PART_ASK))
			asked = true;
		else if (subject_from(s, p, &b, who) &&
			 (!asked || is_part(s, b - 1, PART_ASK)))
			return true;
	}
	return false;
}

/* The sentence begins with its verb ("Trình Thủ tướng trước ngày 15/8."), or
 * does so behind "Vụ Pháp chế:". */
static bool
begins_with_verb(const struct sentence *s, bool *headed)
{
	size_t i = 0, k;

	*headed = false;
	for (k = 0; k < s->n && k < PHRASE_MAX && is(s, k, nouns); k++)
		;
	if (is_part(s, k, PART_COLON)) {
		*headed = k > 0;
		i = k + 1;
	}
	while (is(s, i,
		BIT(PART_URGE) | BIT(PART_MANNER) | BIT(PART_MUST) |
			BIT(PART_AND) | BIT(PART_COMMA)))
		i++;
	return is(s, i, verbs);
}

static bool
find_subject_before(const struct words *w, size_t first, struct span *who)
{
	struct sentence s;
	size_t i, end = first;

	for (i = 0; i < BACK_MAX && end > 0; i++) {
		while (end > 0 && (w->word[end - 1].part == PART_STOP ||
					  w->word[end - 1].part == PART_LINE))
			end--;
		gather(w, end, 0, 0, &s);
		if (s.n && find_subject(&s, s.n - 1, who))
			return true;
		end = s.first;
	}
	return false;
}

/* --- to whom --- */

static size_t
past_receivers(const struct sentence *s, size_t i, size_t end)
{
	static const unsigned long long joins = BIT(PART_COMMA) | BIT(PART_AND);
	bool group = false;

	for (; i < end; i++) {
		if (is(s, i, people | BIT(PART_SOME)))
			group = is(s, i, BIT(PART_GROUP) | BIT(PART_SOME));
		else if (is(s, i, joins) && i + 1 < end &&
			 is(s, i + 1, people | BIT(PART_SOME)))
			continue;
		else if (!(group && is_part(s, i, PART_WORD)))
			break;
	}
	return i;
}

/* May the receivers [i, past) of what is sent stand behind word i - 1?
 * "báo cáo Bộ", "báo cáo kết quả về Bộ"; "báo cáo về đơn vị cung cấp suất ăn"
 * is about somebody. */
static bool
leads_to(const struct sentence *s, size_t i, size_t past, size_t end)
{
	if (is_part(s, i - 1, PART_ABOUT))
		return is_part(s, i, PART_WHO) || past == end ||
		       is_part(s, i - 2, PART_SEND);
	return is(s, i - 1, BIT(PART_SEND) | BIT(PART_REPORT) | BIT(PART_TO));
}

/* Words [from, end) are the task. */
static void
find_recipient(
	const struct sentence *s, size_t from, size_t end, struct span *to)
{
	bool sent = false;
	size_t i, past;

	for (i = from; i < end; i++) {
		if (is(s, i, BIT(PART_SEND) | BIT(PART_REPORT))) {
			sent = true;
			continue;
		}
		past = sent ? past_receivers(s, i, end) : i;
		if (past == i || !leads_to(s, i, past, end))
			continue;
		*to = span_of(s, i, past);
		return;
	}
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

	while (end > 1 && is(s, end - 1, loose))
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

	if (is(s, i, BIT(PART_PURPOSE) | BIT(PART_SO)))
		return true;
	if (is(s, i, verbs | adverbs | people | BIT(PART_SOME)))
		return false;
	while (e < s->n && !is(s, e, joins))
		e++;
	return e - i > ITEM_MAX;
}

static size_t
task_end_right(const struct sentence *s, size_t verb)
{
	size_t i = verb + 1;

	while (i < s->n && !is(s, i, BIT(PART_SEMI) | BIT(PART_LIMIT)) &&
		!(is_part(s, i - 1, PART_COMMA) && leaves_task(s, i)))
		i++;
	while (i > verb + 1 && is(s, i - 1, BIT(PART_COMMA) | BIT(PART_AND)))
		i--;
	return i;
}

/* A verb alone says too little ("Dự án dự kiến hoàn thành trước 10/2"), and
 * what lasts is the subject ("Việc trưng bày kéo dài đến hết tháng 1"): the
 * clause is the task then. */
static size_t
widen_task(const struct sentence *s, size_t start, size_t end, size_t verb)
{
	size_t i = start, earlier;
	bool joined = is_part(s, before_adverbs(s, start) - 1, PART_AND);

	if (end > verb + 1 && !is_part(s, verb, PART_LAST))
		return start;
	for (; i > 0 && !is(s, i - 1, openers | BIT(PART_COMMA)); i--)
		if (joined && i < start && is(s, i, verbs) &&
			opens(s, i, &earlier))
			return earlier; /* "lập danh sách và niêm yết" */
	i = past_lead(s, i, start);
	return i < before_adverbs(s, start) ? i : start;
}

static bool
read_sentence(const struct sentence *s, struct order *o)
{
	size_t verb, start, end;
	struct span who;
	bool headed;

	verb = find_verb(s, &start);
	if (verb == NOWHERE)
		return false;
	o->forward = verb > s->limit;
	o->verb = s->word[verb]->part;
	end = o->forward ? task_end_right(s, verb) : task_end_left(s);
	if (end <= verb)
		end = verb + 1;
	o->has_subject = subject_before(s, before_adverbs(s, start), &who);
	o->bare = begins_with_verb(s, &headed);
	o->governor = governor(s, verb);
	if (o->governor == PART_WORD && asked_before(s, verb))
		o->governor = PART_ASK;
	if (!o->forward && has_condition(s, verb))
		o->governor = PART_IF;
	if (find_subject(s, verb, &who) ||
		(o->forward && subject_before(s, s->limit, &who)))
		o->assignee = who;
	if (!o->forward && !o->has_subject)
		start = widen_task(s, start, end, verb);
	o->task = span_of(s, start, end);
	if (end == s->limit && !o->forward && s->tail)
		o->task.end = s->tail;
	find_recipient(s, start, end, &o->recipient);
	return true;
}

bool
order_read(const struct words *w, size_t limit, struct order *o)
{
	static const struct span none = { SPAN_NONE, SPAN_NONE };
	struct sentence s;
	bool headed;

	*o = (struct order){ none, none, none, PART_WORD, PART_WORD, false,
		false, false };
	gather(w, limit, depth_of(w, limit), RIGHT_MAX, &s);
	if (!read_sentence(&s, o))
		return false;
	if (o->assignee.start == SPAN_NONE && begins_with_verb(&s, &headed) &&
		!headed)
		find_subject_before(w, s.first, &o->assignee);
	return true;
}
