// SPDX-License-Identifier: GPL-2.0-only
/* Devices, resources and notifiers of client drivers. */
#include <stdarg.h>

#include "client.h"
#include "protocol_priv.h"

static const struct scmi_protocol_handle *client_ph;
const char *client_instance = "scmi.0";
struct scmi_base_info client_base;
static struct notifier_block *client_nb;

void *devm_alloc(struct device *dev, size_t n, size_t size)
{
	void *p = kernel_alloc(n, size);

	if (p && devm_add_action_or_reset(dev, free, p))
		return NULL;
	return p;
}

char *devm_format(struct device *dev, const char *fmt, ...)
{
	char *s = devm_alloc(dev, 1, 64);
	va_list args;

	va_start(args, fmt);
	if (s)
		vsnprintf(s, 64, fmt, args);
	va_end(args);
	return s;
}

int sysfs_emit(char *buf, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(buf, PAGE_SIZE, fmt, args);
	va_end(args);
	return len;
}

int devm_add_action_or_reset(struct device *dev, void (*action)(void *data), void *data)
{
	struct devres *res = kernel_alloc(1, sizeof(*res));

	if (!res) {
		action(data);
		return -ENOMEM;
	}
	*res = (struct devres) { dev->devres, action, data };
	dev->devres = res;
	return 0;
}

void devres_release(struct device *dev)
{
	while (dev->devres) {
		struct devres *res = dev->devres;

		dev->devres = res->next;
		res->action(res->data);
		free(res);
	}
	if (client_nb)
		die("a notifier is left", 0);
}

static const void *get(struct scmi_device *sdev, u8 proto, struct scmi_protocol_handle **ph)
{
	*ph = (struct scmi_protocol_handle *)client_ph;
	return scmi_handle_protocol(client_ph)->ops;
}

bool client_atomic = true;

static bool is_atomic(const struct scmi_handle *handle, unsigned int *threshold)
{
	if (threshold)
		*threshold = 0;
	return client_atomic;
}

/* One notifier is enough: that of the object that subscribed last. */
static int subscribe(const struct scmi_handle *handle, u8 proto, u8 evt, const u32 *src,
		     struct notifier_block *nb)
{
	client_nb = nb;
	return 0;
}

static int unsubscribe(const struct scmi_handle *handle, u8 proto, u8 evt, const u32 *src,
		       struct notifier_block *nb)
{
	client_nb = NULL;
	return 0;
}

static void unsubscribe_last(void *unused)
{
	client_nb = NULL;
}

static int subscribe_devm(struct scmi_device *sdev, u8 proto, u8 evt, const u32 *src,
			  struct notifier_block *nb)
{
	subscribe(sdev->handle, proto, evt, src, nb);
	return devm_add_action_or_reset(&sdev->dev, unsubscribe_last, NULL);
}

void client_notify(void *report)
{
	if (client_nb)
		client_nb->notifier_call(client_nb, 0, report);
}

void client_device(struct scmi_device *sdev, const struct scmi_protocol_handle *ph)
{
	static const struct scmi_notify_ops notify_ops = {
		.devm_event_notifier_register = subscribe_devm,
		.event_notifier_register = subscribe,
		.event_notifier_unregister = unsubscribe,
	};
	static struct device dev;
	static struct scmi_handle handle = {
		.dev = &dev,
		.version = &client_base,
		.devm_protocol_get = get,
		.is_transport_atomic = is_atomic,
		.notify_ops = &notify_ops,
	};

	dev.name = client_instance;
	client_ph = ph;
	memset(sdev, 0, sizeof(*sdev));
	sdev->handle = &handle;
}

void client_check_name(const char *name, size_t size)
{
	if (!name[0] || !memchr(name, 0, size))
		die("name for a framework", 0);
	for (; *name; name++)
		if (*name < ' ' || *name > '~')
			die("name that is not printable", 0);
}
