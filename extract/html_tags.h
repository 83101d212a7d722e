/* What a reader of HTML must know of each element. */
#ifndef HTML_TAGS_H
#define HTML_TAGS_H

#include "base/str.h"

enum {
	TAG_BLOCK = 1, /* text before and behind it is another block */
	TAG_SKIP = 2,  /* what stands in it is not shown, or no text */
	TAG_CELL = 4
};

/* Sorted by name. Elements that are not here: one with a '-' in its name is
 * the page's own and a block, all else is inline. */
#define HTML_TAGS(X)                                                           \
	X(a, 0)                                                                \
	X(address, TAG_BLOCK)                                                  \
	X(article, TAG_BLOCK)                                                  \
	X(aside, TAG_BLOCK)                                                    \
	X(audio, TAG_SKIP)                                                     \
	X(b, 0)                                                                \
	X(base, 0)                                                             \
	X(blockquote, TAG_BLOCK)                                               \
	X(body, TAG_BLOCK)                                                     \
	X(br, 0)                                                               \
	X(button, TAG_SKIP)                                                    \
	X(canvas, TAG_SKIP)                                                    \
	X(caption, TAG_BLOCK)                                                  \
	X(center, TAG_BLOCK)                                                   \
	X(code, 0)                                                             \
	X(datalist, TAG_SKIP)                                                  \
	X(dd, TAG_BLOCK)                                                       \
	X(del, TAG_SKIP)                                                       \
	X(details, TAG_BLOCK)                                                  \
	X(dialog, TAG_BLOCK)                                                   \
	X(dir, TAG_BLOCK)                                                      \
	X(div, TAG_BLOCK)                                                      \
	X(dl, TAG_BLOCK)                                                       \
	X(dt, TAG_BLOCK)                                                       \
	X(em, 0)                                                               \
	X(embed, TAG_SKIP)                                                     \
	X(fieldset, TAG_BLOCK)                                                 \
	X(figcaption, TAG_BLOCK)                                               \
	X(figure, TAG_BLOCK)                                                   \
	X(font, 0)                                                             \
	X(footer, TAG_BLOCK)                                                   \
	X(form, TAG_BLOCK)                                                     \
	X(frameset, TAG_BLOCK)                                                 \
	X(h1, TAG_BLOCK)                                                       \
	X(h2, TAG_BLOCK)                                                       \
	X(h3, TAG_BLOCK)                                                       \
	X(h4, TAG_BLOCK)                                                       \
	X(h5, TAG_BLOCK)                                                       \
	X(h6, TAG_BLOCK)                                                       \
	X(head, TAG_BLOCK)                                                     \
	X(header, TAG_BLOCK)                                                   \
	X(hgroup, TAG_BLOCK)                                                   \
	X(hr, TAG_BLOCK)                                                       \
	X(html, TAG_BLOCK)                                                     \
	X(i, 0)                                                                \
	X(iframe, TAG_SKIP)                                                    \
	X(img, 0)                                                              \
	X(legend, TAG_BLOCK)                                                   \
	X(li, TAG_BLOCK)                                                       \
	X(link, 0)                                                             \
	X(main, TAG_BLOCK)                                                     \
	X(map, TAG_SKIP)                                                       \
	X(math, TAG_SKIP)                                                      \
	X(menu, TAG_BLOCK)                                                     \
	X(meta, 0)                                                             \
	X(nav, TAG_BLOCK)                                                      \
	X(noscript, TAG_SKIP)                                                  \
	X(object, TAG_SKIP)                                                    \
	X(ol, TAG_BLOCK)                                                       \
	X(optgroup, TAG_SKIP)                                                  \
	X(option, TAG_SKIP)                                                    \
	X(p, TAG_BLOCK)                                                        \
	X(pre, TAG_BLOCK)                                                      \
	X(progress, TAG_SKIP)                                                  \
	X(q, 0)                                                                \
	X(rp, TAG_SKIP)                                                        \
	X(rt, TAG_SKIP)                                                        \
	X(script, TAG_SKIP)                                                    \
	X(search, TAG_BLOCK)                                                   \
	X(section, TAG_BLOCK)                                                  \
	X(select, TAG_SKIP)                                                    \
	X(span, 0)                                                             \
	X(strong, 0)                                                           \
	X(style, TAG_SKIP)                                                     \
	X(summary, TAG_BLOCK)                                                  \
	X(svg, TAG_SKIP)                                                       \
	X(table, TAG_BLOCK)                                                    \
	X(tbody, TAG_BLOCK)                                                    \
	X(td, TAG_BLOCK | TAG_CELL)                                            \
	X(template, TAG_SKIP)                                                  \
	X(textarea, TAG_SKIP)                                                  \
	X(tfoot, TAG_BLOCK)                                                    \
	X(th, TAG_BLOCK | TAG_CELL)                                            \
	X(thead, TAG_BLOCK)                                                    \
	X(time, 0)                                                             \
	X(title, TAG_SKIP)                                                     \
	X(tr, TAG_BLOCK)                                                       \
	X(u, 0)                                                                \
	X(ul, TAG_BLOCK)                                                       \
	X(video, TAG_SKIP)

#define HTML_TAG_ENUM(name, flags) TAG_##name,
enum html_tag { HTML_TAGS(HTML_TAG_ENUM) TAG_other };
#undef HTML_TAG_ENUM

/* By its name in small letters. */
enum html_tag html_tag(struct str name);

/* Attributes that are read, all others being nothing to us. */
enum html_attribute {
	ATTRIBUTE_CLASS,
	ATTRIBUTE_ID,
	ATTRIBUTE_HREF,
	ATTRIBUTE_STYLE,
	ATTRIBUTE_REL,
	ATTRIBUTE_CONTENT,
	ATTRIBUTE_PROPERTY,
	ATTRIBUTE_NAME,
	ATTRIBUTE_ITEMPROP,
	ATTRIBUTE_ROLE,
	ATTRIBUTE_TYPE,
	ATTRIBUTE_DATETIME,
	ATTRIBUTE_DATA_ROLE,
	ATTRIBUTE_EQUIV,
	ATTRIBUTE_LANG,
	ATTRIBUTE_HIDDEN, /* of this and the next ones: what they say */
	ATTRIBUTE_ALIGN,
	ATTRIBUTE_ARIA_HIDDEN,
	ATTRIBUTE_OTHER
};

/* By its name, in letters of any case. */
enum html_attribute html_attribute(struct str name);

/* TAG_BLOCK and so on. */
unsigned html_tag_flags(enum html_tag tag, struct str name);

#endif
