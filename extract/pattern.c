/* Patterns -> trees: a recursive parser of PCRE2's syntax. */
#include <string.h>

#include "base/letter.h"
#include "base/utf8.h"
#include "pattern.h"
#include "property.h"

enum { DEPTH_MOST = 200, WEIGHT_MOST = 1 << 20 };

/* --- the tree --- */

struct parse {
	struct mem *mem;
	struct letter_sets *sets;
	const struct pattern_names *names;
	struct str p;
	size_t i;
	unsigned depth;
	bool loose;			/* a property was read, into these: */
	struct letters rough, property; /* more than it has, what it has */
	bool bad; /* something that this parser does not read */
};

static struct tree *parse_alt(struct parse *);

static struct tree *
tree_new(struct parse *x, enum tree_kind kind, struct tree *a, struct tree *b)
{
	struct tree *t = MEM_NEW(x->mem, struct tree);

	t->kind = kind;
	t->a = a;
	t->b = b;
	t->weight = 1 + (a ? a->weight : 0) + (b ? b->weight : 0);
	if (t->weight > WEIGHT_MOST)
		t->weight = WEIGHT_MOST;
	t->captures = (a ? a->captures : 0) + (b ? b->captures : 0) +
		      (kind == TREE_CAPTURE);
	t->vague = (a && a->vague) || (b && b->vague);
	return t;
}

static size_t
set_slot(const struct letter_sets *s, const struct letters *l)
{
	struct str bytes = { (const char *)l, sizeof *l };
	size_t i = (size_t)str_hash(bytes) & (s->nslot - 1);

	while (s->slot[i] && memcmp(&s->set[s->slot[i] - 1], l, sizeof *l) != 0)
		i = (i + 1) & (s->nslot - 1);
	return i;
}

static void
grow_sets(struct letter_sets *s, struct mem *m)
{
	size_t i, cap = s->cap ? s->cap * 2 : 256;

	s->set = mem_grow(
		m, s->set, s->n * sizeof *s->set, cap * sizeof *s->set);
	s->cap = cap;
	s->nslot = cap * 2;
	s->slot = mem_alloc(m, s->nslot * sizeof *s->slot);
	for (i = 0; i < s->n; i++)
		s->slot[set_slot(s, &s->set[i])] = (uint32_t)i + 1;
}

struct tree *
pattern_set(struct letter_sets *s, const struct letters *l, struct mem *m)
{
	struct tree *t = MEM_NEW(m, struct tree);
	size_t i;

	t->kind = TREE_SET;
	t->weight = 1;
	if (s->n == s->cap)
		grow_sets(s, m);
	i = set_slot(s, l);
	if (!s->slot[i]) {
		s->set[s->n++] = *l;
		s->slot[i] = (uint32_t)s->n;
	}
	t->set = s->slot[i] - 1;
	return t;
}

/* A class that was read as l, or as all but l; what it has of properties is
 * in x. */
static struct tree *
tree_class(struct parse *x, const struct letters *l, bool negated)
{
	struct letters set = *l, exact = *l;
	struct tree *t;

	if (x->loose) {
		letters_join(&set, &x->rough);
		letters_join(&exact, &x->property);
	}
	/* "[^\p{L}]": what the set has too much would be missing from the
	 * rest, so that may be any letter */
	if (negated && x->loose)
		set = (struct letters){ { 0 } };
	if (negated) {
		letters_not(&set);
		letters_not(&exact);
	}
	if (x->loose || letters_has(l, LETTER_OTHER))
		letters_unsure(&exact);
	t = pattern_set(x->sets, &set, x->mem);
	t->exact = pattern_set(x->sets->exact, &exact, x->mem)->set;
	t->loose = x->loose;
	return t;
}

static void
class_start(struct parse *x)
{
	x->loose = false;
	x->rough = x->property = (struct letters){ { 0 } };
}

/* The set of one letter: most of a pattern, so these are remembered. */
static struct tree *
tree_letter(struct parse *x, uint32_t c)
{
	struct letters s = { { 0 } };
	uint32_t *known = &x->sets->single[letter_number(c)];
	uint32_t *exact = &x->sets->exact->single[letter_number(c)];
	struct tree *t;

	if (*known) {
		t = tree_new(x, TREE_SET, NULL, NULL);
		t->set = *known - 1;
		t->exact = *exact - 1;
	} else {
		letters_one(&s, c);
		x->loose = false;
		t = tree_class(x, &s, false);
		*known = t->set + 1;
		*exact = t->exact + 1;
	}
	t->letter = c;
	return t;
}

/* --- parsing --- */

static bool
is_name(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (!first && ((c >= '0' && c <= '9') || c == '-'));
}

