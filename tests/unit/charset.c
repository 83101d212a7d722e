/* Articles in every charset that Vietnamese was written in: found and read.
 * They are made from UTF-8 by the charts run backwards. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/letter.h"
#include "base/nfc.h"
#include "base/utf8.h"
#include "charts.h"
#include "decode.h"
#include "language.h"
#include "libextract.h"
#include "syllable.h"
#include "tone.h"

static struct mem mem;

static void
begin(void)
{
	mem_open(&mem, 0);
}

static void
end(void)
{
	mem_close(&mem);
}

TestSuite(charset, .init = begin, .fini = end);

/* --- writing --- */

/* Adds the bytes that stand for a letter; false where a chart has none. */
static bool
put_whole(const struct chart *c, struct str letter, struct buf *out)
{
	const struct chart_low *low;
	unsigned b;

	for (b = c->first; b < 0x100; b++)
		if (str_eq(str_c(c->high[b - c->first]), letter)) {
			buf_put_c(out, (char)b);
			return true;
		}
	for (low = c->low; low->letter; low++)
		if (str_eq(str_c(low->letter), letter)) {
			buf_put_c(out, (char)low->byte);
			return true;
		}
	return false;
}

/* A vowel and a mark: VNI has "aá" for "ấ" and has marks of two cases,
 * windows-1258 has "âì". */
struct pair {
	uint32_t c;
	char bytes[2];
};
enum { PAIRS = 4000 };

static void
add_pairs(const struct chart *c, struct str base, char byte, bool capital,
	struct pair *pair, size_t *n)
{
	unsigned i;
	struct str made;
	size_t at;

	for (i = 0xC0; i < 0x100; i++) {
		const char *mark = c->high[i - c->first];

		if (!mark || (unsigned char)mark[0] != 0xCC ||
			(c == &charts[CHART_VNI] && capital != (i < 0xE0)))
			continue;
		made = nfc(
			&mem, mem_printf(&mem, "%.*s%s", STR_ARG(base), mark));
		at = 0;
		pair[*n].c = utf8_get(made, &at);
		pair[*n].bytes[0] = byte;
		pair[*n].bytes[1] = (char)i;
		*n += at == made.n;
	}
}

static size_t
list_pairs(const struct chart *c, struct pair *pair)
{
	static const char *const bases = "aeiouyAEIOUY";
	size_t n = 0, at;
	unsigned b;

	if (c->first < 0xC0)
		return 0;
	for (b = 0; bases[b]; b++)
		add_pairs(c, (struct str){ bases + b, 1 }, bases[b],
			bases[b] < 'a', pair, &n);
	for (b = 0xC0; b < 0x100; b++) {
		struct str base = str_c(c->high[b - c->first]);

		at = 0;
		if (base.n && tone_is_vowel(utf8_get(base, &at)))
			add_pairs(c, base, (char)b, b < 0xE0, pair, &n);
	}
	return n;
}

static bool
put_marked(const struct pair *pair, size_t n, uint32_t letter, struct buf *out)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (pair[i].c == letter) {
			buf_put(out, (struct str){ pair[i].bytes, 2 });
			return true;
		}
	return false;
}

/* What a chart does not have is left out; capitals of TCVN3 that bear a tone
 * are the small ones, as its fonts have them. */
static struct str
write_chart(const struct chart *c, struct str s, struct str *kept)
{
	struct buf out = { .mem = &mem }, left = { .mem = &mem };
	bool abc = c == &charts[CHART_TCVN3];
	struct pair *pair = mem_alloc(&mem, PAIRS * sizeof *pair);
	size_t at = 0, n = list_pairs(c, pair);

	while (at < s.n) {
		size_t from = at;
		uint32_t one = utf8_get(s, &at);
		struct str letter = str_slice(s, from, at);
		char small[4];

		if (one < 0x80) {
			buf_put_c(&out, (char)one);
			buf_put_c(&left, (char)one);
			continue;
		}
		if (abc && tone_is_marked(one))
			letter = (struct str){ small,
				utf8_put(small, letter_lower(one)) };
		if (put_whole(c, letter, &out) ||
			put_marked(pair, n, one, &out))
			buf_put(&left, str_slice(s, from, at));
	}
	*kept = buf_str(&left);
	return buf_str(&out);
}

