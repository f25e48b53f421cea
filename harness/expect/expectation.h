/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_EXPECT_EXPECTATION_H
#define RST_EXPECT_EXPECTATION_H

#include "harness/expect/cause.h"
#include "harness/kernel/change.h"

/* One RST. */
struct rst {
	const char *wire; /* the segment in packetdrill notation; NULL: it does not leave */
	const char *state; /* of the socket, at the tracepoint; "-": no socket */
	const struct cause *cause;
};

#define RST_MAX 4

/* What must follow from a story. */
struct expectation {
	const struct kernel_change *before; /* of an earlier outcome: the change that ended it */
	struct rst rst[RST_MAX]; /* in this order; empty: no RST */
	/*
	 * "TcpEstabResets +1"; TcpOutRsts follows from rst[] unless named.  A counter that is not
	 * watched (harness/observe/mib.c) is compared in the rows that name it.
	 */
	const char *mib;
	const char *error; /* as told by observe_error(): "peer ECONNRESET" */
	unsigned int received; /* events tcp:tcp_receive_reset of the SUT */
};

#endif
