// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"

#define PATIENCE_MS 10000

#define SHELL(script) ((const char *const[]){ "sh", "-c", script, NULL })

static void prints(const char *script, const struct child_options *options, const char *expected)
{
	struct why why = { "" };
	char *out;

	CHECK(!child_run(SHELL(script), options, &out, &why));
	CHECK_TEXT(expected, out);
	CHECK_TEXT("", why.text);
	free(out);
}

static void fails(const char *script, const struct child_options *options, const char *expected)
{
	char *out = NULL;
	struct why why;

	CHECK(child_run(SHELL(script), options, &out, &why) == -EIO);
	CHECK_TEXT(expected, why.text);
	CHECK(!out);
	CHECK(child_run(SHELL(script), options, NULL, NULL) == -EIO);
}

static const char *refuse(const void *data)
{
	errno = ENOTTY;
	return data;
}

static void check_output(void)
{
	const struct child_options in_root = { .directory = "/", .variable = "NAME=value" };
	const struct child_options nowhere = { .directory = "/no/such/folder" };
	const struct child_options input = { .input = "one\ntwo\n" };
	const struct child_options refused = { .prepare = refuse, .data = "do this" };

	prints("echo one; echo other >&2; echo two", NULL, "one\ntwo\n");
	prints("", NULL, "");
	/* More than a pipe holds, into both. */
	prints("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero | wc -c", NULL, "300000\n");
	prints("pwd; echo $NAME $LC_ALL", &in_root, "/\nvalue C\n");
	prints("cat", &input, "one\ntwo\n");
	prints("cat", NULL, "");
	fails("exit 3", NULL, "'sh -c exit 3' failed (exit 3): no message");
	fails("echo 1; echo 2 >&2; false", NULL,
	      "'sh -c echo 1; echo 2 >&2; false' failed (exit 1): 2");
	fails("echo 1; false", NULL, "'sh -c echo 1; false' failed (exit 1): 1");
	fails("cat >&2; exit 2", &(struct child_options){ .input = "a\nE: b\nE: c\n" },
	      "'sh -c cat >&2; exit 2' failed (exit 2): E: b");
	fails("cat >&2; exit 2", &(struct child_options){ .input = "line 1\n x: Error: y\n" },
	      "'sh -c cat >&2; exit 2' failed (exit 2):  x: Error: y");
	fails("kill -9 $$", NULL, "'sh -c kill -9 $$' died from signal 9");
	fails("", &nowhere,
	      "'sh -c ' failed (exit 126): cannot enter its folder: No such file or directory");
	fails("", &refused,
	      "'sh -c ' failed (exit 126): cannot do this: Inappropriate ioctl for device");
}

static void check_missing(void)
{
	char path[PATH_MAX];
	struct why why;

	CHECK(child_run((const char *const[]){ "no-such-program", NULL }, NULL, NULL, &why) ==
	      -ENOENT);
	CHECK_TEXT("'no-such-program': program not found", why.text);
	CHECK(!program_exists("no-such-program") && !program_exists("/no/such/program"));
	CHECK(!program_find("/bin/sh", path));
	CHECK_TEXT("/bin/sh", path);

	/* The folders of the system are searched in any case. */
	CHECK(!setenv("PATH", "/no/such/folder", 1));
	CHECK(program_exists("sh"));
	CHECK(!setenv("PATH", "/no/such/folder:/bin", 1));
	CHECK(!program_find("sh", path));
	CHECK_TEXT("/bin/sh", path);
}

static bool has_ended(int pid_fd, int patience)
{
	struct pollfd end = { .fd = pid_fd, .events = POLLIN };

	return poll(&end, 1, patience) == 1;
}

/* A parent that does nothing but have a program run, whose pid comes through @pipe. */
static void be_parent(int pipe)
{
	const char *const argv[] = { "tail", "-f", "/dev/null", NULL };
	pid_t pid = child_start(argv, &(struct child_options){ 0 });

	if (write(pipe, &pid, sizeof(pid)) != sizeof(pid))
		_exit(1);
	while (true)
		pause();
}

static void check_dies_with_parent(void)
{
	pid_t parent, child = -1;
	int pipes[2], child_fd, status;

	CHECK(!pipe(pipes));
	parent = child_fork();
	if (!parent)
		be_parent(pipes[1]);
	CHECK(parent > 0 && read(pipes[0], &child, sizeof(child)) == sizeof(child) && child > 0);
	child_fd = syscall(SYS_pidfd_open, child, 0);
	CHECK(child_fd >= 0 && !has_ended(child_fd, 0));
	CHECK(!kill(parent, SIGKILL));
	status = child_wait(parent);
	CHECK(status >= 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	CHECK(has_ended(child_fd, PATIENCE_MS));
	CHECK(child_wait(parent) == -ECHILD);
}

int main(void)
{
	check_output();
	check_missing();
	check_dies_with_parent();
	return 0;
}
