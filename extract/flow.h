/* The seven stages, in order. The one list: options, help, messages and
 * tests all read it. */
#ifndef FLOW_H
#define FLOW_H

/*      name     what it leaves behind */
#define FLOW_STAGES(X)                                                         \
	X(read, "the bytes of each article")                                   \
	X(decode, "the same as UTF-8")                                         \
	X(article, "title, paragraphs, date, authors")                         \
	X(normal, "one spelling for every word (NFC)")                         \
	X(match, "the places where a rule holds")                              \
	X(value, "what they mean: dates, figures, names")                      \
	X(emit, "one line an article")

#define FLOW_ENUM(name, help) STAGE_##name,
enum stage { FLOW_STAGES(FLOW_ENUM) STAGES };
#undef FLOW_ENUM

extern const char *const stage_name[STAGES];
extern const char *const stage_help[STAGES];

struct buf;
struct doc;
struct emit_type;
struct ex_err;
struct mem;
struct rules;
struct scratch;

/* Runs the stages from `from` to `to` (decode .. value) on one article whose
 * earlier parts are filled. -1 with e filled and *failed naming the stage.
 * scratch belongs to the calling thread. */
int flow_run(struct doc *d, const struct rules *r, struct scratch *scratch,
	enum stage from, enum stage to, enum stage *failed, struct ex_err *e);

/* The last stage: appends the article's lines to out, all of them or none. */
int flow_emit(const struct emit_type *t, const struct doc *d,
	const struct rules *r, struct buf *out, struct ex_err *e);

/* Calls f(arg) with a landing place for m: -1 with e filled when its memory
 * is out, else what f returns. */
int flow_try(struct mem *m, int (*f)(void *arg), void *arg, struct ex_err *e);

/* The stage of that name, or STAGES. */
enum stage flow_stage(const char *name);

#endif
