/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * As much of hwmon, IIO, clk, devres and the log as clients/ needs to run in a process.
 * The names are the kernel's, the values need not be.
 */
#ifndef AGENT_FRAMEWORKS_H
#define AGENT_FRAMEWORKS_H

typedef unsigned short umode_t;

#define IS_ENABLED(option)	0
#define NOTIFY_OK		1
#define MODULE_ALIAS(x)
#define MODULE_DEVICE_TABLE(type, table)
#define MODULE_DESCRIPTION(x)
#define MODULE_LICENSE(x)
#define MODULE_VERSION(x)
#define module_driver(driver, register, unregister)			\
	static const void *const driver##_used __attribute__((unused)) = &(driver)
#define __counted_by(member)

#define clamp_t(t, v, lo, hi)	min(max((t)(v), (t)(lo)), (t)(hi))
#define max_t(t, a, b)		max((t)(a), (t)(b))
#define div_s64(n, d)		((s64)(n) / (d))

static inline s64 div_s64_rem(s64 n, s32 d, s32 *rest)
{
	*rest = n % d;
	return n / d;
}

#define ssize_t long
#define scoped_guard(type, lock)	if ((void)(lock), true)
#define spin_lock_init(lock)		((void)(lock))
#define lockdep_assert_held(lock)	((void)(lock))
#define cond_resched()
#define __assign_bit(n, map, v)						\
	(*(map) = (v) ? *(map) | BIT(n) : *(map) & ~BIT(n))

#define scnprintf(to, size, ...)					\
({									\
	int size_ = (int)(size), len_ = snprintf(to, size_, __VA_ARGS__);	\
									\
	max(min(len_, size_ - 1), 0);					\
})
#define strscpy(to, from, size)		snprintf(to, size, "%s", from)
#define sort_r(base, num, size, cmp, swap, priv)			\
	qsort_r(base, num, size, (int (*)(const void *, const void *, void *))(cmp), (void *)(priv))
#define kvmalloc_array(n, size, gfp)	kernel_alloc(n, size)

/* Log. */
#define dev_warn(dev, ...)		((void)(dev), kernel_warn(__VA_ARGS__))
#define dev_info			dev_warn
/* The kernel's limit, which is one for each place in the source. */
#define dev_warn_ratelimited(dev, ...)					\
do {									\
	static unsigned long said_;					\
									\
	if (said_++ < 10)						\
		dev_warn(dev, __VA_ARGS__);				\
} while (0)
#define dev_dbg(dev, fmt, ...)		((void)(dev))

/* devres: undone in reverse, by devres_release() */
struct devres {
	struct devres *next;
	void (*action)(void *data);
	void *data;
};

void *devm_alloc(struct device *dev, size_t n, size_t size);
int devm_add_action_or_reset(struct device *dev, void (*action)(void *data), void *data);
void devres_release(struct device *dev);

char *devm_format(struct device *dev, const char *fmt, ...) __printf(2, 3);
#define devm_kasprintf(dev, gfp, ...)		devm_format(dev, __VA_ARGS__)
#define devm_kzalloc(dev, size, gfp)		devm_alloc(dev, 1, size)
#define devm_kcalloc(dev, n, size, gfp)		devm_alloc(dev, n, size)
#define devm_kmalloc_array(dev, n, size, gfp)	devm_alloc(dev, n, size)
#define devres_open_group(dev, id, gfp)		((void *)(dev))
#define devres_close_group(dev, id)		((void)(id))
#define devres_release_group(dev, id)		((void)(id))
#define dev_get_drvdata(dev)			((dev)->drvdata)
#define dev_set_drvdata(dev, data)		((dev)->drvdata = (data))
#define dev_name(dev)				((dev)->name)

/* sysfs */
struct attribute { const char *name; umode_t mode; };
struct attribute_group { struct attribute **attrs; };
struct device_attribute {
	struct attribute attr;
	ssize_t (*show)(struct device *dev, struct device_attribute *attr, char *buf);
	ssize_t (*store)(struct device *dev, struct device_attribute *attr, const char *buf,
			 size_t count);
};

