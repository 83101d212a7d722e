/* Names of charsets: what labels mean, and where pages say theirs. */
#ifndef CHARSET_H
#define CHARSET_H

#include <stdbool.h>

#include "base/icu.h"
#include "base/str.h"

struct buf;
struct chart;

enum charset_kind {
	CHARSET_UTF8,
	CHARSET_UTF16LE,
	CHARSET_UTF16BE,
	CHARSET_VIQR,
	CHARSET_CHART, /* of charts.h */
	CHARSET_ICU
};

struct charset {
	enum charset_kind kind;
	const struct chart *chart;
	char name[CHARSET_NAME_MAX]; /* as source.charset has it */
};

/* The charset that a label means, as browsers read labels: "latin1" is
 * windows-1252. False: none. */
bool charset_find(struct str label, struct charset *out);

/* The label in an HTML page's first 4 KB: of <meta charset>, <meta
 * http-equiv content>, or an XML declaration; n == 0 where there is none. */
struct str charset_in_page(struct str page);

/* The names that --charset takes, with commas between. */
void charset_list(struct buf *out);

#endif
