// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/image/initramfs.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/file.h"
#include "harness/base/why.h"
#include "harness/guest/boot/protocol.h"
#include "harness/guest/image/libraries.h"

struct initramfs {
	struct archive *archive;
	void *paths; /* tsearch tree of what is in it */
	struct libraries *libraries;
	struct why *why;
};

struct member {
	const char *path; /* in the guest, absolute */
	mode_t mode;
	const char *data; /* what is in a file, or where a link leads */
	size_t length; /* 0: data is a string */
	unsigned int major, minor; /* of a device */
};

/* What a program expects of any Linux system. */
static const struct member base_members[] = {
	{ .path = "/proc", .mode = S_IFDIR | 0555 },
	{ .path = "/sys", .mode = S_IFDIR | 0555 },
	{ .path = "/dev", .mode = S_IFDIR | 0755 },
	{ .path = "/tmp", .mode = S_IFDIR | 01777 },
	{ .path = "/run", .mode = S_IFDIR | 0755 },
	{ .path = "/root", .mode = S_IFDIR | 0700 },
	{ .path = "/var/tmp", .mode = S_IFDIR | 01777 },
	/* The kernel opens it for PID 1 before anything is mounted. */
	{ .path = "/dev/console", .mode = S_IFCHR | 0600, .major = 5, .minor = 1 },
	{ .path = "/etc/passwd",
	  .mode = S_IFREG | 0644,
	  .data = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n" },
	{ .path = "/etc/group", .mode = S_IFREG | 0644, .data = "root:x:0:\nnogroup:x:65534:\n" },
	{ .path = "/etc/hosts",
	  .mode = S_IFREG | 0644,
	  .data = "127.0.0.1 localhost\n::1 localhost\n" },
	{ .path = "/etc/nsswitch.conf",
	  .mode = S_IFREG | 0644,
	  .data = "passwd: files\ngroup: files\nhosts: files\n" },
	{ .path = "/sbin/modprobe", .mode = S_IFLNK | 0777, .data = "/init" },
};

static int archive_why(struct initramfs *initramfs)
{
	int err = archive_errno(initramfs->archive);

	err = err > 0 ? err : EIO;
	return why_set(initramfs->why, err, "initramfs: %s", strerror(err));
}

/* What is not set is zero: no times, no inode numbers, and everything belongs to root. */
static int member_write(struct initramfs *initramfs, const struct member *member)
{
	struct archive_entry *entry = archive_entry_new();
	size_t length = member->length;
	int err;

	if (!entry)
		return why_set(initramfs->why, ENOMEM, "initramfs: out of memory");
	if (member->data && !length)
		length = strlen(member->data);
	archive_entry_copy_pathname(entry, member->path + 1);
	archive_entry_set_mode(entry, member->mode);
	archive_entry_set_size(entry, length);
	archive_entry_set_rdevmajor(entry, member->major);
	archive_entry_set_rdevminor(entry, member->minor);
	if (S_ISLNK(member->mode))
		archive_entry_copy_symlink(entry, member->data);
	err = archive_write_header(initramfs->archive, entry);
	archive_entry_free(entry);
	if (!err && S_ISREG(member->mode) && length)
		err = archive_write_data(initramfs->archive, member->data, length) < 0;
	return err ? archive_why(initramfs) : 0;
}

static int path_compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static int member_add(struct initramfs *initramfs, const struct member *member);

/* The kernel makes no missing folders. */
static int parent_add(struct initramfs *initramfs, const char *path)
{
	struct member folder = { .mode = S_IFDIR | 0755 };
	const char *slash = strrchr(path, '/');
	char parent[PATH_MAX];

	if (slash == path)
		return 0;
	snprintf(parent, sizeof(parent), "%.*s", (int)(slash - path), path);
	folder.path = parent;
	return member_add(initramfs, &folder);
}

/* Each path is written once.  1: it is new, to be written now; 0: it is there. */
static int path_take(struct initramfs *initramfs, const char *path)
{
	char *copy;
	int err;

	if (*path != '/' || !path[1] || strlen(path) >= PATH_MAX)
		return why_set(initramfs->why, EINVAL,
			       "%.200s: not the absolute path of a file in the guest", path);
	if (tfind(path, &initramfs->paths, path_compare))
		return 0;
	err = parent_add(initramfs, path);
	if (err)
		return err;
	copy = strdup(path);
	if (copy && tsearch(copy, &initramfs->paths, path_compare))
		return 1;
	free(copy);
	return why_set(initramfs->why, ENOMEM, "initramfs: out of memory");
}

static int member_add(struct initramfs *initramfs, const struct member *member)
{
	int rc = path_take(initramfs, member->path);

	return rc > 0 ? member_write(initramfs, member) : rc;
}

/* 1: it is new; 0: it is there. */
static int file_copy(struct initramfs *initramfs, const char *from, const char *to, mode_t mode)
{
	struct member member = { .path = to, .mode = S_IFREG | (mode & 0111 ? 0755 : 0644) };
	int rc = path_take(initramfs, to);
	ssize_t length;
	char *data;

	if (rc <= 0)
		return rc;
	length = file_read(from, &data);
	if (length < 0)
		return why_set(initramfs->why, -length, "%s: %s", from, strerror(-length));
	member.data = data;
	member.length = length;
	rc = member_write(initramfs, &member);
	free(data);
	return rc ? rc : 1;
}

static int library_add(const char *path, void *data)
{
	return file_copy(data, path, path, 0755);
}

static int file_add(struct initramfs *initramfs, const char *from, const char *to, mode_t mode)
{
	int rc = file_copy(initramfs, from, to, mode);

	if (rc <= 0)
		return rc;
	return libraries_walk(initramfs->libraries, from, library_add, initramfs, initramfs->why);
}

static int path_add(struct initramfs *initramfs, const char *from, const char *to);

static int folder_add(struct initramfs *initramfs, const char *from, const char *to)
{
	const struct member folder = { .path = to, .mode = S_IFDIR | 0755 };
	char child_from[PATH_MAX], child_to[PATH_MAX];
	struct dirent **entries;
	int count, i, err;

	err = member_add(initramfs, &folder);
	if (err)
		return err;
	count = scandir(from, &entries, NULL, alphasort);
	if (count < 0)
		return why_set(initramfs->why, errno, "%s: %s", from, strerror(errno));
	for (i = 0; i < count; i++) {
		if (!err && strcmp(entries[i]->d_name, ".") && strcmp(entries[i]->d_name, "..")) {
			snprintf(child_from, sizeof(child_from), "%s/%s", from, entries[i]->d_name);
			snprintf(child_to, sizeof(child_to), "%s/%s", to, entries[i]->d_name);
			err = path_add(initramfs, child_from, child_to);
		}
		free(entries[i]);
	}
	free(entries);
	return err;
}

/* Links are followed: the guest gets what they lead to. */
static int path_add(struct initramfs *initramfs, const char *from, const char *to)
{
	static const char *const mounted[] = { "/tmp/", "/run/", "/dev/", "/proc/", "/sys/" };
	struct stat status;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(mounted); i++)
		if (!strncmp(to, mounted[i], strlen(mounted[i])))
			return why_set(initramfs->why, EINVAL,
				       "%s: the guest mounts something over %s", to, mounted[i]);
	if (stat(from, &status))
		return why_set(initramfs->why, errno, "%s: %s", from, strerror(errno));
	if (S_ISDIR(status.st_mode))
		return folder_add(initramfs, from, to);
	if (S_ISREG(status.st_mode))
		return file_add(initramfs, from, to, status.st_mode);
	return 0;
}

