// SPDX-License-Identifier: GPL-2.0-only
/*
 * Data for a connection whose application reads no more.
 *
 * A host that closed must reset when new data comes, or the peer would take it for delivered
 * (RFC 1122 4.2.2.13).  Where the kernel ends the connection through tcp_reset(),
 * tcp:tcp_receive_reset fires although no RST came in; where through tcp_done(), it does not.
 *
 *	tcp_v4_rcv() -> tcp_v4_do_rcv() -> tcp_rcv_state_process()
 */
#include "harness/story/scenario.h"

/* close() of an established connection: FIN_WAIT1, and nobody owns it. */
static struct conn orphan(struct test *t)
{
	struct conn c = conn_established(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	return c;
}

static void linger2_fin_acked(struct test *t)
{
	struct conn c = conn_established(t);

	sock_option(t, c.sut, IPPROTO_TCP, TCP_LINGER2, -1);
	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	peer_sends(t, c.flow, ". 1:1(0) ack 2");
}

static void fin_acked(struct test *t)
{
	struct conn c = orphan(t);

	peer_sends(t, c.flow, ". 1:1(0) ack 1");
	peer_sends(t, c.flow, ". 1:1(0) ack 2");
}

static void fin_acked_with_data(struct test *t)
{
	struct conn c = orphan(t);

	peer_sends(t, c.flow, "P. 1:6(5) ack 2");
}

static void fin_acked_out_of_order_fin(struct test *t)
{
	struct conn c = orphan(t);

	peer_sends(t, c.flow, "F. 10:10(0) ack 2");
}

static void fin_acked_with_fin(struct test *t)
{
	struct conn c = orphan(t);

	peer_sends(t, c.flow, "F. 1:1(0) ack 2");
	sut_sends(t, c.flow, ". 2:2(0) ack 2");
}

static void orphan_data(struct test *t)
{
	struct conn c = orphan(t);

	peer_sends(t, c.flow, "P. 1:6(5) ack 1");
}

static void both_shut_fin_wait1(struct test *t)
{
	struct conn c = conn_established(t);

	sock_shutdown(t, c.sut, SHUT_RDWR);
	sock_expect_state(t, c.sut, TCP_FIN_WAIT1);
	peer_sends(t, c.flow, "P. 1:6(5) ack 1");
	await_error(t, "sut", c.sut);
}

static void both_shut_fin_wait2(struct test *t)
{
	struct conn c = conn_established(t);

	sock_shutdown(t, c.sut, SHUT_RDWR);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	peer_sends(t, c.flow, ". 1:1(0) ack 2");
	sock_expect_state(t, c.sut, TCP_FIN_WAIT2);
	peer_sends(t, c.flow, "P. 1:6(5) ack 2");
	await_error(t, "sut", c.sut);
}

static void both_shut_real(struct test *t)
{
	struct conn c = conn_open(t);

	sock_shutdown(t, c.sut, SHUT_RDWR);
	sock_await_eof(t, c.peer);
	sock_send(t, c.peer, 5);
	await_error(t, "sut", c.sut);
	await_error(t, "peer", c.peer);
}

static void write_shut(struct test *t)
{
	struct conn c = conn_fin_wait2(t);

	peer_sends(t, c.flow, "P. 1:6(5) ack 2");
	sock_receive(t, c.sut, 5);
	observe_error(t, "sut", c.sut);
}

static void orphan_fin_wait2(struct test *t)
{
	struct conn c = orphan(t);

	peer_sends(t, c.flow, ". 1:1(0) ack 2");
	peer_sends(t, c.flow, "P. 1:6(5) ack 2");
}

static void fast_open_data(struct test *t)
{
	struct conn c = conn_fast_open(t, 5);

	sock_receive(t, c.sut, 5);
	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 6");
	peer_sends(t, c.flow, "P. 6:11(5) ack 1");
}

#define ABORT "TcpExtTCPAbortOnData +1"

static const struct scenario scenarios[] = {
	{
		.id = "orphan-linger2-fin-acked",
		.descr = "TCP_LINGER2 < 0, close(): the ACK of the FIN is reset",
		.run = linger2_fin_acked,
		.expect.rst = { { "R 2:2(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
	},
	{
		.id = "orphan-fin-acked",
		.descr = "close(): the ACK of the FIN alone is not reset",
		.run = fin_acked,
	},
	{
		.id = "orphan-fin-acked-with-data",
		.descr = "close(): the ACK of the FIN with new data is reset",
		.run = fin_acked_with_data,
		.expect.rst = { { "R 2:2(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
	},
	{
		.id = "orphan-fin-acked-ooo-fin",
		.descr = "close(): the ACK of the FIN with a FIN that leaves a gap is reset",
		.run = fin_acked_out_of_order_fin,
		.expect.rst = { { "R 2:2(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
	},
	{
		.id = "orphan-fin-acked-with-fin",
		.descr = "close(): the ACK of the FIN with the next FIN is not reset",
		.run = fin_acked_with_fin,
	},
	{
		.id = "orphan-fin-wait1-data",
		.descr = "close(): data before the FIN is acknowledged is reset",
		.run = orphan_data,
		.expect.rst = { { "R 1:1(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.received = 1,
	},
	{
		.id = "shut-rdwr-fin-wait1-data",
		.descr = "shutdown(RDWR): data in FIN_WAIT1 is reset",
		.run = both_shut_fin_wait1,
		.expect.rst = { { "R 1:1(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.error = "sut ECONNRESET",
		.expect.received = 1,
	},
	{
		.id = "shut-rdwr-fin-wait2-data",
		.descr = "shutdown(RDWR): data in FIN_WAIT2 is reset",
		.run = both_shut_fin_wait2,
		.expect.rst = { { "R 2:2(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.error = "sut ECONNRESET",
		.expect.received = 1,
	},
	{
		.id = "shut-rdwr-real-peer",
		.descr = "shutdown(RDWR): the same with a real peer, which sees the reset",
		.run = both_shut_real,
		.expect.rst = { { "R 2:2(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.error = "sut ECONNRESET, peer EPIPE",
		.expect.received = 1,
	},
	{
		.id = "shut-wr-fin-wait2-data",
		.descr = "shutdown(WR): data in FIN_WAIT2 is delivered",
		.run = write_shut,
		.expect.error = "sut none",
	},
	{
		.id = "orphan-fin-wait2-data",
		.descr = "close(): data in FIN_WAIT2, held as a full socket by a long "
			 "tcp_fin_timeout, is reset",
		.run = orphan_fin_wait2,
		/* Above TCP_TIMEWAIT_LEN: an orphan in FIN_WAIT2 stays a full socket. */
		.setup.sysctls = { "net/ipv4/tcp_fin_timeout=70" },
		.expect.rst = { { "R 2:2(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.received = 1,
	},
	{
		.id = "tfo-fin-wait1-data",
		.descr = "close() of a fast open child before its handshake ended: data is reset",
		.run = fast_open_data,
		.setup.sysctls = { SYSCTL_FAST_OPEN_SERVER },
		.expect.rst = { { "R 1:1(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.received = 1,
	},
};

SCENARIOS(data_after_close, scenarios, .section = SECTION_DATA_AFTER_CLOSE);
