#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Protocols that modules of their own implement. Three platforms: ACME's and OTHER's,
# which both have a protocol 0x80, and one whose vendor has an odd name.

. ../lib.sh
require_platform scmi2

MODULE=scmi-agent-test-vendor
OTHER=scmi-agent-test-other
CLIENT=scmi-agent-test-vendor-client
PARAMS=/sys/module/scmi_agent_test_vendor/parameters
OTHER_PARAMS=/sys/module/scmi_agent_test_other/parameters
DRIVER=/sys/bus/scmi_agent/drivers/scmi-agent-test-vendor
HELPER=/proc/sys/kernel/modprobe
ASKED=/tmp/asked

# inits_exits INITS EXITS [PARAMS]: how often it was set up and cleaned up.
inits_exits()
{
	local dir=${3:-$PARAMS} got

	got="$(cat "$dir/inits") $(cat "$dir/exits")"
	[ "$got" = "$1 $2" ] || { echo "inits and exits: $got"; return 1; }
}

# bound_to INSTANCE: the client is.
bound_to()
{
	[ -n "$(ls -d "$BUS/$1"/scmi_dev.*/driver/module/parameters/words 2> /dev/null)" ]
}

# None of our devices is bound, as long as one looks.
stays_unbound()
{
	usleep 300000
	! bound_to scmi.0 && ! bound_to scmi.1 && ! bound_to scmi.2
}

