/* Loaded rules, kept for the next start of the program.
 *
 * One file for each list of folders, in $XDG_CACHE_HOME/extract (or
 * ~/.cache/extract): the rule set as an image (base/image.h), under a key of
 *
 *   - the program: its version, and a sum of its sources;
 *   - the folders' paths;
 *   - of each file and folder of rules: device, inode, size, when it was
 *     written and when it was last changed in any way, to the nanosecond.
 *
 * The kernel alone sets the time of a change, so contents that change without
 * their size and date are seen too. A file that changed within the last two
 * seconds might change again without a new time: then nothing is kept. A
 * folder's time tells what came and went. What is not whole, not of this user
 * or has another key is made anew; what can't be kept is not kept. */
#ifndef RULES_CACHE_H
#define RULES_CACHE_H

#include "base/buf.h"
#include "rules.h"

/* Of all sources of the program (lists.sh). */
extern const char sources_sum[];

/* As rules_load, from what was kept if that is what would be loaded. Its rules
 * have no tests. */
struct rules *rules_load_kept(const char *const *dir, size_t n,
	rules_fault_fn *fault, void *arg, struct ex_err *e);

/* Adds a line with what tells a file or folder from a later one. */
void rules_stamp(struct buf *out, const char *path);

#endif
