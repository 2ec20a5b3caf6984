# SPDX-License-Identifier: EUPL-1.2
# One Makefile, no recursion. `make help` lists the targets. Sources are found by folder; adding a file changes nothing here.

.DEFAULT_GOAL := all

# All processors, unless told. Several goals are done one after the other, as `make clean all` means.
ifeq ($(filter -j%,$(MAKEFLAGS))$(word 2,$(MAKECMDGOALS)),)
MAKEFLAGS += -j$(shell nproc)
endif

VARIANT ?= release
Q       := $(if $(V),,@)
B       := build/$(VARIANT)
PREFIX  ?= /usr/local
CC_release = gcc
CC_debug   = gcc
CC_asan    = gcc
CC_tsan    = gcc
CC_cov     = gcc
CC_fuzz    = clang
CC      := $(CC_$(VARIANT))

# How `maillage` gets the libraries: from their archives, which starts in a fifth of the time, or shared (README). Tests
# start it by the thousand.
LINK_release = static
LINK_asan    = static
LINK    ?= $(or $(LINK_$(VARIANT)),shared)

# PKGINC and PKGLIB_*. The recipe always runs and writes only when they change; make then starts again with them, so they
# are right even when this very run installed the libraries.
GOALS    = $(or $(MAKECMDGOALS),all)
TESTING  = test unit sim e2e lint fuzz $(B)/tests/%
NEEDS    = $(if $(filter analyse,$(GOALS)),analyse,$(if $(filter $(TESTING),$(GOALS)),test,$(if $(filter demo bench,$(GOALS)),demo,build)))
ifneq ($(filter-out clean help,$(GOALS)),)
include build/deps.mk
endif
build/deps.mk: deps
	@tools/deps flags $@

WARN := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wundef -Wvla \
        -Wcast-qual -Wswitch-enum -Wnull-dereference -Werror
HARD := -fstack-protector-strong -fPIE
OPT_release = -O2 -g1 -D_FORTIFY_SOURCE=2 -DNDEBUG
OPT_debug   = -O1 -g -DMG_TEST_BUILD
OPT_asan    = -O1 -g1 -DMG_TEST_BUILD -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
OPT_tsan    = -O1 -g -DMG_TEST_BUILD -fsanitize=thread
OPT_cov     = -O0 -g -DMG_TEST_BUILD --coverage
OPT_fuzz    = -O1 -g -DMG_TEST_BUILD -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined
CFLAGS  := -std=c17 -D_XOPEN_SOURCE=700 $(WARN) $(HARD) $(OPT_$(VARIANT)) -I. -I$(B)/gen $(PKGINC) \
           -DMG_LOCALEDIR='"$(PREFIX)/share/locale"'
LDFLAGS := -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(filter -fsanitize% --coverage,$(OPT_$(VARIANT)))

