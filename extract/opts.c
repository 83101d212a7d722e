/* The command line: a table of options, and a reader in the spelling of GNU
 * ("--output=x", "--output x", "--out x", "-ox", "-qv", "--"). */
#include <stdlib.h>
#include <string.h>

#include "article.h"
#include "base/buf.h"
#include "base/err.h"
#include "charset.h"
#include "complete.h"
#include "emit.h"
#include "opts.h"
#include "opts_table.h"
#include "read.h"
#include "opts_web.h"
#include "read_type.h"

enum { WORKERS_MAX = 256 };

/* Which commands take an option. */
enum {
	RUN = OPTS_RUN,
	EXPLAIN = OPTS_EXPLAIN,
	RULES = OPTS_RULES,
	ALL = RUN | EXPLAIN | RULES
};

enum option {
	OUTPUT,
	RESUME,
	ERRORS,
	KNOWN,
	FORMAT,
	WORKERS,
	RULES_FOLDER,
	PUBLISHED,
	INPUT,
	CHARSET,
	ANY_LANGUAGE,
	MAP,
	MAX_EXPAND,
	WEB,
	ONLY,
	FROM,
	TO,
	COLOR,
	ENGINE,
	QUIET,
	VERBOSE,
	HELP,
	VERSION,
	MAN,
	COMPLETION
};

const struct opts_row opts_rows[] = {
	{ OUTPUT, ALL, 'o', "output", "FILE",
		"write to FILE, which appears when all is\nwritten" },
	{ RESUME, RUN, '\0', "resume", "FILE",
		"keep a journal in FILE, and go on where a run\n"
		"that was stopped left off; needs --output,\n"
		"which is then written in its place" },
	{ ERRORS, RUN, '\0', "errors", "FILE",
		"write a line of JSON to FILE for each article\n"
		"that failed" },
	{ KNOWN, RUN, '\0', "skip-known", "FILE",
		"write no articles whose id FILE has: records,\n"
		"lines of ids, or a database of out/load sqlite;\n"
		"as often as wanted" },
	{ FORMAT, RUN, 'f', "format", "NAME", "how: one of the formats below" },
	{ WORKERS, RUN | EXPLAIN, 'j', "jobs", "N",
		"work on N articles at a time; 0, as without\n"
		"it, is as many as there are cores" },
	{ RULES_FOLDER, ALL, '\0', "rules", "FOLDER",
		"add rules, as often as wanted; one with the\n"
		"id of another takes its place" },
	{ PUBLISHED, RUN | EXPLAIN, '\0', "published", "DATE",
		"the day (2021-06-05) on which articles were\n"
		"published that do not say so themselves" },
	{ INPUT, RUN | EXPLAIN, '\0', "input", "KIND",
		"what the input is, if not as it looks:" },
	{ CHARSET, RUN | EXPLAIN, '\0', "charset", "NAME",
		"read all input in this charset (viscii, tcvn3,\n"
		"windows-1258, ...), whatever it says itself" },
	{ ANY_LANGUAGE, RUN | EXPLAIN, '\0', "any-language", NULL,
		"run the rules on what is not Vietnamese, too" },
	{ MAP, RUN | EXPLAIN, '\0', "map", "FIELD=NAME",
		"what records of JSON and CSV call the text,\n"
		"title, published, modified, url, site, authors,\n"
		"id or language: text=content,published=date" },
	{ MAX_EXPAND, RUN | EXPLAIN, '\0', "max-expand", "N[,MB]",
		"how many times its size what is packed may\n"
		"grow, and how many MB one article may have:\n"
		"200,1024 as without it" },
	{ WEB, RUN | EXPLAIN, '\0', "urls", "FILE",
		"fetch the addresses in FILE, one a line; - is\n"
		"standard input" },
	{ WEB, RUN | EXPLAIN, '\0', "feed", "URL",
		"fetch the articles that a feed or sitemap\n"
		"lists, newest first; as often as wanted" },
	{ WEB, RUN | EXPLAIN, '\0', "since", "DATE",
		"of a feed: those of that day and later" },
	{ WEB, RUN | EXPLAIN, '\0', "max", "N", "of a feed: N articles" },
	{ WEB, RUN | EXPLAIN, '\0', "fetch-jobs", "N",
		"fetch N pages at a time (8), of which two at\n"
		"most from one host" },
	{ WEB, RUN | EXPLAIN, '\0', "delay", "SECONDS",
		"between two pages of one host (1)" },
	{ WEB, RUN | EXPLAIN, '\0', "timeout", "SECONDS",
		"that a page may take (120)" },
	{ WEB, RUN | EXPLAIN, '\0', "retries", "N",
		"try N times more where a page might come yet\n"
		"(3), after growing pauses" },
	{ WEB, RUN | EXPLAIN, '\0', "max-page", "MIB",
		"fetch no page of more than so many MiB (64)" },
	{ WEB, RUN | EXPLAIN, '\0', "cache", "FOLDER",
		"keep pages in FOLDER, and fetch those that\n"
		"have not changed from there" },
	{ WEB, RUN | EXPLAIN, '\0', "ignore-robots", NULL,
		"fetch what a robots.txt forbids" },
	{ WEB, RUN | EXPLAIN, '\0', "allow-private", NULL,
		"fetch from addresses of the own network" },
	{ WEB, RUN | EXPLAIN, '\0', "cacert", "FILE",
		"trust the certificates in FILE (PEM) instead\n"
		"of the system's" },
	{ ONLY, RUN, '\0', "only", "STAGE",
		"do this stage alone. Between stages, articles\n"
		"are lines of JSON: reading files belongs to\n"
		"decode, the others read such lines" },
	{ FROM, RUN, '\0', "from", "STAGE", "begin with this stage" },
	{ TO, RUN, '\0', "to", "STAGE", "end with this stage" },
	{ COLOR, EXPLAIN, '\0', "color", "WHEN",
		"always, never, or auto: on a terminal, unless\n"
		"NO_COLOR is set",
		.values = "auto always never" },
	{ ENGINE, ALL, '\0', "engine", "NAME",
		"automaton, or plain: each rule for itself,\n"
		"slow, finds the same",
		.values = "automaton plain" },
	{ QUIET, ALL, 'q', "quiet", NULL,
		"no progress, no line for an article that\nfailed" },
	{ VERBOSE, ALL, 'v', "verbose", NULL,
		"say at the end how much was done, how fast;\nrules check: "
		"which rules the automaton can't\nread" },
	{ HELP, ALL, 'h', "help", NULL, "print this" },
	{ VERSION, ALL, '\0', "version", NULL, "print the version" },
	{ MAN, ALL, '\0', "man", NULL, NULL },
	{ COMPLETION, ALL, '\0', "completion", "SHELL", NULL,
		.values = "bash zsh fish" },
};
enum { ROWS = sizeof opts_rows / sizeof *opts_rows };
const size_t nopts_rows = ROWS;

