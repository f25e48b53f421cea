/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_IMAGE_CPIO_H
#define RST_GUEST_IMAGE_CPIO_H

#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

/*
 * Writer of an uncompressed "newc" archive, as the kernel's initramfs takes it
 * (Documentation/driver-api/early-userspace/buffer-format.rst).  Every entry belongs to root and
 * has no time: the same input gives the same bytes.  Missing folders are added by themselves.
 */
struct cpio;

/* Write to the stream, which the caller keeps.  NULL: out of memory. */
struct cpio *cpio_new(FILE *stream);

/* Free without finishing.  NULL is fine. */
void cpio_free(struct cpio *cpio);

/* path: without a leading '/'.  A path that was added before is left as it is (returns 0). */
int cpio_add_folder(struct cpio *cpio, const char *path, mode_t permissions);
int cpio_add_data(struct cpio *cpio, const char *path, mode_t permissions, const void *data,
		  size_t length);
int cpio_add_file(struct cpio *cpio, const char *path, mode_t permissions, const char *from);
int cpio_add_link(struct cpio *cpio, const char *path, const char *target);
int cpio_add_device(struct cpio *cpio, const char *path, mode_t permissions, unsigned int major,
		    unsigned int minor);

/* True when the path was added. */
int cpio_has(const struct cpio *cpio, const char *path);

/* Write the trailer and flush.  0 or -errno, also of writes that failed before. */
int cpio_finish(struct cpio *cpio);

#endif
