/* Text looked at many bytes at a time: is it UTF-8, are its letters ours?
 *
 * A block is compared with what makes a byte suspicious, together with the
 * one, two and three bytes before each, loaded from so much further left.
 * UTF-8 is valid where just those bytes are continuations that should be:
 *
 *   byte                C3 A0 n  g  E1 BA A1 y
 *   1 before is a lead     x           x
 *   2 before is of 3+                     x
 *   continuation           x           x  x
 *
 * The rest are the leads that do not exist and the four that restrict the
 * byte behind them (RFC 3629, section 4). */
#include <string.h>

#include "base/wide.h"
#include "base/scan.h"

/* Bytes before a block are looked at as well. */
enum { BEFORE = 3 };

/* --- what makes bytes suspicious; p has BLOCK bytes, and 3 before them --- */

INLINE void
bad_utf8(const char *p, block *out)
{
	block b, b1, b2, b3, bad, due;

	memcpy(&b, p, BLOCK);
	memcpy(&b1, p - 1, BLOCK);
	memcpy(&b2, p - 2, BLOCK);
	memcpy(&b3, p - 3, BLOCK);
	due = LEAST(b1, 0xC0) | LEAST(b2, 0xE0) | LEAST(b3, 0xF0);
	bad = due ^ IS(b & ALL(0xC0), 0x80);
	bad |= IS(b & ALL(0xFE), 0xC0) | LEAST(b, 0xF5);
	bad |= IS(b1, 0xE0) & ~LEAST(b, 0xA0);
	bad |= IS(b1, 0xED) & LEAST(b, 0xA0);
	bad |= IS(b1, 0xF0) & ~LEAST(b, 0x90);
	bad |= IS(b1, 0xF4) & LEAST(b, 0x90);
	*out = bad;
}

INLINE void
bad_latin(const char *p, block *out)
{
	block b, b1, b2, bad, lead;

	memcpy(&b, p, BLOCK);
	memcpy(&b1, p - 1, BLOCK);
	memcpy(&b2, p - 2, BLOCK);
	lead = LEAST(b, 0xC0);
	bad = lead & ~(LEAST(b, 0xC3) & ~LEAST(b, 0xC7)) & ~IS(b, 0xE1) &
	      ~IS(b, 0xE2);
	bad |= IS(b1, 0xC3) & (IS(b, 0x90) | IS(b, 0xB0)); /* Ð ð */
	bad |= IS(b1, 0xC4) & IS(b, 0xB1);		   /* ı */
	bad |= IS(b1, 0xC6) & IS(b, 0x89);		   /* Ɖ */
	bad |= IS(b1, 0xE1) & ~IS(b & ALL(0xFE), 0xBA);
	bad |= IS(b2, 0xE1) & ((IS(b1, 0xBA) & ~LEAST(b, 0xA0)) |
				      (IS(b1, 0xBB) & LEAST(b, 0xBA)));
	bad |= IS(b1, 0xE2) & ~IS(b, 0x80);
	bad |= IS(b2, 0xE2) & (~LEAST(b, 0x90) | LEAST(b, 0xA8));
	*out = bad;
}

INLINE void
bad_twice(const char *p, block *out)
{
	block b, b1, b2;

	memcpy(&b, p, BLOCK);
	memcpy(&b1, p - 1, BLOCK);
	memcpy(&b2, p - 2, BLOCK);
	*out = IS(b2, 0xC3) &
	       (IS(b1, 0xA1) | IS(b1, 0x83) | IS(b1, 0x84) | IS(b1, 0x86)) &
	       (IS(b, 0xC2) | IS(b, 0xC6) | IS(b, 0xE2));
}

/* What makes a byte suspicious, told by its halves and those of the byte before
 * it, after J. Keiser and D. Lemire, "Validating UTF-8 in less than one
 * instruction per byte" (2021). */
enum {
	SHORT = 1, /* no continuation where one should be */
	LONG = 2,  /* one where none should be */
	LEAST_3 = 4,
	LARGE = 8,
	SURROGATE = 16,
	LEAST_2 = 32,
	LEAST_4 = 64,
	TWO_BEHIND = 128, /* two continuations */
	ANY_LOW = SHORT | LONG | TWO_BEHIND
};

