/* Amounts in digits, in words or in both: "2,5 triệu", "hai mươi mốt nghìn",
 * "1 tỷ 200 triệu", "ba rưỡi". Which word means what stands in the lexicons
 * `number-word` and `number-part`. */
#ifndef NUMBER_H
#define NUMBER_H

#include "base/decimal.h"

struct rules;

struct number {
	struct decimal value;
	struct decimal scale; /* of the scale words at its end: "5 triệu" has
				1000000, "5" and "1 tỷ hai" have 1 */
	bool words;	      /* not a digit in it */
	bool bare;	      /* begins with a multiplier: "trăm", "tỷ" */
};

/* Reads all of s, as rules see it. False when it is no number. */
bool number_read(const struct rules *r, struct str s, enum decimal_mark mark,
	struct number *out);

#endif
