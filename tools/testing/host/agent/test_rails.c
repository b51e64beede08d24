// SPDX-License-Identifier: GPL-2.0-only
/*
 * The clients of resets and regulators when their instance goes below consumers that the
 * driver core knows nothing of, as no guest can try: the frameworks, which are played
 * here, complain about them. What is used after it was freed a sanitizer sees.
 */
#include <linux/scmi_agent_voltage.h>

#include "bench.h"
#include "client.h"
#include "rails.h"

#include "clients/reset.c"
#include "clients/regulator.c"
#include "clients/regulator_desc.c"
#include "clients/regulator_ops.c"

static const char board[] =
"[platform]\nreset = 3.1\nvoltage = 2.1\n"
"[reset 0]\nname = usb\n"
"[reset 1]\nhole = yes\n"
"[voltage 0]\nname = cpu/main\nrange = 700000 1000000 70000\n"
"[voltage 1]\nname = list\nlevels = 900000 1000000 1100000\nstate = off\n"
"[voltage 2]\nname = bias\nrange = -5 5 1\n"
"[voltage 3]\nhole = yes\n"
"[voltage 4]\nname = one\nrange = 5 5 1\n";

static struct scmi_device sdev;

static void begin(const struct scmi_protocol *proto)
{
	bench_board(board);
	is(bench_start(proto), 0, "the protocol starts");
	client_device(&sdev, core_ph);
	sdev.dev.of_node = &tree[0];
}

/* The instance goes, and all that is the protocol's. */
static void goes(void)
{
	devres_release(&sdev.dev);
	bench_stop();
}

static void lines(void)
{
	struct line line = {}, other;

	begin(&scmi_reset_protocol);
	sdev.dev.of_node = NULL;
	is(scmi_reset_probe(&sdev), -ENODEV, "without a node nobody finds a controller");
	sdev.dev.of_node = &tree[0];
	is(scmi_reset_probe(&sdev), 0, "with one there is one");
	is(line_get(&other, 1), -ENOENT, "a hole is no line");
	is(line_get(&other, 2), -EINVAL, "nor is what is beyond the last");
	is(line_get(&line, 0), 0, "a line is held");
	is(line.rcdev->ops->assert(line.rcdev, line.id), 0, "and asserted");
	goes();
	is(line.rcdev->ops->deassert(line.rcdev, line.id), -ENODEV,
	   "when the instance is gone it is refused [H63]");
	is(line_get(&other, 0), -EPROBE_DEFER, "others wait for the next one [H63]");
	bench_end();

	begin(&scmi_reset_protocol);
	is(scmi_reset_probe(&sdev), 0, "another instance comes");
	is(line_get(&other, 0), 0, "which has the line [H63]");
	line_put(&other);
	goes();
	is(line.rcdev->ops->reset(line.rcdev, line.id), -ENODEV,
	   "the line is refused when that one goes, too [H63]");
	line_put(&line);
	bench_end();
}

static u32 num_left(void)
{
	const struct list_head *at;
	u32 num = 0;

	for (at = scmi_resets_left.next; at != &scmi_resets_left; at = at->next)
		num++;
	return num;
}

static void lines_late(void)
{
	struct line line = {};

	is(num_left(), 1, "a controller stays until nobody points to it [H63]");
	begin(&scmi_reset_protocol);
	scmi_reset_probe(&sdev);
	late = &line;
	goes();
	is(num_left(), 1, "that is also who was let in before [H63]");
	is(line.rcdev->ops->assert(line.rcdev, line.id), -ENODEV, "and is refused");
	bench_end();

	begin(&scmi_reset_protocol);
	scmi_reset_probe(&sdev);
	goes();
	bench_end();
	is(num_left(), 1, "what is used is not freed with others [H63]");
	line_put(&line);
	scmi_resets_sweep();
	is(num_left(), 0, "controllers that nobody uses do not gather [H63]");
}

static struct regulator_dev *find(int id)
{
	struct regulator_dev *rdev = regulators;

	while (rdev && rdev->desc->id != id)
		rdev = rdev->next;
	return rdev;
}

static void supplies(const u32 *ids, u32 num)
{
	for (num_nodes = 0; num_nodes < num; num_nodes++)
		tree[num_nodes + 1].dummy = ids[num_nodes];
	begin(&scmi_voltage_protocol);
	is(scmi_regulator_probe(&sdev), 0, "regulators are there");
}

