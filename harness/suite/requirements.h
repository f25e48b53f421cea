/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_REQUIREMENTS_H
#define RST_SUITE_REQUIREMENTS_H

#include <stddef.h>
#include <stdbool.h>

#include "harness/observe/tracer/trace.h"

/* What does not run without it. */
enum needed {
	NEEDED_NEVER,
	NEEDED,
	NEEDED_FOR_BPF,
	NEEDED_FOR_TRACEFS,
	NEEDED_FOR_KYUA,
};

/* One thing that this machine can do or not. */
struct requirement {
	const char *what;
	const char *remedy;
	enum needed needed;
	bool (*met)(void);
};

/* The table, for rstlab doctor. */
extern const struct requirement requirements[];
extern const size_t requirements_count;

/* Whether a run with @tracer, by Kyua or not, cannot do without. */
bool requirements_needed(const struct requirement *requirement, enum tracer tracer, bool kyua);

/*
 * The first one that such a run needs and that is not met: returns -1 with one line in @why, else
 * 0.
 */
int requirements_check(enum tracer tracer, bool kyua, char *why, size_t size);

/* Whether the file @path can be written: -1 with one line in @why, else 0. */
int requirements_writable(const char *path, char *why, size_t size);

/* Whether the program @name is in PATH. */
bool requirements_program(const char *name);

#endif
