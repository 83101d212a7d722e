/* Choosing among the kinds in read/; telling what is none of them. */
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "kind.h"

enum { SURE = 50, CERTAIN = 80 };

/* What is not read: how it begins, and how its name ends. */
static const struct unread {
	const char *what;
	size_t at; /* bytes before that beginning */
	const char *begins, *ends;
} unread[] = {
	{ "PDF", 0, "%PDF-", ".pdf" },
	{ "RTF", 0, "{\\rtf", ".rtf" },
	{ "Word", 0, "\xD0\xCF\x11\xE0", ".doc" },
	{ "an office document", 30, "[Content_Types].xml", ".docx" },
	{ "an office document", 30, "mimetype", ".odt" },
	{ "7-zip", 0, "7z\xBC\xAF\x27\x1C", ".7z" },
	{ "RAR", 0, "Rar!\x1A\x07", ".rar" },
	{ "XML", 0, "<?xml", ".xml" },
	{ "JPEG", 0, "\xFF\xD8\xFF", ".jpg" },
	{ "PNG", 0, "\x89PNG\r\n", ".png" },
};

/* What servers call the kinds. */
static const struct media {
	const char *media, *kind;
} medias[] = {
	{ "text/html", "html" },
	{ "application/xhtml+xml", "html" },
	{ "text/plain", "text" },
	{ "text/csv", "csv" },
	{ "text/tab-separated-values", "csv" },
	{ "application/warc", "warc" },
	{ "application/json", "json" },
	{ "application/x-ndjson", "jsonl" },
	{ "application/jsonl", "jsonl" },
	{ "application/rss+xml", "feed" },
	{ "application/atom+xml", "feed" },
	{ "multipart/related", "mhtml" },
};

const struct read_type *
kind_find(const char *name)
{
	size_t i;

	for (i = 0; i < nread_types; i++)
		if (!strcmp(read_types[i]->name, name))
			return read_types[i];
	return NULL;
}

static bool
begins(struct str s, const char *with)
{
	size_t n;

	if (s.n == 0 || ((s.p[0] ^ with[0]) & ~0x20))
		return false;
	n = strlen(with);
	return s.n >= n && strncasecmp(s.p, with, n) == 0;
}

static bool
name_ends(struct str name, const char *with)
{
	size_t n = strlen(with);

	return name.n > n && strncasecmp(name.p + name.n - n, with, n) == 0;
}

static bool
holds(const struct unread *u, struct str head)
{
	if (u->at)
		return begins(head, "PK") && head.n > u->at &&
		       begins(str_slice(head, u->at, head.n), u->begins);
	if (u->begins[0] != '<')
		return begins(head, u->begins);
	if (str_starts(head, STR("\xEF\xBB\xBF")))
		head = str_slice(head, 3, head.n);
	return begins(str_trim(head), u->begins);
}

const char *
kind_unread(struct str head)
{
	size_t i;

	for (i = 0; i < sizeof unread / sizeof *unread; i++)
		if (holds(&unread[i], head))
			return unread[i].what;
	return NULL;
}

static const char *
unread_name(struct str name)
{
	size_t i;

	for (i = 0; i < sizeof unread / sizeof *unread; i++)
		if (name_ends(name, unread[i].ends))
			return unread[i].what;
	return NULL;
}

static const struct read_type *
find_type(struct str head, struct str name, int *sure)
{
	const struct read_type *best = NULL;
	size_t i;
	int n;

	*sure = 0;
	for (i = 0; i < nread_types; i++) {
		n = read_types[i]->probe(head, name);
		if (n > *sure) {
			*sure = n;
			best = read_types[i];
		}
	}
	return best;
}

static const struct read_type *
find_media(struct str media)
{
	size_t i;

	for (i = 0; i < sizeof medias / sizeof *medias; i++)
		if (media.n == strlen(medias[i].media) &&
			begins(media, medias[i].media))
			return kind_find(medias[i].kind);
	return NULL;
}

const struct read_type *
kind_choose(const struct stream *s, struct ex_err *e)
{
	struct str name = s->name.p ? s->name : s->uri;
	const struct read_type *type, *said = find_media(s->media);
	const char *what = NULL;
	int sure;

	type = find_type(s->head, name, &sure);
	if (sure < CERTAIN) {
		what = kind_unread(s->head);
		if (!what && said)
			return said;
	}
	if (!what && sure < SURE)
		what = unread_name(name);
	if (type && !what)
		return type;
	if (what)
		err_set(e, "%s is not read", what);
	else
		err_set(e, "no kind of file that is read");
	return NULL;
}
