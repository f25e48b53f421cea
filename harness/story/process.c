// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/process.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/world/test.h"

/* The child: nothing that can fail, and nothing of the test but its descriptors. */
static void wait_for_death(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (getppid() == parent)
		pause();
	_exit(0);
}

pid_t process_start(struct test *t)
{
	pid_t parent = getpid();
	pid_t pid = fork();

	if (pid < 0)
		test_fail(t, FAILED_SETUP, "fork(): %s", strerror(errno));
	if (!pid)
		wait_for_death(parent);
	return pid;
}

/* do_exit() runs the final fput() of every file before it tells the parent. */
void process_kill(struct test *t, pid_t pid)
{
	int status;

	if (kill(pid, SIGKILL) || waitpid(pid, &status, 0) != pid)
		test_fail(t, FAILED_SETUP, "cannot kill process %d: %s", pid, strerror(errno));
	if (!WIFSIGNALED(status))
		test_fail(t, FAILED_SETUP, "process %d ended before it was killed", pid);
}
