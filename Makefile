# SPDX-License-Identifier: GPL-2.0-only
#
# make [KDIR=/path/to/kernel/build]	build the modules
# make modules_install			install them
# make deb				build Debian's packages into dist/
# make run | check | bench		see tools/

KDIR ?= /lib/modules/$(shell uname -r)/build

modules modules_install clean help:
	@packaging/check-headers $(KDIR) $@
	$(MAKE) -C $(KDIR) M=$(CURDIR) $@

deb:
	@packaging/build

run check bench:
	@./tools/$@

.DEFAULT_GOAL := modules
.PHONY: modules modules_install clean help deb run check bench
