/* The place that an article speaks of most. */
#ifndef MAIN_PLACE_H
#define MAIN_PLACE_H

#include "doc.h"

struct rules;

/* Of one level (in small letters): "tỉnh Lạng Sơn" for "tỉnh"; a province may
 * stand with its bare name. As it is written where it stands first; empty
 * where there is none, or two that stand as often. */
struct str main_place(const struct rules *r, struct doc *d, struct str level);

#endif
