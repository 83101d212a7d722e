/* PCRE2: compiled once, run with limits. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/regex.h"

enum {
	MATCH_LIMIT = 200000, /* stops (a+)+$ in 0.4 ms */
	DEPTH_LIMIT = 2000,
	HEAP_LIMIT = 16 * 1024, /* KiB; for code that the JIT refused */
	JIT_STACK_FIRST = 64 * 1024,
	JIT_STACK_MOST = 1024 * 1024
};

/* Many rules of a set never fire on a given input, and the JIT is most of the
 * cost of compiling: it runs when a pattern is first used. */
struct regex {
	pcre2_code *code;   /* NULL: not compiled yet, or no memory for it */
	struct str pattern; /* to be compiled later */
	bool anchored;
	atomic_bool ready; /* the JIT has run; nobody matches before */
	pthread_mutex_t mutex;
	unsigned groups;
	struct str *name; /* by group number; borrowed from code */
};

struct regex_scratch {
	pcre2_match_context *context;
	pcre2_match_data *data;
	pcre2_jit_stack *stack;
};

/* PCRE2 keeps names in a table of fixed-size entries: two bytes of group
 * number, then the name with its NUL. */
static int
read_names(struct regex *r)
{
	uint32_t count = 0, size = 0, i;
	PCRE2_SPTR table = NULL;

	pcre2_pattern_info(r->code, PCRE2_INFO_CAPTURECOUNT, &r->groups);
	pcre2_pattern_info(r->code, PCRE2_INFO_NAMECOUNT, &count);
	pcre2_pattern_info(r->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	pcre2_pattern_info(r->code, PCRE2_INFO_NAMETABLE, &table);
	r->name = calloc(r->groups + 1, sizeof *r->name);
	if (!r->name)
		return -1;
	for (i = 0; i < count; i++, table += size)
		r->name[table[0] << 8 | table[1]] =
			str_c((const char *)table + 2);
	return 0;
}

static pcre2_code *
compile(struct str pattern, bool anchored, int *code, PCRE2_SIZE *where)
{
	return pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n,
		PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_DUPNAMES |
			PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UCP |
			(anchored ? PCRE2_ANCHORED : 0),
		code, where, NULL);
}

struct regex *
regex_later(struct str pattern, bool anchored, unsigned groups)
{
	struct regex *r = calloc(1, sizeof *r);

	if (!r)
		return NULL;
	pthread_mutex_init(&r->mutex, NULL);
	atomic_init(&r->ready, false);
	r->pattern = pattern;
	r->anchored = anchored;
	r->groups = groups;
	return r;
}

struct regex *
regex_new(struct str pattern, bool anchored, size_t *at, struct ex_err *e)
{
	struct regex *r = regex_later(pattern, anchored, 0);
	PCRE2_UCHAR sentence[256];
	PCRE2_SIZE where = 0;
	int code = 0;

	*at = 0;
	if (!r) {
		err_set(e, "out of memory");
		return NULL;
	}
	r->code = compile(pattern, anchored, &code, &where);
	if (!r->code) {
		pcre2_get_error_message(code, sentence, sizeof sentence);
		err_set(e, "%s", (const char *)sentence);
		*at = where;
		regex_free(r);
		return NULL;
	}
	if (read_names(r)) {
		err_set(e, "out of memory");
		regex_free(r);
		return NULL;
	}
	return r;
}

void
regex_free(struct regex *r)
{
	if (!r)
		return;
	pcre2_code_free(r->code);
	pthread_mutex_destroy(&r->mutex);
	free(r->name);
	free(r);
}

unsigned
regex_groups(const struct regex *r)
{
	return r->groups;
}

struct str
regex_group_name(const struct regex *r, unsigned i)
{
	return r->name[i];
}

struct regex_scratch *
regex_scratch_new(unsigned groups)
{
	struct regex_scratch *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->context = pcre2_match_context_create(NULL);
	s->data = pcre2_match_data_create(groups + 1, NULL);
	s->stack =
		pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MOST, NULL);
	if (!s->context || !s->data || !s->stack) {
		regex_scratch_free(s);
		return NULL;
	}
	pcre2_set_match_limit(s->context, MATCH_LIMIT);
	pcre2_set_depth_limit(s->context, DEPTH_LIMIT);
	pcre2_set_heap_limit(s->context, HEAP_LIMIT);
	pcre2_jit_stack_assign(s->context, NULL, s->stack);
	return s;
}

void
regex_scratch_free(struct regex_scratch *s)
{
	if (!s)
		return;
	pcre2_jit_stack_free(s->stack);
	pcre2_match_data_free(s->data);
	pcre2_match_context_free(s->context);
	free(s);
}

static void
make_ready(struct regex *r)
{
	PCRE2_SIZE where;
	int code;

	pthread_mutex_lock(&r->mutex);
	if (!r->code)
		r->code = compile(r->pattern, r->anchored, &code, &where);
	/* Where the JIT is not to be had the interpreter does the same. */
	if (r->code && !atomic_load(&r->ready))
		pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE);
	atomic_store(&r->ready, r->code != NULL);
	pthread_mutex_unlock(&r->mutex);
}

int
regex_find(struct regex *r, struct regex_scratch *s, struct str subject,
	size_t from, struct span *span)
{
	PCRE2_SIZE *pair = pcre2_get_ovector_pointer(s->data);
	unsigned i;
	int n;

	if (!atomic_load_explicit(&r->ready, memory_order_acquire))
		make_ready(r);
	if (!atomic_load_explicit(&r->ready, memory_order_acquire))
		return REGEX_LIMIT; /* no memory */
	n = pcre2_match(r->code, (PCRE2_SPTR)subject.p, subject.n, from,
		PCRE2_NO_UTF_CHECK, s->data, s->context);
	if (n == PCRE2_ERROR_NOMATCH)
		return REGEX_NONE;
	if (n < 0)
		return REGEX_LIMIT;
	for (i = 0; i <= r->groups; i++) {
		bool took = i < (unsigned)n && pair[2 * i] != PCRE2_UNSET;

		span[i].start = took ? pair[2 * i] : SPAN_NONE;
		span[i].end = took ? pair[2 * i + 1] : SPAN_NONE;
	}
	return 1;
}

void
regex_version(char to[REGEX_VERSION])
{
	char version[64] = "", unicode[64] = ""; /* 24 at most, it says */

	pcre2_config(PCRE2_CONFIG_VERSION, version);
	pcre2_config(PCRE2_CONFIG_UNICODE_VERSION, unicode);
	snprintf(to, REGEX_VERSION, "%s, Unicode %s", version, unicode);
}
