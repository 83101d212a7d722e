/* Bytes as a rule file of an analyst's: it loads, or every fault has a place
 * and a sentence. What loads is run over a text, by the automaton and by PCRE2
 * alone, and finds the same. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"
#include "libextract.h"

static char dir[] = "/tmp/extract-fuzz-XXXXXX";
static char file[64];

static const char text[] = "Hà Nội, ngày 3/4/2022\n\nBộ Y tế cấp 5 triệu đồng "
			   "cho quốc lộ 1A trước ngày 15/6, quý II/2022.";

static void
end(void)
{
	unlink(file);
	file[strlen(dir) + 5] = '\0';
	rmdir(file);
	rmdir(dir);
}

static void
begin(void)
{
	if (!mkdtemp(dir))
		abort();
	snprintf(file, sizeof file, "%s/some", dir);
	if (mkdir(file, 0700))
		abort();
	strcat(file, "/x.yaml");
	atexit(end);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const char *d = dir;
	struct ex_err e = { .what = "" };
	struct ex_article a = { .text = text, .size = sizeof text - 1 };
	struct ex_rules *r;
	struct ex_worker *w;
	FILE *f;

	if (!file[0])
		begin();
	f = fopen(file, "wb");
	if (!f || fwrite(p, 1, n, f) != n || fclose(f))
		abort();
	r = ex_rules_load(&d, 1, &e);
	if (!r) {
		if (!e.what[0])
			abort();
		return 0;
	}
	w = ex_worker_new(r, &e);
	if (w)
		(void)ex_extract(w, &a, &e);
	ex_worker_free(w);
	ex_rules_free(r);
	return 0;
}
