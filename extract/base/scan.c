/* Text looked at many bytes at a time.
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

#include "base/scan.h"

/* Bytes before a block are looked at as well. */
enum { BLOCK = 32, BEFORE = 3 };

typedef unsigned char block __attribute__((vector_size(BLOCK)));
typedef signed char numbers __attribute__((vector_size(BLOCK)));
typedef uint64_t words __attribute__((vector_size(BLOCK)));

#define INLINE static inline __attribute__((always_inline))
#define ALL(c) ((block){ 0 } + (unsigned char)(c))
#define IS(x, c) ((block)((x) == ALL(c)))
/* Processors compare bytes with a sign. */
#define LEAST(x, c)                                                            \
	((block)((numbers)((x) ^ ALL(0x80)) >=                                 \
		 ((numbers){ 0 } + (signed char)((c)-0x80))))
#define WITHIN(x, least, most)                                                 \
	((block)(((x)-ALL(least)) <= ALL((most) - (least))))
#define ANY(x)                                                                 \
	(((words)(x))[0] | ((words)(x))[1] | ((words)(x))[2] | ((words)(x))[3])

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

INLINE void
escaped(const char *p, block *out)
{
	block b;

	memcpy(&b, p, BLOCK);
	*out = ~LEAST(b, 0x20) | IS(b, '"') | IS(b, '\\');
}

/* With letters before it and behind: a letter that is cut shows. */
INLINE bool
is_short_well(struct str s)
{
	char room[BEFORE + 2 * BLOCK];
	block bad, also;
	size_t i;

	memset(room, 'x', sizeof room);
	memcpy(room + BEFORE, s.p, s.n);
	for (i = 0; i <= s.n; i += BLOCK) {
		escaped(room + BEFORE + i, &bad);
		bad_utf8(room + BEFORE + i, &also);
		bad |= also;
		if (ANY(bad))
			return false;
	}
	return true;
}

static bool
short_wide(struct str s)
{
	return is_short_well(s);
}

/* --- a bit for each byte: its highest --- */

INLINE uint64_t
bits_wide(const block *x)
{
#ifdef __SSE2__
	typedef char half __attribute__((vector_size(16)));
	union {
		block whole;
		half half[2];
	} both = { *x };

	return (uint64_t)(uint16_t)__builtin_ia32_pmovmskb128(both.half[0]) |
	       (uint64_t)(uint16_t)__builtin_ia32_pmovmskb128(both.half[1])
		       << 16;
#else
	uint64_t bits = 0;
	unsigned i;

	for (i = 0; i < BLOCK; i++)
		bits |= (uint64_t)((*x)[i] >> 7) << i;
	return bits;
#endif
}

/* What a byte is, by its halves: the bits that the rows of both have. */
struct halves {
	unsigned char low[BLOCK], high[BLOCK]; /* 16 rows, twice */
};

#define TWICE(...) { __VA_ARGS__, __VA_ARGS__ }

enum {
	AEIO = 1, /* these vowels, small or not */
	UY = 2,
	WHITE = 4, /* '\t' .. '\r' */
	U = 8,	   /* behind "q" */
	BLANK = 16,
	I = 32,	     /* behind "g" */
	STROKE = 64, /* the end of "đ", behind C4 */
	ODD = 128    /* of WHITE all but '\n'; U+E000 and its like */
};

static const struct halves here = {
	TWICE(BLANK | STROKE, AEIO | STROKE, 0, 0, 0, AEIO | UY | U, 0, 0, 0,
		AEIO | UY | I | WHITE | ODD, WHITE, WHITE | ODD, WHITE | ODD,
		WHITE | ODD, ODD, AEIO),
	TWICE(WHITE | ODD, 0, BLANK, 0, AEIO | I, UY | U, AEIO | I, UY | U, 0,
		STROKE, 0, 0, 0, 0, ODD, 0)
};