#define sysfs_attr_init(attr)	((void)(attr))
/* No matter whether a number of 64 bits is a long, or a long long as in the kernel. */
int sysfs_emit(char *buf, const char *fmt, ...);
#define kstrtos64(s, base, to)	(*(to) = strtoll(s, NULL, base), 0)

#define sysfs_emit_at(buf, at, ...)					\
	snprintf((buf) + (at), PAGE_SIZE - (at), __VA_ARGS__)
#define DEVICE_ATTR_RO(name)						\
	struct device_attribute dev_attr_##name = { .show = name##_show }
#define ATTRIBUTE_GROUPS(name)						\
static const struct attribute_group name##_group = { name##_attrs };	\
static const struct attribute_group *name##_groups[] = { &name##_group, NULL }

/* uevents, and a limit that is never lifted */
#define KOBJ_CHANGE		2
#define RATELIMIT_MSG_ON_RELEASE	1
#define ratelimit_state_init(rs, interval, burst)	((rs)->dummy = (burst))
#define ratelimit_set_flags(rs, flags)	((void)(rs))
#define __ratelimit(rs)		((rs)->dummy && (rs)->dummy--)
int kobject_uevent_env(struct kobject *kobj, int action, char **env);

/* hwmon */
/* What a long has on the machine that is played. */
extern unsigned int client_long_bits;
#define SCMI_HWMON_LONG_BITS	client_long_bits

enum hwmon_sensor_types {
	hwmon_chip, hwmon_temp, hwmon_in, hwmon_curr, hwmon_power, hwmon_energy, hwmon_max
};

#define HWMON_ATTRS(t)							\
enum {									\
	hwmon_##t##_input, hwmon_##t##_label, hwmon_##t##_enable,	\
	hwmon_##t##_max, hwmon_##t##_crit, hwmon_##t##_max_alarm,	\
	hwmon_##t##_crit_alarm						\
}
HWMON_ATTRS(temp);
HWMON_ATTRS(in);
HWMON_ATTRS(curr);
HWMON_ATTRS(power);
HWMON_ATTRS(energy);

struct hwmon_ops {
	umode_t (*is_visible)(const void *drvdata, enum hwmon_sensor_types type,
			      u32 attr, int channel);
	int (*read)(struct device *dev, enum hwmon_sensor_types type, u32 attr,
		    int channel, long *val);
	int (*read_string)(struct device *dev, enum hwmon_sensor_types type,
			   u32 attr, int channel, const char **str);
	int (*write)(struct device *dev, enum hwmon_sensor_types type, u32 attr,
		     int channel, long val);
};

struct hwmon_channel_info {
	enum hwmon_sensor_types type;
	const u32 *config;
};

struct hwmon_chip_info {
	const struct hwmon_ops *ops;
	const struct hwmon_channel_info *const *info;
};

struct device *
devm_hwmon_device_register_with_info(struct device *dev, const char *name, void *drvdata,
				     const struct hwmon_chip_info *chip,
				     const struct attribute_group **groups);
#define hwmon_notify_event(dev, type, attr, channel)	((void)(dev), (void)(attr))

/* IIO */
#define NSEC_PER_SEC		1000000000L
#define NSEC_PER_USEC		1000L
#define USEC_PER_MSEC		1000L
#define USEC_PER_SEC		1000000L
#define swap(a, b)		do { __auto_type c_ = (a); (a) = (b); (b) = c_; } while (0)

enum iio_chan_type {
	IIO_VOLTAGE, IIO_CURRENT, IIO_POWER, IIO_ACCEL, IIO_ANGL_VEL, IIO_MAGN, IIO_LIGHT,
	IIO_TEMP, IIO_ANGL, IIO_TIMESTAMP, IIO_CAPACITANCE, IIO_PRESSURE, IIO_ENERGY,
	IIO_DISTANCE, IIO_VELOCITY, IIO_CONCENTRATION, IIO_RESISTANCE, IIO_COUNT
};

