/* The options, once: opts.c reads them, opts_print.c prints them as help and
 * manual, complete.c as completion for shells. */
#ifndef OPTS_TABLE_H
#define OPTS_TABLE_H

#include <stddef.h>

/* Which commands take an option. */
enum { OPTS_RUN = 1, OPTS_EXPLAIN = 2, OPTS_RULES = 4 };

struct opts_row {
	unsigned id;
	unsigned command;
	char letter; /* '\0': none */
	const char *name;
	const char *argument; /* NULL: it takes none */
	const char *help;     /* lines; NULL: in no list */
	const char *values;   /* blanks between; NULL: as `argument` says (FILE,
				 FOLDER, STAGE, ...) */
};

extern const struct opts_row opts_rows[];
extern const size_t nopts_rows;

#endif