static const struct halves before = {
	TWICE(0, U, 0, 0, STROKE, 0, 0, I, 0, 0, 0, 0, 0, 0, 0, 0),
	TWICE(0, 0, 0, 0, I, U, I, U, 0, 0, 0, 0, STROKE, 0, 0, 0)
};

/* Vowels whose tone mark may move, by their last two bytes: C3 with 80 .. AD
 * or 92 .. BD, C4 and C5 with A8 or A9, (E1) BA with A0 .. A3 or B8 .. BD,
 * (E1) BB with 88 .. 8F, A4 .. AF or B0 .. B9. */
enum {
	C3_A = 1,
	C3_B = 2,
	C4_A = 4,
	BA_A = 8,
	BA_B = 16,
	BB_8 = 32,
	BB_A = 64,
	BB_B = 128
};

static const struct halves last = {
	TWICE(C3_A | BA_A | BB_B, C3_A | BA_A | BB_B, C3_B | BA_A | BB_B,
		C3_A | C3_B | BA_A | BB_B, BB_A | BB_B, C3_B | BB_A | BB_B,
		BB_A | BB_B, BB_A | BB_B,
		C3_A | C4_A | BA_B | BB_8 | BB_A | BB_B,
		C3_A | C3_B | C4_A | BA_B | BB_8 | BB_A | BB_B,
		C3_B | BA_B | BB_8 | BB_A, BA_B | BB_8 | BB_A,
		C3_A | BA_B | BB_8 | BB_A, C3_A | C3_B | BA_B | BB_8 | BB_A,
		BB_8 | BB_A, BB_8 | BB_A),
	TWICE(0, 0, 0, 0, 0, 0, 0, 0, C3_A | BB_8, C3_B,
		C3_A | C4_A | BA_A | BB_A, C3_B | BA_B | BB_B, 0, 0, 0, 0)
};

static const struct halves last_but_one = {
	TWICE(0, 0, 0, C3_A | C3_B, C4_A, C4_A, 0, 0, 0, 0, BA_A | BA_B,
		BB_8 | BB_A | BB_B, 0, 0, 0, 0),
	TWICE(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		BA_A | BA_B | BB_8 | BB_A | BB_B, C3_A | C3_B | C4_A, 0, 0, 0)
};

/* What SCAN_LOOK bytes are, a bit each. */
struct planes {
	uint64_t letter; /* of ASCII */
	uint64_t vowel;	 /* a e i o u y, small or not */
	uint64_t head;	 /* the second letter of "qu", "gi" */
	uint64_t g;	 /* what stands behind "q", "g" */
	uint64_t beyond; /* ASCII */
	uint64_t stroke; /* the end of "đ" */
	uint64_t lead;	 /* C0 on */
	uint64_t loose;	 /* the last byte of a vowel whose mark may move */
	uint64_t white, odd;
	/* made of these */
	uint64_t sign;	/* of ASCII: no letter */
	uint64_t open;	/* a vowel that is not the end of such a head */
	uint64_t apart; /* beyond ASCII, but for "đ" */
	uint64_t open_before, apart_before, g_before; /* loose behind these */
	uint64_t wrong, between, other;
};

/* How a processor gets rows of a table, and bits. */
typedef void pick(const unsigned char *rows, const block *which, block *out);
typedef uint64_t gather(const block *x);

INLINE void
by_halves(const struct halves *k, const block *low, const block *high,
	pick *rows, block *out)
{
	block x;

	rows(k->low, low, &x);
	rows(k->high, high, out);
	*out &= x;
}

INLINE void
halve(const block *x, block *low, block *high)
{
	typedef uint16_t shorts __attribute__((vector_size(BLOCK)));

	*low = *x & ALL(0x0F);
	*high = (block)((shorts)*x >> 4) & ALL(0x0F);
}

/* The byte before p is looked at, too. */
INLINE void
look(const char *p, unsigned shift, pick *rows, gather *bits,
	struct planes *out)
{
	block b, b1, low, high, low1, high1, is, was, both, x, y;

