-- The records of extract as tables. One row in `articles` an article; every
-- other table belongs to it by `article` and is numbered by `n`, the place in
-- the record's list. Names follow the record, but for words that SQL keeps for
-- itself: start and stop are a mention's offsets (code points of
-- articles.text), first and last a date's `from` and `to`, out_of a ratio's
-- `of`, lowest and highest `min` and `max`, as_of a figure's `when`.

CREATE TABLE IF NOT EXISTS articles (
	id        TEXT PRIMARY KEY,
	uri       TEXT NOT NULL,
	key       TEXT,
	type      TEXT,
	charset   TEXT,
	sha256    TEXT,
	title     TEXT,
	authors   TEXT NOT NULL,         -- a JSON list
	site      TEXT,
	url       TEXT,
	language  TEXT,
	published TEXT,
	modified  TEXT,
	text      TEXT NOT NULL,
	captions  TEXT NOT NULL,         -- a JSON list
	warnings  TEXT NOT NULL          -- a JSON list
);
CREATE INDEX IF NOT EXISTS articles_published ON articles (published);
CREATE INDEX IF NOT EXISTS articles_uri ON articles (uri);

-- Articles that could not be read, until they can.
CREATE TABLE IF NOT EXISTS failures (
	uri       TEXT PRIMARY KEY,
	stage     TEXT NOT NULL,
	message   TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS dates (
	article   TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
	n         INTEGER NOT NULL,
	text      TEXT NOT NULL,
	start     INTEGER NOT NULL,
	stop      INTEGER NOT NULL,
	type      TEXT,
	value     TEXT,
	mod       TEXT,
	quant     TEXT,
	first     TEXT,
	last      TEXT,
	basis     TEXT,
	calendar  TEXT,
	rule      TEXT,
	PRIMARY KEY (article, n)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS dates_first ON dates (first, last);

CREATE TABLE IF NOT EXISTS officials (
	article   TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
	n         INTEGER NOT NULL,
	name      TEXT NOT NULL,
	rule      TEXT,
	PRIMARY KEY (article, n)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS officials_name ON officials (name);

CREATE TABLE IF NOT EXISTS roles (
	article   TEXT NOT NULL,
	official  INTEGER NOT NULL,
	n         INTEGER NOT NULL,
	text      TEXT,
	title     TEXT,
	unit      TEXT,
	inferred  INTEGER,               -- 1: the unit stands elsewhere
	PRIMARY KEY (article, official, n),
	FOREIGN KEY (article, official) REFERENCES officials (article, n)
		ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS roles_unit ON roles (unit);

CREATE TABLE IF NOT EXISTS official_mentions (
	article   TEXT NOT NULL,
	official  INTEGER NOT NULL,
	n         INTEGER NOT NULL,
	text      TEXT NOT NULL,
	start     INTEGER NOT NULL,
	stop      INTEGER NOT NULL,
	rule      TEXT,
	PRIMARY KEY (article, official, n),
	FOREIGN KEY (article, official) REFERENCES officials (article, n)
		ON DELETE CASCADE
) WITHOUT ROWID;

-- Where the post alone stands for the person.
CREATE TABLE IF NOT EXISTS official_references (
	article   TEXT NOT NULL,
	official  INTEGER NOT NULL,
	n         INTEGER NOT NULL,
	text      TEXT,
	start     INTEGER,
	stop      INTEGER,
	PRIMARY KEY (article, official, n),
	FOREIGN KEY (article, official) REFERENCES officials (article, n)
		ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS units (
	article   TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
	n         INTEGER NOT NULL,
	name      TEXT NOT NULL,
	kind      TEXT,
	abbreviation TEXT,
	parent    TEXT,
	place     TEXT,
	rule      TEXT,
	PRIMARY KEY (article, n)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS units_name ON units (name);

CREATE TABLE IF NOT EXISTS unit_mentions (
	article   TEXT NOT NULL,
	unit      INTEGER NOT NULL,
	n         INTEGER NOT NULL,
	text      TEXT NOT NULL,
	start     INTEGER NOT NULL,
	stop      INTEGER NOT NULL,
	rule      TEXT,
	PRIMARY KEY (article, unit, n),
	FOREIGN KEY (article, unit) REFERENCES units (article, n)
		ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS unit_mentions_stop ON unit_mentions (article, stop);

CREATE TABLE IF NOT EXISTS figures (
	article   TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
	n         INTEGER NOT NULL,
	text      TEXT NOT NULL,
	start     INTEGER NOT NULL,
	stop      INTEGER NOT NULL,
	value     NUMERIC,
	kind      TEXT,
	unit      TEXT,
	currency  TEXT,
	out_of    NUMERIC,
	per       TEXT,
	lowest    NUMERIC,
	highest   NUMERIC,
	modifier  TEXT,
	change    TEXT,
	as_of     TEXT,                  -- the date it belongs to
	versus    TEXT,                  -- the date it is compared with
	rule      TEXT,
	PRIMARY KEY (article, n)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS figures_unit ON figures (unit, value);

CREATE TABLE IF NOT EXISTS deadlines (
	article   TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
	n         INTEGER NOT NULL,
	text      TEXT NOT NULL,
	start     INTEGER NOT NULL,
	stop      INTEGER NOT NULL,
	due       TEXT,
	bound     TEXT,
	task      TEXT,
	assignee  TEXT,
	recipient TEXT,
	rule      TEXT,
	PRIMARY KEY (article, n)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS deadlines_due ON deadlines (due);

CREATE TABLE IF NOT EXISTS documents (
	article   TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
	n         INTEGER NOT NULL,
	text      TEXT NOT NULL,
	start     INTEGER NOT NULL,
	stop      INTEGER NOT NULL,
	kind      TEXT,
	number    TEXT,
	title     TEXT,
	issued    TEXT,
	issuer    TEXT,
	part      TEXT,
	rule      TEXT,
	PRIMARY KEY (article, n)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS documents_number ON documents (number);

-- What rules of one's own find (rules/diseases/...): one row an item, its
-- fields as a JSON object.
CREATE TABLE IF NOT EXISTS others (
	article   TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
	type      TEXT NOT NULL,
	n         INTEGER NOT NULL,
	text      TEXT,
	start     INTEGER,
	stop      INTEGER,
	fields    TEXT NOT NULL,
	rule      TEXT,
	PRIMARY KEY (article, type, n)
) WITHOUT ROWID;

-- Who has to do what by when. `unit` is the organisation as the article has
-- it in full, where the assignee is one.
CREATE VIEW IF NOT EXISTS deadlines_by_unit AS
SELECT coalesce((SELECT u.name FROM unit_mentions m
		JOIN units u ON u.article = m.article AND u.n = m.unit
		WHERE m.article = d.article AND m.text = d.assignee LIMIT 1),
		d.assignee) AS unit,
	d.due, d.bound, d.task, d.recipient, d.text, a.published, a.title,
	a.uri, d.article, d.start, d.stop
FROM deadlines d JOIN articles a ON a.id = d.article
ORDER BY unit, d.due;

-- Each figure with its year (where no date is beside it the article's), the
-- organisation named last before it, and the words around it.
CREATE VIEW IF NOT EXISTS figures_in_context AS
SELECT f.text, f.value, f.kind, f.unit, f.currency, f.modifier, f.change,
	substr(CASE WHEN f.as_of GLOB '[12][0-9][0-9][0-9]*' THEN f.as_of
		ELSE a.published END, 1, 4) AS year,
	(SELECT u.name FROM unit_mentions m
		JOIN units u ON u.article = m.article AND u.n = m.unit
		WHERE m.article = f.article AND m.stop <= f.start
		ORDER BY m.stop DESC LIMIT 1) AS organisation,
	replace(replace(substr(a.text, max(1, f.start - 59),
		f.stop + 61 - max(1, f.start - 59)),
		char(10, 10), ' '), char(10), ' ') AS context,
	a.title, a.uri, f.article, f.start, f.stop
FROM figures f JOIN articles a ON a.id = f.article;

CREATE VIEW IF NOT EXISTS figures_by_unit_and_year AS
SELECT f.unit, substr(CASE WHEN f.as_of GLOB '[12][0-9][0-9][0-9]*' THEN f.as_of
		ELSE a.published END, 1, 4) AS year,
	f.kind, f.currency,
	count(*) AS figures, count(DISTINCT f.article) AS articles,
	min(coalesce(f.value, f.lowest)) AS lowest,
	max(coalesce(f.value, f.highest)) AS highest
FROM figures f JOIN articles a ON a.id = f.article
GROUP BY f.unit, year, f.kind, f.currency
ORDER BY f.unit, year;

-- Who held what, and from when to when articles say so.
CREATE VIEW IF NOT EXISTS posts AS
SELECT o.name, r.text AS role, r.title, r.unit,
	substr(min(a.published), 1, 10) AS seen_first,
	substr(max(a.published), 1, 10) AS seen_last,
	count(DISTINCT a.id) AS articles
FROM officials o
JOIN roles r ON r.article = o.article AND r.official = o.n
JOIN articles a ON a.id = o.article
GROUP BY o.name, r.title, coalesce(r.unit, r.text)
ORDER BY o.name, seen_first;

-- Every mention of every kind, in the order of the text.
CREATE VIEW IF NOT EXISTS mentions AS
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
SELECT article, 'figures', start, stop, text, value, rule FROM figures
UNION ALL
SELECT article, 'deadlines', start, stop, text, due, rule FROM deadlines
UNION ALL
SELECT article, 'documents', start, stop, text, coalesce(number, title), rule
	FROM documents
UNION ALL
SELECT article, type, start, stop, text, NULL, rule FROM others
	WHERE start IS NOT NULL
ORDER BY 1, 3, 4;
