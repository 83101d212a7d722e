/* Where there is something to do, in a text as rules see it: see scan_marks.
 *
 * What 64 bytes are is told by a number for each question, a bit a byte. Of
 * vowels side by side the first bears the tone mark where there are two and
 * nothing follows ("hài"), or it follows from "gi", "qu" ("quả"); the second
 * where a consonant follows ("toán") or a third ("ngoài"). */
#include "base/wide.h"
#include "base/scan.h"

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

static const struct halves before = { TWICE(0, U, 0, 0, STROKE, 0, 0, I, 0, 0,
					      0, 0, 0, 0, 0, 0),
	TWICE(0, 0, 0, 0, I, U, I, U, 0, 0, 0, 0, STROKE, 0, 0, 0) };

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
	TWICE(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, BA_A | BA_B | BB_8 | BB_A | BB_B,
		C3_A | C3_B | C4_A, 0, 0, 0)
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
			if (at > 0 && at <= s.n)
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

#ifdef __x86_64__
INLINE_AVX2 void
planes_wider(const char *p, struct planes *out)
{
	look(p, 0, pick_wider, bits_wider, out);
	look(p, BLOCK, pick_wider, bits_wider, out);
}

AVX2 static void
marks_wider(struct str s, uint64_t *found)
{
	marks(s, planes_wider, found);
}
#else
#define marks_wider marks_wide
#endif

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
		out->loose |= of_halves(&last, b) & of_halves(&last_but_one, b1)
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
