/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_KERNEL_APT_H
#define RST_GUEST_KERNEL_APT_H

#include <stddef.h>
#include <stdbool.h>

struct cache;
struct why;

/* A package of the index, or a file that was kept from an earlier download. */
struct apt_package {
	char name[128];
	char version[64];
	bool kept; /* the .deb lies in the cache */
};

struct apt_packages {
	struct apt_package *entries;
	size_t count;
};

/*
 * Bring the private package index up to date if it is older than a day.  Suites whose signature
 * or date is not valid are left out; note (may be NULL) says so.  Never reads or writes the
 * machine's own apt state.
 */
int apt_refresh(struct cache *cache, char *note, size_t size, struct why *why);

/* Append all packages whose name starts with prefix: those of the index, then those kept. */
int apt_find(struct apt_packages *packages, struct cache *cache, const char *prefix,
	     struct why *why);

/* Download (if not kept) and say where the .deb lies. */
int apt_download(struct cache *cache, const struct apt_package *package, char *path, size_t size,
		 struct why *why);

/* Order of two Debian version strings: -1, 0, 1 (deb-version(7)). */
int apt_version_compare(const char *a, const char *b);

#endif
