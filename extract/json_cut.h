/* A stream of JSON cut into the values that it is a list of, or that stand in
 * it one behind the other, over as many lines as they like. */
#ifndef JSON_CUT_H
#define JSON_CUT_H

#include "base/str.h"

struct ex_err;
struct json_cut;
struct stream;

/* What the first bytes of a file show: an object on a line; objects over
 * lines, or in a list; something else. */
enum json_head { JSON_HEAD_NONE, JSON_HEAD_LINE, JSON_HEAD_MANY };
enum json_head json_head(struct str head);

/* NULL: memory is out. */
struct json_cut *json_cut_open(void);

/* A value, valid until the next one. */
struct json_value {
	struct str bytes;
	size_t line, column; /* where it begins, from 1; columns in bytes */
};

/* 1: *value is the next one. 0: there are no more. -1: e says why; where a
 * value alone is at fault the next call goes on behind it. */
int json_cut_next(struct json_cut *c, struct stream *s,
	struct json_value *value, struct ex_err *e);

void json_cut_close(struct json_cut *c);

#endif
