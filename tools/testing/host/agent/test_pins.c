// SPDX-License-Identifier: GPL-2.0-only
/* The client of pins on the platform library: what the pin control framework sees of it. */
#include <linux/scmi_agent_pinctrl.h>

#include "bench.h"
#include "client.h"

static const char groups[] =
"[platform]\npinctrl = 1.0\nagents = soc linux other\n"
"[pin 0]\nname = tx\nconfigs = 2:0 4:0 drive-strength:8 input-value:1 slew-rate:2 192:77\n"
"[pin 1]\nname = rx\nconfigs = bias-disable:1 bias-pull-up:1 drive-strength:4 slew-rate:1\n"
"[pin 2]\nname = foreign\nowner = 2\n"
"[pin 4]\nname = a\177b\n"
"[group 0]\nname = uart\npins = 0 1\n"
"[group 1]\nname = late\npins = 1\n"
"[function 0]\nname = serial\ngroups = 0 1\n"
"[function 1]\nname = gpio\npins = 0 4\n";

static const char pins_only[] =
"[platform]\npinctrl = 1.0\n"
"[pin 0-3]\nname = p%\nconfigs = drive-strength:1\n"
"[function 0]\nname = f\npins = 1 3\n";

static const char no_single[] =
"[platform]\npinctrl = 1.0\n"
"[pin 0-3]\nname = p%\n"
"[group 0]\nname = both\npins = 1 3\n"
"[function 0]\nname = f\ngroups = 0\n";

static struct scmi_device sdev;

static int bind(void)
{
	return client_pinctrl_bind(&sdev, core_ph);
}

static void begin(const char *board)
{
	bench_board(board);
	is(bench_start(&scmi_pinctrl_protocol), 0, "pins start");
	is(bind(), 0, "their driver binds");
}

static void end(void)
{
	devres_release(&sdev.dev);
	bench_end();
}

static int get(unsigned int pin, unsigned int param)
{
	unsigned long config = param;
	int ret;

	ret = client_pinctrl_desc()->confops->pin_config_get(client_pinctrl_dev(), pin, &config);
	return ret ?: (int)pinconf_to_config_argument(config);
}

static int set(unsigned int pin, unsigned int param, u32 value)
{
	const struct pinconf_ops *ops = client_pinctrl_desc()->confops;
	unsigned long config = pinconf_to_config_packed(param, value);

	return ops->pin_config_set(client_pinctrl_dev(), pin, &config, 1);
}

static const char *group_name(unsigned int group)
{
	return client_pinctrl_desc()->pctlops->get_group_name(client_pinctrl_dev(), group);
}

static int num_groups(void)
{
	return client_pinctrl_desc()->pctlops->get_groups_count(client_pinctrl_dev());
}

static int set_mux(unsigned int function, unsigned int group)
{
	return client_pinctrl_desc()->pmxops->set_mux(client_pinctrl_dev(), function, group);
}

static int request(unsigned int pin)
{
	return client_pinctrl_desc()->pmxops->request(client_pinctrl_dev(), pin);
}

static void names(void)
{
	const char * const *members;
	unsigned int num;

	begin(groups);
	is(core_by_msg[0x3], 5 + 2, "pins and functions are read, groups are not");
	is(core_by_msg[0x4], 0, "nor what they have");
	ok(!strcmp(client_pinctrl_desc()->pins[1].name, "rx"), "a pin has its name");
	ok(!strcmp(client_pinctrl_desc()->pins[4].name, "pin4"),
	   "but not one that cannot be printed");
	is(num_groups(), 2 + 5, "pins are groups, because a function is for single pins");
	ok(!strcmp(group_name(1), "late") && !strcmp(group_name(2), "tx"), "behind the others");
	is(client_pinctrl_desc()->pmxops->get_function_groups(client_pinctrl_dev(), 0, &members,
							      &num), 0, "a function has groups");
	ok(num == 2 && !strcmp(members[0], "uart"), "by their names");
	is(client_pinctrl_desc()->pmxops->get_function_groups(client_pinctrl_dev(), 1, &members,
							      &num), 0, "another one has pins");
	ok(num == 2 && !strcmp(members[1], "pin4"), "by theirs");
	end();
}

static void single_pins(void)
{
	const unsigned int *ids;
	unsigned int num;

	begin(pins_only);
	is(num_groups(), 4, "without groups each pin is one");
	ok(!strcmp(group_name(3), "p3"), "of the pin's name");
	ok(!client_pinctrl_desc()->pctlops->get_group_pins(client_pinctrl_dev(), 3, &ids, &num) &&
	   num == 1 && ids[0] == 3, "which has that pin");
	is(set_mux(0, 3), 0, "it gets a function");
	ok(bench_says("pinctrl 3", "function=0"), "and has it");
	end();
	begin(no_single);
	is(num_groups(), 1, "no pin is one where functions are for groups alone");
	end();
	begin(groups);
	is(set_mux(0, 0), 0, "a group gets a function");
	ok(bench_says("pinctrl 1", "function=0"), "and its pins have it");
	is(set_mux(1, 2 + 0), 0, "and a single pin another one");
	ok(bench_says("pinctrl 0", "function=1"), "which it has");
	end();
}

