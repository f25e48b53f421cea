// SPDX-License-Identifier: GPL-2.0-only
/* A folder is made once, is there as long as anybody uses it, and no longer. */
#include "harness/observe/shared_folder.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"

static char base[PATH_MAX];
static char path[PATH_MAX + 16], prefix[PATH_MAX + 16];
static int made;

/* In the folder that a case has for itself. */
static void make_base(void)
{
	ATF_REQUIRE(getcwd(base, sizeof(base) - 16));
	strcat(base, "/base");
	ATF_REQUIRE(!mkdir(base, 0755));
	snprintf(prefix, sizeof(prefix), "%s/a-", base);
	snprintf(path, sizeof(path), "%s/a-folder", base);
}

static int fill(const char *folder, const void *data, struct why *why)
{
	char name[PATH_MAX + 32];
	FILE *file;

	if (!data)
		return why_set(why, ENODATA, "no data");
	snprintf(name, sizeof(name), "%s/file", folder);
	file = fopen(name, "w");
	ATF_REQUIRE(file);
	fputs(data, file);
	ATF_REQUIRE(!fclose(file));
	made++;
	return 0;
}

static bool is_there(void)
{
	char name[PATH_MAX + 32];

	snprintf(name, sizeof(name), "%s/file", path);
	return !access(name, R_OK);
}

static bool is_empty(void)
{
	DIR *folder = opendir(base);
	int entries = 0;

	ATF_REQUIRE(folder);
	while (readdir(folder))
		entries++;
	closedir(folder);
	return entries == 2; /* "." and ".." */
}

ATF_TC_WITHOUT_HEAD(it_goes_with_its_last_user);
ATF_TC_BODY(it_goes_with_its_last_user, tc)
{
	int first, second;

	make_base();
	first = shared_folder_open(path, fill, "x", NULL);
	second = shared_folder_open(path, fill, "x", NULL);

	ATF_REQUIRE(first > 0 && second > 0 && made == 1 && is_there());
	shared_folder_sweep(prefix);
	ATF_REQUIRE(is_there());
	close(first);
	shared_folder_sweep(prefix);
	ATF_REQUIRE(is_there());
	close(second);
	ATF_REQUIRE(is_there());
	shared_folder_sweep(prefix);
	ATF_REQUIRE(!is_there() && is_empty());
	first = shared_folder_open(path, fill, "x", NULL);
	ATF_REQUIRE(first > 0 && made == 2);
	close(first);
	shared_folder_sweep(prefix);
}

/* The kernel takes the lock of a process that is killed. */
ATF_TC_WITHOUT_HEAD(a_user_that_is_killed_is_none);
ATF_TC_BODY(a_user_that_is_killed_is_none, tc)
{
	int ready[2];
	char byte;
	pid_t pid;

	make_base();
	ATF_REQUIRE(!pipe(ready));
	pid = fork();
	if (!pid) {
		ATF_REQUIRE(shared_folder_open(path, fill, "x", NULL) > 0);
		ATF_REQUIRE(write(ready[1], "x", 1) == 1);
		pause();
	}
	ATF_REQUIRE(read(ready[0], &byte, 1) == 1);
	shared_folder_sweep(prefix);
	ATF_REQUIRE(is_there());
	kill(pid, SIGKILL);
	ATF_REQUIRE(waitpid(pid, NULL, 0) == pid);
	shared_folder_sweep(prefix);
	ATF_REQUIRE(!is_there() && is_empty());
	close(ready[0]);
	close(ready[1]);
}

/* What cannot be filled leaves nothing, and what is no folder is not touched. */
ATF_TC_WITHOUT_HEAD(what_cannot_be_filled_or_is_no_folder_is_refused);
ATF_TC_BODY(what_cannot_be_filled_or_is_no_folder_is_refused, tc)
{
	struct why why = { "" };
	FILE *file;

	make_base();
	ATF_REQUIRE(shared_folder_open(path, fill, NULL, &why) == -ENODATA);
	ATF_REQUIRE_STREQ("no data", why.text);
	ATF_REQUIRE(is_empty());
	file = fopen(path, "w");
	ATF_REQUIRE(file && !fclose(file));
	ATF_REQUIRE(shared_folder_open(path, fill, "x", &why) == -ENOTDIR);
	ATF_REQUIRE(strstr(why.text, path));
	shared_folder_sweep(prefix);
	ATF_REQUIRE(!access(path, F_OK) && !unlink(path));
	ATF_REQUIRE(!symlink("/tmp", path));
	ATF_REQUIRE(shared_folder_open(path, fill, "x", &why) < 0);
	shared_folder_sweep(prefix);
	ATF_REQUIRE(!unlink(path));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, it_goes_with_its_last_user);
	ATF_TP_ADD_TC(tp, a_user_that_is_killed_is_none);
	ATF_TP_ADD_TC(tp, what_cannot_be_filled_or_is_no_folder_is_refused);
	return atf_no_error();
}