LAYERS   := base schema core daemon
LIBS     := $(LAYERS:%=$(B)/lib%.a)
OURS     := $(B)/libdaemon.a $(B)/libcore.a $(B)/libschema.a $(B)/libbase.a
PKGLIB   := $(PKGLIB_shared)
LINKLIBS := $(OURS) $(PKGLIB)
PROGRAMS := $(B)/maillage $(B)/maillaged
sources   = $(filter-out %/main.c,$(wildcard $(1)/*.c $(1)/*/*.c))
objects   = $(patsubst %.c,$(B)/%.o,$(call sources,$(1)))
TYPES    := $(sort $(wildcard schema/types/*.yaml))
EXAMPLES := $(sort $(wildcard tests/vectors/records/*.yaml))
MODELS   := $(sort $(wildcard core/paper/templates/*.html))
UNIT     := $(patsubst %.c,$(B)/%,$(wildcard $(foreach t,unit vectors prop sim fault fuzz,tests/$(t)/*.c)))

.PHONY: all lib test unit sim e2e lint analyse fuzz demo bench install clean help deps
.SECONDARY:
.DELETE_ON_ERROR:

all: $(PROGRAMS) $(B)/locale/fr/LC_MESSAGES/maillage.mo ## both programs, into build/release (VARIANT=debug asan tsan cov fuzz)

deps: ## installs from Debian what the goal needs and the machine lacks (as root, or by sudo)
	@tools/deps $(NEEDS) --yes

lib: $(LIBS)

define archive
$(B)/lib$(1).a: $(call objects,$(2))
	@rm -f $$@ && ar qcs $$@ $$^
endef
$(foreach l,$(LAYERS) cli,$(eval $(call archive,$(l),$(l))))
$(B)/libschema.a: $(B)/gen/types.o $(B)/gen/examples.o
$(B)/libcore.a: $(B)/gen/templates.o

$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  cc $<"
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c $< -o $@

# Its tables are embedded by the assembler, whose inputs the compiler does not list.
$(B)/schema/code/tsv_data.o: $(wildcard schema/code/*.tsv)

$(B)/gen/types.c: tools/embed $(TYPES)
	@mkdir -p $(@D)
	tools/embed types $(TYPES) > $@

$(B)/gen/examples.c: tools/embed $(EXAMPLES)
	@mkdir -p $(@D)
	tools/embed examples $(EXAMPLES) > $@

$(B)/gen/templates.c: tools/embed $(MODELS)
	@mkdir -p $(@D)
	tools/embed templates $(MODELS) > $@

$(B)/gen/%.o: $(B)/gen/%.c
	$(CC) $(CFLAGS) -c $< -o $@

# So is the sanitizers' own, which spares a program that runs for milliseconds a third of its page faults.
$(PROGRAMS): private LDFLAGS += $(if $(filter asan,$(VARIANT)),-static-libasan -static-libubsan)

$(B)/maillage: $(B)/cli/main.o $(call objects,cli) $(LIBS) build/deps.mk
	$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(OURS) $(PKGLIB_$(LINK))

$(B)/maillaged: $(B)/daemon/main.o $(LIBS)
	$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LINKLIBS)

$(B)/locale/%/LC_MESSAGES/maillage.mo: po/%.po
	@mkdir -p $(@D)
	msgfmt --check-format --check-domain -o $@ $<

# One file, one test program; what several share is in tests/lib/. A unit test links its layer and those below, so that it
# proves they need no more. A fuzz target runs over its corpus as a plain test, unless the variant is fuzz.
$(eval $(call archive,tests,tests/lib))

define layer_tests
$(B)/tests/unit/$(1)_%: $(B)/tests/unit/$(1)_%.o $(B)/libtests.a $(2:%=$(B)/lib%.a)
	$$(CC) $$(LDFLAGS) -o $$@ $$^ $$(PKGLIB) -lcmocka
endef
$(eval $(call layer_tests,base,base))
$(eval $(call layer_tests,schema,schema base))
$(eval $(call layer_tests,core,core schema base))
$(eval $(call layer_tests,cli,cli core schema base))

$(B)/tests/fuzz/%: $(B)/tests/fuzz/%.o $(if $(filter fuzz,$(VARIANT)),,$(B)/tests/fuzz/corpus/main.o) $(LIBS)
	$(CC) $(LDFLAGS) $(if $(filter fuzz,$(VARIANT)),-fsanitize=fuzzer) -o $@ $(filter %.o,$^) $(LINKLIBS)

# The simulator verifies each signature once (tests/lib/remembered.h).
REMEMBERED = crypto_sign_verify_detached crypto_core_ed25519_is_valid_point
$(B)/tests/sim/%: private LDFLAGS += $(REMEMBERED:%=-Wl,--wrap=%)

$(B)/tests/sim/sim: $(B)/tests/sim/sim.o $(call objects,tests/sim/play) $(B)/libtests.a $(LIBS)
	$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(B)/libtests.a $(LINKLIBS) -lcmocka

$(B)/tests/%: $(B)/tests/%.o $(B)/libtests.a $(LIBS)
	$(CC) $(LDFLAGS) -o $@ $< $(B)/libtests.a $(LINKLIBS) -lcmocka

$(B)/bench/bench: $(call objects,bench) $(LIBS)
	$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LINKLIBS)

test: ## every test; ends with "N passed, N failed"
	@tests/run

sim e2e: ## one kind of test only; tests/run KIND NAME runs less
	@tests/run $@

demo: all ## the main job as a tutorial, in build/demo
	@tests/e2e/demo build/demo

bench: ## benchmarks beside their anchors; bench/run NAME runs less
	@bench/run

unit: $(UNIT) ## builds the C tests of this variant

fuzz: ## FUZZ_SECONDS (60) of each fuzz target
	@tests/fuzz/run

lint: lib ## layers, messages, formatting, names
	@tests/lint/run

analyse: $(B)/gen/types.c $(B)/gen/examples.c $(B)/gen/templates.c ## clang-tidy and gcc -fanalyzer, which take minutes
	@tests/lint/analyse

install: all ## into PREFIX: programs, messages, man pages, the daemon's user unit
	install -D -m 755 -t $(DESTDIR)$(PREFIX)/bin $(PROGRAMS)
	install -D -m 644 $(B)/locale/fr/LC_MESSAGES/maillage.mo $(DESTDIR)$(PREFIX)/share/locale/fr/LC_MESSAGES/maillage.mo
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man1 docs/maillage.1
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man8 docs/maillaged.8
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/lib/systemd/user daemon/maillaged.service

clean: ## removes build/
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z0-9 -]*\):.*## /  \1\t/p' Makefile | expand -t 14

-include $(shell find $(B) -name '*.d' 2>/dev/null)
