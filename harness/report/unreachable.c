// SPDX-License-Identifier: GPL-2.0-only
/*
 * The values of enum sk_rst_reason and the calls of the emitters that nothing in user space can
 * reach, each with the proof.  What is neither here nor expected by a scenario is reported:
 * `rstlab reasons` and `rstlab sites` fail.
 */
#include "harness/kernel/version.h"
#include "harness/report/unreachable.h"

const struct unreachable unreachable[] = {
	{ UNREACHABLE_REASON, "NOT_SPECIFIED", KERNEL(6, 12), 0,
	  "mptcp_get_rst_reason: only when skb_ext_add() found no memory; 6.10 and 6.11 give it "
	  "for every active reset",
	  0 },
	{ UNREACHABLE_REASON, "TCP_OLD_ACK", KERNEL(6, 10), 0,
	  "tcp_rcv_state_process: tcp_ack() would have to return 0 in SYN_RECV, but bytes_acked, "
	  "its lower bound, only grows with the ACK that leaves SYN_RECV: TCP_TOO_OLD_ACK instead",
	  0 },
	{ UNREACHABLE_REASON, "MPTCP_RST_ERESOURCE", KERNEL(6, 10), 0,
	  "net/mptcp assigns only EPROHIBIT, EMPTCP and EMIDDLEBOX to reset_reason; a received one "
	  "comes with a RST, after which the subflow is closed",
	  0 },
	{ UNREACHABLE_REASON, "MPTCP_RST_EWQ2BIG", KERNEL(6, 10), 0,
	  "as MPTCP_RST_ERESOURCE: never assigned", 0 },
	{ UNREACHABLE_REASON, "MPTCP_RST_EBADPERF", KERNEL(6, 10), 0,
	  "as MPTCP_RST_ERESOURCE: never assigned", 0 },
	{ UNREACHABLE_REASON, "ERROR", KERNEL(6, 10), 0,
	  "sk_rst_convert_mptcp_reason: default of a switch whose value is only ever 0, 1, 3 or 6",
	  0 },
	{ UNREACHABLE_REASON, "MAX", KERNEL(6, 10), 0, "the end of the enumeration, never sent",
	  0 },
	{ UNREACHABLE_SITE, "__tcp_close", KERNEL(5, 10), 0,
	  "tcp_check_oom() needs a global limit: reached in a guest by oom-close", 1 },
	{ UNREACHABLE_SITE, "tcp_out_of_resources", KERNEL(5, 10), 0,
	  "needs a global limit: reached in a guest by oom-orphan-rto", 1 },
	{ UNREACHABLE_SITE, "tcp_write_timeout", KERNEL(5, 10), 0,
	  "tcp_out_of_resources() inlined: reached in a guest by oom-orphan-rto", 1 },
	{ UNREACHABLE_SITE, "tcp_probe_timer", KERNEL(5, 10), 0,
	  "tcp_out_of_resources() inlined: reached in a guest by oom-orphan-probe0", 1 },
	{ UNREACHABLE_SITE, "tcp_v4_rcv", KERNEL(5, 10), 0,
	  "tcp_child_process() != 0: the child has snd_una = snd_nxt = ISS+1 and tcp_check_req() "
	  "has checked ack == ISS+1, so tcp_ack() accepts it",
	  1 },
	{ UNREACHABLE_SITE, "tcp_v6_rcv", KERNEL(5, 10), 0, "as tcp_v4_rcv", 1 },
	{ UNREACHABLE_SITE, "tcp_v4_rcv", KERNEL(5, 10), KERNEL(6, 10),
	  "tcp_v4_send_reset() traces full sockets only: the RSTs of no socket and of time-wait "
	  "are seen on the wire (closed-*, timewait-*), without a stack",
	  3 },
	{ UNREACHABLE_SITE, "tcp_v6_rcv", KERNEL(5, 10), KERNEL(6, 10), "as tcp_v4_rcv", 3 },
};

const size_t unreachable_count = sizeof(unreachable) / sizeof(unreachable[0]);
