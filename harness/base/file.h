/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BASE_FILE_H
#define RST_BASE_FILE_H

#include <stddef.h>
#include <sys/types.h>

/*
 * Writes @size bytes to @path, through "PATH.new" that is then renamed: @path is whole or
 * untouched.  Returns 0 or -errno.
 */
int file_replace(const char *path, const void *data, size_t size);

/*
 * The same for a document that a person wants at @path: a link stays a link, and what is no
 * regular file (a pipe, /dev/stdout) is written to as it is; NULL is stdout.
 */
int output_write(const char *path, const char *data, size_t size);

/*
 * Reads a file, of /proc too, to its end: *text is NUL-terminated and to be freed, NULL after an
 * error.  Returns the length or -errno.
 */
ssize_t file_read(const char *path, char **text);
ssize_t file_read_at(int directory, const char *path, char **text);
ssize_t file_read_fd(int fd, char **text);

/*
 * Reads the first line of a file, without its newline.  Returns 0 or -errno, after which @line is
 * "", or for -EMSGSIZE what fits.
 */
int file_read_line(const char *path, char *line, size_t size);

/* Writes @text into a file that is there, as those of /proc/sys and tracefs.  0 or -errno. */
int file_write_at(int directory, const char *path, const char *text);

#endif
