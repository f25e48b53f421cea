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

struct journal_options {
	const char *cache; /* the folder below which it lies; NULL: the user's */
	bool again; /* forget what is in it */
	void (*each)(const json_t *line, void *data); /* called for every whole line in it */
	void *data;
};

/* Opens the journal @name.  Returns 0 or -errno. */
int journal_open(struct journal *journal, const char *name, const struct journal_options *options,
		 struct why *why);

/* Adds a line; it is on disk when this returns 0.  -ENOSPC and others. */
int journal_add(struct journal *journal, const json_t *line, struct why *why);

void journal_close(struct journal *journal);

#endif
