/* What shells complete, from the option table. */
#ifndef COMPLETE_H
#define COMPLETE_H

struct buf;
struct complete_shell; /* one of bash, zsh, fish */

/* The shell of that name, or NULL. */
const struct complete_shell *complete_find(const char *name);

/* Appends the script that the shell reads. */
void complete_put(const struct complete_shell *shell, struct buf *out);

#endif
