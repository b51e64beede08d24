#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Thousands of times, parts of the stack go and come while it is used and the
# platform misbehaves: see cycle.c. By itself for SCMI_SECONDS; SCMI_CYCLES and
# SCMI_SEED choose another length and another order.

. ../lib.sh
require_platform

case "$SCMI_PLATFORM" in
mailbox*) SCMI_MODULES="$SCMI_CLIENTS scmi-agent-mailbox scmi-agent" ;;
esac

# A transport that waits 100 ms, or a lost answer would be all that happens.
start()
{
	stack_unload
	case "$SCMI_PLATFORM" in
	mailbox*)
		modprobe scmi-agent-mailbox timeout_ms=100 && clients_load ;;
	*)
		export SCMI_PARAMS_scmi_agent_virtio=timeout_ms=100
		stack_load ;;
	esac && within 100 bound
}

# The program's remarks go to the log as they come.
cycles()
{
	./cycle -t 100 ${SCMI_CYCLES:+-c "$SCMI_CYCLES"} \
		${SCMI_SECONDS:+-s "$SCMI_SECONDS"} ${SCMI_SEED:+-S "$SCMI_SEED"}
}

plan 5
empty=$(state)
check "everything loads" start
full=$(state)
if cycles; then
	pass "parts go and come, and all is there in the end"
else
	fail "parts go and come, and all is there in the end"
fi
platform_calm
check "nothing is missing" back_to "$full"
check "it works after that" working
check "unloading leaves nothing" gone "$empty"
finish
