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

/* The callers in @family (AF_INET, AF_INET6). */
const char *cause_via(const struct cause *cause, int family);

#endif
