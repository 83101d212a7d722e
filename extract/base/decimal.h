/* Exact decimal numbers: a whole number times a power of ten. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

struct decimal {
	int64_t mantissa;
	int power; /* 12,5 is { 125, -1 } */
};

/* How a lone mark with three digits behind it ("1,250", "1.250") is meant. */
enum decimal_mark {
	DECIMAL_COMMA, /* as Vietnamese writes: '.' groups, ',' is the mark */
	DECIMAL_POINT, /* as English writes: ',' groups, '.' is the mark */
	DECIMAL_WHOLE  /* a whole number is wanted: either one groups */
};

struct decimal decimal_int(int64_t n);

/* Reads all of s: "1.234,5", "1,234.5", "12 500", ",77", "-3". Marks that
 * both appear, or one that stands twice, tell which is which by themselves.
 * False when s is no number or has more than 18 digits. */
bool decimal_read(struct str s, enum decimal_mark mark, struct decimal *out);

/* Reads all of s where it is digits alone, and not more than a number has. */
bool decimal_digits(struct str s, struct decimal *out);

/* False, and *out untouched, when the result would not be exact. */
bool decimal_add(struct decimal a, struct decimal b, struct decimal *out);
bool decimal_multiply(struct decimal a, struct decimal b, struct decimal *out);

/* a times 10 to the power n. */
struct decimal decimal_scale(struct decimal a, int n);

/* Less than, equal to or greater than 0, as a stands before b. */
int decimal_cmp(struct decimal a, struct decimal b);

bool decimal_is_whole(struct decimal a);

/* As JSON has it, without exponent and without zeros at its end: "12.5". */
struct str decimal_print(struct decimal a, struct mem *m);

#endif
