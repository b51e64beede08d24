// SPDX-License-Identifier: GPL-2.0-only
/* KEY=VALUE words of a command; see tp.h. */
#include <linux/kernel.h>

#include "tp_priv.h"

/**
 * tp_arg() - take the value of a key
 * @args: arguments
 * @key: the key
 *
 * Context: Any.
 * Return: its value, NULL if the key is not there.
 */
const char *tp_arg(struct tp_args *args, const char *key)
{
	const char *value;
	u32 i;

	for (i = args->words->next; i < args->words->num; i++) {
		value = scmip_after(args->words->word[i], key);
		if (!value)
			continue;
		args->used |= 1u << i;
		return value;
	}
	return NULL;
}
EXPORT_SYMBOL_GPL(tp_arg);

/**
 * tp_arg_number() - take a number
 * @args: arguments
 * @key: the key
 * @min: lowest value
 * @max: highest value
 * @value: the number; left alone if the key is not there
 *
 * Context: Any.
 * Return: false if the value is wrong, with an explanation in @args.
 */
bool tp_arg_number(struct tp_args *args, const char *key, u64 min, u64 max, u64 *value)
{
	const char *word = tp_arg(args, key);
	u64 v;

	if (!word)
		return true;
	if (!scmip_parse_u64(word, &v) || v < min || v > max) {
		snprintf(args->error, sizeof(args->error), "%s=, expected %llu..%llu", key, min,
			 max);
		return false;
	}
	*value = v;
	return true;
}
EXPORT_SYMBOL_GPL(tp_arg_number);

/**
 * tp_arg_flag() - take a switch: on or off
 * @args: arguments
 * @key: the key
 * @value: the switch; left alone if the key is not there
 *
 * Context: Any.
 * Return: false if the value is wrong, with an explanation in @args.
 */
bool tp_arg_flag(struct tp_args *args, const char *key, bool *value)
{
	const char *word = tp_arg(args, key);

	if (!word)
		return true;
	if (!scmip_same(word, "on") && !scmip_same(word, "off")) {
		snprintf(args->error, sizeof(args->error), "%s=, expected on or off", key);
		return false;
	}
	*value = scmip_same(word, "on");
	return true;
}
EXPORT_SYMBOL_GPL(tp_arg_flag);
