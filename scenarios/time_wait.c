// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments for a time-wait bucket.
 *
 * An orphan in FIN_WAIT2 becomes a bucket too, at once when tcp_fin_timeout is not above 60 s.
 * Nobody will read, so data resets (RFC 1122 4.2.2.13), and so does a SYN in the window.  A
 * bucket in TIME_WAIT proper never does: it acknowledges (RFC 9293 3.10.7.4).  An exact RST ends
 * that state, which is the hazard of RFC 1337, unless tcp_rfc1337 asks for its fix F1.
 *
 *	tcp_v4_rcv() -> tcp_timewait_state_process(), TCP_TW_RST
 */
#include "harness/story/scenario.h"

/* close(), and the peer acknowledges the FIN. */
static struct conn fin_wait2_bucket(struct test *t)
{
	struct conn c = conn_established(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	peer_sends(t, c.flow, ". 1:1(0) ack 2");
	fence(t);
	return c;
}

static void to_fin_wait2_bucket(struct test *t)
{
	struct conn c = fin_wait2_bucket(t);

	peer_sends_segment(t, c.flow);
}

static void fin(struct test *t)
{
	struct conn c = fin_wait2_bucket(t);

	peer_sends(t, c.flow, ". 1:1(0) ack 2");
	peer_sends(t, c.flow, "F. 1:1(0) ack 2");
	sut_sends(t, c.flow, ". 2:2(0) ack 2");
}

/* After the peer's FIN. */
static struct conn time_wait_bucket(struct test *t)
{
	struct conn c = fin_wait2_bucket(t);

	peer_sends(t, c.flow, "F. 1:1(0) ack 2");
	sut_sends(t, c.flow, ". 2:2(0) ack 2");
	return c;
}

static void real_time_wait(struct test *t)
{
	struct conn c = time_wait_bucket(t);

	peer_sends(t, c.flow, "P. 2:7(5) ack 2");
	sut_sends(t, c.flow, ". 2:2(0) ack 2");
	peer_sends(t, c.flow, "S. 2:2(0) ack 2");
	sut_sends(t, c.flow, ". 2:2(0) ack 2");
	peer_sends(t, c.flow, "S 0:0(0)");
	sut_sends(t, c.flow, ". 2:2(0) ack 2");
}

/* With the bucket gone the next segment meets nobody. */
static void assassinated(struct test *t)
{
	struct conn c = time_wait_bucket(t);

	sock_close(t, c.listener);
	peer_sends(t, c.flow, "R 2:2(0)");
	peer_sends(t, c.flow, "P. 2:7(5) ack 2");
}

static void survives(struct test *t)
{
	struct conn c = time_wait_bucket(t);

	sock_close(t, c.listener);
	peer_sends_segment(t, c.flow);
	peer_sends(t, c.flow, "P. 2:7(5) ack 2");
	sut_sends(t, c.flow, ". 2:2(0) ack 2");
}

static const struct scenario scenarios[] = {
	{
		.id = "timewait-fw2-data",
		.descr = "bucket in FIN_WAIT2: data is reset",
		.run = to_fin_wait2_bucket,
		.segment = "P. 1:6(5) ack 2",
		.expect.rst = { { "R 2:2(0)", "TIME_WAIT", &time_wait_socket } },
	},
	{
		.id = "timewait-fw2-dscp",
		.descr = "bucket in FIN_WAIT2: the RST has the DSCP of the data, no ECN codepoint, a fresh TTL",
		.run = to_fin_wait2_bucket,
		.segment = "P. 1:6(5) ack 2 ttl 7 tos 0xbb",
		.expect.rst = { { "R 2:2(0) tos 0xb8", "TIME_WAIT", &time_wait_socket } },
	},
	{
		.id = "timewait-fw2-fin-data",
		.descr = "bucket in FIN_WAIT2: FIN with data is reset",
		.run = to_fin_wait2_bucket,
		.segment = "FP. 1:6(5) ack 2",
		.expect.rst = { { "R 2:2(0)", "TIME_WAIT", &time_wait_socket } },
	},
	{
		.id = "timewait-fw2-syn",
		.descr = "bucket in FIN_WAIT2: SYN in the window is reset",
		.run = to_fin_wait2_bucket,
		.segment = "S 1:1(0)",
		.expect.rst = { { "R. 0:0(0) ack 2", "TIME_WAIT", &time_wait_socket } },
	},
	{
		.id = "timewait-fw2-synack",
		.descr = "bucket in FIN_WAIT2: SYN,ACK in the window is reset",
		.run = to_fin_wait2_bucket,
		.segment = "S. 1:1(0) ack 2",
		.expect.rst = { { "R 2:2(0)", "TIME_WAIT", &time_wait_socket } },
	},
	{
		.id = "timewait-fw2-fin",
		.descr = "bucket in FIN_WAIT2: ACK and FIN are not reset",
		.run = fin,
	},
	{
		.id = "timewait-real",
		.section = SECTION_NO_RESET,
		.descr = "TIME_WAIT: data, SYN,ACK and an old SYN are acknowledged, not reset",
		.run = real_time_wait,
	},
	{
		.id = "timewait-rst",
		.section = SECTION_NO_RESET,
		.descr = "TIME_WAIT: an exact RST ends it, later data is for no socket",
		.run = assassinated,
		.setup.sysctls = { "net/ipv4/tcp_rfc1337=0" },
		.expect.rst = { { "R 2:2(0)", "-", &no_socket } },
	},
	{
		.id = "timewait-rst-above",
		.section = SECTION_NO_RESET,
		.descr = "TIME_WAIT: a RST one above the exact number is ignored, later data acknowledged",
		.run = survives,
		.segment = "R 3:3(0)",
		.setup.sysctls = { "net/ipv4/tcp_rfc1337=0" },
	},
	{
		.id = "timewait-rst-below",
		.section = SECTION_NO_RESET,
		.descr = "TIME_WAIT: a RST one below the exact number is ignored, later data acknowledged",
		.run = survives,
		.segment = "R 1:1(0)",
		.setup.sysctls = { "net/ipv4/tcp_rfc1337=0" },
	},
	{
		.id = "timewait-rst-rfc1337",
		.section = SECTION_NO_RESET,
		.descr = "TIME_WAIT with tcp_rfc1337: an exact RST is ignored, later data acknowledged",
		.run = survives,
		.segment = "R 2:2(0)",
		.setup.sysctls = { "net/ipv4/tcp_rfc1337=1" },
	},
};

SCENARIOS(time_wait, scenarios, .section = SECTION_TIME_WAIT);
