# SPDX-License-Identifier: GPL-2.0-only
# The sources of the platform and of its daemon, for every Makefile that
# builds some of them. TOP is the top of the tree.

PLATFORM_SRCS := $(wildcard $(TOP)/platform/*.c)
DAEMON_SRCS := $(filter-out %/main.c,$(wildcard $(TOP)/tools/scmi-platformd/*.c))

HOST_CFLAGS := -std=gnu11 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Wshadow \
	-Wstrict-prototypes -Wmissing-prototypes -Wno-unused-parameter \
	'-D__printf(a,b)=__attribute__((__format__(__printf__,a,b)))' \
	'-DPLATFORMD_VERSION="$(shell cat $(TOP)/VERSION)"'
ifdef SAN
HOST_CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
endif
