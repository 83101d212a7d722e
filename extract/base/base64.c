/* Bytes as text: base64. */
#include <string.h>

#include "base/base64.h"

static const char alphabet[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_put(struct buf *out, struct str bytes)
{
	size_t i;

	for (i = 0; i < bytes.n; i += 3) {
		const unsigned char *p = (const unsigned char *)bytes.p + i;
		size_t left = bytes.n - i;
		unsigned long three = (unsigned long)p[0] << 16;

		if (left > 1)
			three |= (unsigned long)p[1] << 8;
		if (left > 2)
			three |= p[2];
		buf_put_c(out, alphabet[three >> 18]);
		buf_put_c(out, alphabet[three >> 12 & 63]);
		buf_put_c(out, left > 1 ? alphabet[three >> 6 & 63] : '=');
		buf_put_c(out, left > 2 ? alphabet[three & 63] : '=');
	}
}

bool
base64_get(struct buf *out, struct str text)
{
	unsigned long bits = 0;
	unsigned nbits = 0;
	size_t i, n = text.n;

	if (n % 4)
		return false;
	while (n && text.n - n < 2 && text.p[n - 1] == '=')
		n--;
	if (!buf_reserve(out, n / 4 * 3 + 3))
		return false;
	for (i = 0; i < n; i++) {
		char c = text.p[i];
		const char *at = c ? strchr(alphabet, c) : NULL;

		if (!at)
			return false;
		bits = bits << 6 | (unsigned long)(at - alphabet);
		nbits += 6;
		if (nbits >= 8) {
			nbits -= 8;
			buf_put_c(out, (char)(bits >> nbits));
			bits &= (1ul << nbits) - 1;
		}
	}
	return bits == 0;
}
