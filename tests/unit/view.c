/* A view tells which of its bytes symbols hide, however far apart they are. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "automaton.h"
#include "chance.h"
#include "view.h"

enum { BYTES = 300 };

static struct automaton *
automaton(struct mem *m)
{
	struct automaton *a;

	mem_open(m, 0);
	a = automaton_new(m, 2);
	automaton_finish(a, VIEW_SYMBOL, 1);
	return a;
}

static bool
any(const bool *hidden, size_t from, size_t to)
{
	for (; from < to; from++)
		if (hidden[from])
			return true;
	return false;
}

/* Some symbols, of which none stands on another. */
static void
mark(struct view *v, struct chance *c, bool *hidden, bool *ends)
{
	size_t at = chance(c, 40), end, i;

	for (; at < BYTES; at = end + chance(c, 90)) {
		struct view_symbol s = { .seen.start = at };

		end = at + 1 + chance(c, 70);
		if (end > BYTES)
			end = BYTES;
		s.seen.end = end;
		view_place(v, &s);
		view_mark(v, &s);
		for (i = at; i < end; i++)
			hidden[i] = true;
		ends[end] = true;
	}
}

static void
check(const struct view *v, const bool *hidden, const bool *ends)
{
	size_t from, to;

	for (from = 0; from < BYTES; from++)
		for (to = from + 1; to <= BYTES; to++) {
			cr_assert_eq(view_hidden(v, from, to),
				any(hidden, from, to), "%zu to %zu", from, to);
			cr_assert_eq(view_touched(v, from, to - 1),
				any(hidden, from, to) || ends[from],
				"%zu and %zu", from, to - 1);
		}
}

Test(view, which_bytes_are_hidden)
{
	struct view v = { .room = 0 };
	struct chance c = { 20261130 };
	struct mem m;
	char text[BYTES + 1];
	unsigned i;

	memset(text, 'a', sizeof text);
	for (i = 0; i < 50; i++) {
		bool hidden[BYTES + 1] = { false }, ends[BYTES + 1] = { false };

		cr_assert_eq(view_open(&v, automaton(&m),
				     (struct str){ text, BYTES }),
			0);
		mark(&v, &c, hidden, ends);
		check(&v, hidden, ends);
		mem_close(&m);
	}
	view_close(&v);
}
