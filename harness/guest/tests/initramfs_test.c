// SPDX-License-Identifier: GPL-2.0-only
/* What was put into the archive of a guest is what libarchive's reader finds in it. */
#include "harness/guest/image/initramfs.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "harness/base/file.h"
#include "harness/base/tests/check.h"
#include "harness/base/why.h"

static char init[] = "/tmp/rstlab-initramfs-test-XXXXXX";
static char deep[PATH_MAX]; /* the longest path */
static char endless[PATH_MAX + 1];
static char large[100001];

static int build(const struct guest_file *files, size_t count, struct why *why)
{
	static const char *const command[] = { "/bin/it", "a b", NULL };
	const struct initramfs_options options = {
		.init = init,
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
	CHECK(!lseek(fd, 0, SEEK_SET) && !archive_read_open_fd(archive, fd, 65536));
	while ((rc = archive_read_next_header(archive, &entry)) == ARCHIVE_OK) {
		CHECK(!archive_entry_mtime(entry) && !archive_entry_ino(entry));
		CHECK(!archive_entry_uid(entry) && !archive_entry_gid(entry));
		if (!strcmp(archive_entry_pathname(entry), "etc/ld.so.cache"))
			continue; /* the host's, if it has one */
		got = archive_read_data(archive, data, sizeof(data) - 1);
		CHECK(got >= 0);
		data[got] = '\0';
		link = archive_entry_symlink(entry);
		fprintf(stream, "%06o %s %jd %s\n", archive_entry_mode(entry),
			archive_entry_pathname(entry), (intmax_t)got, link ? link : data);
		if (archive_entry_filetype(entry) == AE_IFCHR)
			CHECK(archive_entry_rdev(entry) == 0x501);
	}
	CHECK(rc == ARCHIVE_EOF && !fclose(stream));
	archive_read_free(archive);
	return text;
}

static void content_comes_back(void)
{
	const struct guest_file files[] = {
		{ .to = "/a/b/c", .text = "hello" }, { .to = "/a/b/c", .text = "other" },
		{ .to = deep, .text = "" },	     { .to = "/a/large", .text = large },
		{ .from = init, .to = "/a/init" },
	};
	char *expected, *again, *got;
	char path[2][32];
	ssize_t size;
	struct why why;
	int fd[2], i;

	for (i = 0; i < 2; i++) {
		fd[i] = build(files, 5, &why);
		CHECK(fd[i] >= 0);
		snprintf(path[i], sizeof(path[i]), "/proc/self/fd/%d", fd[i]);
	}
	CHECK(asprintf(&expected,
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
	got = listing(fd[0]);
	CHECK_TEXT(expected, got);
	/* the same input, the same bytes */
	size = file_read(path[0], &got);
	CHECK(size > 0 && file_read(path[1], &again) == size && !memcmp(got, again, size));
}

static void spoiled_files_are_refused(void)
{
	static const struct {
		struct guest_file file;
		int error;
		const char *words;
	} spoiled[] = {
		{ { NULL, "a/b", "x" }, EINVAL, "a/b: not the absolute path of a file" },
		{ { NULL, "/", "x" }, EINVAL, "/: not the absolute path" },
		{ { NULL, endless, "x" }, EINVAL, "not the absolute path" },
		{ { init, "/tmp/it", NULL }, EINVAL, "the guest mounts something over" },
		{ { "/nonexistent", NULL, NULL }, ENOENT, "/nonexistent: No such file" },
	};
	struct why why;
	size_t i;

	for (i = 0; i < sizeof(spoiled) / sizeof(spoiled[0]); i++) {
		CHECK(build(&spoiled[i].file, 1, &why) == -spoiled[i].error);
		CHECK(strstr(why.text, spoiled[i].words));
	}
}

/* A memfd cannot be full, but it has the limit of any file. */
static void half_an_archive_is_none(void)
{
	const struct guest_file file = { .to = "/large", .text = large };
	const struct rlimit limit = { sizeof(large) / 2, RLIM_INFINITY };
	int next = dup(0);
	struct why why;

	close(next);
	signal(SIGXFSZ, SIG_IGN);
	CHECK(!setrlimit(RLIMIT_FSIZE, &limit));
	CHECK(build(&file, 1, &why) == -EFBIG);
	CHECK_TEXT("initramfs: File too large", why.text);
	CHECK(dup(0) == next);
}

int main(void)
{
	int fd = mkstemp(init);

	CHECK(fd >= 0 && write(fd, "#!it\n", 5) == 5 && !close(fd));
	memset(deep, 'd', sizeof(deep) - 1);
	memset(endless, 'e', sizeof(endless) - 1);
	memset(large, 'l', sizeof(large) - 1);
	*deep = *endless = '/';
	content_comes_back();
	spoiled_files_are_refused();
	half_an_archive_is_none();
	unlink(init);
	return 0;
}
