// SPDX-License-Identifier: GPL-2.0-only
/*
 * close(2) on a socket that still holds unread data.
 *
 * A FIN would tell the peer that its data was read, so the connection is reset
 * instead (RFC 9293 3.6.1, RFC 2525 2.17), and Linux does so in every state that can hold data.
 *
 *	close() -> __tcp_close() -> tcp_send_active_reset()
 */
#include "harness/story/scenario.h"

/* Two applications, and 6 bytes that the SUT's has not read. */
static struct conn open_unread(struct test *t)
{
	struct conn c = conn_open(t);

	sock_send(t, c.peer, 6);
	sock_await_readable(t, c.sut, 6);
	return c;
}

static void unread_data(struct test *t)
{
	struct conn c = open_unread(t);

	sock_close(t, c.sut);
	await_error(t, "peer", c.peer);
}

static void unread_timestamps(struct test *t)
{
	struct conn c = conn_forge(t, "S 0:0(0) <mss 1460,nop,nop,TS val 100 ecr 0>",
				   ". 1:1(0) ack 1");

	peer_sends(t, c.flow, "P. 1:6(5) ack 1 <nop,nop,TS val 105 ecr 0>");
	sock_await_readable(t, c.sut, 5);
	sock_close(t, c.sut);
}

static void unread_close_wait(struct test *t)
{
	struct conn c = conn_established(t);

	peer_sends(t, c.flow, "FP. 1:6(5) ack 1");
	sock_expect_state(t, c.sut, TCP_CLOSE_WAIT);
	sock_close(t, c.sut);
}

static void unread_fin_wait1(struct test *t)
{
	struct conn c = conn_fin_wait1(t);

	peer_sends(t, c.flow, "P. 1:6(5) ack 1");
	sock_expect_state(t, c.sut, TCP_FIN_WAIT1);
	sock_close(t, c.sut);
}

static void unread_fin_wait2(struct test *t)
{
	struct conn c = conn_open_fin_wait2(t);

	sock_send(t, c.peer, 6);
	sock_await_readable(t, c.sut, 6);
	sock_close(t, c.sut);
	await_error(t, "peer", c.peer);
}

static void unread_closing(struct test *t)
{
	struct conn c = conn_fin_wait1(t);

	peer_sends(t, c.flow, "FP. 1:6(5) ack 1");
	sock_expect_state(t, c.sut, TCP_CLOSING);
	sock_close(t, c.sut);
}

static void unread_last_ack(struct test *t)
{
	struct conn c = conn_established(t);

	peer_sends(t, c.flow, "FP. 1:6(5) ack 1");
	sock_expect_state(t, c.sut, TCP_CLOSE_WAIT);
	sock_shutdown(t, c.sut, SHUT_WR);
	sock_expect_state(t, c.sut, TCP_LAST_ACK);
	sock_close(t, c.sut);
}

static void unread_fast_open(struct test *t)
{
	struct conn c = conn_fast_open(t, 5);

	sock_close(t, c.sut);
}

static void peeked_data(struct test *t)
{
	struct conn c = open_unread(t);

	sock_peek(t, c.sut, 6);
	sock_close(t, c.sut);
	await_error(t, "peer", c.peer);
}

static void partly_read(struct test *t)
{
	struct conn c = conn_established(t);

	peer_sends(t, c.flow, "P. 1:11(10) ack 1");
	sock_await_readable(t, c.sut, 10);
	sock_receive(t, c.sut, 5);
	sock_close(t, c.sut);
}

static void unread_urgent(struct test *t)
{
	struct conn c = conn_established(t);

	peer_sends(t, c.flow, "P.U 1:2(1) ack 1 urg 1");
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
	sock_close(t, c.sut);
}

static void linger0_unread(struct test *t)
{
	struct conn c = open_unread(t);

	sock_linger(t, c.sut, 0);
	sock_close(t, c.sut);
	await_error(t, "peer", c.peer);
}

static void exit_unread(struct test *t)
{
	struct conn c = open_unread(t);
	pid_t last_owner = process_start(t);

	sock_close(t, c.sut);
	sock_expect_state(t, c.peer, TCP_ESTABLISHED);
	process_kill(t, last_owner);
	await_error(t, "peer", c.peer);
}

