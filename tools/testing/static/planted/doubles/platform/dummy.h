/* SPDX-License-Identifier: GPL-2.0-only */
#define SCMIP_PROTO_DUMMY	0x16
#define SCMIP_PROTO_KNOWN	0x17