static const struct halves utf8_before = {
	TWICE(ANY_LOW | LEAST_2 | LEAST_3 | LEAST_4, ANY_LOW | LEAST_2, ANY_LOW,
		ANY_LOW, ANY_LOW | LARGE, ANY_LOW | LARGE | LEAST_4,
		ANY_LOW | LARGE | LEAST_4, ANY_LOW | LARGE | LEAST_4,
		ANY_LOW | LARGE | LEAST_4, ANY_LOW | LARGE | LEAST_4,
		ANY_LOW | LARGE | LEAST_4, ANY_LOW | LARGE | LEAST_4,
		ANY_LOW | LARGE | LEAST_4,
		ANY_LOW | LARGE | LEAST_4 | SURROGATE,
		ANY_LOW | LARGE | LEAST_4, ANY_LOW | LARGE | LEAST_4),
	TWICE(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG, TWO_BEHIND,
		TWO_BEHIND, TWO_BEHIND, TWO_BEHIND, SHORT | LEAST_2, SHORT,
		SHORT | LEAST_3 | SURROGATE, SHORT | LARGE | LEAST_4)
};

static const unsigned char utf8_high[] =
	TWICE(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT,
		LONG | LEAST_2 | TWO_BEHIND | LEAST_3 | LEAST_4,
		LONG | LEAST_2 | TWO_BEHIND | LEAST_3 | LARGE,
		LONG | LEAST_2 | TWO_BEHIND | SURROGATE | LARGE,
		LONG | LEAST_2 | TWO_BEHIND | SURROGATE | LARGE, SHORT, SHORT,
		SHORT, SHORT);

INLINE void
odd_utf8(const char *p, pick *rows, block *out)
{
	block b, b1, b2, b3, low, high, bad;

	memcpy(&b, p, BLOCK);
	memcpy(&b1, p - 1, BLOCK);
	memcpy(&b2, p - 2, BLOCK);
	memcpy(&b3, p - 3, BLOCK);
	halve(&b1, &low, &high);
	by_halves(&utf8_before, &low, &high, rows, &bad);
	halve(&b, &low, &high);
	rows(utf8_high, &high, &low);
	/* behind E0 .. and F0 .. a second and a third one must stand */
	b2 = IS(b2 | ALL(0x1F), 0xFF) | IS(b3 | ALL(0x0F), 0xFF);
	*out = (bad & low) ^ (b2 & ALL(TWO_BEHIND));
}

enum {
	LEAD_C = 1,
	LEAD_E = 2,
	ETH = 4,     /* C3 with 90 or B0 */
	DOTLESS = 8, /* C4 with B1 */
	E1_89A = 16, /* E1 with what is neither BA nor BB */
	E1_B = 32,
	BA_89 = 64, /* (E1) BA with 80 .. 9F */
	BB_B = 128  /* (E1) BB with BA .. BF */
};
#define LEADS (LEAD_C | LEAD_E)
#define E1_ANY (E1_89A | E1_B | BA_89)

static const struct halves latin_before = {
	TWICE(LEADS, LEADS | E1_89A | E1_B, LEADS, LEADS | ETH, LEADS | DOTLESS,
		LEADS, LEADS, LEADS, LEADS, LEADS, LEADS | BA_89, LEADS | BB_B,
		LEADS, LEADS, LEADS, LEADS),
	TWICE(LEADS, LEADS, LEADS, LEADS, LEADS, LEADS, LEADS, LEADS, LEADS,
		LEADS, LEADS, LEADS | BA_89 | BB_B, LEADS | ETH | DOTLESS,
		LEADS, LEADS | E1_89A | E1_B, LEADS)
};

static const struct halves latin_here = {
	TWICE(LEADS | ETH | E1_ANY, LEAD_C | DOTLESS | E1_ANY, LEAD_C | E1_ANY,
		LEAD_E | E1_ANY, LEAD_E | E1_ANY, LEAD_E | E1_ANY,
		LEAD_E | E1_ANY, LEADS | E1_ANY, LEADS | E1_ANY, LEADS | E1_ANY,
		LEADS | E1_89A | BA_89 | BB_B, LEADS | E1_89A | BA_89 | BB_B,
		LEADS | E1_ANY | BB_B, LEADS | E1_ANY | BB_B,
		LEADS | E1_ANY | BB_B, LEADS | E1_ANY | BB_B),
	TWICE(0, 0, 0, 0, 0, 0, 0, 0, E1_89A | BA_89, E1_89A | BA_89 | ETH,
		E1_89A, E1_B | ETH | DOTLESS | BB_B, LEAD_C, LEADS, LEAD_E,
		LEADS)
};

