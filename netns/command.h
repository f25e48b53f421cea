/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_COMMAND_H
#define RST_NETNS_COMMAND_H

#include <stddef.h>
#include <sys/types.h>

/* A program that runs beside us.  It dies with us. */
struct command {
	pid_t pid;
	int output; /* its stdout and stderr */
	char line[200]; /* how it was called, for messages */
};

/*
 * Starts @argv with @input (may be NULL) as its standard input, in the network namespace
 * @netns (a descriptor, or -1 for ours).  Returns 0 or -errno.
 */
int command_start(struct command *command, const char *const argv[], const char *input, int netns);

/*
 * Waits for the end.  Returns 0 when it exited with 0, else -errno (-ENOENT when the
 * program does not exist, -EIO when it failed) with one line in @why.
 */
int command_finish(struct command *command, char *why, size_t size);

/* Both of the above. */
int command_run(const char *const argv[], const char *input, int netns, char *why, size_t size);

#endif
