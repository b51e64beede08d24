/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Instructions that the machine has run, where that can be told: on one processor,
 * by the architecture's event INST_RETIRED. QEMU counts it exactly with -icount, and
 * not while the processor is idle. The kernel must not use the counter itself.
 */
#ifndef SCMI_BENCH_INSNS_H
#define SCMI_BENCH_INSNS_H

#include <linux/types.h>

#ifdef CONFIG_ARM64
#include <asm/sysreg.h>

#define INSNS_EVENT	0x8	/* INST_RETIRED */

static inline bool insns_start(void)
{
	if (num_online_cpus() != 1 || IS_ENABLED(CONFIG_ARM_PMUV3))
		return false;
	write_sysreg(INSNS_EVENT, pmevtyper0_el0);
	write_sysreg(1, pmcntenset_el0);
	write_sysreg(read_sysreg(pmcr_el0) | 1, pmcr_el0);
	isb();
	return true;
}

/* Of 32 bits: for differences. */
static inline u32 insns_now(void)
{
	isb();
	return read_sysreg(pmevcntr0_el0);
}
#else
static inline bool insns_start(void)
{
	return false;
}

static inline u32 insns_now(void)
{
	return 0;
}
#endif

#endif /* SCMI_BENCH_INSNS_H */
