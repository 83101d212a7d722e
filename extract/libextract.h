/* libextract: Vietnamese press articles in, structured records out.
 *
 * Rules are loaded once and may be shared by any number of threads; each
 * thread has a worker of its own; a record lives until its worker extracts
 * the next one. Nothing is printed, no signal is touched, and there is no
 * global state. All text is UTF-8 with a length in bytes; NUL is an ordinary
 * byte. See libextract(3). */
#ifndef LIBEXTRACT_H
#define LIBEXTRACT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif
#ifdef __GNUC__ /* the library shows these names and no others */
#pragma GCC visibility push(default)
#endif

/* Where something went wrong and what, in one sentence: lower case, no full
 * stop. line and column count from 1; 0 where they are not known. */
struct ex_err {
	char file[512];
	size_t line, column;
	char what[512];
};

struct ex_rules;  /* compiled; read-only */
struct ex_worker; /* memory of one thread */
struct ex_node;	  /* a part of a record */

/* Reads the folders of rules dir[0 .. n), later ones added to earlier ones.
 * NULL: e has the first fault. */
struct ex_rules *ex_rules_load(
	const char *const *dir, size_t n, struct ex_err *e);

/* When no worker uses them any more. NULL is let pass. */
void ex_rules_free(struct ex_rules *r);

/* NULL: memory is out. */
struct ex_worker *ex_worker_new(const struct ex_rules *r, struct ex_err *e);
void ex_worker_free(struct ex_worker *w);

/* An article and what is known of it. */
struct ex_article {
	const char *text; /* in any charset: it is found */
	size_t size;	  /* bytes of text */

	/* C strings in UTF-8; NULL: not known, the text may tell. */
	const char *uri;
	const char *title;
	const char *published; /* "2021-06-05", or with "T19:30:00+07:00" */
};

/* Takes an article through all stages. 0: the record is w's, until w extracts
 * again or is freed. -1: e says what is wrong with the article, and w may go
 * on with another. */
int ex_extract(
	struct ex_worker *w, const struct ex_article *a, struct ex_err *e);

/* The record as one line of JSON, its newline with it; *size is its bytes.
 * NULL when no record is there. */
const char *ex_json(const struct ex_worker *w, size_t *size);

/* --- the record as a tree; out/record.schema.json says what is in it --- */

enum ex_kind { EX_NULL, EX_BOOL, EX_NUMBER, EX_TEXT, EX_LIST, EX_OBJECT };

/* The record's own object, made when it is first asked for. NULL: memory is
 * out, or no record is there. */
const struct ex_node *ex_record(struct ex_worker *w, struct ex_err *e);

/* EX_NULL for NULL: so what is not there may be asked like what is. */
enum ex_kind ex_kind(const struct ex_node *n);

/* The member of that name, or NULL. */
const struct ex_node *ex_get(const struct ex_node *object, const char *name);

/* The first part of a list or object, and the one behind a part; NULL at the
 * end. */
const struct ex_node *ex_first(const struct ex_node *n);
const struct ex_node *ex_next(const struct ex_node *n);

/* The name that a part has in its object; *size 0 in a list. */
const char *ex_name(const struct ex_node *n, size_t *size);

/* A text's bytes, a number's digits ("10.01"), "true" or "false"; *size 0 for
 * all else. Not ended by a NUL. */
const char *ex_text(const struct ex_node *n, size_t *size);

/* A whole number such as `start` and `end`, which count code points; `other`
 * for all else. */
long long ex_whole(const struct ex_node *n, long long other);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif

#endif