static int base_add(struct initramfs *initramfs)
{
	static const char cache[] = "/etc/ld.so.cache";
	size_t i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(base_members) && !err; i++)
		err = member_add(initramfs, &base_members[i]);
	/* Libraries are stored where the host has them; the cache tells the loader where. */
	if (!err && !access(cache, R_OK))
		err = file_add(initramfs, cache, cache, 0644);
	return err;
}

/* One string after the other, each with its NUL. */
static int strings_add(struct initramfs *initramfs, const char *path, const char *const *strings)
{
	struct member member = { .path = path, .mode = S_IFREG | 0644 };
	char *text = NULL;
	FILE *stream = open_memstream(&text, &member.length);
	int err;

	for (; stream && strings && *strings; strings++)
		fwrite(*strings, 1, strlen(*strings) + 1, stream);
	if (!stream || fclose(stream))
		return why_set(initramfs->why, ENOMEM, "initramfs: out of memory");
	member.data = text;
	err = member_add(initramfs, &member);
	free(text);
	return err;
}

static int guest_file_add(struct initramfs *initramfs, const struct guest_file *file)
{
	const struct member text = { .path = file->to, .mode = S_IFREG | 0644, .data = file->text };

	if (!file->from)
		return member_add(initramfs, &text);
	return path_add(initramfs, file->from, file->to ? file->to : file->from);
}

static int all_write(struct initramfs *initramfs, int fd, const struct initramfs_options *options)
{
	size_t i;
	int err;

	archive_write_set_format_cpio_newc(initramfs->archive);
	archive_write_set_bytes_per_block(initramfs->archive, 1 << 20);
	if (archive_write_open_fd(initramfs->archive, fd))
		return archive_why(initramfs);
	err = base_add(initramfs);
	if (!err)
		err = file_add(initramfs, options->init, "/init", 0755);
	for (i = 0; i < options->file_count && !err; i++)
		err = guest_file_add(initramfs, &options->files[i]);
	if (!err && options->modules)
		err = path_add(initramfs, options->modules, GUEST_MODULE_FOLDER);
	if (!err)
		err = strings_add(initramfs, GUEST_COMMAND_FILE, options->command);
	if (!err)
		err = strings_add(initramfs, GUEST_ENVIRONMENT_FILE, options->environment);
	if (!err && archive_write_close(initramfs->archive))
		err = archive_why(initramfs);
	return err;
}

int initramfs_build(const struct initramfs_options *options, struct why *why)
{
	struct initramfs initramfs = { .why = why };
	int fd, err;

	fd = memfd_create("rstlab-initramfs", MFD_CLOEXEC);
	if (fd < 0)
		return why_set(why, errno, "memfd_create: %s", strerror(errno));
	initramfs.archive = archive_write_new();
	initramfs.libraries = libraries_new();
	if (initramfs.archive && initramfs.libraries)
		err = all_write(&initramfs, fd, options);
	else
		err = why_set(why, ENOMEM, "initramfs: out of memory");
	archive_write_free(initramfs.archive);
	libraries_free(initramfs.libraries);
	tdestroy(initramfs.paths, free);
	if (!err)
		return fd;
	close(fd);
	return err;
}