enum iio_modifier { IIO_NO_MOD, IIO_MOD_X, IIO_MOD_Y, IIO_MOD_Z };
enum { IIO_CHAN_INFO_RAW, IIO_CHAN_INFO_SAMP_FREQ };
enum { IIO_VAL_INT_PLUS_NANO = 1, IIO_VAL_INT_64 };
enum iio_shared_by { IIO_SEPARATE, IIO_SHARED_BY_ALL };
enum iio_endian { IIO_CPU };

struct iio_dev;
struct iio_chan_spec;
struct iio_chan_spec_ext_info {
	const char *name;
	enum iio_shared_by shared;
	ssize_t (*read)(struct iio_dev *indio_dev, uintptr_t private,
			const struct iio_chan_spec *spec, char *buf);
};

struct iio_chan_spec {
	enum iio_chan_type type;
	int channel;
	int channel2;
	int scan_index;
	struct { char sign; u8 realbits; u8 storagebits; enum iio_endian endianness; } scan_type;
	unsigned long info_mask_separate;
	unsigned long info_mask_shared_by_all;
	const struct iio_chan_spec_ext_info *ext_info;
	bool modified;
	bool indexed;
};

#define IIO_CHAN_SOFT_TIMESTAMP(i)	{ .type = IIO_TIMESTAMP, .channel = -1, .scan_index = (i) }

struct iio_info {
	int (*read_raw)(struct iio_dev *indio_dev, const struct iio_chan_spec *spec,
			int *val, int *val2, long mask);
	int (*write_raw)(struct iio_dev *indio_dev, const struct iio_chan_spec *spec,
			 int val, int val2, long mask);
	int (*write_raw_get_fmt)(struct iio_dev *indio_dev, const struct iio_chan_spec *spec,
				 long mask);
	int (*read_label)(struct iio_dev *indio_dev, const struct iio_chan_spec *spec,
			  char *label);
};

struct iio_dev {
	const char *name;
	const char *label;
	const struct iio_info *info;
	const struct iio_chan_spec *channels;
	int num_channels;
	u64 priv[];
};

#define iio_priv(indio_dev)			((void *)(indio_dev)->priv)
#define devm_iio_device_alloc(dev, size)	\
	((struct iio_dev *)devm_alloc(dev, 1, sizeof(struct iio_dev) + (size)))
int devm_iio_device_register(struct device *dev, struct iio_dev *indio_dev);

/* clk */
/* The highest rate of the machine that is played. */
extern unsigned long client_rate_max;
#define SCMI_CLK_RATE_MAX	client_rate_max

#define CLK_GET_RATE_NOCACHE	1

struct clk_hw;
struct of_phandle_args { int args_count; u32 args[4]; };
struct clk_rate_request { unsigned long rate, min_rate, max_rate; };
struct clk_duty { unsigned int num, den; };

struct clk_ops {
	int (*prepare)(struct clk_hw *hw);
	void (*unprepare)(struct clk_hw *hw);
	int (*is_prepared)(struct clk_hw *hw);
	int (*enable)(struct clk_hw *hw);
	void (*disable)(struct clk_hw *hw);
	int (*is_enabled)(struct clk_hw *hw);
	unsigned long (*recalc_rate)(struct clk_hw *hw, unsigned long parent_rate);
	int (*determine_rate)(struct clk_hw *hw, struct clk_rate_request *req);
	int (*set_rate)(struct clk_hw *hw, unsigned long rate, unsigned long parent_rate);
	u8 (*get_parent)(struct clk_hw *hw);
	int (*set_parent)(struct clk_hw *hw, u8 index);
	int (*get_duty_cycle)(struct clk_hw *hw, struct clk_duty *duty);
	int (*set_duty_cycle)(struct clk_hw *hw, struct clk_duty *duty);
};

struct clk_hw {
	const struct clk_init_data *init;
	struct clk_core *core;
};

struct clk_init_data {
	const char *name;
	const struct clk_ops *ops;
	const struct clk_hw **parent_hws;
	u8 num_parents;
	unsigned long flags;
};

