/* What the stages hand on. Types alone: read this first, it is the program.
 *
 *   raw -> page -> article -> text -> matches -> values -> a line
 *
 * One struct doc is one article on its way. Each stage fills its own part
 * and reads those before it; all of it lives in the doc's arena, and only
 * `worker` scratch outlives the article. */
#ifndef DOC_H
#define DOC_H

#include <stdint.h>

#include "base/mem.h"
#include "base/node.h"
#include "base/str.h"

enum {
	GROUPS_MAX = 20, /* named arguments a type may declare */
	TYPES_MAX = 64	 /* kinds of match a rule set may have */
};

/* read: one article's bytes and where they came from. */
struct raw {
	struct str uri;	  /* path or "-"; "#3" added for record 3 of a file */
	struct str type;  /* how bytes are read: "text", "html", "jsonl" */
	struct str from;  /* what they were taken out of, where that is another
			     kind: "warc", "feed"; else p NULL. A record's
			     source.type  shows it before type */
	struct str bytes; /* as they stand in the source */
	bool utf8;	  /* they are known to be valid UTF-8 */
	/* What came with them from outside; p NULL where nothing did. */
	struct str url;	    /* the address they were fetched from */
	struct str charset; /* said by HTTP or --charset */
	bool forced;	    /* charset is the user's word */
	struct str fetched; /* when that was, ISO 8601 (WARC-Date) */
	bool whole; /* nothing else is in the file or page that it is from */
	struct node *fields; /* of JSON, CSV, feeds: title, published and the
				like, and `text`, which is the page (markup
				where type is "html"); else NULL */
	struct str sha256;   /* of bytes, in hex, where they are gone; else
				p is NULL */
};

/* decode: the same as UTF-8 text. */
struct page {
	struct str text;    /* valid UTF-8, no BOM; of JSON Lines: its `text` */
	struct str charset; /* what was found: "utf-8", "viscii" */
};

/* article: which part is title, which is body, and what else is known.
 * A text with n == 0 and p == NULL is not known and comes out as null. */
struct article {
	struct str key, title, site, url, language;
	struct str published, modified; /* ISO 8601 */
	struct node *authors;		/* a list of texts, never NULL */
	struct node *captions;		/* of pictures: a list of texts, or
					   NULL */
	struct str text;		/* title line and paragraphs */
};

/* A place where two texts have drifted apart. */
struct shift {
	size_t seen, out; /* from this byte of seen on, byte out of out */
};

/* normal: the record's text, and the text that rules see, which differs from
 * it by the place of tone marks ("hoà" is seen as "hòa") and by runs of white
 * space (seen as one ' ', or one '\n' where a line ends). */
struct text {
	struct str out, seen;
	struct shift *shift; /* sorted; the first is { 0, 0 } */
	size_t nshift;
};

/* match: one place where a rule holds. Offsets are bytes of text.seen. */
struct match {
	const struct rule *rule;
	unsigned type; /* place in the rule set's types */
	struct span at;
	struct span *group; /* by the type's list, GROUPS_MAX at most; start
			       SPAN_NONE where it took no part */
	int outer;	    /* match that has taken it in, or -1 */
	int inner;     /* first of its own type that it has taken in, or -1 */
	bool absorbed; /* `outer` speaks for it: it is no mention of its own */
	const void *read; /* what its type's `accept` left there, or NULL */
};

/* A candidate that did not become a match, for `extract explain`. */
struct loser {
	const struct rule *rule;
	struct span at;
	const struct rule *winner; /* NULL: refused by its own type */
	struct span winner_at;
};

/* value: a mention (at is a range of text.out in bytes), or an entry such as
 * one person, which has no place of its own but a list of mentions. */
struct value {
	struct span at;	     /* start SPAN_NONE for an entry */
	struct str rule;     /* id of the rule that found it */
	struct node *fields; /* an object: what the record shows, in order */
	struct value *mentions, *last_mention; /* of an entry */
	struct value *next;
};

struct values {
	struct value *first, *last;
	size_t n;
};

struct doc {
	struct mem *mem;
	struct raw raw;
	struct page page;
	struct article article;
	struct text text;

	struct match *match; /* in order of start, then the longer first */
	size_t nmatch;
	struct loser *loser; /* filled only where explain is set */
	size_t nloser;
	bool explain;
	bool any_language; /* rules run on what is not Vietnamese */

	struct value **value_of;       /* by match: the mention made of it */
	uint32_t of_type[TYPES_MAX];   /* its first match, from 1; 0: none */
	uint32_t *next_of_type;	       /* by match: the next one, likewise */
	struct values list[TYPES_MAX]; /* by the rule set's types */
	struct node *warnings;	       /* a list of texts, never NULL */
};

#endif
