// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tracepoints as a contract with those who use them.
 *
 * BPF sees the arguments of tcp:tcp_send_reset, perf and bpftrace the record with its named
 * fields, trace_pipe a line of text.  All rows run both tracers, and all three views must tell the
 * same of every event.  What the other files say of each path is not said again: here is one row
 * for each way in which an event finds its addresses and its state (TP_fast_assign() in
 * include/trace/events/tcp.h), and what must hold of the formats.
 */
#include "harness/story/contract.h"
#include "harness/story/scenario.h"

static const struct cause full_socket_mapped = {
	.emitter = ACTIVE,
	.via = { "__tcp_close < tcp_close" },
	.mapped = true,
	.reason = "TCP_ABORT_ON_CLOSE",
};

static const struct cause listener_mapped = {
	.emitter = PASSIVE,
	.via = { "tcp_v4_do_rcv < tcp_v4_rcv" },
	.mapped = true,
	.reason = "TCP_FLAGS",
};

#define STRAY_ACK ". 1:1(0) ack 5000"

static void close_unread(struct test *t)
{
	struct conn c = conn_established(t);

	peer_sends(t, c.flow, "P. 1:7(6) ack 1");
	sock_await_readable(t, c.sut, 6);
	sock_close(t, c.sut);
}

static void close_unread_mapped(struct test *t)
{
	int fd = sock_new_mapped(t, SUT_PORT);
	struct conn c;

	sock_listen(t, fd, 1);
	c = conn_attempt(t, SUT_PORT);
	c.sut = sock_accept(t, fd);
	sock_send(t, c.peer, 6);
	sock_await_readable(t, c.sut, 6);
	sock_close(t, c.sut);
}

static void ack_to_listener(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	peer_sends(t, c.flow, STRAY_ACK);
}

static void ack_to_mapped_listener(struct test *t)
{
	struct flow *flow = flow_forge(t, SUT_PORT);

	sock_listen(t, sock_new_mapped(t, SUT_PORT), 1);
	peer_sends(t, flow, STRAY_ACK);
}

static void ack_to_closed_port(struct test *t)
{
	struct flow *flow = flow_forge(t, CLOSED_PORT);

	peer_sends(t, flow, STRAY_ACK);
}

