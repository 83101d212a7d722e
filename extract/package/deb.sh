#!/bin/sh
# Builds a Debian package of what `make install` installs. Debian has another
# program named `extract` (of GNU libextractor): the package has a name of its
# own and says that the two don't go together.
B=${B:-build}
name=extract-vi
arch=$(dpkg --print-architecture) || exit
multiarch=$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null) || {
	echo "make deb: there is no dpkg-dev here (apt-get install dpkg-dev)" >&2
	exit 1
}
root=$B/deb/root
rm -rf "$B/deb" && mkdir -p "$root/DEBIAN" "$B/deb/debian" || exit
rm -f "$B/extract.pc"
"${MAKE:-make}" -s B="$B" PREFIX=/usr LIBDIR="/usr/lib/$multiarch" \
	DESTDIR="$root" install || exit
rm -f "$B/extract.pc"
strip --strip-unneeded "$root/usr/bin/extract" \
	"$root/usr/lib/$multiarch/libextract.so.$VERSION"
strip --strip-debug "$root/usr/lib/$multiarch/libextract.a"
gzip -9 -n "$root"/usr/share/man/man*/*

doc=$root/usr/share/doc/$name
install -d "$doc"
install -m 644 LICENSE "$doc/copyright"
gzip -9 -n <CHANGELOG.md >"$doc/changelog.gz"
chmod 644 "$doc/changelog.gz"

# Libraries that are linked tell their packages; curl is loaded when a page is
# fetched.
printf 'Source: %s\n\nPackage: %s\nArchitecture: any\n' "$name" "$name" \
	>"$B/deb/debian/control"
depends=$(cd "$B/deb" && dpkg-shlibdeps -O -ldebian root/usr/bin/extract \
	2>/dev/null | sed -n 's/^shlibs:Depends=//p')
[ -n "$depends" ] || exit 1

cat >"$root/DEBIAN/control" <<END
Package: $name
Version: $VERSION
Architecture: $arch
Maintainer: the extract authors <extract@localhost>
Installed-Size: $(du -sk "$root/usr" | cut -f 1)
Depends: $depends, libcurl4, libarchive13, libsqlite3-0
Suggests: jq, sqlite3, postgresql-client
Conflicts: extract
Section: text
Priority: optional
Description: Vietnamese press articles to data
 extract reads Vietnamese press articles (text, web pages, archives) and
 writes JSON Lines: dates, officials in their posts, units, figures, deadlines
 and official documents. Rules carry the language and can be added to.
 .
 It is not the extract of GNU libextractor, which has a command of the same
 name.
END
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z |
	xargs -0 md5sum >DEBIAN/md5sums) || exit
dpkg-deb --root-owner-group --build "$root" "$B/${name}_${VERSION}_$arch.deb"
