/* Code charts of the old Vietnamese charsets: what each byte stands for. */
#ifndef CHARTS_H
#define CHARTS_H

#include <stdint.h>

#include "base/str.h"

enum chart_name {
	CHART_TCVN3,
	CHART_VISCII,
	CHART_VPS,
	CHART_VNI,
	CHART_WINDOWS_1258,
	CHARTS
};

/* A letter that stands where ASCII has a control character. */
struct chart_low {
	unsigned char byte;
	const char *letter; /* NULL: behind the last */
};

/* Bytes of ASCII are themselves but for those of low. */
struct chart {
	const char *name;
	const char *const *high; /* of bytes first .. FF */
	unsigned first;
	const struct chart_low *low;
};

extern const struct chart charts[CHARTS];

/* What a byte stands for in UTF-8: a letter, or marks that belong to the
 * letter before it. NULL: what windows-1252 has. */
const char *chart_letter(const struct chart *c, unsigned char byte);

/* Code point of a byte of windows-1252; the five that it leaves open are the
 * control characters of that number, as browsers read them. */
uint32_t chart_windows1252(unsigned char byte);

#endif
