/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_KERNEL_CHANGE_H
#define RST_KERNEL_CHANGE_H

#include <stdbool.h>

#include "harness/kernel/version.h"

#define KERNEL_CHANGE_STABLE_MAX 8

/*
 * A commit that changed what a kernel resets, and where it is.  Each stable series gets a fix on
 * its own: what has it cannot be told by "since" alone.
 */
struct kernel_change {
	const char *commit; /* NULL: not looked up; mainline is the version of the kernels run */
	const char *what;
	unsigned int mainline; /* every kernel from here on has it */
	unsigned int stable[KERNEL_CHANGE_STABLE_MAX]; /* and these, to the end of their series */
};

/* Whether @kernel (KERNEL(), STABLE()) has the change. */
bool kernel_has(const struct kernel_change *change, unsigned int kernel);

extern const struct kernel_change change_reset_reasons;
extern const struct kernel_change change_active_reasons;
extern const struct kernel_change change_migrate_requests;
extern const struct kernel_change change_flow_kept;
extern const struct kernel_change change_request_rst_challenged;
extern const struct kernel_change change_unsent_ack_challenged;
extern const struct kernel_change change_end_in_window;
extern const struct kernel_change change_fin_past_edge_again;
extern const struct kernel_change change_abort_orphan;
extern const struct kernel_change change_orphan_keys;
extern const struct kernel_change change_fastclose_on_close;
extern const struct kernel_change change_fastclose_error;
extern const struct kernel_change change_mptcp_disconnect;
extern const struct kernel_change change_mp_fail_alone;
extern const struct kernel_change change_fastclose_sends_reset;
extern const struct kernel_change change_linger_fastclose;
extern const struct kernel_change change_join_counter;
extern const struct kernel_change change_join_hmac_reason;
extern const struct kernel_change change_join_ack_reasons;
extern const struct kernel_change change_endpoint_listener;
extern const struct kernel_change change_join_port_reason;
extern const struct kernel_change change_dss_missing_reason;

#endif
