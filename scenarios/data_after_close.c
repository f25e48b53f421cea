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
#include <netinet/in.h>
#include <sys/socket.h>

#include "harness/story/scenario.h"

static const char *const fast_open[] = { SYSCTL_FAST_OPEN_SERVER, NULL };

/* Above TCP_TIMEWAIT_LEN: an orphan in FIN_WAIT2 stays a full socket. */
static const char *const long_fin_timeout[] = { "net/ipv4/tcp_fin_timeout=70", NULL };

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
	sock_state(t, c.sut, TCP_FIN_WAIT1);
	peer_sends(t, c.flow, "P. 1:6(5) ack 1");
	await_error(t, "sut", c.sut);
}

static void both_shut_fin_wait2(struct test *t)
{
	struct conn c = conn_established(t);

	sock_shutdown(t, c.sut, SHUT_RDWR);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	peer_sends(t, c.flow, ". 1:1(0) ack 2");
	sock_state(t, c.sut, TCP_FIN_WAIT2);
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
		.path = "orphan-linger2-fin-acked",
		.section = "2.5",
		.descr = "TCP_LINGER2 < 0, close(): the ACK of the FIN is reset",
		.run = linger2_fin_acked,
		.expect.rst = { { "R 2:2(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
	},
	{
		.path = "orphan-fin-acked",
		.section = "2.5",
		.descr = "close(): the ACK of the FIN alone is not reset",
		.run = fin_acked,
	},
	{
		.path = "orphan-fin-acked-with-data",
		.section = "2.5",
		.descr = "close(): the ACK of the FIN with new data is reset",
		.run = fin_acked_with_data,
		.expect.rst = { { "R 2:2(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
	},
	{
		.path = "orphan-fin-acked-ooo-fin",
		.section = "2.5",
		.descr = "close(): the ACK of the FIN with a FIN that leaves a gap is reset",
		.run = fin_acked_out_of_order_fin,
		.expect.rst = { { "R 2:2(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
	},
	{
		.path = "orphan-fin-acked-with-fin",
		.section = "2.5",
		.descr = "close(): the ACK of the FIN with the next FIN is not reset",
		.run = fin_acked_with_fin,
	},
	{
		.path = "orphan-fin-wait1-data",
		.section = "2.5",
		.descr = "close(): data before the FIN is acknowledged is reset",
		.run = orphan_data,
		.expect.rst = { { "R 1:1(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.received = 1,
	},
	{
		.path = "shut-rdwr-fin-wait1-data",
		.section = "2.5",
		.descr = "shutdown(RDWR): data in FIN_WAIT1 is reset",
		.run = both_shut_fin_wait1,
		.expect.rst = { { "R 1:1(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.error = "sut ECONNRESET",
		.expect.received = 1,
	},
	{
		.path = "shut-rdwr-fin-wait2-data",
		.section = "2.5",
		.descr = "shutdown(RDWR): data in FIN_WAIT2 is reset",
		.run = both_shut_fin_wait2,
		.expect.rst = { { "R 2:2(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.error = "sut ECONNRESET",
		.expect.received = 1,
	},
	{
		.path = "shut-rdwr-real-peer",
		.section = "2.5",
		.descr = "shutdown(RDWR): the same with a real peer, which sees the reset",
		.run = both_shut_real,
		.expect.rst = { { "R 2:2(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.error = "sut ECONNRESET, peer EPIPE",
		.expect.received = 1,
	},
	{
		.path = "shut-wr-fin-wait2-data",
		.section = "2.5",
		.descr = "shutdown(WR): data in FIN_WAIT2 is delivered",
		.run = write_shut,
		.expect.error = "sut none",
	},
	{
		.path = "orphan-fin-wait2-data",
		.section = "2.5",
		.descr = "close(): data in FIN_WAIT2, held as a full socket by a long "
			 "tcp_fin_timeout, is reset",
		.run = orphan_fin_wait2,
		.sysctls = long_fin_timeout,
		.expect.rst = { { "R 2:2(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.received = 1,
	},
	{
		.path = "tfo-fin-wait1-data",
		.section = "2.5",
		.descr = "close() of a fast open child before its handshake ended: data is reset",
		.run = fast_open_data,
		.sysctls = fast_open,
		.expect.rst = { { "R 1:1(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.received = 1,
	},
};

SCENARIOS(data_after_close, scenarios);
