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

	ATF_REQUIRE_INTEQ(0, child_run(SHELL(script), options, &out, &why));
	ATF_CHECK_STREQ(expected, out);
	ATF_CHECK_STREQ("", why.text);
	free(out);
}

static void fails(const char *script, const struct child_options *options, const char *expected)
{
	char *out = NULL;
	struct why why;

	ATF_CHECK_INTEQ(-EIO, child_run(SHELL(script), options, &out, &why));
	ATF_CHECK_STREQ(expected, why.text);
	ATF_CHECK(!out);
	ATF_CHECK_INTEQ(-EIO, child_run(SHELL(script), options, NULL, NULL));
}

static const char *refuse(const void *data)
{
	errno = ENOTTY;
	return data;
}

ATF_TC_WITHOUT_HEAD(output_is_kept);
ATF_TC_BODY(output_is_kept, tc)
{
	const struct child_options in_root = { .directory = "/", .variable = "NAME=value" };
	const struct child_options input = { .input = "one\ntwo\n" };

	prints("echo one; echo other >&2; echo two", NULL, "one\ntwo\n");
	prints("", NULL, "");
	/* More than a pipe holds, into both. */
	prints("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero | wc -c", NULL, "300000\n");
	prints("pwd; echo $NAME $LC_ALL", &in_root, "/\nvalue C\n");
	prints("cat", &input, "one\ntwo\n");
	prints("cat", NULL, "");
}

ATF_TC_WITHOUT_HEAD(a_complaint_is_one_line);
ATF_TC_BODY(a_complaint_is_one_line, tc)
{
	const struct child_options nowhere = { .directory = "/no/such/folder" };
	const struct child_options refused = { .prepare = refuse, .data = "do this" };

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

ATF_TC_WITHOUT_HEAD(a_program_is_found_or_missed);
ATF_TC_BODY(a_program_is_found_or_missed, tc)
{
	char path[PATH_MAX];
	struct why why;

	ATF_CHECK_INTEQ(-ENOENT, child_run((const char *const[]){ "no-such-program", NULL }, NULL,
					   NULL, &why));
	ATF_CHECK_STREQ("'no-such-program': program not found", why.text);
	ATF_CHECK(!program_exists("no-such-program"));
	ATF_CHECK(!program_exists("/no/such/program"));
	ATF_REQUIRE_INTEQ(0, program_find("/bin/sh", path));
	ATF_CHECK_STREQ("/bin/sh", path);

	/* The folders of the system are searched in any case. */
	ATF_REQUIRE_INTEQ(0, setenv("PATH", "/no/such/folder", 1));
	ATF_CHECK(program_exists("sh"));
	ATF_REQUIRE_INTEQ(0, setenv("PATH", "/no/such/folder:/bin", 1));
	ATF_REQUIRE_INTEQ(0, program_find("sh", path));
	ATF_CHECK_STREQ("/bin/sh", path);
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

ATF_TC_WITHOUT_HEAD(a_child_dies_with_its_parent);
ATF_TC_BODY(a_child_dies_with_its_parent, tc)
{
	pid_t parent, child = -1;
	int pipes[2], child_fd, status;

	ATF_REQUIRE_INTEQ(0, pipe(pipes));
	parent = child_fork();
	if (!parent)
		be_parent(pipes[1]);
	ATF_REQUIRE(parent > 0);
	ATF_REQUIRE_INTEQ(sizeof(child), read(pipes[0], &child, sizeof(child)));
	ATF_REQUIRE(child > 0);
	child_fd = syscall(SYS_pidfd_open, child, 0);
	ATF_REQUIRE(child_fd >= 0);
	ATF_CHECK(!has_ended(child_fd, 0));
	ATF_REQUIRE_INTEQ(0, kill(parent, SIGKILL));
	status = child_wait(parent);
	ATF_REQUIRE(status >= 0);
	ATF_CHECK(WIFSIGNALED(status));
	ATF_CHECK_INTEQ(SIGKILL, WTERMSIG(status));
	ATF_CHECK(has_ended(child_fd, PATIENCE_MS));
	ATF_CHECK_INTEQ(-ECHILD, child_wait(parent));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, output_is_kept);
	ATF_TP_ADD_TC(tp, a_complaint_is_one_line);
	ATF_TP_ADD_TC(tp, a_program_is_found_or_missed);
	ATF_TP_ADD_TC(tp, a_child_dies_with_its_parent);
	return atf_no_error();
}
