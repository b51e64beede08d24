/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The regulators of one instance, as the regulator framework sees them.
 */
#ifndef _SCMI_AGENT_CLIENTS_REGULATOR_H
#define _SCMI_AGENT_CLIENTS_REGULATOR_H

#include <linux/linear_range.h>
#include <linux/list.h>
#include <linux/regulator/driver.h>
#include <linux/rwsem.h>
#include <linux/scmi_protocol.h>
#include <linux/types.h>

struct device_node;

/* A range whose highest level is no whole number of steps away needs a second one. */
#define SCMI_REGULATOR_RANGES	2

/**
 * struct scmi_regulator - one regulator; immutable once it is registered, but for
 *			   @told_state, which is under the framework's lock
 * @regs: the regulators of the instance
 * @id: voltage domain
 * @desc: for the framework
 * @ranges: levels of a domain that has a range
 * @table: levels of a domain that has a list; the regulator's own copy
 * @rdev: the framework's, to which a reference is held; NULL if it could not be
 *	  registered
 * @told_state: it was said that the domain is in a state that the platform refuses
 * @name: the domain's name
 */
struct scmi_regulator {
	struct scmi_regulators *regs;
	u32 id;
	struct regulator_desc desc;
	struct linear_range ranges[SCMI_REGULATOR_RANGES];
	unsigned int *table;
	struct regulator_dev *rdev;
	bool told_state;
	char name[SCMI_MAX_STR_SIZE];
};

/**
 * struct scmi_regulators - the regulators of one instance
 * @left: on scmi_regulators_left when the instance is gone
 * @dev: the scmi device; not to be used when @ph is NULL
 * @lock: held for reading by who uses @ph; held for writing when that goes. Taken below
 *	  the framework's locks and above all of the core's
 * @ops: operations of the VOLTAGE protocol
 * @ph: for @ops; NULL when the instance is gone; under @lock
 * @count: entries in @reg that are used
 * @reg: the regulators
 *
 * Lifetime: from probe until all consumers are gone, which may be after the instance.
 */
struct scmi_regulators {
	struct list_head left;
	struct device *dev;
	struct rw_semaphore lock;
	const struct scmi_voltage_proto_ops *ops;
	const struct scmi_protocol_handle *ph;
	unsigned int count;
	struct scmi_regulator reg[];
};

/* regulator_desc.c */
int scmi_regulator_init(struct scmi_regulators *regs,
			struct scmi_regulator *reg, struct device_node *node);
int scmi_regulator_register(struct scmi_regulators *regs,
			    struct scmi_regulator *reg,
			    struct device_node *node);
bool scmi_regulators_are_used(const struct scmi_regulators *regs);
void scmi_regulators_free(struct scmi_regulators *regs);

/* regulator_ops.c */
const struct regulator_ops *
scmi_regulator_ops_get(const struct scmi_regulator *reg);

#endif /* _SCMI_AGENT_CLIENTS_REGULATOR_H */
