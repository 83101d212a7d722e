/* Deadlines as to-dos of a calendar: iCalendar (RFC 5545), one VCALENDAR a
 * run, one VTODO a deadline. Nothing in it depends on when it is written, so
 * that the same articles give the same calendar. */
#include "base/calendar.h"
#include "base/points.h"
#include "base/utf8.h"
#include "emit.h"
#include "record.h"

enum {
	LINE_MAX_OCTETS = 75, /* RFC 5545, section 3.1 */
	PARAGRAPH_MAX = 1200  /* bytes of a description */
};

/* Vietnam keeps one time all year (UTC+7). */
static const char head[] = "BEGIN:VCALENDAR\r\n"
			   "VERSION:2.0\r\n"
			   "PRODID:-//extract//deadlines//VI\r\n"
			   "CALSCALE:GREGORIAN\r\n"
			   "BEGIN:VTIMEZONE\r\n"
			   "TZID:Asia/Ho_Chi_Minh\r\n"
			   "BEGIN:STANDARD\r\n"
			   "DTSTART:19750613T000000\r\n"
			   "TZOFFSETFROM:+0700\r\n"
			   "TZOFFSETTO:+0700\r\n"
			   "TZNAME:+07\r\n"
			   "END:STANDARD\r\n"
			   "END:VTIMEZONE\r\n";
static const char tail[] = "END:VCALENDAR\r\n";

/* --- lines --- */

/* A content line, folded where it is longer than the RFC allows; never
 * within a letter. */
static void
put_line(struct buf *out, struct str line)
{
	size_t at = 0, next, used = 0;

	while (at < line.n) {
		next = at;
		utf8_get(line, &next);
		if (used + (next - at) > LINE_MAX_OCTETS) {
			buf_put(out, STR("\r\n "));
			used = 1;
		}
		buf_put(out, str_slice(line, at, next));
		used += next - at;
		at = next;
	}
	buf_put(out, STR("\r\n"));
}

/* A text value: its marks escaped, its control characters left out. */
static void
put_escaped(struct buf *b, struct str s)
{
	size_t at = 0, from;
	uint32_t c;

	while (at < s.n) {
		from = at;
		c = utf8_get(s, &at);
		if (c == '\n')
			buf_put(b, STR("\\n"));
		else if (c == '\t')
			buf_put_c(b, ' ');
		else if (c >= 0x20 && (c < 0x7F || c > 0x9F)) {
			if (c == '\\' || c == ';' || c == ',')
				buf_put_c(b, '\\');
			buf_put(b, str_slice(s, from, at));
		}
	}
}

/* A path may hold any bytes: one that is not UTF-8 keeps its ASCII. */
static struct str
as_utf8(struct mem *m, struct str s)
{
	struct buf b = { .mem = m };
	size_t i;

	if (utf8_check(s) == s.n)
		return s;
	for (i = 0; i < s.n; i++)
		buf_put_c(&b, (unsigned char)s.p[i] < 0x80 ? s.p[i] : '?');
	return buf_str(&b);
}

/* A property with a text; nothing where the text is empty. */
static void
put_text(const struct doc *d, struct buf *out, const char *name, struct str s)
{
	struct buf b = { .mem = d->mem };

	if (s.n == 0)
		return;
	buf_put(&b, str_c(name));
	buf_put_c(&b, ':');
	put_escaped(&b, as_utf8(d->mem, s));
	put_line(out, buf_str(&b));
}

/* --- times --- */

/* The two digits at s.p[at], or -1. */
static int
two_digits(struct str s, size_t at)
{
	int n;

	if (at + 2 > s.n || !str_to_int(str_slice(s, at, at + 2), &n))
		return -1;
	return n;
}

static int
clamp(int n, int most)
{
	return n < 0 ? 0 : n > most ? most : n;
}

static void
put_date(struct buf *out, struct date day)
{
	buf_printf(out, "%04d%02d%02d", day.year, day.month, day.day);
}

/* "2021-06-15", or a moment "2021-06-15T17:00" of Vietnamese time. */
static void
put_due(struct buf *out, struct str due)
{
	struct date day;

	if (!date_read(due, &day))
		return;
	if (due.n < 16) {
		buf_put(out, STR("DUE;VALUE=DATE:"));
		put_date(out, day);
	} else {
		buf_put(out, STR("DUE;TZID=Asia/Ho_Chi_Minh:"));
		put_date(out, day);
		buf_printf(out, "T%02d%02d00", clamp(two_digits(due, 11), 23),
			clamp(two_digits(due, 14), 59));
	}
	buf_put(out, STR("\r\n"));
}

/* The article's publication in UTC, its last day of validity otherwise: a
 * to-do must have a stamp, and the clock would make each run another one. */
