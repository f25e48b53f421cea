/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_CHILDREN_H
#define RST_SUITE_CHILDREN_H

#include "harness/suite/ending.h"
#include "harness/suite/selection.h"

/* How cases are run without Kyua. */
struct children_options {
	int parallel; /* that work, side by side */
	int waiting; /* beside them, of those that wait for a timer, or in vain: they cost no CPU */
	/* What Kyua would call test_suites.rstlab.NAME: "name", "value", ..., NULL. */
	const char *const *variables;
	int socket; /* watched beside the children */
};

struct children_callbacks {
	void (*readable)(void *data); /* the socket is */
	void (*ended)(const struct ending *ending, void *data);
	void *data;
};

/*
 * Plays every case of @selection in a child of this process, @parallel of them side by side: each
 * in a process group of its own that does not outlive it, with the deadline that its head names,
 * and judged by ATF.  A guest runs its cases so: what Kyua does for a case (an exec, its own
 * folders and database) costs an emulated CPU as much as the case.  Returns 0 or -errno.
 */
int children_run(const struct selection *selection, const struct children_options *options,
		 const struct children_callbacks *callbacks);

#endif
