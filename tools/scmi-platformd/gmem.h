/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Guest memory as the frontend shares it. Every access names an address and a
 * length, and gets a pointer only if all of it lies in one mapped region.
 */
#ifndef SCMI_PLATFORMD_GMEM_H
#define SCMI_PLATFORMD_GMEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GMEM_MAX_REGIONS	8
#define GMEM_GUARD		(2u << 20)	/* more than any index reaches */

struct gmem_region {
	uint64_t gpa;		/* guest physical address */
	uint64_t uva;		/* the frontend's virtual address */
	uint64_t size;
	uint64_t offset;	/* of the region in the file */
	void *map;		/* the file from its start */
	void *reserved;		/* @map and the guards around it */
	size_t reserved_size;
};

struct gmem {
	struct gmem_region region[GMEM_MAX_REGIONS];
	unsigned int num;
};

void gmem_clear(struct gmem *mem);
bool gmem_add(struct gmem *mem, int fd, uint64_t gpa, uint64_t uva, uint64_t size,
	      uint64_t offset);
void *gmem_at(const struct gmem *mem, uint64_t gpa, uint64_t len);
void *gmem_at_uva(const struct gmem *mem, uint64_t uva, uint64_t len);

#endif /* SCMI_PLATFORMD_GMEM_H */
