/* Output formats by name. */
#include <string.h>

#include "emit.h"

const struct emit_type *
emit_find(const char *name)
{
	size_t i;

	for (i = 0; i < nemit_types; i++)
		if (!strcmp(emit_types[i]->name, name))
			return emit_types[i];
	return NULL;
}
