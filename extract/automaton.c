/* Patterns -> one automaton. A recursive parser of PCRE2's syntax makes a
 * tree, the tree becomes states; letters become classes at the end. */
#include <string.h>

#include "automaton.h"
#include "base/utf8.h"

enum {
	DEPTH_MOST = 200,
	COPIES_MOST = 8,           /* of a repeated part; then it is a loop */
	STATES_A_RULE = 40000
};

/* --- letters --- */

static const struct block {
	uint32_t first, end;
	unsigned number;
} blocks[] = {
	{ 0x0000, 0x0250, 0 },
	{ 0x0300, 0x0370, 592 },
	{ 0x1E00, 0x1F00, 704 },
	{ 0x2000, 0x2070, 960 },
	{ 0x20A0, 0x20D0, 1072 },
	{ 0xE000, 0xE040, 1120 }, /* symbols of the cascade */
};

enum { NBLOCK = sizeof blocks / sizeof *blocks, OTHER = LETTERS - 1 };

unsigned
letter_number(uint32_t c)
{
	size_t i;

	for (i = 0; i < NBLOCK; i++)
		if (c >= blocks[i].first && c < blocks[i].end)
			return blocks[i].number + (c - blocks[i].first);
	return OTHER;
}

static void
letters_add(struct letters *s, uint32_t first, uint32_t last)
{
	size_t i;
	uint32_t c;

	for (i = 0; i < NBLOCK; i++)
		for (c = blocks[i].first; c < blocks[i].end; c++)
			if (c >= first && c <= last) {
				unsigned n = blocks[i].number +
					(c - blocks[i].first);

				s->bit[n / 64] |= (uint64_t)1 << n % 64;
			}
	if (letter_number(last) == OTHER || letter_number(first) == OTHER ||
		last - first > 0x400)
		s->bit[OTHER / 64] |= (uint64_t)1 << OTHER % 64;
}

static void
letters_one(struct letters *s, uint32_t c)
{
	unsigned n = letter_number(c);

	s->bit[n / 64] |= (uint64_t)1 << n % 64;
}

/* All others, and the one class of letters not told apart stays in: some of
 * it may be outside the set. */
static void
letters_not(struct letters *s)
{
	size_t i;

	for (i = 0; i < LETTER_WORDS; i++)
		s->bit[i] = ~s->bit[i];
	s->bit[LETTER_WORDS - 1] &= ((uint64_t)1 << LETTERS % 64) - 1;
	s->bit[OTHER / 64] |= (uint64_t)1 << OTHER % 64;
}

static void
letters_join(struct letters *s, const struct letters *t)
{
	size_t i;

	for (i = 0; i < LETTER_WORDS; i++)
		s->bit[i] |= t->bit[i];
}

/* --- the tree --- */

enum tree_kind { EMPTY, SET, CAT, ALT, REPEAT };

struct tree {
	enum tree_kind kind;
	uint32_t set;
	int min, max; /* of REPEAT; max -1: without end */
	struct tree *a, *b;
};

struct parse {
	struct automaton *a;
	struct str p;
	size_t i;
	unsigned depth;
	bool bad; /* something that this parser does not read */
};

static struct tree *parse_alt(struct parse *);

static struct tree *
tree_new(struct parse *x, enum tree_kind kind, struct tree *a, struct tree *b)
{
	struct tree *t = MEM_NEW(x->a->mem, struct tree);

	t->kind = kind;
	t->a = a;
	t->b = b;
	return t;
}

static size_t
set_slot(const struct automaton *a, const struct letters *s)
{
	struct str bytes = { (const char *)s, sizeof *s };
	size_t i = (size_t)str_hash(bytes) & (a->nset_slot - 1);

	while (a->set_slot[i] &&
		memcmp(&a->set[a->set_slot[i] - 1], s, sizeof *s) != 0)
		i = (i + 1) & (a->nset_slot - 1);
	return i;
}

