// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/why.h"

/* depmod and ldconfig are not in an ordinary user's PATH. */
static const char *const system_folders[] = { "/usr/sbin", "/sbin", "/usr/bin", "/bin" };

int spawn_find(const char *program, char path[static PATH_MAX])
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
	for (i = 0; i < sizeof(system_folders) / sizeof(system_folders[0]); i++) {
		snprintf(path, PATH_MAX, "%s/%s", system_folders[i], program);
		if (!access(path, X_OK))
			return 0;
	}
	return -ENOENT;
}

int spawn_exists(const char *program)
{
	char path[PATH_MAX];

	return !spawn_find(program, path);
}

static void child_run(const char *path, const char *const argv[],
		      const struct spawn_options *options, int out_fd, int err_fd)
{
	int null_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (dup2(null_fd, 0) < 0 || dup2(out_fd, 1) < 0 || dup2(err_fd, 2) < 0)
		_exit(126);
	if (options && options->directory && chdir(options->directory))
		_exit(126);
	if (options && options->variable)
		putenv((char *)options->variable);
	/* The text of a program's answer is parsed: no translations. */
	setenv("LC_ALL", "C", 1);
	execv(path, (char *const *)argv);
	_exit(127);
}

pid_t spawn_start(const char *const argv[], const struct spawn_options *options, int out_fd,
		  int err_fd)
{
	char path[PATH_MAX];
	pid_t parent = getpid();
	pid_t pid;
	int err;

	err = spawn_find(argv[0], path);
	if (err)
		return err;
	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(126);
	child_run(path, argv, options, out_fd, err_fd);
	return 0;
}

struct text {
	char *data;
	size_t length;
};

static int text_read(struct text *text, int fd)
{
	char *data = realloc(text->data, text->length + 65536 + 1);
	ssize_t n;

	if (!data)
		return -ENOMEM;
	text->data = data;
	n = read(fd, data + text->length, 65536);
	if (n < 0)
		return errno == EINTR ? 1 : -errno;
	text->length += n;
	data[text->length] = '\0';
	return n > 0;
}

static int texts_collect(int out_fd, struct text *out, int err_fd, struct text *err_text)
{
	struct pollfd fds[2] = {
		{ .fd = out_fd, .events = POLLIN },
		{ .fd = err_fd, .events = POLLIN },
	};
	struct text *const texts[2] = { out, err_text };
	int i, rc;

	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			return -errno;
		for (i = 0; i < 2; i++) {
			if (fds[i].fd < 0 || !fds[i].revents)
				continue;
			rc = text_read(texts[i], fds[i].fd);
			if (rc < 0)
				return rc;
			if (!rc)
				fds[i].fd = -1;
		}
	}
	return 0;
}

/*
 * The line of an error output worth quoting: the last one with the word of an error, or the last.
 */
static const char *text_complaint(struct text *text)
{
	const char *best = NULL, *last = "no message";
	char *line, *save = NULL;

	if (!text->data)
		return last;
	for (line = strtok_r(text->data, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		if (!strncmp(line, "E: ", 3) || strcasestr(line, "error"))
			best = line;
		last = line;
	}
	return best ? best : last;
}

static int status_judge(const char *program, int status, struct text *complaint, struct why *why)
{
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return 0;
	if (WIFSIGNALED(status))
		return why_set(why, EIO, "%s died from signal %d", program, WTERMSIG(status));
	return why_set(why, EIO, "%s failed (exit %d): %s", program, WEXITSTATUS(status),
		       text_complaint(complaint));
}

int spawn_run(const char *const argv[], const struct spawn_options *options, char **out,
	      struct why *why)
{
	int out_pipe[2] = { -1, -1 }, err_pipe[2] = { -1, -1 };
	struct text texts[2] = { { NULL, 0 }, { NULL, 0 } };
	int err, status;
	pid_t pid;

	if (pipe2(out_pipe, O_CLOEXEC) || pipe2(err_pipe, O_CLOEXEC)) {
		err = why_set(why, errno, "pipe: %s", strerror(errno));
		goto out;
	}
	pid = spawn_start(argv, options, out_pipe[1], err_pipe[1]);
	if (pid < 0) {
		err = why_set(why, -pid, "cannot run %s: %s", argv[0], strerror(-pid));
		goto out;
	}
	close(out_pipe[1]);
	close(err_pipe[1]);
	out_pipe[1] = err_pipe[1] = -1;
	err = texts_collect(out_pipe[0], &texts[0], err_pipe[0], &texts[1]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!err)
		err = status_judge(argv[0], status, &texts[1], why);
	if (!err && out) {
		*out = texts[0].data ? texts[0].data : strdup("");
		texts[0].data = NULL;
	}
out:
	free(texts[0].data);
	free(texts[1].data);
	for (status = 0; status < 2; status++) {
		if (out_pipe[status] >= 0)
			close(out_pipe[status]);
		if (err_pipe[status] >= 0)
			close(err_pipe[status]);
	}
	return err;
}
