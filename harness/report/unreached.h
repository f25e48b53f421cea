/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_UNREACHED_H
#define RST_REPORT_UNREACHED_H

#include <stddef.h>

/* What of a kernel the cases of one machine do not reach, and why not. */

enum unreached_what {
	UNREACHED_REASON, /* a value of enum sk_rst_reason */
	UNREACHED_SITE, /* calls of an emitter, by function */
};

enum unreached_kind {
	UNREACHABLE, /* nothing in user space reaches it */
	GUEST_ONLY, /* cases do that change the whole machine */
	UNTRACED_CALL, /* cases do, and no event says so */
	UNREACHED_KINDS,
};

struct unreached {
	enum unreached_what what;
	enum unreached_kind kind;
	const char *name;
	unsigned int since, until; /* kernels; until 0: to this day */
	unsigned int calls; /* UNREACHED_SITE: how many calls of the function */
	const char *proof; /* function and condition, and which cases */
};

/* The table, harness/report/unreached.c. */
extern const struct unreached unreached[];
extern const size_t unreached_count;

/* "unreachable", "only in a guest", "not traced" */
const char *unreached_kind_name(enum unreached_kind kind);

#endif
