/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_KERNEL_MODULES_H
#define RST_GUEST_KERNEL_MODULES_H

#include <stddef.h>

struct why;

/* The modules that the suite needs, NULL at the end: the console port first, then the network. */
extern const char *const modules_wanted[];

/* A text that names the wanted list: a cache made for another list is stale. */
int modules_signature(char *text, size_t size);

/*
 * Find the wanted modules and all that they depend on in an installed module tree
 * (tree/kernel/..., as made by "make modules_install"), with depmod; write them expanded and
 * without signature to to/FILE.ko, "NAME FILE.ko DEPENDENCY..." in the order to load them to
 * to/order, and depmod's aliases ("PATTERN NAME") to to/alias.  A wanted module
 * that the tree has not is built in or not configured: left out.  scratch: a private folder
 * for depmod's view of the tree.  Returns the number of modules or -errno.
 */
int modules_collect(const char *tree, const char *release, const char *to, const char *scratch,
		    struct why *why);

/*
 * The same for a kernel build tree, whose modules.order lists what was built.
 */
int modules_collect_build(const char *build, const char *release, const char *to,
			  const char *scratch, struct why *why);

#endif