INLINE void
odd_latin(const char *p, pick *rows, block *out)
{
	block b, b1, b2, low, high, bad;

	memcpy(&b, p, BLOCK);
	memcpy(&b1, p - 1, BLOCK);
	memcpy(&b2, p - 2, BLOCK);
	halve(&b1, &low, &high);
	by_halves(&latin_before, &low, &high, rows, &bad);
	halve(&b, &low, &high);
	by_halves(&latin_here, &low, &high, rows, out);
	bad &= *out;
	bad |= IS(b1, 0xC6) & IS(b, 0x89); /* Ɖ */
	bad |= IS(b1, 0xE2) & ~IS(b, 0x80);
	bad |= IS(b2, 0xE2) & ~(block)((numbers)(b - ALL(0xA7 - 0x7F)) >
				       (numbers)ALL(0x7F - 24));
	*out = bad;
}

typedef void judge(const char *p, block *bad);

/* With letters before it and behind: a letter that is cut shows. */
INLINE bool
is_short_well(struct str s, judge *not_utf8)
{
	char room[BEFORE + 2 * BLOCK];
	block bad, also;
	size_t i;

	memset(room, 'x', sizeof room);
	memcpy(room + BEFORE, s.p, s.n);
	for (i = 0; i <= s.n; i += BLOCK) {
		memcpy(&bad, room + BEFORE + i, BLOCK);
		bad = ESCAPED(bad);
		not_utf8(room + BEFORE + i, &also);
		bad |= also;
		if (ANY(bad))
			return false;
	}
	return true;
}

static bool
short_wide(struct str s)
{
	return is_short_well(s, bad_utf8);
}

/* --- going on as long as nothing is --- */

INLINE size_t
run(struct str s, size_t at, judge *bad)
{
	block x, y;

	for (; s.n - at >= 2 * BLOCK; at += 2 * BLOCK) {
		bad(s.p + at, &x);
		bad(s.p + at + BLOCK, &y);
		x |= y;
		if (ANY(x))
			break;
	}
	for (; s.n - at >= BLOCK; at += BLOCK) {
		bad(s.p + at, &x);
		if (ANY(x))
			break;
	}
	return at;
}

