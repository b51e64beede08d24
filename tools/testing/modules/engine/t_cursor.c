// SPDX-License-Identifier: GPL-2.0-only
/*
 * The cursor: every byte of the platform is read through it.
 */

#include "engine.h"

static void cursor_bounds(struct kunit *test)
{
	const u32 raw[] = { 0x04030201, 0x80000000, 0xffffffff, 0x7 };
	__le32 buf[4];
	struct scmi_cursor c;
	size_t i, len;

	for (i = 0; i < 4; i++)
		buf[i] = cpu_to_le32(raw[i]);
	scmi_cursor_init(&c, buf, sizeof(buf));
	KUNIT_EXPECT_EQ(test, scmi_get_le32(&c), 0x04030201);
	KUNIT_EXPECT_EQ(test, scmi_get_sle32(&c), S32_MIN);
	KUNIT_EXPECT_EQ(test, scmi_get_le64(&c), 0x7ffffffffULL);
	KUNIT_EXPECT_EQ(test, scmi_cursor_end(&c), 0);
	KUNIT_EXPECT_EQ(test, c.left, 0);
	KUNIT_EXPECT_EQ(test, scmi_get_le32(&c), 0);
	KUNIT_EXPECT_EQ(test, scmi_cursor_end(&c), -EPROTO);

	/* Cut off anywhere inside a word: nothing, and it is remembered. */
	for (len = 0; len < 4; len++) {
		scmi_cursor_init(&c, buf, len);
		KUNIT_EXPECT_EQ(test, scmi_get_le32(&c), 0);
		KUNIT_EXPECT_EQ(test, scmi_cursor_end(&c), -EPROTO);
		KUNIT_EXPECT_EQ(test, c.left, 0);
	}
	/* Half of 64 bits: the half that is there, and the overrun. */
	scmi_cursor_init(&c, buf, 4);
	KUNIT_EXPECT_EQ(test, scmi_get_le64(&c), 0x04030201);
	KUNIT_EXPECT_EQ(test, scmi_cursor_end(&c), -EPROTO);
	/* After an overrun nothing more is read, however short. */
	scmi_cursor_init(&c, buf, sizeof(buf));
	scmi_skip(&c, 17);
	KUNIT_EXPECT_NULL(test, scmi_cursor_take(&c, 1));
	KUNIT_EXPECT_EQ(test, scmi_get_le32(&c), 0);
	scmi_cursor_init(&c, buf, sizeof(buf));
	scmi_skip(&c, SIZE_MAX);
	KUNIT_EXPECT_EQ(test, scmi_cursor_end(&c), -EPROTO);
	/* Nothing may be taken from the end. */
	scmi_cursor_init(&c, buf, 0);
	KUNIT_EXPECT_NOT_NULL(test, scmi_cursor_take(&c, 0));
	KUNIT_EXPECT_EQ(test, scmi_cursor_end(&c), 0);
}

static void cursor_records(struct kunit *test)
{
	u8 buf[24] = {};
	struct scmi_cursor c;

	scmi_cursor_init(&c, buf, sizeof(buf));
	KUNIT_EXPECT_TRUE(test, scmi_cursor_has(&c, 3, 8));
	KUNIT_EXPECT_FALSE(test, scmi_cursor_has(&c, 4, 8));
	KUNIT_EXPECT_FALSE(test, scmi_cursor_has(&c, SIZE_MAX, 8));
	KUNIT_EXPECT_FALSE(test, scmi_cursor_has(&c, SIZE_MAX / 8 + 2, 8));
	scmi_skip(&c, 1);
	KUNIT_EXPECT_FALSE(test, scmi_cursor_has(&c, 3, 8));
	KUNIT_EXPECT_TRUE(test, scmi_cursor_has(&c, 2, 8));
	KUNIT_EXPECT_TRUE(test, scmi_cursor_has(&c, 0, 100));
}

static bool cursor_all(const char *p, char c, size_t n)
{
	while (n--)
		if (p[n] != c)
			return false;
	return true;
}

static void cursor_names(struct kunit *test)
{
	static const char field[16] = "cpu\0stale bytes";
	static const char full[16] = "0123456789abcdef";
	struct scmi_cursor c;
	char dst[24];

	memset(dst, 'x', sizeof(dst));
	scmi_cursor_init(&c, field, sizeof(field));
	scmi_get_name(&c, dst, 16, 16);
	KUNIT_EXPECT_STREQ(test, dst, "cpu");
	KUNIT_EXPECT_TRUE(test, cursor_all(dst + 3, 0, 13));
	KUNIT_EXPECT_TRUE(test, cursor_all(dst + 16, 'x', 8));
	KUNIT_EXPECT_EQ(test, c.left, 0);

	/* Not terminated, room for all of it and not. */
	memset(dst, 'x', sizeof(dst));
	scmi_cursor_init(&c, full, sizeof(full));
	scmi_get_name(&c, dst, 24, 16);
	KUNIT_EXPECT_FALSE(test, memcmp(dst, full, 16));
	KUNIT_EXPECT_TRUE(test, cursor_all(dst + 16, 0, 8));
	memset(dst, 'x', sizeof(dst));
	scmi_cursor_init(&c, full, sizeof(full));
	scmi_get_name(&c, dst, 16, 16);
	KUNIT_EXPECT_FALSE(test, memcmp(dst, full, 15));
	KUNIT_EXPECT_EQ(test, dst[15], 0);
	KUNIT_EXPECT_EQ(test, dst[16], 'x');
	scmi_cursor_init(&c, full, sizeof(full));
	scmi_get_name(&c, dst, 1, 16);
	KUNIT_EXPECT_EQ(test, dst[0], 0);
	KUNIT_EXPECT_EQ(test, c.left, 0);

	/* Cut off: an empty name, and it is remembered. */
	memset(dst, 'x', sizeof(dst));
	scmi_cursor_init(&c, full, 15);
	scmi_get_name(&c, dst, 16, 16);
	KUNIT_EXPECT_TRUE(test, cursor_all(dst, 0, 16));
	KUNIT_EXPECT_EQ(test, scmi_cursor_end(&c), -EPROTO);
}

static const struct kunit_case engine_cursor_cases[] = {
	{ cursor_bounds, "the cursor stays in its message [H49]" },
	{ cursor_records, "the cursor counts records without overflow [H49]" },
	{ cursor_names, "the cursor terminates names" },
	{ }
};

KUNIT_SUITE(engine_cursor);