static const struct scenario scenarios[] = {
	{
		.id = "close-unread-data",
		.descr = "close() with unread data resets instead of sending FIN",
		.run = unread_data,
		.expect.rst = { { "R. 1:1(0) ack 7", "CLOSE", &abort_on_close } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnClose +1",
		.expect.error = "peer ECONNRESET",
	},
	{
		.id = "close-unread-data-ts",
		.descr = "the RST of close() echoes the last timestamp (RFC 7323)",
		.run = unread_timestamps,
		.setup.sysctls = { "net/ipv4/tcp_timestamps=1" },
		.expect.rst = {
			{ "R. 1:1(0) ack 6 <nop,nop,TS val * ecr 105>", "CLOSE", &abort_on_close },
		},
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnClose +1",
	},
	{
		.id = "close-unread-close-wait",
		.descr = "close() in CLOSE_WAIT with unread data resets; the RST acknowledges the FIN",
		.run = unread_close_wait,
		.expect.rst = { { "R. 1:1(0) ack 7", "CLOSE", &abort_on_close } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnClose +1",
	},
	{
		.id = "close-unread-fin-wait1",
		.descr = "close() in FIN_WAIT1 with unread data resets; the RST follows the FIN",
		.run = unread_fin_wait1,
		.expect.rst = { { "R. 2:2(0) ack 6", "CLOSE", &abort_on_close } },
		.expect.mib = "TcpExtTCPAbortOnClose +1",
	},
	{
		.id = "close-unread-fin-wait2",
		.descr = "close() in FIN_WAIT2 with unread data resets",
		.run = unread_fin_wait2,
		.expect.rst = { { "R. 2:2(0) ack 7", "CLOSE", &abort_on_close } },
		.expect.mib = "TcpExtTCPAbortOnClose +1",
		.expect.error = "peer EPIPE",
	},
	{
		.id = "close-unread-closing",
		.descr = "close() in CLOSING with unread data resets",
		.run = unread_closing,
		.expect.rst = { { "R. 2:2(0) ack 7", "CLOSE", &abort_on_close } },
		.expect.mib = "TcpExtTCPAbortOnClose +1",
	},
	{
		.id = "close-unread-last-ack",
		.descr = "close() in LAST_ACK with unread data resets",
		.run = unread_last_ack,
		.expect.rst = { { "R. 2:2(0) ack 7", "CLOSE", &abort_on_close } },
		.expect.mib = "TcpExtTCPAbortOnClose +1",
	},
	{
		.id = "close-unread-syn-recv-tfo",
		.descr = "close() before the handshake ended, with the data of the SYN unread, "
			 "resets (RFC 7413)",
		.run = unread_fast_open,
		.setup.sysctls = { SYSCTL_FAST_OPEN_SERVER },
		.expect.rst = { { "R. 1:1(0) ack 6", "CLOSE", &abort_on_close } },
		.expect.mib = "TcpExtTCPAbortOnClose +1",
	},
	{
		.id = "close-peeked-data",
		.descr = "data that was only peeked at is unread",
		.run = peeked_data,
		.expect.rst = { { "R. 1:1(0) ack 7", "CLOSE", &abort_on_close } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnClose +1",
		.expect.error = "peer ECONNRESET",
	},
	{
		.id = "close-partly-read",
		.descr = "the rest of a segment that was read in part is unread data",
		.run = partly_read,
		.expect.rst = { { "R. 1:1(0) ack 11", "CLOSE", &abort_on_close } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnClose +1",
	},
	{
		.id = "close-unread-urgent",
		.descr = "an unread urgent byte is unread data",
		.run = unread_urgent,
		.expect.rst = { { "R. 1:1(0) ack 2", "CLOSE", &abort_on_close } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnClose +1",
	},
	{
		.id = "close-linger0-unread",
		.descr = "unread data counts for more than SO_LINGER with 0",
		.run = linger0_unread,
		.expect.rst = { { "R. 1:1(0) ack 7", "CLOSE", &abort_on_close } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnClose +1",
		.expect.error = "peer ECONNRESET",
	},
	{
		.id = "exit-unread-data",
		.descr = "SIGKILL of the last process that has the socket is a close()",
		.run = exit_unread,
		.expect.rst = { { "R. 1:1(0) ack 7", "CLOSE", &abort_on_close } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnClose +1",
		.expect.error = "peer ECONNRESET",
	},
};

SCENARIOS(close_unread, scenarios, .section = SECTION_CLOSE_UNREAD);
