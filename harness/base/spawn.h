/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BASE_SPAWN_H
#define RST_BASE_SPAWN_H

#include <limits.h>
#include <sys/types.h>

struct why;

struct spawn_options {
	const char *directory; /* working directory, NULL: the caller's */
	const char *variable; /* one more NAME=VALUE for the environment, or NULL */
};

/*
 * Start argv[0] (looked up in PATH and in the sbin folders) with stdin from /dev/null, stdout to
 * out_fd and stderr to err_fd.  The child dies with the caller.  Returns the pid or -errno.
 */
pid_t spawn_start(const char *const argv[], const struct spawn_options *options, int out_fd,
		  int err_fd);

/*
 * Run argv to its end.  *out (may be NULL) gets its standard output, NUL-terminated, to be freed.
 * A program that is missing or does not exit with 0 is an error: -ENOENT, or -EIO with the last
 * line of its standard error in why.
 */
int spawn_run(const char *const argv[], const struct spawn_options *options, char **out,
	      struct why *why);

/* Find a program in PATH and in the sbin folders.  0 or -errno. */
int spawn_find(const char *program, char path[static PATH_MAX]);

/* True when the program is found the way spawn_start() would look for it. */
int spawn_exists(const char *program);

#endif
