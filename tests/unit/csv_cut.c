/* What separates the columns of a file. */
#include <criterion/criterion.h>

#include "csv_cut.h"

static const struct {
	const char *head;
	char delimiter;
} heads[] = {
	{ "", '\0' },
	{ "Title", '\0' },
	{ "title,text", ',' },
	{ "title;text\na,b,c,d", ';' },
	{ "title\ttext\r\na,b,c,d", '\t' },
	{ "title|text\ra,b", '|' },
	{ "a;b,c", ',' }, /* the first of two that are as frequent */
	{ "a;b;c,d", ';' },
	{ "\na,b", '\0' },
	/* what is quoted does not count, and its lines are no ends */
	{ "\"a,b,c\";d", ';' },
	{ "\"a,\nb,\";d;e\nf,g,h", ';' },
	{ "a;\"b;c;d\",e,f", ',' },
	{ "a,b\nc;\"d;e;f", ',' },
	{ "\"never closed,;,", '\0' },
};

Test(csv_cut, delimiters)
{
	size_t i;

	for (i = 0; i < sizeof heads / sizeof *heads; i++)
		cr_assert_eq(csv_delimiter(str_c(heads[i].head)),
			heads[i].delimiter, "%s", heads[i].head);
}

Test(csv_cut, first_line)
{
	struct str head = STR("Tiêu đề,\"a\rb\"\nc");

	cr_assert(str_eq(csv_first_line(head), STR("Tiêu đề,\"a")));
	cr_assert_eq(csv_first_line(STR("\n")).n, 0);
	cr_assert_eq(csv_first_line((struct str){ NULL, 0 }).n, 0);
}
