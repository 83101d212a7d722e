/* What rules and their types are called, and where they are found by that. */
#include "rules.h"
#include "value.h"

enum { LEXICON_SLOTS = sizeof((struct rules *)0)->lexicon_slot };

int
rules_type(const struct rules *r, struct str name)
{
	unsigned i;

	for (i = 0; i < r->ntype; i++)
		if (str_eq(r->type[i].name, name))
			return (int)i;
	return -1;
}

int
rules_group(const struct rules *r, unsigned type, const char *group)
{
	unsigned i;

	for (i = 0; i < r->type[type].ngroup; i++)
		if (str_eq(r->type[type].group[i], str_c(group)))
			return (int)i;
	return -1;
}

unsigned char
rules_kind(const struct rule_type *t, const struct rule *rule)
{
	const struct value_type *v = t->value;
	unsigned i;

	for (i = 0; v && i < v->nkind; i++)
		if (str_eq(v->kind_name[i], rule->set[v->kind]))
			return (unsigned char)(i + 1);
	return 0;
}

unsigned char *
rules_lexicon_slot(struct rules *r, struct str name)
{
	size_t i = (size_t)str_hash(name) % LEXICON_SLOTS;

	while (r->lexicon_slot[i] &&
		!str_eq(lexicon_name(r->lexicon[r->lexicon_slot[i] - 1]), name))
		i = (i + 1) % LEXICON_SLOTS;
	return &r->lexicon_slot[i];
}

const struct lexicon *
rules_lexicon(const struct rules *r, const char *name)
{
	/* it is found, not filled */
	size_t i = *rules_lexicon_slot((struct rules *)r, str_c(name));

	return i ? r->lexicon[i - 1] : NULL;
}

/* The order in which types are interpreted: those without a file in value/
 * last, since their `fields` may read any. */
static void
order_types(struct rules *r)
{
	uint64_t done = 0, before;
	unsigned i;

	r->nordered = 0;
	do {
		before = done;
		for (i = 0; i < r->ntype; i++) {
			if ((done >> i & 1) || !r->type[i].value ||
				(r->type[i].after & ~done))
				continue;
			r->ordered[r->nordered++] = (unsigned char)i;
			done |= (uint64_t)1 << i;
		}
	} while (done != before);
	for (i = 0; i < r->ntype; i++)
		if (!r->type[i].value && !r->type[i].hidden)
			r->ordered[r->nordered++] = (unsigned char)i;
}

void
rules_name(struct rules *r)
{
#define RULES_WORD(name, word) word,
	static const char *const lexicon[LEXICONS_NAMED] = { NULL,
		LEXICONS(RULES_WORD) };
	static const char *const type[RULES_TYPED] = { RULES_TYPES(
		RULES_WORD) };
#undef RULES_WORD
	size_t i;

	for (i = 1; i < LEXICONS_NAMED; i++)
		r->named[i] = rules_lexicon(r, lexicon[i]);
	for (i = 0; i < RULES_TYPED; i++)
		r->typed[i] = rules_type(r, str_c(type[i]));
	order_types(r);
}
