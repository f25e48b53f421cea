// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/shared_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/why.h"

/*
 * Takes the lock of @path, and returns it.  0: not now, or not any more: whoever held it has removed
 * the folder.
 */
static int lock(const char *path, int operation)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat locked, there;

	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	if (!flock(fd, operation) && !fstat(fd, &locked) && !lstat(path, &there) &&
	    locked.st_dev == there.st_dev && locked.st_ino == there.st_ino)
		return fd;
	close(fd);
	return 0;
}

/* Where everybody may make folders only those are believed that we have made. */
static bool is_ours(int fd)
{
	struct stat status;

	return !fstat(fd, &status) && status.st_uid == geteuid();
}

static void remove_folder(const char *path, int fd)
{
	int again = dup(fd);
	DIR *folder = again < 0 ? NULL : fdopendir(again);
	const struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		unlinkat(fd, entry->d_name, 0);
	if (folder)
		closedir(folder);
	rmdir(path);
}

/* Makes a folder, and returns its lock; 0: another was there first. */
static int make(const char *path,
		int (*fill)(const char *folder, const void *data, struct why *why),
		const void *data, struct why *why)
{
	char fresh[PATH_MAX];
	int fd, err;

	snprintf(fresh, sizeof(fresh), "%s.XXXXXX", path);
	if (!mkdtemp(fresh))
		return why_set(why, errno, "cannot create %s: %s", fresh, strerror(errno));
	fd = lock(fresh, LOCK_SH);
	if (fd < 0)
		return why_set(why, -fd, "cannot open %s: %s", fresh, strerror(-fd));
	if (!fd) /* swept, before it was locked */
		return 0;
	err = fill(fresh, data, why);
	if (!err && !rename(fresh, path))
		return fd;
	if (!err && errno != EEXIST && errno != ENOTEMPTY)
		err = why_set(why, errno, "cannot make %s: %s", path, strerror(errno));
	remove_folder(fresh, fd);
	close(fd);
	return err;
}

int shared_folder_open(const char *path,
		       int (*fill)(const char *folder, const void *data, struct why *why),
		       const void *data, struct why *why)
{
	int fd;

	do {
		fd = lock(path, LOCK_SH);
		if (!fd)
			fd = make(path, fill, data, why);
		else if (fd < 0)
			return why_set(why, -fd, "cannot open %s: %s: remove it", path,
				       strerror(-fd));
	} while (!fd);
	if (fd < 0 || is_ours(fd))
		return fd;
	close(fd);
	return why_set(why, EACCES, "%s belongs to somebody else: remove it", path);
}

void shared_folder_sweep(const char *prefix)
{
	char pattern[PATH_MAX];
	glob_t found;
	size_t i;
	int fd;

	snprintf(pattern, sizeof(pattern), "%s*", prefix);
	if (glob(pattern, GLOB_NOSORT, NULL, &found))
		return;
	for (i = 0; i < found.gl_pathc; i++) {
		fd = lock(found.gl_pathv[i], LOCK_EX | LOCK_NB);
		if (fd <= 0)
			continue;
		if (is_ours(fd))
			remove_folder(found.gl_pathv[i], fd);
		close(fd);
	}
	globfree(&found);
}
