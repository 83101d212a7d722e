/* An article for a person's eyes: its text with every mention marked and
 * named by its rule, then the candidates that lost and why. */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "emit.h"

/* Formats like those in emit/, but of docs with `explain` set, and not for
 * --format. In colours, or with brackets:
 * [dates/day/short: ngày 31/5 = 2021-05-31] */
extern const struct emit_type explain_in_colors, explain_in_brackets;

#endif
