/* What becomes of a node by a byte: found out once. */
#include <string.h>

#include "abreast_inner.h"

enum {
	WORK_MOST = 20000, /* steps taken for one byte */
	PATH_MARKS = 60,
	DEPTH_MOST = 2000
};

struct letter {
	unsigned char bytes[4];
	unsigned n, number, bucket;
};

/* One byte, or one answer, on its way through the items of a node. */
struct making {
	struct abreast *a;
	const union confirm_slot *slot;
	const struct confirms *c;
	struct node from;
	struct letter letter;
	const uint8_t *answer;
	unsigned nanswer, answered;
	uint32_t asked;
	uint32_t parent;
	unsigned work, depth;
	bool stop, end, unsure, unfit;
	uint32_t n;
	struct item *item;     /* these of the thread */
	struct origin *origin; /* the end's first */
	uint16_t mark[PATH_MARKS];
};

static uint32_t
keep_marks(struct making *m, unsigned n)
{
	uint32_t at;
	uint16_t *to;

	if (n == 0)
		return 0;
	at = abreast_room(m->a, &m->a->marks, n + 1, sizeof *to);
	if (at == NOWHERE)
		return 0;
	to = (uint16_t *)m->a->marks.p + at;
	to[0] = (uint16_t)n;
	memcpy(to + 1, m->mark, n * sizeof *to);
	return at;
}

/* --- letters --- */

static bool
set_holds(struct making *m, unsigned set, unsigned number)
{
	const struct letters *l = &m->c->set[set];

	if (number == NO_LETTER)
		return false;
	if (number == LETTER_OTHER && letters_has(l, LETTER_UNSURE))
		m->unsure = true;
	return letters_has(l, number);
}

/* The letter beside, on that side. */
static unsigned
beside(const struct making *m, bool leftward)
{
	return leftward == !(m->from.flags & NODE_BACK) ? m->from.beside
							: m->letter.number;
}

static bool
bytes_hold(const struct making *m, const struct confirm_step *s, unsigned done)
{
	unsigned n = m->letter.n;
	unsigned at = m->from.flags & NODE_BACK ? s->set - done - n : done;

	return n && done + n <= s->set &&
	       memcmp(s->bytes + at, m->letter.bytes, n) == 0;
}

/* --- items --- */

static void
add(struct making *m, struct item i, unsigned nmark)
{
	const struct frame *f = m->a->frame.p;
	uint32_t k;

	while (i.sleep == 0 && i.step >> CONFIRM_SLOT_BITS == CONFIRM_RETURN) {
		i.step = f[i.frame].step;
		i.frame = f[i.frame].parent;
	}
	for (k = 0; k < m->n; k++)
		if (memcmp(&m->item[k], &i, sizeof i) == 0)
			return;
	if (m->n == ITEMS_MOST) {
		m->unfit = m->stop = true;
		return;
	}
	m->item[m->n++] = i;
	m->origin[m->n] = (struct origin){ m->parent, keep_marks(m, nmark) };
}

/* What was answered about this letter; false: it is to be asked first. */
static bool
answer(struct making *m, uint32_t step, unsigned *to)
{
	if (m->answered < m->nanswer) {
		*to = m->answer[m->answered++];
		return true;
	}
	m->asked = step;
	m->stop = true;
	m->unfit |= m->nanswer == ANSWERS_MOST;
	return false;
}

static void take(struct making *m, struct item i, unsigned nmark);

static struct item
onward(const struct item *i, uint32_t step)
{
	return (struct item){ step, i->frame, 0, 0 };
}

/* One more letter of a span, or its end, or both in their order. */
static bool
take_spanned(struct making *m, struct item *i, const struct confirm_step *s,
	unsigned nmark)
{
	bool more = (s->most == 0 || i->done < s->most) && m->letter.n &&
		    set_holds(m, s->set, m->letter.number);
	bool end = i->done >= s->least;
	struct item next = *i;

	if (more)
		next.done += s->most || i->done < s->least;
	if (s->op == CONFIRM_SPAN_LESS && end)
		take(m, onward(i, s->next), nmark);
	if (more && !m->stop)
		add(m, next, nmark);
	*i = onward(i, s->next);
	return end && s->op != CONFIRM_SPAN_LESS &&
	       !(more && s->op == CONFIRM_SPAN_ALL);
}

