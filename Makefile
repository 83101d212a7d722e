# extract: make, make demo, make check, make asan, make bench
B ?= build
CC ?= cc
PKGS = libpcre2-8 icu-uc icu-i18n libutf8proc yaml-0.1 jansson libcrypto
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wno-missing-field-initializers
OPT ?= -O2 -g
CFLAGS += -std=c11 $(OPT) $(WARN) -D_POSIX_C_SOURCE=200809L -Iextract \
	-I$(B)/gen $(shell pkg-config --cflags $(PKGS)) $(SAN)
LDLIBS += $(shell pkg-config --libs $(PKGS)) -lpthread

SRC = $(filter-out extract/main.c, \
	$(wildcard extract/*.c extract/base/*.c extract/read/*.c \
	extract/value/*.c extract/emit/*.c)) $(GEN)
GEN = $(B)/gen/lists.c
OBJ = $(patsubst %.c,$(B)/%.o,$(filter-out $(GEN),$(SRC))) $(B)/gen/lists.o

all: $(B)/extract

$(B)/extract: $(B)/extract/main.o $(B)/libextract.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/libextract.a: $(OBJ)
	@rm -f $@
	ar rcs $@ $^

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/gen/lists.o: $(B)/gen/lists.c
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

# A file dropped into read/, value/ or emit/ is registered by its name.
$(B)/gen/lists.c: $(wildcard extract/read/*.c extract/value/*.c \
		extract/emit/*.c) extract/lists.sh
	@mkdir -p $(@D)
	sh extract/lists.sh > $@.new
	@cmp -s $@.new $@ && rm $@.new && touch $@ || mv $@.new $@

clean:
	rm -rf $(B)

-include $(shell find $(B) -name '*.d' 2>/dev/null)
.PHONY: all clean
