/* What a fuzz target is: one function that takes any bytes, and aborts where
 * a promise is broken. Linked with libFuzzer (`make fuzz`) or with driver.c. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

#endif
