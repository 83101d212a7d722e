/* Charsets that ICU knows. */
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "base/buf.h"
#include "base/icu.h"

enum { UNITS = 4096, GUESS_MAX = 64 * 1024 };

static bool
copy_small(const char *from, char name[CHARSET_NAME_MAX])
{
	size_t i;

	if (!from || strlen(from) >= CHARSET_NAME_MAX)
		return false;
	for (i = 0; from[i]; i++)
		name[i] = from[i] >= 'A' && from[i] <= 'Z'
				  ? (char)(from[i] + 32)
				  : from[i];
	name[i] = '\0';
	return true;
}

bool
icu_name(const char *label, char name[CHARSET_NAME_MAX])
{
	UErrorCode fault = U_ZERO_ERROR;
	const char *found = ucnv_getStandardName(label, "MIME", &fault);

	if (!found) {
		fault = U_ZERO_ERROR;
		found = ucnv_getStandardName(label, "IANA", &fault);
	}
	return copy_small(found, name);
}

bool
icu_guess(struct str bytes, bool html, char name[CHARSET_NAME_MAX],
	int *confidence)
{
	UErrorCode fault = U_ZERO_ERROR;
	UCharsetDetector *detector = ucsdet_open(&fault);
	const UCharsetMatch *match;
	bool found = false;
	size_t n = bytes.n < GUESS_MAX ? bytes.n : GUESS_MAX;

	if (U_FAILURE(fault))
		return false;
	ucsdet_enableInputFilter(detector, html);
	ucsdet_setText(detector, bytes.p, (int32_t)n, &fault);
	match = ucsdet_detect(detector, &fault);
	if (U_SUCCESS(fault) && match) {
		*confidence = ucsdet_getConfidence(match, &fault);
		found = copy_small(ucsdet_getName(match, &fault), name);
	}
	ucsdet_close(detector);
	return found && U_SUCCESS(fault);
}

/* ICU calls it where bytes stand for nothing. */
static void
count_bad(const void *arg, UConverterToUnicodeArgs *args, const char *bytes,
	int32_t n, UConverterCallbackReason reason, UErrorCode *fault)
{
	size_t *bad = (size_t *)arg;

	if (reason <= UCNV_IRREGULAR)
		*bad += (size_t)n;
	UCNV_TO_U_CALLBACK_SUBSTITUTE(NULL, args, bytes, n, reason, fault);
}

/* Half a pair may wait in *high for what follows. */
static void
put_units(struct buf *out, const UChar *unit, size_t n, uint32_t *high)
{
	size_t i;

	for (i = 0; i < n; i++) {
		uint32_t c = unit[i];

		if (c >= 0xD800 && c < 0xDC00) {
			*high = c;
			continue;
		}
		if (c >= 0xDC00 && c < 0xE000)
			c = *high ? 0x10000 + ((*high - 0xD800) << 10) +
					    (c - 0xDC00)
				  : 0xFFFD;
		*high = 0;
		buf_put_utf8(out, c);
	}
}

bool
icu_decode(const char *name, struct str bytes, struct mem *m, struct str *out,
	size_t *bad)
{
	UErrorCode fault = U_ZERO_ERROR;
	UConverter *converter;
	const char *from = bytes.p, *end = bytes.p + bytes.n;
	struct buf b = { .mem = m };
	UChar unit[UNITS], *to;
	uint32_t high = 0;

	*bad = 0;
	/* Before the converter is there: memory that is out does not return. */
	buf_reserve(&b, 3 * bytes.n + UNITS);
	converter = ucnv_open(name, &fault);
	if (U_FAILURE(fault))
		return false;
	ucnv_setToUCallBack(converter, count_bad, bad, NULL, NULL, &fault);
	do {
		to = unit;
		fault = U_ZERO_ERROR;
		ucnv_toUnicode(converter, &to, unit + UNITS, &from, end, NULL,
			true, &fault);
		put_units(&b, unit, (size_t)(to - unit), &high);
	} while (fault == U_BUFFER_OVERFLOW_ERROR);
	ucnv_close(converter);
	*out = buf_str(&b);
	return U_SUCCESS(fault);
}
