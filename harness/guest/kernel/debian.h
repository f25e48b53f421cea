/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_KERNEL_DEBIAN_H
#define RST_GUEST_KERNEL_DEBIAN_H

#include <limits.h>
#include <stdbool.h>

struct cache;
struct why;

/* A kernel of Debian's archive, unpacked into a folder of its own. */
struct debian_kernel {
	char release[96]; /* "6.12.117+deb13-cloud-amd64", as uname -r says */
	char version[64]; /* of the package: "6.12.117-1" */
	char folder[PATH_MAX]; /* holds vmlinuz, config (if Debian has it), modules/ */
	char note[256]; /* what a reader should know: no modules, from the cache ... or "" */
};

/*
 * Find, download (signatures checked by Debian's archive keyring), and unpack the newest kernel
 * whose release or version starts with series: "6.12", "6.12.117", "6.1.0-56", or a whole
 * release.  The cloud flavour is preferred.  The package index is kept for a day; packages are
 * kept for ever, so that a kernel which Debian has dropped, or a machine without network, still
 * works.  offline: do not touch the network.
 */
int debian_kernel_get(struct debian_kernel *kernel, const char *series, struct cache *cache,
		      bool offline, struct why *why);

#endif
