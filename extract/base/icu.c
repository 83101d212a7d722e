/* Charsets that ICU knows. */
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/icu.h"
#include "base/library.h"

enum { UNITS = 4096, GUESS_MAX = 64 * 1024 };

#define FUNCTIONS(X)                                                           \
	X(ucnv_, getStandardName)                                              \
	X(ucnv_, open)                                                         \
	X(ucnv_, setToUCallBack)                                               \
	X(ucnv_, toUnicode)                                                    \
	X(ucnv_, close)                                                        \
	X(UCNV_TO_U_CALLBACK_, SUBSTITUTE)                                     \
	X(ucsdet_, enableInputFilter)                                          \
	X(ucsdet_, setText)                                                    \
	X(ucsdet_, detect)                                                     \
	X(ucsdet_, getConfidence)                                              \
	X(ucsdet_, getName)

struct calls {
	FUNCTIONS(LIBRARY_MEMBER)
	__typeof__(ucsdet_open) *detector;
	__typeof__(ucsdet_close) *end_detector;
};

/* ICU's macros add its version to names: "ucnv_open_72". */
#define IN_FULL(name) #name
#define WHOLE_NAME(name) IN_FULL(name)
#define VERSIONED(prefix, name) WHOLE_NAME(prefix##name),

static const char *const names[] = { FUNCTIONS(VERSIONED)
					     WHOLE_NAME(ucsdet_open),
	WHOLE_NAME(ucsdet_close), NULL };

/* It brings libicuuc, which has the converters. */
static const struct library library = { .name = "ICU",
	.package = "libicu" U_ICU_VERSION_SHORT,
	.file = { "libicui18n.so." U_ICU_VERSION_SHORT, "libicui18n.so" },
	.call = names };

int
icu_load(struct ex_err *e)
{
	struct calls icu;

	return library_load(&library, &icu, e);
}

static bool
load(struct calls *icu)
{
	struct ex_err e;

	return library_load(&library, icu, &e) == 0;
}

/* What is counted while ICU decodes. */
struct counting {
	const struct calls *icu;
	size_t bad; /* bytes */
};

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
	const char *found;
	struct calls icu;

	if (!load(&icu))
		return false;
	found = icu.getStandardName(label, "MIME", &fault);
	if (!found) {
		fault = U_ZERO_ERROR;
		found = icu.getStandardName(label, "IANA", &fault);
	}
	return copy_small(found, name);
}

bool
icu_guess(struct str bytes, bool html, char name[CHARSET_NAME_MAX],
	int *confidence)
{
	UErrorCode fault = U_ZERO_ERROR;
	UCharsetDetector *detector;
	const UCharsetMatch *match;
	bool found = false;
	size_t n = bytes.n < GUESS_MAX ? bytes.n : GUESS_MAX;
	struct calls icu;

	if (!load(&icu))
		return false;
	detector = icu.detector(&fault);
	if (U_FAILURE(fault))
		return false;
	icu.enableInputFilter(detector, html);
	icu.setText(detector, bytes.p, (int32_t)n, &fault);
	match = icu.detect(detector, &fault);
	if (U_SUCCESS(fault) && match) {
		*confidence = icu.getConfidence(match, &fault);
		found = copy_small(icu.getName(match, &fault), name);
	}
	icu.end_detector(detector);
	return found && U_SUCCESS(fault);
}

/* ICU calls it where bytes stand for nothing. */
static void
count_bad(const void *arg, UConverterToUnicodeArgs *args, const char *bytes,
	int32_t n, UConverterCallbackReason reason, UErrorCode *fault)
{
	struct counting *c = (struct counting *)arg;

	if (reason <= UCNV_IRREGULAR)
		c->bad += (size_t)n;
	c->icu->SUBSTITUTE(NULL, args, bytes, n, reason, fault);
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
	struct calls icu;
	struct counting c = { &icu, 0 };

	*bad = 0;
	if (!load(&icu))
		return false;
	/* Before the converter is there: memory that is out does not return. */
	buf_reserve(&b, 3 * bytes.n + UNITS);
	converter = icu.open(name, &fault);
	if (U_FAILURE(fault))
		return false;
	icu.setToUCallBack(converter, count_bad, &c, NULL, NULL, &fault);
	do {
		to = unit;
		fault = U_ZERO_ERROR;
		icu.toUnicode(converter, &to, unit + UNITS, &from, end, NULL,
			true, &fault);
		put_units(&b, unit, (size_t)(to - unit), &high);
	} while (fault == U_BUFFER_OVERFLOW_ERROR);
	icu.close(converter);
	*bad = c.bad;
	*out = buf_str(&b);
	return U_SUCCESS(fault);
}
