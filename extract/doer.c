/* Who must do it, who tells them, and who gets what is done.
 *
 *   Bộ trưởng yêu cầu Vụ Pháp chế rà soát, trình Chính phủ trước ngày 15/6:
 *                     the doer                the recipient */
#include "doer.h"

enum {
	BACK_MAX = 5,  /* sentences before it where its subject may stand */
	ITEMS_MAX = 40 /* those that are items of a list come on top */
};

/* --- who --- */

/* Who gets what asks: "có văn bản gửi các địa phương đề nghị báo cáo". */
static bool
doer_receives(const struct sentence *s, size_t ask, struct span *who)
{
	size_t b = ask;

	while (b > 0 && part_in(s, b - 1, NOUNS))
		b--;
	while (b < ask && part_in(s, b, BIT(PART_TO) | BIT(PART_ABOUT)))
		b++;
	if (b == ask || !phrase_is_person(s, b, ask) ||
		!part_in(s, b - 1,
			BIT(PART_SEND) | BIT(PART_TO) | BIT(PART_ABOUT)))
		return false;
	*who = sentence_span(s, b, ask);
	return true;
}

/* Who promises is who speaks: "Giám đốc Sở thừa nhận bãi rác đã đầy, cam kết
 * đưa nhà máy vào chạy thử", "Công ty Điện lực cho biết sẽ cấp điện trở lại".
 * The promise stands in the adverbs [p, verb). */
static bool
doer_speaks(const struct sentence *s, size_t p, size_t verb, struct span *who)
{
	size_t i;
	unsigned long long how = 0;

	for (i = p; i < verb; i++)
		how |= BIT(s->word[i]->part);
	if (part_is(s, p - 1, PART_SAY)
			? !(how & (BIT(PART_VOW) | BIT(PART_WILL)))
			: !(how & BIT(PART_VOW)) ||
				  !part_in(s, p - 1,
					  BIT(PART_COMMA) | BIT(PART_AND)))
		return false;
	for (i = p; i > 0; i--)
		if (part_is(s, i - 1, PART_SAY) &&
			phrase_subject(s, phrase_before_adverbs(s, i - 1), who))
			return true;
	return false;
}

bool
doer_find(const struct sentence *s, size_t last, struct span *who)
{
	static const unsigned long long nouns =
		BIT(PART_DEED) | BIT(PART_VOW) | BIT(PART_STATE);
	size_t i = last + 1, p, b;
	bool asked = false;

	while (i > 0) {
		i--;
		if (!part_in(s, i, i == last ? VERBS | nouns : VERBS))
			continue;
		p = phrase_before_adverbs(s, i);
		if (part_is(s, p, PART_PAST) && !part_is(s, p + 1, PART_VOW))
			continue;
		if (part_is(s, p - 1, PART_COLON)) { /* "Vụ Pháp chế: ..." */
			p--;
			if (p == 1 && part_is(s, 0, PART_PLACE))
				continue; /* where, not who */
		}
		if (part_is(s, p - 1, PART_ASK)) {
			asked = true;
			if (doer_receives(s, p - 1, who))
				return true;
		} else if (phrase_subject_from(s, p, &b, who) &&
			   (!asked || part_is(s, b - 1, PART_ASK)))
			return true;
		else if (doer_speaks(s, p, i, who))
			return true;
	}
	return false;
}

bool
doer_asks_on(const struct sentence *s, struct span *who)
{
	size_t i;

	for (i = 0; i < s->limit; i++)
		if (part_is(s, i, PART_ASK))
			return phrase_subject(
				s, phrase_before_adverbs(s, i), who);
	return false;
}

/* A line that only says who: "Vụ Pháp chế:", "Giao Sở Y tế:", "Đối với các
 * địa phương:", "1. Sở Xây dựng". */
static bool
doer_heads(const struct sentence *s, bool line, struct span *who)
{
	size_t b = 0, e = s->n, i;

	if (part_is(s, e - 1, PART_COLON))
		e--;
	else if (!line)
		return false;
	for (i = 0; i < e; i++)
		if (part_is(s, i, PART_ASK))
			b = i + 1;
		else if (!part_in(s, i, NOUNS))
			return false;
	while (b < e &&
		part_in(s, b, BIT(PART_LEAD) | BIT(PART_TO) | BIT(PART_ABOUT)))
		b++;
	if (b == e || !phrase_is_person(s, b, e) || part_is(s, b, PART_PLACE))
		return false;
	*who = sentence_span(s, b, e);
	return true;
}

bool
doer_before(const struct words *w, size_t first, struct span *who, bool *asked,
	bool *missing)
{
	struct sentence s;
	size_t i, back = 0, end = first;
	bool line, headed;

	*missing = false;
	for (i = 0; i < ITEMS_MAX && back < BACK_MAX && end > 0; i++) {
		line = false;
		for (; end > 0; end--)
			if (w->word[end - 1].part == PART_LINE)
				line = true;
			else if (w->word[end - 1].part != PART_STOP &&
				 w->word[end - 1].part != PART_BRACKET)
				break;
		sentence_gather(w, end, 0, 0, &s);
		*asked = sentence_asks(&s, s.n);
		if (s.n && (doer_find(&s, s.n - 1, who) ||
				   doer_heads(&s, line, who)))
			return true;
		/* one word alone is the mark of an item: "a) Di dời dân" */
		back += s.n > 1 && !sentence_is_bare(&s, &headed);
		end = s.first;
	}
	*missing = end == 0 && w->from > 0 && i < ITEMS_MAX && back < BACK_MAX;
	return false;
}

/* --- to whom --- */

static size_t
past_receivers(const struct sentence *s, size_t i, size_t end)
{
	static const unsigned long long joins = BIT(PART_COMMA) | BIT(PART_AND);
	bool group = false;

	if (part_is(s, i, PART_NUMBER) && !part_in(s, i + 1, PEOPLE))
		return i;
	for (; i < end; i++) {
		if (part_in(s, i, PEOPLE | BIT(PART_SOME) | BIT(PART_NUMBER)))
			group = !part_in(s, i, BIT(PART_WHO) | BIT(PART_PLACE));
		else if (part_in(s, i, joins) && i + 1 < end &&
			 part_in(s, i + 1, PEOPLE | BIT(PART_SOME)))
			continue;
		else if (!(group && part_is(s, i, PART_WORD)))
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
	if (part_is(s, i - 1, PART_ABOUT))
		return part_is(s, i, PART_WHO) || past == end ||
		       part_is(s, i - 2, PART_SEND);
	return part_in(
		s, i - 1, BIT(PART_SEND) | BIT(PART_REPORT) | BIT(PART_TO));
}

void
recipient_find(
	const struct sentence *s, size_t from, size_t end, struct span *to)
{
	bool sent = false;
	size_t i, past;

	for (i = from; i < end; i++) {
		if (part_in(s, i, BIT(PART_SEND) | BIT(PART_REPORT))) {
			sent = true;
			continue;
		}
		past = sent ? past_receivers(s, i, end) : i;
		if (past == i || !leads_to(s, i, past, end))
			continue;
		*to = sentence_span(s, i, past);
		return;
	}
}