static void data_in_time_wait(struct test *t)
{
	struct conn c = conn_established(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	peer_sends(t, c.flow, ". 1:1(0) ack 2");
	peer_sends(t, c.flow, "P. 1:11(10) ack 2");
}

/* Active, listening, and without a socket: three records, one after the other. */
static void three_kinds(struct test *t)
{
	struct flow *stray = flow_forge(t, CLOSED_PORT);

	close_unread(t);
	peer_sends(t, stray, STRAY_ACK);
	peer_sends(t, flow_forge(t, SUT_PORT), STRAY_ACK);
}

static void rst_to_established(struct test *t)
{
	struct conn c = conn_established(t);

	peer_sends_segment(t, c.flow);
	fence(t);
	observe_error(t, "sut", c.sut);
}

static void filtered_by_name(struct test *t)
{
	contract_filter(t, "skaddr != 0 && skbaddr != 0 && state == 10");
	ack_to_listener(t);
}

#define ABORTED "TcpEstabResets +1, TcpExtTCPAbortOnClose +1"

static const struct scenario scenarios[] = {
	{
		.id = "contract-full-socket",
		.descr = "a full socket tells its own addresses and state; there is no skb",
		.run = close_unread,
		.expect.rst = { { "R. 1:1(0) ack 7", "CLOSE", &abort_on_close } },
		.expect.mib = ABORTED,
	},
	{
		.id = "contract-full-socket-mapped",
		.descr = "an IPv6 socket with IPv4 addresses tells them mapped",
		.run = close_unread_mapped,
		.setup.families = IPV4,
		.expect.rst = { { "R. 1:1(0) ack 7", "CLOSE", &full_socket_mapped } },
		.expect.mib = ABORTED,
	},
	{
		.id = "contract-listener",
		.descr = "a listener has no remote end: port 0 of the unspecified address",
		.run = ack_to_listener,
		.expect.rst = { { "R 5000:5000(0)", "LISTEN", &unexpected_ack } },
	},
	{
		.id = "contract-listener-mapped",
		.descr = "a listener of IPv6 that IPv4 reaches",
		.run = ack_to_mapped_listener,
		.setup.families = IPV4,
		.expect.rst = { { "R 5000:5000(0)", "LISTEN", &listener_mapped } },
	},
	{
		.id = "contract-no-socket",
		.descr = "without a socket the segment's addresses are exchanged; the state is UNKNOWN",
		.run = ack_to_closed_port,
		.expect.rst = { { "R 5000:5000(0)", "-", &no_socket } },
	},
	{
		.id = "contract-time-wait",
		.descr = "a time-wait bucket is no full socket: the segment's addresses, exchanged",
		.run = data_in_time_wait,
		.expect.rst = { { "R 2:2(0)", "TIME_WAIT", &time_wait_socket } },
	},
	{
		.id = "contract-order",
		.descr = "records and lines come in the order of the RSTs",
		.run = three_kinds,
		.expect.rst = {
			{ "R. 1:1(0) ack 7", "CLOSE", &abort_on_close },
			{ "R 5000:5000(0)", "-", &no_socket },
			{ "R 5000:5000(0)", "LISTEN", &unexpected_ack },
		},
		.expect.mib = ABORTED,
	},
	{
		.id = "contract-received",
		.section = SECTION_CONTRACT_RECEIVED,
		.descr = "a RST that is taken fires tcp:tcp_receive_reset",
		.run = rst_to_established,
		.segment = "R. 1:1(0) ack 1",
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNRESET",
		.expect.received = 1,
	},
	{
		.id = "contract-received-payload",
		.section = SECTION_CONTRACT_RECEIVED,
		.descr = "a RST that says why is taken like any other (RFC 9293 3.5.3)",
		.run = rst_to_established,
		.segment = "R. 1:9(8) ack 1 payload 0x33aa000400000000",
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNRESET",
		.expect.received = 1,
	},
	{
		.id = "contract-received-challenged",
		.section = SECTION_CONTRACT_RECEIVED,
		.descr = "a RST in the window that is not exact is challenged: no event",
		.run = rst_to_established,
		.segment = "R. 101:101(0) ack 1",
		.expect.mib = "TcpExtTCPChallengeACK +1",
		.expect.error = "sut none",
	},
	{
		.id = "contract-received-outside",
		.section = SECTION_CONTRACT_RECEIVED,
		.descr = "a RST outside the window is dropped: no event",
		.run = rst_to_established,
		.segment = "R. 2000000:2000000(0) ack 1",
		.expect.error = "sut none",
	},
	{
		.id = "contract-fields",
		.descr = "fields are found by their names in every layout",
		.run = filtered_by_name,
		.expect.rst = { { "R 5000:5000(0)", "LISTEN", &unexpected_ack } },
	},
	{
		.id = "contract-reasons",
		.section = SECTION_CONTRACT_REASONS,
		.descr = "every reason of BTF has its name in the print format, and the reverse",
		.run = contract_reasons,
		.setup.families = IPV4,
		.needs.changes = { &change_reset_reasons },
	},
	{
		.id = "contract-states",
		.descr = "the print format gives states by number, for those who print it elsewhere",
		.run = contract_states,
		.setup.families = IPV4,
		.deviation.why = "include/trace/events/tcp.h has no TRACE_DEFINE_ENUM for the "
				 "states, so perf script prints state=0x7 for TCP_CLOSE",
	},
};

SCENARIOS(contract, scenarios, .section = SECTION_CONTRACT_SENT, .setup.both_tracers = true);
