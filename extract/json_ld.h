/* What a page's JSON-LD says of its article (https://schema.org/Article). */
#ifndef JSON_LD_H
#define JSON_LD_H

#include "base/mem.h"
#include "base/str.h"

struct html;
struct node;

/* Texts as they stand there, references read; p NULL where there is none. */
struct json_ld {
	struct str headline, published, modified, publisher, url, language;
	struct node *authors; /* names of persons: a list of texts */
	bool has_article;     /* these are an article's, not a page's */
};

/* Reads every script of h, broken ones too, in memory of m; of several
 * articles the one that the page shows as its title. Sizes are bounded: what
 * lies beyond is passed over. */
void json_ld_read(const struct html *h, struct mem *m, struct json_ld *out);

#endif
