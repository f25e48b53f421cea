// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/kyua.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdarg.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/why.h"
#include "harness/judge/variables.h"

#define WORK_FOLDER "/run/rstlab"
#define FIXED_WORDS 16
#define ARROW "  ->  "

/* What Kyua says of a case that it ended at its deadline, and of one that died. */
#define TIMED_OUT "Test case body timed out"
#define KILLED "Premature exit; test case received signal %d"

/*
 * One run of Kyua, and what of its output was not taken yet: it says "case  ->  " long before how
 * that ended.
 */
struct kyua {
	pid_t pid;
	int output;
	char text[4096];
	size_t length;
	char last[512]; /* line that says nothing of a case */
};

/* In the child: the private tmpfs, where Kyua keeps its work folders and its database. */
static int make_work_folder(void)
{
	if (mkdir(WORK_FOLDER, 0755) && errno != EEXIST)
		return -1;
	if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("tmpfs", WORK_FOLDER, "tmpfs", 0, NULL))
		return -1;
	return setenv("TMPDIR", WORK_FOLDER, 1) || setenv("HOME", WORK_FOLDER, 1);
}

/* In the child, which never frees what it makes. */
static const char *word(const char *format, ...) __attribute__((format(printf, 1, 2)));

static const char *word(const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		_exit(127);
	va_end(arguments);
	return text;
}

static const char **command_line(const struct selection *selection,
				 const struct runner_options *options)
{
	const char *const *variables = options->variables;
	const char **argv = calloc(FIXED_WORDS + VARIABLES_WORDS + selection->count, sizeof(*argv));
	size_t n = 0;
	size_t i;

	if (!argv)
		_exit(127);
	argv[n++] = "kyua";
	argv[n++] = "--logfile=/dev/null";
	argv[n++] = "-v";
	argv[n++] = word("parallelism=%d", options->parallel);
	for (; *variables; variables += 2) {
		argv[n++] = "-v";
		argv[n++] = word("test_suites.rstlab.%s=%s", variables[0], variables[1]);
	}
	argv[n++] = "test";
	argv[n++] = "-k";
	argv[n++] = word("%s/Kyuafile", options->folder);
	argv[n++] = "-r";
	argv[n++] = WORK_FOLDER "/results.db";
	for (i = 0; i < selection->count; i++)
		argv[n++] = word("%s_test:%s", selection->cases[i].file->name,
				 selection->cases[i].name);
	return argv;
}

static void become_kyua(const char *const *argv, int output)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (make_work_folder()) {
		dprintf(output, "kyua: no private tmpfs: %s\n", strerror(errno));
		_exit(127);
	}
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	execvp(argv[0], (char *const *)argv);
	dprintf(output, "kyua: not found: apt-get install kyua\n");
	_exit(127);
}

static int start(struct kyua *kyua, const struct selection *selection,
		 const struct runner_options *options)
{
	int pipes[2];

	if (pipe2(pipes, O_CLOEXEC))
		return -errno;
	kyua->pid = fork();
	if (kyua->pid == 0)
		become_kyua(command_line(selection, options), pipes[1]);
	close(pipes[1]);
	kyua->output = pipes[0];
	return kyua->pid < 0 ? -errno : 0;
}

/* Takes "  [0.030s]" off the end of @text. */
static double take_seconds(char *text)
{
	char *bracket = strrchr(text, '[');
	double seconds = bracket ? strtod(bracket + 1, NULL) : 0;

	while (bracket && bracket > text && bracket[-1] == ' ')
		bracket--;
	if (bracket)
		*bracket = '\0';
	return seconds;
}

/* "close_unread_test:close_unread_data_v4  ->  failed: wire: ...  [0.030s]" */
bool kyua_parse(const char *line, struct ending *ending)
{
	const char *arrow = strstr(line, ARROW);
	const char *colon = strchr(line, ':');
	char rest[sizeof(ending->reason) + 64];

	*ending = (struct ending){ .how = ENDED_BROKEN };
	if (!arrow || !colon || colon > arrow)
		return false;
	snprintf(ending->name, sizeof(ending->name), "%.*s", (int)(arrow - colon - 1), colon + 1);
	snprintf(rest, sizeof(rest), "%s", arrow + strlen(ARROW));
	ending->seconds = take_seconds(rest);
	ending_read(ending, rest);
	if (ending->how != ENDED_BROKEN)
		return true;
	ending->timed_out = !strcmp(ending->reason, TIMED_OUT);
	if (ending->timed_out)
		*ending->reason = '\0';
	else if (sscanf(ending->reason, KILLED, &ending->signal) != 1)
		ending->signal = 0;
	return true;
}

static void take_lines(struct kyua *kyua, const struct runner_callbacks *callbacks)
{
	struct ending ending;
	char *line = kyua->text;
	char *end;

	kyua->text[kyua->length] = '\0';
	while ((end = strchr(line, '\n'))) {
		*end = '\0';
		if (kyua_parse(line, &ending))
			callbacks->ended(&ending, callbacks->data);
		else if (*line)
			snprintf(kyua->last, sizeof(kyua->last), "%.500s", line);
		line = end + 1;
	}
	kyua->length -= line - kyua->text;
	memmove(kyua->text, line, kyua->length);
	/* No line of Kyua's that matters is that long. */
	if (kyua->length == sizeof(kyua->text) - 1)
		kyua->length = 0;
}

/* Until Kyua closes its output. */
static void follow(struct kyua *kyua, int socket, const struct runner_callbacks *callbacks)
{
	struct pollfd ready[] = {
		{ .fd = kyua->output, .events = POLLIN },
		{ .fd = socket, .events = POLLIN },
	};
	ssize_t got;

	for (;;) {
		if (poll(ready, 2, -1) < 0)
			continue;
		if (ready[1].revents)
			callbacks->readable(callbacks->data);
		if (!ready[0].revents)
			continue;
		got = read(kyua->output, kyua->text + kyua->length,
			   sizeof(kyua->text) - 1 - kyua->length);
		if (got <= 0)
			return;
		kyua->length += got;
		take_lines(kyua, callbacks);
	}
}

/* Returns its exit status, or -errno; 128 and more: ended by a signal. */
static int finish(struct kyua *kyua)
{
	int status;

	close(kyua->output);
	while (waitpid(kyua->pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int kyua_run(const struct selection *selection, const struct runner_options *options,
	     const struct runner_callbacks *callbacks, struct why *why)
{
	struct kyua kyua = { .length = 0 };
	int status = start(&kyua, selection, options);

	if (status)
		return why_set(why, -status, "cannot start kyua: %s", strerror(-status));
	follow(&kyua, options->socket, callbacks);
	status = finish(&kyua);
	/* 1: a case failed. */
	return status > 1 ? why_set(why, EIO, "kyua ended with %d: %s", status, kyua.last) : 0;
}
