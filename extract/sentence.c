/* One sentence as a row of words, its noun phrases and its verbs. */
#include "sentence.h"

enum { PHRASE_MAX = 60 }; /* words of one noun phrase */

/* Word i of a sentence is one of these; false before its start and past its
 * end, where i has wrapped around or counted on. */
bool
part_in(const struct sentence *s, size_t i, unsigned long long set)
{
	return i < s->n && (set >> s->word[i]->part & 1);
}

bool
part_is(const struct sentence *s, size_t i, enum part part)
{
	return i < s->n && s->word[i]->part == part;
}

/* --- the sentence --- */

/* Fills s with the words left of `end` down to the start of its sentence,
 * then those from `end` on. */
void
sentence_gather(const struct words *w, size_t end, unsigned depth, size_t right,
	struct sentence *s)
{
	size_t i = end, n = 0, k;

	while (i > 0 && n < SENTENCE_LEFT) {
		const struct word *x = &w->word[i - 1];

		/* A bracket that nothing opens is a mark: "a) Sở Y tế". */
		if (x->part == PART_LINE || x->depth < depth ||
			(x->depth == depth &&
				(x->part == PART_STOP ||
					(!depth && x->part == PART_BRACKET))))
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
	s->asks = false;
	for (i = end; right && i < w->n && i < end + right; i++) {
		const struct word *x = &w->word[i];

		s->asks = x->asks;
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
unsigned
sentence_depth(const struct words *w, size_t limit)
{
	unsigned depth = w->word[limit].depth;
	size_t i;

	for (i = limit; i > 0 && limit - i < SENTENCE_LEFT; i--) {
		const struct word *x = &w->word[i - 1];

		if (x->depth < depth || x->part == PART_LINE)
			break;
		if (VERBS >> x->part & 1)
			return depth;
	}
	return depth ? depth - 1 : 0;
}

/* --- noun phrases and verbs --- */

struct span
sentence_span(const struct sentence *s, size_t b, size_t e)
{
	return (struct span){ s->word[b]->at.start, s->word[e - 1]->at.end };
}

/* Start of the adverbs that stand right before word i. */
size_t
phrase_before_adverbs(const struct sentence *s, size_t i)
{
	while (i > 0 && part_in(s, i - 1, ADVERBS))
		i--;
	return i;
}

/* Past "Theo quy định của Bộ Tài chính," and the like. */
size_t
phrase_past_lead(const struct sentence *s, size_t b, size_t e)
{
	size_t i;

	while (b < e) {
		if (part_in(s, b,
			    BIT(PART_COMMA) | BIT(PART_AND) | BIT(PART_DATE))) {
			b++;
			continue;
		}
		if (!part_in(s, b,
			    BIT(PART_LEAD) | BIT(PART_TO) | BIT(PART_ABOUT)))
			return b;
		for (i = b; i < e && !part_is(s, i, PART_COMMA); i++)
			;
		b = i;
	}
	return b;
}

bool
phrase_is_person(const struct sentence *s, size_t b, size_t e)
{
	size_t i;

	if (part_in(s, b, PEOPLE))
		return true;
	if (part_in(s, b, BIT(PART_SOME) | BIT(PART_NUMBER)))
		for (i = b; i < e && i < b + 5; i++)
			if (part_in(s, i, PEOPLE))
				return true;
	/* "ông Hùng", "Công ty Minh Long" with an unknown word before it */
	return part_is(s, b, PART_WORD) && b + 1 < e &&
	       part_is(s, b + 1, PART_WHO);
}

/* Where in [b, e) somebody begins: past what leads in, and past what comes
 * before a comma and is nobody; e where there is nobody. */
static size_t
person_from(const struct sentence *s, size_t b, size_t e)
{
	b = phrase_past_lead(s, b, e);
	while (b < e && !phrase_is_person(s, b, e)) {
		while (b < e && !part_is(s, b, PART_COMMA))
			b++;
		b = phrase_past_lead(s, b, e);
	}
	return b;
}

/* What follows the verb before word b is its object, but for what stands behind
 * a comma and a word that leads in ("... mở hội nghị, theo kế hoạch, Sở Y tế
 * ..."), or behind the last comma of a phrase without a subject ("Trả lời đại
 * biểu Lâm, Giám đốc Sở ..."). */
static size_t
past_objects(const struct sentence *s, size_t b, size_t e)
{
	bool opens = phrase_before_adverbs(s, b - 1) == 0;
	size_t i;

	for (i = b; i + 1 < e; i++)
		if (part_is(s, i, PART_COMMA) &&
			part_in(s, i + 1, BIT(PART_LEAD) | BIT(PART_LOOSE)))
			return i + 1;
	for (i = e; opens && i > b; i--)
		if (part_is(s, i - 1, PART_COMMA) && phrase_is_person(s, i, e))
			return i;
	return e;
}

/* A subject does not end with a comma: in "Các đơn vị cử người làm đầu mối,
 * gửi danh sách" stands a verb that is not known. Who it is ends where no word
 * of a person or body is left. */
static size_t
people_end(const struct sentence *s, size_t b, size_t e)
{
	size_t i, end = b + 1;

	for (i = b; i < e; i++)
		if (part_in(s, i, PEOPLE))
			end = i + 1;
	/* "các chủ xe" of unknown words alone */
	return end > b + 1 || part_in(s, b, PEOPLE) ? end : e;
}

/* The noun phrase that ends before word `end`, if it is somebody who may be
 * told to do something; *from is its first word. */
bool
phrase_subject_from(
	const struct sentence *s, size_t end, size_t *from, struct span *who)
{
	static const unsigned long long joins = BIT(PART_COMMA) | BIT(PART_AND),
					leads = BIT(PART_TO) | BIT(PART_ABOUT) |
						BIT(PART_LEAD);
	size_t b = end;
	bool comma;

	while (b > 0 && end - b < PHRASE_MAX && part_in(s, b - 1, NOUNS))
		b--;
	/* "được Bộ Giáo dục lấy ý kiến" names who does it. */
	if (part_in(s, b - 1, VERBS) ||
		(part_in(s, b - 1, ADVERBS) && !part_is(s, b, PART_COMMA) &&
			!phrase_is_person(s, b, end)))
		b = past_objects(s, b, end);
	*from = b;
	comma = end > b && part_is(s, end - 1, PART_COMMA);
	while (end > b && part_in(s, end - 1, comma ? joins : joins | leads))
		end--;
	if (part_is(s, b - 1, PART_ASK) && part_is(s, b, PART_DATE))
		return false;
	if (part_is(s, b - 1, PART_ASK))
		while (b < end && part_in(s, b, BIT(PART_COMMA) | BIT(PART_TO)))
			b++;
	else
		b = person_from(s, b, end);
	if (b >= end)
		return false;
	*who = sentence_span(s, b, comma ? people_end(s, b, end) : end);
	return true;
}

bool
phrase_subject(const struct sentence *s, size_t end, struct span *who)
{
	size_t from;

	return phrase_subject_from(s, end, &from, who);
}

/* All that stands before word p is one noun phrase, whoever or whatever. */
bool
phrase_begins(const struct sentence *s, size_t p)
{
	size_t b = p;

	while (b > 0 && p - b < PHRASE_MAX && part_in(s, b - 1, NOUNS))
		b--;
	/* "Thời gian đăng ký kéo dài ..." */
	if (b == 1 && b < p && part_is(s, 0, PART_PLAN))
		b = 0;
	return b == 0 && !part_in(s, 0,
				 BIT(PART_LEAD) | BIT(PART_ABOUT) |
					 BIT(PART_TO) | BIT(PART_DATE));
}

/* An earlier verb of sending of the same clause: "gửi tài liệu xin ý kiến các
 * tỉnh". */
static bool
is_sent_already(const struct sentence *s, size_t i)
{
	size_t start;

	while (i-- > 0 && part_in(s, i, VERBS | (NOUNS & ~BIT(PART_COMMA))))
		if (part_is(s, i, PART_SEND))
			return phrase_opens(s, i, &start);
	return false;
}

/* Verb i goes on with what is a noun before it: "việc rà soát, thu hồi và cấp
 * lại bằng", "phương án sắp xếp, tổ chức lại các trường"; "kế hoạch triển khai,
 * trình Bộ trưởng" does not. */
static bool
goes_on(const struct sentence *s, size_t i)
{
	size_t next = i + 1;

	if (!part_in(s, i - 1, BIT(PART_COMMA) | BIT(PART_AND)) ||
		!(part_is(s, i - 2, PART_DEED) ||
			(part_in(s, i - 2, VERBS) && goes_on(s, i - 2))))
		return false;
	if (part_is(s, i - 1, PART_AND) || part_is(s, i, PART_DO))
		return true;
	return part_is(s, next, PART_AND) && part_in(s, next + 1, VERBS);
}

/* Does verb i open its part of the sentence? *start is then the verb that
 * it is joined to ("hoàn thiện, trình Chính phủ"), or i. */
bool
phrase_opens(const struct sentence *s, size_t i, size_t *start)
{
	size_t p = phrase_before_adverbs(s, i);
	bool adverb = p < i;
	struct span who;

	*start = i;
	if (p == 0 || part_in(s, p - 1, OPENERS))
		return true;
	if (part_in(s, p - 1, BIT(PART_COMMA) | BIT(PART_AND))) {
		if (goes_on(s, i))
			return false;
		if (part_in(s, p - 2, VERBS) && phrase_opens(s, p - 2, start))
			return true;
		*start = i;
		if (part_is(s, p - 2, PART_LIMIT))
			return true;
		/* "xây dựng phương án và báo cáo về bộ" is one task. */
		return adverb || part_is(s, p - 1, PART_COMMA) ||
		       !part_in(s, i, BIT(PART_SEND) | BIT(PART_REPORT));
	}
	/* "gửi xin ý kiến" */
	if (part_is(s, p - 1, PART_SEND) ||
		(!adverb && part_is(s, i, PART_SEND) && is_sent_already(s, i)))
		return false;
	return adverb || part_is(s, i, PART_SEND) || phrase_begins(s, p) ||
	       (!part_in(s, p - 1, VERBS) && phrase_subject(s, p, &who));
}

bool
sentence_asks(const struct sentence *s, size_t e)
{
	size_t i;

	for (i = e; i > 0; i--)
		if (part_is(s, i - 1, PART_ASK))
			return true;
	return false;
}

bool
sentence_is_bare(const struct sentence *s, bool *headed)
{
	size_t i = 0, k;

	*headed = false;
	for (k = 0; part_in(s, k, NOUNS); k++)
		;
	if (part_is(s, k, PART_COLON)) {
		*headed = k > 0;
		i = k + 1;
	}
	while (part_in(s, i,
		BIT(PART_URGE) | BIT(PART_MANNER) | BIT(PART_MUST) |
			BIT(PART_AND) | BIT(PART_COMMA)))
		i++;
	return part_in(s, i, VERBS);
}
