/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_KERNEL_VERSION_H
#define RST_KERNEL_VERSION_H

#include <stddef.h>

/* A kernel version as one comparable number; STABLE() with its stable release. */
#define STABLE(major, minor, stable) ((unsigned int)(major) << 24 | (minor) << 16 | (stable))
#define KERNEL(major, minor) STABLE(major, minor, 0)

/* Of all stable releases of a version the same. */
#define KERNEL_SERIES(kernel) ((kernel)&0xffff0000)

/* "6.18.44-cloud-amd64" as a number, 0 when it is none. */
unsigned int kernel_parse(const char *release);

/*
 * What runs here.  Distributions leave the stable release out of uname -r and tell it elsewhere:
 * Debian in uname -v, Ubuntu in /proc/version_signature.
 */
unsigned int kernel_running(void);

/* The same, from those three texts; @signature may be NULL. */
unsigned int kernel_of(const char *release, const char *version, const char *signature);

/* uname -r */
const char *kernel_release(char *release, size_t size);

/* Writes "6.12" or "5.10.262". */
const char *kernel_name(unsigned int version, char *name, size_t size);

#endif
