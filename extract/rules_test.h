/* The tests that rules carry (rules/README.md). */
#ifndef RULES_TEST_H
#define RULES_TEST_H

#include "base/str.h"

struct ex_err;
struct rules;

/* A test that failed: where it stands, the rule, what was wanted and what
 * was found. Valid during the call. */
struct rules_failed {
	const char *file;
	unsigned line;
	struct str id, what;
};
typedef void rules_failed_fn(void *arg, const struct rules_failed *f);

struct rules_tested {
	size_t rules, passed, failed;
};

/* Runs the tests of all rules whose id begins with `head` ("dates/day", or
 * an empty text: of all), and tells those that fail. -1: memory was out. */
int rules_test(const struct rules *r, struct str head, rules_failed_fn *failed,
	void *arg, struct rules_tested *n, struct ex_err *e);

#endif
