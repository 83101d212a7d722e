/* What a reader of HTML must know of each element. */
#include <string.h>

#include "html_tags.h"

static const struct {
	const char *name;
	unsigned flags;
} tags[] = {
#define HTML_TAG_ROW(name, flags) { #name, (flags) },
	HTML_TAGS(HTML_TAG_ROW)
#undef HTML_TAG_ROW
};

enum html_tag
html_tag(struct str name)
{
	unsigned low = 0, high = TAG_other, mid;
	int c;

	while (low < high) {
		mid = (low + high) / 2;
		c = str_cmp(str_c(tags[mid].name), name);
		if (c == 0)
			return (enum html_tag)mid;
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return TAG_other;
}

unsigned
html_tag_flags(enum html_tag tag, struct str name)
{
	if (tag != TAG_other)
		return tags[tag].flags;
	if (str_starts(name, STR("amp-")))
		return str_eq(name, STR("amp-accordion")) ||
				       str_eq(name, STR("amp-list")) ||
				       str_eq(name, STR("amp-access"))
			       ? TAG_BLOCK
			       : TAG_SKIP;
	return memchr(name.p, '-', name.n) ? TAG_BLOCK : 0;
}
