/* A set of names by open addressing. Keys are digests: their bits are spread
 * already. */
#include <stdlib.h>

#include "base/sha256.h"
#include "seen.h"

enum { ROOM_FIRST = 1024 };

/* A name that was taken out as often as it was put in stays in its place, so
 * that those behind it are found: its count is GONE. */
#define GONE UINT64_MAX

static int
digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

bool
seen_hex(struct str hex, struct seen_key *key)
{
	uint64_t half[2] = { 0, 0 };
	size_t i;

	if (hex.n != SEEN_HEX)
		return false;
	for (i = 0; i < SEEN_HEX; i++) {
		int d = digit(hex.p[i]);

		if (d < 0)
			return false;
		half[i / 16] = half[i / 16] << 4 | (uint64_t)d;
	}
	*key = (struct seen_key){ half[0], half[1] };
	return true;
}

bool
seen_name(struct str name, struct seen_key *key)
{
	char hex[SHA256_HEX + 1];

	return sha256_hex(name, hex) &&
	       seen_hex((struct str){ hex, SEEN_HEX }, key);
}

/* Where the key is, or the free place where it would be. */
static struct seen_entry *
place(const struct seen *s, struct seen_key key)
{
	size_t i = (size_t)key.low & (s->room - 1);

	while (s->entry[i].n && (s->entry[i].key.high != key.high ||
					s->entry[i].key.low != key.low))
		i = (i + 1) & (s->room - 1);
	return &s->entry[i];
}

static bool
grow(struct seen *s)
{
	struct seen larger = { .room = s->room ? 2 * s->room : ROOM_FIRST,
		.used = s->used };
	size_t i;

	larger.entry = calloc(larger.room, sizeof *larger.entry);
	if (!larger.entry)
		return false;
	for (i = 0; i < s->room; i++)
		if (s->entry[i].n)
			*place(&larger, s->entry[i].key) = s->entry[i];
	free(s->entry);
	*s = larger;
	return true;
}

bool
seen_add(struct seen *s, struct seen_key key)
{
	struct seen_entry *e;

	if (s->used * 4 >= s->room * 3 && !grow(s))
		return false;
	e = place(s, key);
	e->key = key;
	s->used += e->n == 0;
	e->n = e->n == GONE ? 1 : e->n + 1;
	return true;
}

bool
seen_has(const struct seen *s, struct seen_key key)
{
	struct seen_entry *e = s->room ? place(s, key) : NULL;

	return e && e->n && e->n != GONE;
}

bool
seen_take(struct seen *s, struct seen_key key)
{
	struct seen_entry *e;

	if (!seen_has(s, key))
		return false;
	e = place(s, key);
	e->n = e->n > 1 ? e->n - 1 : GONE;
	return true;
}

void
seen_free(struct seen *s)
{
	free(s->entry);
	*s = (struct seen){ .room = 0 };
}
