/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_COMMAND_VARY_H
#define RST_COMMAND_VARY_H

#include <stddef.h>

#include "harness/expect/variation.h"

/* Variations that an option names, one that is NULL at the end. */
struct vary {
	const struct variation *variation[VARIATIONS_MAX + 1];
};

/* Reads "ports-high,mapped" or "all".  0, or an exit code after a message. */
int vary_read(struct vary *vary, const char *text);

/* The names and what they mean, for --help: one line each. */
void vary_list(char *text, size_t size);

#define VARY_HELP "play every case in these surroundings too: all, or some of"

#endif