/* A line being read. */
struct line {
	int argc, at;
	char *const *argv;
	struct opts *o;
	const char *only, *from, *to;
	struct ex_err *e;
};

/* --- values --- */

static int
set_format(struct line *l, const char *name)
{
	l->o->format = emit_find(name);
	if (l->o->format)
		return 0;
	return err_set(l->e, "there is no format '%s'", name);
}

static int
set_workers(struct line *l, const char *value)
{
	int n;

	if (!str_to_int(str_c(value), &n) || n > WORKERS_MAX)
		return err_set(l->e, "'%s' is not a number from 0 to %d", value,
			WORKERS_MAX);
	l->o->workers = (unsigned)n;
	return 0;
}

/* Read as that of an article; kept as ISO 8601. */
static int
set_published(struct line *l, const char *value)
{
	char *to = l->o->published;
	size_t room = sizeof l->o->published;
	struct str iso;
	struct mem m;
	bool fits;

	mem_open(&m, 0);
	fits = article_date(str_c(value), &m, &iso) && iso.n < room;
	if (fits)
		memcpy(to, iso.p, iso.n + 1);
	mem_close(&m);
	return fits ? 0
		    : err_set(l->e, "'%s' is not a date like 2021-06-05",
			      value);
}

static int
set_input(struct line *l, const char *value)
{
	size_t i;

	l->o->input = value;
	for (i = 0; i < nread_types; i++)
		if (!strcmp(read_types[i]->name, value))
			return 0;
	return err_set(l->e, "there is no kind of input '%s'", value);
}

/* "500", "500,4096" */
static int
set_max_expand(struct line *l, const char *value)
{
	struct str s = str_c(value);
	size_t comma = str_find(s, STR(","), 0);
	int times, megabytes = READ_BYTES >> 20;

	if (comma == SPAN_NONE)
		comma = s.n;
	if (!str_to_int(str_slice(s, 0, comma), &times) || times == 0 ||
		(comma < s.n && (!str_to_int(str_slice(s, comma + 1, s.n),
					 &megabytes) ||
					megabytes == 0)))
		return err_set(l->e, "'%s' is not like 200 or 200,1024", value);
	l->o->times = (size_t)times;
	l->o->bytes = (size_t)megabytes << 20;
	return 0;
}

static int
set_charset(struct line *l, const char *value)
{
	struct buf names = { .mem = NULL };
	struct charset charset;

	l->o->charset = value;
	if (charset_find(str_c(value), &charset))
		return 0;
	charset_list(&names);
	err_set(l->e, "there is no charset '%s', but %.*s", value,
		STR_ARG(buf_str(&names)));
	buf_free(&names);
	return -1;
}

