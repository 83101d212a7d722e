/* Completion for shells: the option table in their languages. Options are
 * offered to the commands that take them, and behind one what it takes:
 * stages, formats, kinds of input, files, folders. */
#include <string.h>

#include "base/buf.h"
#include "complete.h"
#include "emit.h"
#include "flow.h"
#include "opts_table.h"
#include "read_type.h"

struct complete_shell {
	const char *name;
	void (*put)(struct buf *out);
};

static const struct command {
	unsigned bit;
	const char *name; /* "": none is given */
} commands[] = {
	{ OPTS_EXPLAIN, "explain" },
	{ OPTS_RULES, "rules" },
	{ OPTS_RUN, "" },
};
enum { COMMANDS = sizeof commands / sizeof *commands };

/* What an option takes: words, or names of files or folders. */
enum takes { NOTHING, ANYTHING, WORDS, FILES, FOLDERS };

/* --- the table --- */

static enum takes
takes(const struct opts_row *row)
{
	if (!row->argument)
		return NOTHING;
	if (row->values || !strcmp(row->argument, "STAGE") ||
		!strcmp(row->name, "format") || !strcmp(row->name, "input"))
		return WORDS;
	if (!strcmp(row->argument, "FILE"))
		return FILES;
	if (!strcmp(row->argument, "FOLDER") || !strcmp(row->argument, "DIR"))
		return FOLDERS;
	return ANYTHING;
}

/* The words that an option takes, a blank between. */
static void
put_words(const struct opts_row *row, struct buf *out)
{
	size_t i;

	if (row->values) {
		buf_put(out, str_c(row->values));
	} else if (!strcmp(row->argument, "STAGE")) {
		for (i = 0; i < STAGES; i++)
			buf_printf(out, "%s%s", i ? " " : "", stage_name[i]);
	} else if (!strcmp(row->name, "format")) {
		for (i = 0; i < nemit_types; i++)
			buf_printf(
				out, "%s%s", i ? " " : "", emit_types[i]->name);
	} else {
		for (i = 0; i < nread_types; i++)
			buf_printf(
				out, "%s%s", i ? " " : "", read_types[i]->name);
	}
}

/* The help's first sentence on one line, without what would end a shell's
 * quotes and what stands in brackets. */
static void
put_help(const struct opts_row *row, struct buf *out)
{
	const char *p = row->help;

	for (; *p && !(strchr(".;", *p) && (!p[1] || strchr(" \n", p[1])));
		p++) {
		if (*p == '(')
			p += strcspn(p, ")");
		else if (*p == ' ' && p[1] == '(')
			continue;
		else if (*p == '\n')
			buf_put_c(out, ' ');
		else if (*p == ':' && p[1])
			buf_put_c(out, ',');
		else if (!strchr("'[]\\:", *p))
			buf_put_c(out, *p);
		if (!*p)
			break;
	}
}

/* --- bash --- */

static void
put_bash_options(unsigned bit, struct buf *out)
{
	size_t i;

	for (i = 0; i < nopts_rows; i++) {
		const struct opts_row *row = &opts_rows[i];

		if (!row->help || !(row->command & bit))
			continue;
		buf_printf(out, " --%s%s", row->name, row->argument ? "=" : "");
	}
}

/* One case of what stands behind an option. */
static void
put_bash_value(const struct opts_row *row, struct buf *out)
{
	buf_printf(out, "\t--%s", row->name);
	if (row->letter)
		buf_printf(out, "|-%c", row->letter);
	switch (takes(row)) {
	case WORDS:
		buf_put(out, STR(")\n\t\tCOMPREPLY=($(compgen -W '"));
		put_words(row, out);
		buf_put(out, STR("' -- \"$cur\")) ;;\n"));
		return;
	case FILES:
		buf_put(out, STR(")\n\t\tcompopt -o filenames\n\t\t"
				 "mapfile -t COMPREPLY < <(compgen -f -- "
				 "\"$cur\") ;;\n"));
		return;
	case FOLDERS:
		buf_put(out, STR(")\n\t\tcompopt -o filenames\n\t\t"
				 "mapfile -t COMPREPLY < <(compgen -d -- "
				 "\"$cur\") ;;\n"));
		return;
	case NOTHING:
	case ANYTHING:
		buf_put(out, STR(")\n\t\tCOMPREPLY=() ;;\n"));
		return;
	}
}

