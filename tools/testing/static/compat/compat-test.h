/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _COMPAT_TEST_H
#define _COMPAT_TEST_H

int compat_test_locks(void);
int compat_test_annotations(void);
int compat_test_drivers(void);
void compat_test_drivers_exit(void);

#endif /* _COMPAT_TEST_H */
