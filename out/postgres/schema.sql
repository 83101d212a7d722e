-- The records of extract as tables. One row in `articles` an article; every
-- other table belongs to it by `article` and is numbered by `n`, the place in
-- the record's list, from 0. Names follow the record, but for words that SQL
-- keeps for itself: start and stop are a mention's offsets (code points of
-- articles.text: substring(text from start + 1 for stop - start)), first and
-- last a date's `from` and `to`, out_of a ratio's `of`, lowest and highest
-- `min` and `max`, as_of a figure's `when`. Times stand as in the record
-- (text, a year alone may be known); what is a whole day of the calendar is
-- beside it as a date: published_on, first_on, due_on, ...

CREATE TABLE IF NOT EXISTS articles (
	id           text PRIMARY KEY,
	uri          text NOT NULL,
	key          text,
	type         text,
	charset      text,
	sha256       text,
	title        text,
	authors      jsonb NOT NULL,
	site         text,
	url          text,
	language     text,
	published    text,
	published_on date,
	published_at timestamptz,        -- where a time is shown
	modified     text,
	modified_at  timestamptz,
	text         text NOT NULL,
	captions     jsonb NOT NULL,
	warnings     jsonb NOT NULL
);
CREATE INDEX IF NOT EXISTS articles_published ON articles (published_on);
CREATE INDEX IF NOT EXISTS articles_uri ON articles (uri);

-- Articles that could not be read, until they can.
CREATE TABLE IF NOT EXISTS failures (
	uri       text PRIMARY KEY,
	stage     text NOT NULL,
	message   text NOT NULL
);

CREATE TABLE IF NOT EXISTS dates (
	article   text NOT NULL REFERENCES articles ON DELETE CASCADE,
	n         integer NOT NULL,
	text      text NOT NULL,
	start     integer NOT NULL,
	stop      integer NOT NULL,
	type      text,
	value     text,
	mod       text,
	quant     text,
	first     text,
	first_on  date,
	last      text,
	last_on   date,
	basis     text,
	calendar  text,
	rule      text,
	PRIMARY KEY (article, n)
);
CREATE INDEX IF NOT EXISTS dates_first ON dates (first_on, last_on);

CREATE TABLE IF NOT EXISTS officials (
	article   text NOT NULL REFERENCES articles ON DELETE CASCADE,
	n         integer NOT NULL,
	name      text NOT NULL,
	rule      text,
	PRIMARY KEY (article, n)
);
CREATE INDEX IF NOT EXISTS officials_name ON officials (name);

