/* Who must do what by a time limit: the clause around it, read. */
#ifndef ORDER_H
#define ORDER_H

#include "words.h"

/* Ranges are bytes of text.seen; start SPAN_NONE where nothing was found. */
struct order {
	struct span task, assignee, recipient;
	enum part verb;	    /* what its verb is: DO, FINISH, SEND ... */
	enum part governor; /* what the verb hangs on: ASK, MUST, WILL, PLAN,
			       VOW, URGE, PURPOSE; PAST, MAYBE, IF; WORD
			       for nothing */
	bool forward;	    /* the limit stands before the task */
	bool bare;	    /* the sentence begins with a verb, as orders do */
	bool headed; /* ... behind who is told: "Vụ Pháp chế: trình" */
	bool goal;   /* what stands before it sets a goal */
	bool term;   /* of a contract, the weather and the like */
	bool has_subject; /* who does it stands right before the verb */
	size_t missing;	  /* what stands before the words might say more, from
			     this byte on; or SPAN_NONE */
};

/* Reads the sentence around word `limit`, and those before it where it does
 * not say who. False when no verb belongs to the limit. The words may begin
 * with any sentence of it, but where something is missing then, it is to be
 * read again with more of them. */
bool order_read(const struct words *w, size_t limit, struct order *o);

#endif