struct clk_hw_onecell_data {
	unsigned int num;
	struct clk_hw *hws[];
};

int devm_clk_hw_register(struct device *dev, struct clk_hw *hw);
unsigned long clk_hw_get_rate(const struct clk_hw *hw);
void clk_hw_set_rate_range(struct clk_hw *hw, unsigned long min, unsigned long max);
#define devm_of_clk_add_hw_provider(dev, get, data)	((void)(get), 0)

/* OPPs of a device, as the framework keeps them: ascending. */
#define OPPS_MAX	2048

struct dev_pm_opp_data {
	unsigned int level;
	unsigned long freq, u_volt;
};

extern struct dev_pm_opp_data opps[OPPS_MAX];
extern unsigned int num_opps;
/* The frequency that the framework refuses, 0: none. */
extern unsigned long opp_refused;
/* Those that came twice, of which the framework complains. */
extern unsigned int opps_twice;
int dev_pm_opp_add_dynamic(struct device *dev, struct dev_pm_opp_data *data);

/* pin control */
#define ENOTSUPP		524
#define msecs_to_jiffies(ms)	(ms)
#define __free(how)		__attribute__((cleanup(client_##how)))
static inline void client_kfree(void *p)
{
	free(*(void **)p);
}

/* What machine it is, or NULL. */
extern const char *client_machine;
#define of_machine_is_compatible(name)					\
	(client_machine && !strcmp(client_machine, name))

enum pin_config_param {
	PIN_CONFIG_BIAS_BUS_HOLD, PIN_CONFIG_BIAS_DISABLE, PIN_CONFIG_BIAS_HIGH_IMPEDANCE,
	PIN_CONFIG_BIAS_PULL_DOWN, PIN_CONFIG_BIAS_PULL_PIN_DEFAULT, PIN_CONFIG_BIAS_PULL_UP,
	PIN_CONFIG_DRIVE_OPEN_DRAIN, PIN_CONFIG_DRIVE_OPEN_SOURCE, PIN_CONFIG_DRIVE_PUSH_PULL,
	PIN_CONFIG_DRIVE_STRENGTH, PIN_CONFIG_DRIVE_STRENGTH_UA, PIN_CONFIG_INPUT_DEBOUNCE,
	PIN_CONFIG_INPUT_ENABLE, PIN_CONFIG_INPUT_SCHMITT, PIN_CONFIG_INPUT_SCHMITT_ENABLE,
	PIN_CONFIG_LEVEL, PIN_CONFIG_MODE_LOW_POWER, PIN_CONFIG_OUTPUT_ENABLE,
	PIN_CONFIG_PERSIST_STATE, PIN_CONFIG_POWER_SOURCE, PIN_CONFIG_SLEW_RATE,
};

#define pinconf_to_config_param(config)		((config) & 0xff)
#define pinconf_to_config_argument(config)	((u32)((config) >> 8) & 0xffffff)
#define pinconf_to_config_packed(param, argument)			\
	((unsigned long)(argument) << 8 | ((param) & 0xff))

struct pinctrl_dev { void *data; };
struct pinctrl_pin_desc { unsigned int number; const char *name; };

struct pinctrl_ops {
	int (*get_groups_count)(struct pinctrl_dev *pctldev);
	const char *(*get_group_name)(struct pinctrl_dev *pctldev, unsigned int group);
	int (*get_group_pins)(struct pinctrl_dev *pctldev, unsigned int group,
			      const unsigned int **pins, unsigned int *num);
};

struct pinmux_ops {
	int (*request)(struct pinctrl_dev *pctldev, unsigned int pin);
	int (*free)(struct pinctrl_dev *pctldev, unsigned int pin);
	int (*get_functions_count)(struct pinctrl_dev *pctldev);
	const char *(*get_function_name)(struct pinctrl_dev *pctldev, unsigned int function);
	int (*get_function_groups)(struct pinctrl_dev *pctldev, unsigned int function,
				   const char * const **groups, unsigned int *num);
	int (*set_mux)(struct pinctrl_dev *pctldev, unsigned int function,
		       unsigned int group);
};

