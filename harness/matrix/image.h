/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_MATRIX_IMAGE_H
#define RST_MATRIX_IMAGE_H

#include <stddef.h>

#include "harness/guest/boot/guest.h"

#define IMAGE_RSTLAB "/usr/lib/rstlab/rstlab" /* in the guest */
#define IMAGE_CASES "/etc/rstlab/cases"

/* What every guest gets of this machine: rstlab, which holds the scenarios, ip, nft. */
struct image {
	struct guest_file *files; /* the last one is free: for IMAGE_CASES */
	size_t count; /* without the last */
	char **paths; /* owned strings */
	size_t paths_count;
};

/* -ENOENT with the remedy in why when a program is missing. */
int image_find(struct image *image, struct why *why);
void image_free(struct image *image);

/* The environment of the command in the guest, NULL at the end. */
extern const char *const image_environment[];

#define IMAGE_DIGEST_MAX 33

/*
 * A name for all that decides on results: the files of the image, of the kernel, and the words of
 * the user.  -errno, or 0 with hexadecimal digits in name.
 */
int image_digest(const struct image *image, const struct kernel_image *kernel, const char *words,
		 char name[static IMAGE_DIGEST_MAX], struct why *why);

#endif
