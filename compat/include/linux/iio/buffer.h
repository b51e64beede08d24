/* SPDX-License-Identifier: GPL-2.0-only */
/* iio_push_to_buffers_with_ts(): 6.16. */
#ifndef _COMPAT_LINUX_IIO_BUFFER_H
#define _COMPAT_LINUX_IIO_BUFFER_H

#include <linux/version.h>
#include_next <linux/iio/buffer.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 16, 0)
/* It does not look at the length. */
static inline int compat_iio_push_to_buffers_with_ts(struct iio_dev *indio_dev,
						     void *data,
						     size_t data_total_len,
						     s64 timestamp)
{
	return iio_push_to_buffers_with_timestamp(indio_dev, data, timestamp);
}

#define iio_push_to_buffers_with_ts	compat_iio_push_to_buffers_with_ts
#endif

#endif /* _COMPAT_LINUX_IIO_BUFFER_H */
