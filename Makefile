# SPDX-License-Identifier: GPL-2.0-only
#
# make [KDIR=/path/to/kernel/build]	build the modules
# make modules_install			install them
# make run | check | bench		see tools/

KDIR ?= /lib/modules/$(shell uname -r)/build

modules modules_install clean help:
	@test -e $(KDIR)/Makefile || { \
	  echo "No kernel headers at $(KDIR)." >&2; \
	  echo "Install linux-headers-$$(uname -r), or say make KDIR=/path/to/kernel/build." >&2; \
	  exit 1; }
	$(MAKE) -C $(KDIR) M=$(CURDIR) $@

run check bench:
	@./tools/$@

.DEFAULT_GOAL := modules
.PHONY: modules modules_install clean help run check bench
