/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tests inside of the kernel, with KUnit's names and meaning: Debian's kernels
 * have no KUnit. Loading a module of tests runs them; test.c says where the
 * results are.
 */
#ifndef _SCMI_AGENT_TEST_H
#define _SCMI_AGENT_TEST_H

/* Where the kernel has KUnit's header, this one stands for it. */
#ifdef _KUNIT_TEST_H
#error "<kunit/test.h> was included before"
#endif
#define _KUNIT_TEST_H

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/list.h>
#include <linux/string.h>
#include <linux/types.h>

/**
 * struct kunit - one test that runs
 * @run: the case
 * @suite: the suite
 * @failures: expectations that were not met, in any context
 * @actions: what is to be undone at its end, last first
 * @gone: its thread uses nothing of this module any more
 */
struct kunit {
	const struct kunit_case *run;
	const struct kunit_suite *suite;
	atomic_t failures;
	struct list_head actions;
	struct completion gone;
};

/**
 * struct kunit_case - a test
 * @run_case: the test, in a thread of its own
 * @name: what it shows
 */
struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
};

/**
 * struct kunit_suite - tests that belong together
 * @suite_init: called before the first test, in the loader's thread; if it fails, so do
 *		all of the tests; may be NULL
 * @suite_exit: called after the last one, likewise, if @suite_init did not fail; may be
 *		NULL
 * @init: called before each test, in its thread; may be NULL
 * @test_cases: the tests; the last has no @run_case
 */
struct kunit_suite {
	int (*suite_init)(const struct kunit_suite *suite);
	void (*suite_exit)(const struct kunit_suite *suite);
	int (*init)(struct kunit *test);
	const struct kunit_case *test_cases;
};

/* A suite whose tests need nothing done before and after them. */
#define KUNIT_SUITE(name)						\
	const struct kunit_suite name##_suite = { .test_cases = name##_cases }

/* The module's suites, in the order in which they run. */
#define kunit_test_suites(suites...)					\
	const struct kunit_suite * const kunit_suites[] = { suites, NULL }

extern const struct kunit_suite * const kunit_suites[];

__printf(1, 2) void kunit_print(const char *fmt, ...);
__printf(5, 6) void kunit_fail(struct kunit *test, bool fatal, const char *func,
			       int line, const char *fmt, ...);
int kunit_add_action(struct kunit *test, void (*action)(void *ctx), void *ctx);
void kunit_release_action(struct kunit *test, void (*action)(void *ctx),
			  void *ctx);
void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t gfp);

/* A remark in the results. */
#define kunit_info(test, fmt, args...)	kunit_print("# " fmt "\n", ##args)

#define KUNIT_CHECK(test, fatal, cond, fmt, args...)			\
	do {								\
		if (!(cond))						\
			kunit_fail(test, fatal, __func__, __LINE__,	\
				   fmt, ##args);			\
	} while (0)

#define KUNIT_COMPARE(test, fatal, left, op, right)			\
	do {								\
		const typeof(left) __left = (left);			\
		const typeof(right) __right = (right);			\
									\
		KUNIT_CHECK(test, fatal, __left op __right,		\
			    "%s %s %s: it is %lld, and %lld",		\
			    #left, #op, #right, (long long)__left,	\
			    (long long)__right);			\
	} while (0)

#define KUNIT_FAIL(test, fmt, args...)					\
	KUNIT_CHECK(test, false, false, fmt, ##args)

/* What is expected, in any thread or context; the test goes on if it is not so. */
#define KUNIT_EXPECT_TRUE(test, cond)					\
	KUNIT_CHECK(test, false, cond, "%s", #cond)
#define KUNIT_EXPECT_FALSE(test, cond)					\
	KUNIT_CHECK(test, false, !(cond), "not (%s)", #cond)
#define KUNIT_EXPECT_NULL(test, ptr)					\
	KUNIT_CHECK(test, false, !(ptr), "%s is NULL", #ptr)
#define KUNIT_EXPECT_NOT_NULL(test, ptr)				\
	KUNIT_CHECK(test, false, ptr, "%s is not NULL", #ptr)
#define KUNIT_EXPECT_STREQ(test, left, right)				\
	KUNIT_CHECK(test, false, !strcmp(left, right),			\
		    "%s is \"%s\", not \"%s\"", #left, left, right)
#define KUNIT_EXPECT_PTR_EQ(test, left, right)				\
	KUNIT_EXPECT_TRUE(test, (left) == (right))
#define KUNIT_EXPECT_EQ(test, left, right)				\
	KUNIT_COMPARE(test, false, left, ==, right)
#define KUNIT_EXPECT_LT(test, left, right)				\
	KUNIT_COMPARE(test, false, left, <, right)
#define KUNIT_EXPECT_LE(test, left, right)				\
	KUNIT_COMPARE(test, false, left, <=, right)
#define KUNIT_EXPECT_GT(test, left, right)				\
	KUNIT_COMPARE(test, false, left, >, right)
#define KUNIT_EXPECT_GE(test, left, right)				\
	KUNIT_COMPARE(test, false, left, >=, right)

/*
 * What has to be so, in the test's own thread: if it is not, the test ends here,
 * once its actions have run.
 */
#define KUNIT_ASSERT_EQ(test, left, right)				\
	KUNIT_COMPARE(test, true, left, ==, right)
#define KUNIT_ASSERT_NOT_NULL(test, ptr)				\
	KUNIT_CHECK(test, true, ptr, "%s is not NULL", #ptr)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(test, ptr)				\
	KUNIT_CHECK(test, true, !IS_ERR_OR_NULL(ptr),			\
		    "%s is a pointer", #ptr)

#endif /* _SCMI_AGENT_TEST_H */