static struct str
write_viqr(struct str s, struct str *kept)
{
	/* In the order of enum tone. */
	static const char tones[] = { 0, '`', '\'', '~', '?', '.' };
	struct buf out = { .mem = &mem }, left = { .mem = &mem };
	size_t at = 0;
	uint32_t before = 0;

	while (at < s.n) {
		size_t from = at;
		uint32_t one = utf8_get(s, &at), bare = tone_bare(one);
		bool capital = letter_is_upper(one), known = true;
		char base = 0, mark = 0;

		switch (bare) {
		case 0x111:
			buf_put(&out, capital ? STR("DD") : STR("dd"));
			break;
		case 0x103:
			base = 'a', mark = '(';
			break;
		case 0xE2:
			base = 'a', mark = '^';
			break;
		case 0xEA:
			base = 'e', mark = '^';
			break;
		case 0xF4:
			base = 'o', mark = '^';
			break;
		case 0x1A1:
			base = 'o', mark = '+';
			break;
		case 0x1B0:
			base = 'u', mark = '+';
			break;
		default:
			known = bare < 0x80;
			base = known ? (char)bare : 0;
		}
		if (base && strchr(".?'`~^(+*\\", base) &&
			tone_is_vowel(before))
			buf_put_c(&out, '\\');
		if (base)
			buf_put_c(&out, (char)(capital ? base - 32 : base));
		if (mark)
			buf_put_c(&out, mark);
		if (known && tone_of(one))
			buf_put_c(&out, tones[tone_of(one)]);
		if (known)
			buf_put(&left, str_slice(s, from, at));
		before = one;
	}
	*kept = buf_str(&left);
	return buf_str(&out);
}

static struct str
write_references(struct str s)
{
	struct buf out = { .mem = &mem };
	size_t at = 0;
	uint32_t c;

	while (at < s.n)
		if ((c = utf8_get(s, &at)) < 0x80)
			buf_put_c(&out, (char)c);
		else
			buf_printf(&out, "&#%u;", (unsigned)c);
	return buf_str(&out);
}

/* Each byte as a letter of windows-1252, in UTF-8. */
static struct str
write_twice(struct str s)
{
	struct buf out = { .mem = &mem };
	size_t i;

	for (i = 0; i < s.n; i++)
		buf_put_utf8(&out, chart_windows1252((unsigned char)s.p[i]));
	return buf_str(&out);
}

static struct str
write_utf16(struct str s, bool big)
{
	struct buf out = { .mem = &mem };
	size_t at = 0;

	while (at < s.n) {
		uint32_t c = utf8_get(s, &at);
		char high = (char)(c >> 8), low = (char)c;

		buf_put_c(&out, big ? high : low);
		buf_put_c(&out, big ? low : high);
	}
	return buf_str(&out);
}

/* --- the articles --- */

/* As it is in UTF-8; one has a charset of its own. */
static struct str
file(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct buf b = { .mem = &mem };
	struct doc d = { .mem = &mem };
	struct ex_err e = { .what = "" };
	char block[4096];
	size_t n;

	cr_assert(f, "%s", path);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_put(&b, (struct str){ block, n });
	fclose(f);
	d.raw.bytes = buf_str(&b);
	cr_assert_eq(decode(&d, &e), 0);
	return nfc(&mem, d.page.text);
}

static void
reads(struct str bytes, struct str want, const char *charset, const char *why)
{
	struct doc d = { .mem = &mem, .raw = { .bytes = bytes } };
	struct ex_err e = { .what = "" };
	struct str got;
	size_t i = 0;

	d.raw.type = STR("text");
	d.warnings = node_new(&mem, NODE_LIST);
	cr_assert_eq(decode(&d, &e), 0, "%s: %s", why, e.what);
	cr_expect(str_eq(d.page.charset, str_c(charset)),
		"%s as %s: found %.*s", why, charset, STR_ARG(d.page.charset));
	got = nfc(&mem, d.page.text);
	while (i < got.n && i < want.n && got.p[i] == want.p[i])
		i++;
	cr_expect(i == got.n && i == want.n, "%s as %s, byte %zu: %.40s", why,
		charset, i, got.p + (i > 20 ? i - 20 : 0));
}

