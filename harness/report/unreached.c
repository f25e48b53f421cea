// SPDX-License-Identifier: GPL-2.0-only
/*
 * The values of enum sk_rst_reason and the calls of the emitters that no case is seen to reach, each
 * with the proof.  What is neither here nor expected by a scenario is reported: `rstlab reasons` and
 * `rstlab sites` fail.
 */
#include "harness/report/unreached.h"

#include "harness/base/array.h"
#include "harness/kernel/version.h"

const struct unreached unreached[] = {
	{ UNREACHED_REASON, UNREACHABLE, "NOT_SPECIFIED", KERNEL(6, 12), 0, 0,
	  "mptcp_get_rst_reason: only when skb_ext_add() found no memory; 6.10 and 6.11 give it for every active reset" },
	{ UNREACHED_REASON, UNREACHABLE, "TCP_OLD_ACK", KERNEL(6, 10), 0, 0,
	  "tcp_rcv_state_process: tcp_ack() would have to return 0 in SYN_RECV, but bytes_acked, its lower bound, only grows with the ACK that leaves SYN_RECV: TCP_TOO_OLD_ACK instead" },
	{ UNREACHED_REASON, UNREACHABLE, "MPTCP_RST_ERESOURCE", KERNEL(6, 10), 0, 0,
	  "net/mptcp assigns only EPROHIBIT, EMPTCP and EMIDDLEBOX to reset_reason; a received one comes with a RST, after which the subflow is closed" },
	{ UNREACHED_REASON, UNREACHABLE, "MPTCP_RST_EWQ2BIG", KERNEL(6, 10), 0, 0,
	  "as MPTCP_RST_ERESOURCE: never assigned" },
	{ UNREACHED_REASON, UNREACHABLE, "MPTCP_RST_EBADPERF", KERNEL(6, 10), 0, 0,
	  "as MPTCP_RST_ERESOURCE: never assigned" },
	{ UNREACHED_REASON, UNREACHABLE, "ERROR", KERNEL(6, 10), 0, 0,
	  "sk_rst_convert_mptcp_reason: default of a switch whose value is only ever 0, 1, 3 or 6" },
	{ UNREACHED_REASON, UNREACHABLE, "MAX", KERNEL(6, 10), 0, 0,
	  "the end of the enumeration, never sent" },
	{ UNREACHED_SITE, GUEST_ONLY, "__tcp_close", KERNEL(5, 10), 0, 1,
	  "tcp_check_oom() needs a global limit: oom-close" },
	{ UNREACHED_SITE, GUEST_ONLY, "tcp_out_of_resources", KERNEL(5, 10), 0, 1,
	  "needs a global limit: oom-orphan-rto" },
	{ UNREACHED_SITE, GUEST_ONLY, "tcp_write_timeout", KERNEL(5, 10), 0, 1,
	  "tcp_out_of_resources() inlined: oom-orphan-rto" },
	{ UNREACHED_SITE, GUEST_ONLY, "tcp_probe_timer", KERNEL(5, 10), 0, 1,
	  "tcp_out_of_resources() inlined: oom-orphan-probe0" },
	{ UNREACHED_SITE, UNREACHABLE, "tcp_v4_rcv", KERNEL(5, 10), 0, 1,
	  "tcp_child_process() != 0: the child has snd_una = snd_nxt = ISS+1 and tcp_check_req() has checked ack == ISS+1, so tcp_ack() accepts it" },
	{ UNREACHED_SITE, UNREACHABLE, "tcp_v6_rcv", KERNEL(5, 10), 0, 1, "as tcp_v4_rcv" },
	{ UNREACHED_SITE, UNTRACED_CALL, "tcp_v4_rcv", KERNEL(5, 10), KERNEL(6, 10), 3,
	  "tcp_v4_send_reset() traces full sockets only: the RSTs of no socket and of time-wait are seen on the wire (closed-*, timewait-*), without a stack" },
	{ UNREACHED_SITE, UNTRACED_CALL, "tcp_v6_rcv", KERNEL(5, 10), KERNEL(6, 10), 3,
	  "as tcp_v4_rcv" },
};

const size_t unreached_count = ARRAY_SIZE(unreached);

const char *unreached_kind_name(enum unreached_kind kind)
{
	static const char *const names[] = {
		[UNREACHABLE] = "unreachable",
		[GUEST_ONLY] = "only in a guest",
		[UNTRACED_CALL] = "not traced",
	};

	return names[kind];
}