struct str
pattern_name(struct str p, size_t i, size_t *n)
{
	size_t j = i + 1;
	bool type = j < p.n && p.p[j] == '@';

	if (type)
		j++;
	if (j >= p.n || !is_name(p.p[j], true))
		return STR("");
	while (j < p.n && is_name(p.p[j], false))
		j++;
	if (j >= p.n || p.p[j] != '}')
		return STR("");
	*n = j + 1 - i;
	return str_slice(p, i + 1, j);
}

static bool
more(const struct parse *x)
{
	return x->i < x->p.n;
}

static char
peek(const struct parse *x)
{
	return more(x) ? x->p.p[x->i] : '\0';
}

static bool
take(struct parse *x, const char *literal)
{
	struct str s = str_c(literal);

	if (!more(x) || !str_starts(str_slice(x->p, x->i, x->p.n), s))
		return false;
	x->i += s.n;
	return true;
}

/* "{1F}" or two hexadecimal digits, behind "\x". */
static uint32_t
parse_hex(struct parse *x)
{
	bool braces = take(x, "{");
	uint32_t c = 0;
	int n = 0;

	while (more(x) && n < (braces ? 6 : 2)) {
		char d = peek(x);

		if (d >= '0' && d <= '9')
			c = c * 16 + (uint32_t)(d - '0');
		else if ((d | 32) >= 'a' && (d | 32) <= 'f')
			c = c * 16 + (uint32_t)((d | 32) - 'a' + 10);
		else
			break;
		x->i++;
		n++;
	}
	if (braces && !take(x, "}"))
		x->bad = true;
	return c;
}

/* Letters of one case, in the blocks whose layout base/letter.h knows; the
 * irregular ones of both cases. */
static void
add_case(struct letters *s, bool upper)
{
	uint32_t c;

	for (c = 0x80; c < 0x1C0; c++) /* with ơ and ư */
		if (upper ? !letter_is_lower(c) : !letter_is_upper(c))
			letters_one(s, c);
	for (c = 0x1E00; c < 0x1F00; c++)
		if (upper ? !letter_is_lower(c) : !letter_is_upper(c))
			letters_one(s, c);
	letters_add(s, 0x1C0, 0x1DFF);
	letters_add(s, 0x1F00, 0x10FFFF);
	letters_add(s, upper ? 'A' : 'a', upper ? 'Z' : 'z');
}

/* "{L}", "{Lu}", "L" behind "\p": roughly, letters and numbers, more than
 * they are beyond ASCII; any other property as anything at all. */
static void
parse_property(struct parse *x, bool negated)
{
	struct letters all = { { 0 } }, *s = &x->rough;
	const struct letters *exact;
	struct str name = str_slice(x->p, x->i, x->i + more(x));
	size_t start = x->i - 2;

	if (!more(x) || (peek(x) == '{' &&
				str_find(x->p, STR("}"), x->i) == SPAN_NONE)) {
		x->bad = true;
		return;
	}
	if (take(x, "{")) {
		name = str_slice(x->p, x->i, x->p.n);
		while (more(x) && peek(x) != '}')
			x->i++;
		name.n = x->i - (size_t)(name.p - x->p.p);
		x->i++;
	} else {
		x->i++;
	}
	x->loose = true;
	exact = property_letters(
		x->sets->exact, str_slice(x->p, start, x->i), x->mem);
	if (!exact) {
		x->bad = true;
		return;
	}
	letters_join(&x->property, exact);
	if (negated || !name.n || (name.p[0] != 'L' && name.p[0] != 'N')) {
		letters_not(&all);
		letters_join(s, &all);
	} else if (str_eq(name, STR("Lu")) || str_eq(name, STR("Ll"))) {
		add_case(s, name.p[1] == 'u');
	} else {
		letters_add(s, 0x80, 0x10FFFF);
		letters_add(s, '0', '9');
		letters_add(s, 'A', 'Z');
		letters_add(s, 'a', 'z');
	}
}

/* A class escape (\d and its like) into s; false when it is none. */
static bool
class_escape(char c, struct letters *s)
{
	struct letters t = { { 0 } };
	char low = (char)(c | 32);

	switch (low) {
	case 'd':
		letters_add(&t, '0', '9');
		break;
	case 'w':
		letters_add(&t, '0', '9');
		letters_add(&t, 'A', 'Z');
		letters_add(&t, 'a', 'z');
		letters_one(&t, '_');
		break;
	case 's':
		letters_add(&t, '\t', '\r');
		letters_one(&t, ' ');
		break;
	case 'h':
		letters_one(&t, '\t');
		letters_one(&t, ' ');
		letters_one(&t, 0xA0);
		letters_one(&t, 0x180E);
		letters_add(&t, 0x2000, 0x200A);
		letters_one(&t, 0x202F);
		letters_one(&t, 0x205F);
		letters_one(&t, 0x3000);
		break;
	case 'v':
		letters_add(&t, '\n', '\r');
		letters_one(&t, 0x85);
		letters_add(&t, 0x2028, 0x2029);
		break;
	default:
		return false;
	}
	if (c != low)
		letters_not(&t);
	letters_join(s, &t);
	return true;
}

