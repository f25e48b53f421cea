/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BASE_CHILD_H
#define RST_BASE_CHILD_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

struct why;

/* How a program starts; zero is the usual. */
struct child_options {
	const char *directory; /* working directory, NULL: the caller's */
	const char *variable; /* one more NAME=VALUE for the environment */
	const char *input; /* what it reads from its standard input, NULL: /dev/null */
	int out, err; /* its standard output and error, 0: /dev/null */
	int netns; /* a descriptor of its network namespace, 0: the caller's */
	/* Runs last in the child.  Returns NULL, or what it cannot do, with errno set. */
	const char *(*prepare)(const void *data);
	const void *data;
};

/* fork(2), but the child dies with its parent.  In the parent: its pid or -errno. */
pid_t child_fork(void);

/*
 * Starts argv[0], found as program_find() does, in the locale C and with no signal blocked.  It
 * dies with its parent.  Returns its pid or -errno: -ENOENT when there is no such program.
 */
pid_t child_start(const char *const argv[], const struct child_options *options);

/* Waits for the end of a child.  Returns its status as wait(2) gives it, or -errno. */
int child_wait(pid_t pid);

/*
 * Runs argv to its end.  *out (may be NULL) gets its standard output, NUL-terminated, to be freed;
 * options (may be NULL) name no output.  Returns 0 when it exited with 0, or -errno: -ENOENT when
 * there is no such program, -EIO when it failed, with the line that it complained in @why.
 */
int child_run(const char *const argv[], const struct child_options *options, char **out,
	      struct why *why);

/* Finds a program in PATH and in the folders of the system.  Returns 0 or -errno. */
int program_find(const char *program, char path[static PATH_MAX]);

/* True when child_start() would find it. */
bool program_exists(const char *program);

#endif
