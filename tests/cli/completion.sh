#!/bin/sh
# Completion: what bash, zsh and fish are told is what the option table says.
. "$(dirname "$0")/lib.sh"

run --completion tcsh
is "a shell that it does not know" "$status $(cat "$dir/err")" \
	"2 extract: 'tcsh' is not one of bash, zsh and fish; try 'extract --help'"
for shell in bash zsh fish; do
	run --completion $shell
	cp "$dir/out" "$dir/$shell"
	run --help
	for o in $(grep -o -- '^ *\(-[a-z], \)*--[a-z-]*' "$dir/out" |
		grep -o -- '--[a-z-]*'); do
		case $shell in
		fish) grep -q -- " -l ${o#--} " "$dir/fish" ||
			bad "fish is not told of $o" ;;
		*) grep -q -- "$o" "$dir/$shell" ||
			bad "$shell is not told of $o" ;;
		esac
	done
	ok "$shell is told of every option"
done

if command -v bash >/dev/null; then
	cat >"$dir/try" <<'END'
. "$1"
shift
compopt() { :; }
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
_extract
echo "${COMPREPLY[*]}"
END
	offers() { # what is wanted, words
		want=$1
		shift
		is "bash: $*" "$(cd "$dir" && bash ./try ./bash "$@" 2>&1)" \
			"$want"
	}
	stages='read decode article normal match value emit'
	offers "$stages" extract --to ''
	offers 'match' extract --to = ma
	offers '--output=' extract --ou
	offers 'list check test' extract rules ''
	offers '' extract rules list --stat
	offers '--color=' extract explain --co
	offers 'rules' extract rul
	mkdir "$dir/a folder"
	offers 'a folder' extract --rules 'a f'
else
	echo "skipped: no bash"
fi
if command -v zsh >/dev/null; then
	is "zsh reads it" "$(zsh -n "$dir/zsh" 2>&1)" ""
else
	echo "skipped: no zsh"
fi
if command -v fish >/dev/null; then
	is "fish: extract --to ma" "$(fish --no-config -c "source $dir/fish
		complete -C 'extract --to ma'" 2>&1 | cut -f 1)" match
	is "fish: extract rules" "$(fish --no-config -c "source $dir/fish
		complete -C 'extract rules '" 2>&1 | cut -f 1 | tr '\n' ' ')" \
		"check list test "
else
	echo "skipped: no fish"
fi
exit $failed
