/* Where the program's own rules are. */
#ifndef HOME_H
#define HOME_H

#include <stddef.h>

struct ex_err;

/* The folder of the built-in rules into path: what EXTRACT_RULES says, or
 * beside the program, installed (PREFIX/bin, PREFIX/share/extract/rules) or
 * built (a folder up to three levels above it). */
int home_rules(char *path, size_t size, struct ex_err *e);

#endif
