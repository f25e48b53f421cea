// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/file.h"
#include "harness/base/why.h"

/* depmod and ldconfig are not in an ordinary user's PATH. */
static const char *const system_folders[] = { "/usr/sbin", "/sbin", "/usr/bin", "/bin" };

int program_find(const char *program, char path[static PATH_MAX])
{
	const char *entry = getenv("PATH");
	const char *end;
	size_t i;

	if (strchr(program, '/')) {
		snprintf(path, PATH_MAX, "%s", program);
		return access(path, X_OK) ? -errno : 0;
	}
	for (; entry && *entry; entry = *end ? end + 1 : end) {
		end = strchrnul(entry, ':');
		snprintf(path, PATH_MAX, "%.*s/%s", (int)(end - entry), entry, program);
		if (!access(path, X_OK))
			return 0;
	}
	for (i = 0; i < ARRAY_SIZE(system_folders); i++) {
		snprintf(path, PATH_MAX, "%s/%s", system_folders[i], program);
		if (!access(path, X_OK))
			return 0;
	}
	return -ENOENT;
}

bool program_exists(const char *program)
{
	char path[PATH_MAX];

	return !program_find(program, path);
}

pid_t child_fork(void)
{
	pid_t parent = getpid();
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* It may have died before it was asked for. */
	if (getppid() != parent)
		_exit(126);
	return 0;
}

static int input_open(const char *input)
{
	int fd = input ? memfd_create("input", MFD_CLOEXEC) : open("/dev/null", O_RDONLY);

	if (input && (write(fd, input, strlen(input)) < 0 || lseek(fd, 0, SEEK_SET)))
		return -1;
	return fd;
}

static bool redirect(const struct child_options *options)
{
	int null_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);

	return dup2(options->err ? options->err : null_fd, STDERR_FILENO) >= 0 &&
	       dup2(options->out ? options->out : null_fd, STDOUT_FILENO) >= 0 &&
	       dup2(input_open(options->input), STDIN_FILENO) >= 0;
}

/* In the child.  Returns NULL, or what it cannot do, with errno set. */
static const char *get_ready(const struct child_options *options)
{
	sigset_t none;

	if (!redirect(options))
		return "redirect its output";
	if (options->netns > 0 && setns(options->netns, CLONE_NEWNET))
		return "enter the network namespace";
	if (options->directory && chdir(options->directory))
		return "enter its folder";
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (options->variable)
		putenv((char *)options->variable);
	/* The text of a program's answer is parsed: no translations. */
	setenv("LC_ALL", "C", 1);
	return options->prepare ? options->prepare(options->data) : NULL;
}

pid_t child_start(const char *const argv[], const struct child_options *options)
{
	char path[PATH_MAX];
	int err = program_find(argv[0], path);
	const char *failed;
	pid_t pid;

	if (err)
		return err;
	pid = child_fork();
	if (pid)
		return pid;
	failed = get_ready(options);
	if (!failed)
		execv(path, (char *const *)argv);
	dprintf(STDERR_FILENO, "cannot %s: %s\n", failed ? failed : "run", strerror(errno));
	_exit(126);
}

int child_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return status;
}

/* The line worth quoting: the first with the word of an error, else the first; cuts @text. */
static const char *find_complaint(char *text)
{
	char *first = NULL, *line, *rest;

	for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		if (!strncmp(line, "E: ", 3) || strcasestr(line, "error"))
			return line;
		first = first ? first : line;
	}
	return first ? first : "no message";
}

/* How the program was called, "ip -batch -". */
static void write_command(const char *const argv[], char *text, size_t size)
{
	size_t used = 0;
	size_t i;

	for (i = 0; argv[i] && used < size; i++)
		used += snprintf(text + used, size - used, "%s%s", i ? " " : "", argv[i]);
}

static int judge(const char *const argv[], int status, char *complaints, struct why *why)
{
	char command[120];

	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return 0;
	write_command(argv, command, sizeof(command));
	if (WIFSIGNALED(status))
		return why_set(why, EIO, "'%s' died from signal %d", command, WTERMSIG(status));
	return why_set(why, EIO, "'%s' failed (exit %d): %s", command, WEXITSTATUS(status),
		       find_complaint(complaints));
}

/* @options names the two files that take the output. */
static int run_into(const char *const argv[], const struct child_options *options, char **out,
		    struct why *why)
{
	pid_t pid = child_start(argv, options);
	int status = pid < 0 ? pid : child_wait(pid);
	char *text = NULL, *complaints = NULL;
	int err;

	if (status == -ENOENT)
		return why_set(why, ENOENT, "'%s': program not found", argv[0]);
	if (status < 0)
		return why_set(why, -status, "cannot start %s: %s", argv[0], strerror(-status));
	lseek(options->out, 0, SEEK_SET);
	lseek(options->err, 0, SEEK_SET);
	if (file_read_fd(options->out, &text) < 0 || file_read_fd(options->err, &complaints) < 0)
		err = why_set(why, ENOMEM, "no memory for what %s prints", argv[0]);
	else
		err = judge(argv, status, *complaints ? complaints : text, why);
	if (!err && out) {
		*out = text;
		text = NULL;
	}
	free(text);
	free(complaints);
	return err;
}

int child_run(const char *const argv[], const struct child_options *options, char **out,
	      struct why *why)
{
	struct child_options whole = options ? *options : (struct child_options){ 0 };
	int err;

	whole.out = memfd_create("output", MFD_CLOEXEC);
	whole.err = memfd_create("complaints", MFD_CLOEXEC);
	if (whole.out >= 0 && whole.err >= 0)
		err = run_into(argv, &whole, out, why);
	else
		err = why_set(why, errno, "no file for what %s prints: %s", argv[0],
			      strerror(errno));
	if (whole.out >= 0)
		close(whole.out);
	if (whole.err >= 0)
		close(whole.err);
	return err;
}
