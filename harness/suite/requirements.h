/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_REQUIREMENTS_H
#define RST_SUITE_REQUIREMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/observe/tracer/trace.h"

struct why;

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

/* Whether such a run can do: 0, or -ENOENT with the first one that it needs and that is not met. */
int requirements_check(enum tracer tracer, bool kyua, struct why *why);

/* Whether the file @path can be written: 0 or -errno. */
int requirements_writable(const char *path, struct why *why);

#endif
