/* SHA-256, by libcrypto: its own functions for it, which need no memory. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include "base/sha256.h"

static bool
finish(SHA256_CTX *c, char hex[SHA256_HEX + 1])
{
	static const char digit[] = "0123456789abcdef";
	unsigned char sum[SHA256_DIGEST_LENGTH];
	unsigned i;

	hex[0] = '\0';
	if (!SHA256_Final(sum, c))
		return false;
	for (i = 0; i < SHA256_HEX / 2; i++) {
		hex[2 * i] = digit[sum[i] >> 4];
		hex[2 * i + 1] = digit[sum[i] & 15];
	}
	hex[SHA256_HEX] = '\0';
	return true;
}

bool
sha256_hex(struct str s, char hex[SHA256_HEX + 1])
{
	SHA256_CTX c;

	hex[0] = '\0';
	return SHA256_Init(&c) && SHA256_Update(&c, s.n ? s.p : "", s.n) &&
	       finish(&c, hex);
}

bool
sha256_hex_both(struct str s, size_t n, char part[SHA256_HEX + 1],
	char whole[SHA256_HEX + 1])
{
	SHA256_CTX c, more;

	part[0] = whole[0] = '\0';
	if (!SHA256_Init(&c) || !SHA256_Update(&c, n ? s.p : "", n))
		return false;
	more = c;
	return finish(&c, part) &&
	       SHA256_Update(&more, n < s.n ? s.p + n : "", s.n - n) &&
	       finish(&more, whole);
}