/* A letter behind a backslash that stands for one character. */
static bool
control_escape(char c, uint32_t *out)
{
	static const char from[] = "nrtfea", to[] = "\n\r\t\f\033\a";
	const char *at = c ? strchr(from, c) : NULL;

	if (at)
		*out = (uint32_t)to[at - from];
	return at != NULL;
}

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static struct tree *
parse_escape(struct parse *x)
{
	struct letters s = { { 0 } };
	struct tree *t;
	uint32_t c;
	char e = peek(x);

	x->i++;
	class_start(x);
	if (e && strchr("bBAzZGK", e)) {
		t = tree_new(x, TREE_EMPTY, NULL, NULL);
		t->vague = true;
		return t;
	}
	if (e == 'p' || e == 'P') {
		parse_property(x, e == 'P');
		return tree_class(x, &s, false);
	}
	if (e == 'N') {
		letters_one(&s, '\n');
		return tree_class(x, &s, true);
	}
	if (class_escape(e, &s))
		return tree_class(x, &s, false);
	if (e == 'x')
		return tree_letter(x, parse_hex(x));
	if (control_escape(e, &c))
		return tree_letter(x, c);
	if (is_alnum(e) || !e)
		x->bad = true;
	x->i--;
	return tree_letter(x, utf8_get(x->p, &x->i));
}

/* One member of a class; true when it is a single character, in *c. */
static bool
class_member(struct parse *x, struct letters *s, uint32_t *c)
{
	char e;

	if (peek(x) != '\\') {
		*c = utf8_get(x->p, &x->i);
		return true;
	}
	x->i++;
	e = peek(x);
	x->i++;
	if (e == 'p' || e == 'P') {
		parse_property(x, e == 'P');
		return false;
	}
	if (class_escape(e, s))
		return false;
	if (e == 'x') {
		*c = parse_hex(x);
		return true;
	}
	if (control_escape(e, c))
		return true;
	if (is_alnum(e) || !e) {
		x->bad = true;
		return false;
	}
	x->i--;
	*c = utf8_get(x->p, &x->i);
	return true;
}

static struct tree *
parse_class(struct parse *x)
{
	struct letters s = { { 0 } };
	bool negated = take(x, "^"), first = true;
	uint32_t c, last;
	size_t dash;

	class_start(x);
	while (more(x) && (peek(x) != ']' || first) && !x->bad) {
		first = false;
		if (take(x, "[:"))
			x->bad = true; /* a POSIX class */
		if (x->bad || !class_member(x, &s, &c))
			continue;
		dash = x->i;
		if (take(x, "-") && more(x) && peek(x) != ']' &&
			class_member(x, &s, &last)) {
			if (last >= c)
				letters_add(&s, c, last);
			continue;
		}
		x->i = dash;
		letters_one(&s, c);
	}
	if (!take(x, "]"))
		x->bad = true;
	return tree_class(x, &s, negated);
}

static void
skip_name(struct parse *x, char end)
{
	while (more(x) && peek(x) != end)
		x->i++;
	x->i++;
}

/* What a group begins with that is a capture, or that is not read. */
static enum tree_kind
parse_capture(struct parse *x)
{
	if (take(x, "?<") || take(x, "?P<"))
		skip_name(x, '>');
	else if (take(x, "?'"))
		skip_name(x, '\'');
	else if (peek(x) == '?' || peek(x) == '*')
		x->bad = true; /* options, recursion, conditions, verbs */
	return TREE_CAPTURE;
}

static struct tree *
parse_group(struct parse *x)
{
	enum tree_kind around = TREE_EMPTY;
	bool vague = false;
	struct tree *t;

	if (take(x, "?="))
		around = TREE_AHEAD;
	else if (take(x, "?!"))
		around = TREE_NOT_AHEAD;
	else if (take(x, "?<="))
		around = TREE_BEHIND;
	else if (take(x, "?<!"))
		around = TREE_NOT_BEHIND;
	else if (take(x, "?>"))
		around = TREE_ATOMIC;
	else if (take(x, "?|"))
		vague = true; /* groups are counted in another way */
	else if (!take(x, "?:"))
		around = parse_capture(x);
	if (x->bad || ++x->depth > DEPTH_MOST) {
		x->bad = true;
		return tree_new(x, TREE_EMPTY, NULL, NULL);
	}
	t = parse_alt(x);
	x->depth--;
	if (!take(x, ")"))
		x->bad = true;
	if (around != TREE_EMPTY)
		t = tree_new(x, around, t, NULL);
	t->vague |= vague;
	return t;
}

