/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_RUNNER_H
#define RST_SUITE_RUNNER_H

#include "harness/suite/ending.h"
#include "harness/suite/selection.h"

/*
 * What the two runners of cases have in common: Kyua (kyua.h), and children of this process
 * (children.h).
 */
struct runner_options {
	const char *folder; /* of the Kyuafile and the programs */
	int parallel; /* cases that work, side by side */
	int waiting; /* beside them, of those that wait for a timer, or in vain: they cost no CPU */
	/* "name", "value", ..., NULL: see harness/judge/variables.h. */
	const char *const *variables;
	int socket; /* watched beside the cases */
};

struct runner_callbacks {
	void (*readable)(void *data); /* the socket is */
	void (*ended)(const struct ending *ending, void *data);
	void *data;
};

#endif
