// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stable releases from the changelogs of the stable trees, of Debian's packages and from the
 * announcements.  Where one was seen here without or with the change, see results/.
 */
#include "harness/kernel/change.h"

#include <stddef.h>

bool kernel_has(const struct kernel_change *change, unsigned int kernel)
{
	size_t i;

	if (kernel >= change->mainline)
		return true;
	for (i = 0; i < KERNEL_CHANGE_STABLE_MAX && change->stable[i]; i++)
		if (KERNEL_SERIES(kernel) == KERNEL_SERIES(change->stable[i]) &&
		    kernel >= change->stable[i])
			return true;
	return false;
}

const struct kernel_change change_reset_reasons = {
	"19822a980e19",
	"reset reasons",
	KERNEL(6, 10),
	{ 0 },
};

const struct kernel_change change_active_reasons = {
	"ba0ca286c919",
	"tcp_send_active_reset() gives the reason that its caller names",
	KERNEL(6, 12),
	{ 0 },
};

const struct kernel_change change_migrate_requests = {
	"f9ac779f881c",
	"net.ipv4.tcp_migrate_req",
	KERNEL(5, 14),
	{ 0 },
};

const struct kernel_change change_flow_kept = {
	NULL,
	"an accepted IPv6 connection sends with the flow that its child kept",
	KERNEL(7, 0),
	{ 0 },
};

const struct kernel_change change_request_rst_challenged = {
	"a28c4fcbf774",
	"tcp_check_req() challenges a RST that is not exact (RFC 5961 3.2)",
	KERNEL(7, 2),
	{ STABLE(6, 1, 191), STABLE(6, 6, 153), STABLE(6, 12, 105), STABLE(6, 18, 42),
	  STABLE(7, 1, 6) },
};

const struct kernel_change change_unsent_ack_challenged = {
	"42726ec644cb",
	"tcp_ack() challenges an ACK of unsent data (RFC 5961 5.2)",
	KERNEL(7, 1),
	{ STABLE(6, 18, 33), STABLE(7, 0, 10) },
};

const struct kernel_change change_end_in_window = {
	"9ca48d616ed7",
	"tcp_sequence() compares the end of a segment with the window",
	KERNEL(6, 17),
	{ 0 },
};

const struct kernel_change change_fin_past_edge_again = {
	"1e3bb184e941",
	"tcp_sequence() takes a FIN just right of the window again",
	KERNEL(7, 0),
	{ STABLE(6, 18, 16), STABLE(6, 19, 6) },
};

const struct kernel_change change_abort_orphan = {
	"bac76cf89816",
	"tcp_abort() ends a socket that its owner has closed",
	KERNEL(6, 11),
	{ STABLE(6, 1, 132), STABLE(6, 6, 84), STABLE(6, 10, 8) },
};

const struct kernel_change change_orphan_keys = {
	"9e472d9e84b1",
	"a socket keeps its keys (TCP-AO, MD5) as long as it can send",
	KERNEL(6, 18),
	{ 0 },
};

const struct kernel_change change_fastclose_on_close = {
	"d21f83485518",
	"MP_FASTCLOSE of close()",
	KERNEL(6, 1),
	{ 0 },
};

const struct kernel_change change_fastclose_error = {
	"69800e516e96",
	"ECONNRESET for MP_FASTCLOSE",
	KERNEL(6, 1),
	{ 0 },
};

const struct kernel_change change_mptcp_disconnect = {
	NULL,
	"connect() to AF_UNSPEC of MPTCP",
	KERNEL(6, 1),
	{ 0 },
};

const struct kernel_change change_mp_fail_alone = {
	NULL,
	"MP_FAIL on the only subflow",
	KERNEL(6, 1),
	{ 0 },
};

const struct kernel_change change_fastclose_sends_reset = {
	"ae155060247b",
	"mptcp_do_fastclose() resets each subflow itself, once",
	KERNEL(6, 18),
	{ STABLE(6, 1, 159), STABLE(6, 6, 119), STABLE(6, 12, 60), STABLE(6, 17, 10) },
};

const struct kernel_change change_linger_fastclose = {
	"f14d6e9c3678",
	"SO_LINGER of 0 seconds ends a MPTCP connection by MP_FASTCLOSE",
	KERNEL(7, 1),
	{ STABLE(6, 1, 176), STABLE(6, 6, 140), STABLE(6, 12, 88), STABLE(6, 18, 30),
	  STABLE(7, 0, 7) },
};

#define WITH_JOIN_FIXES                                                                      \
	KERNEL(7, 1),                                                                        \
	{                                                                                    \
		STABLE(5, 15, 209), STABLE(6, 1, 175), STABLE(6, 6, 140), STABLE(6, 12, 88), \
			STABLE(6, 18, 30), STABLE(7, 0, 7)                                   \
	}

const struct kernel_change change_join_counter = {
	"c4a99a9",
	"a wrong HMAC in the SYN,ACK of a MP_JOIN has a counter of its own",
	WITH_JOIN_FIXES,
};

const struct kernel_change change_join_hmac_reason = {
	"a6da02d",
	"a wrong HMAC in the ACK of a MP_JOIN has reason 1 again",
	WITH_JOIN_FIXES,
};

const struct kernel_change change_join_ack_reasons = {
	"443041deb5ef",
	"subflow_syn_recv_sock() tells a limit (reason 3) from a wrong HMAC",
	KERNEL(6, 15),
	{ STABLE(5, 15, 181), STABLE(6, 1, 135), STABLE(6, 6, 88), STABLE(6, 12, 24),
	  STABLE(6, 13, 12), STABLE(6, 14, 3) },
};

const struct kernel_change change_endpoint_listener = {
	"3d041393ea8c",
	"MP_CAPABLE to a port that only MP_JOIN may use is refused",
	KERNEL(6, 12),
	{ STABLE(5, 15, 169), STABLE(6, 1, 114), STABLE(6, 6, 58), STABLE(6, 11, 5) },
};

const struct kernel_change change_join_port_reason = {
	NULL,
	"a MP_JOIN to a port that was not announced is refused with reason 3",
	KERNEL(6, 10),
	{ 0 },
};

const struct kernel_change change_dss_missing_reason = {
	NULL,
	"data without a mapping is reset with reason 6",
	KERNEL(6, 13),
	{ 0 },
};
