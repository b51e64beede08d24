# SPDX-License-Identifier: GPL-2.0-only
# What the directories of suites have in common; one that needs no more has no
# Makefile of its own. Variables and targets are those of kselftest.

TEST_PROGS ?= run.sh
# Programs of suite.toml: of each, its C files joined by commas.
comma := ,
programs := $(shell sed -n 's/^programs *= *\[\(.*\)\]/\1/p' suite.toml | \
	sed 's/", *"/;/g; s/"//g; s/  */,/g; s/;/ /g')
TEST_GEN_PROGS_EXTENDED ?= $(foreach p,$(programs),$(basename \
	$(firstword $(subst $(comma), ,$(p)))))
TEST_FILES ?= $(filter-out $(TEST_PROGS) %.c %.h %.o %.ko suite.toml Makefile \
	Kbuild config settings $(TEST_GEN_PROGS_EXTENDED),$(wildcard *))
COLLECTION ?= $(notdir $(CURDIR))
OUTPUT ?= $(CURDIR)

built := $(addprefix $(OUTPUT)/,$(TEST_GEN_PROGS_EXTENDED))

all: $(built)
	@:

# One line for the program $(1), whose sources are $(2).
define program
$(OUTPUT)/$(1): $(2)
	@mkdir -p $(OUTPUT)
	$(CROSS_COMPILE)gcc -O2 -Wall -static -pthread -o $$@ $$^

endef
$(foreach p,$(programs),$(eval $(call program,$(basename \
	$(firstword $(subst $(comma), ,$(p)))),$(subst $(comma), ,$(p)))))

# Settings are what the runner outside of a QEMU needs of suite.toml.
install: all
	@mkdir -p $(INSTALL_PATH)
	@install -m 755 $(TEST_PROGS) $(built) $(INSTALL_PATH)
	@$(if $(TEST_FILES),cp -R $(TEST_FILES) $(INSTALL_PATH))
	@if [ -f settings ]; then cp settings $(INSTALL_PATH); else \
		sed -n 's/^timeout *= */timeout=/p' suite.toml > \
			$(INSTALL_PATH)/settings; fi
	@BASE_DIR=..; . ../kselftest/runner.sh; \
		runner_boards $(COLLECTION) > $(INSTALL_PATH)/boards; \
		runner_environment $(COLLECTION) > $(INSTALL_PATH)/environment
	@cp $(if $(wildcard config),config,../config) $(INSTALL_PATH)/config

emit_tests:
	@for test in $(TEST_PROGS); do echo "$(COLLECTION):$$test"; done

clean:
	@rm -f $(built)

.PHONY: all install emit_tests clean
.DEFAULT_GOAL := all
