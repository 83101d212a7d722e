/* The program: the only file that prints or exits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "complete.h"
#include "explain.h"
#include "home.h"
#include "known.h"
#include "opts.h"
#include "output.h"
#include "pool.h"
#include "read.h"
#include "results.h"
#include "rules.h"
#include "rules_cache.h"
#include "rules_test.h"
#include "seen.h"
#include "urls.h"

enum { WELL = 0, SOME_FAILED = 1, WRONG = 2 };

enum { PATH_SIZE = 4096 };

/* Bytes that one article may use, some hundred times its size. */
#define ARTICLE_MEMORY ((size_t)1 << 30)

struct program {
	struct opts opts;
	char home[PATH_SIZE]; /* of the built-in rules */
	struct rules *rules;
	struct results *results;
	struct seen known;  /* ids of articles not to be written again */
	bool progress;	    /* is wanted */
	bool shown;	    /* stands on the terminal */
	double begun, told; /* seconds */
	size_t faults;	    /* of rules */
	struct buf text;    /* of a command that prints */
};

/* --- saying --- */

/* Names of files and words of articles are not ours: without controls. */
static void
say_safe(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		fputc((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t' ? '?'
								     : s.p[i],
			stderr);
}

/* "file:line:column: ", as far as they are known. */
static void
say_place(const struct ex_err *e)
{
	say_safe(str_c(e->file));
	if (e->line)
		fprintf(stderr, ":%zu", e->line);
	if (e->column)
		fprintf(stderr, ":%zu", e->column);
	fputs(": ", stderr);
}

static void
say(const struct ex_err *e)
{
	if (!e->what[0])
		return; /* who read our output went away */
	fputs("extract: ", stderr);
	if (e->file[0])
		say_place(e);
	say_safe(str_c(e->what));
	fputc('\n', stderr);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
clear_progress(struct program *p)
{
	if (p->shown)
		fputs("\r\x1b[K", stderr);
	p->shown = false;
}

static void
show_progress(struct program *p, const struct tally *done, size_t ahead)
{
	double t;

	if (!p->progress)
		return;
	t = now();
	if (t - p->begun < 1 || t - p->told < 0.2)
		return;
	p->told = t;
	clear_progress(p);
	fprintf(stderr, "%zu", done->articles);
	if (ahead)
		fprintf(stderr, " of %zu", done->articles + ahead);
	fprintf(stderr, " articles, %.0f a second",
		(double)done->articles / (t - p->begun));
	if (done->failed)
		fprintf(stderr, ", %zu failed", done->failed);
	fflush(stderr);
	p->shown = true;
}

static int
tick(void *arg, const struct tally *done, size_t ahead, struct ex_err *e)
{
	struct program *p = arg;

	show_progress(p, done, ahead);
	return results_tick(p->results, e);
}

static void
say_failure(struct program *p, const struct failure *f)
{
	clear_progress(p);
	fputs("extract: ", stderr);
	if (f->err.file[0]) {
		say_place(&f->err);
	} else {
		say_safe(f->uri.n ? f->uri : STR("-"));
		fputs(": ", stderr);
	}
	fprintf(stderr, "%s: ", f->stage);
	say_safe(str_c(f->err.what));
	fputc('\n', stderr);
}

static int
failed(void *arg, const struct failure *f, struct ex_err *e)
{
	struct program *p = arg;

	if (!p->opts.quiet && !f->told)
		say_failure(p, f);
	return results_failed(p->results, f, e);
}

static void
done(void *arg, const struct raw *raw)
{
	struct program *p = arg;

	results_done(p->results, raw);
}

static void
summary(struct program *p, const struct tally *t)
{
	double seconds = now() - p->begun;

	fprintf(stderr,
		"extract: %zu articles, %zu failed, %zu mentions, "
		"%zu warnings, %.1f MB in %.2f s, %.1f MB/s\n",
		t->articles, t->failed, t->mentions, t->warnings,
		(double)t->bytes / 1e6, seconds,
		seconds > 0 ? (double)t->bytes / 1e6 / seconds : 0);
	if (t->known)
		fprintf(stderr, "extract: %zu articles were known\n", t->known);
}

/* --- rules --- */

static void
fault(void *arg, const struct ex_err *e)
{
	struct program *p = arg;

	p->faults++;
	say(e);
}

/* The built-in rules, then --rules, then the folders of `rules check`. */
static int
load_rules(struct program *p)
{
	const struct opts *o = &p->opts;
	size_t more = o->command == COMMAND_RULES_CHECK ? o->noperand : 0;
	const char **dir;
	struct ex_err e = { .what = "" };
	size_t n = 0;

	if (home_rules(p->home, sizeof p->home, &e)) {
		say(&e);
		return -1;
	}
	dir = calloc(1 + o->nrules + more, sizeof *dir);
	if (dir) {
		dir[n++] = p->home;
		memcpy(dir + n, o->rules, o->nrules * sizeof *dir);
		n += o->nrules;
		memcpy(dir + n, o->operand, more * sizeof *dir);
		p->rules = (o->command == COMMAND_EXTRACT
				    ? rules_load_kept
				    : rules_load)(dir, n + more, fault, p, &e);
		free(dir);
	} else {
		err_set(&e, "out of memory");
	}
	if (p->rules && o->plain && rules_plain(p->rules, &e)) {
		rules_free(p->rules);
		p->rules = NULL;
	}
	if (!p->rules && p->faults == 0)
		say(&e);
	return p->rules ? 0 : -1;
}

/* Prints what was made, as the whole output. */
static int
print(struct program *p)
{
	struct output *out;
	struct ex_err e;

	if (p->text.bad) {
		err_at(&e, "", 0, 0, "out of memory");
		say(&e);
		return -1;
	}
	out = output_open(p->opts.output, &e);
	if (!out) {
		say(&e);
		return -1;
	}
	(void)output_write(out, buf_str(&p->text), &e);
	if (output_close(out, &e) == 0)
		return 0;
	say(&e);
	return -1;
}

static bool
is_wanted(const struct opts *o, struct str id)
{
	size_t i;

	for (i = 0; i < o->noperand; i++)
		if (str_starts(id, str_c(o->operand[i])))
			return true;
	return o->noperand == 0;
}

/* id, type, phase, first line of the pattern. */
static int
rules_list(struct program *p)
{
	const struct rules *r = p->rules;
	struct buf *out = &p->text;
	size_t i, end;

	for (i = 0; i < r->nrule; i++) {
		const struct rule *rule = r->rule[i];

		if (!is_wanted(&p->opts, rule->id))
			continue;
		buf_put(out, rule->id);
		buf_put_c(out, '\t');
		buf_put(out, r->type[rule->type].name);
		buf_put_c(out, '\t');
		buf_put(out, r->phase[rule->phase]);
		buf_put_c(out, '\t');
		end = str_find(rule->pattern, STR("\n"), 0);
		buf_put(out, str_slice(rule->pattern, 0,
				     end == SPAN_NONE ? rule->pattern.n : end));
		buf_put_c(out, '\n');
	}
	return print(p) ? WRONG : WELL;
}

static int
rules_check(struct program *p)
{
	const struct rules *r = p->rules;
	const struct node *t;
	size_t i, tests = 0;

	for (i = 0; i < r->nrule; i++)
		for (t = r->rule[i]->tests ? r->rule[i]->tests->first : NULL; t;
			t = t->next)
			tests++;
	buf_printf(&p->text,
		"%zu rules, %zu tests, %u types, %u phases, %zu lexicons: "
		"no faults\n",
		r->nrule, tests, r->ntype, r->nphase, r->nlexicon);
	/* What the automaton can't read is run over every text by PCRE2. */
	for (i = 0; p->opts.verbose && i < r->nrule; i++)
		if (r->rule[i]->plain)
			buf_printf(&p->text, "plain scan: %.*s\n",
				STR_ARG(r->rule[i]->id));
	return print(p) ? WRONG : WELL;
}

static void
test_failed(void *arg, const struct rules_failed *f)
{
	struct program *p = arg;

	buf_printf(&p->text, "%s:%u: %.*s: ", f->file, f->line, STR_ARG(f->id));
	buf_put(&p->text, f->what);
	buf_put_c(&p->text, '\n');
}

static int
rules_tests(struct program *p)
{
	const struct opts *o = &p->opts;
	struct rules_tested n = { 0 };
	struct ex_err e = { .what = "" };
	size_t i, before;

	for (i = 0; i < o->noperand || i == 0; i++) {
		before = n.rules;
		if (rules_test(p->rules,
			    str_c(o->noperand ? o->operand[i] : ""),
			    test_failed, p, &n, &e)) {
			say(&e);
			return WRONG;
		}
		if (n.rules == before && o->noperand) {
			err_set(&e, "no rule's id begins with '%s'",
				o->operand[i]);
			say(&e);
			return WRONG;
		}
	}
	buf_printf(&p->text, "%zu passed, %zu failed\n", n.passed, n.failed);
	if (print(p))
		return WRONG;
	return n.failed ? SOME_FAILED : WELL;
}

/* --- articles --- */

/* Articles of files, but those that an earlier run has done. */
struct articles {
	struct reader *reader;
	struct results *results;
};

static int
next_article(void *arg, struct raw *raw, struct mem *m, struct ex_err *e)
{
	struct articles *a = arg;
	int rc = read_next(a->reader, raw, m, e);

	return rc != 0 && results_take(a->results, raw->uri) ? 2 : rc;
}

static size_t
articles_ahead(void *arg)
{
	struct articles *a = arg;

	return read_ahead(a->reader);
}

static int
write_lines(void *arg, struct str lines, struct ex_err *e)
{
	struct program *p = arg;

	if (output_is_terminal(results_output(p->results)))
		clear_progress(p);
	return results_write(p->results, lines, e);
}

static unsigned
worker_count(const struct opts *o)
{
	long cores;

	if (o->workers)
		return o->workers;
	cores = sysconf(_SC_NPROCESSORS_ONLN);
	return cores < 1 ? 1 : cores > 256 ? 256 : (unsigned)cores;
}

static bool
wants_colors(const struct program *p)
{
	const char *no = getenv("NO_COLOR");

	switch (p->opts.color) {
	case COLOR_ALWAYS:
		return true;
	case COLOR_NEVER:
		return false;
	case COLOR_AUTO:
		break;
	}
	return output_is_terminal(results_output(p->results)) && !(no && *no);
}

static int
run_pool(struct program *p, const struct pool_source *source, bool lines,
	struct tally *total, struct ex_err *e)
{
	const struct opts *o = &p->opts;
	const struct pool_sink sink = { write_lines, failed, done, tick, p };
	struct work work = {
		.rules = p->rules,
		.format = o->format,
		.from = o->from,
		.to = o->to,
		.lines = lines,
		.published = str_c(o->published[0] ? o->published : NULL),
		.charset = str_c(o->charset),
		.any_language = o->any_language,
		.memory = ARTICLE_MEMORY,
		.known = o->nknown ? &p->known : NULL,
	};

	if (o->command == COMMAND_EXPLAIN) {
		work.explain = true;
		work.format = wants_colors(p) ? &explain_in_colors
					      : &explain_in_brackets;
	}
	return pool_run(&work, worker_count(o), source, &sink, total, e);
}

/* Reading files belongs to decode, unless --only read has done it. */
static bool
reads_states(const struct opts *o)
{
	return o->from > STAGE_decode || (o->from == STAGE_decode && o->input &&
						 !strcmp(o->input, "state"));
}

static bool
is_done(void *arg, const char *address)
{
	return results_take_whole(arg, str_c(address));
}

/* The operands but those pages that an earlier run has done, to path; their
 * number. */
static size_t
take_operands(const struct program *p, const char **path)
{
	const struct opts *o = &p->opts;
	size_t i, n = 0;

	for (i = 0; i < o->noperand; i++)
		if (!url_is(o->operand[i]) ||
			!is_done(p->results, o->operand[i]))
			path[n++] = o->operand[i];
	return n;
}

static int
run_read(struct program *p, const struct read_options *from, bool states,
	struct tally *total, struct ex_err *e)
{
	struct articles a = { read_open(from, e), p->results };
	struct pool_source source = { next_article, articles_ahead, &a };
	int rc;

	if (!a.reader)
		return -1;
	rc = run_pool(p, &source, states, total, e);
	read_close(a.reader);
	return rc;
}

static int
run_files(struct program *p, struct tally *total, struct ex_err *e)
{
	struct opts *o = &p->opts;
	bool states = reads_states(o);
	const char **path = calloc(o->noperand + 1, sizeof *path);
	struct read_options from = {
		.path = path,
		.input = states ? "state" : o->input,
		.map = &o->map,
		.times = o->times,
		.bytes = o->bytes,
		.web = &o->web,
	};
	int rc = 0;

	if (!path)
		return err_set(e, "out of memory");
	from.npath = take_operands(p, path);
	o->web.skip = is_done;
	o->web.skip_arg = p->results;
	*total = (struct tally){ 0 };
	/* none left is not standard input */
	if (from.npath || !o->noperand || web_is_wanted(&o->web, NULL, 0))
		rc = run_read(p, &from, states, total, e);
	free(path);
	return rc;
}

/* What the format has before the first article, or behind the last. */
static int
write_frame(struct program *p, bool head, struct ex_err *e)
{
	const struct opts *o = &p->opts;
	const char *text = head ? o->format->head : o->format->tail;

	if (o->command == COMMAND_EXPLAIN || o->to < STAGE_emit || !text)
		return 0;
	if (head && !results_are_new(p->results))
		return 0;
	return results_write(p->results, str_c(text), e);
}

static int
open_results(struct program *p, struct ex_err *e)
{
	const struct opts *o = &p->opts;
	const struct results_options to = { o->output, o->errors, o->journal,
		o->format->name };
	size_t i;

	for (i = 0; i < o->nknown; i++)
		if (known_read(o->known[i], &p->known, e))
			return -1;
	p->results = results_open(&to, e);
	return p->results ? 0 : -1;
}

static int
run_articles(struct program *p)
{
	const struct opts *o = &p->opts;
	struct ex_err e = { .what = "" };
	struct tally total;
	int rc;

	if (open_results(p, &e)) {
		say(&e);
		return WRONG;
	}
	p->progress = !o->quiet && isatty(STDERR_FILENO);
	p->begun = now();
	rc = write_frame(p, true, &e);
	if (rc == 0)
		rc = run_files(p, &total, &e);
	clear_progress(p);
	if (rc == 0)
		rc = write_frame(p, false, &e);
	if (rc)
		results_drop(p->results);
	else
		rc = results_close(p->results, &e);
	if (rc) {
		say(&e);
		return WRONG;
	}
	if (o->verbose)
		summary(p, &total);
	return total.failed ? SOME_FAILED : WELL;
}

/* --- the whole --- */

static int
run(struct program *p)
{
	if (load_rules(p))
		return WRONG;
	switch (p->opts.command) {
	case COMMAND_EXTRACT:
	case COMMAND_EXPLAIN:
		return run_articles(p);
	case COMMAND_RULES_LIST:
		return rules_list(p);
	case COMMAND_RULES_CHECK:
		return rules_check(p);
	case COMMAND_RULES_TEST:
		return rules_tests(p);
	}
	return WRONG;
}

static int
print_about(struct program *p)
{
	if (p->opts.version)
		buf_put(&p->text, STR("extract " EXTRACT_VERSION "\n"));
	else if (p->opts.man)
		opts_man(&p->text);
	else if (p->opts.completion)
		complete_put(p->opts.completion, &p->text);
	else
		opts_help(&p->text);
	return print(p) ? WRONG : WELL;
}

/* Somebody who types `extract` alone wants to know what it is. */
static bool
is_asking(int argc)
{
	return argc == 1 && isatty(STDIN_FILENO);
}

int
main(int argc, char **argv)
{
	struct program p = { .begun = 0 };
	struct ex_err e = { .what = "" };
	int status;

	/* Lines of several programs in a pipe stay whole. */
	setvbuf(stderr, NULL, _IOLBF, 4096);
	if (opts_read(argc, argv, &p.opts, &e)) {
		fprintf(stderr, "extract: ");
		say_safe(str_c(e.what));
		fprintf(stderr, "; try 'extract --help'\n");
		status = WRONG;
	} else if (p.opts.help || p.opts.version || p.opts.man ||
		   p.opts.completion || is_asking(argc)) {
		status = print_about(&p);
	} else {
		status = run(&p);
	}
	rules_free(p.rules);
	buf_free(&p.text);
	seen_free(&p.known);
	opts_free(&p.opts);
	return status;
}