static void
grow_sets(struct automaton *a)
{
	size_t i, cap = a->set_cap ? a->set_cap * 2 : 256;

	a->set = mem_grow(a->mem, a->set, a->nset * sizeof *a->set,
		cap * sizeof *a->set);
	a->set_cap = cap;
	a->nset_slot = cap * 2;
	a->set_slot = mem_alloc(a->mem, a->nset_slot * sizeof *a->set_slot);
	for (i = 0; i < a->nset; i++)
		a->set_slot[set_slot(a, &a->set[i])] = (uint32_t)i + 1;
}

static struct tree *
tree_set(struct parse *x, const struct letters *s)
{
	struct automaton *a = x->a;
	struct tree *t = tree_new(x, SET, NULL, NULL);
	size_t i;

	if (a->nset == a->set_cap)
		grow_sets(a);
	i = set_slot(a, s);
	if (!a->set_slot[i]) {
		a->set[a->nset++] = *s;
		a->set_slot[i] = (uint32_t)a->nset;
	}
	t->set = a->set_slot[i] - 1;
	return t;
}

/* --- parsing --- */

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

	if (!str_starts(str_slice(x->p, x->i, x->p.n), s))
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

/* "{L}", "{Lu}", "L" behind "\p": letters and numbers by ASCII and all that
 * lies beyond it, any other property as anything at all. */
static void
parse_property(struct parse *x, bool not, struct letters *s)
{
	struct letters all = { { 0 } };
	char first;

	if (take(x, "{")) {
		first = peek(x);
		while (more(x) && peek(x) != '}')
			x->i++;
		x->i++;
	} else {
		first = peek(x);
		x->i++;
	}
	if (not || (first != 'L' && first != 'N')) {
		letters_not(&all);
		letters_join(s, &all);
		return;
	}
	letters_add(s, 0x80, 0x10FFFF);
	if (first == 'N')
		letters_add(s, '0', '9');
	else {
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
	uint32_t c;
	char e = peek(x);

	x->i++;
	if (e && strchr("bBAzZGK", e))
		return tree_new(x, EMPTY, NULL, NULL);
	if (e == 'p' || e == 'P')
		parse_property(x, e == 'P', &s);
	else if (e == 'N') {
		letters_one(&s, '\n');
		letters_not(&s);
	} else if (e == 'x')
		letters_one(&s, parse_hex(x));
	else if (class_escape(e, &s))
		;
	else if (control_escape(e, &c))
		letters_one(&s, c);
	else if (is_alnum(e) || !e)
		x->bad = true;
	else {
		x->i--;
		letters_one(&s, utf8_get(x->p, &x->i));
	}
	return tree_set(x, &s);
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
		parse_property(x, e == 'P', s);
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
	bool not = take(x, "^"), first = true;
	uint32_t c, last;
	size_t dash;

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
	if (not)
		letters_not(&s);
	return tree_set(x, &s);
}

static void
skip_name(struct parse *x, char end)
{
	while (more(x) && peek(x) != end)
		x->i++;
	x->i++;
}

static struct tree *
parse_group(struct parse *x)
{
	struct tree *t;
	bool around = false;

	if (take(x, "?=") || take(x, "?!") || take(x, "?<=") ||
		take(x, "?<!"))
		around = true;
	else if (take(x, "?:") || take(x, "?>") || take(x, "?|"))
		;
	else if (take(x, "?<") || take(x, "?P<"))
		skip_name(x, '>');
	else if (take(x, "?'"))
		skip_name(x, '\'');
	else if (peek(x) == '?' || peek(x) == '*')
		x->bad = true; /* options, recursion, conditions, verbs */
	if (x->bad || ++x->depth > DEPTH_MOST) {
		x->bad = true;
		return tree_new(x, EMPTY, NULL, NULL);
	}
	t = parse_alt(x);
	x->depth--;
	if (!take(x, ")"))
		x->bad = true;
	return around ? tree_new(x, EMPTY, NULL, NULL) : t;
}

static struct tree *
parse_atom(struct parse *x)
{
	struct letters s = { { 0 } };

	if (take(x, "("))
		return parse_group(x);
	if (take(x, "["))
		return parse_class(x);
	if (take(x, "\\"))
		return parse_escape(x);
	if (take(x, "^") || take(x, "$"))
		return tree_new(x, EMPTY, NULL, NULL);
	if (take(x, ".")) {
		letters_one(&s, '\n');
		letters_not(&s);
		return tree_set(x, &s);
	}
	letters_one(&s, utf8_get(x->p, &x->i));
	return tree_set(x, &s);
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
		/* lazy and possessive: the same texts, or fewer */
		if (!take(x, "?"))
			take(x, "+");
		t = tree_new(x, REPEAT, t, NULL);
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
		t = t ? tree_new(x, CAT, t, piece) : piece;
	}
	return t ? t : tree_new(x, EMPTY, NULL, NULL);
}

