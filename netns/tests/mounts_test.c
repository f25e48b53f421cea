// SPDX-License-Identifier: GPL-2.0-only
/* A chroot whose root is no mount point, on a machine that shares its mounts as systemd does. */
#include <errno.h>
#include <linux/magic.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"
#include "netns/mounts.h"
#include "netns/raise.h"

#define MACHINE "/mnt" /* hidden by a tmpfs that only this program sees */
#define ROOT MACHINE "/root"

static void make_machine(void)
{
	ATF_REQUIRE(!mounts_private());
	ATF_REQUIRE(!mount("tmpfs", MACHINE, "tmpfs", 0, NULL));
	ATF_REQUIRE(!mount("none", MACHINE, NULL, MS_SHARED, NULL));
	ATF_REQUIRE(!mkdir(ROOT, 0755) && !mkdir(ROOT "/proc", 0755) && !mkdir(ROOT "/run", 0755) &&
		    !mkdir(ROOT "/run/netns", 0755));
	ATF_REQUIRE(!mount("/proc", ROOT "/proc", NULL, MS_BIND, NULL));
}

static int in_chroot(void)
{
	struct statfs status;
	struct why why = { "" };
	char folder[20];

	ATF_REQUIRE(!chdir(ROOT "/run") && !chroot(ROOT));
	ATF_REQUIRE(mount("none", "/", NULL, MS_PRIVATE, NULL) && errno == EINVAL);
	topology_private(&why);
	ATF_REQUIRE_STREQ("", why.text);
	ATF_REQUIRE(!statfs("/run/netns", &status) && status.f_type == TMPFS_MAGIC);
	ATF_REQUIRE(getcwd(folder, sizeof(folder)));
	ATF_REQUIRE_STREQ("/run", folder);
	ATF_REQUIRE(access("/etc", F_OK));
	/* As ip netns exec does. */
	ATF_REQUIRE(!mount("none", "/", NULL, MS_REC | MS_SLAVE, NULL));
	return 0;
}

static dev_t device(const char *path)
{
	struct stat status;

	ATF_REQUIRE(!stat(path, &status));
	return status.st_dev;
}

ATF_TC(mounts_stay_inside_a_root_that_is_no_mount_point);
ATF_TC_HEAD(mounts_stay_inside_a_root_that_is_no_mount_point, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(mounts_stay_inside_a_root_that_is_no_mount_point, tc)
{
	dev_t proc;
	int status;
	pid_t pid;

	make_machine();
	proc = device(ROOT "/proc");
	pid = fork();
	if (!pid)
		_exit(in_chroot());
	ATF_REQUIRE(waitpid(pid, &status, 0) == pid && !status);
	/* What it mounted did not come out. */
	ATF_REQUIRE(device(ROOT "/run/netns") == device(ROOT));
	ATF_REQUIRE(device(ROOT "/proc") == proc);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, mounts_stay_inside_a_root_that_is_no_mount_point);
	return atf_no_error();
}