/* In TCVN3, "Á" within a line of small letters cannot be told from "á". */
static struct str
folded(struct str s)
{
	struct buf out = { .mem = &mem };
	size_t at = 0;

	while (at < s.n)
		buf_put_utf8(&out, letter_lower(utf8_get(s, &at)));
	return buf_str(&out);
}

static void
reads_tcvn3(struct str s, const char *why)
{
	struct str kept, bytes, got;
	struct doc d = { .mem = &mem };
	struct ex_err e = { .what = "" };
	size_t i = 0;

	bytes = write_chart(&charts[CHART_TCVN3], s, &kept);
	d.raw.bytes = bytes;
	cr_assert_eq(decode(&d, &e), 0);
	cr_expect(str_eq(d.page.charset, STR("tcvn3")), "%s", why);
	got = folded(d.page.text);
	kept = folded(kept);
	while (i < got.n && i < kept.n && got.p[i] == kept.p[i])
		i++;
	cr_expect(i == got.n && i == kept.n, "%s as tcvn3, byte %zu: %.40s",
		why, i, got.p + (i > 20 ? i - 20 : 0));
}

static void
reads_all(struct str s, const char *why)
{
	struct str kept, bytes;
	size_t i;

	for (i = 0; i < CHARTS; i++) {
		if (i == CHART_TCVN3)
			continue;
		bytes = write_chart(&charts[i], s, &kept);
		reads(bytes, kept, charts[i].name, why);
	}
	reads_tcvn3(s, why);
	bytes = write_viqr(s, &kept);
	reads(bytes, kept, "viqr", why);
	reads(s, s, "utf-8", why);
	reads(write_references(s), s, "utf-8", why);
	reads(write_twice(s), s, "utf-8", why);
	reads(write_twice(write_twice(s)), s, "utf-8", why);
	reads(write_utf16(s, false), s, "utf-16le", why);
	reads(write_utf16(s, true), s, "utf-16be", why);
}

Test(charset, the_corpus_in_each)
{
	DIR *dir = opendir("corpus");
	struct dirent *entry;
	unsigned n = 0;

	cr_assert(dir);
	while ((entry = readdir(dir))) {
		if (!str_ends(str_c(entry->d_name), STR(".txt")))
			continue;
		mem_reset(&mem);
		n++;
		reads_all(file(mem_printf(&mem, "corpus/%s", entry->d_name).p),
			entry->d_name);
	}
	closedir(dir);
	cr_assert_geq(n, 10u);
}

Test(charset, headlines)
{
	static const char *const line[] = {
		"Giá cà phê tăng trở lại sau ba phiên giảm liên tiếp",
		"Cầu mới qua sông Đuống được thông xe vào tháng tới",
		"Học sinh vùng lũ trở lại trường, nhiều lớp còn ướt",
		"Ủy ban xã giải thích việc dừng chợ đêm cuối tuần",
		"Đội chủ nhà thắng đậm, người hâm mộ xuống đường",
	};
	size_t i;

	for (i = 0; i < sizeof line / sizeof *line; i++)
		reads_all(str_c(line[i]), line[i]);
}

Test(charset, capitals_of_abc)
{
	static const struct {
		const char *in, *want;
	} cases[] = {
		{ "\xF1y ban nh\xA9n d\xA9n H\xB5 N\xE9I",
			"Ủy ban nhân dân HÀ NỘI" },
		{ "TP H\xE5 Ch\xDD Minh, ng\xAD\xEAi d\xA9n "
		  "\xAE\xAD\xEE"
		  "c l\xEEi",
			"TP Hồ Chí Minh, người dân được lợi" },
		{ "C\xE9NG H\xDF"
		  "A X\xB7 H\xE9I CH\xF1 NGH\xDC"
		  "A VI\xD6T NAM",
			"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" },
		{ "g\xE4i l\xB5 \x93ng\xAD\xEAi \xAE\xD1p\x94, "
		  "\xAE\xAD\xEAng d\xB5i",
			"Gọi là “người đẹp”, đường dài" },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct doc d = { .mem = &mem, .raw.bytes = str_c(cases[i].in) };
		struct ex_err e = { .what = "" };

		d.raw.charset = STR("tcvn3");
		d.raw.forced = true;
		cr_assert_eq(decode(&d, &e), 0);
		cr_expect_eq(letter_lower(0xC1), 0xE1u);
		cr_expect(str_eq(folded(d.page.text),
				  folded(str_c(cases[i].want))),
			"%.*s", STR_ARG(d.page.text));
		if (i > 0 && i < 3)
			cr_expect(str_eq(d.page.text, str_c(cases[i].want)),
				"%.*s", STR_ARG(d.page.text));
	}
}

