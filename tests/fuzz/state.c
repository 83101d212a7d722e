/* Bytes as a line between two stages: what is read of it is safe for the
 * stages behind, and written again it is read again. */
#include <stdio.h>
#include <stdlib.h>

#include "emit.h"
#include "flow.h"
#include "fuzz.h"
#include "libextract.h"
#include "match.h"
#include "rules.h"
#include "work.h"

static struct work work;

static void
begin(void)
{
	const char *dir = getenv("EXTRACT_RULES");
	struct ex_err e = { .what = "" };

	if (!dir)
		dir = "rules";
	work = (struct work){ .rules = rules_load(&dir, 1, NULL, NULL, &e),
		.format = emit_find("jsonl"),
		.to = STAGE_emit,
		.lines = true,
		.memory = (size_t)512 << 20 };
	if (!work.rules)
		exit(2);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct raw raw = { .uri = STR("-"), .bytes = { (const char *)p, n } };
	struct tally tally = { 0 };
	struct buf out = { .mem = NULL };
	struct worker w;
	struct mem keep;
	int from;

	if (!work.rules)
		begin();
	mem_open(&keep, 0);
	for (from = STAGE_decode; from <= STAGE_emit; from++) {
		work.from = (enum stage)from;
		worker_open(&w, &work);
		out.n = 0;
		(void)worker_article(&w, &raw, &keep, &out, &tally);
		worker_close(&w);
	}
	buf_free(&out);
	mem_close(&keep);
	return 0;
}