	memcpy(&b, p + shift, BLOCK);
	memcpy(&b1, p + shift - 1, BLOCK);
	halve(&b, &low, &high);
	halve(&b1, &low1, &high1);
	by_halves(&here, &low, &high, rows, &is);
	by_halves(&before, &low1, &high1, rows, &was);
	both = is & was;
	out->beyond |= bits(&b) << shift;
	out->odd |= bits(&is) << shift;
	x = b + b;
	out->lead |= bits(&x) << shift;
	x = both + both;
	out->stroke |= bits(&x) << shift;
	by_halves(&last, &low, &high, rows, &x);
	by_halves(&last_but_one, &low1, &high1, rows, &y);
	x = ~IS(x & y, 0);
	out->loose |= bits(&x) << shift;
	x = ~IS(both & ALL(U | I), 0);
	out->head |= bits(&x) << shift;
	x = ~IS(was & ALL(U | I), 0);
	out->g |= bits(&x) << shift;
	x = ~IS(is & ALL(AEIO | UY), 0);
	out->vowel |= bits(&x) << shift;
	x = ~IS(is & ALL(WHITE | BLANK), 0);
	out->white |= bits(&x) << shift;
	x = (block)((numbers)((b | ALL(0x20)) + ALL(0x7F - 'z')) >
		    (numbers)ALL(0x7F - 26));
	out->letter |= bits(&x) << shift;
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

/* Adds the places of bits to n of them, `often` at once: how many there are is
 * hard to foresee, that they are more than often is not. */
INLINE size_t
put_places(uint32_t *place, size_t n, size_t at, uint64_t bits, unsigned often)
{
	const uint64_t last = (uint64_t)1 << (SCAN_LOOK - 1);
	const size_t all = n + (size_t)__builtin_popcountll(bits);
	unsigned i;

#pragma GCC unroll 32
	for (i = 0; i < often; i++, bits &= bits - 1)
		place[n + i] =
			(uint32_t)at + (uint32_t)__builtin_ctzll(bits | last);
	for (n += often; n < all; n++, bits &= bits - 1)
		place[n] = (uint32_t)at + (uint32_t)__builtin_ctzll(bits);
	return all;
}

INLINE void
put_look(const struct letters *k, size_t at, struct scan_cut *c)
{
	enum { EDGES = 24, GAPS = 4 };
	uint64_t more = k->two | k->three;
	uint64_t inner = k->ascii | more | more << 1 | k->three << 2 | c->past;
	uint64_t blanks = c->blanks ? 0 : k->blank;

	c->nedge = put_places(c->edge, c->nedge, at,
		inner ^ (inner << 1 | (uint64_t)c->inside), EDGES);
	c->ngap = put_places(c->gap, c->ngap, at, ~(inner | blanks), GAPS);
	c->inside = inner >> (SCAN_LOOK - 1);
	c->past = more >> (SCAN_LOOK - 1) | k->three >> (SCAN_LOOK - 2);
}

INLINE void
cut(const char *p, size_t at, size_t end, struct scan_cut *c,
	uint64_t (*bits)(const block *x))
{
	for (; at < end; at += SCAN_LOOK, p += SCAN_LOOK) {
		struct letters k = { 0 };

		letters(p, bits, &k);
		put_look(&k, at, c);
	}
}

static void
cut_wide(const char *p, size_t at, size_t end, struct scan_cut *c)
{
	cut(p, at, end, c, bits_wide);
}

#define AFTER(x, n) (k->x << (n) | past->x >> (SCAN_LOOK - (n)))

/* What stands wrong is known two bytes later. */
INLINE uint64_t
marks_of(struct planes *k, const struct planes *past)
{
	uint64_t two = k->loose & AFTER(lead, 1), three = k->loose & ~two;
	uint64_t loose = AFTER(loose, 1);

	k->sign = ~(k->letter | k->beyond);
	k->apart = k->beyond & ~k->stroke;
	k->open = k->vowel & ~(k->head & AFTER(sign, 2));
	k->open_before = (two & AFTER(open, 2)) | (three & AFTER(open, 3));
	k->apart_before = (two & AFTER(apart, 2)) | (three & AFTER(apart, 3));
	k->g_before = (two & AFTER(g, 1)) | (three & AFTER(g, 2));
	k->wrong = AFTER(apart_before, 1) | (loose & k->beyond) |
		   (AFTER(open_before, 1) & k->sign) |
		   (AFTER(g_before, 1) & k->vowel);
	k->between = loose & k->vowel;
	k->other = k->odd | (k->white & AFTER(white, 1));
	return AFTER(wrong, 1) | (AFTER(between, 1) & ~k->sign) |
	       AFTER(other, 2);
}

INLINE void
marks(struct str s, void (*planes)(const char *p, struct planes *out),
	uint64_t *found)
{
	struct planes past = { .sign = ~(uint64_t)0 }, k;
	char room[1 + SCAN_LOOK];
	size_t at, n;

	for (at = 0; at < s.n + 2; at += SCAN_LOOK, past = k) {
		const char *p = s.p + at;

		if (at == 0 || s.n < at + SCAN_LOOK) {
			memset(room, 0, sizeof room);
			n = s.n < at ? 0 : s.n - at;
			n = n < SCAN_LOOK ? n : SCAN_LOOK;
			if (at > 0)
				room[0] = s.p[at - 1];
			if (n)
				memcpy(room + 1, p, n);
			p = room + 1;
		}
		k = (struct planes){ 0 };
		planes(p, &k);
		*found++ = marks_of(&k, &past);
	}
}

INLINE void
pick_wide(const unsigned char *rows, const block *which, block *out)
{
	typedef unsigned char half __attribute__((vector_size(16)));
	union {
		block whole;
		half half[2];
	} w = { *which };
	half table;

	memcpy(&table, rows, sizeof table);
	w.half[0] = __builtin_shuffle(table, w.half[0]);
	w.half[1] = __builtin_shuffle(table, w.half[1]);
	*out = w.whole;
}

INLINE void
planes_wide(const char *p, struct planes *out)
{
	look(p, 0, pick_wide, bits_wide, out);
	look(p, BLOCK, pick_wide, bits_wide, out);
}

static void
marks_wide(struct str s, uint64_t *found)
{
	marks(s, planes_wide, found);
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

/* --- going on as long as nothing is --- */

INLINE size_t
run(struct str s, size_t at, void (*bad)(const char *p, block *out))
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

#ifdef __x86_64__
#define WIDER(what)                                                            \
	__attribute__((target("avx2"))) static size_t wider_##what(            \
		struct str s, size_t at)                                       \
	{                                                                      \
		return run(s, at, bad_##what);                                 \
	}
WAYS(WIDER)

__attribute__((target("avx2"), always_inline)) static inline uint64_t
bits_wider(const block *x)
{
	typedef char bytes __attribute__((vector_size(BLOCK)));

	return (uint32_t)__builtin_ia32_pmovmskb256((bytes)*x);
}

__attribute__((target("avx2"), always_inline)) static inline void
pick_wider(const unsigned char *rows, const block *which, block *out)
{
	typedef char bytes __attribute__((vector_size(BLOCK)));
	block table;

	memcpy(&table, rows, sizeof table);
	*out = (block)__builtin_ia32_pshufb256((bytes)table, (bytes)*which);
}

__attribute__((target("avx2"))) static size_t
wider_bare(struct str s, size_t at)
{
	return bare(s, at, bits_wider);
}

__attribute__((target("avx2"))) static size_t
wider_copy(char *to, struct str s, size_t at)
{
	return copied(to, s, at, bits_wider);
}

__attribute__((target("avx2"))) static bool
short_wider(struct str s)
{
	return is_short_well(s);
}

__attribute__((target("avx2"))) static uint64_t
starts_wider(const char *p)
{
	return starts(p, bits_wider);
}

__attribute__((target("avx2,bmi,popcnt"))) static void
cut_wider(const char *p, size_t at, size_t end, struct scan_cut *c)
{
	cut(p, at, end, c, bits_wider);
}

__attribute__((target("avx2"), always_inline)) static inline void
planes_wider(const char *p, struct planes *out)
{
	look(p, 0, pick_wider, bits_wider, out);
	look(p, BLOCK, pick_wider, bits_wider, out);
}

__attribute__((target("avx2"))) static void
marks_wider(struct str s, uint64_t *found)
{
	marks(s, planes_wider, found);
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
#define wider_utf8 wide_utf8
#define wider_latin wide_latin
#define wider_twice wide_twice
#define wider_bare wide_bare
#define wider_copy wide_copy
#define marks_wider marks_wide
#define cut_wider cut_wide
#define starts_wider starts_wide
#define short_wider short_wide

enum scan_way
scan_best(void)
{
	return SCAN_WIDE;
}
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

size_t
scan_utf8(enum scan_way way, struct str s, size_t at)
{
	size_t end;

	if (way == SCAN_BYTES || at < BEFORE || s.n - at < BLOCK)
		return at;
	end = way == SCAN_WIDER ? wider_utf8(s, at) : wide_utf8(s, at);
	/* its last letter may not have come to its end */
	return end > at ? letter_start(s, end, at) : at;
}

size_t
scan_latin(enum scan_way way, struct str s, size_t at)
{
	size_t end;

	if (way == SCAN_BYTES || at < BEFORE || s.n - at < BLOCK)
		return at;
	end = way == SCAN_WIDER ? wider_latin(s, at) : wide_latin(s, at);
	return end > at ? letter_start(s, end, at) : at;
}

size_t
scan_twice(enum scan_way way, struct str s, size_t at)
{
	size_t end;

	if (way == SCAN_BYTES || at < BEFORE || s.n - at < BLOCK)
		return at;
	end = way == SCAN_WIDER ? wider_twice(s, at) : wide_twice(s, at);
	/* one may begin before the block in which it ends */
	return end > at ? end - 2 : at;
}

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

bool
scan_short(enum scan_way way, struct str s)
{
	if (way == SCAN_BYTES || s.n > SCAN_SHORT || s.n == 0)
		return false;
	return way == SCAN_WIDER ? short_wider(s) : short_wide(s);
}

static unsigned
of_halves(const struct halves *k, unsigned char b)
{
	return k->low[b & 0x0F] & k->high[b >> 4];
}

static void
planes_bytes(const char *p, struct planes *out)
{
	int i;

	for (i = 0; i < SCAN_LOOK; i++) {
		unsigned char b = (unsigned char)p[i], small = b | 0x20;
		unsigned char b1 = (unsigned char)p[i - 1];
		unsigned is = of_halves(&here, b), was = of_halves(&before, b1);
		uint64_t bit = (uint64_t)1 << i;

		out->beyond |= b & 0x80 ? bit : 0;
		out->odd |= is & ODD ? bit : 0;
		out->lead |= b & 0x40 ? bit : 0;
		out->stroke |= is & was & STROKE ? bit : 0;
		out->loose |= of_halves(&last, b) &
					      of_halves(&last_but_one, b1)
				      ? bit
				      : 0;
		out->head |= is & was & (U | I) ? bit : 0;
		out->g |= was & (U | I) ? bit : 0;
		out->vowel |= is & (AEIO | UY) ? bit : 0;
		out->white |= is & (WHITE | BLANK) ? bit : 0;
		out->letter |= small >= 'a' && small <= 'z' ? bit : 0;
	}
}

static void
marks_bytes(struct str s, uint64_t *found)
{
	marks(s, planes_bytes, found);
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
		put_look(&k, at, c);
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

void
scan_marks(enum scan_way way, struct str s, uint64_t *found)
{
	switch (way) {
	case SCAN_WIDER:
		marks_wider(s, found);
		return;
	case SCAN_WIDE:
		marks_wide(s, found);
		return;
	case SCAN_BYTES:
		break;
	}
	marks_bytes(s, found);
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
