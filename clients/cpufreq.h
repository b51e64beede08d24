/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the cpufreq client share.
 */
#ifndef _SCMI_AGENT_CPUFREQ_H
#define _SCMI_AGENT_CPUFREQ_H

#include <linux/cpumask.h>
#include <linux/list.h>
#include <linux/scmi_protocol.h>
#include <linux/types.h>

struct device;
struct device_node;

/**
 * struct scmi_cpufreq - an instance whose domains CPUs are in
 * @node: in the list of all
 * @sdev: our device
 * @ops: operations of PERFORMANCE
 * @ph: handle to call them with
 */
struct scmi_cpufreq {
	struct list_head node;
	struct scmi_device *sdev;
	const struct scmi_perf_proto_ops *ops;
	struct scmi_protocol_handle *ph;
};

/* cpufreq_cpus.c */
bool scmi_cpu_domain(unsigned int cpu, const struct device_node *provider, u32 *domain);
bool scmi_cpus_any(const struct device_node *provider);
void scmi_cpus_in_domain(const struct device_node *provider, u32 domain,
			 struct cpumask *cpus);

#endif /* _SCMI_AGENT_CPUFREQ_H */