static void
put_stamp(struct buf *out, struct str published, struct str due)
{
	struct str s = published;
	struct date day;
	long days, minutes = 0, zone = 0;

	if (!date_read(s, &day)) {
		s = str_slice(due, 0, due.n < 10 ? due.n : 10);
		if (!date_read(s, &day))
			return;
	}
	if (s.n >= 16)
		minutes = clamp(two_digits(s, 11), 23) * 60 +
			  clamp(two_digits(s, 14), 59);
	/* "2021-06-05T19:30:00+07:00" */
	if (s.n >= 6 &&
		(s.p[s.n - 6] == '+' || (s.p[s.n - 6] == '-' && s.n > 16))) {
		zone = clamp(two_digits(s, s.n - 5), 23) * 60 +
		       clamp(two_digits(s, s.n - 2), 59);
		minutes -= s.p[s.n - 6] == '+' ? zone : -zone;
	}
	days = date_to_days(day);
	if (minutes < 0)
		days--;
	if (minutes >= 24 * 60)
		days++;
	minutes = (minutes + 24 * 60) % (24 * 60);
	buf_put(out, STR("DTSTAMP:"));
	put_date(out, date_from_days(days));
	buf_printf(out, "T%02ld%02ld00Z\r\n", minutes / 60, minutes % 60);
}

/* --- to-dos --- */

/* The paragraph around a mention. */
static struct str
paragraph(const struct doc *d, struct span at)
{
	struct str s = d->text.out;
	size_t start = at.start, end = at.end;

	while (start > 0 && s.p[start - 1] != '\n' &&
		at.start - start < PARAGRAPH_MAX / 2)
		utf8_get_back(s, &start);
	while (end < s.n && s.p[end] != '\n' &&
		end - at.end < PARAGRAPH_MAX / 2)
		utf8_get(s, &end);
	return str_trim(str_slice(s, start, end));
}

/* "Vụ Pháp chế: trình Chính phủ" */
static struct str
summary(const struct doc *d, const struct value *v)
{
	struct str who = node_text(v->fields, "assignee");
	struct str task = node_text(v->fields, "task");

	if (task.n == 0)
		task = str_slice(d->text.out, v->at.start, v->at.end);
	if (who.n == 0)
		return task;
	return mem_printf(d->mem, "%.*s: %.*s", STR_ARG(who), STR_ARG(task));
}

/* An address that may stand in a line as it is. */
static bool
is_web(struct str uri)
{
	size_t i;

	for (i = 0; i < uri.n; i++)
		if (uri.p[i] <= ' ' || uri.p[i] > '~')
			return false;
	return str_starts(uri, STR("http://")) ||
	       str_starts(uri, STR("https://"));
}

static void
put_origin(const struct doc *d, struct buf *out)
{
	struct str uri = d->raw.uri.p ? d->raw.uri : STR("-");
	struct str url = d->article.url.p ? d->article.url : uri;
	struct buf b = { .mem = d->mem };

	/* An address is no text: nothing in it is escaped. */
	if (is_web(url)) {
		buf_put(&b, STR("URL:"));
		buf_put(&b, url);
		put_line(out, buf_str(&b));
	}
	put_text(d, out, "X-EXTRACT-URI", uri);
	put_text(d, out, "X-EXTRACT-TITLE", d->article.title);
}

static void
put_todo(const struct doc *d, const struct points *points, const char *id,
	const struct value *v, struct buf *out)
{
	struct str due = node_text(v->fields, "due");

	buf_put(out, STR("BEGIN:VTODO\r\n"));
	buf_printf(out, "UID:%s-%zu@extract\r\n", id,
		points_at(points, v->at.start));
	put_stamp(out, d->article.published, due);
	put_due(out, due);
	put_text(d, out, "SUMMARY", summary(d, v));
	put_text(d, out, "DESCRIPTION", paragraph(d, v->at));
	buf_put(out, STR("STATUS:NEEDS-ACTION\r\n"));
	put_text(d, out, "X-EXTRACT-BOUND", node_text(v->fields, "bound"));
	put_text(d, out, "X-EXTRACT-TASK", node_text(v->fields, "task"));
	put_text(
		d, out, "X-EXTRACT-ASSIGNEE", node_text(v->fields, "assignee"));
	put_text(d, out, "X-EXTRACT-RECIPIENT",
		node_text(v->fields, "recipient"));
	put_origin(d, out);
	buf_put(out, STR("END:VTODO\r\n"));
}

static void
record(const struct doc *d, const struct rules *r, struct buf *out)
{
	int type = rules_type(r, STR("deadlines"));
	const struct value *v = type < 0 ? NULL : d->list[type].first;
	struct points points;
	char id[RECORD_ID + 1];

	if (!v)
		return;
	if (!record_id(d, id)) {
		out->bad = true;
		return;
	}
	points = points_new(d->mem, d->text.out);
	for (; v; v = v->next)
		put_todo(d, &points, id, v, out);
}

const struct emit_type emit_ics = {
	.name = "ics",
	.help = "the deadlines as to-dos of a calendar (iCalendar)",
	.head = head,
	.tail = tail,
	.record = record,
};