static void reading(void)
{
	unsigned int param;

	begin(groups);
	core_by_msg[0x5] = 0;
	for (param = 0; param <= PIN_CONFIG_SLEW_RATE; param++)
		if (param != PIN_CONFIG_LEVEL)
			get(0, param);
	is(core_by_msg[0x5], 1, "all settings of a pin are read at once");
	is(get(0, PIN_CONFIG_DRIVE_STRENGTH), 8, "each is what it is");
	is(get(0, PIN_CONFIG_BIAS_DISABLE), -EINVAL, "what is off is an error");
	is(get(0, PIN_CONFIG_BIAS_PULL_UP), -EINVAL, "of its own");
	is(get(0, PIN_CONFIG_POWER_SOURCE), -ENOTSUPP, "what is not there is another one");
	is(get(0, 192), 77, "what is the vendor's can be read");
	is(get(1, PIN_CONFIG_BIAS_DISABLE), 1, "what is on is 1");
	is(get(0, PIN_CONFIG_LEVEL), 1, "a level is read");
	peer_say("pinctrl 0 input-value 0");
	is(get(0, PIN_CONFIG_LEVEL), 0, "each time");
	is(set(0, PIN_CONFIG_DRIVE_STRENGTH, 5), 0, "a setting is changed");
	is(get(0, PIN_CONFIG_DRIVE_STRENGTH), 5, "which is seen at once");
	peer_say("pinctrl 0 drive-strength 6");
	kernel_jiffies += 100;
	is(get(0, PIN_CONFIG_DRIVE_STRENGTH), 6, "what others change is seen soon");
	bench_fault("error=busy proto=pinctrl msg=settings-get");
	kernel_jiffies += 100;
	is(get(0, PIN_CONFIG_DRIVE_STRENGTH), -EBUSY, "what cannot be read is no value");
	end();
}

static void writing(void)
{
	unsigned long many[] = {
		pinconf_to_config_packed(PIN_CONFIG_BIAS_DISABLE, 0),
		pinconf_to_config_packed(PIN_CONFIG_PERSIST_STATE, 1),
		pinconf_to_config_packed(PIN_CONFIG_DRIVE_STRENGTH_UA, 12000),
		pinconf_to_config_packed(PIN_CONFIG_SLEW_RATE, 3),
	};
	const struct pinconf_ops *ops;

	begin(groups);
	ops = client_pinctrl_desc()->confops;
	core_by_msg[0x6] = 0;
	is(ops->pin_config_set(client_pinctrl_dev(), 0, many, 4), 0, "settings are changed");
	is(core_by_msg[0x6], 1, "by one message");
	ok(bench_says("pinctrl 0", "bias-disable=1"), "a bias that is disabled is 1");
	ok(bench_says("pinctrl 0", "drive-strength=12") && bench_says("pinctrl 0", "slew-rate=3"),
	   "others are what they are");
	is(ops->pin_config_group_set(client_pinctrl_dev(), 0, &many[3], 1), 0,
	   "those of a group are changed");
	ok(bench_says("pinctrl 1", "slew-rate=3"), "of all its pins");
	is(set(0, PIN_CONFIG_DRIVE_STRENGTH_UA, 12001), -ENOTSUPP,
	   "there is nothing below a milliampere");
	is(set(0, PIN_CONFIG_POWER_SOURCE, 1), -ENOTSUPP, "what is not there cannot be changed");
	is(set(0, 200, 1), -ENOTSUPP, "nor what the vendor does not know");
	is(set(0, 192, 5), 0, "but what it does");
	ok(bench_says("pinctrl 0", "192=5"), "is what was asked for");
	is(set(2, PIN_CONFIG_SLEW_RATE, 1), -ENOTSUPP, "pins without settings have none");
	end();
}

static void owners(void)
{
	begin(groups);
	is(request(0), 0, "a pin is requested");
	ok(bench_says("pinctrl 0", "owner=1"), "and ours");
	is(client_pinctrl_desc()->pmxops->free(client_pinctrl_dev(), 0), 0, "and given back");
	ok(bench_says("pinctrl 0", "owner=0"), "for all");
	is(request(2), -EBUSY, "another agent's is not to be had");
	end();
	begin(groups);
	bench_fault("error=not-supported proto=pinctrl msg=request");
	is(request(0), 0, "a platform without requests has nothing against it");
	core_by_msg[0x7] = 0;
	is(request(1), 0, "nor against another one");
	is(core_by_msg[0x7], 0, "and is not asked again");
	end();
}

static void odd_platforms(void)
{
	bench_board(groups);
	bench_start(&scmi_pinctrl_protocol);
	client_machine = "fsl,imx952";
	is(bind(), -ENODEV, "a machine whose vendor has a driver is left to it [N20]");
	client_machine = "fsl,imx8mp";
	strcpy(client_base.vendor_id, "NXP");
	strcpy(client_base.sub_vendor_id, "IMX");
	is(bind(), -ENODEV, "so is its platform on any machine [N20]");
	strcpy(client_base.sub_vendor_id, "other");
	is(bind(), 0, "others of that vendor are not");
	memset(&client_base, 0, sizeof(client_base));
	client_machine = NULL;
	end();

	bench_board(groups);
	bench_start(&scmi_pinctrl_protocol);
	bench_fault("error=busy proto=pinctrl msg=pinctrl-attributes");
	is(bind(), -EBUSY, "a busy platform is asked again later");
	end();

	bench_board(groups);
	bench_start(&scmi_pinctrl_protocol);
	bench_fault("no-answer proto=pinctrl msg=pinctrl-attributes domain=1");
	is(bind(), 0, "a pin without an answer does no harm to others");
	ok(!strcmp(client_pinctrl_desc()->pins[1].name, "pin1"), "but has no name");
	end();
}

int main(void)
{
	names();
	single_pins();
	reading();
	writing();
	owners();
	odd_platforms();
	return tap_end();
}
