// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments that a full socket in SYN-RECEIVED cannot accept: one of a simultaneous open, or the
 * child of a SYN with data (TCP fast open).
 *
 * An ACK outside SND.UNA < SEG.ACK =< SND.NXT is answered with <SEQ=SEG.ACK><CTL=RST> and the
 * connection stays (RFC 9293 3.10.7.4).
 *
 *	tcp_v4_rcv() -> tcp_v4_do_rcv() -> tcp_rcv_state_process() -> tcp_ack()
 *	tcp_v4_rcv() -> tcp_v4_do_rcv() -> tcp_rcv_state_process() -> tcp_check_req()
 */
#include "harness/story/scenario.h"

/* The connection has suffered nothing: the right ACK still opens. */
static void connection_goes_on(struct test *t, const struct conn *c, const char *ack)
{
	sock_expect_state(t, c->sut, TCP_SYN_RECV);
	peer_sends(t, c->flow, ack);
	sock_expect_state(t, c->sut, TCP_ESTABLISHED);
	observe_error(t, "sut", c->sut);
}

static void simultaneous_ack_low(struct test *t)
{
	struct conn c = conn_simultaneous(t);

	peer_sends(t, c.flow, ". 1:1(0) ack -1");
	connection_goes_on(t, &c, ". 1:1(0) ack 1");
}

static void simultaneous_ack_high(struct test *t)
{
	struct conn c = conn_simultaneous(t);

	peer_sends(t, c.flow, ". 1:1(0) ack 2");
	connection_goes_on(t, &c, ". 1:1(0) ack 1");
}

static void simultaneous_ack_of_nothing(struct test *t)
{
	struct conn c = conn_simultaneous(t);

	peer_sends(t, c.flow, ". 1:1(0) ack 0");
	observe_error(t, "sut", c.sut);
}

static void simultaneous_ack(struct test *t)
{
	struct conn c = conn_simultaneous(t);

	connection_goes_on(t, &c, ". 1:1(0) ack 1");
}

static void simultaneous_syn_bad_ack(struct test *t)
{
	struct conn c = conn_simultaneous(t);

	peer_sends(t, c.flow, "S. 1:1(0) ack 2");
	peer_sends(t, c.flow, "S 1:1(0)");
	connection_goes_on(t, &c, ". 1:1(0) ack 1");
}

static void fast_open_ack_low(struct test *t)
{
	struct conn c = conn_fast_open(t, 5);

	peer_sends(t, c.flow, ". 6:6(0) ack 0");
	connection_goes_on(t, &c, ". 6:6(0) ack 1");
}

static void fast_open_ack_low_after_data(struct test *t)
{
	struct conn c = conn_fast_open(t, 5);

	sock_send(t, c.sut, 10);
	sut_sends(t, c.flow, "P. 1:11(10) ack 6");
	peer_sends(t, c.flow, ". 6:6(0) ack 0");
	connection_goes_on(t, &c, ". 6:6(0) ack 11");
}

static void fast_open_ack_high(struct test *t)
{
	struct conn c = conn_fast_open(t, 5);

	peer_sends(t, c.flow, ". 6:6(0) ack 2");
	connection_goes_on(t, &c, ". 6:6(0) ack 1");
}

static void fast_open_ack(struct test *t)
{
	struct conn c = conn_fast_open(t, 5);

	connection_goes_on(t, &c, ". 6:6(0) ack 1");
}

static void fast_open_syn(struct test *t)
{
	struct conn c = conn_fast_open(t, 5);

	peer_sends(t, c.flow, "S 6:6(0)");
	sut_sends(t, c.flow, "R. 0:0(0) ack 7");
	peer_sends(t, c.flow, "S. 6:6(0) ack 1");
	connection_goes_on(t, &c, ". 6:6(0) ack 1");
}

static void fast_open_syn_again(struct test *t)
{
	struct conn c = conn_fast_open(t, 5);

	peer_sends(t, c.flow, "S 0:5(5) <mss 1460,FO>");
	connection_goes_on(t, &c, ". 6:6(0) ack 1");
}

static void fast_open_closed_syn(struct test *t)
{
	struct conn c = conn_fast_open(t, 5);

	sock_receive(t, c.sut, 5);
	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 6");
	peer_sends(t, c.flow, "S 6:6(0)");
}

