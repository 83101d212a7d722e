/* usage: TARGET RUNS FILE|FOLDER...
 * Runs a fuzz target over made inputs where there is no libFuzzer: the files
 * as they are, then RUNS of them cut, joined, repeated and changed. The same
 * runs each time; when one ends badly, its number says which, and FUZZ_RUN
 * runs it alone. */
#include <dirent.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"

enum { SEEDS_MAX = 4096, SEED_BYTES = 24 << 10, INPUT_BYTES = 32 << 10 };

struct seed {
	uint8_t *p;
	size_t n;
};

static struct seed seed[SEEDS_MAX];
static size_t nseed;
static uint64_t state;
static volatile sig_atomic_t at; /* the run under way */

/* xorshift64* (Marsaglia 2003, Vigna 2016). */
static size_t
below(size_t n)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return n ? (size_t)((state * 2685821657736338717u) >> 33) % n : 0;
}

/* --- inputs --- */

static void
add_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *p = malloc(SEED_BYTES);

	if (!f || !p || nseed == SEEDS_MAX) {
		free(p);
		if (f)
			fclose(f);
		return;
	}
	seed[nseed].p = p;
	seed[nseed++].n = fread(p, 1, SEED_BYTES, f);
	fclose(f);
}

static void
add_path(const char *path)
{
	struct dirent **entry;
	char *inner;
	int i, n;
	struct stat st;

	if (stat(path, &st) || !S_ISDIR(st.st_mode)) {
		add_file(path);
		return;
	}
	/* in order, so that runs are the same everywhere */
	n = scandir(path, &entry, NULL, alphasort);
	for (i = 0; i < n; i++) {
		if (entry[i]->d_name[0] != '.' &&
			(inner = malloc(strlen(path) + 300))) {
			sprintf(inner, "%s/%s", path, entry[i]->d_name);
			add_path(inner);
			free(inner);
		}
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
}

/* --- changes --- */

static size_t
change_bytes(uint8_t *p, size_t n)
{
	static const uint8_t odd[] = { 0, '\n', '"', '<', '>', '&', '{', '[',
		'\\', 0x7F, 0x80, 0xC3, 0xE1, 0xFF, '=', ':', '-', '0', '9' };
	size_t i, times = 1 + below(8);

	for (i = 0; n && i < times; i++)
		p[below(n)] =
			below(2) ? odd[below(sizeof odd)] : (uint8_t)below(256);
	return n;
}

static size_t
cut(uint8_t *p, size_t n)
{
	size_t from = below(n), length = below(n - from) + 1;

	if (n == 0)
		return 0;
	if (below(4) == 0)
		return from; /* the end is missing */
	memmove(p + from, p + from + length, n - from - length);
	return n - length;
}

/* A part of some seed in between. */
static size_t
join(uint8_t *p, size_t n)
{
	const struct seed *s = &seed[below(nseed)];
	size_t from = below(s->n), length = below(s->n - from) + 1;
	size_t to = below(n + 1);

	if (s->n == 0 || n + length > INPUT_BYTES)
		return n;
	memmove(p + to + length, p + to, n - to);
	memcpy(p + to, s->p + from, length);
	return n + length;
}

static size_t
repeat(uint8_t *p, size_t n)
{
	size_t from = below(n), length = below(n - from < 64 ? n - from : 64);
	size_t i, times = below(2000);

	if (n == 0)
		return 0;
	length++;
	if (n - from < length)
		return n;
	for (i = 0; i < times && n + length <= INPUT_BYTES; i++) {
		memmove(p + from + length, p + from, n - from);
		n += length;
	}
	return n;
}

static size_t
make(uint8_t *p)
{
	static size_t (*const change[])(uint8_t * p, size_t n) = { change_bytes,
		change_bytes, cut, join, repeat };
	const struct seed *s = &seed[below(nseed)];
	size_t i, n = s->n, times = 1 + below(4);

	memcpy(p, s->p, n);
	for (i = 0; i < times; i++)
		n = change[below(sizeof change / sizeof *change)](p, n);
	return n;
}

/* --- runs --- */

static void
died(int sig)
{
	char line[64];
	int n = snprintf(
		line, sizeof line, "FUZZ_RUN=%d ends badly\n", (int)at);

	if (write(STDERR_FILENO, line, (size_t)n) < 0)
		_exit(2);
	signal(sig, SIG_DFL);
	raise(sig);
}

static void
run(size_t i, uint8_t *p)
{
	size_t n;
	uint8_t *exact;

	at = (sig_atomic_t)i;
	state = 88172645463325252u + i * 0x9E3779B97F4A7C15u;
	n = i < nseed ? seed[i].n : make(p);
	/* of just that size, so that a byte too far is seen */
	exact = malloc(n ? n : 1);
	if (!exact)
		abort();
	memcpy(exact, i < nseed ? seed[i].p : p, n);
	LLVMFuzzerTestOneInput(exact, n);
	free(exact);
}

int
main(int argc, char **argv)
{
	const char *one = getenv("FUZZ_RUN");
	uint8_t *p = malloc(INPUT_BYTES + SEED_BYTES);
	size_t i, runs = argc > 1 ? (size_t)atol(argv[1]) : 0;
	int a;

	for (a = 2; a < argc; a++)
		add_path(argv[a]);
	if (!p || nseed == 0) {
		fprintf(stderr, "usage: %s RUNS FILE|FOLDER...\n", argv[0]);
		return 2;
	}
	signal(SIGABRT, died);
	signal(SIGSEGV, died);
	signal(SIGALRM, died);
	for (i = one ? (size_t)atol(one) : 0; i < nseed + runs; i++) {
		alarm(60); /* a run that hangs */
		run(i, p);
		if (one)
			break;
	}
	printf("%zu inputs\n", nseed + runs);
	for (i = 0; i < nseed; i++)
		free(seed[i].p);
	free(p);
	return 0;
}
