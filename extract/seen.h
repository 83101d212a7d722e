/* A set of names, kept as the first 128 bits of their SHA-256 (FIPS 180-4):
 * 32 to 64 bytes a name, however long it is. A name may be in it several
 * times. */
#ifndef SEEN_H
#define SEEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { SEEN_HEX = 32 };

struct seen_key {
	uint64_t high, low;
};

struct seen_entry {
	struct seen_key key;
	uint64_t n; /* times; 0: a free place */
};

struct seen {
	struct seen_entry *entry; /* a power of two of them, or NULL */
	size_t room, used;
};

/* The key of a name; false when libcrypto has no memory. */
bool seen_name(struct str name, struct seen_key *key);

/* The key that 32 small hex digits write; false where they are none. */
bool seen_hex(struct str hex, struct seen_key *key);

/* False when memory is out. */
bool seen_add(struct seen *s, struct seen_key key);

bool seen_has(const struct seen *s, struct seen_key key);

/* Takes the name out once; false when it is not in it any more. */
bool seen_take(struct seen *s, struct seen_key key);

void seen_free(struct seen *s);

#endif
