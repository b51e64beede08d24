/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * As much of two frameworks, the devicetree and lists as the clients of resets and
 * regulators need to run in a process.
 */
#ifndef AGENT_RAILS_H
#define AGENT_RAILS_H

#include "client.h"

#define KBUILD_MODNAME	"rails"
#define EPROBE_DEFER		517
#define __init
#define __exit
#define module_init(f)		static int (*const f##_used)(void) __attribute__((unused)) = f
#define module_exit(f)		static void (*const f##_used)(void) __attribute__((unused)) = f
#define DEFINE_MUTEX(m)		struct mutex m
#define LIST_HEAD(l)		struct list_head l = { &(l), &(l) }
#define INIT_LIST_HEAD(l)	(*(l) = (struct list_head){ l, l })
#define list_empty(l)		((l)->next == (l))
#define list_for_each_entry_safe(at, more, head, member)			\
	for ((at) = container_of((head)->next, typeof(*(at)), member);		\
	     (more) = container_of((at)->member.next, typeof(*(at)), member),	\
	     &(at)->member != (head); (at) = (more))

struct rw_semaphore { char none; };
#define init_rwsem(s)		((void)(s))

static void list_add(struct list_head *node, struct list_head *head)
{
	*node = (struct list_head){ head->next, head };
	head->next->prev = node;
	head->next = node;
}

static void list_del(struct list_head *node)
{
	node->next->prev = node->prev;
	node->prev->next = node->next;
}

/* Children of "regulators": node N + 1 is about the domain that dummy says. */
static struct device_node tree[8];
static u32 num_nodes;

#define of_get_child_by_name(np, name)	((np) ? &tree[0] : NULL)
#define of_get_available_child_count(np)	num_nodes
#define for_each_available_child_of_node(np, child)			\
	for ((child) = &tree[1]; (child) <= &tree[num_nodes]; (child)++)
#define of_node_get(np)			(np)
#define of_node_put(np)			((void)(np))
#define of_property_read_u32(np, name, v)	(*(v) = (np)->dummy, 0)

struct reset_controller_dev {
	const struct reset_control_ops {
		int (*reset)(struct reset_controller_dev *rcdev, unsigned long id);
		int (*assert)(struct reset_controller_dev *rcdev, unsigned long id);
		int (*deassert)(struct reset_controller_dev *rcdev, unsigned long id);
	} *ops;
	struct module *owner;
	struct list_head reset_control_head;
	struct device_node *of_node;
	int of_reset_n_cells;
	int (*of_xlate)(struct reset_controller_dev *rcdev,
			const struct of_phandle_args *args);
	unsigned int nr_resets;
};

/* The controller that is found, which is the newest one, and a handle of one. */
static struct reset_controller_dev *controller;

/* A consumer that is about to get a handle gets it when a controller is unregistered. */
static struct line *late;

struct line {
	struct reset_controller_dev *rcdev;
	struct list_head list;
	unsigned long id;
};

static int reset_controller_register(struct reset_controller_dev *rcdev)
{
	INIT_LIST_HEAD(&rcdev->reset_control_head);
	controller = rcdev;
	return 0;
}

/*
 * A controller that has handles must stay: from 7.3 on the framework takes it away from
 * them, and never frees them. But one who was let in before may get one now.
 */
static void reset_controller_unregister(struct reset_controller_dev *rcdev)
{
	ok(list_empty(&rcdev->reset_control_head),
	   "no controller is unregistered while a line is held [H63]");
	if (controller == rcdev)
		controller = NULL;
	if (late) {
		late->rcdev = rcdev;
		list_add(&late->list, &rcdev->reset_control_head);
	}
	late = NULL;
}

static int line_get(struct line *line, u32 id)
{
	struct of_phandle_args args = { .args = { id } };
	int ret = controller->of_xlate(controller, &args);

	if (ret < 0)
		return ret;
	*line = (struct line){ .rcdev = controller, .id = ret };
	list_add(&line->list, &controller->reset_control_head);
	return 0;
}

static void line_put(struct line *line)
{
	list_del(&line->list);
}

struct linear_range { unsigned int min, min_sel, max_sel, step; };

struct regulator_dev;

struct regulator_ops {
	int (*enable)(struct regulator_dev *rdev);
	int (*disable)(struct regulator_dev *rdev);
	int (*is_enabled)(struct regulator_dev *rdev);
	int (*get_voltage)(struct regulator_dev *rdev);
	int (*set_voltage)(struct regulator_dev *rdev, int min, int max, unsigned int *sel);
	int (*set_voltage_sel)(struct regulator_dev *rdev, unsigned int sel);
	int (*list_voltage)(struct regulator_dev *rdev, unsigned int sel);
	int (*map_voltage)(struct regulator_dev *rdev, int min, int max);
};

enum { REGULATOR_VOLTAGE };
struct regulator_desc {
	const char *name;
	int id;
	int type;
	struct module *owner;
	const struct regulator_ops *ops;
	const struct linear_range *linear_ranges;
	int n_linear_ranges;
	const unsigned int *volt_table;
	unsigned int n_voltages;
	bool continuous_voltage_range;
};

struct regulator_config {
	struct device *dev;
	const void *init_data;
	void *driver_data;
	struct device_node *of_node;
};

/* Its kref is what the clients read: the framework's own reference, and others'. */
struct regulator_dev {
	struct { struct { struct { int refs; } kref; } kobj; } dev;
	const struct regulator_desc *desc;
	void *data;
	struct regulator_dev *next;
};

static struct regulator_dev *regulators;

#define rdev_get_drvdata(r)	((r)->data)
#define kref_read(k)		((k)->refs)
#define get_device(d)		((d)->kobj.kref.refs++)
#define put_device(d)		rdev_put(container_of(d, struct regulator_dev, dev))
#define of_get_regulator_init_data(dev, np, desc)	((const void *)(np))

static void rdev_put(struct regulator_dev *rdev)
{
	if (!--rdev->dev.kobj.kref.refs)
		free(rdev);
}

static void unregister(void *data)
{
	struct regulator_dev *rdev = data, **at = &regulators;

	while (*at != rdev)
		at = &(*at)->next;
	*at = rdev->next;
	rdev_put(rdev);
}

static struct regulator_dev *devm_regulator_register(struct device *dev,
						     const struct regulator_desc *desc,
						     const struct regulator_config *config)
{
	struct regulator_dev *rdev = calloc(1, sizeof(*rdev));

	client_check_name(desc->name, SCMI_MAX_STR_SIZE);
	rdev->dev.kobj.kref.refs = 1;
	rdev->desc = desc;
	rdev->data = config->driver_data;
	rdev->next = regulators;
	regulators = rdev;
	return devm_add_action_or_reset(dev, unregister, rdev) ? ERR_PTR(-ENOMEM) : rdev;
}

static int regulator_list_voltage_table(struct regulator_dev *rdev, unsigned int sel)
{
	return sel < rdev->desc->n_voltages ? (int)rdev->desc->volt_table[sel] : -EINVAL;
}

static int regulator_list_voltage_linear_range(struct regulator_dev *rdev, unsigned int sel)
{
	const struct linear_range *r = rdev->desc->linear_ranges;
	int i;

	for (i = 0; i < rdev->desc->n_linear_ranges; i++, r++)
		if (sel >= r->min_sel && sel <= r->max_sel)
			return r->min + (sel - r->min_sel) * r->step;
	return -EINVAL;
}

/* What set_voltage() of a consumer needs is the framework's, and not tried here. */
#define regulator_map_voltage_linear_range	NULL
#define regulator_map_voltage_ascend		NULL

#endif /* AGENT_RAILS_H */
