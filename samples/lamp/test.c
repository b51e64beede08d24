// SPDX-License-Identifier: GPL-2.0-only
/* Lamps of the platform library, turned on and off by the agent. */
#include "bench.h"
#include "protocols/lamp.h"

int main(void)
{
	const struct scmi_lamp_ops *ops = scmi_lamp_protocol.ops;
	bool on = true;

	bench_board("[platform]\nlamp = 1.0\n");
	is(bench_start(&scmi_lamp_protocol), 0, "the protocol starts");
	ok(!ops->get(core_ph, 1, &on) && !on, "a lamp is off");
	is(ops->set(core_ph, 1, true), 0, "it is turned on");
	ok(!ops->get(core_ph, 1, &on) && on, "and on");
	ok(!ops->get(core_ph, 0, &on) && !on, "the other one is not");
	is(ops->get(core_ph, 2, &on), -EINVAL, "there are two");
	kernel_killed = true;
	is(ops->set(core_ph, 1, false), 0, "who is being killed turns it off");
	kernel_killed = false;
	bench_end();
	return tap_end();
}
