/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_PROCESS_H
#define RST_STORY_PROCESS_H

#include <sys/types.h>

struct test;

/*
 * A process that shares the sockets of the test and does nothing: for stories in which the last
 * reference to a socket goes with a process.  Verbs: they end the test when they fail.
 */
pid_t process_start(struct test *t);

/* SIGKILL.  Returns when the process is gone and has dropped what it had open. */
void process_kill(struct test *t, pid_t pid);

#endif
