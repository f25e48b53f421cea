/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_IMAGE_CACHE_H
#define RST_GUEST_IMAGE_CACHE_H

#include <limits.h>

struct why;

/* The folder that keeps downloaded kernels, and a lock on it. */
struct cache {
	char path[PATH_MAX - 512];
	int lock_fd;
};

/*
 * Open (make if missing) and lock the cache.  path NULL: $XDG_CACHE_HOME/rstlab or
 * ~/.cache/rstlab.  Waits for another process that holds it: two commands must not download or
 * unpack the same kernel at once.
 */
int cache_open(struct cache *cache, const char *path, struct why *why);

/* Give the lock back.  Safe on a cache that was never opened (all zero). */
void cache_close(struct cache *cache);

/* mkdir -p.  Returns 0 or -errno. */
int cache_make_folder(const char *path);

/* Remove a folder with all it holds; a missing one is no error.  Does not follow links. */
int cache_remove_folder(const char *path);

#endif
