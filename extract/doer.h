/* Who must do what a sentence asks for, and who gets it. */
#ifndef DOER_H
#define DOER_H

#include "sentence.h"

/* Somebody who stands before one of the verbs up to word `last`, the nearest.
 * Where a request names nobody ("yêu cầu hoàn thành trước ..."), only who was
 * asked before. */
bool doer_find(const struct sentence *s, size_t last, struct span *who);

/* What a list item's own request asks for is done by whoever asks: "Sở Nông
 * nghiệp chỉ đạo thu hoạch lúa, phấn đấu xong trong ngày 24/9". */
bool doer_asks_on(const struct sentence *s, struct span *who);

/* Who is told in the sentences before word `first`, where one begins that is
 * bare; *asked where a request tells it. With *missing those that were to be
 * looked at stand before the first word. */
bool doer_before(const struct words *w, size_t first, struct span *who,
	bool *asked, bool *missing);

/* To whom the task in words [from, end) goes; *to is left alone where nobody
 * gets it. */
void recipient_find(
	const struct sentence *s, size_t from, size_t end, struct span *to);

#endif
