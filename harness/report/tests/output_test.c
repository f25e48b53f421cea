// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/file.h"
#include "harness/base/tests/check.h"

static char folder[] = "/tmp/output_test.XXXXXX";

static const char *in_folder(const char *name)
{
	static char path[2][256];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof(path[turn]), "%s/%s", folder, name);
	return path[turn];
}

static void contains(const char *path, const char *expected)
{
	char text[100] = "";
	FILE *file = fopen(path, "r");

	CHECK(file);
	CHECK(fread(text, 1, sizeof(text) - 1, file) == strlen(expected));
	fclose(file);
	CHECK_TEXT(expected, text);
}

int main(void)
{
	struct stat status;

	CHECK(mkdtemp(folder));
	CHECK(!output_write(in_folder("a"), "first", 5));
	contains(in_folder("a"), "first");
	CHECK(!output_write(in_folder("a"), "2nd", 3));
	contains(in_folder("a"), "2nd");

	/* A link stays one. */
	CHECK(!symlink("a", in_folder("link")));
	CHECK(!output_write(in_folder("link"), "third", 5));
	contains(in_folder("a"), "third");
	CHECK(!lstat(in_folder("link"), &status) && S_ISLNK(status.st_mode));

	/* A device stays one, and a full one is noticed. */
	CHECK(output_write("/dev/full", "x", 1) == -ENOSPC);
	CHECK(!stat("/dev/full", &status) && S_ISCHR(status.st_mode));
	CHECK(!output_write("/dev/null", "x", 1));

	CHECK(output_write(folder, "x", 1) == -EISDIR);
	CHECK(output_write(in_folder("no/such"), "x", 1) == -ENOENT);
	CHECK(output_write(in_folder("a/b"), "x", 1) == -ENOTDIR);
	CHECK(access(in_folder("a.new"), F_OK));
	CHECK(!unlink(in_folder("link")) && !unlink(in_folder("a")) && !rmdir(folder));
	return 0;
}
