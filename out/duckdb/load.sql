-- Loads the rows of `lines` in one transaction; load.js calls it. Prints the
-- counts in one row, then a row for each line that it could not take.
BEGIN TRANSACTION;

-- A list of the record, empty where there is none.
CREATE OR REPLACE TEMP MACRO list_of(v, name) AS
	CASE json_type(v, '$."' || name || '"') WHEN 'ARRAY'
		THEN CAST(json_extract(v, '$."' || name || '"') AS JSON[])
		ELSE CAST([] AS JSON[]) END;
CREATE OR REPLACE TEMP MACRO is_text(v, name) AS
	coalesce(json_type(v, '$.' || name) = 'VARCHAR', false);
CREATE OR REPLACE TEMP MACRO is_offset(v, name) AS
	coalesce(json_type(v, '$.' || name) IN ('UBIGINT', 'BIGINT')
		AND regexp_matches(v ->> ('$.' || name), '^[0-9]{1,9}$'), false);
CREATE OR REPLACE TEMP MACRO has_place(v) AS
	is_text(v, 'text') AND is_offset(v, 'start') AND is_offset(v, 'end');
-- A whole day, a moment with its offset, a number; or NULL.
CREATE OR REPLACE TEMP MACRO day_of(s) AS
	TRY_CAST(CASE WHEN regexp_matches(s, '^[0-9]{4}-[0-9]{2}-[0-9]{2}')
		THEN left(s, 10) END AS DATE);
CREATE OR REPLACE TEMP MACRO moment_of(s) AS
	TRY_CAST(CASE WHEN regexp_matches(s, 'T.*(Z|[+-][0-9]{2}:?[0-9]{2})$')
		THEN s END AS TIMESTAMPTZ);
CREATE OR REPLACE TEMP MACRO number_of(v, name) AS
	CASE WHEN json_type(v, '$.' || name)
		IN ('UBIGINT', 'BIGINT', 'HUGEINT', 'DOUBLE')
		THEN TRY_CAST(v ->> ('$.' || name) AS DOUBLE) END;

CREATE OR REPLACE TEMP TABLE documents_read AS
SELECT n, line IS NULL AS no_utf8,
	trim(line, chr(65279) || E' \t\r\n') = '' AS blank,
	CASE WHEN json_valid(trim(line, chr(65279))) THEN
		CAST(trim(line, chr(65279)) AS JSON) END AS r
FROM lines;

-- Every item of every list, to be looked at and to be loaded from.
CREATE OR REPLACE TEMP TABLE items AS
SELECT n, list, i - 1 AS i, v FROM (
	SELECT n, list, unnest(list_of(r, list)) AS v,
		generate_subscripts(list_of(r, list), 1) AS i
	FROM (SELECT n, r, unnest(json_keys(r)) AS list FROM documents_read
		WHERE json_type(r) = 'OBJECT')
	WHERE list NOT IN ('authors', 'captions', 'warnings', 'schema', 'id',
		'text', 'title'));

CREATE OR REPLACE TEMP TABLE misfits AS
SELECT DISTINCT n FROM items WHERE CASE
	WHEN json_type(v) <> 'OBJECT' THEN true
	WHEN list IN ('officials', 'units') THEN
		NOT is_text(v, 'name')
		OR coalesce(json_type(v, '$.mentions') <> 'ARRAY', true)
		OR len(list_filter(list_of(v, 'mentions'),
			lambda m: NOT has_place(m))) > 0
	WHEN coalesce(json_type(v, '$.mentions') = 'ARRAY', false) THEN false
	ELSE NOT has_place(v) END;

