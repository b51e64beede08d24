/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names that come from the platform, made fit for other subsystems.
 */
#ifndef _SCMI_AGENT_CLIENTS_NAMES_H
#define _SCMI_AGENT_CLIENTS_NAMES_H

#include <linux/device.h>
#include <linux/scmi_protocol.h>
#include <linux/string.h>
#include <linux/types.h>

/**
 * scmi_client_name() - copy a name from the platform, harmless bytes only
 * @dst: where to store it, NUL terminated
 * @size: bytes at @dst, not 0
 * @src: the platform's name: any bytes, NUL terminated
 * @forbidden: characters that the user of the name gives a meaning
 *
 * Whatever is not printable ASCII or is one of @forbidden becomes '_'. Leading
 * and trailing blanks go, they only hide differences.
 *
 * Context: Any.
 * Return: true when something is left of the name.
 */
static inline bool scmi_client_name(char *dst, size_t size, const char *src,
				    const char *forbidden)
{
	size_t len = 0;

	while (*src == ' ')
		src++;
	for (; *src && len < size - 1; src++) {
		bool ok = *src >= ' ' && *src <= '~';
		const char *f;

		for (f = forbidden; ok && *f; f++)
			ok = *src != *f;
		dst[len++] = ok ? *src : '_';
	}
	while (len && dst[len - 1] == ' ')
		len--;
	dst[len] = '\0';
	return len != 0;
}

/*
 * The number of an instance as text, NULL for the first one, whose names are plain.
 * So names do not depend on which instance comes up first.
 */
static inline const char *scmi_client_number(const struct scmi_handle *handle)
{
	const char *number = strrchr(dev_name(handle->dev), '.');

	return number && strcmp(number, ".0") ? number + 1 : NULL;
}

#endif /* _SCMI_AGENT_CLIENTS_NAMES_H */
