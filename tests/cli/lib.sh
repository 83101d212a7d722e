# What the tests of the command line share: the program as $EXTRACT, a folder
# of one's own as $dir, and ways to compare. To be read with `.`; ends in
# `exit $failed`.
cd "$(dirname "$0")/../.." || exit 2
EXTRACT=${EXTRACT:-build/extract}
case $EXTRACT in /*) ;; *) EXTRACT=$PWD/$EXTRACT ;; esac
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
XDG_CACHE_HOME=$dir/cache
export XDG_CACHE_HOME
failed=0

ok() { echo "ok - $1"; }
bad() {
	printf 'not ok - %s\n' "$1" | head -c 600
	failed=1
}

# why, what came, what was wanted
is() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		bad "$1: got '$2', want '$3'"
	fi
}

# why, text, a part of it
has() {
	case $2 in
	*"$3"*) ok "$1" ;;
	*) bad "$1: '$3' is not in '$2'" ;;
	esac
}

# why, file, file
same() {
	if cmp -s "$2" "$3"; then ok "$1"; else bad "$1: $2 and $3 differ"; fi
}

# Runs the program: status in $status, what it wrote in $dir/out, $dir/err.
run() {
	"$EXTRACT" "$@" >"$dir/out" 2>"$dir/err" </dev/null
	status=$?
}

# As many articles as asked for, each with its number, one a line.
articles() {
	awk -v n="$1" 'BEGIN { for (i = 1; i <= n; i++) printf(\
		"{\"id\":\"%d\",\"published\":\"2022-03-01\",\"title\":" \
		"\"Tin số %d\",\"text\":\"Ngày 3/4/2022, Bộ Y tế cấp %d " \
		"triệu đồng cho %d xã trước ngày 15/6.\"}\n", i, i, i, i) }'
}

# Rules for dates alone: read in a quarter of the time.
few_rules() {
	from=${EXTRACT_RULES:-rules}
	mkdir "$dir/few"
	cp -R $from/cascade.yaml $from/fragments $from/lexicon $from/dates \
		"$dir/few"
	EXTRACT_RULES=$dir/few
	export EXTRACT_RULES
}
