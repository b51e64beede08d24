// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: CPU frequencies, on top of the PERFORMANCE protocol.
 */

#include <linux/cleanup.h>
#include <linux/clk-provider.h>
#include <linux/cpu.h>
#include <linux/cpufreq.h>
#include <linux/energy_model.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/pm_opp.h>
#include <linux/pm_qos.h>
#include <linux/slab.h>
#include <linux/units.h>

#include "cpufreq.h"

/**
 * DOC: Instances and policies
 *
 * The framework has one driver at a time, and CPUs may be in domains of several
 * instances. So ours is registered as long as there is an instance that a CPU's node
 * names. When another one comes or goes the driver is registered anew, and the
 * framework asks about all CPUs again: those whose instance is not there have no policy.
 *
 * What the platform does not give costs its detail: without levels a CPU has no policy,
 * without latencies there is the framework's own, without powers no energy model, and
 * without notifications limits are not known.
 */

/**
 * struct scmi_policy - a policy's own data
 * @instance: whose domain it is
 * @cpu_dev: the CPU that has the OPPs
 * @domain: id of the domain
 * @min_khz: the lowest frequency
 * @limit: the platform's upper limit
 * @limited: @limit was added
 * @nb: is told of changed limits
 * @listens: @nb was registered
 */
struct scmi_policy {
	struct scmi_cpufreq *instance;
	struct device *cpu_dev;
	u32 domain;
	unsigned int min_khz;
	struct freq_qos_request limit;
	bool limited;
	struct notifier_block nb;
	bool listens;
};

/* Protects the list and whether the driver is registered; outside of the framework's. */
static DEFINE_MUTEX(scmi_cpufreq_lock);
static LIST_HEAD(scmi_cpufreqs);
static bool scmi_cpufreq_registered;

static const struct device_node *scmi_cpufreq_provider(const struct scmi_cpufreq *cf)
{
	return cf->sdev->dev.of_node;
}

/* The platform's answer; of a failed read the framework makes "unknown". */
static unsigned int scmi_cpufreq_get(unsigned int cpu)
{
	struct cpufreq_policy *policy = cpufreq_cpu_get_raw(cpu);
	struct scmi_policy *sp;
	unsigned long hz;

	if (!policy || !policy->driver_data)
		return 0;
	sp = policy->driver_data;
	if (sp->instance->ops->freq_get(sp->instance->ph, sp->domain, &hz, false))
		return 0;
	return hz / HZ_PER_KHZ;
}

static int scmi_cpufreq_set(struct cpufreq_policy *policy, unsigned int khz, bool atomic)
{
	struct scmi_policy *sp = policy->driver_data;

	return sp->instance->ops->freq_set(sp->instance->ph, sp->domain,
					   khz * HZ_PER_KHZ, atomic);
}

static int scmi_cpufreq_target_index(struct cpufreq_policy *policy, unsigned int index)
{
	return scmi_cpufreq_set(policy, policy->freq_table[index].frequency, false);
}

static unsigned int scmi_cpufreq_fast_switch(struct cpufreq_policy *policy,
					     unsigned int khz)
{
	return scmi_cpufreq_set(policy, khz, true) ? 0 : khz;
}

/* A limit whose frequency is not known is none, and one below all levels is the lowest. */
static int scmi_cpufreq_limits_changed(struct notifier_block *nb, unsigned long event,
				       void *data)
{
	struct scmi_policy *sp = container_of(nb, struct scmi_policy, nb);
	const struct scmi_perf_limits_report *report = data;
	s32 khz = min(report->range_max_freq / HZ_PER_KHZ, (unsigned long)S32_MAX);

	if (!khz)
		khz = FREQ_QOS_MAX_DEFAULT_VALUE;
	freq_qos_update_request(&sp->limit, max_t(s32, khz, sp->min_khz));
	return NOTIFY_OK;
}

/* What fails here costs nothing but limits. */
static void scmi_cpufreq_listen(struct cpufreq_policy *policy)
{
	struct scmi_policy *sp = policy->driver_data;
	const struct scmi_handle *handle = sp->instance->sdev->handle;
	int ret;

	ret = freq_qos_add_request(&policy->constraints, &sp->limit, FREQ_QOS_MAX,
				   FREQ_QOS_MAX_DEFAULT_VALUE);
	sp->limited = ret >= 0;
	if (!sp->limited)
		return;
	sp->nb.notifier_call = scmi_cpufreq_limits_changed;
	ret = handle->notify_ops->event_notifier_register(handle, SCMI_PROTOCOL_PERF,
							  SCMI_EVENT_PERFORMANCE_LIMITS_CHANGED,
							  &sp->domain, &sp->nb);
	sp->listens = !ret;
	if (ret)
		dev_dbg(sp->cpu_dev, "limits are not told: %d\n", ret);
}

