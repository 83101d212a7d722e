/* A feed (RSS 0.9x, 1.0, 2.0; Atom) as it comes -> its items. */
#ifndef FEED_ITEMS_H
#define FEED_ITEMS_H

#include "base/buf.h"

struct xml_events;

/* Texts as they stand in the feed, on the heap. */
struct feed_item {
	struct feed_item *next;
	struct buf title, link, key, published, modified, content, summary;
	struct buf authors; /* one a line */
	bool too_long;	    /* it has more bytes than an item may have */
};

/* All zero before the first event, but for `most`. */
struct feed {
	size_t most;			  /* bytes of an item's text */
	struct feed_item *first, *last;	  /* that are whole, oldest first */
	struct buf title, link, language; /* of the feed itself */
	struct buf root;		  /* name of the outermost element */
	bool known;			  /* it is that of a feed */
	bool bad;			  /* the heap was out */

	/* What is being read. */
	struct feed_item *item; /* NULL: none */
	unsigned depth, item_depth, field_depth;
	struct buf *field;	/* that text goes to, or NULL */
	bool raw;		/* its text is markup: no '<' is escaped */
	bool tag_open;		/* a tag of its markup wants its '>' */
	bool atom_link, person; /* in <link href>, in Atom's <author> */
	bool alternate;		/* that link is the item's page */
	size_t link_was;	/* bytes of link before it */
};

/* For xml_new, with a struct feed as argument. */
extern const struct xml_events feed_events;

/* Takes the oldest item off; NULL: none is whole. To be given back. */
struct feed_item *feed_take(struct feed *f);

void feed_item_free(struct feed_item *i);

/* Gives back all that f holds. */
void feed_clear(struct feed *f);

#endif
