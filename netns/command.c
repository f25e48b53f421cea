// SPDX-License-Identifier: GPL-2.0-only
#include "netns/command.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXIT_NO_PROGRAM 127

static int input_open(const char *input)
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (write(fd, input, strlen(input)) < 0 || lseek(fd, 0, SEEK_SET) < 0) {
		close(fd);
		return -errno;
	}
	return fd;
}

/* Runs in the child between vfork-like clone and exec: system calls only. */
static void become(const char *const argv[], int input, int output, int netns)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (netns >= 0 && setns(netns, CLONE_NEWNET))
		_exit(EXIT_NO_PROGRAM);
	if (input >= 0)
		dup2(input, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	execvp(argv[0], (char *const *)argv);
	_exit(EXIT_NO_PROGRAM);
}

static pid_t spawn(const char *const argv[], int input, int output, int netns)
{
	pid_t pid = vfork();

	if (pid == 0)
		become(argv, input, output, netns);
	return pid;
}

int command_start(struct command *command, const char *const argv[], const char *input, int netns)
{
	size_t used = 0;
	int in = -1;
	int i;

	for (i = 0; argv[i] && used < sizeof(command->line); i++)
		used += snprintf(command->line + used, sizeof(command->line) - used, "%s%s",
				 i ? " " : "", argv[i]);
	if (input) {
		in = input_open(input);
		if (in < 0)
			return in;
	}
	command->output = memfd_create("output", MFD_CLOEXEC);
	if (command->output < 0)
		goto failed;
	command->pid = spawn(argv, in, command->output, netns);
	if (command->pid < 0) {
		close(command->output);
		goto failed;
	}
	if (in >= 0)
		close(in);
	return 0;

failed:
	if (in >= 0)
		close(in);
	return -errno;
}

/* The first line that the program printed, without the newline. */
static void first_line(int output, char *line, size_t size)
{
	ssize_t length = pread(output, line, size - 1, 0);

	line[length > 0 ? length : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
}

int command_finish(struct command *command, char *why, size_t size)
{
	char said[200];
	int status;

	while (waitpid(command->pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	first_line(command->output, said, sizeof(said));
	close(command->output);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_NO_PROGRAM) {
		snprintf(why, size, "'%s': program not found", command->line);
		return -ENOENT;
	}
	snprintf(why, size, "'%s' failed: %s", command->line, said);
	return -EIO;
}

int command_run(const char *const argv[], const char *input, int netns, char *why, size_t size)
{
	struct command command;
	int error = command_start(&command, argv, input, netns);

	if (error) {
		snprintf(why, size, "cannot start %s: %s", argv[0], strerror(-error));
		return error;
	}
	return command_finish(&command, why, size);
}