static void scmi_cpufreq_deaf(struct scmi_policy *sp)
{
	const struct scmi_handle *handle = sp->instance->sdev->handle;

	if (sp->listens)
		handle->notify_ops->event_notifier_unregister(handle, SCMI_PROTOCOL_PERF,
							      SCMI_EVENT_PERFORMANCE_LIMITS_CHANGED,
							      &sp->domain, &sp->nb);
	if (sp->limited)
		freq_qos_remove_request(&sp->limit);
}

/* The instance that a CPU's node names, and the domain. */
static struct scmi_cpufreq *scmi_cpufreq_of(unsigned int cpu, u32 *domain)
{
	struct scmi_cpufreq *cf;

	list_for_each_entry(cf, &scmi_cpufreqs, node)
		if (scmi_cpu_domain(cpu, scmi_cpufreq_provider(cf), domain))
			return cf;
	return NULL;
}

static void scmi_cpufreq_describe(struct cpufreq_policy *policy)
{
	struct scmi_policy *sp = policy->driver_data;
	const struct scmi_perf_proto_ops *ops = sp->instance->ops;
	struct scmi_protocol_handle *ph = sp->instance->ph;
	int latency = ops->transition_latency_get(ph, sp->domain);
	u32 us;

	policy->cpuinfo.transition_latency =
		latency > 0 ? latency : CPUFREQ_DEFAULT_TRANSITION_LATENCY_NS;
	policy->dvfs_possible_from_any_cpu = true;
	policy->fast_switch_possible = ops->fast_switch_possible(ph, sp->domain);
	if (!(policy->fast_switch_possible ?
	      ops->fast_switch_rate_limit(ph, sp->domain, &us) :
	      ops->rate_limit_get(ph, sp->domain, &us)))
		policy->transition_delay_us = us;
}

/* OPPs of the policy's CPUs, and the table that the framework makes of them. */
static int scmi_cpufreq_table(struct cpufreq_policy *policy)
{
	struct scmi_policy *sp = policy->driver_data;
	struct scmi_cpufreq *cf = sp->instance;
	int ret;

	ret = cf->ops->device_opps_add(cf->ph, sp->cpu_dev, sp->domain);
	if (ret)
		return ret;
	scmi_cpus_in_domain(scmi_cpufreq_provider(cf), sp->domain, policy->cpus);
	ret = dev_pm_opp_set_sharing_cpus(sp->cpu_dev, policy->cpus) ?:
	      dev_pm_opp_init_cpufreq_table(sp->cpu_dev, &policy->freq_table);
	if (ret)
		dev_pm_opp_remove_all_dynamic(sp->cpu_dev);
	else
		sp->min_khz = policy->freq_table[0].frequency;
	return ret;
}

static int scmi_cpufreq_init(struct cpufreq_policy *policy)
{
	struct scmi_policy *sp __free(kfree) = kzalloc_obj(*sp);
	int ret;

	if (!sp)
		return -ENOMEM;
	sp->cpu_dev = get_cpu_device(policy->cpu);
	sp->instance = scmi_cpufreq_of(policy->cpu, &sp->domain);
	if (!sp->cpu_dev || !sp->instance)
		return -ENODEV;
	policy->driver_data = sp;
	ret = scmi_cpufreq_table(policy);
	if (ret) {
		policy->driver_data = NULL;
		dev_warn(&sp->instance->sdev->dev,
			 "CPU %u has no frequencies from performance domain %u: %pe\n",
			 policy->cpu, sp->domain, ERR_PTR(ret));
		return ret;
	}
	scmi_cpufreq_describe(policy);
	scmi_cpufreq_listen(policy);
	retain_and_null_ptr(sp);
	return 0;
}

static void scmi_cpufreq_exit(struct cpufreq_policy *policy)
{
	struct scmi_policy *sp = policy->driver_data;

	scmi_cpufreq_deaf(sp);
	dev_pm_opp_free_cpufreq_table(sp->cpu_dev, &policy->freq_table);
	dev_pm_opp_remove_all_dynamic(sp->cpu_dev);
	policy->driver_data = NULL;
	kfree(sp);
}

compat_cpufreq_exit(scmi_cpufreq_exit)

/* Energy models count microwatts, or nothing in particular. */
static int scmi_cpufreq_power(struct device *cpu_dev, unsigned long *power,
			      unsigned long *khz)
{
	struct cpufreq_policy *policy = cpufreq_cpu_get_raw(cpu_dev->id);
	unsigned long hz = *khz * HZ_PER_KHZ;
	struct scmi_policy *sp;
	int ret;

	if (!policy || !policy->driver_data)
		return -ENODEV;
	sp = policy->driver_data;
	ret = sp->instance->ops->est_power_get(sp->instance->ph, sp->domain, &hz, power);
	if (ret)
		return ret;
	if (sp->instance->ops->power_scale_get(sp->instance->ph) == SCMI_POWER_MILLIWATTS)
		*power *= MICROWATT_PER_MILLIWATT;
	*khz = hz / HZ_PER_KHZ;
	return 0;
}

