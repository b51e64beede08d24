// SPDX-License-Identifier: GPL-2.0-only
/* All protocols in one array. */
#include "internal.h"

#define SCMIP_PROTOCOL_ADDRESS(_NAME, _name)	&scmip_protocol_##_name,

const struct scmip_protocol *const scmip_protocols[] = {
	SCMIP_PROTOCOLS(SCMIP_PROTOCOL_ADDRESS)
};
