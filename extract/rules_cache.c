/* Keeping loaded rules: where, under which key, and whether it still holds. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/image.h"
#include "base/nfc.h"
#include "base/regex.h"
#include "base/sha256.h"
#include "opts.h"
#include "rules_cache.h"

enum { REST = 2 /* seconds */, PATH_SIZE = 4096 };

void
rules_stamp(struct buf *out, const char *path)
{
	struct stat st;

	if (stat(path, &st))
		memset(&st, 0, sizeof st);
	buf_printf(out, "%ju %ju %jd %jd.%09ld %jd.%09ld ",
		(uintmax_t)st.st_dev, (uintmax_t)st.st_ino,
		(intmax_t)st.st_size, (intmax_t)st.st_mtim.tv_sec,
		st.st_mtim.tv_nsec, (intmax_t)st.st_ctim.tv_sec,
		st.st_ctim.tv_nsec);
	buf_put(out, str_c(path));
	buf_put_c(out, '\n');
}

/* The program and the folders, by their whole paths. */
static void
put_head(struct buf *out, const char *const *dir, size_t n)
{
	char here[PATH_SIZE], pcre2[REGEX_VERSION];
	size_t i;

	regex_version(pcre2);
	if (!getcwd(here, sizeof here))
		out->bad = true;
	buf_printf(out, "extract %s %s\nPCRE2 %s, utf8proc %s\n",
		EXTRACT_VERSION, sources_sum, pcre2, nfc_version());
	for (i = 0; i < n && !out->bad; i++)
		buf_printf(out, "%s%s%s\n", dir[i][0] == '/' ? "" : here,
			dir[i][0] == '/' ? "" : "/", dir[i]);
	buf_put_c(out, '\n');
}

static bool
cache_folder(char *path, size_t size)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	int n;

	if (cache && cache[0] == '/')
		n = snprintf(path, size, "%s", cache);
	else if (home && home[0] == '/')
		n = snprintf(path, size, "%s/.cache", home);
	else
		return false;
	if (n < 0 || (size_t)n + sizeof "/extract" > size)
		return false;
	(void)mkdir(path, 0700);
	memcpy(path + n, "/extract", sizeof "/extract");
	return mkdir(path, 0700) == 0 || errno == EEXIST;
}

/* One file for these folders, whatever the program's version. */
static bool
cache_path(struct str head, char *path, size_t size)
{
	char hex[SHA256_HEX + 1];
	size_t n, from = str_find(head, STR("\n"), 0);

	if (from == SPAN_NONE || !cache_folder(path, size) ||
		!sha256_hex(str_slice(head, from, head.n), hex))
		return false;
	n = strlen(path);
	return (size_t)snprintf(path + n, size - n, "/rules-%.16s", hex) <
	       size - n;
}

/* The path in a stamp: behind its sixth blank; n is 0 where there is none. */
static struct str
stamp_path(struct str line)
{
	size_t i, blanks = 0;

	for (i = 0; i < line.n && blanks < 5; i++)
		blanks += line.p[i] == ' ';
	return str_slice(line, i, line.n);
}

/* Would all stamps be the same if they were taken now? */
static bool
stamps_hold(struct str stamps)
{
	struct buf path = { .p = NULL }, now = { .p = NULL };
	size_t at = 0, end;
	bool hold = stamps.n > 0;

	while (hold && at < stamps.n) {
		end = str_find(stamps, STR("\n"), at);
		if (end == SPAN_NONE)
			break;
		path.n = now.n = 0;
		buf_put(&path, stamp_path(str_slice(stamps, at, end)));
		buf_put_c(&path, '\0');
		if (!path.bad)
			rules_stamp(&now, path.p);
		hold = !path.bad && !now.bad &&
		       str_eq(buf_str(&now), str_slice(stamps, at, end + 1));
		at = end + 1;
	}
	buf_free(&path);
	buf_free(&now);
	return hold && at == stamps.n;
}

/* Has nothing changed since `begun` - REST seconds? */
static bool
at_rest(struct str stamps, time_t begun)
{
	size_t at = 0, end;
	long long changed;

	for (; at < stamps.n; at = end + 1) {
		end = str_find(stamps, STR("\n"), at);
		if (end == SPAN_NONE)
			return false;
		if (sscanf(stamps.p + at, "%*s %*s %*s %*s %lld", &changed) !=
				1 ||
			changed >= (long long)begun - REST)
			return false;
	}
	return true;
}

static struct rules *
kept(const char *path, struct str head)
{
	struct image_open o;

	if (!image_map(path, &o))
		return NULL;
	if (str_starts(o.key, head) &&
		stamps_hold(str_slice(o.key, head.n, o.key.n)))
		return rules_of_image(&o);
	image_unmap(&o);
	return NULL;
}

static void
keep(const struct rules *r, const char *path, struct buf *head)
{
	struct image i = { .bytes = { .p = NULL } };

	buf_put(head, r->stamps);
	rules_image(&i, r);
	if (!head->bad)
		(void)image_write(&i, path, buf_str(head));
	image_free(&i);
}

struct rules *
rules_load_kept(const char *const *dir, size_t n, rules_fault_fn *fault,
	void *arg, struct ex_err *e)
{
	struct buf head = { .p = NULL };
	struct timespec begun;
	char path[PATH_SIZE];
	struct rules *r = NULL;
	bool may;

	clock_gettime(CLOCK_REALTIME, &begun);
	put_head(&head, dir, n);
	may = !head.bad && cache_path(buf_str(&head), path, sizeof path);
	if (may)
		r = kept(path, buf_str(&head));
	if (!r) {
		r = rules_load(dir, n, fault, arg, e);
		if (r && may && at_rest(r->stamps, begun.tv_sec) &&
			stamps_hold(r->stamps))
			keep(r, path, &head);
	}
	buf_free(&head);
	return r;
}
