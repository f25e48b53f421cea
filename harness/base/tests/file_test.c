// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/tests/check.h"

static char folder[] = "/tmp/file_test.XXXXXX";

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
	char *text;

	CHECK(file_read(path, &text) == (ssize_t)strlen(expected));
	CHECK_TEXT(expected, text);
	free(text);
}

static void check_output(void)
{
	struct stat status;

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
}

static void check_replace(void)
{
	struct stat status;

	CHECK(!file_replace(in_folder("a"), "", 0));
	contains(in_folder("a"), "");
	/* Unlike a document, which may be a link. */
	CHECK(!file_replace(in_folder("link"), "fourth", 6));
	contains(in_folder("link"), "fourth");
	contains(in_folder("a"), "");
	CHECK(!lstat(in_folder("link"), &status) && S_ISREG(status.st_mode));
}

static void reads_line(const char *content, const char *expected)
{
	char line[8];

	CHECK(!file_replace(in_folder("a"), content, strlen(content)));
	file_read_line(in_folder("a"), line, sizeof(line));
	CHECK_TEXT(expected, line);
}

static void check_read(void)
{
	static const char large[100000] = { [99999] = 'x' };
	char line[8] = "before";
	int directory = open(folder, O_PATH | O_DIRECTORY);
	char *text;

	CHECK(!file_replace(in_folder("a"), large, sizeof(large)));
	CHECK(file_read_at(directory, "a", &text) == sizeof(large));
	CHECK(!memcmp(text, large, sizeof(large)) && !text[sizeof(large)]);
	free(text);
	CHECK(!close(directory));
	CHECK(file_read(in_folder("no"), &text) == -ENOENT && !text);
	CHECK(file_read(folder, &text) == -EISDIR && !text);
	/* A file of /proc has no size. */
	CHECK(file_read("/proc/self/mounts", &text) > 0 && strchr(text, '\n'));
	free(text);

	reads_line("one\ntwo\n", "one");
	reads_line("one", "one");
	reads_line("", "");
	reads_line("\ntwo", "");
	reads_line("too long for it", "too lon");
	file_read_line(in_folder("no"), line, sizeof(line));
	CHECK_TEXT("", line);
}

int main(void)
{
	CHECK(mkdtemp(folder));
	check_output();
	check_replace();
	check_read();
	CHECK(!unlink(in_folder("link")) && !unlink(in_folder("a")) && !rmdir(folder));
	return 0;
}
