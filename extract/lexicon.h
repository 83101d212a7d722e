/* Lists of words, each with what is known of it. Read-only once made. */
#ifndef LEXICON_H
#define LEXICON_H

#include <stdint.h>

#include "base/node.h"

struct ex_err;
struct lexicon;

/* Makes one from its YAML: a list of words, or a mapping from words to a
 * value or to attributes. -1: e holds the line and column. All in m. */
int lexicon_new(const char *file, const struct node *yaml, struct mem *m,
	struct lexicon **out, struct ex_err *e);

/* Adds another file's words of the same name; a word that is there already
 * is replaced. */
int lexicon_extend(struct lexicon *l, const char *file, const struct node *yaml,
	struct mem *m, struct ex_err *e);

/* Puts it into an image; returns its place. */
size_t lexicon_image(struct image *i, const struct lexicon *l);

struct str lexicon_name(const struct lexicon *l);

/* Has one of its words one of these ASCII signs, or any sign beyond ASCII? */
bool lexicon_has_sign(const struct lexicon *l, const char *signs);

/* Bytes of its longest entry. */
size_t lexicon_most(const struct lexicon *l);

/* A pattern that matches any of its words, the longest first; made in m when
 * first asked for. While rules are loaded only, by one thread. */
struct str lexicon_pattern(const struct lexicon *l, struct mem *m);

/* A text that is looked up, in more than one of them. Both spellings of its
 * first letter are looked for with one hash, which knows the small one alone:
 * they have as many bytes. */
enum { LEXICON_HEAD = 2 };
struct lexicon_key {
	struct str text;
	uint64_t exact[LEXICON_HEAD]; /* its first bytes, zeros behind them */
	uint64_t small[LEXICON_HEAD]; /* with its first letter small */
	bool capital;		      /* that is another one */
	size_t n; /* bytes that the hash is of: all, or the first word */
	uint64_t hash;
};

/* For lexicon_find_key, and for lexicon_longest_key. */
void lexicon_key(struct str text, struct lexicon_key *k);
void lexicon_key_start(struct str text, struct lexicon_key *k);

/* lexicon_key_start where it is known that `first` letters and digits are its
 * first word. */
void lexicon_key_word(struct str text, size_t first, struct lexicon_key *k);

/* As lexicon_find and lexicon_longest. */
const struct node *lexicon_find_key(
	const struct lexicon *l, const struct lexicon_key *k);
size_t lexicon_longest_key(const struct lexicon *l, const struct lexicon_key *k,
	const struct node **entry);

/* What it says of a word, as an object node (a scalar entry is under
 * "value"); NULL when it does not have it. An entry that begins with a small
 * letter is found with a capital as well ("bộ trưởng", "Bộ trưởng"). */
const struct node *lexicon_find(const struct lexicon *l, struct str word);

/* lexicon_find and one attribute; empty where either is missing. */
struct str lexicon_get(
	const struct lexicon *l, struct str word, const char *attribute);

/* May one of its entries stand at the end of s, from a word's start on? No is
 * sure, and the answer for most texts. */
bool lexicon_may_end(const struct lexicon *l, struct str s);

/* The same of a key (lexicon_key) of the letters and digits that a text ends
 * with; or of these, a blank, and those before it: may more than one word of an
 * entry stand there? */
bool lexicon_may_end_key(const struct lexicon *l, const struct lexicon_key *k);

/* May s begin with one of its entries? No is sure, and most often the answer.
 */
bool lexicon_may_begin(const struct lexicon *l, struct str s);

/* The longest entry that s begins with, ending at a word's end: its length in
 * bytes, and *entry (may be NULL) its node; 0 when there is none. */
size_t lexicon_longest(
	const struct lexicon *l, struct str s, const struct node **entry);

#endif
