// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/image/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/why.h"

int cache_make_folder(const char *path)
{
	char part[PATH_MAX];
	char *slash;

	if (snprintf(part, sizeof(part), "%s", path) >= (int)sizeof(part))
		return -ENAMETOOLONG;
	for (slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, 0755) && errno != EEXIST)
			return -errno;
		*slash = '/';
	}
	if (mkdir(part, 0755) && errno != EEXIST)
		return -errno;
	return 0;
}

static int entry_remove(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path) && errno != ENOENT ? -1 : 0;
}

int cache_remove_folder(const char *path)
{
	if (nftw(path, entry_remove, 16, FTW_DEPTH | FTW_PHYS) && errno != ENOENT)
		return -errno;
	return 0;
}

static int default_path(char *path, size_t size)
{
	const char *cache_home = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");
	int length;

	if (cache_home && *cache_home)
		length = snprintf(path, size, "%s/rstlab", cache_home);
	else if (home && *home)
		length = snprintf(path, size, "%s/.cache/rstlab", home);
	else
		length = snprintf(path, size, "/var/cache/rstlab");
	return length >= (int)size ? -ENAMETOOLONG : 0;
}

int cache_open(struct cache *cache, const char *path, struct why *why)
{
	char lock[PATH_MAX];
	int err = 0;

	cache->lock_fd = 0;
	if (!path)
		err = default_path(cache->path, sizeof(cache->path));
	else if (snprintf(cache->path, sizeof(cache->path), "%s", path) >= (int)sizeof(cache->path))
		err = -ENAMETOOLONG;
	if (!err)
		err = cache_make_folder(cache->path);
	if (err)
		return why_set(why, -err, "cannot make the cache folder %s: %s", cache->path,
			       strerror(-err));
	snprintf(lock, sizeof(lock), "%s/lock", cache->path);
	cache->lock_fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (cache->lock_fd < 0) {
		err = errno;
		cache->lock_fd = 0;
		return why_set(why, err, "cannot write to the cache folder %s: %s", cache->path,
			       strerror(err));
	}
	while (flock(cache->lock_fd, LOCK_EX) && errno == EINTR)
		;
	return 0;
}

void cache_close(struct cache *cache)
{
	if (cache->lock_fd > 0)
		close(cache->lock_fd);
	cache->lock_fd = 0;
}