static void
take_switch(struct making *m, const struct item *i, const union confirm_slot *s,
	unsigned nmark)
{
	uint64_t bit = (uint64_t)1 << m->letter.bucket;
	unsigned nth;
	uint32_t entry, place;

	if (!(s[1].masks.next & bit))
		return;
	nth = (unsigned)__builtin_popcountll(s[1].masks.next & (bit - 1));
	entry = s[2 + nth / 4].entry[nth % 4];
	if (entry < CONFIRM_LIST) {
		take(m, onward(i, entry), nmark);
		return;
	}
	for (place = entry & CONFIRM_SLOT; m->c->list[place] && !m->stop;
		place++)
		take(m, onward(i, m->c->list[place]), nmark);
}

static bool
take_peek(struct making *m, const struct confirm_step *s)
{
	bool back = m->from.flags & NODE_BACK;

	if (s->op == CONFIRM_PEEK)
		return set_holds(m, s->set,
			       beside(m, s->flags & CONFIRM_LEFTWARD)) ==
		       !(s->flags & CONFIRM_ABSENT);
	if (s->op == CONFIRM_EDGE)
		return !set_holds(m, s->set, m->from.beside) ||
		       !set_holds(m, s->set, m->letter.number);
	return (back ? m->letter.number : m->from.beside) == NO_LETTER;
}

/* What stands around, as far as the next letter tells, or else asked. */
static bool
take_look(struct making *m, uint32_t step, const union confirm_slot *s)
{
	bool leftward = s->step.flags & CONFIRM_LEFTWARD;
	bool onward = leftward == !!(m->from.flags & NODE_BACK);
	bool absent = s->step.flags & CONFIRM_ABSENT;
	unsigned found;

	if (s->step.op == CONFIRM_LOOK && onward &&
		!(s[1].masks.other >> m->letter.bucket & 1))
		return absent;
	if (s->step.op == CONFIRM_LOOK && s->step.other == END)
		return !absent;
	if (!answer(m, step, &found))
		return false;
	/* which way is taken there matters then */
	if (found && s->step.flags & CONFIRM_GROUPS)
		m->unsure = m->stop = true;
	return (found != 0) != absent;
}

static bool
take_atomic(struct making *m, struct item *i, const struct confirm_step *s,
	unsigned nmark)
{
	uint32_t step = i->step;
	unsigned bytes;

	*i = onward(i, s->next);
	if (!answer(m, step, &bytes) || bytes == 0)
		return false;
	if (bytes == 1)
		return true;
	if (bytes == ANSWER_FAR) {
		m->unsure = m->stop = true;
		return false;
	}
	bytes -= 1 + m->letter.n;
	i->sleep = (uint16_t)bytes;
	add(m, *i, nmark);
	return false;
}

static void
take_end(struct making *m, unsigned nmark)
{
	m->end = m->stop = true;
	m->origin[0] = (struct origin){ m->parent, keep_marks(m, nmark) };
	if (m->from.flags & NODE_ANY)
		m->n = 0;
}

static bool
take_mark(struct making *m, const struct confirm_step *s, unsigned *nmark)
{
	bool close = s->op == CONFIRM_CLOSE;

	if (m->from.flags & NODE_INNER || *nmark == PATH_MARKS) {
		m->unfit = m->stop = true;
		return false;
	}
	m->mark[(*nmark)++] = (uint16_t)(s->set | (close ? MARK_CLOSE : 0));
	return true;
}

/* The steps that read a letter, or that the text has none. */
static void
take_letter(struct making *m, const struct item *i,
	const struct confirm_step *s, unsigned nmark)
{
	struct item next = onward(i, s->next);

	if (s->op == CONFIRM_BYTES) {
		if (!bytes_hold(m, s, i->done))
			return;
		if (i->done + m->letter.n < s->set) {
			next = *i;
			next.done += (uint16_t)m->letter.n;
		}
	} else if (!set_holds(m, s->set, m->letter.number)) {
		return;
	}
	add(m, next, nmark);
}

