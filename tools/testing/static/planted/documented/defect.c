// SPDX-License-Identifier: GPL-2.0-only
static int private_function(void)
{
	return 0;
}

int scmi_agent_silent(int a,
		      int b)
{
	return a + b + private_function();
}

/* An ordinary comment. */
int scmi_agent_ordinary(void)
{
	return 0;
}

/**
 * scmi_agent_misnamed_in_the_comment() - wrong name
 */
int scmi_agent_misnamed(void)
{
	return 0;
}

/**
 * scmi_agent_told() - this one is documented
 *
 * Return: 0.
 */
int scmi_agent_told(void)
{
	return 0;
}