static const struct scenario scenarios[] = {
	{
		.id = "syn-recv-simopen-ack-low",
		.descr = "SYN_RECV by simultaneous open: an ACK from before our SYN is reset",
		.run = simultaneous_ack_low,
		.expect.rst = { { "R 4294967295:4294967295(0)", "SYN_RECV", &too_old_ack } },
		.expect.error = "sut none",
	},
	{
		.id = "syn-recv-simopen-ack-high",
		.descr = "SYN_RECV by simultaneous open: an ACK of what was not sent is reset",
		.run = simultaneous_ack_high,
		.expect.rst = { { "R 2:2(0)", "SYN_RECV", &ack_of_unsent_data } },
		.expect.error = "sut none",
	},
	{
		.id = "syn-recv-simopen-ack-iss",
		.descr = "SYN_RECV by simultaneous open: an ACK that does not cover our SYN is reset",
		.run = simultaneous_ack_of_nothing,
		.expect.rst = { { "R 0:0(0)", "SYN_RECV", &too_old_ack } },
		.expect.error = "sut none",
		.deviation.why = "tcp_rcv_state_process() opens on SEG.ACK = ISS: tcp_ack() takes "
				 "SND.UNA itself for acceptable",
		.deviation.instead.error = "sut none",
	},
	{
		.id = "syn-recv-simopen-ack",
		.descr = "SYN_RECV by simultaneous open: the ACK of our SYN opens",
		.run = simultaneous_ack,
		.expect.error = "sut none",
	},
	{
		.id = "syn-recv-simopen-syn-bad-ack",
		.descr = "SYN_RECV by simultaneous open: SYN, with or without ACK, is challenged",
		.run = simultaneous_syn_bad_ack,
		.expect.mib = "TcpExtTCPSYNChallenge +2, TcpExtTCPChallengeACK +2",
		.expect.error = "sut none",
	},
	{
		.id = "tfo-ack-low",
		.descr = "SYN_RECV by fast open: an ACK that does not cover our SYN is reset",
		.run = fast_open_ack_low,
		.setup.sysctls = { SYSCTL_FAST_OPEN_SERVER },
		.expect.rst = { { "R 0:0(0)", "SYN_RECV", &too_old_ack } },
		.expect.error = "sut none",
	},
	{
		.id = "tfo-ack-low-after-data",
		.descr = "SYN_RECV by fast open: the same after the server has sent data",
		.run = fast_open_ack_low_after_data,
		.setup.sysctls = { SYSCTL_FAST_OPEN_SERVER },
		.expect.rst = { { "R 0:0(0)", "SYN_RECV", &too_old_ack } },
		.expect.error = "sut none",
	},
	{
		.id = "tfo-ack-high",
		.descr = "SYN_RECV by fast open: an ACK of what was not sent is reset",
		.run = fast_open_ack_high,
		.setup.sysctls = { SYSCTL_FAST_OPEN_SERVER },
		.expect.rst = { { "R 2:2(0)", "SYN_RECV", &ack_of_unsent_data } },
		.expect.error = "sut none",
	},
	{
		.id = "tfo-ack",
		.descr = "SYN_RECV by fast open: the ACK of our SYN opens",
		.run = fast_open_ack,
		.setup.sysctls = { SYSCTL_FAST_OPEN_SERVER },
		.expect.error = "sut none",
	},
	{
		.id = "tfo-syn-in-window",
		.descr = "SYN_RECV by fast open: another SYN or SYN,ACK in the window is reset, "
			 "the child stays",
		.run = fast_open_syn,
		.setup.sysctls = { SYSCTL_FAST_OPEN_SERVER },
		.expect.rst = {
			{ "R. 0:0(0) ack 7", "SYN_RECV", &syn_for_child },
			{ "R 1:1(0)", "SYN_RECV", &syn_for_child },
		},
		.expect.mib = "TcpAttemptFails +2",
		.expect.error = "sut none",
	},
	{
		.id = "tfo-syn-again",
		.descr = "SYN_RECV by fast open: the same SYN again is not reset",
		.run = fast_open_syn_again,
		.setup.sysctls = { SYSCTL_FAST_OPEN_SERVER },
		.expect.error = "sut none",
	},
	{
		.id = "tfo-fin-wait1-syn-in-window",
		.descr = "FIN_WAIT1 of a fast open child closed before its handshake ended: SYN in "
			 "the window is reset",
		.run = fast_open_closed_syn,
		.setup.sysctls = { SYSCTL_FAST_OPEN_SERVER },
		.expect.rst = { { "R. 0:0(0) ack 7", "FIN_WAIT1", &syn_for_child } },
		.expect.mib = "TcpAttemptFails +1",
	},
};

SCENARIOS(syn_recv, scenarios, .section = SECTION_HANDSHAKE);
