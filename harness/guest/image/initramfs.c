// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/image/initramfs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/why.h"
#include "harness/guest/image/cpio.h"
#include "harness/guest/image/libraries.h"

struct initramfs {
	struct cpio *cpio;
	struct libraries *libraries;
	struct why *why;
};

/* What a program expects of any Linux system. */
static const struct {
	const char *path;
	mode_t permissions;
} base_folders[] = {
	{ "proc", 0555 }, { "sys", 0555 },  { "dev", 0755 },	  { "tmp", 01777 },
	{ "run", 0755 },  { "root", 0700 }, { "var/tmp", 01777 }, { "etc", 0755 },
};

static const struct {
	const char *path;
	const char *text;
} base_files[] = {
	{ "etc/passwd",
	  "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n" },
	{ "etc/group", "root:x:0:\nnogroup:x:65534:\n" },
	{ "etc/hosts", "127.0.0.1 localhost\n::1 localhost\n" },
	{ "etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n" },
};

static int library_add(const char *path, void *data)
{
	struct initramfs *initramfs = data;
	int err = cpio_add_file(initramfs->cpio, path + 1, 0755, path);

	return err ? why_set(initramfs->why, -err, "%s: %s", path, strerror(-err)) : 0;
}

static int file_add(struct initramfs *initramfs, const char *from, const char *to, mode_t mode)
{
	int err;

	err = cpio_add_file(initramfs->cpio, to + 1, mode & 0111 ? 0755 : 0644, from);
	if (err)
		return why_set(initramfs->why, -err, "%s: %s", from, strerror(-err));
	return libraries_walk(initramfs->libraries, from, library_add, initramfs, initramfs->why);
}

static int path_add(struct initramfs *initramfs, const char *from, const char *to);

static int folder_add(struct initramfs *initramfs, const char *from, const char *to)
{
	char child_from[PATH_MAX], child_to[PATH_MAX];
	struct dirent **entries;
	int count, i, err;

	err = cpio_add_folder(initramfs->cpio, to + 1, 0755);
	if (err)
		return why_set(initramfs->why, -err, "%s: %s", to, strerror(-err));
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

	if (*to != '/')
		return why_set(initramfs->why, EINVAL, "%s: not an absolute path", to);
	for (i = 0; i < sizeof(mounted) / sizeof(mounted[0]); i++)
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
	size_t i;
	int err = 0;

	for (i = 0; i < sizeof(base_folders) / sizeof(base_folders[0]) && !err; i++)
		err = cpio_add_folder(initramfs->cpio, base_folders[i].path,
				      base_folders[i].permissions);
	/* The kernel opens it for PID 1 before anything is mounted. */
	if (!err)
		err = cpio_add_device(initramfs->cpio, "dev/console", 0600, 5, 1);
	for (i = 0; i < sizeof(base_files) / sizeof(base_files[0]) && !err; i++)
		err = cpio_add_data(initramfs->cpio, base_files[i].path, 0644, base_files[i].text,
				    strlen(base_files[i].text));
	/* Libraries are stored where the host has them; the cache tells the loader where. */
	if (!err && !access("/etc/ld.so.cache", R_OK))
		err = cpio_add_file(initramfs->cpio, "etc/ld.so.cache", 0644, "/etc/ld.so.cache");
	return err ? why_set(initramfs->why, -err, "initramfs: %s", strerror(-err)) : 0;
}

/* One string after the other, each with its NUL. */
static int strings_add(struct initramfs *initramfs, const char *path, const char *const *strings)
{
	size_t length = 0;
	char *text = NULL;
	FILE *stream = open_memstream(&text, &length);
	int err;

	if (!stream)
		return -ENOMEM;
	for (; strings && *strings; strings++)
		fwrite(*strings, 1, strlen(*strings) + 1, stream);
	if (fclose(stream))
		return -ENOMEM;
	err = cpio_add_data(initramfs->cpio, path, 0644, text, length);
	free(text);
	return err;
}

static int guest_file_add(struct initramfs *initramfs, const struct guest_file *file)
{
	int err;

	if (file->from)
		return path_add(initramfs, file->from, file->to ? file->to : file->from);
	err = cpio_add_data(initramfs->cpio, file->to + 1, 0644, file->text, strlen(file->text));
	return err ? why_set(initramfs->why, -err, "%s: %s", file->to, strerror(-err)) : 0;
}

static int all_add(struct initramfs *initramfs, const struct initramfs_options *options)
{
	size_t i;
	int err;

	err = base_add(initramfs);
	if (!err)
		err = file_add(initramfs, options->init, "/init", 0755);
	for (i = 0; i < options->file_count && !err; i++)
		err = guest_file_add(initramfs, &options->files[i]);
	if (!err)
		err = cpio_add_link(initramfs->cpio, "sbin/modprobe", "/init");
	if (!err && options->modules)
		err = path_add(initramfs, options->modules, "/lib/rstlab/modules");
	if (err)
		return err;
	err = strings_add(initramfs, "etc/rstlab/command", options->command);
	if (!err)
		err = strings_add(initramfs, "etc/rstlab/environment", options->environment);
	if (!err)
		err = cpio_finish(initramfs->cpio);
	return err ? why_set(initramfs->why, -err, "initramfs: %s", strerror(-err)) : 0;
}

int initramfs_build(const struct initramfs_options *options, struct why *why)
{
	struct initramfs initramfs = { .why = why };
	FILE *stream = NULL;
	int fd, copy = -1, err = -ENOMEM;

	fd = memfd_create("rstlab-initramfs", MFD_CLOEXEC);
	if (fd < 0)
		return why_set(why, errno, "memfd_create: %s", strerror(errno));
	copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	stream = copy < 0 ? NULL : fdopen(copy, "w");
	initramfs.cpio = stream ? cpio_new(stream) : NULL;
	initramfs.libraries = libraries_new();
	if (initramfs.cpio && initramfs.libraries)
		err = all_add(&initramfs, options);
	else
		why_set(why, ENOMEM, "initramfs: out of memory");
	cpio_free(initramfs.cpio);
	libraries_free(initramfs.libraries);
	if (stream)
		fclose(stream);
	if (err) {
		close(fd);
		return err;
	}
	return fd;
}
