/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_IMAGE_INITRAMFS_H
#define RST_GUEST_IMAGE_INITRAMFS_H

#include <stddef.h>

struct why;

/* A file or a folder of the host that the guest gets, or a text. */
struct guest_file {
	const char *from;
	const char *to; /* absolute path in the guest; NULL: the same path */
	const char *text; /* what is in it, if from is NULL */
};

struct initramfs_options {
	const char *init; /* our PID 1 */
	const struct guest_file *files;
	size_t file_count;
	const char *const *command; /* argv, ended by NULL */
	const char *const *environment; /* NAME=VALUE, ended by NULL; may be NULL */
	const char *modules; /* folder of modules and "order", or NULL */
};

/*
 * Build the archive in memory, with the shared libraries that the programs need.  Returns a file
 * descriptor (a memfd: nothing to clean up) or -errno.
 */
int initramfs_build(const struct initramfs_options *options, struct why *why);

#endif
