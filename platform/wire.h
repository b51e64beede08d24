/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SCMI on the wire (DEN0056 section 4.1): the message header, the status codes
 * and the little-endian accessors. All accessors work on bytes, so nothing
 * here needs aligned buffers.
 */
#ifndef SCMI_PLATFORM_WIRE_H
#define SCMI_PLATFORM_WIRE_H

#include "scmi_platform_types.h"

/* Message types, header bits [9:8] */
#define SCMIP_TYPE_COMMAND	0
#define SCMIP_TYPE_RESERVED	1
#define SCMIP_TYPE_DELAYED	2
#define SCMIP_TYPE_NOTIFICATION	3

#define SCMIP_HDR_SIZE		4
#define SCMIP_STATUS_SIZE	4

/* Commands that every protocol has */
#define SCMIP_PROTOCOL_VERSION			0x0
#define SCMIP_PROTOCOL_ATTRIBUTES		0x1
#define SCMIP_PROTOCOL_MESSAGE_ATTRIBUTES	0x2
#define SCMIP_NEGOTIATE_PROTOCOL_VERSION	0x10

/* Status codes (section 4.1.4) */
#define SCMIP_SUCCESS			0
#define SCMIP_NOT_SUPPORTED		(-1)
#define SCMIP_INVALID_PARAMETERS	(-2)
#define SCMIP_DENIED			(-3)
#define SCMIP_NOT_FOUND			(-4)
#define SCMIP_OUT_OF_RANGE		(-5)
#define SCMIP_BUSY			(-6)
#define SCMIP_COMMS_ERROR		(-7)
#define SCMIP_GENERIC_ERROR		(-8)
#define SCMIP_HARDWARE_ERROR		(-9)
#define SCMIP_PROTOCOL_ERROR		(-10)
#define SCMIP_IN_USE			(-11)
#define SCMIP_PARTIAL			(-12)

#define SCMIP_VERSION(major, minor)	(((u32)(major) << 16) | (minor))

static inline u32 scmip_get16(const u8 *p)
{
	return p[0] | (u32)p[1] << 8;
}

static inline u32 scmip_get32(const u8 *p)
{
	return p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24;
}

static inline u64 scmip_get64(const u8 *p)
{
	return scmip_get32(p) | (u64)scmip_get32(p + 4) << 32;
}

static inline void scmip_set32(u8 *p, u32 v)
{
	p[0] = v;
	p[1] = v >> 8;
	p[2] = v >> 16;
	p[3] = v >> 24;
}

static inline u32 scmip_hdr(u32 proto, u32 id, u32 type, u32 token)
{
	return (id & 0xff) | (type & 0x3) << 8 | (proto & 0xff) << 10 |
	       (token & 0x3ff) << 18;
}

static inline u8 scmip_hdr_id(u32 hdr)
{
	return hdr & 0xff;
}

static inline u8 scmip_hdr_type(u32 hdr)
{
	return (hdr >> 8) & 0x3;
}

static inline u8 scmip_hdr_proto(u32 hdr)
{
	return (hdr >> 10) & 0xff;
}

static inline u16 scmip_hdr_token(u32 hdr)
{
	return (hdr >> 18) & 0x3ff;
}

#endif /* SCMI_PLATFORM_WIRE_H */
