/* Unpacking brotli, with its own library. */
#include <brotli/decode.h>

#include "base/err.h"
#include "brotli.h"

enum { BLOCK = 64 * 1024 };

int
brotli_whole(struct str s, size_t most, struct buf *out, struct ex_err *e)
{
	BrotliDecoderState *b = BrotliDecoderCreateInstance(NULL, NULL, NULL);
	BrotliDecoderResult rc = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
	const unsigned char *in = (const unsigned char *)s.p;
	size_t left = s.n, room;
	unsigned char *to;

	if (!b)
		return err_set(e, "out of memory");
	while (rc == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT &&
		out->n <= most && buf_reserve(out, BLOCK)) {
		to = (unsigned char *)out->p + out->n;
		room = BLOCK;
		rc = BrotliDecoderDecompressStream(
			b, &left, &in, &room, &to, NULL);
		out->n += BLOCK - room;
	}
	BrotliDecoderDestroyInstance(b);
	if (rc == BROTLI_DECODER_RESULT_SUCCESS)
		return 0;
	if (out->bad)
		return err_set(e, "out of memory");
	if (out->n > most)
		return err_set(e, "unpacks to more than %zu bytes", most);
	return err_set(e, rc == BROTLI_DECODER_RESULT_ERROR
				  ? "what is packed is broken"
				  : "what is packed is cut off");
}