CREATE TABLE IF NOT EXISTS roles (
	article   text NOT NULL,
	official  integer NOT NULL,
	n         integer NOT NULL,
	text      text,
	title     text,
	unit      text,
	inferred  boolean,               -- the unit stands elsewhere
	PRIMARY KEY (article, official, n),
	FOREIGN KEY (article, official) REFERENCES officials (article, n)
		ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS roles_unit ON roles (unit);

CREATE TABLE IF NOT EXISTS official_mentions (
	article   text NOT NULL,
	official  integer NOT NULL,
	n         integer NOT NULL,
	text      text NOT NULL,
	start     integer NOT NULL,
	stop      integer NOT NULL,
	rule      text,
	PRIMARY KEY (article, official, n),
	FOREIGN KEY (article, official) REFERENCES officials (article, n)
		ON DELETE CASCADE
);

-- Where the post alone stands for the person.
CREATE TABLE IF NOT EXISTS official_references (
	article   text NOT NULL,
	official  integer NOT NULL,
	n         integer NOT NULL,
	text      text,
	start     integer,
	stop      integer,
	PRIMARY KEY (article, official, n),
	FOREIGN KEY (article, official) REFERENCES officials (article, n)
		ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS units (
	article      text NOT NULL REFERENCES articles ON DELETE CASCADE,
	n            integer NOT NULL,
	name         text NOT NULL,
	kind         text,
	abbreviation text,
	parent       text,
	place        text,
	rule         text,
	PRIMARY KEY (article, n)
);
CREATE INDEX IF NOT EXISTS units_name ON units (name);

CREATE TABLE IF NOT EXISTS unit_mentions (
	article   text NOT NULL,
	unit      integer NOT NULL,
	n         integer NOT NULL,
	text      text NOT NULL,
	start     integer NOT NULL,
	stop      integer NOT NULL,
	rule      text,
	PRIMARY KEY (article, unit, n),
	FOREIGN KEY (article, unit) REFERENCES units (article, n)
		ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS unit_mentions_stop ON unit_mentions (article, stop);

CREATE TABLE IF NOT EXISTS figures (
	article   text NOT NULL REFERENCES articles ON DELETE CASCADE,
	n         integer NOT NULL,
	text      text NOT NULL,
	start     integer NOT NULL,
	stop      integer NOT NULL,
	value     numeric,
	kind      text,
	unit      text,
	currency  text,
	out_of    numeric,
	per       text,
	lowest    numeric,
	highest   numeric,
	modifier  text,
	change    text,
	as_of     text,                  -- the date it belongs to
	versus    text,                  -- the date it is compared with
	rule      text,
	PRIMARY KEY (article, n)
);
CREATE INDEX IF NOT EXISTS figures_unit ON figures (unit, value);

CREATE TABLE IF NOT EXISTS deadlines (
	article   text NOT NULL REFERENCES articles ON DELETE CASCADE,
	n         integer NOT NULL,
	text      text NOT NULL,
	start     integer NOT NULL,
	stop      integer NOT NULL,
	due       text,
	due_on    date,
	bound     text,
	task      text,
	assignee  text,
	recipient text,
	rule      text,
	PRIMARY KEY (article, n)
);
CREATE INDEX IF NOT EXISTS deadlines_due ON deadlines (due_on);

CREATE TABLE IF NOT EXISTS documents (
	article   text NOT NULL REFERENCES articles ON DELETE CASCADE,
	n         integer NOT NULL,
	text      text NOT NULL,
	start     integer NOT NULL,
	stop      integer NOT NULL,
	kind      text,
	number    text,
	title     text,
	issued    text,
	issued_on date,
	issuer    text,
	part      text,
	rule      text,
	PRIMARY KEY (article, n)
);
CREATE INDEX IF NOT EXISTS documents_number ON documents (number);

-- What rules of one's own find (rules/diseases/...): one row an item, with its
-- fields.
CREATE TABLE IF NOT EXISTS others (
	article   text NOT NULL REFERENCES articles ON DELETE CASCADE,
	type      text NOT NULL,
	n         integer NOT NULL,
	text      text,
	start     integer,
	stop      integer,
	fields    jsonb NOT NULL,
	rule      text,
	PRIMARY KEY (article, type, n)
);

-- Who has to do what by when. `unit` is the organisation as the article has
-- it in full, where the assignee is one.
CREATE OR REPLACE VIEW deadlines_by_unit AS
SELECT coalesce((SELECT u.name FROM unit_mentions m
		JOIN units u ON u.article = m.article AND u.n = m.unit
		WHERE m.article = d.article AND m.text = d.assignee
		ORDER BY m.start LIMIT 1), d.assignee) AS unit,
	d.due, d.due_on, d.bound, d.task, d.recipient, d.text, a.published,
	a.title, a.uri, d.article, d.start, d.stop
FROM deadlines d JOIN articles a ON a.id = d.article
ORDER BY unit, d.due;

-- Each figure with its year (where no date is beside it the article's), the
-- organisation named last before it, and the words around it.
CREATE OR REPLACE VIEW figures_in_context AS
SELECT f.text, f.value, f.kind, f.unit, f.currency, f.modifier, f.change,
	CASE WHEN f.as_of ~ '^[12][0-9]{3}' THEN left(f.as_of, 4)
		ELSE left(a.published, 4) END AS year,
	(SELECT u.name FROM unit_mentions m
		JOIN units u ON u.article = m.article AND u.n = m.unit
		WHERE m.article = f.article AND m.stop <= f.start
		ORDER BY m.stop DESC LIMIT 1) AS organisation,
	regexp_replace(substring(a.text FROM greatest(1, f.start - 59)
		FOR f.stop + 61 - greatest(1, f.start - 59)), '\n+', ' ', 'g')
		AS context,
	a.title, a.uri, f.article, f.start, f.stop
FROM figures f JOIN articles a ON a.id = f.article;

CREATE OR REPLACE VIEW figures_by_unit_and_year AS
SELECT f.unit, CASE WHEN f.as_of ~ '^[12][0-9]{3}' THEN left(f.as_of, 4)
		ELSE left(a.published, 4) END AS year,
	f.kind, f.currency,
	count(*) AS figures, count(DISTINCT f.article) AS articles,
	min(coalesce(f.value, f.lowest)) AS lowest,
	max(coalesce(f.value, f.highest)) AS highest
FROM figures f JOIN articles a ON a.id = f.article
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2;

-- Who held what, and from when to when articles say so.
CREATE OR REPLACE VIEW posts AS
SELECT o.name, min(r.text) AS role, r.title, min(r.unit) AS unit,
	min(a.published_on) AS seen_first, max(a.published_on) AS seen_last,
	count(DISTINCT a.id) AS articles
FROM officials o
JOIN roles r ON r.article = o.article AND r.official = o.n
JOIN articles a ON a.id = o.article
GROUP BY o.name, r.title, coalesce(r.unit, r.text)
ORDER BY o.name, seen_first;

-- Every mention of every kind, in the order of the text.
CREATE OR REPLACE VIEW mentions AS
SELECT article, 'dates' AS type, start, stop, text, value, rule FROM dates
UNION ALL
SELECT m.article, 'officials', m.start, m.stop, m.text, o.name, m.rule
	FROM official_mentions m
	JOIN officials o ON o.article = m.article AND o.n = m.official
UNION ALL
SELECT m.article, 'units', m.start, m.stop, m.text, u.name, m.rule
	FROM unit_mentions m
	JOIN units u ON u.article = m.article AND u.n = m.unit
UNION ALL
SELECT article, 'figures', start, stop, text, value::text, rule FROM figures
UNION ALL
SELECT article, 'deadlines', start, stop, text, due, rule FROM deadlines
UNION ALL
SELECT article, 'documents', start, stop, text, coalesce(number, title), rule
	FROM documents
UNION ALL
SELECT article, type, start, stop, text, NULL, rule FROM others
	WHERE start IS NOT NULL
ORDER BY 1, 3, 4;
