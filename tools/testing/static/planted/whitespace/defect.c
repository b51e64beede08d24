// SPDX-License-Identifier: GPL-2.0-only
int trailing;  
int clean;
 	int space_before_tab;
int no_newline;