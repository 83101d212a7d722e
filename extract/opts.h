/* The command line. One table feeds the parser, the help text and the manual
 * page. */
#ifndef OPTS_H
#define OPTS_H

#include <stdbool.h>
#include <stddef.h>

#include "fields.h"
#include "flow.h"
#include "web.h"

struct buf;
struct complete_shell;
struct emit_type;
struct ex_err;

#define EXTRACT_VERSION "0.1.0"

enum command {
	COMMAND_EXTRACT,
	COMMAND_EXPLAIN,
	COMMAND_RULES_LIST,
	COMMAND_RULES_CHECK,
	COMMAND_RULES_TEST
};

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* Texts are those of argv, but for `published`. */
struct opts {
	enum command command;
	const char **operand; /* files and folders, or ids of rules */
	size_t noperand;
	const char **rules; /* folders, as often as given */
	size_t nrules;
	const char *output;	      /* NULL: standard output */
	const char *journal, *errors; /* of --resume, --errors; or NULL */
	const char **known;	      /* of --skip-known, as often as given */
	size_t nknown;
	const char *input;   /* kind forced, or NULL */
	const char *charset; /* of the input, or NULL */
	size_t times, bytes; /* of --max-expand; 0: not said */
	struct fields_map map;
	char published[40]; /* ISO 8601; empty: not said */
	struct web_options web;
	const struct emit_type *format;
	enum stage from, to;
	enum color color;
	unsigned workers; /* 0: one a core */
	bool plain;	  /* all rules by PCRE2 alone */
	bool any_language;
	bool quiet, verbose;
	/* One of these: nothing else is wanted. */
	bool help, version, man;
	const struct complete_shell *completion;
};

/* -1: e says what is wrong with the line. Give o back to opts_free in both
 * cases. */
int opts_read(int argc, char *const *argv, struct opts *o, struct ex_err *e);
void opts_free(struct opts *o);

/* What --help prints. */
void opts_help(struct buf *out);

/* The options, stages and formats in the macros of mdoc(7), for
 * man/extract.1. */
void opts_man(struct buf *out);

#endif