CREATE OR REPLACE TEMP TABLE kinds AS
SELECT n, r, CASE
	WHEN no_utf8 THEN 'it is not UTF-8'
	WHEN blank THEN 'blank'
	WHEN r IS NULL THEN 'it is not JSON'
	WHEN json_type(r) <> 'OBJECT' THEN 'it is not an object'
	WHEN coalesce(json_type(r, '$.schema') <> 'UBIGINT'
		OR (r ->> '$.schema') <> '1', true) THEN 'its schema is not 1'
	WHEN NOT is_text(r, 'source.uri') THEN 'it has no source'
	WHEN coalesce(json_type(r, '$.error') = 'OBJECT', false) THEN CASE
		WHEN NOT (is_text(r, 'error.stage')
			AND is_text(r, 'error.message'))
			THEN 'its error says nothing'
		ELSE 'failure' END
	WHEN NOT (is_text(r, 'id') AND coalesce(
		regexp_full_match(r ->> '$.id', '[0-9a-f]{32}'), false))
		THEN 'its id is not 32 hex digits'
	WHEN NOT is_text(r, 'text') THEN 'it has no text'
	WHEN len(list_filter(['authors', 'captions', 'dates', 'officials',
		'units', 'figures', 'deadlines', 'documents', 'warnings'],
		lambda name: json_type(r, '$.' || name) <> 'ARRAY')) > 0
		THEN 'one of its lists is not a list'
	WHEN n IN (SELECT n FROM misfits)
		THEN 'a mention in it has no place'
	ELSE 'record' END AS kind
FROM documents_read;

-- Of two records of one article the later line counts.
CREATE OR REPLACE TEMP TABLE fresh AS
SELECT r ->> '$.id' AS id, max(n) AS n, arg_max(r, n) AS r
FROM kinds WHERE kind = 'record' GROUP BY 1;

SELECT (SELECT count(*) FROM fresh),
	(SELECT count(*) FROM fresh
		WHERE id NOT IN (SELECT id FROM articles)),
	(SELECT count(*) FROM kinds WHERE kind = 'failure'),
	(SELECT count(*) FROM kinds
		WHERE kind NOT IN ('record', 'failure', 'blank'));

DELETE FROM dates WHERE article IN (SELECT id FROM fresh);
DELETE FROM roles WHERE article IN (SELECT id FROM fresh);
DELETE FROM official_mentions WHERE article IN (SELECT id FROM fresh);
DELETE FROM official_references WHERE article IN (SELECT id FROM fresh);
DELETE FROM officials WHERE article IN (SELECT id FROM fresh);
DELETE FROM unit_mentions WHERE article IN (SELECT id FROM fresh);
DELETE FROM units WHERE article IN (SELECT id FROM fresh);
DELETE FROM figures WHERE article IN (SELECT id FROM fresh);
DELETE FROM deadlines WHERE article IN (SELECT id FROM fresh);
DELETE FROM documents WHERE article IN (SELECT id FROM fresh);
DELETE FROM others WHERE article IN (SELECT id FROM fresh);
DELETE FROM articles WHERE id IN (SELECT id FROM fresh);

INSERT INTO articles
SELECT id, r ->> '$.source.uri', r ->> '$.source.key',
	r ->> '$.source.type', r ->> '$.source.charset',
	r ->> '$.source.sha256', r ->> '$.title',
	coalesce(r -> '$.authors', '[]'), r ->> '$.site', r ->> '$.url',
	r ->> '$.language', r ->> '$.published', day_of(r ->> '$.published'),
	moment_of(r ->> '$.published'), r ->> '$.modified',
	moment_of(r ->> '$.modified'), r ->> '$.text',
	coalesce(r -> '$.captions', '[]'), coalesce(r -> '$.warnings', '[]')
FROM fresh;

CREATE OR REPLACE TEMP TABLE loaded AS
SELECT f.id, m.* FROM items m JOIN fresh f ON f.n = m.n;

INSERT INTO dates
SELECT id, i, v ->> '$.text', v ->> '$.start', v ->> '$.end', v ->> '$.type',
	v ->> '$.value', v ->> '$.mod', v ->> '$.quant', v ->> '$.from',
	day_of(v ->> '$.from'), v ->> '$.to', day_of(v ->> '$.to'),
	v ->> '$.basis', v ->> '$.calendar', v ->> '$.rule'
FROM loaded WHERE list = 'dates';

INSERT INTO officials
SELECT id, i, v ->> '$.name', v ->> '$.rule' FROM loaded
WHERE list = 'officials';

