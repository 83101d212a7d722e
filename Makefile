# extract: turns Vietnamese press articles into data.
#
#   make demo     installs what is missing, builds, runs over corpus/
#   make check    all tests            make asan, make tsan   the same, watched
#   make fuzz     SECONDS=60: libFuzzer on what parses
#   make bench    speed and memory     make score   quality, against ../shared
#   make engine   the automaton against PCRE2 alone, at length
#   make arm64    built for arm64, run by qemu
#   make install  PREFIX=/usr/local    make uninstall, make deb
#   make man      the options in extract(1), written anew
#   make format lint flow              how code looks
B ?= build
CC ?= cc
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
VERSION = $(shell sed -n 's/.*EXTRACT_VERSION "\(.*\)"/\1/p' extract/opts.h)
# Grows when a program built with an older library could not use this one.
SONAME = libextract.so.0

PKGS = libpcre2-8 \
	libutf8proc \
	yaml-0.1 \
	jansson \
	libcrypto \
	zlib \
	libbrotlidec
# Loaded when they are needed: their headers alone (and those of libcurl).
LATE = libarchive sqlite3 libxml-2.0 icu-i18n
DEBS = pkg-config \
	libpcre2-dev \
	libutf8proc-dev \
	libyaml-dev \
	libjansson-dev \
	libssl-dev \
	libxml2-dev \
	libicu-dev \
	libarchive-dev \
	zlib1g-dev \
	libbrotli-dev \
	libcurl4-openssl-dev \
	libsqlite3-dev \
	libcriterion-dev \
	sqlite3 \
	jq \
	curl \
	openssl \
	zstd \
	xz-utils \
	bzip2 \
	zip \
	mandoc \
	python3-jsonschema \
	python3-icalendar

OPT ?= -O2 -g
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wno-missing-field-initializers
ALL_CFLAGS = -std=c11 $(OPT) -fPIC -fvisibility=hidden $(WARN) $(SAN) -D_POSIX_C_SOURCE=200809L \
	-Iextract $(PKG_CFLAGS) $(CFLAGS)
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) $(LATE) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lpthread -lm

SRC := $(filter-out extract/main.c, $(wildcard extract/*.c extract/base/*.c \
	extract/read/*.c extract/value/*.c extract/emit/*.c))
OBJ := $(SRC:%.c=$(B)/obj/%.o) $(B)/gen/lists.o
UNIT := $(patsubst %.c,$(B)/obj/%.o,$(wildcard tests/unit/*.c))

# "make V=1" shows the commands whole.
ifdef V
say = @:
else
Q = @
say = @echo
endif

all: $(B)/extract

$(B)/extract: $(B)/obj/extract/main.o $(B)/libextract.a
	$(say) '  LD   $@'
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(B)/libextract.a: $(OBJ)
	$(say) '  AR   $@'
	@rm -f $@
	$(Q)ar rcs $@ $^

$(B)/obj/%.o: %.c Makefile
	$(say) '  CC   $<'
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/gen/lists.o: $(B)/gen/lists.c Makefile
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# A file dropped into read/, value/ or emit/ is registered by its name; the
# list is made anew when a file comes, goes or changes.
$(B)/gen/lists.c: extract/lists.sh extract/main.c $(SRC) \
		$(wildcard extract/*.h extract/*/*.h)
	@mkdir -p $(@D)
	$(Q)sh extract/lists.sh > $@

# --- what it needs ---

deps:
	@sh tests/deps.sh $(DEBS)

# --- tests ---

$(B)/unit: $(UNIT) $(B)/libextract.a
	$(say) '  LD   $@'
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) -lcriterion

check: deps
	+@$(MAKE) --no-print-directory check-built

FUZZ = article rules state

check-built: $(B)/extract $(B)/unit $(B)/$(SONAME) $(FUZZ:%=$(B)/fuzz/%)
	@B=$(B) sh tests/run.sh

asan: deps
	+@$(MAKE) --no-print-directory B=$(B)/asan OPT='-O1 -g' \
		SAN='-fsanitize=address,undefined -fno-omit-frame-pointer \
		-fno-sanitize-recover=undefined' check-built

tsan: deps
	+@$(MAKE) --no-print-directory B=$(B)/tsan OPT='-O1 -g' \
		SAN='-fsanitize=thread' $(B)/tsan/extract
	@EXTRACT=$(B)/tsan/extract sh tests/tsan.sh

# For another processor, where char has no sign: some minutes.
arm64: $(B)/extract
	@B=$(B) sh tests/arm64.sh $(filter lib%-dev zlib1g-dev,$(DEBS))

# Both engines against each other, at length: some minutes.
engine: $(B)/extract $(B)/unit
	@EXTRACT=$(B)/extract B=$(B) LONG=yes sh tests/engine.sh

# The records that the corpus must give, written anew: look at the diff.
expected: $(B)/extract
	@EXTRACT=$(B)/extract sh tests/corpus.sh --write

# Anything may come from outside: fuzz targets, with a driver of our own in
# `make check`, with libFuzzer for SECONDS each in `make fuzz`.
$(B)/fuzz/%: $(B)/obj/tests/fuzz/%.o $(B)/obj/tests/fuzz/driver.o \
		$(B)/libextract.a
	$(say) '  LD   $@'
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

fuzz: deps
	+@$(MAKE) --no-print-directory B=$(B)/clang CC=clang \
		OPT='-O1 -g -fno-sanitize-recover=undefined' \
		SAN='-fsanitize=address,undefined,fuzzer-no-link' fuzz-built

fuzz-built: $(B)/libextract.a $(B)/extract
	@B=$(B) CFLAGS='$(ALL_CFLAGS)' LIBS='$(PKG_LIBS)' TARGETS='$(FUZZ)' \
		sh tests/fuzz/libfuzzer.sh