/* The framework has an error for each level that costs nothing: there is no model then. */
static bool scmi_cpufreq_has_powers(struct cpufreq_policy *policy)
{
	const struct cpufreq_frequency_table *pos;
	unsigned long power, khz;

	cpufreq_for_each_valid_entry(pos, policy->freq_table) {
		khz = pos->frequency;
		if (scmi_cpufreq_power(get_cpu_device(policy->cpu), &power, &khz) || !power)
			return false;
	}
	return true;
}

static void scmi_cpufreq_register_em(struct cpufreq_policy *policy)
{
	struct em_data_callback em_cb = EM_DATA_CB(scmi_cpufreq_power);
	struct scmi_policy *sp = policy->driver_data;
	enum scmi_power_scale scale;

	scale = sp->instance->ops->power_scale_get(sp->instance->ph);
	if (scmi_cpufreq_has_powers(policy))
		em_dev_register_perf_domain(sp->cpu_dev,
					    dev_pm_opp_get_opp_count(sp->cpu_dev),
					    &em_cb, policy->related_cpus,
					    scale != SCMI_POWER_BOGOWATTS);
}

static struct cpufreq_driver scmi_cpufreq_driver = {
	.name = "scmi-agent",
	.flags = CPUFREQ_HAVE_GOVERNOR_PER_POLICY | CPUFREQ_NEED_INITIAL_FREQ_CHECK |
		 CPUFREQ_IS_COOLING_DEV,
	.verify = cpufreq_generic_frequency_table_verify,
	.target_index = scmi_cpufreq_target_index,
	.fast_switch = scmi_cpufreq_fast_switch,
	.get = scmi_cpufreq_get,
	.init = scmi_cpufreq_init,
	.register_em = scmi_cpufreq_register_em,
	compat_cpufreq_exit_op(scmi_cpufreq_exit),
	compat_cpufreq_attr,
};

/* Let the framework ask about all CPUs again. Return: 0 if there is an instance. */
static int scmi_cpufreq_renew(void)
{
	int ret = -ENODEV;

	lockdep_assert_held(&scmi_cpufreq_lock);

	if (scmi_cpufreq_registered)
		cpufreq_unregister_driver(&scmi_cpufreq_driver);
	if (!list_empty(&scmi_cpufreqs))
		ret = cpufreq_register_driver(&scmi_cpufreq_driver);
	scmi_cpufreq_registered = !ret;
	return ret;
}

/* OPPs want a clock where a CPU has any: ours has nothing to say. */
static int scmi_cpufreq_clock(struct scmi_device *sdev)
{
	if (!IS_ENABLED(CONFIG_COMMON_CLK) ||
	    !of_property_present(sdev->dev.of_node, "#clock-cells"))
		return 0;
	return devm_of_clk_add_hw_provider(&sdev->dev, of_clk_hw_simple_get, NULL);
}

static int scmi_cpufreq_probe(struct scmi_device *sdev)
{
	const struct scmi_handle *handle = sdev->handle;
	struct scmi_cpufreq *cf;
	int ret;

	if (!handle || !scmi_cpus_any(sdev->dev.of_node))
		return -ENODEV;
	cf = devm_kzalloc(&sdev->dev, sizeof(*cf), GFP_KERNEL);
	if (!cf)
		return -ENOMEM;
	cf->sdev = sdev;
	cf->ops = handle->devm_protocol_get(sdev, SCMI_PROTOCOL_PERF, &cf->ph);
	if (IS_ERR(cf->ops))
		return PTR_ERR(cf->ops);
	ret = scmi_cpufreq_clock(sdev);
	if (ret)
		return ret;
	dev_set_drvdata(&sdev->dev, cf);

	guard(mutex)(&scmi_cpufreq_lock);
	list_add_tail(&cf->node, &scmi_cpufreqs);
	ret = scmi_cpufreq_renew();
	if (!ret)
		return 0;
	list_del(&cf->node);
	/* Others go on, if there are any and they can. */
	scmi_cpufreq_renew();
	return ret;
}

static void scmi_cpufreq_remove(struct scmi_device *sdev)
{
	struct scmi_cpufreq *cf = dev_get_drvdata(&sdev->dev);

	guard(mutex)(&scmi_cpufreq_lock);
	/* Policies end while their instance is still in the list. */
	if (scmi_cpufreq_registered)
		cpufreq_unregister_driver(&scmi_cpufreq_driver);
	scmi_cpufreq_registered = false;
	list_del(&cf->node);
	scmi_cpufreq_renew();
}

static const struct scmi_device_id scmi_cpufreq_id_table[] = {
	{ SCMI_PROTOCOL_PERF, "cpufreq" },
	{ }
};

static struct scmi_driver scmi_cpufreq_client = {
	.name = "scmi-agent-cpufreq",
	.probe = scmi_cpufreq_probe,
	.remove = scmi_cpufreq_remove,
	.id_table = scmi_cpufreq_id_table,
};
module_scmi_driver(scmi_cpufreq_client);

MODULE_ALIAS("scmi_agent:p13:cpufreq");
MODULE_DESCRIPTION("SCMI agent: CPU frequencies");
MODULE_LICENSE("GPL");
MODULE_VERSION(SCMI_AGENT_VERSION);
