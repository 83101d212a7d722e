/* A rule set as one flat image, and back. */
#include <stdlib.h>
#include <string.h>

#include "automaton.h"
#include "base/image.h"
#include "base/regex.h"
#include "confirm.h"
#include "rules.h"
#include "value.h"

static void
strs_image(struct image *i, size_t at, const struct str *s, size_t n)
{
	size_t j;

	for (j = 0; j < n; j++)
		image_str(i, at + j * sizeof *s, s[j]);
}

/* What a rule at place `at` points to. */
static void
rule_image(struct image *i, size_t at, const struct rule *r)
{
	size_t file = image_put(i, r->file, str_c(r->file).n + 1);

	image_str(i, at + offsetof(struct rule, id), r->id);
	image_link(i, at + offsetof(struct rule, file), file);
	image_null(i, at + offsetof(struct rule, regex));
	image_null(i, at + offsetof(struct rule, plain));
	image_str(i, at + offsetof(struct rule, pattern), r->pattern);
	image_str(i, at + offsetof(struct rule, expanded), r->expanded);
	strs_image(i, at + offsetof(struct rule, set), r->set, GROUPS_MAX);
	image_link(i, at + offsetof(struct rule, group_of),
		image_put(i, r->group_of, r->ncapture + 1));
	image_null(i, at + offsetof(struct rule, tests));
}

static void
type_image(struct image *i, size_t at, const struct rule_type *t)
{
	image_str(i, at + offsetof(struct rule_type, name), t->name);
	image_null(i, at + offsetof(struct rule_type, value));
	strs_image(i, at + offsetof(struct rule_type, group), t->group,
		GROUPS_MAX);
	strs_image(i, at + offsetof(struct rule_type, reader), t->reader,
		GROUPS_MAX);
}

static size_t
phases_image(struct image *i, const struct rules *r)
{
	size_t at = image_put(i, r->phase, r->nphase * sizeof *r->phase);

	strs_image(i, at, r->phase, r->nphase);
	return at;
}

/* The rules lie side by side: they are written to when the image is opened,
 * and what they point to is not. */
static size_t
list_image(struct image *i, const struct rules *r)
{
	size_t at = image_put(i, r->rule, r->nrule * sizeof *r->rule), first, j;
	struct buf all = { .p = NULL };

	for (j = 0; j < r->nrule; j++)
		buf_put(&all, (struct str){ (const char *)r->rule[j],
				      sizeof *r->rule[j] });
	i->bytes.bad |= all.bad;
	first = image_put(i, all.p, all.n);
	buf_free(&all);
	for (j = 0; j < r->nrule; j++) {
		size_t one = first + j * sizeof *r->rule[j];

		image_link(i, at + j * sizeof *r->rule, one);
		rule_image(i, one, r->rule[j]);
	}
	return at;
}

static size_t
lexicons_image(struct image *i, const struct rules *r)
{
	size_t at = image_put(i, r->lexicon, r->nlexicon * sizeof *r->lexicon);
	size_t j;

	for (j = 0; j < r->nlexicon; j++)
		image_link(i, at + j * sizeof *r->lexicon,
			lexicon_image(i, r->lexicon[j]));
	return at;
}

void
rules_image(struct image *i, const struct rules *r)
{
	struct rules copy = *r;
	size_t at, j;

	copy.mem = (struct mem){ .block = NULL };
	copy.image = (struct image_open){ .map = NULL };
	copy.stamps = (struct str){ NULL, 0 };
	memset(copy.named, 0, sizeof copy.named);
	at = image_put(i, &copy, sizeof copy);
	for (j = 0; j < r->ntype; j++)
		type_image(i,
			at + offsetof(struct rules, type) + j * sizeof *r->type,
			&r->type[j]);
	image_link(i, at + offsetof(struct rules, phase), phases_image(i, r));
	image_link(i, at + offsetof(struct rules, rule), list_image(i, r));
	image_link(
		i, at + offsetof(struct rules, lexicon), lexicons_image(i, r));
	image_link(i, at + offsetof(struct rules, automaton),
		automaton_image(i, r->automaton));
	image_link(i, at + offsetof(struct rules, confirms),
		confirms_image(i, r->confirms));
}

static bool
rule_ready(struct rule *rule)
{
	rule->regex = regex_later(rule->expanded, true, rule->ncapture);
	if (rule->everywhere)
		rule->plain =
			regex_later(rule->expanded, false, rule->ncapture);
	return rule->regex && (rule->plain || !rule->everywhere);
}

struct rules *
rules_of_image(struct image_open *o)
{
	struct rules *r = calloc(1, sizeof *r);
	bool good = r && o->n >= sizeof *r && image_point(o);
	size_t i;

	if (!good) {
		free(r);
		image_unmap(o);
		return NULL;
	}
	*r = *(const struct rules *)(const void *)o->start;
	r->image = *o;
	mem_open(&r->mem, 0);
	for (i = 0; i < r->ntype; i++)
		r->type[i].value = value_type_named(r->type[i].name);
	rules_name(r);
	for (i = 0; i < r->nrule; i++)
		good = rule_ready(r->rule[i]) && good;
	if (good)
		return r;
	rules_free(r);
	return NULL;
}