/* What a name in braces stands for. A tree is only read once it is made, so
 * that all its uses can share it. */
static struct tree *
parse_name(struct parse *x, struct str name)
{
	const struct tree *t = x->names->find(x->names->arg, name);
	struct tree *copy;

	if (!t) {
		x->bad = true;
		return tree_new(x, TREE_EMPTY, NULL, NULL);
	}
	copy = tree_new(x, t->kind, t->a, t->b);
	*copy = *t;
	copy->named = t;
	return copy;
}

static struct tree *
parse_atom(struct parse *x)
{
	struct letters s = { { 0 } };
	struct str name;
	size_t n;

	if (peek(x) == '{' && (name = pattern_name(x->p, x->i, &n)).n) {
		x->i += n;
		return parse_name(x, name);
	}
	if (take(x, "("))
		return parse_group(x);
	if (take(x, "["))
		return parse_class(x);
	if (take(x, "\\"))
		return parse_escape(x);
	if (take(x, "^"))
		return tree_new(x, TREE_START, NULL, NULL);
	if (take(x, "$"))
		return tree_new(x, TREE_END, NULL, NULL);
	if (take(x, ".")) {
		class_start(x);
		letters_one(&s, '\n');
		return tree_class(x, &s, true);
	}
	return tree_letter(x, utf8_get(x->p, &x->i));
}

static bool
parse_number(struct parse *x, int *n)
{
	size_t start = x->i;

	*n = 0;
	while (more(x) && peek(x) >= '0' && peek(x) <= '9' && *n < 100000)
		*n = *n * 10 + (x->p.p[x->i++] - '0');
	return x->i > start;
}

/* "{2}", "{2,}", "{2,3}"; anything else in braces is literal. */
static bool
parse_counts(struct parse *x, int *min, int *max)
{
	size_t start = x->i;

	if (take(x, "{") && parse_number(x, min)) {
		*max = *min;
		if (take(x, ",") && !parse_number(x, max))
			*max = -1;
		if (take(x, "}"))
			return true;
	}
	x->i = start;
	return false;
}

static struct tree *
parse_piece(struct parse *x)
{
	struct tree *t = parse_atom(x);
	int min, max;

	while (more(x) && !x->bad) {
		if (take(x, "*"))
			min = 0, max = -1;
		else if (take(x, "+"))
			min = 1, max = -1;
		else if (take(x, "?"))
			min = 0, max = 1;
		else if (!parse_counts(x, &min, &max))
			break;
		t = tree_new(x, TREE_REPEAT, t, NULL);
		if (take(x, "?"))
			t->repeat = REPEAT_LESS;
		else if (take(x, "+"))
			t->repeat = REPEAT_ALL;
		t->min = min;
		t->max = max;
	}
	return t;
}

static struct tree *
parse_cat(struct parse *x)
{
	struct tree *t = NULL, *piece;

	while (more(x) && peek(x) != '|' && peek(x) != ')' && !x->bad) {
		piece = parse_piece(x);
		t = t ? tree_new(x, TREE_CAT, t, piece) : piece;
	}
	return t ? t : tree_new(x, TREE_EMPTY, NULL, NULL);
}

static struct tree *
parse_alt(struct parse *x)
{
	struct tree *t = parse_cat(x);

	while (take(x, "|") && !x->bad)
		t = tree_new(x, TREE_ALT, t, parse_cat(x));
	return t;
}

const struct tree *
pattern_parse(struct str pattern, const struct pattern_names *names,
	struct letter_sets *sets, struct mem *m)
{
	struct parse x = {
		.mem = m, .sets = sets, .names = names, .p = pattern
	};
	const struct tree *t = parse_alt(&x);

	return x.bad || x.i < x.p.n ? NULL : t;
}

bool
pattern_may_be_empty(const struct tree *t)
{
	switch (t->kind) {
	case TREE_SET:
		return false;
	case TREE_CAT:
		return pattern_may_be_empty(t->a) && pattern_may_be_empty(t->b);
	case TREE_ALT:
		return pattern_may_be_empty(t->a) || pattern_may_be_empty(t->b);
	case TREE_REPEAT:
		return t->min == 0 || pattern_may_be_empty(t->a);
	case TREE_CAPTURE:
	case TREE_ATOMIC:
		return pattern_may_be_empty(t->a);
	case TREE_EMPTY:
	case TREE_AHEAD:
	case TREE_BEHIND:
	case TREE_NOT_AHEAD:
	case TREE_NOT_BEHIND:
	case TREE_START:
	case TREE_END:
		return true;
	}
	return true;
}
