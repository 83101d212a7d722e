/* Text looked at many bytes at a time: words, and what JSON escapes. See odd.c
 * and doubt.c for the rest. */
#include <string.h>

#include "base/wide.h"
#include "base/scan.h"

INLINE void
escaped(const char *p, block *out)
{
	block b;

	memcpy(&b, p, BLOCK);
	*out = ESCAPED(b);
}

INLINE uint64_t
starts(const char *p, uint64_t (*bits)(const block *x))
{
	block b, c;

	memcpy(&b, p, BLOCK);
	memcpy(&c, p + BLOCK, BLOCK);
	b = IS(b & ALL(0xC0), 0x80);
	c = IS(c & ALL(0xC0), 0x80);
	return ~(bits(&b) | bits(&c) << BLOCK);
}

static uint64_t
starts_wide(const char *p)
{
	return starts(p, bits_wide);
}

/* What SCAN_LOOK bytes are to words: letters and digits of ASCII, blanks, and
 * the first bytes of their letters of two bytes and of three. */
struct letters {
	uint64_t ascii, blank, two, three;
};

INLINE void
letters(const char *p, uint64_t (*bits)(const block *x), struct letters *out)
{
	block b, next, small, is[4];
	unsigned i;

#pragma GCC unroll 2
	for (i = 0; i < SCAN_LOOK; i += BLOCK) {
		memcpy(&b, p + i, BLOCK);
		memcpy(&next, p + i + 1, BLOCK);
		small = b | ALL(0x20);
		is[0] = WITHIN(b, '0', '9') | WITHIN(small, 'a', 'z');
		is[1] = IS(b, ' ');
		is[2] = WITHIN(b, 0xC3, 0xC8) &
			~(IS(b, 0xC3) & IS(next & ALL(0xDF), 0x97));
		is[3] = IS(b, 0xE1) & IS(next & ALL(0xFC), 0xB8);
		out->ascii |= bits(&is[0]) << i;
		out->blank |= bits(&is[1]) << i;
		out->two |= bits(&is[2]) << i;
		out->three |= bits(&is[3]) << i;
	}
}

/* The place of the lowest bit; any place where there is none. */
INLINE unsigned
first_bit(uint64_t bits)
{
	const uint64_t last = (uint64_t)1 << (SCAN_LOOK - 1);

	return (unsigned)__builtin_ctzll(bits | last);
}

/* Adds the places of bits to n of them, `often` at once: how many there are is
 * hard to foresee, that they are more than often is not. */
INLINE size_t
put_places(uint32_t *place, size_t n, size_t at, uint64_t bits, unsigned often,
	unsigned (*first)(uint64_t bits))
{
	const size_t all = n + (size_t)__builtin_popcountll(bits);
	unsigned i;

#pragma GCC unroll 32
	for (i = 0; i < often; i++, bits &= bits - 1)
		place[n + i] = (uint32_t)at + first(bits);
	for (n += often; n < all; n++, bits &= bits - 1)
		place[n] = (uint32_t)at + first(bits);
	return all;
}

INLINE void
put_look(const struct letters *k, size_t at, struct scan_cut *c,
	unsigned (*first)(uint64_t bits))
{
	enum { EDGES = 24, GAPS = 4 };
	uint64_t more = k->two | k->three;
	uint64_t inner = k->ascii | more | more << 1 | k->three << 2 | c->past;
	uint64_t blanks = c->blanks ? 0 : k->blank;

	c->nedge = put_places(c->edge, c->nedge, at,
		inner ^ (inner << 1 | (uint64_t)c->inside), EDGES, first);
	c->ngap =
		put_places(c->gap, c->ngap, at, ~(inner | blanks), GAPS, first);
	c->inside = inner >> (SCAN_LOOK - 1);
	c->past = more >> (SCAN_LOOK - 1) | k->three >> (SCAN_LOOK - 2);
}

INLINE void
cut(const char *p, size_t at, size_t end, struct scan_cut *c,
	uint64_t (*bits)(const block *x), unsigned (*first)(uint64_t bits))
{
	for (; at < end; at += SCAN_LOOK, p += SCAN_LOOK) {
		struct letters k = { 0 };

		letters(p, bits, &k);
		put_look(&k, at, c, first);
	}
}

static void
cut_wide(const char *p, size_t at, size_t end, struct scan_cut *c)
{
	cut(p, at, end, c, bits_wide, first_bit);
}

INLINE size_t
bare(struct str s, size_t at, uint64_t (*bits)(const block *x))
{
	uint64_t found;
	block bad;

	for (; s.n - at >= BLOCK; at += BLOCK) {
		escaped(s.p + at, &bad);
		found = bits(&bad);
		if (found)
			return at + (size_t)__builtin_ctzll(found);
	}
	return at;
}

static size_t
wide_bare(struct str s, size_t at)
{
	return bare(s, at, bits_wide);
}

INLINE size_t
copied(char *to, struct str s, size_t at, uint64_t (*bits)(const block *x))
{
	uint64_t found;
	block b, bad;

	for (; s.n - at >= BLOCK; at += BLOCK, to += BLOCK) {
		memcpy(&b, s.p + at, BLOCK);
		memcpy(to, &b, BLOCK);
		escaped(s.p + at, &bad);
		found = bits(&bad);
		if (found)
			return at + (size_t)__builtin_ctzll(found);
	}
	return at;
}

