/* One flat JSON object a mention, for tables and for `grep`. */
#include "base/json_write.h"
#include "emit.h"
#include "flat.h"

static void
put(void *arg, const struct node *mention)
{
	struct buf *out = arg;

	json_put_node(out, mention);
	buf_put_c(out, '\n');
}

static void
record(const struct doc *d, const struct rules *r, struct buf *out)
{
	if (!flat_mentions(d, r, put, out))
		out->bad = true;
}

const struct emit_type emit_mentions = {
	.name = "mentions",
	.help = "one flat JSON object a mention",
	.record = record,
};