static void
put_bash(struct buf *out)
{
	size_t i;

	buf_put(out, STR("# bash completion for extract. Made by: extract "
			 "--completion bash\n"
			 "_extract()\n{\n"
			 "\tlocal cur=${COMP_WORDS[COMP_CWORD]}\n"
			 "\tlocal prev=${COMP_WORDS[COMP_CWORD-1]}\n"
			 "\tlocal options\n"
			 /* bash cuts "--to=match" into three words */
			 "\tif [[ $cur == = ]]; then\n"
			 "\t\tcur=\n"
			 "\telif [[ $prev == = ]]; then\n"
			 "\t\tprev=${COMP_WORDS[COMP_CWORD-2]}\n"
			 "\tfi\n"
			 "\tcase $prev in\n"));
	for (i = 0; i < nopts_rows; i++)
		if (opts_rows[i].help && opts_rows[i].argument)
			put_bash_value(&opts_rows[i], out);
	buf_put(out, STR("\t*)\n\t\t_extract_word ;;\n\tesac\n}\n"
			 "_extract_word()\n{\n\tcase ${COMP_WORDS[1]} in\n"));
	for (i = 0; i < COMMANDS; i++) {
		buf_printf(out, "\t%s) options='",
			commands[i].name[0] ? commands[i].name : "*");
		put_bash_options(commands[i].bit, out);
		buf_put(out, STR("' ;;\n"));
	}
	buf_put(out,
		STR("\tesac\n"
		    "\tif [[ $cur == -* ]]; then\n"
		    "\t\tCOMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
		    "\t\t[[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n"
		    "\t\treturn\n"
		    "\tfi\n"
		    "\tcompopt -o filenames\n"
		    "\tmapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
		    "\tif ((COMP_CWORD == 1)); then\n"
		    "\t\tCOMPREPLY+=($(compgen -W 'explain rules' -- "
		    "\"$cur\"))\n"
		    "\telif [[ ${COMP_WORDS[1]} == rules && COMP_CWORD -eq 2 "
		    "]]; then\n"
		    "\t\tCOMPREPLY=($(compgen -W 'list check test' -- "
		    "\"$cur\"))\n"
		    "\tfi\n"
		    "}\n"
		    "complete -F _extract extract\n"));
}

/* --- zsh --- */

static void
put_zsh_value(const struct opts_row *row, struct buf *out)
{
	if (!row->argument)
		return;
	buf_printf(out, ":%s:", row->argument);
	switch (takes(row)) {
	case WORDS:
		buf_put_c(out, '(');
		put_words(row, out);
		buf_put_c(out, ')');
		return;
	case FILES:
		buf_put(out, STR("_files"));
		return;
	case FOLDERS:
		buf_put(out, STR("_files -/"));
		return;
	case NOTHING:
	case ANYTHING:
		buf_put_c(out, ' ');
		return;
	}
}

static void
put_zsh_row(const struct opts_row *row, struct buf *out)
{
	const char *equals = row->argument ? "=" : "";

	if (row->letter)
		buf_printf(out, "\t\t{-%c%s,--%s%s}'[", row->letter,
			row->argument ? "+" : "", row->name, equals);
	else
		buf_printf(out, "\t\t'--%s%s[", row->name, equals);
	put_help(row, out);
	buf_put_c(out, ']');
	put_zsh_value(row, out);
	buf_put(out, STR("'\n"));
}