static size_t
wide_copy(char *to, struct str s, size_t at)
{
	return copied(to, s, at, bits_wide);
}

#ifdef __x86_64__
AVX2 static size_t
wider_bare(struct str s, size_t at)
{
	return bare(s, at, bits_wider);
}

AVX2 static size_t
wider_copy(char *to, struct str s, size_t at)
{
	return copied(to, s, at, bits_wider);
}

AVX2 static uint64_t
starts_wider(const char *p)
{
	return starts(p, bits_wider);
}

__attribute__((target("bmi"), always_inline)) static inline unsigned
first_wider(uint64_t bits)
{
	return (unsigned)__builtin_ia32_tzcnt_u64(bits);
}

__attribute__((target("avx2,bmi,popcnt"))) static void
cut_wider(const char *p, size_t at, size_t end, struct scan_cut *c)
{
	cut(p, at, end, c, bits_wider, first_wider);
}

enum scan_way
scan_best(void)
{
	return __builtin_cpu_supports("avx2") &&
			       __builtin_cpu_supports("bmi") &&
			       __builtin_cpu_supports("popcnt")
		       ? SCAN_WIDER
		       : SCAN_WIDE;
}
#else
#define wider_bare wide_bare
#define wider_copy wide_copy
#define cut_wider cut_wide
#define starts_wider starts_wide

enum scan_way
scan_best(void)
{
	return SCAN_WIDE;
}
#endif

size_t
scan_bare(enum scan_way way, struct str s, size_t at)
{
	if (way == SCAN_BYTES || s.n - at < BLOCK)
		return at;
	return way == SCAN_WIDER ? wider_bare(s, at) : wide_bare(s, at);
}

size_t
scan_copy(enum scan_way way, char *to, struct str s, size_t at)
{
	if (way == SCAN_BYTES || s.n - at < BLOCK)
		return at;
	return way == SCAN_WIDER ? wider_copy(to, s, at) : wide_copy(to, s, at);
}

/* The bytes of the letter of a word that begins with b and c: 0 for none. */
static unsigned
word_letter(unsigned char b, unsigned char c)
{
	unsigned char small = b | 0x20;

	if ((b >= '0' && b <= '9') || (small >= 'a' && small <= 'z'))
		return 1;
	if (b >= 0xC3 && b <= 0xC8 && !(b == 0xC3 && (c == 0x97 || c == 0xB7)))
		return 2;
	return b == 0xE1 && c >= 0xB8 && c <= 0xBB ? 3 : 0;
}

static void
cut_bytes(const char *text, size_t at, size_t end, struct scan_cut *c)
{
	const unsigned char *p = (const unsigned char *)text;
	unsigned i;

	for (; at < end; at += SCAN_LOOK, p += SCAN_LOOK) {
		struct letters k = { 0 };

		for (i = 0; i < SCAN_LOOK; i++) {
			unsigned bytes = word_letter(p[i], p[i + 1]);
			uint64_t bit = (uint64_t)1 << i;

			k.ascii |= bytes == 1 ? bit : 0;
			k.blank |= p[i] == ' ' ? bit : 0;
			k.two |= bytes == 2 ? bit : 0;
			k.three |= bytes == 3 ? bit : 0;
		}
		put_look(&k, at, c, first_bit);
	}
}

static void
cut_looks(enum scan_way way, const char *p, size_t at, size_t end,
	struct scan_cut *c)
{
	switch (way) {
	case SCAN_WIDER:
		cut_wider(p, at, end, c);
		return;
	case SCAN_WIDE:
		cut_wide(p, at, end, c);
		return;
	case SCAN_BYTES:
		break;
	}
	cut_bytes(p, at, end, c);
}

void
scan_cut(enum scan_way way, struct str s, size_t at, size_t end,
	struct scan_cut *c)
{
	char room[SCAN_LOOK + 1];
	/* one byte behind is read */
	size_t last = s.n > 0 ? (s.n - 1) / SCAN_LOOK * SCAN_LOOK : 0;

	if (end <= last) {
		cut_looks(way, s.p + at, at, end, c);
		return;
	}
	cut_looks(way, s.p + at, at, last, c);
	memset(room, ' ', sizeof room);
	memcpy(room, s.p + last, s.n - last);
	cut_looks(way, room, last, last + SCAN_LOOK, c);
	while (c->ngap > 0 && c->gap[c->ngap - 1] >= s.n)
		c->ngap--;
	if (c->inside)
		c->edge[c->nedge++] = (uint32_t)s.n;
	c->inside = false;
}

uint64_t
scan_starts(enum scan_way way, const char *p)
{
	uint64_t found = 0;
	unsigned i;

	for (i = 0; way == SCAN_BYTES && i < SCAN_LOOK; i++)
		found |= (uint64_t)(((unsigned char)p[i] & 0xC0) != 0x80) << i;
	if (way == SCAN_BYTES)
		return found;
	return way == SCAN_WIDER ? starts_wider(p) : starts_wide(p);
}
