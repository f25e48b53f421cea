/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_KERNEL_BZIMAGE_H
#define RST_GUEST_KERNEL_BZIMAGE_H

#include <stdbool.h>
#include <stddef.h>

struct why;

/* What kind of kernel file this is, told by its content, never by its name. */
enum kernel_file_kind {
	KERNEL_FILE_OTHER,
	KERNEL_FILE_BZIMAGE, /* Linux/x86 boot protocol 2.08 or newer */
	KERNEL_FILE_ELF64, /* x86-64 vmlinux */
};

enum kernel_file_kind kernel_file_kind(const char *path);

/*
 * The release ("6.12.117+deb13-cloud-amd64") that a bzImage names in its header
 * (Documentation/arch/x86/boot.rst, kernel_version at 0x20e) or a vmlinux in its banner.
 */
int kernel_file_release(const char *path, char *release, size_t size, struct why *why);

/*
 * Write the ELF image inside a bzImage (payload_offset at 0x248, payload_length at 0x24c; gzip,
 * xz, zstd, lz4, lzma or bzip2) to the new file vmlinux, which
 * must not exist and is removed again on an error.  -ENOEXEC: packed in another way.
 */
int bzimage_extract(const char *bzimage, const char *vmlinux, struct why *why);

/*
 * True when QEMU can start this vmlinux by itself: it holds the Xen note PHYS32_ENTRY, which the
 * kernel's CONFIG_PVH=y adds (arch/x86/platform/pvh/head.S).
 */
bool vmlinux_has_pvh(const char *vmlinux);

#endif
