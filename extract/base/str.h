/* Borrowed text: a pointer and a length. NUL is an ordinary byte. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p; /* may be NULL when n is 0 */
	size_t n;      /* bytes */
};

/* Half-open range of bytes; absent when start is SPAN_NONE. */
struct span {
	size_t start, end;
};

#define SPAN_NONE ((size_t)-1)
#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })
#define STR_ARG(s) (int)(s).n, (s).p /* for "%.*s" */

/* The bytes of a C string up to its NUL; NULL gives the empty text. */
static inline struct str
str_c(const char *s)
{
	return s ? (struct str){ s, strlen(s) } : (struct str){ NULL, 0 };
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Byte order, as memcmp and then length. */
int str_cmp(struct str a, struct str b);

static inline bool
str_starts(struct str s, struct str head)
{
	return s.n >= head.n && str_eq((struct str){ s.p, head.n }, head);
}

bool str_ends(struct str s, struct str tail);

/* Offset of the first needle in s at or after from, or SPAN_NONE. */
size_t str_find(struct str s, struct str needle, size_t from);

/* s without ASCII white space at both ends. */
struct str str_trim(struct str s);

/* Bytes [start, end) of s. */
static inline struct str
str_slice(struct str s, size_t start, size_t end)
{
	return (struct str){ s.p ? s.p + start : NULL, end - start };
}

/* Decimal digits alone, one to eight of them. */
bool str_digits(struct str s, unsigned *out);

/* Decimal digits alone, at least one, within range: true and *out filled. */
bool str_to_int(struct str s, int *out);

/* 64-bit FNV-1a, for tables in memory only. */
unsigned long long str_hash(struct str s);

/* The hash of a text from the hash of its beginning (STR_HASH_START for the
 * empty one) and the rest. */
#define STR_HASH_START 0xcbf29ce484222325ULL
unsigned long long str_hash_more(unsigned long long hash, struct str rest);

#endif
