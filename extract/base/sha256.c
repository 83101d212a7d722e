/* SHA-256, by libcrypto. */
#include <openssl/evp.h>

#include "base/sha256.h"

static void
put_hex(const unsigned char sum[SHA256_HEX / 2], char hex[SHA256_HEX + 1])
{
	static const char digit[] = "0123456789abcdef";
	unsigned i;

	for (i = 0; i < SHA256_HEX / 2; i++) {
		hex[2 * i] = digit[sum[i] >> 4];
		hex[2 * i + 1] = digit[sum[i] & 15];
	}
	hex[SHA256_HEX] = '\0';
}

bool
sha256_hex(struct str s, char hex[SHA256_HEX + 1])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	hex[0] = '\0';
	if (!EVP_Digest(s.n ? s.p : "", s.n, sum, &n, EVP_sha256(), NULL) ||
		n * 2 != SHA256_HEX)
		return false;
	put_hex(sum, hex);
	return true;
}

static bool
finish(EVP_MD_CTX *c, char hex[SHA256_HEX + 1])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	if (!EVP_DigestFinal_ex(c, sum, &n) || n * 2 != SHA256_HEX)
		return false;
	put_hex(sum, hex);
	return true;
}

bool
sha256_hex_both(struct str s, size_t n, char part[SHA256_HEX + 1],
	char whole[SHA256_HEX + 1])
{
	EVP_MD_CTX *c = EVP_MD_CTX_new(), *more = EVP_MD_CTX_new();
	bool ok = c && more && EVP_DigestInit_ex(c, EVP_sha256(), NULL) &&
		  EVP_DigestUpdate(c, n ? s.p : "", n) &&
		  EVP_MD_CTX_copy_ex(more, c) && finish(c, part) &&
		  EVP_DigestUpdate(more, n < s.n ? s.p + n : "", s.n - n) &&
		  finish(more, whole);

	if (!ok)
		part[0] = whole[0] = '\0';
	EVP_MD_CTX_free(c);
	EVP_MD_CTX_free(more);
	return ok;
}
