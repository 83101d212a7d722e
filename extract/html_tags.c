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

static const struct {
	struct str name;
	enum html_attribute is;
} attributes[] = {
	{ { "class", 5 }, ATTRIBUTE_CLASS },
	{ { "id", 2 }, ATTRIBUTE_ID },
	{ { "href", 4 }, ATTRIBUTE_HREF },
	{ { "style", 5 }, ATTRIBUTE_STYLE },
	{ { "rel", 3 }, ATTRIBUTE_REL },
	{ { "content", 7 }, ATTRIBUTE_CONTENT },
	{ { "property", 8 }, ATTRIBUTE_PROPERTY },
	{ { "name", 4 }, ATTRIBUTE_NAME },
	{ { "itemprop", 8 }, ATTRIBUTE_ITEMPROP },
	{ { "role", 4 }, ATTRIBUTE_ROLE },
	{ { "type", 4 }, ATTRIBUTE_TYPE },
	{ { "datetime", 8 }, ATTRIBUTE_DATETIME },
	{ { "data-role", 9 }, ATTRIBUTE_DATA_ROLE },
	{ { "data-component", 14 }, ATTRIBUTE_DATA_ROLE },
	{ { "data-testid", 11 }, ATTRIBUTE_DATA_ROLE },
	{ { "http-equiv", 10 }, ATTRIBUTE_EQUIV },
	{ { "lang", 4 }, ATTRIBUTE_LANG },
	{ { "xml:lang", 8 }, ATTRIBUTE_LANG },
	{ { "hidden", 6 }, ATTRIBUTE_HIDDEN },
	{ { "align", 5 }, ATTRIBUTE_ALIGN },
	{ { "aria-hidden", 11 }, ATTRIBUTE_ARIA_HIDDEN },
};

static bool
is_small_of(struct str small, struct str s)
{
	size_t i;

	for (i = 0; i < small.n; i++) {
		char c = s.p[i];

		if ((c >= 'A' && c <= 'Z' ? c | 32 : c) != small.p[i])
			return false;
	}
	return true;
}

enum html_attribute
html_attribute(struct str name)
{
	size_t i;

	for (i = 0; i < sizeof attributes / sizeof *attributes; i++)
		if (name.n == attributes[i].name.n &&
			is_small_of(attributes[i].name, name))
			return attributes[i].is;
	return ATTRIBUTE_OTHER;
}
