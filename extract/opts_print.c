/* The option table as help and as the manual page has it. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "emit.h"
#include "opts.h"
#include "opts_table.h"
#include "read_type.h"

/* --- help --- */

enum { HELP_COLUMN = 26, HELP_WIDTH = 79 };

static void
put_column(struct buf *out, size_t from, const char *lines)
{
	size_t used = out->n - from;

	for (; used < HELP_COLUMN; used++)
		buf_put_c(out, ' ');
	for (; *lines; lines++) {
		buf_put_c(out, *lines);
		if (*lines == '\n')
			buf_printf(out, "%*s", HELP_COLUMN, "");
	}
	buf_put_c(out, '\n');
}

static bool
is_input(const struct opts_row *row)
{
	return !strcmp(row->name, "input");
}

/* Their names, a line for as many as fit; `before` stands before a line. */
static void
put_kinds(struct buf *out, const char *before)
{
	size_t line = 0, i, n;

	for (i = 0; i < nread_types; i++) {
		n = strlen(read_types[i]->name) + 2;
		if (i == 0 || line + n > HELP_WIDTH - HELP_COLUMN) {
			buf_printf(out, "%s%s", i ? ",\n" : "", before);
			line = 0;
		} else {
			buf_put(out, STR(", "));
		}
		buf_put(out, str_c(read_types[i]->name));
		line += n;
	}
	buf_printf(out, "\n%s(state: what --only=read writes)\n", before);
}

static void
put_row(const struct opts_row *row, struct buf *out)
{
	size_t from = out->n;

	if (row->letter)
		buf_printf(out, "  -%c, --%s", row->letter, row->name);
	else
		buf_printf(out, "      --%s", row->name);
	if (row->argument)
		buf_printf(out, "=%s", row->argument);
	put_column(out, from, row->help);
	if (is_input(row)) {
		char column[HELP_COLUMN + 1];

		snprintf(column, sizeof column, "%*s", HELP_COLUMN, "");
		put_kinds(out, column);
	}
}

static void
put_named(struct buf *out, const char *name, const char *help)
{
	size_t from = out->n;

	buf_printf(out, "  %s", name);
	put_column(out, from, help);
}

static const char about[] =
	"usage: extract [OPTION]... [FILE|FOLDER|URL|-]...\n"
	"       extract explain [OPTION]... [FILE|FOLDER|URL|-]...\n"
	"       extract rules list|test [OPTION]... [ID]...\n"
	"       extract rules check [OPTION]... [FOLDER]...\n\n"
	"Turns Vietnamese press articles into JSON Lines: dates, officials,\n"
	"units, figures, deadlines and documents. Standard input is read if\n"
	"no FILE is given, or where it is -. 'explain' shows an article with\n"
	"what was found in it and by which rule; 'rules' lists, checks and\n"
	"tests rules.\n\n";

void
opts_help(struct buf *out)
{
	size_t i;

	buf_put(out, str_c(about));
	for (i = 0; i < nopts_rows; i++)
		if (opts_rows[i].help)
			put_row(&opts_rows[i], out);
	buf_put(out, STR("\nFormats:\n"));
	for (i = 0; i < nemit_types; i++)
		put_named(out, emit_types[i]->name, emit_types[i]->help);
	buf_put(out, STR("\nStages, and what each leaves behind:\n"));
	for (i = 0; i < STAGES; i++)
		put_named(out, stage_name[i], stage_help[i]);
	buf_put(out, STR("\nExit status: 0 all is well, 1 an article failed, "
			 "2 wrong options,\nfaulty rules, or output that could "
			 "not be written.\n"));
}

/* --- manual --- */

/* A help text in lines; mdoc wants a sentence's end at a line's end. */
static void
put_paragraph(struct buf *out, const char *lines)
{
	for (; *lines; lines++) {
		buf_put_c(out, *lines);
		if (lines[0] == '.' && lines[1] == ' ') {
			buf_put_c(out, '\n');
			lines++;
		}
	}
}

static void
put_item(struct buf *out, const char *name, const char *help)
{
	buf_printf(out, ".It Cm %s\n", name);
	put_paragraph(out, help);
	buf_put_c(out, '\n');
}

static void
put_list(struct buf *out, const char *heading, const char *intro)
{
	buf_printf(out, ".Ss %s\n%s:\n.Bl -tag -width mentions -compact\n",
		heading, intro);
}

void
opts_man(struct buf *out)
{
	size_t i;

	buf_put(out, STR(".Bl -tag -width Ds\n"));
	for (i = 0; i < nopts_rows; i++) {
		const struct opts_row *row = &opts_rows[i];

		if (!row->help)
			continue;
		buf_put(out, STR(".It "));
		if (row->letter && row->argument)
			buf_printf(out, "Fl %c Ar %s , ", row->letter,
				row->argument);
		else if (row->letter)
			buf_printf(out, "Fl %c , ", row->letter);
		buf_printf(out, "Fl -%s", row->name);
		if (row->argument)
			buf_printf(out, "= Ns Ar %s", row->argument);
		buf_put_c(out, '\n');
		put_paragraph(out, row->help);
		buf_put_c(out, '\n');
		if (is_input(row))
			put_kinds(out, "");
	}
	buf_put(out, STR(".El\n"));
	put_list(out, "Formats", "What\n.Fl f\ntakes");
	for (i = 0; i < nemit_types; i++)
		put_item(out, emit_types[i]->name, emit_types[i]->help);
	buf_put(out, STR(".El\n"));
	put_list(out, "Stages", "Each stage, and what it leaves behind");
	for (i = 0; i < STAGES; i++)
		put_item(out, stage_name[i], stage_help[i]);
	buf_put(out, STR(".El\n"));
}
