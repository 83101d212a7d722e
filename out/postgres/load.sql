-- Loads the lines on standard input in one transaction; load.sh calls it.
-- Prints the counts in one row, then a row for each line that it could not
-- take.
BEGIN;
-- Two loads at once: one after the other.
SELECT pg_advisory_xact_lock(hashtext('extract')) \g /dev/null
\i schema.sql

-- As LATIN1 every byte is a letter, so that no line stops the others: what
-- is not UTF-8 is found below.
CREATE TEMP TABLE lines (
	n bigint GENERATED ALWAYS AS IDENTITY, raw text) ON COMMIT DROP;
\copy lines (raw) FROM pstdin (FORMAT csv, DELIMITER E'\x1f', QUOTE E'\x1e', ENCODING 'LATIN1')

-- A list of the record, empty where there is none.
CREATE FUNCTION pg_temp.list(v jsonb, name text) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE jsonb_typeof(v -> name) WHEN 'array' THEN v -> name
		ELSE '[]' END
$$;

CREATE FUNCTION pg_temp.has_place(v jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
	SELECT jsonb_typeof(v) = 'object'
		AND jsonb_typeof(v -> 'text') IS NOT DISTINCT FROM 'string'
		AND coalesce(v ->> 'start', '') ~ '^[0-9]{1,9}$'
		AND jsonb_typeof(v -> 'start') = 'number'
		AND coalesce(v ->> 'end', '') ~ '^[0-9]{1,9}$'
		AND jsonb_typeof(v -> 'end') = 'number'
$$;

-- Is an item of the list `name` one that fits into the tables?
CREATE FUNCTION pg_temp.fits(name text, v jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE
	WHEN jsonb_typeof(v) <> 'object' THEN false
	WHEN name IN ('officials', 'units') THEN
		jsonb_typeof(v -> 'name') IS NOT DISTINCT FROM 'string'
		AND jsonb_typeof(v -> 'mentions') IS NOT DISTINCT FROM 'array'
		AND NOT EXISTS (
			SELECT FROM jsonb_array_elements(
				pg_temp.list(v, 'mentions')) m
			WHERE NOT pg_temp.has_place(m))
	WHEN jsonb_typeof(v -> 'mentions') = 'array' THEN true
	ELSE pg_temp.has_place(v) END
$$;

-- 'record', 'failure', or what is wrong with a line of JSON.
CREATE FUNCTION pg_temp.kind(r jsonb) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE
	WHEN jsonb_typeof(r) <> 'object' THEN 'it is not an object'
	WHEN r -> 'schema' IS DISTINCT FROM '1' THEN 'its schema is not 1'
	WHEN jsonb_typeof(r -> 'source' -> 'uri') IS DISTINCT FROM 'string'
		THEN 'it has no source'
	WHEN jsonb_typeof(r -> 'error') = 'object' THEN CASE
		WHEN jsonb_typeof(r -> 'error' -> 'stage') IS DISTINCT FROM
			'string' OR jsonb_typeof(r -> 'error' -> 'message')
			IS DISTINCT FROM 'string' THEN 'its error says nothing'
		ELSE 'failure' END
	WHEN coalesce(r ->> 'id', '') !~ '^[0-9a-f]{32}$'
		THEN 'its id is not 32 hex digits'
	WHEN jsonb_typeof(r -> 'text') IS DISTINCT FROM 'string'
		THEN 'it has no text'
	WHEN EXISTS (
		SELECT FROM jsonb_each(r) f
		WHERE f.key IN ('authors', 'captions', 'dates', 'officials',
			'units', 'figures', 'deadlines', 'documents',
			'warnings') AND jsonb_typeof(f.value) <> 'array')
		THEN 'one of its lists is not a list'
	WHEN EXISTS (
		SELECT FROM jsonb_each(r) f, jsonb_array_elements(
			pg_temp.list(r, f.key)) m
		WHERE f.key NOT IN ('authors', 'captions', 'warnings')
			AND NOT pg_temp.fits(f.key, m))
		THEN 'a mention in it has no place'
	ELSE 'record' END
$$;

-- A line's JSON and kind. NUL, which PostgreSQL has no place for, becomes
-- U+FFFD: one code point like it, so that offsets hold.
CREATE FUNCTION pg_temp.line(raw text, OUT kind text, OUT r jsonb)
LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	BEGIN
		line := convert_from(convert_to(raw, 'LATIN1'), 'UTF8');
	EXCEPTION WHEN OTHERS THEN
		kind := 'it is not UTF-8';
		RETURN;
	END;
	line := btrim(line, E' \t\n\r\uFEFF');
	IF line = '' THEN
		kind := 'blank';
		RETURN;
	END IF;
	BEGIN
		IF position('\u0000' IN line) > 0 THEN
			line := regexp_replace(line,
				'((?<!\\)(?:\\\\)*)\\u0000', '\1\\ufffd', 'g');
		END IF;
		r := line::jsonb;
		kind := pg_temp.kind(r);
	EXCEPTION WHEN OTHERS THEN
		r := NULL;
		kind := 'it is not JSON';
	END;
END $$;

-- A whole day, or NULL.
CREATE FUNCTION pg_temp.day(s text) RETURNS date
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
	IF s !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' THEN
		RETURN NULL;
	END IF;
	RETURN left(s, 10)::date;
EXCEPTION WHEN OTHERS THEN
	RETURN NULL;
END $$;

-- A moment with its offset, or NULL.
CREATE FUNCTION pg_temp.moment(s text) RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
	IF s !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T.*(Z|[+-][0-9]{2}:?[0-9]{2})$' THEN
		RETURN NULL;
	END IF;
	RETURN s::timestamptz;
EXCEPTION WHEN OTHERS THEN
	RETURN NULL;
END $$;

-- An exact number, or NULL.
CREATE FUNCTION pg_temp.number(v jsonb) RETURNS numeric
LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE jsonb_typeof(v) WHEN 'number' THEN (v #>> '{}')::numeric END
$$;

CREATE TEMP TABLE kinds ON COMMIT DROP AS
SELECT l.n, k.kind, k.r FROM lines l, pg_temp.line(l.raw) k;

-- Of two records of one article the later line counts.
CREATE TEMP TABLE fresh ON COMMIT DROP AS
SELECT DISTINCT ON (r ->> 'id') r ->> 'id' AS id, n, r
FROM kinds WHERE kind = 'record' ORDER BY r ->> 'id', n DESC;
ANALYZE fresh;

SELECT (SELECT count(*) FROM fresh),
	(SELECT count(*) FROM fresh f WHERE NOT EXISTS (
		SELECT FROM articles a WHERE a.id = f.id)),
	(SELECT count(*) FROM kinds WHERE kind = 'failure'),
	(SELECT count(*) FROM kinds
		WHERE kind NOT IN ('record', 'failure', 'blank'));

DELETE FROM articles WHERE id IN (SELECT id FROM fresh);

INSERT INTO articles
SELECT id, r -> 'source' ->> 'uri', r -> 'source' ->> 'key',
	r -> 'source' ->> 'type', r -> 'source' ->> 'charset',
	r -> 'source' ->> 'sha256', r ->> 'title', pg_temp.list(r, 'authors'),
	r ->> 'site', r ->> 'url', r ->> 'language', r ->> 'published',
	pg_temp.day(r ->> 'published'), pg_temp.moment(r ->> 'published'),
	r ->> 'modified', pg_temp.moment(r ->> 'modified'), r ->> 'text',
	pg_temp.list(r, 'captions'), pg_temp.list(r, 'warnings')
FROM fresh;

INSERT INTO dates
SELECT id, n.at - 1, v ->> 'text', (v ->> 'start')::int, (v ->> 'end')::int,
	v ->> 'type', v ->> 'value', v ->> 'mod', v ->> 'quant', v ->> 'from',
	pg_temp.day(v ->> 'from'), v ->> 'to', pg_temp.day(v ->> 'to'),
	v ->> 'basis', v ->> 'calendar', v ->> 'rule'
FROM fresh, jsonb_array_elements(pg_temp.list(r, 'dates'))
	WITH ORDINALITY n (v, at);

INSERT INTO officials
SELECT id, n.at - 1, v ->> 'name', v ->> 'rule'
FROM fresh, jsonb_array_elements(pg_temp.list(r, 'officials'))
	WITH ORDINALITY n (v, at);

INSERT INTO roles
SELECT id, o.at - 1, n.at - 1, n.v ->> 'text', n.v ->> 'title',
	n.v ->> 'unit', n.v -> 'inferred' IS NOT DISTINCT FROM 'true'
FROM fresh, jsonb_array_elements(pg_temp.list(r, 'officials'))
	WITH ORDINALITY o (v, at),
	jsonb_array_elements(pg_temp.list(o.v, 'roles'))
	WITH ORDINALITY n (v, at)
WHERE jsonb_typeof(n.v) = 'object';

INSERT INTO official_mentions
SELECT id, o.at - 1, n.at - 1, n.v ->> 'text', (n.v ->> 'start')::int,
	(n.v ->> 'end')::int, n.v ->> 'rule'
FROM fresh, jsonb_array_elements(pg_temp.list(r, 'officials'))
	WITH ORDINALITY o (v, at),
	jsonb_array_elements(pg_temp.list(o.v, 'mentions'))
	WITH ORDINALITY n (v, at);

INSERT INTO official_references
SELECT id, o.at - 1, n.at - 1, n.v ->> 'text', (n.v ->> 'start')::int,
	(n.v ->> 'end')::int
FROM fresh, jsonb_array_elements(pg_temp.list(r, 'officials'))
	WITH ORDINALITY o (v, at),
	jsonb_array_elements(pg_temp.list(o.v, 'references'))
	WITH ORDINALITY n (v, at)
WHERE pg_temp.has_place(n.v);

INSERT INTO units
SELECT id, n.at - 1, v ->> 'name', v ->> 'kind', v ->> 'abbreviation',
	v ->> 'parent', v ->> 'place', v ->> 'rule'
FROM fresh, jsonb_array_elements(pg_temp.list(r, 'units'))
	WITH ORDINALITY n (v, at);

INSERT INTO unit_mentions
SELECT id, u.at - 1, n.at - 1, n.v ->> 'text', (n.v ->> 'start')::int,
	(n.v ->> 'end')::int, n.v ->> 'rule'
FROM fresh, jsonb_array_elements(pg_temp.list(r, 'units'))
	WITH ORDINALITY u (v, at),
	jsonb_array_elements(pg_temp.list(u.v, 'mentions'))
	WITH ORDINALITY n (v, at);

INSERT INTO figures
SELECT id, n.at - 1, v ->> 'text', (v ->> 'start')::int, (v ->> 'end')::int,
	pg_temp.number(v -> 'value'), v ->> 'kind', v ->> 'unit',
	v ->> 'currency', pg_temp.number(v -> 'of'), v ->> 'per',
	pg_temp.number(v -> 'min'), pg_temp.number(v -> 'max'),
	v ->> 'modifier', v ->> 'change', v ->> 'when', v ->> 'versus',
	v ->> 'rule'
FROM fresh, jsonb_array_elements(pg_temp.list(r, 'figures'))
	WITH ORDINALITY n (v, at);

INSERT INTO deadlines
SELECT id, n.at - 1, v ->> 'text', (v ->> 'start')::int, (v ->> 'end')::int,
	v ->> 'due', pg_temp.day(v ->> 'due'), v ->> 'bound', v ->> 'task',
	v ->> 'assignee', v ->> 'recipient', v ->> 'rule'
FROM fresh, jsonb_array_elements(pg_temp.list(r, 'deadlines'))
	WITH ORDINALITY n (v, at);

INSERT INTO documents
SELECT id, n.at - 1, v ->> 'text', (v ->> 'start')::int, (v ->> 'end')::int,
	v ->> 'kind', v ->> 'number', v ->> 'title', v ->> 'issued',
	pg_temp.day(v ->> 'issued'), v ->> 'issuer', v ->> 'part', v ->> 'rule'
FROM fresh, jsonb_array_elements(pg_temp.list(r, 'documents'))
	WITH ORDINALITY n (v, at);

INSERT INTO others
SELECT id, t.key, n.at - 1, coalesce(n.v ->> 'text', n.v ->> 'name'),
	CASE WHEN pg_temp.has_place(n.v) THEN (n.v ->> 'start')::int END,
	CASE WHEN pg_temp.has_place(n.v) THEN (n.v ->> 'end')::int END,
	n.v - ARRAY['text', 'start', 'end', 'rule'], n.v ->> 'rule'
FROM fresh, jsonb_each(r) t, jsonb_array_elements(pg_temp.list(r, t.key))
	WITH ORDINALITY n (v, at)
WHERE t.key NOT IN ('authors', 'captions', 'dates', 'officials', 'units',
	'figures', 'deadlines', 'documents', 'warnings');

-- What failed and what has been read since.
INSERT INTO failures
SELECT DISTINCT ON (r -> 'source' ->> 'uri') r -> 'source' ->> 'uri',
	r -> 'error' ->> 'stage', r -> 'error' ->> 'message'
FROM kinds WHERE kind = 'failure' ORDER BY r -> 'source' ->> 'uri', n DESC
ON CONFLICT (uri) DO UPDATE
SET stage = excluded.stage, message = excluded.message;
DELETE FROM failures WHERE uri IN (
	SELECT a.uri FROM articles a JOIN fresh f ON f.id = a.id);

SELECT n, kind FROM kinds WHERE kind NOT IN ('record', 'failure', 'blank')
ORDER BY n;
COMMIT;
