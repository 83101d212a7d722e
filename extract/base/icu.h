/* Charsets that ICU knows: finding one by its name, guessing one, and turning
 * bytes to UTF-8. */
#ifndef BASE_ICU_H
#define BASE_ICU_H

#include <stdbool.h>

#include "base/mem.h"
#include "base/str.h"

enum { CHARSET_NAME_MAX = 48 };

struct ex_err;

/* Is ICU there? -1: no, as e says; none of the functions below finds anything
 * then. */
int icu_load(struct ex_err *e);

/* The name that MIME or IANA has for a charset of this name, in small letters.
 * False: ICU has no such charset. */
bool icu_name(const char *label, char name[CHARSET_NAME_MAX]);

/* The charset that bytes most look like, by letters that stand together in
 * texts of many languages (ICU's ucsdet): its MIME name in small letters, and
 * 0 .. 100. False where nothing fits. */
bool icu_guess(struct str bytes, bool html, char name[CHARSET_NAME_MAX],
	int *confidence);

/* Bytes as UTF-8, in memory of m; *bad counts those that stand for nothing,
 * for which U+FFFD stands in *out. False: there is no such charset. */
bool icu_decode(const char *name, struct str bytes, struct mem *m,
	struct str *out, size_t *bad);

#endif
