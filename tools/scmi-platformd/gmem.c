// SPDX-License-Identifier: GPL-2.0-only
/* Guest memory; see gmem.h. */
#include "gmem.h"

#include <sys/mman.h>
#include <sys/stat.h>

/**
 * gmem_clear() - unmap everything
 * @mem: the memory
 *
 * Context: No pointer from gmem_at() may be in use.
 */
void gmem_clear(struct gmem *mem)
{
	unsigned int i;

	for (i = 0; i < mem->num; i++)
		munmap(mem->region[i].reserved, mem->region[i].reserved_size);
	mem->num = 0;
}

/*
 * The file, with pages around it that cannot be touched: a slip of ours ends
 * in a fault and not in somebody else's memory.
 */
static bool gmem_map(struct gmem_region *r, int fd, size_t size)
{
	r->reserved_size = size + 2 * (size_t)GMEM_GUARD;
	r->reserved = mmap(NULL, r->reserved_size, PROT_NONE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (r->reserved == MAP_FAILED)
		return false;
	r->map = mmap((char *)r->reserved + GMEM_GUARD, size, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_FIXED, fd, 0);
	if (r->map != MAP_FAILED)
		return true;
	munmap(r->reserved, r->reserved_size);
	return false;
}

/**
 * gmem_add() - map a region
 * @mem: the memory
 * @fd: the file that backs it, stays the caller's
 * @gpa: its guest physical address
 * @uva: its address in the frontend
 * @size: its size
 * @offset: where it starts in the file
 *
 * A region that is larger than its file is refused: touching the rest would
 * be a bus error.
 *
 * Context: Any.
 * Return: whether it is mapped.
 */
bool gmem_add(struct gmem *mem, int fd, uint64_t gpa, uint64_t uva, uint64_t size,
	      uint64_t offset)
{
	struct gmem_region *r = &mem->region[mem->num];
	struct stat st;
	uint64_t end;

	if (mem->num == GMEM_MAX_REGIONS || !size)
		return false;
	if (__builtin_add_overflow(offset, size, &end) || end > SIZE_MAX / 2)
		return false;
	if (gpa + size < gpa || uva + size < uva)
		return false;
	if (fstat(fd, &st) || (S_ISREG(st.st_mode) && (uint64_t)st.st_size < end))
		return false;
	if (!gmem_map(r, fd, end))
		return false;
	r->gpa = gpa;
	r->uva = uva;
	r->size = size;
	r->offset = offset;
	mem->num++;
	return true;
}

static void *gmem_find(const struct gmem *mem, uint64_t addr, uint64_t len, bool uva)
{
	unsigned int i;

	for (i = 0; i < mem->num; i++) {
		const struct gmem_region *r = &mem->region[i];
		uint64_t start = uva ? r->uva : r->gpa;

		if (addr < start || addr - start >= r->size)
			continue;
		if (len > r->size - (addr - start))
			return NULL;
		return (char *)r->map + r->offset + (addr - start);
	}
	return NULL;
}

/**
 * gmem_at() - look at guest memory
 * @mem: the memory
 * @gpa: guest physical address
 * @len: how many bytes
 *
 * Context: The pointer is valid until the next gmem_clear().
 * Return: where the bytes are, NULL if any of them is not guest memory.
 */
void *gmem_at(const struct gmem *mem, uint64_t gpa, uint64_t len)
{
	return gmem_find(mem, gpa, len, false);
}

/**
 * gmem_at_uva() - look at guest memory by the frontend's address
 * @mem: the memory
 * @uva: the frontend's address
 * @len: how many bytes
 *
 * Context: The pointer is valid until the next gmem_clear().
 * Return: where the bytes are, NULL if any of them is not guest memory.
 */
void *gmem_at_uva(const struct gmem *mem, uint64_t uva, uint64_t len)
{
	return gmem_find(mem, uva, len, true);
}
