/* A query to an SQLite database. */
#include <sqlite3.h>

#include "base/err.h"
#include "base/library.h"
#include "base/sqlite.h"

enum { WAIT = 10000 }; /* ms, for who is writing */

#define FUNCTIONS(X)                                                           \
	X(sqlite3_, open_v2)                                                   \
	X(sqlite3_, busy_timeout)                                              \
	X(sqlite3_, prepare_v2)                                                \
	X(sqlite3_, step)                                                      \
	X(sqlite3_, column_text)                                               \
	X(sqlite3_, column_bytes)                                              \
	X(sqlite3_, finalize)                                                  \
	X(sqlite3_, close)                                                     \
	X(sqlite3_, errmsg)

struct sqlite {
	FUNCTIONS(LIBRARY_MEMBER)
};

static const char *const names[] = { FUNCTIONS(LIBRARY_NAME) NULL };

static const struct library library = { .name = "libsqlite3",
	.package = "libsqlite3-0",
	.file = { "libsqlite3.so.0", "libsqlite3.so" },
	.call = names };

static int
fail(const struct sqlite *s, sqlite3 *db, const char *path, struct ex_err *e)
{
	return err_at(e, path, 0, 0, "cannot read the database: %s",
		db ? s->errmsg(db) : "out of memory");
}

int
sqlite_each(const char *path, const char *query,
	int (*f)(void *arg, struct str text), void *arg, struct ex_err *e)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *rows = NULL;
	int rc = 0, step = SQLITE_DONE;
	struct sqlite s;

	if (library_load(&library, &s, e))
		return -1;
	if (s.open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) ||
		s.busy_timeout(db, WAIT) ||
		s.prepare_v2(db, query, -1, &rows, NULL))
		rc = fail(&s, db, path, e);
	while (rc == 0 && (step = s.step(rows)) == SQLITE_ROW) {
		const char *p = (const char *)s.column_text(rows, 0);
		size_t n = (size_t)s.column_bytes(rows, 0);

		if (f(arg, (struct str){ p, p ? n : 0 }))
			rc = err_at(e, path, 0, 0, "out of memory");
	}
	if (rc == 0 && step != SQLITE_DONE)
		rc = fail(&s, db, path, e);
	s.finalize(rows);
	s.close(db);
	return rc;
}
