/* Text that is valid UTF-8 and still not what its author wrote. */
#ifndef MEND_H
#define MEND_H

#include <stdbool.h>

#include "base/mem.h"
#include "base/str.h"

struct chart;

/* UTF-8 that was read as windows-1252 and written again, up to three times
 * ("Viá»‡t"): true with *s mended, in memory of m, where it is certain. */
bool mend_twice_written(struct str *s, struct mem *m);

/* Character references in plain text ("Vi&#7879;t", "&agrave;"): true with *s
 * read, in memory of m, where at least one stands for a letter beyond ASCII.
 * `markup`: those of ASCII stay, "&lt;" is no tag. */
bool mend_references(struct str *s, bool markup, struct mem *m);

/* A page in ASCII whose letters of an old charset are references to those of
 * Latin-1 ("H&#181; N&eacute;i"): the chart, with *s mended, or NULL. */
const struct chart *mend_legacy_references(struct str *s, struct mem *m);

/* An old charset that was read as windows-1252 and written as UTF-8 ("ViÖt"):
 * the chart, with *s mended, where it is certain; else NULL. */
const struct chart *mend_legacy(struct str *s, struct mem *m);

#endif
