/* Where the program's own rules are: found from where the program is. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "home.h"

enum { PATH_SIZE = 4096 };

/* Behind the program's folder, the likelier first. */
static const char *const places[] = { "../share/extract/rules", "../rules",
	"../../rules", "../../../rules" };

static bool
holds_rules(const char *path)
{
	char file[PATH_SIZE + 32];

	snprintf(file, sizeof file, "%s/cascade.yaml", path);
	return access(file, R_OK) == 0;
}

int
home_rules(char *path, size_t size, struct ex_err *e)
{
	const char *said = getenv("EXTRACT_RULES");
	char self[PATH_SIZE];
	ssize_t n;
	size_t i;
	char *slash;

	if (said && *said) {
		if ((size_t)snprintf(path, size, "%s", said) < size)
			return 0;
		return err_set(e, "EXTRACT_RULES is too long for a path");
	}
	n = readlink("/proc/self/exe", self, sizeof self - 1);
	if (n < 0)
		return err_set(e,
			"EXTRACT_RULES must say where the rules are: %s",
			strerror(errno));
	self[n] = '\0';
	slash = strrchr(self, '/');
	if (slash)
		*slash = '\0';
	for (i = 0; i < sizeof places / sizeof *places; i++)
		if ((size_t)snprintf(path, size, "%s/%s", self, places[i]) <
				size &&
			holds_rules(path))
			return 0;
	return err_set(e,
		"no rules beside %s: EXTRACT_RULES may say where they are",
		self);
}