static void
put_zsh(struct buf *out)
{
	size_t c, i;

	buf_put(out, STR("#compdef extract\n"
			 "# zsh completion for extract. Made by: extract "
			 "--completion zsh\n"
			 "local -a options\n"
			 "case $words[2] in\n"));
	for (c = 0; c < COMMANDS; c++) {
		buf_printf(out, "%s)\n\toptions=(\n",
			commands[c].name[0] ? commands[c].name : "*");
		for (i = 0; i < nopts_rows; i++)
			if (opts_rows[i].help &&
				(opts_rows[i].command & commands[c].bit))
				put_zsh_row(&opts_rows[i], out);
		buf_put(out, STR("\t) ;;\n"));
	}
	buf_put(out, STR("esac\n"
			 "if [[ $words[2] == rules ]]; then\n"
			 "\t_arguments -s $options "
			 "'1:command:(rules)' '2:command:(list check test)' "
			 "'*:folder:_files'\n"
			 "elif [[ $words[2] == explain ]]; then\n"
			 "\t_arguments -s $options '1:command:(explain)' "
			 "'*:file:_files'\n"
			 "else\n"
			 "\t_arguments -s $options "
			 "'1:file:{_alternative \"commands:command:(explain "
			 "rules)\" \"files:file:_files\"}' '*:file:_files'\n"
			 "fi\n"));
}

/* --- fish --- */

static void
put_fish_condition(unsigned command, struct buf *out)
{
	size_t i;
	const char *before = "";

	if ((command & (OPTS_RUN | OPTS_EXPLAIN | OPTS_RULES)) ==
		(OPTS_RUN | OPTS_EXPLAIN | OPTS_RULES))
		return;
	buf_put(out, STR(" -n '"));
	if (command & OPTS_RUN) {
		for (i = 0; i < COMMANDS; i++)
			if (commands[i].name[0] &&
				!(command & commands[i].bit)) {
				buf_printf(out,
					"%snot __fish_seen_subcommand_from %s",
					before, commands[i].name);
				before = "; and ";
			}
	} else {
		buf_put(out, STR("__fish_seen_subcommand_from"));
		for (i = 0; i < COMMANDS; i++)
			if (commands[i].name[0] && (command & commands[i].bit))
				buf_printf(out, " %s", commands[i].name);
	}
	buf_put_c(out, '\'');
}

static void
put_fish_value(const struct opts_row *row, struct buf *out)
{
	switch (takes(row)) {
	case WORDS:
		buf_put(out, STR(" -x -a '"));
		put_words(row, out);
		buf_put_c(out, '\'');
		return;
	case FILES:
		buf_put(out, STR(" -r -F"));
		return;
	case FOLDERS:
		buf_put(out, STR(" -x -a '(__fish_complete_directories)'"));
		return;
	case ANYTHING:
		buf_put(out, STR(" -x"));
		return;
	case NOTHING:
		return;
	}
}

static void
put_fish(struct buf *out)
{
	size_t i;

	buf_put(out,
		STR("# fish completion for extract. Made by: extract "
		    "--completion fish\n"
		    "complete -c extract -n __fish_use_subcommand -a explain "
		    "-d 'show an article with what was found in it'\n"
		    "complete -c extract -n __fish_use_subcommand -a rules "
		    "-d 'list, check or test rules'\n"
		    "complete -c extract -n '__fish_seen_subcommand_from rules"
		    "; and not __fish_seen_subcommand_from list check test' "
		    "-x -a 'list check test'\n"));
	for (i = 0; i < nopts_rows; i++) {
		const struct opts_row *row = &opts_rows[i];

		if (!row->help)
			continue;
		buf_put(out, STR("complete -c extract"));
		put_fish_condition(row->command, out);
		if (row->letter)
			buf_printf(out, " -s %c", row->letter);
		buf_printf(out, " -l %s", row->name);
		put_fish_value(row, out);
		buf_put(out, STR(" -d '"));
		put_help(row, out);
		buf_put(out, STR("'\n"));
	}
}

/* --- which --- */

static const struct complete_shell shells[] = {
	{ "bash", put_bash },
	{ "zsh", put_zsh },
	{ "fish", put_fish },
};

const struct complete_shell *
complete_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof shells / sizeof *shells; i++)
		if (!strcmp(shells[i].name, name))
			return &shells[i];
	return NULL;
}

void
complete_put(const struct complete_shell *shell, struct buf *out)
{
	shell->put(out);
}