#define WAYS(X) X(utf8) X(latin) X(twice)
#define WIDE(what)                                                             \
	static size_t wide_##what(struct str s, size_t at)                     \
	{                                                                      \
		return run(s, at, bad_##what);                                 \
	}
WAYS(WIDE)

/* --- of a whole text --- */

/* SCAN_LOOK bytes and three before; NULs stand before a text and behind it. */
INLINE const char *
look_at(struct str s, size_t at, char room[BEFORE + SCAN_LOOK])
{
	size_t from = at < BEFORE ? at : BEFORE, n;

	if (at > 0 && s.n >= at + SCAN_LOOK)
		return s.p + at;
	memset(room, 0, BEFORE + SCAN_LOOK);
	n = s.n - at < SCAN_LOOK ? s.n - at : SCAN_LOOK;
	if (n + from > 0)
		memcpy(room + BEFORE - from, s.p + at - from, from + n);
	return room + BEFORE;
}

INLINE bool
is_without(struct str s, judge *bad, gather *bits)
{
	char room[BEFORE + SCAN_LOOK];
	block x, y;
	size_t at;

	for (at = 0; at <= s.n; at += SCAN_LOOK) {
		const char *p = look_at(s, at, room);

		bad(p, &x);
		bad(p + BLOCK, &y);
		x = ~IS(x | y, 0);
		if (bits(&x))
			return false;
	}
	return true;
}

INLINE void
odd(struct str s, judge *bad, gather *bits, uint64_t *found)
{
	char room[BEFORE + SCAN_LOOK];
	block x, y;
	size_t at;

	for (at = 0; at <= s.n; at += SCAN_LOOK) {
		const char *p = look_at(s, at, room);

		bad(p, &x);
		bad(p + BLOCK, &y);
		x = IS(x, 0);
		y = IS(y, 0);
		*found++ = ~(bits(&x) | bits(&y) << BLOCK);
	}
}

static bool
whole_wide(struct str s)
{
	return is_without(s, bad_utf8, bits_wide);
}

static void
odd_wide(struct str s, uint64_t *found)
{
	odd(s, bad_latin, bits_wide, found);
}

#ifdef __x86_64__
INLINE_AVX2 void
utf8_wider(const char *p, block *bad)
{
	odd_utf8(p, pick_wider, bad);
}

INLINE_AVX2 void
latin_wider(const char *p, block *bad)
{
	odd_latin(p, pick_wider, bad);
}
#define twice_wider bad_twice

AVX2 static bool
whole_wider(struct str s)
{
	return is_without(s, utf8_wider, bits_wider);
}

AVX2 static void
odd_wider(struct str s, uint64_t *found)
{
	odd(s, latin_wider, bits_wider, found);
}

#define WIDER(what)                                                            \
	AVX2 static size_t wider_##what(struct str s, size_t at)               \
	{                                                                      \
		return run(s, at, what##_wider);                               \
	}
WAYS(WIDER)

AVX2 static bool
short_wider(struct str s)
{
	return is_short_well(s, utf8_wider);
}
#else
#define wider_utf8 wide_utf8
#define wider_latin wide_latin
#define wider_twice wide_twice
#define short_wider short_wide
#define whole_wider whole_wide
#define odd_wider odd_wide
#endif

/* The start of the letter that byte at - 1 belongs to, and no earlier than
 * `least`. */
static size_t
letter_start(struct str s, size_t at, size_t least)
{
	size_t i = at;

	while (i > least && at - i < 4)
		if (((unsigned char)s.p[--i] & 0xC0) != 0x80)
			return i;
	return i;
}

/* Too short to be looked at by the block from there on. */
static bool
is_short(enum scan_way way, struct str s, size_t at)
{
	return way == SCAN_BYTES || at < BEFORE || s.n - at < BLOCK;
}

size_t
scan_utf8(enum scan_way way, struct str s, size_t at)
{
	size_t end;

	if (is_short(way, s, at))
		return at;
	end = way == SCAN_WIDER ? wider_utf8(s, at) : wide_utf8(s, at);
	/* its last letter may not have come to its end */
	return end > at ? letter_start(s, end, at) : at;
}

size_t
scan_latin(enum scan_way way, struct str s, size_t at)
{
	size_t end;

	if (is_short(way, s, at))
		return at;
	end = way == SCAN_WIDER ? wider_latin(s, at) : wide_latin(s, at);
	return end > at ? letter_start(s, end, at) : at;
}

size_t
scan_twice(enum scan_way way, struct str s, size_t at)
{
	size_t end;

	if (is_short(way, s, at))
		return at;
	end = way == SCAN_WIDER ? wider_twice(s, at) : wide_twice(s, at);
	/* one may begin before the block in which it ends */
	return end > at ? end - 2 : at;
}

bool
scan_short(enum scan_way way, struct str s)
{
	if (way == SCAN_BYTES || s.n > SCAN_SHORT || s.n == 0)
		return false;
	return way == SCAN_WIDER ? short_wider(s) : short_wide(s);
}

struct scan
scan_begin(void)
{
	return (struct scan){ scan_best(), BEFORE };
}

size_t
scan_past_latin(struct scan *k, struct str s, size_t at)
{
	if (at < k->next || s.n - at < BLOCK)
		return at;
	at = scan_latin(k->way, s, at);
	k->next = at + BLOCK;
	return at;
}

bool
scan_whole_utf8(enum scan_way way, struct str s)
{
	if (way == SCAN_BYTES)
		return false;
	return way == SCAN_WIDER ? whole_wider(s) : whole_wide(s);
}

/* The first byte is enough, of letters that begin with none of ours. */
static bool
is_odd(unsigned char b2, unsigned char b1, unsigned char b)
{
	if (b >= 0xC0)
		return !(b >= 0xC3 && b <= 0xC6) && b != 0xE1 && b != 0xE2;
	switch (b1) {
	case 0xC3:
		return b == 0x90 || b == 0xB0;
	case 0xC4:
		return b == 0xB1;
	case 0xC6:
		return b == 0x89;
	case 0xE1:
		return (b & 0xFE) != 0xBA;
	case 0xE2:
		return b != 0x80;
	case 0xBA:
		return b >= 0x80 && b < 0xA0;
	case 0xBB:
		return b >= 0xBA && b2 == 0xE1;
	default:
		return b2 == 0xE2 && (b < 0x90 || b > 0xA7);
	}
}

static void
odd_bytes(struct str s, uint64_t *found)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i;

	memset(found, 0, SCAN_ODD(s.n) * sizeof *found);
	for (i = 0; i < s.n; i++)
		if (is_odd(i > 1 ? p[i - 2] : 0, i > 0 ? p[i - 1] : 0, p[i]))
			found[i / SCAN_LOOK] |= (uint64_t)1 << i % SCAN_LOOK;
}

void
scan_odd(enum scan_way way, struct str s, uint64_t *found)
{
	switch (way) {
	case SCAN_WIDER:
		odd_wider(s, found);
		return;
	case SCAN_WIDE:
		odd_wide(s, found);
		return;
	case SCAN_BYTES:
		break;
	}
	odd_bytes(s, found);
}
