// SPDX-License-Identifier: GPL-2.0-only
#include "harness/command/kyua.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORK_FOLDER "/run/rstlab"

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

static size_t count(const char *const *list)
{
	size_t n = 0;

	while (list[n])
		n++;
	return n;
}

int kyua_start(struct kyua *kyua, const char *folder, int parallel, const char *const *variables,
	       const char *const *filters)
{
	size_t room = 2 * count(variables) + count(filters) + 16;
	const char **argv = calloc(room, sizeof(*argv));
	char kyuafile[4096], parallelism[40];
	int pipes[2];
	size_t n = 0;

	if (!argv)
		return -ENOMEM;
	snprintf(kyuafile, sizeof(kyuafile), "%s/Kyuafile", folder);
	snprintf(parallelism, sizeof(parallelism), "parallelism=%d", parallel);
	argv[n++] = "kyua";
	argv[n++] = "--logfile=/dev/null";
	argv[n++] = "-v";
	argv[n++] = parallelism;
	for (; *variables; variables++) {
		argv[n++] = "-v";
		argv[n++] = *variables;
	}
	argv[n++] = "test";
	argv[n++] = "-k";
	argv[n++] = kyuafile;
	argv[n++] = "-r";
	argv[n++] = WORK_FOLDER "/results.db";
	for (; *filters; filters++)
		argv[n++] = *filters;
	if (pipe2(pipes, O_CLOEXEC)) {
		free(argv);
		return -errno;
	}
	kyua->pid = fork();
	if (kyua->pid == 0)
		become_kyua(argv, pipes[1]);
	free(argv);
	close(pipes[1]);
	kyua->output = pipes[0];
	return kyua->pid < 0 ? -errno : 0;
}

/* "close_unread_test:close_unread_data_v4  ->  failed: wire: ...  [0.030s]" */
int kyua_parse(const char *line, struct kyua_line *parsed)
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
