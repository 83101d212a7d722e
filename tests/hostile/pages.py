#!/usr/bin/env python3
"""Writes a hostile web page to standard output: pages.py NAME, or the names.

Each has a good paragraph (PARAGRAPH) at its beginning, so that it is an
article whatever follows; what follows would cost time or memory out of all
proportion to its length, were it not bounded."""
import sys

PARAGRAPH = (b"<p>Ng\xc3\xa0y 3/4/2022, huy\xe1\xbb\x87n c\xe1\xba\xa5p 12 t\xe1\xba\xa5n "
             b"g\xe1\xba\xa1o cho ba x\xc3\xa3 b\xe1\xbb\x8b l\xc5\xa9, b\xc3\xa0 con "
             b"\xc4\x91\xc3\xa3 nh\xe1\xba\xadn \xc4\x91\xe1\xbb\xa7 trong hai ng\xc3\xa0y.</p>")


def names(n, value):
    return b" ".join(b"a%d%s" % (i, value) for i in range(n))


PAGES = {
    "nested": lambda: b"<div>" * 200000 + b"x" + b"</div>" * 200000,
    "nested-inline": lambda: b"<b><i>" * 100000 + b"x" + b"</span>" * 100000,
    "stray-ends": lambda: b"<span>" * 900 + b"<div>" * 900 + b"</span>" * 1000000,
    "one-tag": lambda: b"<p>" * (100 * 1000 * 1000 // 3),
    "one-attribute": lambda: b'<a href="' + b"x" * 50000000 + b'">y</a>',
    "attributes": lambda: b"<div " + names(1000000, b'="b"') + b">",
    "attributes-bare": lambda: b"<div " + names(1000000, b"") + b">",
    "attributes-quoted": lambda: b"<div " + names(500000, b'=">"') + b">",
    "attribute-names": lambda: b"<div " + b"".join(b"%099d" % i for i in range(100000)).translate(
        bytes.maketrans(b"0123456789", b"abcdefghij")) + b">",
    "attributes-long": lambda: b"<div " + names(100, b"") + b" " + b" ".join(
        b"a%d" % i + b"b" * 95 for i in range(50000)) + b">",
    "value-no-name": lambda: b"<div \xc3\xa9=\"" + names(500000, b"") + b"\">",
    "attributes-often": lambda: (b"<div " + names(900, b"=") + b">x</div>") * 1000,
    "unclosed": lambda: b"<table><tr><td><ul><li><b><title>text " * 20000,
    "unclosed-attribute": lambda: b'<a href="' + PARAGRAPH * 100000,
    "unclosed-comments": lambda: b"<!--" * 3000000,
    "unclosed-script": lambda: b"<script>" + b"</scrip <" * 2000000,
    "entities": lambda: b"&" * 2000000 + b"&#" * 1000000 + b"&#x" * 1000000 + b"&#99999999999;" * 100000,
    "entity": lambda: b"&" + b"a" * 20000000,
    "less-than": lambda: b"<" * 20000000,
    "bangs": lambda: b"<!" * 5000000 + b"<?" * 5000000 + b"<![CDATA[" * 1000000,
    "end-tags": lambda: b"</div>" * 5000000,
    "cells": lambda: b"<table><tr><td>" * 50000 + b"<tr><td>a<td>b" * 100000,
    "classes": lambda: b"".join(b'<i class="relatedx%d sharey%d">x</i>' % (i, i) for i in range(200000)),
    "marks": lambda: b"<span itemprop=a>" * 200000,
    "elements": lambda: b"".join(b"<t%d>a" % i for i in range(200000)),
    "repeated": lambda: PARAGRAPH * 100000,
    "json-long": lambda: b'<script type="application/ld+json">{"articleBody":"' + b"a " * 2000000 + b'"}</script>'
        + b"".join(b"<p>A paragraph that is not in there, number %d of very many, is looked for.</p>" % i for i in range(20000)),
    "json-values": lambda: b'<script type="application/ld+json">[' + b"0," * 1900000 + b"0]</script>",
    "json-articles": lambda: b'<script type="application/ld+json">[' + b",".join(
        b'{"@type":"NewsArticle","@id":"#%d","headline":"x%d","author":{"@id":"#%d"}}' % (i, i, i + 1)
        for i in range(30000)) + b"]</script>",
    "json-quotes": lambda: b'<script type="application/ld+json">{"a":"' + b'"   ' * 900000 + b"</script>",
    "json-scripts": lambda: b'<script type="application/ld+json">{"a":"b" "c"d"}</script>' * 100000,
    "metas": lambda: b'<meta name="author" content="' + b"A B, " * 50 + b'">' + (
        b'<meta name="author" content="' + b"A B, " * 50 + b'">') * 20000,
    "dates": lambda: b'<div class="' + b"dat-" * 60 + b'">' + b"<time class=date>1/1/9999</time>" * 30000,
    "authors": lambda: (b'<b class="author-name ' + b"aut-" * 50 + b'">B 9999 C</b>') * 100000,
    "json-deep": lambda: b'<script type="application/ld+json">{"articleBody":' + b"[" * 2000000 + b"</script>",
    "nul": lambda: b"\0" * 20000000,
    "breaks": lambda: b"a<br><br>" * 1000000,
}

if len(sys.argv) != 2:
    print("\n".join(PAGES))
else:
    sys.stdout.buffer.write(b"<html lang=vi><body>" + PARAGRAPH * 2 + PAGES[sys.argv[1]]())
