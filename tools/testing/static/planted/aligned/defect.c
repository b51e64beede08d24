// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>

/* What a compiler makes of a function that can be traced and that it does not align. */
asm(".text\n"
    ".balign 8\n"
    "	nop\n"
    "misaligned:\n"
    "	.pushsection __patchable_function_entries, \"awo\", %progbits, .text\n"
    "	.balign 8\n"
    "	.quad misaligned\n"
    "	.popsection\n"
    "	nop\n"
    "	ret\n"
    ".type misaligned, %function\n");

noinline int aligned_function(int n);
noinline int aligned_function(int n)
{
	return n + 1;
}

static int __init defect_init(void)
{
	return aligned_function(-1);
}
module_init(defect_init);

MODULE_DESCRIPTION("Planted");
MODULE_LICENSE("GPL");
