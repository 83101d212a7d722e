#!/bin/sh
# Prints the C file that lists what stands in read/, value/ and emit/, by name.
here=$(dirname "$0")

list() { # folder, struct, array
	printf '\n'
	for f in "$here/$1"/*.c; do
		printf 'extern const struct %s %s_%s;\n' "$2" "$1" \
			"$(basename "$f" .c)"
	done
	printf 'const struct %s *const %s[] = {\n' "$2" "$3"
	for f in "$here/$1"/*.c; do
		printf '\t&%s_%s,\n' "$1" "$(basename "$f" .c)"
	done
	printf '};\nconst size_t n%s = sizeof %s / sizeof *%s;\n' "$3" "$3" "$3"
}

printf '/* Made by extract/lists.sh. */\n#include "emit.h"\n'
printf '#include "read_type.h"\n#include "value.h"\n'
list read read_type read_types
list value value_type value_types
list emit emit_type emit_types

# Changes whenever a source does: rules that were kept by another program are
# not for this one.
printf '\n#include "rules_cache.h"\nconst char sources_sum[] = "%s";\n' \
	"$(cat "$here"/*.[ch] "$here"/*/*.[ch] | cksum | tr ' ' '-')"
