/* The options for what is fetched. */
#ifndef OPTS_WEB_H
#define OPTS_WEB_H

struct ex_err;
struct opts;

/* What holds where nothing is said. */
void opts_web_begin(struct opts *o);

/* Sets the option of that name. -1: e says what is wrong with the value. */
int opts_web_set(
	struct opts *o, const char *name, const char *value, struct ex_err *e);

/* Whether the options go together. */
int opts_web_check(const struct opts *o, struct ex_err *e);

#endif