/* Goes on from an item up to what reads the letter. */
static void
take(struct making *m, struct item i, unsigned nmark)
{
	const union confirm_slot *slot;
	const struct confirm_step *s;
	const struct frame *f;

	if (m->depth == DEPTH_MOST)
		m->unfit = m->stop = true;
	m->depth++;
	while (!m->stop) {
		if (m->work-- == 0) {
			m->unfit = m->stop = true;
			break;
		}
		slot = &m->slot[i.step & CONFIRM_SLOT];
		s = &slot->step;
		switch ((enum confirm_op)(i.step >> CONFIRM_SLOT_BITS)) {
		case CONFIRM_FAIL:
			goto out;
		case CONFIRM_END:
			take_end(m, nmark);
			goto out;
		case CONFIRM_RETURN:
			f = (struct frame *)m->a->frame.p + i.frame;
			i = (struct item){ f->step, f->parent, 0, 0 };
			continue;
		case CONFIRM_BYTES:
		case CONFIRM_SET:
			take_letter(m, &i, s, nmark);
			goto out;
		case CONFIRM_SPAN:
		case CONFIRM_SPAN_ALL:
		case CONFIRM_SPAN_LESS:
			if (!take_spanned(m, &i, s, nmark))
				goto out;
			continue;
		case CONFIRM_SPLIT:
			take(m, onward(&i, s->next), nmark);
			i = onward(&i, s->other);
			continue;
		case CONFIRM_SWITCH:
			take_switch(m, &i, slot, nmark);
			goto out;
		case CONFIRM_CALL:
			i.frame = abreast_find_frame(m->a, s->next, i.frame);
			i.step = s->other;
			continue;
		case CONFIRM_OPEN:
		case CONFIRM_CLOSE:
			if (!take_mark(m, s, &nmark))
				goto out;
			break;
		case CONFIRM_PEEK:
		case CONFIRM_EDGE:
		case CONFIRM_START:
			if (!take_peek(m, s))
				goto out;
			break;
		case CONFIRM_LOOK:
		case CONFIRM_FINISH:
			if (!take_look(m, i.step, slot))
				goto out;
			break;
		case CONFIRM_ATOMIC:
			if (!take_atomic(m, &i, s, nmark))
				goto out;
			continue;
		}
		i = onward(&i, s->next);
	}
out:
	m->depth--;
}

static void
take_all(struct making *m)
{
	struct item i;
	uint32_t k;

	for (k = 0; k < m->from.nitem && !m->stop; k++) {
		i = ((struct item *)m->a->item.p)[m->from.item + k];
		m->parent = k;
		if (i.sleep == 0) {
			take(m, i, 0);
		} else if (m->letter.n) {
			i.sleep = (uint16_t)(i.sleep - m->letter.n);
			add(m, i, 0);
		}
	}
}

/* --- what comes of it --- */

/* Whether it matters to an item which letter was read last. */
static bool
needs_beside(const struct making *m, const struct item *i)
{
	const struct frame *f = m->a->frame.p;
	uint32_t step = i->step, frame = i->frame;
	unsigned flags;

	if (i->sleep)
		return false;
	for (;;) {
		flags = m->slot[step & CONFIRM_SLOT].step.flags;
		if (flags & CONFIRM_BESIDE)
			return true;
		if (!(flags & CONFIRM_RETURNS) || frame == 0)
			return false;
		step = f[frame].step;
		frame = f[frame].parent;
	}
}

static uint32_t
next_node(struct making *m)
{
	struct node n = { .kind = NODE_ITEMS,
		.flags = m->from.flags,
		.beside = NOT_BESIDE,
		.nitem = m->n };
	uint32_t k;

	if (m->n == 0)
		return NODE_DEAD | NEXT_STOP;
	for (k = 0; k < m->n; k++)
		if (needs_beside(m, &m->item[k]))
			n.beside = m->c->beside[m->letter.number];
	return abreast_find_node(m->a, n, m->item);
}

static uint32_t
ask_node(struct making *m, uint32_t base)
{
	struct node n = { .kind = NODE_ASK,
		.flags = m->from.flags,
		.base = base,
		.asked = m->asked,
		.nbytes = (uint8_t)m->letter.n,
		.nanswer = (uint8_t)m->nanswer };

	memcpy(n.bytes, m->letter.bytes, sizeof n.bytes);
	if (m->nanswer)
		memcpy(n.answer, m->answer, m->nanswer);
	return abreast_new_node(m->a, &n) | NEXT_STOP;
}

