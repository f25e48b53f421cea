// SPDX-License-Identifier: GPL-2.0-only
/*
 * Data after the peer's FIN.
 *
 * The peer has said that it sends no more, so what begins after its FIN is ignored (RFC 9293
 * 3.10.7.4, seventh).  What covers it and goes on contradicts it, and resets like data for an
 * application that reads no more.
 *
 *	tcp_v4_rcv() -> tcp_v4_do_rcv() -> tcp_rcv_state_process()
 */
#include "harness/story/scenario.h"

static void data(struct test *t, struct conn *c)
{
	peer_sends_segment(t, c->flow);
	observe_error(t, "sut", c->sut);
}

static void beyond_fin_close_wait(struct test *t)
{
	struct conn c = conn_close_wait(t);

	peer_sends(t, c.flow, "P. 2:7(5) ack 1");
	sock_expect_state(t, c.sut, TCP_CLOSE_WAIT);
	observe_error(t, "sut", c.sut);
}

static void beyond_fin_closing(struct test *t)
{
	struct conn c = conn_closing(t);

	peer_sends(t, c.flow, "P. 2:7(5) ack 1");
	sock_expect_state(t, c.sut, TCP_CLOSING);
	observe_error(t, "sut", c.sut);
}

static void beyond_fin_last_ack(struct test *t)
{
	struct conn c = conn_last_ack(t);

	peer_sends(t, c.flow, "P. 2:7(5) ack 1");
	sock_expect_state(t, c.sut, TCP_LAST_ACK);
	observe_error(t, "sut", c.sut);
}

#define ABORT "TcpExtTCPAbortOnData +1"

static const struct scenario scenarios[] = {
	{
		.id = "close-wait-data-past-fin",
		.descr = "CLOSE_WAIT: data that overlaps the peer's FIN is reset",
		.from = conn_close_wait,
		.act = data,
		.segment = "P. 1:6(5) ack 1",
		.expect.rst = { { "R 1:1(0)", "CLOSE", &abort_on_data } },
		.expect.mib = "TcpEstabResets +1, " ABORT,
		.expect.error = "sut EPIPE",
		.expect.received = 1,
	},
	{
		.id = "closing-data-past-fin",
		.descr = "CLOSING: data that overlaps the peer's FIN is reset",
		.from = conn_closing,
		.act = data,
		.segment = "P. 1:6(5) ack 1",
		.expect.rst = { { "R 1:1(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.error = "sut ECONNRESET",
		.expect.received = 1,
	},
	{
		.id = "last-ack-data-past-fin",
		.descr = "LAST_ACK: data that overlaps the peer's FIN is reset",
		.from = conn_last_ack,
		.act = data,
		.segment = "P. 1:6(5) ack 1",
		.expect.rst = { { "R 1:1(0)", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.error = "sut ECONNRESET",
		.expect.received = 1,
	},
	{
		.id = "close-wait-old-data",
		.descr = "CLOSE_WAIT: data that ends where the peer's FIN does is not reset",
		.from = conn_close_wait,
		.act = data,
		/* All of it was seen before: the last byte is the FIN that was received. */
		.segment = "P. 0:2(2) ack 1",
		.expect.error = "sut none",
	},
	{
		.id = "data-beyond-fin-close-wait",
		.section = SECTION_NO_RESET,
		.descr = "CLOSE_WAIT: data after the peer's FIN is dropped",
		.run = beyond_fin_close_wait,
		.expect.error = "sut none",
	},
	{
		.id = "data-beyond-fin-closing",
		.section = SECTION_NO_RESET,
		.descr = "CLOSING: data after the peer's FIN is dropped",
		.run = beyond_fin_closing,
		.expect.error = "sut none",
	},
	{
		.id = "data-beyond-fin-last-ack",
		.section = SECTION_NO_RESET,
		.descr = "LAST_ACK: data after the peer's FIN is dropped",
		.run = beyond_fin_last_ack,
		.expect.error = "sut none",
	},
};

SCENARIOS(data_past_fin, scenarios, .section = SECTION_DATA_AFTER_CLOSE);