static int
set_color(struct line *l, const char *value)
{
	static const char *const when[] = { "auto", "always", "never" };
	unsigned i;

	for (i = 0; i < sizeof when / sizeof *when; i++)
		if (!strcmp(when[i], value)) {
			l->o->color = (enum color)i;
			return 0;
		}
	return err_set(
		l->e, "'%s' is not one of auto, always and never", value);
}

static int
set_engine(struct line *l, const char *value)
{
	l->o->plain = !strcmp(value, "plain");
	if (l->o->plain || !strcmp(value, "automaton"))
		return 0;
	return err_set(l->e, "there is no engine '%s'", value);
}

static int
set_completion(struct line *l, const char *value)
{
	l->o->completion = complete_find(value);
	return l->o->completion
		       ? 0
		       : err_set(l->e, "'%s' is not one of bash, zsh and fish",
				 value);
}

static int
set(struct line *l, enum option id, const char *value)
{
	struct opts *o = l->o;

	switch (id) {
	case OUTPUT:
		o->output = value;
		return 0;
	case RESUME:
		o->journal = value;
		return 0;
	case ERRORS:
		o->errors = value;
		return 0;
	case KNOWN:
		o->known[o->nknown++] = value;
		return 0;
	case FORMAT:
		return set_format(l, value);
	case WORKERS:
		return set_workers(l, value);
	case RULES_FOLDER:
		o->rules[o->nrules++] = value;
		return 0;
	case PUBLISHED:
		return set_published(l, value);
	case INPUT:
		return set_input(l, value);
	case CHARSET:
		return set_charset(l, value);
	case ANY_LANGUAGE:
		o->any_language = true;
		return 0;
	case MAP:
		return fields_map_read(value, &o->map, l->e);
	case MAX_EXPAND:
		return set_max_expand(l, value);
	case WEB:
		return 0; /* opts_web.c's */
	case ONLY:
		l->only = value;
		return 0;
	case FROM:
		l->from = value;
		return 0;
	case TO:
		l->to = value;
		return 0;
	case COLOR:
		return set_color(l, value);
	case ENGINE:
		return set_engine(l, value);
	case QUIET:
		o->quiet = true;
		return 0;
	case VERBOSE:
		o->verbose = true;
		return 0;
	case HELP:
		o->help = true;
		return 0;
	case VERSION:
		o->version = true;
		return 0;
	case MAN:
		o->man = true;
		return 0;
	case COMPLETION:
		return set_completion(l, value);
	}
	return 0;
}

/* --- reading --- */

static unsigned
command_bit(enum command c)
{
	return c == COMMAND_EXTRACT   ? RUN
	       : c == COMMAND_EXPLAIN ? EXPLAIN
				      : RULES;
}

static int
take(struct line *l, const struct opts_row *row, const char *value)
{
	if (!(row->command & command_bit(l->o->command)))
		return err_set(
			l->e, "'--%s' is no option of this command", row->name);
	if (row->argument && !value) {
		if (l->at == l->argc)
			return err_set(l->e, "'--%s' needs a %s", row->name,
				row->argument);
		value = l->argv[l->at++];
	}
	if (row->id == WEB)
		return opts_web_set(l->o, row->name, value, l->e);
	return set(l, (enum option)row->id, value);
}

/* "--name", "--name=value", or as much of the name as tells it from others. */
static int
take_long(struct line *l, const char *arg)
{
	const char *equals = strchr(arg, '=');
	struct str name = { arg,
		equals ? (size_t)(equals - arg) : strlen(arg) };
	const struct opts_row *found = NULL;
	unsigned i;

	for (i = 0; i < ROWS; i++) {
		if (!str_starts(str_c(opts_rows[i].name), name))
			continue;
		if (strlen(opts_rows[i].name) == name.n) {
			found = &opts_rows[i];
			break;
		}
		if (found)
			return err_set(l->e, "'--%.*s' may be '--%s' or '--%s'",
				STR_ARG(name), found->name, opts_rows[i].name);
		found = &opts_rows[i];
	}
	if (!found || name.n == 0)
		return err_set(
			l->e, "there is no option '--%.*s'", STR_ARG(name));
	if (equals && !found->argument)
		return err_set(l->e, "'--%s' takes no value", found->name);
	return take(l, found, equals ? equals + 1 : NULL);
}