# Fifty runs over five thousand files killed and taken up again.
kill: $(B)/extract
	@EXTRACT=$(B)/extract FILES=5000 KILLS=50 sh tests/cli/resume.sh

# --- looking at it ---

demo: deps
	+@$(MAKE) --no-print-directory demo-built

demo-built: $(B)/extract
	@EXTRACT=$(B)/extract B=$(B) sh out/demo

score: $(B)/extract
	@EXTRACT=$(B)/extract sh tests/score.sh

# Bodies of web pages against the references in ../shared.
pages: $(B)/extract
	@EXTRACT=$(B)/extract sh tests/pages.sh --table

# Numbers of official papers against the references in ../shared, with misses.
legal: $(B)/extract
	@EXTRACT=$(B)/extract sh tests/legal.sh --misses

bench: $(B)/extract $(B)/measure
	@EXTRACT=$(B)/extract MEASURE=$(B)/measure B=$(B) python3 tests/bench/bench.py

# The shares of the stages, by perf.
profile: $(B)/extract
	@EXTRACT=$(B)/extract B=$(B) sh tests/bench/profile.sh

$(B)/measure: tests/bench/measure.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -O2 $(WARN) -D_DEFAULT_SOURCE -o $@ $<

# --- installing ---

$(B)/$(SONAME): $(OBJ)
	$(say) '  LD   $@'
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) \
		$(if $(SAN),,-Wl$(comma)-z$(comma)defs) -o $@ $^ $(PKG_LIBS)

$(B)/extract.pc: extract/package/extract.pc.in Makefile
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|; s|@LIBDIR@|$(LIBDIR)|' \
		-e 's|@VERSION@|$(VERSION)|; s|@PKGS@|$(PKGS)|' $< >$@

comma = ,

# What is installed, and by the same list taken away.
SHARE = $(PREFIX)/share
BASH_COMPLETION = $(SHARE)/bash-completion/completions/extract
# zsh looks for packages' own in one place, for what you install in another
ZSH_COMPLETION = $(SHARE)/zsh/$(if $(filter \
	/usr,$(PREFIX)),vendor-completions,site-functions)/_extract
FISH_COMPLETION = $(SHARE)/fish/vendor_completions.d/extract.fish
INSTALLED = $(PREFIX)/bin/extract $(PREFIX)/bin/extract-load \
	$(PREFIX)/include/libextract.h \
	$(LIBDIR)/libextract.a $(LIBDIR)/libextract.so $(LIBDIR)/$(SONAME) \
	$(LIBDIR)/libextract.so.$(VERSION) $(LIBDIR)/pkgconfig/extract.pc \
	$(SHARE)/man/man1/extract.1 $(SHARE)/man/man3/libextract.3 \
	$(SHARE)/man/man5/extract-rules.5 $(BASH_COMPLETION) \
	$(ZSH_COMPLETION) $(FISH_COMPLETION)

install: $(B)/extract $(B)/$(SONAME) $(B)/extract.pc
	for f in $(INSTALLED); do \
		install -d "$(DESTDIR)$${f%/*}" || exit; \
	done
	install $(B)/extract $(DESTDIR)$(PREFIX)/bin
	install -m 644 extract/libextract.h $(DESTDIR)$(PREFIX)/include
	install -m 644 $(B)/libextract.a $(DESTDIR)$(LIBDIR)
	install -m 644 $(B)/$(SONAME) \
		$(DESTDIR)$(LIBDIR)/libextract.so.$(VERSION)
	ln -sf libextract.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libextract.so
	install -m 644 $(B)/extract.pc $(DESTDIR)$(LIBDIR)/pkgconfig
	for n in 1 3 5; do \
		install -m 644 extract/man/*.$$n \
			$(DESTDIR)$(SHARE)/man/man$$n || exit; \
	done
	$(B)/extract --completion bash >$(DESTDIR)$(BASH_COMPLETION)
	$(B)/extract --completion zsh >$(DESTDIR)$(ZSH_COMPLETION)
	$(B)/extract --completion fish >$(DESTDIR)$(FISH_COMPLETION)
	rm -rf $(DESTDIR)$(SHARE)/extract
	install -d $(DESTDIR)$(SHARE)/extract
	cp -R rules out $(DESTDIR)$(SHARE)/extract
	rm $(DESTDIR)$(SHARE)/extract/out/demo
	ln -sf ../share/extract/out/load $(DESTDIR)$(PREFIX)/bin/extract-load

uninstall:
	rm -f $(addprefix $(DESTDIR),$(INSTALLED))
	rm -rf $(DESTDIR)$(SHARE)/extract

# A Debian package of what `make install` installs: $(B)/*.deb
deb: $(B)/extract $(B)/$(SONAME)
	+@B=$(B) VERSION=$(VERSION) MAKE='$(MAKE)' sh extract/package/deb.sh

# The options in extract(1), written anew.
man: $(B)/extract
	@EXTRACT=$(B)/extract sh tests/cli/manual.sh --write

# --- how code looks ---

CODE = $(wildcard extract/*.[ch] extract/*/*.[ch] tests/*/*.[ch])

format:
	clang-format -i $(CODE)

lint: $(B)/gen/lists.c
	cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr \
		--enable=warning,performance,portability \
		--suppress=legacyUninitvar --suppress=ctuuninitvar \
		-Iextract extract
	sh tests/flow.sh

flow:
	sh tests/flow.sh

clean:
	rm -rf $(B)

.PHONY: arm64 profile all deps check engine check-built asan tsan fuzz fuzz-built kill expected demo demo-built score legal pages \
	bench install uninstall deb man format lint flow clean
-include $(OBJ:.o=.d) $(UNIT:.o=.d) $(B)/obj/extract/main.d
