// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/tests/check.h"

static void contains(const char *path, const char *expected)
{
	char *text;

	ATF_REQUIRE_INTEQ(strlen(expected), file_read(path, &text));
	ATF_CHECK_STREQ(expected, text);
	free(text);
}

ATF_TC_WITHOUT_HEAD(a_document_is_replaced);
ATF_TC_BODY(a_document_is_replaced, tc)
{
	ATF_REQUIRE_INTEQ(0, output_write("a", "first", 5));
	contains("a", "first");
	ATF_REQUIRE_INTEQ(0, output_write("a", "2nd", 3));
	contains("a", "2nd");
	ATF_CHECK(access("a.new", F_OK));
}

ATF_TC_WITHOUT_HEAD(a_document_may_be_a_link);
ATF_TC_BODY(a_document_may_be_a_link, tc)
{
	struct stat status;

	ATF_REQUIRE_INTEQ(0, output_write("a", "first", 5));
	ATF_REQUIRE_INTEQ(0, symlink("a", "link"));
	ATF_REQUIRE_INTEQ(0, output_write("link", "third", 5));
	contains("a", "third");
	ATF_REQUIRE_INTEQ(0, lstat("link", &status));
	ATF_CHECK(S_ISLNK(status.st_mode));
	/* Unlike a file that nobody names. */
	ATF_REQUIRE_INTEQ(0, file_replace("link", "fourth", 6));
	contains("link", "fourth");
	contains("a", "third");
	ATF_REQUIRE_INTEQ(0, lstat("link", &status));
	ATF_CHECK(S_ISREG(status.st_mode));
}

/* And a full one is noticed. */
ATF_TC_WITHOUT_HEAD(a_document_may_be_a_device);
ATF_TC_BODY(a_document_may_be_a_device, tc)
{
	struct stat status;

	ATF_CHECK_INTEQ(-ENOSPC, output_write("/dev/full", "x", 1));
	ATF_REQUIRE_INTEQ(0, stat("/dev/full", &status));
	ATF_CHECK(S_ISCHR(status.st_mode));
	ATF_REQUIRE_INTEQ(0, output_write("/dev/null", "x", 1));
}

ATF_TC_WITHOUT_HEAD(a_document_is_no_folder);
ATF_TC_BODY(a_document_is_no_folder, tc)
{
	ATF_REQUIRE_INTEQ(0, output_write("a", "x", 1));
	ATF_CHECK_INTEQ(-EISDIR, output_write(".", "x", 1));
	ATF_CHECK_INTEQ(-ENOENT, output_write("no/such", "x", 1));
	ATF_CHECK_INTEQ(-ENOTDIR, output_write("a/b", "x", 1));
}

ATF_TC_WITHOUT_HEAD(a_file_may_become_empty);
ATF_TC_BODY(a_file_may_become_empty, tc)
{
	ATF_REQUIRE_INTEQ(0, file_replace("a", "first", 5));
	ATF_REQUIRE_INTEQ(0, file_replace("a", "", 0));
	contains("a", "");
}

ATF_TC_WITHOUT_HEAD(a_file_is_read_whole);
ATF_TC_BODY(a_file_is_read_whole, tc)
{
	static const char large[100000] = { [99999] = 'x' };
	int directory = open(".", O_PATH | O_DIRECTORY);
	char *text;

	ATF_REQUIRE_INTEQ(0, file_replace("a", large, sizeof(large)));
	ATF_CHECK_INTEQ(sizeof(large), file_read_at(directory, "a", &text));
	ATF_CHECK(!memcmp(text, large, sizeof(large)));
	ATF_CHECK(!text[sizeof(large)]);
	free(text);
	ATF_REQUIRE_INTEQ(0, close(directory));
	ATF_CHECK_INTEQ(-ENOENT, file_read("no", &text));
	ATF_CHECK(!text);
	ATF_CHECK_INTEQ(-EISDIR, file_read(".", &text));
	ATF_CHECK(!text);
	/* A file of /proc has no size. */
	ATF_CHECK(file_read("/proc/self/mounts", &text) > 0);
	ATF_CHECK(strchr(text, '\n'));
	free(text);
}

static void reads_line(const char *content, const char *expected, int err)
{
	char line[8];

	ATF_REQUIRE_INTEQ(0, file_write_at(AT_FDCWD, "a", content));
	ATF_CHECK_INTEQ(err, file_read_line("a", line, sizeof(line)));
	ATF_CHECK_STREQ(expected, line);
}

ATF_TC_WITHOUT_HEAD(the_first_line_is_read);
ATF_TC_BODY(the_first_line_is_read, tc)
{
	char line[8] = "before";

	ATF_CHECK_INTEQ(-ENOENT, file_write_at(AT_FDCWD, "no", "x"));
	ATF_CHECK_INTEQ(-EISDIR, file_write_at(AT_FDCWD, ".", "x"));
	ATF_CHECK_INTEQ(-ENOSPC, file_write_at(AT_FDCWD, "/dev/full", "x"));
	ATF_REQUIRE_INTEQ(0, file_replace("a", "", 0));
	reads_line("one\ntwo\n", "one", 0);
	ATF_REQUIRE_INTEQ(0, file_replace("a", "", 0));
	reads_line("one", "one", 0);
	ATF_REQUIRE_INTEQ(0, file_replace("a", "", 0));
	reads_line("", "", 0);
	reads_line("\ntwo", "", 0);
	ATF_REQUIRE_INTEQ(0, file_replace("a", "", 0));
	reads_line("7 bytes\n", "7 bytes", 0);
	reads_line("too long for it", "too lon", -EMSGSIZE);
	ATF_CHECK_INTEQ(-ENOENT, file_read_line("no", line, sizeof(line)));
	ATF_CHECK_STREQ("", line);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, a_document_is_replaced);
	ATF_TP_ADD_TC(tp, a_document_may_be_a_link);
	ATF_TP_ADD_TC(tp, a_document_may_be_a_device);
	ATF_TP_ADD_TC(tp, a_document_is_no_folder);
	ATF_TP_ADD_TC(tp, a_file_may_become_empty);
	ATF_TP_ADD_TC(tp, a_file_is_read_whole);
	ATF_TP_ADD_TC(tp, the_first_line_is_read);
	return atf_no_error();
}
