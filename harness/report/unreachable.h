/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_UNREACHABLE_H
#define RST_REPORT_UNREACHABLE_H

#include <stddef.h>

/* What of the kernel no action of user space reaches. */
enum unreachable_what {
	UNREACHABLE_REASON, /* a value of enum sk_rst_reason */
	UNREACHABLE_SITE, /* calls of an emitter, by function: not reached, or not told */
};

struct unreachable {
	enum unreachable_what what;
	const char *name;
	unsigned int since, until; /* kernels; until 0: to this day */
	const char *proof; /* function and condition */
	unsigned int calls; /* UNREACHABLE_SITE: how many calls of the function */
};

/* The table, harness/report/unreachable.c. */
extern const struct unreachable unreachable[];
extern const size_t unreachable_count;

#endif
