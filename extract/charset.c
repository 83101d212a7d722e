/* Names of charsets. */
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "charset.h"
#include "charts.h"

enum { HEAD = 4096 };

/* What ICU's own tables of names do not have, or have otherwise than browsers
 * (https://encoding.spec.whatwg.org/#names-and-labels). The first of a name is
 * listed for --charset. */
static const struct label {
	const char *label, *name;
} labels[] = {
	{ "utf-8", "utf-8" },
	{ "utf8", "utf-8" },
	{ "unicode-1-1-utf-8", "utf-8" },
	{ "x-unicode20utf8", "utf-8" },
	{ "utf-16le", "utf-16le" },
	{ "utf-16", "utf-16le" },
	{ "unicode", "utf-16le" },
	{ "ucs-2", "utf-16le" },
	{ "utf-16be", "utf-16be" },
	{ "windows-1258", "windows-1258" },
	{ "cp1258", "windows-1258" },
	{ "x-cp1258", "windows-1258" },
	{ "viscii", "viscii" },
	{ "csviscii", "viscii" },
	{ "x-viscii", "viscii" },
	{ "tcvn3", "tcvn3" },
	{ "tcvn", "tcvn3" },
	{ "tcvn-5712", "tcvn3" },
	{ "tcvn5712-1", "tcvn3" },
	{ "x-viet-tcvn5712", "tcvn3" },
	{ "x-viet-tcvn", "tcvn3" },
	{ "abc", "tcvn3" },
	{ "vni", "vni" },
	{ "x-vni", "vni" },
	{ "x-viet-vni", "vni" },
	{ "vps", "vps" },
	{ "x-vps", "vps" },
	{ "x-viet-vps", "vps" },
	{ "viqr", "viqr" },
	{ "csviqr", "viqr" },
	{ "windows-1252", "windows-1252" },
	{ "iso-8859-1", "windows-1252" },
	{ "iso8859-1", "windows-1252" },
	{ "iso88591", "windows-1252" },
	{ "iso_8859-1", "windows-1252" },
	{ "latin1", "windows-1252" },
	{ "l1", "windows-1252" },
	{ "ascii", "windows-1252" },
	{ "us-ascii", "windows-1252" },
	{ "cp1252", "windows-1252" },
	{ "x-cp1252", "windows-1252" },
	{ "iso-8859-2", "iso-8859-2" },
	{ "windows-1250", "windows-1250" },
	{ "windows-1251", "windows-1251" },
	{ "koi8-r", "koi8-r" },
	{ "windows-1254", "windows-1254" },
	{ "iso-8859-9", "windows-1254" },
	{ "latin5", "windows-1254" },
	{ "windows-874", "windows-874" },
	{ "tis-620", "windows-874" },
	{ "iso-8859-11", "windows-874" },
	{ "shift_jis", "shift_jis" },
	{ "x-sjis", "shift_jis" },
	{ "windows-31j", "shift_jis" },
	{ "euc-jp", "euc-jp" },
	{ "gb18030", "gb18030" },
	{ "gb2312", "gb18030" },
	{ "gb_2312-80", "gb18030" },
	{ "gbk", "gb18030" },
	{ "x-gbk", "gb18030" },
	{ "big5", "big5" },
	{ "big5-hkscs", "big5-hkscs" },
	{ "euc-kr", "euc-kr" },
	{ "ks_c_5601-1987", "euc-kr" },
};
enum { LABELS = sizeof labels / sizeof *labels };

static void
set_kind(struct charset *c)
{
	static const struct {
		const char *name;
		enum charset_kind kind;
	} known[] = {
		{ "utf-8", CHARSET_UTF8 },
		{ "utf-16le", CHARSET_UTF16LE },
		{ "utf-16be", CHARSET_UTF16BE },
		{ "viqr", CHARSET_VIQR },
	};
	size_t i;

	c->kind = CHARSET_ICU;
	c->chart = NULL;
	for (i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(c->name, known[i].name))
			c->kind = known[i].kind;
	for (i = 0; i < CHARTS; i++)
		if (!strcmp(c->name, charts[i].name)) {
			c->kind = CHARSET_CHART;
			c->chart = &charts[i];
		}
}

bool
charset_find(struct str label, struct charset *out)
{
	char name[CHARSET_NAME_MAX];
	size_t i;

	label = str_trim(label);
	if (label.n == 0 || label.n >= sizeof name ||
		memchr(label.p, '\0', label.n))
		return false;
	memcpy(name, label.p, label.n);
	name[label.n] = '\0';
	for (i = 0; i < LABELS; i++)
		if (!strcasecmp(labels[i].label, name)) {
			memcpy(out->name, labels[i].name,
				strlen(labels[i].name) + 1);
			set_kind(out);
			return true;
		}
	if (!icu_name(name, out->name))
		return false;
	set_kind(out);
	return true;
}

void
charset_list(struct buf *out)
{
	size_t i;

	for (i = 0; i < LABELS; i++)
		if (!strcmp(labels[i].label, labels[i].name))
			buf_printf(out, "%s%s", i ? ", " : "", labels[i].name);
}

/* --- in a page --- */

static size_t
find_small(struct str s, const char *what, size_t from)
{
	size_t n = strlen(what);

	for (; from + n <= s.n; from++)
		if (!strncasecmp(s.p + from, what, n))
			return from;
	return SPAN_NONE;
}

/* What follows name and '=' in a tag, without its quotes. */
static struct str
value_of(struct str tag, const char *name)
{
	size_t at = find_small(tag, name, 0), end;

	if (at == SPAN_NONE)
		return STR("");
	at += strlen(name);
	while (at < tag.n && strchr(" \t\r\n", tag.p[at]) && tag.p[at])
		at++;
	if (at == tag.n || tag.p[at] != '=')
		return STR("");
	at++;
	while (at < tag.n && strchr(" \t\r\n\"'", tag.p[at]) && tag.p[at])
		at++;
	for (end = at; end < tag.n && (unsigned char)tag.p[end] > ' ' &&
		       !strchr("\"';>/?", tag.p[end]);)
		end++;
	return str_slice(tag, at, end);
}

struct str
charset_in_page(struct str page)
{
	struct str head = str_slice(page, 0, page.n < HEAD ? page.n : HEAD);
	struct str found = STR("");
	size_t at, end;

	head = str_starts(head, STR("\xEF\xBB\xBF"))
		       ? str_slice(head, 3, head.n)
		       : head;
	if (str_starts(head, STR("<?xml"))) {
		end = str_find(head, STR(">"), 0);
		found = value_of(
			str_slice(head, 0, end == SPAN_NONE ? head.n : end),
			"encoding");
	}
	for (at = 0; found.n == 0; at = end) {
		at = find_small(head, "<meta", at);
		if (at == SPAN_NONE)
			break;
		end = str_find(head, STR(">"), at);
		if (end == SPAN_NONE)
			break;
		found = value_of(str_slice(head, at, end), "charset");
	}
	return found;
}
