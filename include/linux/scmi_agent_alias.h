/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Module aliases of client drivers.
 *
 * MODULE_DEVICE_TABLE(scmi, ...) means nothing to the modpost of kernels before 7.4, and
 * the aliases of mainline's devices to that of later ones. Ours have another one, so
 * here the compiler writes it into the module: of a table that is constant it knows
 * every byte. Of a longer one the first eight devices have an alias.
 */
#ifndef _LINUX_SCMI_AGENT_ALIAS_H
#define _LINUX_SCMI_AGENT_ALIAS_H

#include <linux/module.h>

#if defined(MODULE) && defined(compat_module_device_table) && !defined(__CHECKER__)

#define SCMI_AGENT_ALIAS_DIGIT(n)	((n) + ((n) > 9 ? 'a' - 10 : '0'))

#define SCMI_AGENT_ALIAS_WORD(name, n)						\
	((name)[4 * (n)] | (name)[4 * (n) + 1] << 8 |				\
	 (name)[4 * (n) + 2] << 16 | (name)[4 * (n) + 3] << 24)

#define SCMI_AGENT_ALIAS_BYTES(word)						\
	".byte (" word ") & 255, ((" word ") >> 8) & 255, "			\
	"((" word ") >> 16) & 255, ((" word ") >> 24) & 255\n\t"

/* bus.h has this form, too: SCMI_MODALIAS_FMT. */
#define SCMI_AGENT_ALIAS(id)							\
	asm volatile(".pushsection .modinfo, \"a\"\n\t"				\
		     ".ascii \"alias=scmi_agent:p\"\n\t"			\
		     ".byte %c0, %c1, 0x3a\n\t"					\
		     SCMI_AGENT_ALIAS_BYTES("%c2")				\
		     SCMI_AGENT_ALIAS_BYTES("%c3")				\
		     SCMI_AGENT_ALIAS_BYTES("%c4")				\
		     SCMI_AGENT_ALIAS_BYTES("%c5")				\
		     SCMI_AGENT_ALIAS_BYTES("%c6")				\
		     SCMI_AGENT_ALIAS_BYTES("%c7")				\
		     SCMI_AGENT_ALIAS_BYTES("%c8")				\
		     SCMI_AGENT_ALIAS_BYTES("%c9")				\
		     ".byte 0\n\t"						\
		     ".popsection"						\
		     : : "i" (SCMI_AGENT_ALIAS_DIGIT((id).protocol_id >> 4)),	\
		     "i" (SCMI_AGENT_ALIAS_DIGIT((id).protocol_id & 15)),	\
		     "i" (SCMI_AGENT_ALIAS_WORD((id).name, 0)),			\
		     "i" (SCMI_AGENT_ALIAS_WORD((id).name, 1)),			\
		     "i" (SCMI_AGENT_ALIAS_WORD((id).name, 2)),			\
		     "i" (SCMI_AGENT_ALIAS_WORD((id).name, 3)),			\
		     "i" (SCMI_AGENT_ALIAS_WORD((id).name, 4)),			\
		     "i" (SCMI_AGENT_ALIAS_WORD((id).name, 5)),			\
		     "i" (SCMI_AGENT_ALIAS_WORD((id).name, 6)),			\
		     "i" (SCMI_AGENT_ALIAS_WORD((id).name, 7)))

/* A table that is not constant has no alias, as one that is too short has none there. */
#define SCMI_AGENT_ALIAS_AT(table, n)						\
do {										\
	const size_t at_ = (n) < ARRAY_SIZE(table) ? (n) : 0;			\
										\
	if (at_ == (n) && __builtin_constant_p((table)[at_].protocol_id) &&	\
	    (table)[at_].protocol_id)						\
		SCMI_AGENT_ALIAS((table)[at_]);					\
} while (0)

/* Nobody calls it: it is where an asm can have operands. */
#define SCMI_AGENT_ALIASES(table)						\
static noinline void __used scmi_agent_aliases_of_##table(void)			\
{										\
	SCMI_AGENT_ALIAS_AT(table, 0);						\
	SCMI_AGENT_ALIAS_AT(table, 1);						\
	SCMI_AGENT_ALIAS_AT(table, 2);						\
	SCMI_AGENT_ALIAS_AT(table, 3);						\
	SCMI_AGENT_ALIAS_AT(table, 4);						\
	SCMI_AGENT_ALIAS_AT(table, 5);						\
	SCMI_AGENT_ALIAS_AT(table, 6);						\
	SCMI_AGENT_ALIAS_AT(table, 7);						\
}

/* Tables of other types are the kernel's alone. */
#define SCMI_AGENT_ALIASES_FOR_scmi	, SCMI_AGENT_ALIASES
#define SCMI_AGENT_NO_ALIASES(table)
#define SCMI_AGENT_SECOND(first, second, ...)	second
#define SCMI_AGENT_PICK(...)		SCMI_AGENT_SECOND(__VA_ARGS__)

#undef MODULE_DEVICE_TABLE
#define MODULE_DEVICE_TABLE(type, table)					\
SCMI_AGENT_PICK(SCMI_AGENT_ALIASES_FOR_##type, SCMI_AGENT_NO_ALIASES, )(table)	\
compat_module_device_table(type, table)

#endif

#endif /* _LINUX_SCMI_AGENT_ALIAS_H */
