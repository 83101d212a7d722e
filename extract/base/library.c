/* Libraries that are loaded when they are needed. */
#include <dlfcn.h>
#include <string.h>

#include "base/err.h"
#include "base/library.h"

int
library_load(const struct library *l, void *to, struct ex_err *e)
{
	size_t i, n = sizeof l->file / sizeof *l->file;
	void *library = NULL, *at;

	for (i = 0; i < n && l->file[i] && !library; i++)
		library = dlopen(l->file[i], RTLD_NOW | RTLD_LOCAL);
	if (!library)
		return err_set(e, "%s is not installed (Debian: %s)", l->name,
			l->package);
	for (i = 0; l->call[i]; i++) {
		at = dlsym(library, l->call[i]);
		if (!at)
			return err_set(e, "%s is too old: it has no %s",
				l->name, l->call[i]);
		memcpy((char *)to + i * sizeof at, &at, sizeof at);
	}
	return 0;
}
