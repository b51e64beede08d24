# SPDX-License-Identifier: GPL-2.0-only
# Where a directory's host programs are built: in the user's cache, and apart from
# other checkouts', whose objects are newer than our sources without being ours.

ifndef O
O := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/scmi-agent/host/$(notdir $(CURDIR))-$(shell \
	echo $(CURDIR) | sha256sum | cut -c 1-8)
endif
