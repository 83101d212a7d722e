#!/bin/sh
# usage: deps.sh PACKAGE...
# Installs the Debian packages that are missing: as root, or by sudo. Where
# there is no apt-get it says what is needed and stops if a library is missing.
missing=
for p in "$@"; do
	dpkg-query -W -f '${Status}' "$p" 2>/dev/null |
		grep -q 'install ok installed' || missing="$missing $p"
done
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null; then
	echo "make deps: this is no Debian system; install what it calls:$missing" >&2
	exit 1
fi
as=
if [ "$(id -u)" != 0 ]; then
	if ! command -v sudo >/dev/null; then
		echo "make deps: run as root: apt-get install$missing" >&2
		exit 1
	fi
	as=sudo
fi
echo "make deps: installing$missing"
export DEBIAN_FRONTEND=noninteractive
$as apt-get update -qq &&
	$as apt-get install -y -qq --no-install-recommends $missing >/dev/null || {
	echo "make deps: could not install$missing" >&2
	exit 1
}