static uint32_t
keep_origins(struct making *m)
{
	uint32_t at =
		abreast_room(m->a, &m->a->origin, m->n + 1, sizeof *m->origin);

	if (at == NOWHERE)
		return 0;
	memcpy((struct origin *)m->a->origin.p + at, m->origin,
		(m->n + 1) * sizeof *m->origin);
	return at;
}

static struct letter
letter_of(const unsigned char *bytes, unsigned n)
{
	struct letter l = { .n = n, .number = NO_LETTER };
	struct walk w = { .text = { (const char *)bytes, n } };
	uint32_t at = 0;

	memcpy(l.bytes, bytes, 4);
	if (n)
		l.number = number_at(&w, &at);
	l.bucket = confirm_bucket(w.text, 0);
	return l;
}

/* By a whole letter, with what is answered so far. */
static void
read_letter(struct abreast *a, uint32_t base, const unsigned char *bytes,
	unsigned nbytes, const uint8_t *answer, unsigned nanswer,
	struct entry *e)
{
	struct making m = { .a = a,
		.slot = a->c->slot,
		.c = a->c,
		.from = *node_of(a, base),
		.letter = letter_of(bytes, nbytes),
		.answer = answer,
		.nanswer = nanswer,
		.work = WORK_MOST,
		.item = a->made,
		.origin = a->made_of };

	take_all(&m);
	e->next = nbytes > 1 ? (nbytes - 1) << NEXT_BEFORE_SHIFT : 0;
	if (m.unfit || m.unsure) {
		e->next |= NEXT_STOP | (m.unfit ? NODE_UNFIT : NODE_UNSURE);
		return;
	}
	if (m.asked) {
		e->next |= ask_node(&m, base);
		return;
	}
	e->next |= 1u << NEXT_LETTER_SHIFT | (m.end ? NEXT_END : 0);
	e->next |= next_node(&m);
	e->origin = keep_origins(&m);
}

/* Does a letter end with this byte? */
static bool
is_whole(const unsigned char *bytes, unsigned n, bool back)
{
	if (back)
		return (bytes[0] & 0xC0) != 0x80;
	return bytes[0] < 0x80 || n == (bytes[0] < 0xE0		 ? 2u
					       : bytes[0] < 0xF0 ? 3u
								 : 4u);
}

static void
read_byte(struct abreast *a, uint32_t node, unsigned char byte, struct entry *e)
{
	struct node n = *node_of(a, node);
	bool back = n.flags & NODE_BACK;

	if (n.kind == NODE_ITEMS)
		n = (struct node){ .flags = n.flags, .base = node };
	n.kind = NODE_PART;
	if (n.nbytes == sizeof n.bytes) {
		e->next = NEXT_STOP | NODE_DEAD;
		return;
	}
	if (back)
		memmove(n.bytes + 1, n.bytes, n.nbytes);
	n.bytes[back ? 0 : n.nbytes] = byte;
	n.nbytes++;
	if (is_whole(n.bytes, n.nbytes, back))
		read_letter(a, n.base, n.bytes, n.nbytes, NULL, 0, e);
	else
		e->next = abreast_new_node(a, &n);
}

struct entry
abreast_make(struct abreast *a, uint32_t node, unsigned symbol)
{
	struct entry e = { .key = node << SYMBOLS_BITS | symbol };
	struct node n = *node_of(a, node);

	if (n.kind == NODE_ASK) {
		n.answer[n.nanswer] = (uint8_t)symbol;
		read_letter(a, n.base, n.bytes, n.nbytes, n.answer,
			n.nanswer + 1u, &e);
	} else if (symbol == NO_BYTE) {
		read_letter(
			a, node, (const unsigned char[4]){ 0 }, 0, NULL, 0, &e);
	} else {
		read_byte(a, node, (unsigned char)symbol, &e);
	}
	if (!a->full)
		abreast_keep(a, &e);
	if (a->full)
		e.next = NEXT_STOP | NODE_UNSURE;
	return e;
}