struct pinconf_ops {
	bool is_generic;
	int (*pin_config_get)(struct pinctrl_dev *pctldev, unsigned int pin,
			      unsigned long *config);
	int (*pin_config_set)(struct pinctrl_dev *pctldev, unsigned int pin,
			      unsigned long *configs, unsigned int num);
	int (*pin_config_group_get)(struct pinctrl_dev *pctldev, unsigned int group,
				    unsigned long *config);
	int (*pin_config_group_set)(struct pinctrl_dev *pctldev, unsigned int group,
				    unsigned long *configs, unsigned int num);
};

struct pinctrl_desc {
	const char *name;
	const struct pinctrl_pin_desc *pins;
	unsigned int npins;
	const struct pinctrl_ops *pctlops;
	const struct pinmux_ops *pmxops;
	const struct pinconf_ops *confops;
	struct module *owner;
	bool link_consumers;
};

#define pinctrl_dev_get_drvdata(pctldev)	((pctldev)->data)
#define pinctrl_enable(pctldev)			((void)(pctldev), 0)
int devm_pinctrl_register_and_init(struct device *dev, struct pinctrl_desc *desc,
				   void *data, struct pinctrl_dev **pctldev);

/* powercap */
#define MAX_CONSTRAINTS_PER_ZONE	10

struct powercap_control_type;
struct powercap_zone;

struct powercap_control_type_ops {
	int (*set_enable)(struct powercap_control_type *type, bool mode);
	int (*get_enable)(struct powercap_control_type *type, bool *mode);
	int (*release)(struct powercap_control_type *type);
};

struct powercap_control_type {
	struct device dev;
	const struct powercap_control_type_ops *ops;
};

struct powercap_zone_ops {
	int (*get_max_power_range_uw)(struct powercap_zone *zone, u64 *uw);
	int (*get_power_uw)(struct powercap_zone *zone, u64 *uw);
	int (*set_enable)(struct powercap_zone *zone, bool mode);
	int (*get_enable)(struct powercap_zone *zone, bool *mode);
	int (*release)(struct powercap_zone *zone);
};

struct powercap_zone_constraint_ops {
	int (*set_power_limit_uw)(struct powercap_zone *zone, int id, u64 uw);
	int (*get_power_limit_uw)(struct powercap_zone *zone, int id, u64 *uw);
	int (*set_time_window_us)(struct powercap_zone *zone, int id, u64 us);
	int (*get_time_window_us)(struct powercap_zone *zone, int id, u64 *us);
	int (*get_max_power_uw)(struct powercap_zone *zone, int id, u64 *uw);
	int (*get_min_power_uw)(struct powercap_zone *zone, int id, u64 *uw);
	int (*get_max_time_window_us)(struct powercap_zone *zone, int id, u64 *us);
	int (*get_min_time_window_us)(struct powercap_zone *zone, int id, u64 *us);
	const char *(*get_name)(struct powercap_zone *zone, int id);
};

struct powercap_zone {
	struct device dev;
	const char *name;
	struct powercap_zone *parent;
	const struct powercap_zone_ops *ops;
	const struct powercap_zone_constraint_ops *const_ops;
	int num;
	unsigned int children;
	unsigned int released;
};

struct powercap_control_type *
powercap_register_control_type(struct powercap_control_type *ct, const char *name,
			       const struct powercap_control_type_ops *ops);
int powercap_unregister_control_type(struct powercap_control_type *ct);
struct powercap_zone *
powercap_register_zone(struct powercap_zone *zone, struct powercap_control_type *ct,
		       const char *name, struct powercap_zone *parent,
		       const struct powercap_zone_ops *ops, int num,
		       const struct powercap_zone_constraint_ops *const_ops);
int powercap_unregister_zone(struct powercap_control_type *ct, struct powercap_zone *zone);
void sysfs_notify(struct kobject *kobj, const char *dir, const char *file);

#define synchronize_rcu_tasks()

#endif /* AGENT_FRAMEWORKS_H */
