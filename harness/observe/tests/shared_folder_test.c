// SPDX-License-Identifier: GPL-2.0-only
/* A folder is made once, is there as long as anybody uses it, and no longer. */
#include "harness/observe/shared_folder.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"

static char base[] = "/tmp/shared_folder_test.XXXXXX";
static char path[80], prefix[80];
static int made;

static int fill(const char *folder, const void *data, struct why *why)
{
	char name[160];
	FILE *file;

	if (!data)
		return why_set(why, ENODATA, "no data");
	snprintf(name, sizeof(name), "%s/file", folder);
	file = fopen(name, "w");
	CHECK(file && fputs(data, file) >= 0 && !fclose(file));
	made++;
	return 0;
}

static bool is_there(void)
{
	char name[120];

	snprintf(name, sizeof(name), "%s/file", path);
	return !access(name, R_OK);
}

static bool is_empty(void)
{
	DIR *folder = opendir(base);
	int entries = 0;

	CHECK(folder);
	while (readdir(folder))
		entries++;
	closedir(folder);
	return entries == 2; /* "." and ".." */
}

static void test_use(void)
{
	int first = shared_folder_open(path, fill, "x", NULL);
	int second = shared_folder_open(path, fill, "x", NULL);

	CHECK(first > 0 && second > 0 && made == 1 && is_there());
	shared_folder_sweep(prefix);
	CHECK(is_there());
	close(first);
	shared_folder_sweep(prefix);
	CHECK(is_there());
	close(second);
	CHECK(is_there());
	shared_folder_sweep(prefix);
	CHECK(!is_there() && is_empty());
	first = shared_folder_open(path, fill, "x", NULL);
	CHECK(first > 0 && made == 2);
	close(first);
	shared_folder_sweep(prefix);
}

/* The kernel takes the lock of a process that is killed. */
static void test_killed(void)
{
	int ready[2];
	char byte;
	pid_t pid;

	CHECK(!pipe(ready));
	pid = fork();
	if (!pid) {
		CHECK(shared_folder_open(path, fill, "x", NULL) > 0);
		CHECK(write(ready[1], "x", 1) == 1);
		pause();
	}
	CHECK(read(ready[0], &byte, 1) == 1);
	shared_folder_sweep(prefix);
	CHECK(is_there());
	kill(pid, SIGKILL);
	CHECK(waitpid(pid, NULL, 0) == pid);
	shared_folder_sweep(prefix);
	CHECK(!is_there() && is_empty());
	close(ready[0]);
	close(ready[1]);
}

/* What cannot be filled leaves nothing, and what is no folder is not touched. */
static void test_refused(void)
{
	struct why why = { "" };
	FILE *file;

	CHECK(shared_folder_open(path, fill, NULL, &why) == -ENODATA);
	CHECK_TEXT("no data", why.text);
	CHECK(is_empty());
	file = fopen(path, "w");
	CHECK(file && !fclose(file));
	CHECK(shared_folder_open(path, fill, "x", &why) == -ENOTDIR);
	CHECK(strstr(why.text, path));
	shared_folder_sweep(prefix);
	CHECK(!access(path, F_OK) && !unlink(path));
	CHECK(!symlink("/tmp", path));
	CHECK(shared_folder_open(path, fill, "x", &why) < 0);
	shared_folder_sweep(prefix);
	CHECK(!unlink(path));
}

int main(void)
{
	CHECK(mkdtemp(base));
	snprintf(prefix, sizeof(prefix), "%s/a-", base);
	snprintf(path, sizeof(path), "%s/a-folder", base);
	test_use();
	test_killed();
	test_refused();
	CHECK(!rmdir(base));
	return 0;
}
