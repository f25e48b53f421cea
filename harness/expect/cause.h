/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_EXPECT_CAUSE_H
#define RST_EXPECT_CAUSE_H

#include <stdbool.h>

/* Which of the kernel's senders makes the RST: each writes it, counts it and traces it its own way. */
enum emitter {
	ACTIVE = 1, /* tcp_send_active_reset */
	PASSIVE, /* tcp_v4_send_reset, tcp_v6_send_reset */
	UNTRACED, /* neither: netfilter */
};

/* The facts about one way in which a kernel resets. */
struct cause {
	enum emitter emitter;
	/*
	 * Who called the emitter, and who called that: "__tcp_close < tcp_close".  The second is
	 * for IPv6 where it differs.
	 */
	const char *via[2];
	/* Of enum sk_rst_reason, without SK_RST_REASON_; when a kernel gives it: reason.h */
	const char *reason;
	bool mapped; /* an IPv6 socket with IPv4 addresses mapped */
};

/* What several scenario files take, or the sweep; all others stand in the file that takes them. */

/* Active. */
extern const struct cause abort_on_close; /* close() with unread data */
extern const struct cause child_forgotten; /* a listener ends, and a child waits to be accepted */
extern const struct cause destroyed; /* by the administrator: SOCK_DESTROY, bpf_sock_destroy() */
extern const struct cause disconnected; /* connect() to AF_UNSPEC */
extern const struct cause lingered; /* close() with SO_LINGER of 0 seconds */
extern const struct cause mptcp_disconnected; /* a subflow in the fast close of an old kernel */

/* Passive, for a segment. */
extern const struct cause abort_on_data; /* data that nobody will read */
extern const struct cause ack_of_unsent_data; /* SYN_RECV of a full socket */
extern const struct cause embryonic_reset; /* a request: another SYN, or no place in the queue */
extern const struct cause invalid_ack; /* SYN_SENT */
extern const struct cause no_socket;
extern const struct cause syn_for_child; /* a fast open child, its request still there */
extern const struct cause time_wait_socket;
extern const struct cause too_old_ack; /* SYN_RECV of a full socket */
extern const struct cause unexpected_ack; /* LISTEN: there is nothing to acknowledge */

/* By netfilter. */
extern const struct cause reject_rule;

/* The callers in @family (AF_INET, AF_INET6). */
const char *cause_via(const struct cause *cause, int family);

#endif
