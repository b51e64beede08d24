// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: which CPUs are in which performance domain.
 */

#include <linux/cpu.h>
#include <linux/of.h>

#include "cpufreq.h"

/**
 * DOC: CPUs and their domains
 *
 * A CPU's node names the protocol's node of one instance, and a domain: by
 * "performance-domains"; by "power-domains", as the one that is called "perf" or
 * "cpufreq"; or by "clocks", of which the first counts. Whatever names another provider
 * is not about us.
 */

static const struct {
	const char *list;
	const char *cells;
	const char *names;
	const char *name;
} scmi_cpu_properties[] = {
	{ "performance-domains", "#performance-domain-cells", NULL, NULL },
	{ "power-domains", "#power-domain-cells", "power-domain-names", "perf" },
	{ "power-domains", "#power-domain-cells", "power-domain-names", "cpufreq" },
	{ "clocks", "#clock-cells", NULL, NULL },
};

static bool scmi_cpu_names(struct device_node *np, unsigned int i,
			   const struct device_node *provider, u32 *domain)
{
	struct of_phandle_args args;
	int index = 0;
	bool ours;

	if (scmi_cpu_properties[i].names)
		index = of_property_match_string(np, scmi_cpu_properties[i].names,
						 scmi_cpu_properties[i].name);
	if (index < 0 ||
	    of_parse_phandle_with_args(np, scmi_cpu_properties[i].list,
				       scmi_cpu_properties[i].cells, index, &args))
		return false;
	ours = args.np == provider && args.args_count == 1;
	of_node_put(args.np);
	if (ours)
		*domain = args.args[0];
	return ours;
}

/**
 * scmi_cpu_domain() - the domain that a CPU is in
 * @cpu: a CPU that is possible
 * @provider: the node of an instance's protocol; may be NULL
 * @domain: set to the domain's id
 *
 * Context: Process context.
 * Return: true if the CPU's node names one of that provider.
 */
bool scmi_cpu_domain(unsigned int cpu, const struct device_node *provider, u32 *domain)
{
	struct device_node *np __free(device_node) = of_get_cpu_node(cpu, NULL);
	unsigned int i;

	for (i = 0; np && provider && i < ARRAY_SIZE(scmi_cpu_properties); i++)
		if (scmi_cpu_names(np, i, provider, domain))
			return true;
	return false;
}

/**
 * scmi_cpus_any() - is any CPU in a domain of a provider?
 * @provider: the node of an instance's protocol; may be NULL
 *
 * Context: Process context.
 * Return: true if so.
 */
bool scmi_cpus_any(const struct device_node *provider)
{
	unsigned int cpu;
	u32 domain;

	for_each_possible_cpu(cpu)
		if (scmi_cpu_domain(cpu, provider, &domain))
			return true;
	return false;
}

/**
 * scmi_cpus_in_domain() - the CPUs that are in a domain
 * @provider: the node of an instance's protocol
 * @domain: the domain's id
 * @cpus: CPUs are added to it
 *
 * Context: Process context.
 */
void scmi_cpus_in_domain(const struct device_node *provider, u32 domain,
			 struct cpumask *cpus)
{
	unsigned int cpu;
	u32 theirs;

	for_each_possible_cpu(cpu)
		if (scmi_cpu_domain(cpu, provider, &theirs) && theirs == domain)
			cpumask_set_cpu(cpu, cpus);
}
