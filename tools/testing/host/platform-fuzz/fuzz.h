/* SPDX-License-Identifier: GPL-2.0-only */
/* What fuzz targets share: how they take their input apart. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#endif

/* Bytes taken from the front of the input; zeroes when it is used up */
struct fuzz_input {
	const uint8_t *data;
	size_t size;
};

static inline uint8_t fuzz_u8(struct fuzz_input *in)
{
	if (!in->size)
		return 0;
	in->size--;
	return *in->data++;
}

static inline uint32_t fuzz_u32(struct fuzz_input *in)
{
	uint32_t v = fuzz_u8(in);

	v |= (uint32_t)fuzz_u8(in) << 8;
	v |= (uint32_t)fuzz_u8(in) << 16;
	return v | (uint32_t)fuzz_u8(in) << 24;
}

/* What a target does with an input. */
static void fuzz_run(struct fuzz_input *in);

/* What libFuzzer calls. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };

	fuzz_run(&in);
	return 0;
}

#endif /* FUZZ_FUZZ_H */