Test(charset, viqr_in_practice)
{
	static const char *const pairs[][2] = {
		{ "Chu+o+ng tri`nh ho^m nay. Mo+`i ba.n ddo.c xem.",
			"Chương trình hôm nay. Mời bạn đọc xem." },
		{ "To^i ye^u nu*o*'c ta, ngu*o*`i dda^`u tie^n.\n",
			"Tôi yêu nước ta, người đầu tiên.\n" },
		{ "HDDND xa~ ho.p tu+` so+'m; Addison o+? xa",
			"HĐND xã họp từ sớm; Addison ở xa" },
	};
	size_t i;

	for (i = 0; i < sizeof pairs / sizeof *pairs; i++)
		reads(str_c(pairs[i][0]), str_c(pairs[i][1]), "viqr",
			pairs[i][0]);
}

/* --- what is not Vietnamese --- */

static const struct {
	const char *text, *bytes, *charset;
} others[] = {
	{ "French",
		"Le maire a annonc\xE9 hier que l'\xE9"
		"cole \xE9l\xE9mentaire rouvrira apr\xE8s l'\xE9t\xE9, l\xE0 "
		"o\xF9 l'on s'y attendait d\xE9j\xE0; \xE7"
		"a ne co\xFBtera rien \xE0 personne.",
		"windows-1252" },
	{ "German",
		"Die Stra\xDF"
		"en sollen im n\xE4"
		"chsten Jahr f\xFCr alle ge\xF6"
		"ffnet werden, erkl\xE4rte die B\xFCrgermeisterin.",
		"windows-1252" },
	{ "Czech",
		"M\xECstsk\xE1 rada v\xE8"
		"era schv\xE1lila dodate\xE8n\xFD rozpo\xE8"
		"et na opravu z\xE1kladn\xED \xB9koly a \xBE\xE1"
		"ci budou p\xF8"
		"elo\xBE"
		"eni do vedlej\xB9\xED budovy.",
		"iso-8859-2" },
	{ "Russian",
		"\xCC\xFD\xF0 \xF1\xEA\xE0\xE7\xE0\xEB, \xF7\xF2\xEE "
		"\xE4\xEE\xF0\xEE\xE3\xE0 \xE4\xEE "
		"\xF8\xEA\xEE\xEB\xFB \xF1\xF2\xE0\xED\xE5\xF2 "
		"\xE4\xEB\xE8\xED\xED\xE5\xE5",
		"windows-1251" },
	{ "Japanese",
		"\x8Es\x8B"
		"c\x89\xEF\x82\xCD\x8D\xF0\x96\xE9\x81"
		"A\x8Aw\x8DZ\x82\xCC\x8F"
		"C\x91U\x82\xCC\x82\xBD\x82\xDF\x82\xCC\x97\\\x8E"
		"Z\x82\xF0\x89\xC2\x8C\x88\x82\xB5\x82\xBD\x81"
		"B",
		"shift_jis" },
	{ "English",
		"It\x92s a \x93long\x94 way \x96 he\x92"
		"d say \x85 and won\x92t stop",
		"windows-1252" },
};

Test(charset, others_are_no_old_vietnamese)
{
	size_t i;

	for (i = 0; i < sizeof others / sizeof *others; i++) {
		struct doc d = { .mem = &mem,
			.raw.bytes = str_c(others[i].bytes) };
		struct ex_err e = { .what = "" };

		d.warnings = node_new(&mem, NODE_LIST);
		cr_assert_eq(decode(&d, &e), 0);
		cr_expect(str_eq(d.page.charset, str_c(others[i].charset)),
			"%s: %.*s", others[i].text, STR_ARG(d.page.charset));
		cr_expect(d.warnings->first, "%s: a guess is told",
			others[i].text);
	}
}