static struct tree *
parse_alt(struct parse *x)
{
	struct tree *t = parse_cat(x);

	while (take(x, "|") && !x->bad)
		t = tree_new(x, ALT, t, parse_cat(x));
	return t;
}

/* --- states, made from the end to the start: each part is given what comes
 * after it --- */

struct build {
	struct automaton *a;
	size_t first; /* state of this rule */
	bool bad;
};

static uint32_t
state_new(struct build *b, struct nfa_state s)
{
	struct automaton *a = b->a;
	size_t cap;

	if (a->nstate - b->first > STATES_A_RULE)
		b->bad = true;
	if (a->nstate == a->state_cap) {
		cap = a->state_cap ? a->state_cap * 2 : 4096;
		a->state = mem_grow(a->mem, a->state,
			a->nstate * sizeof *a->state, cap * sizeof *a->state);
		a->state_cap = cap;
	}
	a->state[a->nstate] = s;
	return (uint32_t)a->nstate++;
}

static uint32_t build(struct build *, const struct tree *, uint32_t next);

static uint32_t
build_loop(struct build *b, const struct tree *body, uint32_t next)
{
	uint32_t split = state_new(
		b, (struct nfa_state){ .kind = NFA_SPLIT, .other = next });
	uint32_t start = build(b, body, split);

	b->a->state[split].next = start;
	return split;
}

static uint32_t
build_repeat(struct build *b, const struct tree *t, uint32_t next)
{
	int min = t->min < COPIES_MOST ? t->min : COPIES_MOST;
	int max = t->max, i;

	if (max < 0 || max > COPIES_MOST || t->min > COPIES_MOST)
		next = build_loop(b, t->a, next);
	else
		for (i = min; i < max && !b->bad; i++)
			next = state_new(b,
				(struct nfa_state){ .kind = NFA_SPLIT,
					.next = build(b, t->a, next),
					.other = next });
	for (i = 0; i < min && !b->bad; i++)
		next = build(b, t->a, next);
	return next;
}

static uint32_t
build(struct build *b, const struct tree *t, uint32_t next)
{
	uint32_t one;

	if (b->bad)
		return next;
	switch (t->kind) {
	case EMPTY:
		return next;
	case SET:
		return state_new(b,
			(struct nfa_state){ .kind = NFA_READ, .set = t->set,
				.next = next });
	case CAT:
		/* a chain of CATs leans to the left: walk it by a loop */
		while (t->kind == CAT) {
			next = build(b, t->b, next);
			t = t->a;
		}
		return build(b, t, next);
	case ALT:
		one = build(b, t->b, next);
		while (t->a->kind == ALT) {
			t = t->a;
			one = state_new(b,
				(struct nfa_state){ .kind = NFA_SPLIT,
					.next = build(b, t->b, next),
					.other = one });
		}
		return state_new(b,
			(struct nfa_state){ .kind = NFA_SPLIT,
				.next = build(b, t->a, next), .other = one });
	case REPEAT:
		return build_repeat(b, t, next);
	}
	return next;
}

/* --- the whole --- */

struct automaton *
automaton_new(struct mem *m, unsigned phases)
{
	struct automaton *a = MEM_NEW(m, struct automaton);

	a->mem = m;
	a->nphase = phases;
	a->start = mem_alloc(m, (phases + 1) * sizeof *a->start);
	return a;
}

