/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_INIT_MODPROBE_H
#define RST_GUEST_INIT_MODPROBE_H

#include <stdio.h>

/*
 * Load the module of that name or alias, after all that it needs, from folder (its files "order"
 * and "alias", see modules.h).  Returns how many were loaded or there already; 0: the folder
 * knows no such module (built in, or not configured).  What the kernel refuses is named in
 * complaints with the reason.
 */
int modprobe_load(const char *folder, const char *name, FILE *complaints);

#endif
