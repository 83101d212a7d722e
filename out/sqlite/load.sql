-- Loads the records on standard input; load.sh calls it. It prints the counts
-- in one row, then a row for each line that it could not take.
.timeout 10000
PRAGMA foreign_keys = ON;
.read schema.sql

CREATE TEMP TABLE lines (line TEXT);
.mode ascii
.separator "\037" "\n"
.import /dev/stdin lines
.mode list
.separator " " "\n"

-- A byte order mark in front of all (and behind load.sh's blank).
UPDATE lines SET line = substr(line, 3)
WHERE rowid = 1 AND unicode(substr(line, 2)) = 65279;

-- What each line is: 'record', 'failure', 'blank', or what is wrong with it.
-- A line that is taken here fits into the tables.
CREATE TEMP TABLE kinds AS
SELECT l.rowid AS n,
CASE
WHEN trim(l.line, char(9, 10, 13, 32)) = '' THEN 'blank'
WHEN NOT json_valid(l.line) THEN 'it is not JSON'
WHEN json_type(l.line) <> 'object' THEN 'it is not an object'
WHEN json_extract(l.line, '$.schema') IS NOT 1 THEN 'its schema is not 1'
WHEN json_type(l.line, '$.source') IS NOT 'object'
	OR json_type(l.line, '$.source.uri') IS NOT 'text'
	THEN 'it has no source'
WHEN json_type(l.line, '$.error') = 'object' THEN CASE
	WHEN json_type(l.line, '$.error.stage') IS NOT 'text'
		OR json_type(l.line, '$.error.message') IS NOT 'text'
		THEN 'its error says nothing'
	ELSE 'failure' END
WHEN json_type(l.line, '$.id') IS NOT 'text'
	OR length(json_extract(l.line, '$.id')) <> 32
	OR json_extract(l.line, '$.id') GLOB '*[^0-9a-f]*'
	THEN 'its id is not 32 hex digits'
WHEN json_type(l.line, '$.text') IS NOT 'text' THEN 'it has no text'
WHEN EXISTS (
	SELECT 1 FROM json_each(l.line) AS f
	WHERE f.key IN ('authors', 'captions', 'dates', 'officials', 'units',
		'figures', 'deadlines', 'documents', 'warnings')
		AND f.type <> 'array')
	THEN 'one of its lists is not a list'
WHEN EXISTS (
	SELECT 1 FROM json_each(l.line) AS f, json_each(
		CASE f.type WHEN 'array' THEN f.value ELSE '[]' END) AS m
	WHERE f.type = 'array' AND f.key NOT IN ('authors', 'captions',
		'warnings')
	AND CASE
	WHEN m.type <> 'object' THEN 1
	WHEN f.key IN ('officials', 'units') THEN
		json_type(m.value, '$.name') IS NOT 'text'
		OR json_type(m.value, '$.mentions') IS NOT 'array'
		OR EXISTS (
			SELECT 1 FROM json_each(m.value, '$.mentions') AS p
			WHERE CASE p.type WHEN 'object' THEN
				json_type(p.value, '$.text') IS NOT 'text'
				OR json_type(p.value, '$.start')
					IS NOT 'integer'
				OR json_type(p.value, '$.end')
					IS NOT 'integer'
			ELSE 1 END)
	WHEN json_type(m.value, '$.mentions') IS 'array' THEN 0
	ELSE json_type(m.value, '$.text') IS NOT 'text'
		OR json_type(m.value, '$.start') IS NOT 'integer'
		OR json_type(m.value, '$.end') IS NOT 'integer'
	END)
	THEN 'a mention in it has no place'
ELSE 'record'
END AS kind
FROM lines AS l;

-- Of two records of one article the later line counts.
CREATE TEMP TABLE fresh AS
SELECT max(k.n) AS n, json_extract(l.line, '$.id') AS id
FROM kinds k JOIN lines l ON l.rowid = k.n WHERE k.kind = 'record'
GROUP BY id;

BEGIN IMMEDIATE;

SELECT (SELECT count(*) FROM fresh),
	(SELECT count(*) FROM fresh WHERE id NOT IN (SELECT id FROM articles)),
	(SELECT count(*) FROM kinds WHERE kind = 'failure'),
	(SELECT count(*) FROM kinds
		WHERE kind NOT IN ('record', 'failure', 'blank'));

DELETE FROM articles WHERE id IN (SELECT id FROM fresh);

INSERT INTO articles
SELECT f.id, line ->> '$.source.uri', line ->> '$.source.key',
	line ->> '$.source.type', line ->> '$.source.charset',
	line ->> '$.source.sha256', line ->> 'title',
	coalesce(line -> 'authors', '[]'), line ->> 'site', line ->> 'url',
	line ->> 'language', line ->> 'published', line ->> 'modified',
	line ->> 'text', coalesce(line -> 'captions', '[]'),
	coalesce(line -> 'warnings', '[]')
FROM fresh f JOIN lines l ON l.rowid = f.n;

INSERT INTO dates
SELECT f.id, m.key, m.value ->> 'text', m.value ->> 'start',
	m.value ->> 'end', m.value ->> 'type', m.value ->> 'value',
	m.value ->> 'mod', m.value ->> 'quant', m.value ->> 'from',
	m.value ->> 'to', m.value ->> 'basis', m.value ->> 'calendar',
	m.value ->> 'rule'
FROM fresh f JOIN lines l ON l.rowid = f.n, json_each(l.line, '$.dates') m;

INSERT INTO officials
SELECT f.id, o.key, o.value ->> 'name', o.value ->> 'rule'
FROM fresh f JOIN lines l ON l.rowid = f.n,
	json_each(l.line, '$.officials') o;

INSERT INTO roles
SELECT f.id, o.key, r.key, r.value ->> 'text', r.value ->> 'title',
	r.value ->> 'unit', r.value ->> 'inferred'
FROM fresh f JOIN lines l ON l.rowid = f.n,
	json_each(l.line, '$.officials') o, json_each(o.value, '$.roles') r
WHERE r.type = 'object';

INSERT INTO official_mentions
SELECT f.id, o.key, m.key, m.value ->> 'text', m.value ->> 'start',
	m.value ->> 'end', m.value ->> 'rule'
FROM fresh f JOIN lines l ON l.rowid = f.n,
	json_each(l.line, '$.officials') o, json_each(o.value, '$.mentions') m;

INSERT INTO official_references
SELECT f.id, o.key, m.key, m.value ->> 'text', m.value ->> 'start',
	m.value ->> 'end'
FROM fresh f JOIN lines l ON l.rowid = f.n,
	json_each(l.line, '$.officials') o,
	json_each(o.value, '$.references') m
WHERE m.type = 'object';

INSERT INTO units
SELECT f.id, u.key, u.value ->> 'name', u.value ->> 'kind',
	u.value ->> 'abbreviation', u.value ->> 'parent',
	u.value ->> 'place', u.value ->> 'rule'
FROM fresh f JOIN lines l ON l.rowid = f.n, json_each(l.line, '$.units') u;

INSERT INTO unit_mentions
SELECT f.id, u.key, m.key, m.value ->> 'text', m.value ->> 'start',
	m.value ->> 'end', m.value ->> 'rule'
FROM fresh f JOIN lines l ON l.rowid = f.n,
	json_each(l.line, '$.units') u, json_each(u.value, '$.mentions') m;

INSERT INTO figures
SELECT f.id, m.key, m.value ->> 'text', m.value ->> 'start',
	m.value ->> 'end', m.value ->> 'value', m.value ->> 'kind',
	m.value ->> 'unit', m.value ->> 'currency', m.value ->> 'of',
	m.value ->> 'per', m.value ->> 'min', m.value ->> 'max',
	m.value ->> 'modifier', m.value ->> 'change', m.value ->> 'when',
	m.value ->> 'versus', m.value ->> 'rule'
FROM fresh f JOIN lines l ON l.rowid = f.n, json_each(l.line, '$.figures') m;

INSERT INTO deadlines
SELECT f.id, m.key, m.value ->> 'text', m.value ->> 'start',
	m.value ->> 'end', m.value ->> 'due', m.value ->> 'bound',
	m.value ->> 'task', m.value ->> 'assignee', m.value ->> 'recipient',
	m.value ->> 'rule'
FROM fresh f JOIN lines l ON l.rowid = f.n, json_each(l.line, '$.deadlines') m;

INSERT INTO documents
SELECT f.id, m.key, m.value ->> 'text', m.value ->> 'start',
	m.value ->> 'end', m.value ->> 'kind', m.value ->> 'number',
	m.value ->> 'title', m.value ->> 'issued', m.value ->> 'issuer',
	m.value ->> 'part', m.value ->> 'rule'
FROM fresh f JOIN lines l ON l.rowid = f.n, json_each(l.line, '$.documents') m;

INSERT INTO others
SELECT f.id, t.key, m.key, coalesce(m.value ->> 'text', m.value ->> 'name'),
	m.value ->> 'start', m.value ->> 'end',
	json_remove(m.value, '$.text', '$.start', '$.end', '$.rule'),
	m.value ->> 'rule'
FROM fresh f JOIN lines l ON l.rowid = f.n, json_each(l.line) t,
	json_each(CASE t.type WHEN 'array' THEN t.value ELSE '[]' END) m
WHERE t.type = 'array' AND t.key NOT IN ('authors', 'captions', 'dates',
	'officials', 'units', 'figures', 'deadlines', 'documents', 'warnings');

-- What failed and what has been read since.
INSERT OR REPLACE INTO failures
SELECT l.line ->> '$.source.uri', l.line ->> '$.error.stage',
	l.line ->> '$.error.message'
FROM kinds k JOIN lines l ON l.rowid = k.n
WHERE k.kind = 'failure' ORDER BY k.n;
DELETE FROM failures WHERE uri IN (
	SELECT uri FROM articles WHERE id IN (SELECT id FROM fresh));

COMMIT;

SELECT n, kind FROM kinds WHERE kind NOT IN ('record', 'failure', 'blank')
ORDER BY n;
