/* PCRE2, with time and memory bounded. */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include "base/mem.h"
#include "base/str.h"

struct ex_err;
struct regex;	      /* one compiled pattern, shared by threads */
struct regex_scratch; /* match data and JIT stack of one thread */

/* Compiles a pattern (valid UTF-8, not UCP, group names may stand twice) for
 * the JIT, which runs at its first use. An anchored one is found at `from`
 * itself or not at all. NULL: e's sentence says what is wrong, and *at is the
 * byte of the pattern where. Freed by regex_free. */
struct regex *regex_new(
	struct str pattern, bool anchored, size_t *at, struct ex_err *e);
void regex_free(struct regex *r);

/* The same for a pattern that is known to be a good one, with as many groups:
 * compiled when it first looks, so it must live as long. NULL: no memory. */
struct regex *regex_later(struct str pattern, bool anchored, unsigned groups);

/* How many capture groups it has, and the name of group i (1 .. n) or an
 * empty text. */
unsigned regex_groups(const struct regex *r);
struct str regex_group_name(const struct regex *r, unsigned i);

/* Scratch that serves patterns of up to `groups` groups. NULL: no memory. */
struct regex_scratch *regex_scratch_new(unsigned groups);
void regex_scratch_free(struct regex_scratch *s);

enum { REGEX_NONE = 0, REGEX_LIMIT = -1 };

/* Looks for the pattern in subject (valid UTF-8, not checked again) from byte
 * `from` on. 1: found, span[0] is the whole and span[i] group i, with start
 * SPAN_NONE where it took no part (room for regex_groups + 1). REGEX_NONE,
 * or REGEX_LIMIT when it gave up at a limit of work or memory. */
int regex_find(struct regex *r, struct regex_scratch *s, struct str subject,
	size_t from, struct span *span);

/* Which PCRE2 this is, and with which Unicode: what letters a property has
 * hangs on it. */
enum { REGEX_VERSION = 128 };
void regex_version(char to[REGEX_VERSION]);

#endif