-- What hangs on an entry: its roles, mentions and references.
CREATE OR REPLACE TEMP TABLE parts AS
SELECT id, list, entry, part, i - 1 AS i, v FROM (
	SELECT id, list, i AS entry, part, unnest(list_of(v, part)) AS v,
		generate_subscripts(list_of(v, part), 1) AS i
	FROM (SELECT *, unnest(['roles', 'mentions', 'references']) AS part
		FROM loaded WHERE list IN ('officials', 'units')));

INSERT INTO roles
SELECT id, entry, i, v ->> '$.text', v ->> '$.title', v ->> '$.unit',
	coalesce((v ->> '$.inferred') = 'true', false)
FROM parts WHERE list = 'officials' AND part = 'roles'
	AND json_type(v) = 'OBJECT';

INSERT INTO official_mentions
SELECT id, entry, i, v ->> '$.text', v ->> '$.start', v ->> '$.end',
	v ->> '$.rule'
FROM parts WHERE list = 'officials' AND part = 'mentions';

INSERT INTO official_references
SELECT id, entry, i, v ->> '$.text', v ->> '$.start', v ->> '$.end'
FROM parts WHERE list = 'officials' AND part = 'references'
	AND has_place(v);

INSERT INTO units
SELECT id, i, v ->> '$.name', v ->> '$.kind', v ->> '$.abbreviation',
	v ->> '$.parent', v ->> '$.place', v ->> '$.rule'
FROM loaded WHERE list = 'units';

INSERT INTO unit_mentions
SELECT id, entry, i, v ->> '$.text', v ->> '$.start', v ->> '$.end',
	v ->> '$.rule'
FROM parts WHERE list = 'units' AND part = 'mentions';

INSERT INTO figures
SELECT id, i, v ->> '$.text', v ->> '$.start', v ->> '$.end',
	number_of(v, 'value'), v ->> '$.kind', v ->> '$.unit',
	v ->> '$.currency', number_of(v, 'of'), v ->> '$.per',
	number_of(v, 'min'), number_of(v, 'max'), v ->> '$.modifier',
	v ->> '$.change', v ->> '$.when', v ->> '$.versus', v ->> '$.rule'
FROM loaded WHERE list = 'figures';

INSERT INTO deadlines
SELECT id, i, v ->> '$.text', v ->> '$.start', v ->> '$.end', v ->> '$.due',
	day_of(v ->> '$.due'), v ->> '$.bound', v ->> '$.task',
	v ->> '$.assignee', v ->> '$.recipient', v ->> '$.rule'
FROM loaded WHERE list = 'deadlines';

INSERT INTO documents
SELECT id, i, v ->> '$.text', v ->> '$.start', v ->> '$.end', v ->> '$.kind',
	v ->> '$.number', v ->> '$.title', v ->> '$.issued',
	day_of(v ->> '$.issued'), v ->> '$.issuer', v ->> '$.part',
	v ->> '$.rule'
FROM loaded WHERE list = 'documents';

INSERT INTO others
SELECT id, list, i, coalesce(v ->> '$.text', v ->> '$.name'),
	CASE WHEN has_place(v) THEN CAST(v ->> '$.start' AS INTEGER) END,
	CASE WHEN has_place(v) THEN CAST(v ->> '$.end' AS INTEGER) END,
	json_merge_patch(v, '{"text":null,"start":null,"end":null,"rule":null}'),
	v ->> '$.rule'
FROM loaded WHERE list NOT IN ('dates', 'officials', 'units', 'figures',
	'deadlines', 'documents');

-- What failed and what has been read since.
INSERT OR REPLACE INTO failures
SELECT r ->> '$.source.uri', arg_max(r ->> '$.error.stage', n),
	arg_max(r ->> '$.error.message', n)
FROM kinds WHERE kind = 'failure' GROUP BY 1;
DELETE FROM failures WHERE uri IN (
	SELECT a.uri FROM articles a JOIN fresh f ON f.id = a.id);

COMMIT;

SELECT n, kind FROM kinds WHERE kind NOT IN ('record', 'failure', 'blank')
ORDER BY n;
