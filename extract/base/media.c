/* Media types: "text/html; charset=utf-8". */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/media.h"

static void
copy_small(const char *p, size_t n, char *to, size_t room)
{
	size_t i;

	if (n >= room)
		n = 0;
	for (i = 0; i < n; i++)
		to[i] = (char)tolower((unsigned char)p[i]);
	to[n] = '\0';
}

void
media_read(const char *said, char *media, size_t room, char *charset,
	size_t charset_room)
{
	const char *p;

	said += strspn(said, " \t");
	copy_small(said, strcspn(said, ";, \t"), media, room);
	charset[0] = '\0';
	for (p = said; (p = strchr(p, ';'));) {
		p += strspn(p, "; \t");
		if (strncasecmp(p, "charset=", 8) != 0)
			continue;
		p += 8;
		p += strspn(p, "\"'");
		copy_small(p, strcspn(p, "\"'; \t,"), charset, charset_room);
		return;
	}
}
