// SPDX-License-Identifier: GPL-2.0-only
#include "harness/command/children.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/deadline.h"
#include "harness/program.h"

/* Nobody runs more at once: rstlab guest --slow. */
#define PARALLEL_MAX 512

struct child {
	const struct selected *selected; /* NULL: nobody */
	pid_t pid;
	int pid_fd;
	int result_fd; /* what ATF calls the result file */
	long long began, deadline;
};

static void play(const struct child *child, const char *const *variables, pid_t parent)
{
	const struct rlimit none = { 0, 0 };
	char result[40];
	int null = open("/dev/null", O_RDWR);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	setpgid(0, 0);
	setrlimit(RLIMIT_CORE, &none);
	umask(022);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	snprintf(result, sizeof(result), "/proc/self/fd/%d", child->result_fd);
	program_play(child->selected->file, child->selected->name, variables, result);
}

static int child_start(struct child *child, const struct selected *selected,
		       const struct children_options *options)
{
	pid_t parent = getpid();

	*child = (struct child){ .selected = selected, .pid_fd = -1 };
	child->result_fd = memfd_create("result", MFD_CLOEXEC);
	if (child->result_fd < 0)
		return -errno;
	/* What is still to be written is written by one process. */
	fflush(NULL);
	child->pid = fork();
	if (!child->pid)
		play(child, options->variables, parent);
	if (child->pid < 0)
		return -errno;
	child->began = deadline_now();
	child->deadline = child->began + 1000LL * program_timeout(selected->scenario);
	child->pid_fd = syscall(SYS_pidfd_open, child->pid, 0);
	return child->pid_fd < 0 ? -errno : 0;
}

/* "failed: wire: expected ..." */
static void read_result(struct ending *ending, int fd)
{
	char text[sizeof(ending->result) + sizeof(ending->reason)];
	ssize_t length = pread(fd, text, sizeof(text) - 1, 0);
	size_t word;

	text[length > 0 ? length : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	word = strcspn(text, ":");
	snprintf(ending->result, sizeof(ending->result), "%.*s", (int)word, text);
	if (text[word])
		snprintf(ending->reason, sizeof(ending->reason), "%s", text + word + 2);
}

/* Ends what is left of the child, and tells how it ended. */
static void child_end(struct child *child, bool late, const struct children_callbacks *callbacks)
{
	struct ending ending = { .seconds = (deadline_now() - child->began) / 1000.0 };
	int status = 0;

	/* Not reaped yet, so the number of its group is still its own. */
	kill(-child->pid, SIGKILL);
	kill(child->pid, SIGKILL);
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		;
	snprintf(ending.program, sizeof(ending.program), "%s_test", child->selected->file->name);
	snprintf(ending.name, sizeof(ending.name), "%s", child->selected->name);
	read_result(&ending, child->result_fd);
	if (late || WIFSIGNALED(status) || !*ending.result) {
		snprintf(ending.result, sizeof(ending.result), "broken");
		if (late)
			snprintf(ending.reason, sizeof(ending.reason), "Test case body timed out");
		else if (WIFSIGNALED(status))
			snprintf(ending.reason, sizeof(ending.reason), "received signal %d",
				 WTERMSIG(status));
		else
			snprintf(ending.reason, sizeof(ending.reason),
				 "exited with %d and no result", WEXITSTATUS(status));
	}
	close(child->pid_fd);
	close(child->result_fd);
	child->selected = NULL;
	callbacks->ended(&ending, callbacks->data);
}

static int wait_for_any(const struct child *children, int parallel, struct pollfd *ready)
{
	long long next = -1, now = deadline_now();
	int i;

	for (i = 0; i < parallel; i++) {
		ready[i] = (struct pollfd){ .fd = -1 };
		if (!children[i].selected)
			continue;
		ready[i] = (struct pollfd){ .fd = children[i].pid_fd, .events = POLLIN };
		if (next < 0 || children[i].deadline < next)
			next = children[i].deadline;
	}
	if (poll(ready, parallel + 1, next < now ? 0 : next - now) < 0 && errno != EINTR)
		return -errno;
	return 0;
}

/* One round: a child for every free place, then what happens first. */
static int step(struct child *children, const struct selection *selection, size_t *next,
		const struct children_options *options, const struct children_callbacks *callbacks)
{
	struct pollfd ready[PARALLEL_MAX + 1];
	int running = 0;
	int error = 0;
	int i;

	for (i = 0; i < options->parallel && !error; i++) {
		if (!children[i].selected && *next < selection->count)
			error = child_start(&children[i], &selection->cases[(*next)++], options);
		running += children[i].selected != NULL;
	}
	if (error || !running)
		return error;
	ready[options->parallel] = (struct pollfd){ .fd = options->socket, .events = POLLIN };
	error = wait_for_any(children, options->parallel, ready);
	if (error)
		return error;
	if (ready[options->parallel].revents)
		callbacks->readable(callbacks->data);
	for (i = 0; i < options->parallel; i++)
		if (children[i].selected &&
		    (ready[i].revents || children[i].deadline <= deadline_now()))
			child_end(&children[i], !ready[i].revents, callbacks);
	return 1;
}

int children_run(const struct selection *selection, const struct children_options *options,
		 const struct children_callbacks *callbacks)
{
	struct children_options bounded = *options;
	struct child *children;
	size_t next = 0;
	int result = 1;
	int i;

	if (bounded.parallel > PARALLEL_MAX)
		bounded.parallel = PARALLEL_MAX;
	children = calloc(bounded.parallel, sizeof(*children));
	if (!children)
		return -ENOMEM;
	while (result > 0)
		result = step(children, selection, &next, &bounded, callbacks);
	for (i = 0; i < bounded.parallel; i++)
		if (children[i].selected && children[i].pid > 0)
			child_end(&children[i], false, callbacks);
	free(children);
	return result;
}