static void descriptions(void)
{
	static const u32 ids[] = { 0, 1, 2, 3, 4, 1, 77 };
	struct regulator_dev *rdev;

	supplies(ids, ARRAY_SIZE(ids));
	rdev = find(0);
	ok(rdev && rdev->desc->n_voltages == 6 &&
	   rdev->desc->ops->list_voltage(rdev, 4) == 980000 &&
	   rdev->desc->ops->list_voltage(rdev, 5) == 1000000 &&
	   rdev->desc->ops->list_voltage(rdev, 6) == -EINVAL,
	   "a range has its highest level, however far the last step is");
	ok(rdev && !strcmp(rdev->desc->name, "cpu_main"), "names are made harmless");
	rdev = find(4);
	ok(rdev && rdev->desc->n_voltages == 1 && rdev->desc->ops->list_voltage(rdev, 0) == 5,
	   "a range may be of one level");
	rdev = find(1);
	ok(rdev && rdev->desc->ops->list_voltage(rdev, 2) == 1100000,
	   "a list is what it is");
	ok(regulators->next->next && !regulators->next->next->next,
	   "and each domain is there once");
	is(rdev->desc->ops->set_voltage_sel(rdev, 2), 0, "a level is set");
	ok(bench_says("voltage 1", " level=1100000"), "at the platform");
	is(bench_logged("no regulator: -ERANGE"), 1, "levels below zero are refused");
	is(bench_logged("no regulator: -ENOENT"), 2, "so are domains that there are not");
	is(bench_logged("no regulator: -EEXIST"), 1, "and those that are there already");
	is(bench_logged("\n"), 4, "nothing else is said");
	goes();
	bench_end();
}

static void states(void)
{
	static const u32 ids[] = { 1 };
	const struct regulator_ops *of;
	struct regulator_dev *rdev;

	supplies(ids, 1);
	rdev = find(1);
	of = rdev->desc->ops;
	ok(!of->is_enabled(rdev) && !of->enable(rdev) && of->is_enabled(rdev) == 1,
	   "a domain is turned on");
	bench_fault("error=generic-error proto=voltage msg=config-set");
	is(of->enable(rdev), 0, "one that is on can be turned on [N15]");
	is(of->enable(rdev), 0, "and again");
	is(bench_logged("but it is"), 1, "which is said once");
	ok(of->disable(rdev) < 0, "but it cannot be turned off [N15]");
	bench_no_faults();
	bench_fault("no-answer proto=voltage msg=config-set");
	is(of->enable(rdev), -ETIMEDOUT, "no answer is no refusal [N15]");
	bench_no_faults();
	bench_fault("error=denied proto=voltage msg=config-get");
	is(of->is_enabled(rdev), -EINVAL, "a state that cannot be read may be any");
	goes();
	bench_end();
}

static void without_levels(void)
{
	static const u32 ids[] = { 1 };
	struct regulator_dev *rdev;
	unsigned int sel;

	num_nodes = 1;
	tree[1].dummy = ids[0];
	begin(&scmi_voltage_protocol);
	bench_fault("no-answer proto=voltage msg=describe-levels");
	is(scmi_regulator_probe(&sdev), 0, "levels may be lost");
	bench_no_faults();
	rdev = find(1);
	ok(rdev && rdev->desc->continuous_voltage_range, "then a domain is taken to have any");
	is(rdev->desc->ops->set_voltage(rdev, 1000000, 1100000, &sel), 0, "the lowest is set");
	is(rdev->desc->ops->get_voltage(rdev), 1000000, "and read");
	goes();
	bench_end();
}

static void consumers(void)
{
	static const u32 ids[] = { 0, 1 };
	struct regulator_dev *rdev;

	supplies(ids, 2);
	rdev = find(1);
	get_device(&rdev->dev);
	goes();
	is(rdev->desc->ops->enable(rdev), -ENODEV,
	   "a supply whose instance is gone is refused [H63]");
	is(rdev->desc->ops->is_enabled(rdev), -EINVAL, "its state is not known");
	is(rdev->desc->ops->list_voltage(rdev, 2), 1100000, "its levels are still there [H63]");
	is(rdev->desc->ops->set_voltage_sel(rdev, 2), -ENODEV, "but are not set");
	bench_end();

	supplies(ids, 2);
	goes();
	ok(scmi_regulators_left.next->next == &scmi_regulators_left &&
	   !list_empty(&scmi_regulators_left), "it stays when others go [H63]");
	is(rdev->desc->ops->get_voltage(rdev), -ENODEV, "and is refused");
	put_device(&rdev->dev);
	bench_end();

	supplies(ids, 2);
	goes();
	bench_end();
	ok(list_empty(&scmi_regulators_left), "until nobody uses it [H63]");
}

int main(void)
{
	lines();
	lines_late();
	descriptions();
	states();
	without_levels();
	consumers();
	return tap_end();
}
