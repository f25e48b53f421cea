// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/process.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/child.h"
#include "harness/world/test.h"

pid_t process_start(struct test *t)
{
	pid_t pid = child_fork();

	if (pid < 0)
		test_fail(t, FAILED_SETUP, "fork(): %s", strerror(-pid));
	/* The child: nothing that can fail, and nothing of the test but its descriptors. */
	while (!pid)
		pause();
	return pid;
}

/* do_exit() runs the final fput() of every file before it tells the parent. */
void process_kill(struct test *t, pid_t pid)
{
	int status = kill(pid, SIGKILL) ? -errno : child_wait(pid);

	if (status < 0)
		test_fail(t, FAILED_SETUP, "cannot kill process %d: %s", pid, strerror(-status));
	if (!WIFSIGNALED(status))
		test_fail(t, FAILED_SETUP, "process %d ended before it was killed", pid);
}
