/* What a run has done, so that it can go on after it was stopped: which
 * articles, and how long its output was when their lines were safe on disk.
 *
 *     extract journal 1 jsonl
 *     *"news/a.txt"
 *     "news/b.jsonl#1"
 *     = 8120 0 2 0d5c3f...
 *
 * A block is names of articles (JSON texts, behind a star where the file or
 * page has nothing else) and a line that ends it: bytes of
 * the output and of the file of errors, number of names, and 128 bits of
 * SHA-256 over the block and the former block's sum. A block counts when it is
 * whole and the output is as long as it says; what comes behind is cut off, in
 * the journal as in the output. */
#ifndef JOURNAL_H
#define JOURNAL_H

#include "base/str.h"

struct ex_err;
struct journal;

/* Lengths in bytes that belong together. */
struct journal_sizes {
	size_t output, errors;
};

/* Opens or makes a journal for an output of that format, and holds it against
 * others. now: how long output and errors are; *safe: how much of them counts.
 * NULL: e says why. */
struct journal *journal_open(const char *path, const char *format,
	struct journal_sizes now, struct journal_sizes *safe, struct ex_err *e);

/* Was this article done before? Each time that it was counts once. The second
 * one asks for a file or page that is nothing but one article. */
bool journal_take(struct journal *j, struct str uri);
bool journal_take_whole(struct journal *j, struct str uri);

/* An article's lines were handed to the output. */
void journal_done(struct journal *j, struct str uri, bool whole);

/* Are there articles that no block has? */
bool journal_is_behind(const struct journal *j);

/* Writes them as a block; the output is on disk up to `sizes`. -1: e says
 * why. */
int journal_commit(
	struct journal *j, struct journal_sizes sizes, struct ex_err *e);

void journal_close(struct journal *j);

#endif
