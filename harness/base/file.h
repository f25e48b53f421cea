/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BASE_FILE_H
#define RST_BASE_FILE_H

#include <stddef.h>

/*
 * Writes a document of @size bytes to @path, through a temporary file beside it that is then
 * renamed: @path is whole or untouched.  What is no regular file (a pipe, /dev/stdout) is
 * written to as it is; NULL is stdout.  Returns 0 or -errno.
 */
int output_write(const char *path, const char *data, size_t size);

#endif
