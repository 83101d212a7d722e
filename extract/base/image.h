/* A flat copy of what pointers hold together, kept in a file.
 *
 * Parts are put one after another and linked: a link is a pointer's place and
 * the place that it points to. The file holds a key (what the image was made
 * of), the parts and the links. Opened, it is mapped at the address it was
 * written for, where that is free, and no page need be touched; anywhere else
 * its links become pointers anew. Whatever is not as it was written, or has
 * another key, is not opened: a file that was written to since has its sum
 * looked at, and all of its pages. */
#ifndef BASE_IMAGE_H
#define BASE_IMAGE_H

#include <stdint.h>

#include "base/buf.h"

struct image_link {
	uint32_t at, to; /* bytes from the image's start */
};

/* An image being made, on the heap; start from zeros. */
struct image {
	struct buf bytes, links;
};

/* Adds a copy of n bytes, aligned for any type; returns its place. */
size_t image_put(struct image *i, const void *p, size_t n);

/* The pointer at place `at` shall point to place `to`, or be NULL. */
void image_link(struct image *i, size_t at, size_t to);
void image_null(struct image *i, size_t at);

/* The text at place `at` (a struct str) shall point to a copy of s. */
void image_str(struct image *i, size_t at, struct str s);

void image_free(struct image *i);

/* Writes it to a file that appears when it is whole. False when it could not
 * be written; then there is none. */
bool image_write(const struct image *i, const char *path, struct str key);

struct image_open {
	char *start; /* the first part, writable: a private mapping */
	size_t n;    /* bytes of all parts */
	struct str key;
	void *map; /* the whole file */
	size_t size;
};

/* Maps the file at path if it is an image, of this user, unharmed. Its
 * pointers are set by image_point, once the key is found to be the right one.
 * False when it is not; what then is to be done is to make it anew. */
bool image_map(const char *path, struct image_open *out);

/* Makes links pointers, where it does not lie at the address that they were
 * made for. False when one leads out of the image. */
bool image_point(struct image_open *o);

void image_unmap(struct image_open *o);

#endif
