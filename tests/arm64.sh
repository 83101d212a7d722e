#!/bin/sh
# usage: arm64.sh PACKAGE...  ("make arm64")
# Built for arm64 and run by qemu on whatever Debian machine this is: unit
# tests, the rules' own, and the records of corpus/ and of some news, which must
# be this machine's. The packages are what it is linked with.
B=${B:-build}
cd "$(dirname "$0")/.." || exit 2
sh tests/deps.sh gcc-aarch64-linux-gnu qemu-user-static binfmt-support \
	mmdebstrap || exit 2
arm=$PWD/$B/arm64 root=$PWD/$B/arm64/root failed=0
mkdir -p "$arm"

verdict() {
	if [ "$1" = 0 ]; then
		echo "ok - $2"
	else
		echo "not ok - $2"
		failed=1
	fi
}

# Unit tests start themselves: the kernel must know what to do.
binfmt=/proc/sys/fs/binfmt_misc
[ -e $binfmt/status ] || mount -t binfmt_misc none $binfmt
[ -e $binfmt/qemu-aarch64 ] || update-binfmts --enable qemu-aarch64
[ -e $binfmt/qemu-aarch64 ] || {
	echo "arm64: this kernel starts no arm64 programs by qemu" >&2
	exit 2
}

# Libraries are unpacked, not installed.
if ! [ -e "$root/etc/debian_version" ]; then
	include=libc6-dev,libgcc-12-dev
	for p in "$@"; do include=$include,$p; done
	rm -rf "$root"
	mmdebstrap --quiet --variant=extract --architectures=arm64 \
		--include="$include" bookworm "$root" || exit 2
fi

lib=$root/usr/lib/aarch64-linux-gnu
PKG_CONFIG_SYSROOT_DIR=$root PKG_CONFIG_LIBDIR=$lib/pkgconfig \
	make B="$arm" CC="aarch64-linux-gnu-gcc --sysroot=$root" \
	"$arm/extract" "$arm/unit" >"$arm/log" 2>&1
verdict $? "it is built"
[ $failed = 0 ] || { tail -5 "$arm/log"; exit 1; }
! grep -q warning: "$arm/log"
verdict $? "without warnings"
export QEMU_LD_PREFIX="$root"
"$arm/unit" -j2 --verbose=0 >"$arm/log" 2>&1
verdict $? "unit tests: $(sed 's/\x1b\[[0-9;]*m//g' "$arm/log" | tail -1)"
said=$(EXTRACT_RULES=rules "$arm/extract" rules test 2>&1 | tail -1)
case $said in *" 0 failed") verdict 0 "rules: $said" ;; *) verdict 1 "rules: $said" ;; esac
EXTRACT=$arm/extract EXTRACT_RULES=rules sh tests/corpus.sh >"$arm/log" 2>&1
verdict $? "the corpus's records"
news=../shared/data/news/24h_2026-02.jsonl
if [ -e $news ]; then
	head -200 $news >"$arm/news.jsonl"
	EXTRACT_RULES=rules "$arm/extract" -q "$arm/news.jsonl" >"$arm/there"
	"$B/extract" -q "$arm/news.jsonl" | cmp -s - "$arm/there"
	verdict $? "200 articles as here"
else
	echo "skipped - news: no ../shared"
fi
exit $failed
