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

/*
 * Turn a kernel spec into files: "deb:SERIES", a bzImage, a vmlinux, or a build tree.  modules: an
 * installed module tree (.../lib/modules/RELEASE) for a kernel file that stands alone, or NULL.
 * What has to be made (the extracted vmlinux, the module closure) is put into the cache.
 * -EINVAL, -ENOENT, -ENETUNREACH and others, with the reason and the remedy in why.
 */
int kernel_image_find(struct kernel_image *image, const char *spec, const char *modules,
		      struct cache *cache, bool offline, struct why *why);

#endif
