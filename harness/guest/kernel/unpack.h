/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_KERNEL_UNPACK_H
#define RST_GUEST_KERNEL_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

struct why;

/*
 * Unpack the members of a .deb's data archive for which wants(path) is true (path without a
 * leading "./") below the folder to.
 * Only plain files are written, never links or devices, and never outside the folder.
 */
int unpack_deb(const char *deb, const char *to, bool (*wants)(const char *path), struct why *why);

/*
 * Expand a gzip, xz, zstd, lz4, lzma or bzip2 stream (told by its magic number) into the file
 * descriptor to_fd.  A stream that is none of these is written as it is.
 */
int unpack_stream(const void *data, size_t length, int to_fd, struct why *why);

/* The same from a file. */
int unpack_file(const char *from, int to_fd, struct why *why);

#endif
