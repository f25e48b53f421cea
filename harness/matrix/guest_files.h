/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_MATRIX_GUEST_FILES_H
#define RST_MATRIX_GUEST_FILES_H

#include <stddef.h>

#include "harness/guest/boot/guest.h"

#define GUEST_FILES_RSTLAB "/usr/lib/rstlab/rstlab" /* in the guest */
#define GUEST_FILES_CASES "/etc/rstlab/cases"

/* What every guest gets of this machine: rstlab, which holds the scenarios, ip, nft. */
struct guest_files {
	struct guest_file *list; /* the last one is free: for GUEST_FILES_CASES */
	size_t count; /* without the last */
	char **paths; /* owned strings */
	size_t paths_count;
};

/* -ENOENT with the remedy in why when a program is missing. */
int guest_files_find(struct guest_files *files, struct why *why);
void guest_files_free(struct guest_files *files);

/* The environment of the command in the guest, NULL at the end. */
extern const char *const guest_files_environment[];

#define GUEST_FILES_DIGEST_MAX 33

/*
 * A name for all that decides on results: these files, those of the kernel, and the words of
 * the user.  -errno, or 0 with hexadecimal digits in name.
 */
int guest_files_digest(const struct guest_files *files, const struct kernel_image *kernel,
		       const char *words, char name[static GUEST_FILES_DIGEST_MAX],
		       struct why *why);

#endif
