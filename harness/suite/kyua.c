// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/kyua.h"

#include <errno.h>
#include <fcntl.h>
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

#include "harness/judge/variables.h"

#define WORK_FOLDER "/run/rstlab"
#define FIXED_WORDS 16

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

static const char **command_line(const char *folder, int parallel, const char *const *variables,
				 const struct selection *selection)
{
	const char **argv = calloc(FIXED_WORDS + VARIABLES_WORDS + selection->count, sizeof(*argv));
	size_t n = 0;
	size_t i;

	if (!argv)
		_exit(127);
	argv[n++] = "kyua";
	argv[n++] = "--logfile=/dev/null";
	argv[n++] = "-v";
	argv[n++] = word("parallelism=%d", parallel);
	for (; *variables; variables += 2) {
		argv[n++] = "-v";
		argv[n++] = word("test_suites.rstlab.%s=%s", variables[0], variables[1]);
	}
	argv[n++] = "test";
	argv[n++] = "-k";
	argv[n++] = word("%s/Kyuafile", folder);
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

int kyua_start(struct kyua *kyua, const char *folder, int parallel, const char *const *variables,
	       const struct selection *selection)
{
	int pipes[2];

	if (pipe2(pipes, O_CLOEXEC))
		return -errno;
	kyua->pid = fork();
	if (kyua->pid == 0)
		become_kyua(command_line(folder, parallel, variables, selection), pipes[1]);
	close(pipes[1]);
	kyua->output = pipes[0];
	return kyua->pid < 0 ? -errno : 0;
}

/* "close_unread_test:close_unread_data_v4  ->  failed: wire: ...  [0.030s]" */
int kyua_parse(const char *line, struct ending *parsed)
{
	const char *arrow = strstr(line, "  ->  ");
	const char *colon = strchr(line, ':');
	const char *end, *result;

	memset(parsed, 0, sizeof(*parsed));
	if (!arrow || !colon || colon > arrow)
		return 0;
	snprintf(parsed->program, sizeof(parsed->program), "%.*s", (int)(colon - line), line);
	snprintf(parsed->name, sizeof(parsed->name), "%.*s", (int)(arrow - colon - 1), colon + 1);
	result = arrow + strlen("  ->  ");
	end = strrchr(result, '[');
	parsed->seconds = end ? strtod(end + 1, NULL) : 0;
	end = end ? end - 2 : result + strlen(result);
	snprintf(parsed->result, sizeof(parsed->result), "%.*s", (int)strcspn(result, ": "),
		 result);
	colon = result + strlen(parsed->result);
	if (*colon == ':' && colon + 2 < end)
		snprintf(parsed->reason, sizeof(parsed->reason), "%.*s", (int)(end - colon - 2),
			 colon + 2);
	return 1;
}

int kyua_finish(struct kyua *kyua)
{
	int status;

	close(kyua->output);
	while (waitpid(kyua->pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
