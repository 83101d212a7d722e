/* A query to an SQLite database. */
#include <sqlite3.h>

#include "base/err.h"
#include "base/sqlite.h"

enum { WAIT = 10000 }; /* ms, for who is writing */

static int
fail(sqlite3 *db, const char *path, struct ex_err *e)
{
	return err_at(e, path, 0, 0, "cannot read the database: %s",
		db ? sqlite3_errmsg(db) : "out of memory");
}

int
sqlite_each(const char *path, const char *query,
	int (*f)(void *arg, struct str text), void *arg, struct ex_err *e)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *rows = NULL;
	int rc = 0, step = SQLITE_DONE;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) ||
		sqlite3_busy_timeout(db, WAIT) ||
		sqlite3_prepare_v2(db, query, -1, &rows, NULL))
		rc = fail(db, path, e);
	while (rc == 0 && (step = sqlite3_step(rows)) == SQLITE_ROW) {
		const char *p = (const char *)sqlite3_column_text(rows, 0);
		size_t n = (size_t)sqlite3_column_bytes(rows, 0);

		if (f(arg, (struct str){ p, p ? n : 0 }))
			rc = err_at(e, path, 0, 0, "out of memory");
	}
	if (rc == 0 && step != SQLITE_DONE)
		rc = fail(db, path, e);
	sqlite3_finalize(rows);
	sqlite3_close(db);
	return rc;
}
