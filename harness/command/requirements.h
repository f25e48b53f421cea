/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REQUIREMENTS_H
#define RST_REQUIREMENTS_H

#include <stddef.h>
#include <stdbool.h>

/* One thing that this machine can do or not. */
struct requirement {
	const char *what;
	const char *remedy;
	bool needed; /* without it nothing runs */
	bool (*met)(void);
};

/* The table, for rstlab doctor. */
extern const struct requirement requirements[];
extern const size_t requirements_count;

/* The first needed one that is not met: returns -1 with one line in @why, else 0. */
int requirements_check(char *why, size_t size);

/* Whether the file @path can be written: -1 with one line in @why, else 0. */
int requirements_writable(const char *path, char *why, size_t size);

/* Whether the program @name is in PATH. */
bool requirements_program(const char *name);

#endif
