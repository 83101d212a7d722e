/* libxml2's XML parser, the push way, and its addresses. No declaration of a
 * DTD is taken note of, and xml_mend leaves no reference to one in the text. */
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/uri.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/library.h"
#include "base/xml.h"
#include "base/xml_mend.h"

enum { URL_MAX = 4096, VALUE_MAX = 64 * 1024 };

#define FUNCTIONS(X)                                                           \
	X(xml, CreatePushParserCtxt)                                           \
	X(xml, CtxtUseOptions)                                                 \
	X(xml, CtxtGetLastError)                                               \
	X(xml, ParseChunk)                                                     \
	X(xml, FreeDoc)                                                        \
	X(xml, FreeParserCtxt)                                                 \
	X(xml, BuildURI)                                                       \
	X(xml, Free) /* a pointer to a function */

struct calls {
	FUNCTIONS(LIBRARY_MEMBER)
};

static const char *const names[] = { FUNCTIONS(LIBRARY_NAME) NULL };

static const struct library library = { .name = "libxml2",
	.package = "libxml2",
	.file = { "libxml2.so.2", "libxml2.so" },
	.call = names };

struct xml {
	struct calls xml2;
	struct xml_events to;
	void *arg;
	xmlParserCtxtPtr parser;
	struct xml_mend mend;
	struct buf mended; /* on the heap */
	bool begun;
};

/* --- events --- */

static struct str
from_xml(const xmlChar *s)
{
	return s ? str_c((const char *)s) : STR("");
}

/* Five pointers an attribute: name, prefix, namespace, value, its end. */
static void
start_element(void *arg, const xmlChar *name, const xmlChar *prefix,
	const xmlChar *space, int nspace, const xmlChar **spaces, int n,
	int ndefault, const xmlChar **att)
{
	struct xml *x = arg;
	int i;

	(void)nspace;
	(void)spaces;
	(void)ndefault;
	x->to.open(x->arg, from_xml(name), from_xml(space ? space : prefix));
	for (i = 0; i < n; i++, att += 5) {
		size_t length = (size_t)(att[4] - att[3]);

		if (length <= VALUE_MAX)
			x->to.attribute(x->arg, from_xml(att[0]),
				(struct str){ (const char *)att[3], length });
	}
}

static void
end_element(void *arg, const xmlChar *name, const xmlChar *prefix,
	const xmlChar *space)
{
	struct xml *x = arg;

	x->to.close(x->arg, from_xml(name), from_xml(space ? space : prefix));
}

static void
characters(void *arg, const xmlChar *p, int n)
{
	struct xml *x = arg;

	x->to.text(x->arg, (struct str){ (const char *)p, (size_t)n });
}

/* Never called; its being there keeps faults from being printed. */
static void
fault(void *arg, const xmlError *e)
{
	(void)arg;
	(void)e;
}

/* --- the parser --- */

struct xml *
xml_new(const struct xml_events *to, void *arg, struct ex_err *e)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = start_element,
		.endElementNs = end_element,
		.characters = characters,
		.cdataBlock = characters,
		.ignorableWhitespace = characters,
		.serror = (xmlStructuredErrorFunc)fault,
	};
	struct xml *x = calloc(1, sizeof *x);

	err_set(e, "out of memory");
	if (!x || library_load(&library, &x->xml2, e)) {
		free(x);
		return NULL;
	}
	x->to = *to;
	x->arg = arg;
	x->parser = x->xml2.CreatePushParserCtxt(&sax, x, NULL, 0, NULL);
	if (!x->parser) {
		free(x);
		return NULL;
	}
	x->xml2.CtxtUseOptions(x->parser, XML_PARSE_RECOVER | XML_PARSE_NONET |
						  XML_PARSE_NOERROR |
						  XML_PARSE_NOWARNING);
	return x;
}

/* Faults that nothing follows. */
static int
look_at_fault(const struct xml *x, struct ex_err *e)
{
	const xmlError *last = x->xml2.CtxtGetLastError(x->parser);
	struct str what;

	if (!last || last->level < XML_ERR_FATAL || !x->parser->disableSAX)
		return 0;
	what = str_trim(from_xml((const xmlChar *)last->message));
	e->line = last->line > 0 ? (size_t)last->line : 0;
	if (what.n > 120)
		what.n = 0;
	return err_set(
		e, "the XML cannot be read further: %.*s", STR_ARG(what));
}

int
xml_put(struct xml *x, struct str bytes, struct ex_err *e)
{
	x->mended.n = 0;
	xml_mend(&x->mend, bytes, &x->mended);
	if (x->mended.bad)
		return err_set(e, "out of memory");
	if (x->mended.n > 0 || bytes.n == 0)
		x->xml2.ParseChunk(x->parser, x->mended.p ? x->mended.p : "",
			(int)x->mended.n, bytes.n == 0);
	return look_at_fault(x, e);
}

void
xml_free(struct xml *x)
{
	if (!x)
		return;
	/* where a DTD is, libxml2 makes a document for its declarations */
	if (x->parser->myDoc)
		x->xml2.FreeDoc(x->parser->myDoc);
	x->xml2.FreeParserCtxt(x->parser);
	buf_free(&x->mended);
	free(x);
}

/* --- addresses --- */

/* Controls, blanks, letters beyond ASCII and the signs of RFC 3986, 2. that
 * stand in no address, escaped. */
static struct str
escaped(struct str s, struct mem *m)
{
	struct buf out = { .mem = m };
	size_t i;

	for (i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\t' || c == '\n' || c == '\r')
			continue;
		if (c <= ' ' || c > '~' || strchr("<>\"{}|\\^`", c) ||
			(c == '[' || c == ']'))
			buf_printf(&out, "%%%02X", c);
		else
			buf_put_c(&out, s.p[i]);
	}
	buf_put(&out, STR("\0"));
	return buf_str(&out);
}

struct str
xml_url(struct str given, struct str base, struct mem *m)
{
	struct str a, b, s = { NULL, 0 };
	xmlChar *whole;
	struct calls xml2;
	struct ex_err e;

	if (given.n > URL_MAX || base.n > URL_MAX ||
		library_load(&library, &xml2, &e))
		return s;
	a = escaped(given, m);
	b = escaped(base, m);
	whole = xml2.BuildURI((const xmlChar *)a.p, (const xmlChar *)b.p);
	if (!whole)
		return s;
	if (strlen((const char *)whole) <= (size_t)2 * URL_MAX)
		s = mem_str(m, from_xml(whole));
	(*xml2.Free)(whole);
	return s;
}
