/* SHA-256, by libcrypto. */
#include <openssl/evp.h>

#include "base/sha256.h"

bool
sha256_hex(struct str s, char hex[SHA256_HEX + 1])
{
	static const char digit[] = "0123456789abcdef";
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned n = 0, i;

	hex[0] = '\0';
	if (!EVP_Digest(s.n ? s.p : "", s.n, sum, &n, EVP_sha256(), NULL) ||
		n * 2 != SHA256_HEX)
		return false;
	for (i = 0; i < n; i++) {
		hex[2 * i] = digit[sum[i] >> 4];
		hex[2 * i + 1] = digit[sum[i] & 15];
	}
	hex[SHA256_HEX] = '\0';
	return true;
}
