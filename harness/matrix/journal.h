/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_MATRIX_JOURNAL_H
#define RST_MATRIX_JOURNAL_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "harness/base/why.h"

/*
 * What a run has found so far, one JSON object per line, in the cache folder under a name made of
 * all that decides on results: a run that was interrupted goes on where it was, and one that is
 * complete is not repeated.
 */
struct journal {
	FILE *file;
	char path[4096 + 256];
};

/*
 * Open the journal @name below the folder @cache (NULL: the user's), calling @each for every whole
 * line in it; @again: forget them.  0 or -errno.
 */
int journal_open(struct journal *journal, const char *cache, const char *name, bool again,
		 void (*each)(const json_t *line, void *data), void *data, struct why *why);

/* Adds a line; it is on disk when this returns 0.  -ENOSPC and others. */
int journal_add(struct journal *journal, const json_t *line, struct why *why);

void journal_close(struct journal *journal);

#endif
