// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/kernel/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/why.h"
#include "harness/guest/image/cache.h"

static int archive_why(struct archive *archive, const char *what, struct why *why)
{
	const char *text = archive_error_string(archive);
	int err = archive_errno(archive);

	/* libarchive says "Write error", and not why. */
	if (err == ENOSPC)
		text = "no space is left: XDG_CACHE_HOME names another place for the cache";
	return why_set(why, err == ENOSPC ? ENOSPC : EIO, "%s: %s", what,
		       text ? text : "cannot be unpacked");
}

static int member_write(struct archive *archive, const char *path, struct why *why)
{
	char folder[PATH_MAX];
	int fd, err = 0;
	char *slash;

	snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	*slash = '\0';
	err = cache_make_folder(folder);
	if (err)
		return why_set(why, -err, "%s: %s", folder, strerror(-err));
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (fd < 0)
		return why_set(why, errno, "%s: %s", path, strerror(errno));
	if (archive_read_data_into_fd(archive, fd) != ARCHIVE_OK)
		err = archive_why(archive, path, why);
	if (close(fd) && !err)
		err = why_set(why, errno, "%s: %s", path, strerror(errno));
	return err;
}

/* data.tar.* stands inside the outer ar archive: feed it to a second reader piece by piece. */
struct inner {
	struct archive *outer;
};

static la_ssize_t inner_read(struct archive *archive, void *data, const void **buffer)
{
	struct inner *inner = data;
	la_int64_t offset;
	size_t size = 0;
	int rc;

	(void)archive;
	*buffer = NULL;
	do {
		rc = archive_read_data_block(inner->outer, buffer, &size, &offset);
	} while (rc == ARCHIVE_OK && !size);
	if (rc == ARCHIVE_EOF)
		return 0;
	return rc == ARCHIVE_OK ? (la_ssize_t)size : -1;
}

static int inner_unpack(struct archive *tar, const char *to, bool (*wants)(const char *path),
			struct why *why)
{
	struct archive_entry *entry;
	char path[PATH_MAX];
	const char *name;
	int rc, err;

	while ((rc = archive_read_next_header(tar, &entry)) == ARCHIVE_OK) {
		name = archive_entry_pathname(entry);
		if (!name)
			continue;
		while (!strncmp(name, "./", 2))
			name += 2;
		if (archive_entry_filetype(entry) != AE_IFREG || strstr(name, "..") || !wants(name))
			continue;
		if (snprintf(path, sizeof(path), "%s/%s", to, name) >= (int)sizeof(path))
			return why_set(why, ENAMETOOLONG, "%s: name too long", name);
		err = member_write(tar, path, why);
		if (err)
			return err;
	}
	return rc == ARCHIVE_EOF ? 0 : archive_why(tar, "data.tar", why);
}

static int deb_find_data(struct archive *outer, const char *deb, struct why *why)
{
	struct archive_entry *entry;
	const char *name;
	int rc;

	while ((rc = archive_read_next_header(outer, &entry)) == ARCHIVE_OK) {
		name = archive_entry_pathname(entry);
		if (name && !strncmp(name, "data.tar", 8))
			return 0;
	}
	if (rc == ARCHIVE_EOF)
		return why_set(why, EINVAL, "%s: not a Debian package (no data.tar)", deb);
	return archive_why(outer, deb, why);
}

int unpack_deb(const char *deb, const char *to, bool (*wants)(const char *path), struct why *why)
{
	struct archive *outer = archive_read_new();
	struct archive *tar = archive_read_new();
	struct inner inner = { .outer = outer };
	int err;

	archive_read_support_format_ar(outer);
	archive_read_support_filter_all(tar);
	archive_read_support_format_tar(tar);
	if (archive_read_open_filename(outer, deb, 1 << 20) != ARCHIVE_OK) {
		err = archive_why(outer, deb, why);
		goto out;
	}
	err = deb_find_data(outer, deb, why);
	if (err)
		goto out;
	if (archive_read_open(tar, &inner, NULL, inner_read, NULL) != ARCHIVE_OK) {
		err = archive_why(tar, deb, why);
		goto out;
	}
	err = inner_unpack(tar, to, wants, why);
out:
	archive_read_free(tar);
	archive_read_free(outer);
	return err;
}

int unpack_stream(const void *data, size_t length, int to_fd, struct why *why)
{
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	int err = 0;

	archive_read_support_filter_all(archive);
	archive_read_support_format_raw(archive);
	if (archive_read_open_memory(archive, data, length) != ARCHIVE_OK ||
	    archive_read_next_header(archive, &entry) != ARCHIVE_OK ||
	    archive_read_data_into_fd(archive, to_fd) != ARCHIVE_OK)
		err = archive_why(archive, "compressed data", why);
	archive_read_free(archive);
	return err;
}

int unpack_file(const char *from, int to_fd, struct why *why)
{
	int fd = open(from, O_RDONLY | O_CLOEXEC);
	struct stat status;
	void *data;
	int err;

	if (fd < 0)
		return why_set(why, errno, "%s: %s", from, strerror(errno));
	if (fstat(fd, &status) || !status.st_size) {
		close(fd);
		return why_set(why, EINVAL, "%s: empty file", from);
	}
	data = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (data == MAP_FAILED)
		return why_set(why, errno, "%s: %s", from, strerror(errno));
	err = unpack_stream(data, status.st_size, to_fd, why);
	munmap(data, status.st_size);
	return err;
}
