/* Unicode's canonical composition (NFC), in time that grows with the text. */
#ifndef BASE_NFC_H
#define BASE_NFC_H

#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

/* Letters known to stand in NFC as they are, whatever is before them: they
 * neither come apart nor join what precedes. */
bool nfc_is_plain(uint32_t c);

/* s (valid UTF-8) in NFC: s itself where nothing is to be done, else in m. */
struct str nfc(struct mem *m, struct str s);

/* Which utf8proc this is. */
const char *nfc_version(void);

#endif