# The platforms list 0x80 and know nothing of it: let them tell a version, and one
# word when they are asked for it.
platform_has_it()
{
	local n msg word

	for n in scmi0 scmi1; do
		for msg in version:0x10000 0x3:0x1234; do
			word=${msg#*:} msg=${msg%:*}
			platform_of $n fault add pad=4 proto=0x80 msg="$msg" &&
				platform_of $n fault add "word=0:$word" proto=0x80 \
					msg="$msg" &&
				platform_of $n fault add status=success proto=0x80 \
					msg="$msg" || return 1
		done
	done > /dev/null
}

comes_up()
{
	modprobe $MODULE && modprobe $CLIENT && within 50 bound_to scmi.0 &&
		inits_exits 1 0
}

answers()
{
	local words

	words=$(cat /sys/module/scmi_agent_test_vendor_client/parameters/words)
	[ "$words" = 4660,0 ] || { echo "told: $words"; return 1; }
}

stays()
{
	fails rmmod $MODULE 2> /dev/null && bound_to scmi.0 && inits_exits 1 0
}

cleaned_up()
{
	rmmod $CLIENT && inits_exits 1 1 && rmmod $MODULE
}

again()
{
	repeat 5 came_and_went
}

came_and_went()
{
	comes_up && stays && cleaned_up
}

# The device goes with the protocol in use, and comes back.
goes_with_device()
{
	comes_up && echo "$dev" > "$VIRTIO/unbind" && inits_exits 1 1 &&
		echo "$dev" > "$VIRTIO/bind" && within 100 bound_to scmi.0 &&
		inits_exits 2 1 && rmmod $CLIENT && rmmod $MODULE
}

# never_up INITS PARAMETER...: the client's probe fails, and nothing holds the
# module.
never_up()
{
	local inits=$1

	shift
	modprobe $MODULE "$@" && modprobe $CLIENT && within 20 inits_exits "$inits" 0 &&
		stays_unbound && inits_exits "$inits" 0 && rmmod $CLIENT &&
		rmmod $MODULE
}

# not_taken MODULE PARAMETER...: it does not load.
not_taken()
{
	local module=$1

	shift
	# modprobe(8) takes "exists" for "is loaded".
	modprobe "$module" "$@" 2> /dev/null
	underscored "$module"
	[ ! -e "/sys/module/$scmi_name" ] || { echo "$* was taken"; return 1; }
}

refused()
{
	not_taken $MODULE id=0x10 && not_taken $MODULE id=0x14 &&
		not_taken $MODULE id=0x15 && not_taken $MODULE vendor=sixteen-letters-
}

same_refused()
{
	modprobe $MODULE && not_taken $OTHER vendor=ACME && rmmod $MODULE
}

# each_has_own PARAMETER...: of $OTHER, loaded beside $MODULE; the client is bound to
# two platforms by them.
both_come_up()
{
	modprobe $MODULE && modprobe $OTHER "$@" && modprobe $CLIENT &&
		within 50 bound_to scmi.0
}

both_go()
{
	rmmod $CLIENT && rmmod $MODULE && rmmod $OTHER
}

each_has_own()
{
	both_come_up && within 50 bound_to scmi.1 && inits_exits 1 0 &&
		inits_exits 1 0 $OTHER_PARAMS && ! bound_to scmi.2 && both_go
}

# preferred PARAMETER...: $OTHER with these is taken for ACME's platform.
preferred()
{
	both_come_up vendor=ACME "$@" && inits_exits 0 0 &&
		inits_exits 1 0 $OTHER_PARAMS && ! bound_to scmi.1 && both_go
}

# ignored PARAMETER...: $OTHER with these is not.
ignored()
{
	both_come_up vendor=ACME "$@" && inits_exits 1 0 &&
		inits_exits 0 0 $OTHER_PARAMS && both_go
}

best_wins()
{
	preferred sub=selftest && preferred impl=0x00050007 &&
		preferred sub=selftest impl=0x00050007 && ignored sub=selftes &&
		ignored impl=0x00050008 && ignored sub=selftest impl=1
}

# A client that is there first has it as soon as somebody implements it.
client_waits()
{
	modprobe $CLIENT && stays_unbound && modprobe $MODULE &&
		within 50 bound_to scmi.0 && rmmod $CLIENT && rmmod $MODULE
}

# What the kernel starts to load a module, and what it was told.
helper()
{
	rm -f $ASKED
	cat > /tmp/helper <<- END
	#!/bin/sh
	echo "\$*" >> $ASKED
	exec /bin/modprobe "\$@"
	END
	chmod 755 /tmp/helper
	echo /tmp/helper > $HELPER
}

no_helper()
{
	echo "$helper" > $HELPER
}

asked_is()
{
	# It may be asked for other things, too.
	grep -o 'scmi-protocol.*' $ASKED | sort -u > /tmp/asked.now
	printf "%s\n" "$@" | diff - /tmp/asked.now
}

both_by_alias()
{
	[ -e $PARAMS ] && [ -e $OTHER_PARAMS ]
}

# All platforms come, and what they have is loaded. What an earlier client missed is asked
# for until its instance is gone: nothing may answer that before.
loaded_by_alias()
{
	stack_unload && helper && load && within 100 both_by_alias && modprobe $CLIENT &&
		within 50 bound_to scmi.0 && within 50 bound_to scmi.1
}

names_are_plain()
{
	within 30 asked_is scmi-protocol-0x80 scmi-protocol-0x80-ACME \
		scmi-protocol-0x80-OTHER scmi-protocol-0x81 || {
		cat $ASKED
		return 1
	}
}

# The modules went; the next client that misses the protocol has them back.
loaded_when_missed()
{
	both_go && modprobe $CLIENT && within 100 bound_to scmi.0 && stays_here
}

stays_here()
{
	fails rmmod $MODULE 2> /dev/null && both_by_alias
}

# Nobody waits for a module that takes its time; the removal of the device does not.
not_waited_for()
{
	both_go
	printf '#!/bin/sh\nsleep 4\n' > /tmp/helper
	echo "$dev" > "$VIRTIO/unbind" && echo "$dev" > "$VIRTIO/bind" &&
		within 100 bound && usleep 300000 &&
		faster 1000 unbind_only && echo "$dev" > "$VIRTIO/bind" &&
		within 100 bound
}

unbind_only()
{
	echo "$dev" > "$VIRTIO/unbind"
}

by_alias()
{
	if [ -n "$MODPATH" ]; then
		skip "$1" "modprobe does not know the modules"
	else
		check "$@"
	fi
}

# A client's module has the alias of its device, which udev goes by.
has_alias()
{
	grep "^alias scmi_agent:p80:vendor scmi_agent_test_vendor_client$" \
		"/lib/modules/$(uname -r)/modules.alias"
}

plan 20
empty=$(state)
helper=$(cat $HELPER)
# No module loads by itself; a case that needs that turns it on.
echo /nowhere > $HELPER
check "everything loads" load
full=$(state)
dev=$(virtio_device scmi.0)
check "what no platform can have is refused" refused
check "a protocol that the platform refuses holds no module [H40]" never_up 0
platform_has_it
check "a protocol comes up with its first user" comes_up
check "its command is answered" answers
check "its module stays while it is used [H40]" stays
check "it is cleaned up before its module may go [H40]" cleaned_up
check "and again" again
check "it goes with the device, and comes back" goes_with_device
check "a protocol that does not come up holds no module [H40]" \
	never_up 1 broken=1
check "each vendor's platform has its own [P8]" each_has_own
check "what says more of a platform is preferred [P8]" best_wins
check "a second one for the same platforms is refused [P8]" same_refused
check "a client waits for its protocol" client_waits
by_alias "a client's module has the alias of its device" has_alias
by_alias "modules are loaded by alias [P8]" loaded_by_alias
by_alias "only plain names reach modprobe [H44]" names_are_plain
by_alias "a protocol that is missed is loaded" loaded_when_missed
by_alias "nobody waits for a module" not_waited_for
no_helper
for module in $CLIENT $MODULE $OTHER; do
	rmmod $module 2> /dev/null
done
for n in scmi0 scmi1; do
	platform_of $n fault clear > /dev/null
done
back_to "$full"
check "unloading leaves nothing" gone "$empty"
finish
