/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_KERNEL_KERNEL_IMAGE_H
#define RST_GUEST_KERNEL_KERNEL_IMAGE_H

#include <limits.h>
#include <stdbool.h>

struct cache;
struct why;

/* The files of one kernel.  A path that is empty: there is none. */
struct kernel_image {
	char spec[PATH_MAX]; /* what the user gave */
	char release[128]; /* as uname -r says */
	char bzimage[PATH_MAX]; /* starts on any machine type */
	char vmlinux[PATH_MAX]; /* starts by PVH, without unpacking itself in the guest */
	char config[PATH_MAX];
	char modules[PATH_MAX]; /* folder of NAME.ko files and "order" */
	bool virtio_mmio; /* it has the driver, built in or as a module: microvm needs it */
	char note[256]; /* one line that a reader of the results should know, or "" */
};

/* Where a kernel is looked for, and what is made of it is put. */
struct kernel_search {
	struct cache *cache; /* the extracted vmlinux, the module closure */
	const char
		*modules; /* of a kernel file that stands alone: .../lib/modules/RELEASE, or NULL */
	bool offline; /* only what the cache has */
};

/*
 * Turn a kernel spec into files: "deb:SERIES", a bzImage, a vmlinux, or a build tree.  Returns 0, or
 * -EINVAL, -ENOENT, -ENETUNREACH and others with the reason and the remedy in @why.
 */
int kernel_image_find(struct kernel_image *image, const char *spec,
		      const struct kernel_search *search, struct why *why);

#endif
