/* SPDX-License-Identifier: GPL-2.0-only */
/* The level of a pin, read or written, which was PIN_CONFIG_OUTPUT before 7.x. */
#ifndef _COMPAT_LINUX_PINCTRL_PINCONF_GENERIC_H
#define _COMPAT_LINUX_PINCTRL_PINCONF_GENERIC_H

#include_next <linux/pinctrl/pinconf-generic.h>

/* An enumerator cannot be tested for. Under either name it is in front of this one. */
#define PIN_CONFIG_LEVEL						\
	((enum pin_config_param)(PIN_CONFIG_OUTPUT_ENABLE - 1))

#endif /* _COMPAT_LINUX_PINCTRL_PINCONF_GENERIC_H */