bool
automaton_add(struct automaton *a, unsigned phase, struct str pattern,
	unsigned rule)
{
	struct parse x = { .a = a, .p = pattern };
	struct build b = { .a = a, .first = a->nstate };
	struct phase_start *s = &a->start[phase];
	const struct tree *t = parse_alt(&x);
	uint32_t state;
	size_t cap;

	if (x.bad || x.i < x.p.n)
		return false;
	state = state_new(
		&b, (struct nfa_state){ .kind = NFA_END, .set = rule });
	state = build(&b, t, state);
	if (b.bad) {
		a->nstate = b.first;
		return false;
	}
	if (s->n == s->cap) {
		cap = s->cap ? s->cap * 2 : 32;
		s->state = mem_grow(a->mem, s->state,
			s->n * sizeof *s->state, cap * sizeof *s->state);
		s->cap = cap;
	}
	s->state[s->n++] = state;
	if (rule >= a->nrule)
		a->nrule = rule + 1;
	return true;
}

static bool
has(const struct letters *s, unsigned n)
{
	return s->bit[n / 64] >> n % 64 & 1;
}

/* Splits each class into those letters that are in the set and the rest. */
static void
refine(struct automaton *a, const struct letters *s)
{
	uint16_t in[LETTERS], members[LETTERS] = { 0 }, all[LETTERS] = { 0 };
	unsigned i;

	for (i = 0; i < LETTERS; i++) {
		all[a->class_of[i]]++;
		members[a->class_of[i]] += has(s, i);
	}
	for (i = 0; i < a->nclass; i++)
		in[i] = members[i] && members[i] < all[i] ?
			(uint16_t)LETTERS :
			(uint16_t)i;
	for (i = 0; i < LETTERS; i++) {
		uint16_t c = a->class_of[i];

		if (!has(s, i) || in[c] == c)
			continue;
		if (in[c] == LETTERS)
			in[c] = (uint16_t)a->nclass++;
		a->class_of[i] = in[c];
	}
}

static void
make_pages(struct automaton *a)
{
	unsigned page, n = 1, c;
	size_t i;

	for (i = 0; i < NBLOCK; i++)
		for (c = blocks[i].first; c < blocks[i].end; c += 0x10)
			if (!a->page[c >> 8])
				a->page[c >> 8] = (uint16_t)n++;
	a->pages = mem_alloc(a->mem, n * sizeof *a->pages);
	for (c = 0; c < 256; c++)
		a->pages[0][c] = a->class_of[OTHER];
	for (page = 0; page < 256; page++)
		for (c = 0; a->page[page] && c < 256; c++)
			a->pages[a->page[page]][c] =
				a->class_of[letter_number(page << 8 | c)];
}

void
automaton_finish(struct automaton *a)
{
	size_t i;
	unsigned j;

	a->nclass = 1;
	for (i = 0; i < a->nset; i++)
		refine(a, &a->set[i]);
	make_pages(a);
	a->class_words = (a->nclass + 63) / 64;
	a->class_set = mem_alloc(a->mem,
		(a->nset + 1) * a->class_words * sizeof *a->class_set);
	for (i = 0; i < a->nset; i++)
		for (j = 0; j < LETTERS; j++)
			if (has(&a->set[i], j))
				a->class_set[i * a->class_words +
					a->class_of[j] / 64] |=
					(uint64_t)1 << a->class_of[j] % 64;
}

uint16_t
automaton_class(const struct automaton *a, uint32_t c)
{
	if (c > 0xFFFF)
		return a->class_of[OTHER];
	return a->pages[a->page[c >> 8]][c & 0xFF];
}

size_t
automaton_classes(const struct automaton *a, struct str text, uint16_t *out,
	uint32_t *at)
{
	const uint16_t *ascii = a->pages[a->page[0]];
	size_t i = 0, n = 0;

	while (i < text.n) {
		unsigned char c = (unsigned char)text.p[i];

		at[n] = (uint32_t)i;
		if (c < 0x80) {
			out[n++] = ascii[c];
			i++;
		} else
			out[n++] = automaton_class(a, utf8_get(text, &i));
	}
	at[n] = (uint32_t)text.n;
	return n;
}
