// SPDX-License-Identifier: GPL-2.0-only
/* What was put into the archive of a guest is what libarchive's reader finds in it. */
#include "harness/base/array.h"
#include "harness/guest/image/initramfs.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/file.h"
#include "harness/base/tests/check.h"
#include "harness/base/why.h"

static char deep[PATH_MAX]; /* the longest path */
static char endless[PATH_MAX + 1];
static char large[100001];

/* Of the host: the program "init", and the names and texts above. */
static void make_files(void)
{
	memset(deep, 'd', sizeof(deep) - 1);
	memset(endless, 'e', sizeof(endless) - 1);
	memset(large, 'l', sizeof(large) - 1);
	*deep = *endless = '/';
	atf_utils_create_file("init", "#!it\n");
}

static int build(const struct guest_file *files, size_t count, struct why *why)
{
	static const char *const command[] = { "/bin/it", "a b", NULL };
	const struct initramfs_options options = {
		.init = "init",
		.files = files,
		.file_count = count,
		.command = command,
	};

	return initramfs_build(&options, why);
}

/* "MODE PATH SIZE CONTENT" of each entry, content up to a NUL. */
static char *listing(int fd)
{
	static char data[sizeof(large) + 1];
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	const char *link;
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);
	la_ssize_t got;
	int rc;

	archive_read_support_format_cpio(archive);
	ATF_REQUIRE_INTEQ(0, lseek(fd, 0, SEEK_SET));
	ATF_REQUIRE_INTEQ(0, archive_read_open_fd(archive, fd, 65536));
	while ((rc = archive_read_next_header(archive, &entry)) == ARCHIVE_OK) {
		ATF_CHECK(!archive_entry_mtime(entry));
		ATF_CHECK(!archive_entry_ino(entry));
		ATF_CHECK(!archive_entry_uid(entry));
		ATF_CHECK(!archive_entry_gid(entry));
		if (!strcmp(archive_entry_pathname(entry), "etc/ld.so.cache"))
			continue; /* the host's, if it has one */
		got = archive_read_data(archive, data, sizeof(data) - 1);
		ATF_REQUIRE(got >= 0);
		data[got] = '\0';
		link = archive_entry_symlink(entry);
		fprintf(stream, "%06o %s %jd %s\n", archive_entry_mode(entry),
			archive_entry_pathname(entry), (intmax_t)got, link ? link : data);
		if (archive_entry_filetype(entry) == AE_IFCHR)
			ATF_CHECK_INTEQ(0x501, archive_entry_rdev(entry));
	}
	ATF_CHECK_INTEQ(ARCHIVE_EOF, rc);
	ATF_REQUIRE_INTEQ(0, fclose(stream));
	archive_read_free(archive);
	return text;
}

static char *expected_listing(void)
{
	char *text;

	ATF_REQUIRE(
		asprintf(&text,
			 "040555 proc 0 \n040555 sys 0 \n040755 dev 0 \n041777 tmp 0 \n"
			 "040755 run 0 \n040700 root 0 \n040755 var 0 \n041777 var/tmp 0 \n"
			 "020600 dev/console 0 \n040755 etc 0 \n"
			 "100644 etc/passwd 71 root:x:0:0:root:/root:/bin/sh\n"
			 "nobody:x:65534:65534:nobody:/:/bin/false\n\n"
			 "100644 etc/group 27 root:x:0:\nnogroup:x:65534:\n\n"
			 "100644 etc/hosts 34 127.0.0.1 localhost\n::1 localhost\n\n"
			 "100644 etc/nsswitch.conf 40 passwd: files\ngroup: files\nhosts: files\n\n"
			 "040755 sbin 0 \n120777 sbin/modprobe 0 /init\n"
			 "100755 init 5 #!it\n\n"
			 "040755 a 0 \n040755 a/b 0 \n100644 a/b/c 5 hello\n"
			 "100644 %s 0 \n100644 a/large 100000 %s\n100644 a/init 5 #!it\n\n"
			 "040755 etc/rstlab 0 \n100644 etc/rstlab/command 12 /bin/it\n"
			 "100644 etc/rstlab/environment 0 \n",
			 deep + 1, large) > 0);
	return text;
}

ATF_TC_WITHOUT_HEAD(content_comes_back);
ATF_TC_BODY(content_comes_back, tc)
{
	const struct guest_file files[] = {
		{ .to = "/a/b/c", .text = "hello" }, { .to = "/a/b/c", .text = "other" },
		{ .to = deep, .text = "" },	     { .to = "/a/large", .text = large },
		{ .from = "init", .to = "/a/init" },
	};
	char *expected, *again, *got;
	char path[2][32];
	ssize_t size;
	struct why why;
	int fd[2], i;

	make_files();
	for (i = 0; i < 2; i++) {
		fd[i] = build(files, 5, &why);
		ATF_REQUIRE_MSG(fd[i] >= 0, "%s", why.text);
		snprintf(path[i], sizeof(path[i]), "/proc/self/fd/%d", fd[i]);
	}
	expected = expected_listing();
	got = listing(fd[0]);
	ATF_CHECK_STREQ(expected, got);
	free(expected);
	free(got);
	/* the same input, the same bytes */
	size = file_read(path[0], &got);
	ATF_REQUIRE(size > 0);
	ATF_REQUIRE_INTEQ(size, file_read(path[1], &again));
	CHECK_BYTES(got, again, size);
	free(got);
	free(again);
}

ATF_TC_WITHOUT_HEAD(spoiled_files_are_refused);
ATF_TC_BODY(spoiled_files_are_refused, tc)
{
	static const struct {
		struct guest_file file;
		int err;
		const char *words;
	} spoiled[] = {
		{ { NULL, "a/b", "x" }, EINVAL, "a/b: not the absolute path of a file" },
		{ { NULL, "/", "x" }, EINVAL, "/: not the absolute path" },
		{ { NULL, endless, "x" }, EINVAL, "not the absolute path" },
		{ { "init", "/tmp/it", NULL }, EINVAL, "the guest mounts something over" },
		{ { "/nonexistent", NULL, NULL }, ENOENT, "/nonexistent: No such file" },
	};
	struct why why;
	size_t i;

	make_files();
	for (i = 0; i < ARRAY_SIZE(spoiled); i++) {
		ATF_CHECK_INTEQ(-spoiled[i].err, build(&spoiled[i].file, 1, &why));
		CHECK_HAS(spoiled[i].words, why.text);
	}
}

/* A memfd cannot be full, but it has the limit of any file. */
ATF_TC_WITHOUT_HEAD(half_an_archive_is_none);
ATF_TC_BODY(half_an_archive_is_none, tc)
{
	const struct guest_file file = { .to = "/large", .text = large };
	const struct rlimit limit = { sizeof(large) / 2, RLIM_INFINITY };
	int next = dup(0);
	struct why why;

	make_files();
	close(next);
	signal(SIGXFSZ, SIG_IGN);
	ATF_REQUIRE_INTEQ(0, setrlimit(RLIMIT_FSIZE, &limit));
	ATF_CHECK_INTEQ(-EFBIG, build(&file, 1, &why));
	ATF_CHECK_STREQ("initramfs: File too large", why.text);
	ATF_CHECK_INTEQ(next, dup(0));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, content_comes_back);
	ATF_TP_ADD_TC(tp, spoiled_files_are_refused);
	ATF_TP_ADD_TC(tp, half_an_archive_is_none);
	return atf_no_error();
}
