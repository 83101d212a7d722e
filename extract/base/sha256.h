/* SHA-256 (FIPS 180-4), by libcrypto. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/str.h"

enum { SHA256_HEX = 64 };

/* The digest of s in small hex digits and a NUL. False when libcrypto has no
 * memory or does not do it; hex is then empty. */
bool sha256_hex(struct str s, char hex[SHA256_HEX + 1]);

/* The same of s and of its first n bytes, which are read only once. */
bool sha256_hex_both(struct str s, size_t n, char part[SHA256_HEX + 1],
	char whole[SHA256_HEX + 1]);

#endif