static const char *const untouched[] = {
	"Le maire l'a dit à l'école, là où l'été s'achève déjà; ça coûtera.",
	"A câmara não há de votar amanhã; são três salas já sem pão.",
	"Die Straßen im Süden müssen für längere Zeit geöffnet bleiben.",
	"Městská rada včera schválila dodatečný rozpočet na opravu školy.",
	"We're told he's o.k. See www.example.com/a?b=c. I'm sure it'd do.",
	"Dewan kota tadi malam menyetujui anggaran tambahan untuk sekolah.",
	"ສະພາເມືອງໄດ້ອະນຸມັດງົບປະມານເພີ່ມເຕີມເພື່ອສ້ອມແປງໂຮງຮຽນ",
	"สภาเทศบาลอนุมัติงบประมาณเพิ่มเติมเพื่อซ่อมแซมโรงเรียน",
	"O «á» é uma letra; «à» também; AT&T &c. R&D & more;",
	"“Giá\xC2\xA0 xăng khá\xC2\xA0rẻ”, «tin khá»; cá° ná… Ä‚",
};

Test(charset, other_languages_in_utf8_stay)
{
	size_t i;

	for (i = 0; i < sizeof untouched / sizeof *untouched; i++)
		reads(str_c(untouched[i]), str_c(untouched[i]), "utf-8",
			untouched[i]);
}

/* --- syllables and languages --- */

static enum syllable
syllable(const char *text)
{
	struct str s = str_c(text);
	uint32_t c[32];
	size_t n = 0, at = 0;

	while (at < s.n)
		c[n++] = utf8_get(s, &at);
	return syllable_of(c, n);
}

Test(charset, syllables)
{
	static const struct {
		const char *word;
		enum syllable want;
	} cases[] = {
		{ "nghiêng", SYLLABLE_SHARED },
		{ "Được", SYLLABLE_OWN },
		{ "NGƯỜI", SYLLABLE_OWN },
		{ "quốc", SYLLABLE_OWN },
		{ "gì", SYLLABLE_SHARED },
		{ "giếng", SYLLABLE_OWN },
		{ "ban", SYLLABLE_ASCII },
		{ "Uỷ", SYLLABLE_OWN },
		{ "a\u0302\u0301n", SYLLABLE_OWN },
		{ "hoa\u0300", SYLLABLE_SHARED },
		{ "cac", SYLLABLE_ASCII },
		{ "càc", SYLLABLE_NOT },
		{ "été", SYLLABLE_NOT },
		{ "où", SYLLABLE_NOT },
		{ "nGười", SYLLABLE_NOT },
		{ "ngườii", SYLLABLE_NOT },
		{ "\u0301", SYLLABLE_NOT },
		{ "straße", SYLLABLE_NOT },
		{ "nghiêngnghiêng", SYLLABLE_NOT },
		{ "", SYLLABLE_NOT },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(syllable(cases[i].word), cases[i].want, "%s",
			cases[i].word);
}

Test(charset, languages)
{
	static const struct {
		const char *text;
		enum language want;
	} cases[] = {
		{ "Giá lúa giảm", LANGUAGE_VIETNAMESE },
		{ "GIÁ LÚA GIẢM MẠNH TẠI ĐỒNG THÁP", LANGUAGE_VIETNAMESE },
		{ "Em trai anh Minh thanh minh: 'anh ta ra sao'",
			LANGUAGE_UNTOLD },
		{ "Lyon 2-0 Nantes", LANGUAGE_UNTOLD },
		{ "", LANGUAGE_UNTOLD },
		{ "12/3/2024", LANGUAGE_UNTOLD },
		{ "Прогноз погоды на завтра", LANGUAGE_OTHER },
		{ "tíên tíêng xúât", LANGUAGE_VIETNAMESE },
		{ "A ferry from Sørøya, Værøy and Røst sank; a ship bound for "
		  "Tromsø took on tíên, tíêng",
			LANGUAGE_OTHER },
		{ "Sørøya, Værøy, Røst, tíên", LANGUAGE_OTHER },
		{ "สภาเทศบาลอนุมัติงบประมาณ", LANGUAGE_OTHER },
		{ "The ministry said on Monday that the bridge in Thái Bình "
		  "would open to traffic next month, after two years of work.",
			LANGUAGE_OTHER },
		{ "Le maire de la ville a dit à la presse que l'école, fermée "
		  "depuis un an, serait rouverte après les travaux de cet été.",
			LANGUAGE_OTHER },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(language_of(str_c(cases[i].text)), cases[i].want,
			"%s", cases[i].text);
}
