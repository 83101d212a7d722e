/* Which letters have a property: PCRE2 is asked, letter by letter. */
#include "base/err.h"
#include "base/regex.h"
#include "base/utf8.h"
#include "pattern.h"
#include "property.h"

struct property {
	struct str pattern;
	struct letters letters;
	struct property *next;
};

static void
ask(struct regex *r, struct regex_scratch *scratch, struct letters *out)
{
	struct span span[1];
	char letter[4];
	struct str s = { letter, 0 };
	uint32_t c = 0;

	do {
		s.n = utf8_put(letter, c);
		if (regex_find(r, scratch, s, 0, span) > 0)
			letters_one(out, c);
	} while ((c = letter_numbered(c + 1)));
}

const struct letters *
property_letters(struct letter_sets *sets, struct str pattern, struct mem *m)
{
	struct regex_scratch *scratch;
	struct property *p;
	struct regex *r;
	struct ex_err e;
	size_t at;

	for (p = sets->property; p; p = p->next)
		if (str_eq(p->pattern, pattern))
			return &p->letters;
	p = MEM_NEW(m, struct property);
	p->pattern = mem_str(m, pattern);
	scratch = regex_scratch_new(0);
	r = scratch ? regex_new(pattern, true, &at, &e) : NULL;
	if (r) {
		p->next = sets->property;
		sets->property = p;
		ask(r, scratch, &p->letters);
	}
	regex_scratch_free(scratch);
	regex_free(r);
	return sets->property == p ? &p->letters : NULL;
}
