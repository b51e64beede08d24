/* SPDX-License-Identifier: GPL-2.0-only */
/* A device for a client driver to be bound to. */
#ifndef AGENT_CLIENT_H
#define AGENT_CLIENT_H

#include "world.h"

/* Make @sdev one that uses @ph, whose operations are those of the platform's. */
void client_device(struct scmi_device *sdev, const struct scmi_protocol_handle *ph);

/* Call the notifier that the client has registered, if it has. */
void client_notify(void *report);

/* A name that a framework can be given: not empty, terminated, printable. */
void client_check_name(const char *name, size_t size);

#endif /* AGENT_CLIENT_H */
