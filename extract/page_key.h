/* What the parts of page_meta share: comparing titles and names, values of
 * <meta>. */
#ifndef PAGE_KEY_H
#define PAGE_KEY_H

#include "base/mem.h"
#include "base/str.h"

struct html;

/* Letters and digits of s in small letters, all else one blank between, no
 * blank at its ends: what two titles are compared by. */
struct str page_key(struct str s, struct mem *m);

/* The content of the first <meta> of that name that has one, with one of
 * several names ("x:title dc:title") too; p NULL where there is none. */
struct str page_meta_content(const struct html *h, const char *name);

#endif
