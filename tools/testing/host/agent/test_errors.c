// SPDX-License-Identifier: GPL-2.0-only
/* Errors that a platform reports: what user space is told of them. */
#include "core.h"
#include "tap.h"

/* The last uevent, its words one behind the other, and how many there were. */
static char uevent[400];
static unsigned int uevents;

int kobject_uevent_env(struct kobject *kobj, int action, char **env)
{
	uevents++;
	uevent[0] = 0;
	for (; action == KOBJ_CHANGE && *env; env++) {
		strcat(uevent, *env);
		strcat(uevent, " ");
	}
	return 0;
}

#include "clients/errors.c"

static struct scmi_device sdev;
static struct scmi_errors *errors;
static char kernel_said[2000];
static int refusal;

static int subscribe(struct scmi_device *client, u8 proto, u8 evt, const u32 *src,
		     struct notifier_block *nb)
{
	errors = container_of(nb, struct scmi_errors, nb);
	return proto == SCMI_PROTOCOL_BASE && !evt && !src ? refusal : -EINVAL;
}

static int begin(int ret)
{
	static const struct scmi_notify_ops notify = {
		.devm_event_notifier_register = subscribe,
	};
	static struct device dev;
	static struct scmi_handle handle = { .dev = &dev, .notify_ops = &notify };

	sdev = (struct scmi_device){ .handle = &handle };
	refusal = ret;
	uevents = 0;
	kernel_log = kernel_said;
	kernel_log_size = sizeof(kernel_said);
	kernel_said[0] = 0;
	return scmi_errors_driver.probe(&sdev);
}

static void end(void)
{
	devres_release(&sdev.dev);
}

static void report(bool fatal, unsigned int num, u32 hdr, s32 status)
{
	struct scmi_base_error_report *r = calloc(1, struct_size(r, reports, num));

	r->fatal = fatal;
	r->agent_id = 1;
	r->cmd_count = num;
	while (num--)
		r->reports[num] = (u64)(u32)status << 32 | hdr;
	errors->nb.notifier_call(&errors->nb, 0, r);
	free(r);
}

static const char *file(void)
{
	static char page[PAGE_SIZE];

	errors_show(&sdev.dev, NULL, page);
	return page;
}

#define CLOCK_RATE_SET	(0x14 << 10 | 0x5 | 3 << 8 | 7 << 18)

static void kinds(void)
{
	is(begin(0), 0, "the driver binds");
	ok(!strcmp(file(), "others 0\n"), "nothing was reported");
	report(false, 1, CLOCK_RATE_SET, -8);
	ok(!strncmp(uevent, "SCMI_ERROR=reported SCMI_ERROR_AGENT=1 SCMI_ERROR_COUNT=1 ", 58) &&
	   strstr(uevent, " SCMI_ERROR_PROTOCOL=0x14 ") &&
	   strstr(uevent, " SCMI_ERROR_MESSAGE=0x5 ") && strstr(uevent, " SCMI_ERROR_STATUS=-8 "),
	   "user space is told of an error");
	ok(strstr(kernel_said, "an error to agent 1: protocol 0x14, message 0x5, status -8\n"),
	   "and so is the log");
	kernel_said[0] = 0;
	report(false, 2, CLOCK_RATE_SET, -8);
	ok(strstr(uevent, "COUNT=3 "), "errors that are alike are counted");
	ok(!kernel_said[0], "and logged once");
	report(true, 0, 0, 0);
	ok(!strcmp(uevent, "SCMI_ERROR=fatal SCMI_ERROR_AGENT=1 SCMI_ERROR_COUNT=1 "),
	   "a fatal error need not be about a message");
	ok(strstr(kernel_said, "a fatal error to agent 1, about no message\n"), "as the log says");
	report(false, 1, CLOCK_RATE_SET, -9);
	ok(strstr(file(), "reported 0x14 0x5 -8 3\nfatal 0x00 0x0 0 1\n") == file() &&
	   strstr(file(), "reported 0x14 0x5 -9 1\nothers 0\n"), "a file has all kinds");
	is(uevents, 5, "each was an event");
	end();
}

static void hostile(void)
{
	unsigned int i, lines = 0;
	const char *at;

	begin(0);
	for (i = 0; i < 1000; i++)
		report(i & 1, 3, i << 10 | i % 256, i);
	is(uevents, SCMI_ERRORS_BURST, "many errors are not as many events");
	for (at = file(); (at = strchr(at, '\n')); at++)
		lines++;
	is(lines, SCMI_ERRORS_KINDS + 1, "there are so many kinds and no more");
	is(errors->others, 3 * (1000 - SCMI_ERRORS_KINDS), "what is beyond is counted");
	end();
}

static void refused(void)
{
	is(begin(-EOPNOTSUPP), -ENODEV, "a platform that reports none has no driver");
	ok(strstr(kernel_said, "reports no errors (-EOPNOTSUPP)"), "which is said");
	end();
	is(begin(-ETIMEDOUT), -ETIMEDOUT, "one that says nothing is asked again");
	end();
}

int main(void)
{
	kinds();
	hostile();
	refused();
	return tap_end();
}
