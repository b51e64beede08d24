// SPDX-License-Identifier: GPL-2.0-only
/*
 * Load generator for tools/bench: reads one sensor from several threads.
 *
 * Binds to a device of its own, (SENSOR, "bench"), which the bus creates because
 * this driver asks for it.
 */

#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/scmi_protocol.h>
#include <linux/slab.h>
#include <linux/sort.h>

#define BENCH_MAX_THREADS	256
#define BENCH_MAX_READS		100000

/**
 * struct bench - the load generator on one device
 * @ops: sensor operations
 * @ph: sensor protocol handle
 * @lock: one run at a time; protects @result
 * @result: what the last run measured, one line
 */
struct bench {
	const struct scmi_sensor_proto_ops *ops;
	struct scmi_protocol_handle *ph;
	struct mutex lock;
	char result[160];
};

/**
 * struct bench_thread - one reader
 * @bench: load generator
 * @go: completed when all threads are there
 * @done: completed by the thread
 * @sensor: sensor to read
 * @reads: how often
 * @errors: reads that failed
 * @ns: how long each read took
 */
struct bench_thread {
	struct bench *bench;
	struct completion *go;
	struct completion done;
	u32 sensor;
	unsigned int reads;
	unsigned int errors;
	u64 *ns;
};

static int bench_thread(void *arg)
{
	struct bench_thread *t = arg;
	unsigned int i;
	u64 value;

	wait_for_completion(t->go);
	for (i = 0; i < t->reads; i++) {
		u64 start = ktime_get_ns();

		if (t->bench->ops->reading_get(t->bench->ph, t->sensor, &value))
			t->errors++;
		t->ns[i] = ktime_get_ns() - start;
	}
	complete(&t->done);
	return 0;
}

static int bench_compare(const void *a, const void *b)
{
	u64 left = *(const u64 *)a, right = *(const u64 *)b;

	return left < right ? -1 : left > right;
}

static void bench_report(struct bench *bench, struct bench_thread *threads,
			 unsigned int n, u64 *ns, u64 total)
{
	unsigned int reads = n * threads[0].reads;
	unsigned int errors = 0;
	unsigned int i;

	for (i = 0; i < n; i++)
		errors += threads[i].errors;
	sort(ns, reads, sizeof(*ns), bench_compare, NULL);
	scnprintf(bench->result, sizeof(bench->result),
		  "threads=%u reads=%u errors=%u total_ns=%llu p50_ns=%llu p99_ns=%llu max_ns=%llu",
		  n, reads, errors, total, ns[reads / 2],
		  ns[reads - 1 - reads / 100], ns[reads - 1]);
}

static void bench_start(struct bench_thread *threads, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		struct task_struct *task = kthread_run(bench_thread,
						       &threads[i],
						       "scmi-bench/%u", i);

		if (IS_ERR(task)) {
			threads[i].errors = threads[i].reads;
			complete(&threads[i].done);
		}
	}
}

static int bench_run(struct bench *bench, unsigned int n, unsigned int reads,
		     u32 sensor)
{
	DECLARE_COMPLETION_ONSTACK(go);
	struct bench_thread *threads;
	unsigned int i;
	u64 *ns, start;

	ns = kvcalloc(n * reads, sizeof(*ns), GFP_KERNEL);
	threads = kcalloc(n, sizeof(*threads), GFP_KERNEL);
	if (!ns || !threads) {
		kvfree(ns);
		kfree(threads);
		return -ENOMEM;
	}
	for (i = 0; i < n; i++) {
		threads[i].bench = bench;
		threads[i].go = &go;
		init_completion(&threads[i].done);
		threads[i].sensor = sensor;
		threads[i].reads = reads;
		threads[i].ns = ns + i * reads;
	}
	bench_start(threads, n);
	start = ktime_get_ns();
	complete_all(&go);
	for (i = 0; i < n; i++)
		wait_for_completion(&threads[i].done);
	bench_report(bench, threads, n, ns, ktime_get_ns() - start);
	kvfree(ns);
	kfree(threads);
	return 0;
}

/* "THREADS READS SENSOR": run, then read "result". */
static ssize_t run_store(struct device *dev, struct device_attribute *attr,
			 const char *buf, size_t count)
{
	struct bench *bench = dev_get_drvdata(dev);
	unsigned int n, reads, sensor;
	int ret;

	if (sscanf(buf, "%u %u %u", &n, &reads, &sensor) != 3 || !n || !reads ||
	    n > BENCH_MAX_THREADS || reads > BENCH_MAX_READS / n)
		return -EINVAL;

	guard(mutex)(&bench->lock);

	ret = bench_run(bench, n, reads, sensor);
	return ret ?: count;
}
static DEVICE_ATTR_WO(run);

static ssize_t result_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	struct bench *bench = dev_get_drvdata(dev);

	guard(mutex)(&bench->lock);

	return sysfs_emit(buf, "%s\n", bench->result);
}
static DEVICE_ATTR_RO(result);

static struct attribute *bench_attrs[] = {
	&dev_attr_run.attr,
	&dev_attr_result.attr,
	NULL,
};
ATTRIBUTE_GROUPS(bench);

static int bench_probe(struct scmi_device *sdev)
{
	struct bench *bench = devm_kzalloc(&sdev->dev, sizeof(*bench),
					   GFP_KERNEL);

	if (!bench)
		return -ENOMEM;
	bench->ops = sdev->handle->devm_protocol_get(sdev,
						     SCMI_PROTOCOL_SENSOR,
						     &bench->ph);
	if (IS_ERR(bench->ops))
		return PTR_ERR(bench->ops);
	mutex_init(&bench->lock);
	dev_set_drvdata(&sdev->dev, bench);
	return 0;
}

static const struct scmi_device_id bench_ids[] = {
	{ SCMI_PROTOCOL_SENSOR, "bench" },
	{ }
};

static struct scmi_driver bench_driver = {
	.name = "scmi-agent-bench",
	.probe = bench_probe,
	.id_table = bench_ids,
	.driver.dev_groups = bench_groups,
};
module_scmi_driver(bench_driver);

MODULE_DESCRIPTION("SCMI agent: load generator");
MODULE_LICENSE("GPL");