/* "-q", "-qv", "-j4", "-j 4". */
static int
take_letters(struct line *l, const char *p)
{
	unsigned i;

	for (; *p; p++) {
		for (i = 0; i < ROWS; i++)
			if (opts_rows[i].letter == *p)
				break;
		if (i == ROWS)
			return err_set(l->e, "there is no option '-%c'", *p);
		if (opts_rows[i].argument)
			return take(l, &opts_rows[i], p[1] ? p + 1 : NULL);
		if (take(l, &opts_rows[i], NULL))
			return -1;
	}
	return 0;
}

static int
take_rules_command(struct line *l)
{
	static const char *const name[] = { "list", "check", "test" };
	const char *word = l->at < l->argc ? l->argv[l->at] : "";
	unsigned i;

	l->o->command = COMMAND_RULES_LIST;
	for (i = 0; i < sizeof name / sizeof *name; i++)
		if (!strcmp(word, name[i])) {
			l->at++;
			l->o->command = (enum command)(COMMAND_RULES_LIST + i);
			return 0;
		}
	if (*word == '-')
		return 0; /* --help */
	return err_set(l->e, "'extract rules' wants list, check or test");
}

/* The word that says what is wanted stands first. */
static int
take_command(struct line *l)
{
	const char *word = l->argc > 1 ? l->argv[1] : "";

	l->at = 1;
	if (!strcmp(word, "explain")) {
		l->at++;
		l->o->command = COMMAND_EXPLAIN;
	}
	if (strcmp(word, "rules") != 0)
		return 0;
	l->at++;
	return take_rules_command(l);
}

static int
take_all(struct line *l)
{
	struct opts *o = l->o;
	bool options = true;
	const char *arg;

	while (l->at < l->argc) {
		arg = l->argv[l->at++];
		if (options && !strcmp(arg, "--"))
			options = false;
		else if (!options || arg[0] != '-' || !arg[1])
			o->operand[o->noperand++] = arg;
		else if (arg[1] == '-' ? take_long(l, arg + 2)
				       : take_letters(l, arg + 1))
			return -1;
	}
	return 0;
}

static int
take_stage(struct line *l, const char *name, enum stage *out)
{
	if (!name)
		return 0;
	*out = flow_stage(name);
	if (*out < STAGES)
		return 0;
	return err_set(l->e, "there is no stage '%s'", name);
}

/* A run that goes on adds to a file, and knows articles by where they were
 * read. */
static int
check_journal(struct line *l)
{
	const struct opts *o = l->o;

	if (!o->output || !strcmp(o->output, "-"))
		return err_set(l->e, "'--resume' needs '--output'");
	if (o->from > STAGE_decode || o->to < STAGE_emit)
		return err_set(l->e, "'--resume' goes with all stages");
	if (o->format->tail)
		return err_set(l->e,
			"'--resume' does not go with the format '%s'",
			o->format->name);
	return 0;
}

static int
take_stages(struct line *l)
{
	struct opts *o = l->o;

	o->from = STAGE_read;
	o->to = STAGE_emit;
	if (l->only && (l->from || l->to))
		return err_set(
			l->e, "'--only' goes without '--from' and '--to'");
	if (take_stage(l, l->only ? l->only : l->from, &o->from) ||
		take_stage(l, l->only ? l->only : l->to, &o->to))
		return -1;
	if (o->from > o->to)
		return err_set(l->e, "stage '%s' comes before '%s'",
			stage_name[o->to], stage_name[o->from]);
	if (o->from > STAGE_decode && o->charset)
		return err_set(l->e, "'--charset' is for what decode reads");
	if (o->from > STAGE_decode && o->input)
		return err_set(l->e, "'--input' is for what decode reads");
	if (o->nknown && o->to < STAGE_emit)
		return err_set(l->e, "'--skip-known' is for what emit writes");
	if (opts_web_check(o, l->e))
		return -1;
	return o->journal ? check_journal(l) : 0;
}

int
opts_read(int argc, char *const *argv, struct opts *o, struct ex_err *e)
{
	struct line l = { .argc = argc, .argv = argv, .o = o, .e = e };
	size_t room = (size_t)(argc > 0 ? argc : 0) + 1;

	*o = (struct opts){ .format = emit_find("jsonl") };
	o->operand = calloc(room, sizeof *o->operand);
	o->rules = calloc(room, sizeof *o->rules);
	o->known = calloc(room, sizeof *o->known);
	o->web.feed = calloc(room, sizeof *o->web.feed);
	opts_web_begin(o);
	if (!o->operand || !o->rules || !o->known || !o->web.feed)
		return err_set(e, "out of memory");
	if (take_command(&l) || take_all(&l))
		return -1;
	return o->help || o->version || o->man || o->completion
		       ? 0
		       : take_stages(&l);
}

void
opts_free(struct opts *o)
{
	free(o->operand);
	free(o->rules);
	free(o->known);
	free(o->web.feed);
	o->operand = o->rules = o->known = o->web.feed = NULL;
}
