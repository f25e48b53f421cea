// SPDX-License-Identifier: GPL-2.0-only
/*
 * The IPv6 flow label of RSTs (RFC 6437).
 *
 * A time-wait bucket keeps the label that its connection had.  A socket that reflects labels
 * answers with that of the segment, and gives it to the connections that it accepts.  Without a
 * socket bit 1 of flowlabel_reflect decides.  Where nothing of this holds the label is 0, as every
 * topology switches automatic labels off.
 *
 *	tcp_v6_send_reset() -> tcp_v6_send_response()
 */
#include "harness/story/scenario.h"

/* enum flowlabel_reflect of include/net/ipv6.h: established 1, TCP reset 2, echo reply 4. */
#define REFLECT_RESETS "net/ipv6/flowlabel_reflect=2"
#define REFLECT_OTHERS "net/ipv6/flowlabel_reflect=4"

/* Without it no socket may reflect. */
#define MAY_REFLECT "net/ipv6/flowlabel_consistency=0"

static void closed_port(struct test *t)
{
	struct flow *flow = flow_forge(t, CLOSED_PORT);

	peer_sends(t, flow, "S 1000:1000(0) flowlabel 0x12345");
	peer_sends(t, flow, ". 1000:1000(0) ack 5000 flowlabel 0xfedcb");
	peer_sends(t, flow, ". 1000:1000(0) ack 5001");
}

static void listener(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	peer_sends(t, c.flow, ". 1:1(0) ack 5000 flowlabel 0x12345");
}

static struct conn listen_and_reflect(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	sock_reflect_flow_label(t, c.listener);
	return c;
}

static void listener_reflects(struct test *t)
{
	struct conn c = listen_and_reflect(t);

	peer_sends(t, c.flow, ". 1:1(0) ack 5000 flowlabel 0x12345");
	peer_sends(t, c.flow, ". 1:1(0) ack 5001");
}

static void establish(struct test *t, struct conn *c)
{
	conn_syn(t, c, "S 0:0(0) flowlabel 0x12345 <mss 1460>");
	peer_sends(t, c->flow, ". 1:1(0) ack 1 flowlabel 0x12345");
	c->sut = sock_accept(t, c->listener);
}

static void orphan(struct test *t, struct conn *c)
{
	establish(t, c);
	sock_close(t, c->sut);
	sut_sends(t, c->flow, "F. 1:1(0) ack 1");
}

static void time_wait(struct test *t, struct conn *c)
{
	orphan(t, c);
	peer_sends(t, c->flow, ". 1:1(0) ack 2 flowlabel 0x12345");
	fence(t);
	peer_sends(t, c->flow, "P. 1:6(5) ack 2 flowlabel 0xfedcb");
}

static void time_wait_labelled(struct test *t)
{
	struct conn c = listen_and_reflect(t);

	time_wait(t, &c);
}

static void time_wait_plain(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	time_wait(t, &c);
}

static void orphan_reflects(struct test *t)
{
	struct conn c = listen_and_reflect(t);

	orphan(t, &c);
	peer_sends(t, c.flow, "P. 1:6(5) ack 2 flowlabel 0xfedcb");
}

static void close_unread(struct test *t, struct conn *c)
{
	establish(t, c);
	peer_sends(t, c->flow, "P. 1:7(6) ack 1 flowlabel 0xfedcb");
	sock_await_readable(t, c->sut, 6);
	sock_close(t, c->sut);
}

static void close_unread_labelled(struct test *t)
{
	struct conn c = listen_and_reflect(t);

	close_unread(t, &c);
}

static void close_unread_plain(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	close_unread(t, &c);
}

#define UNREAD "TcpEstabResets +1, TcpExtTCPAbortOnClose +1"

static const struct scenario scenarios[] = {
	{
		.id = "flow-label-closed-port",
		.section = SECTION_NO_SOCKET,
		.descr = "closed port: each RST has the flow label of its segment when "
			 "flowlabel_reflect says so",
		.run = closed_port,
		.setup.sysctls = { REFLECT_RESETS },
		.expect.rst = {
			{ "R. 0:0(0) ack 1001 flowlabel 0x12345", "-", &no_socket },
			{ "R 5000:5000(0) flowlabel 0xfedcb", "-", &no_socket },
			{ "R 5001:5001(0)", "-", &no_socket },
		},
	},
	{
		.id = "flow-label-closed-port-not-reflected",
		.section = SECTION_NO_SOCKET,
		.descr = "closed port: flowlabel_reflect for echo replies alone labels no RST",
		.run = closed_port,
		.setup.sysctls = { REFLECT_OTHERS },
		.expect.rst = {
			{ "R. 0:0(0) ack 1001", "-", &no_socket },
			{ "R 5000:5000(0)", "-", &no_socket },
			{ "R 5001:5001(0)", "-", &no_socket },
		},
	},
	{
		.id = "flow-label-listener",
		.section = SECTION_LISTEN,
		.descr = "listener that reflects: the RST has the flow label of the ACK",
		.run = listener_reflects,
		.setup.sysctls = { MAY_REFLECT },
		.expect.rst = {
			{ "R 5000:5000(0) flowlabel 0x12345", "LISTEN", &unexpected_ack },
			{ "R 5001:5001(0)", "LISTEN", &unexpected_ack },
		},
	},
	{
		.id = "flow-label-listener-not-reflected",
		.section = SECTION_LISTEN,
		.descr = "listener that does not: no label, flowlabel_reflect is for those without socket",
		.run = listener,
		.setup.sysctls = { REFLECT_RESETS },
		.expect.rst = { { "R 5000:5000(0)", "LISTEN", &unexpected_ack } },
	},
	{
		.id = "flow-label-timewait",
		.section = SECTION_TIME_WAIT,
		.descr = "bucket in FIN_WAIT2: the RST has the flow label of the connection, not of the data",
		.run = time_wait_labelled,
		.setup.sysctls = { MAY_REFLECT },
		.expect.rst = { { "R 2:2(0) flowlabel 0x12345", "TIME_WAIT", &time_wait_socket } },
	},
	{
		.id = "flow-label-timewait-none",
		.section = SECTION_TIME_WAIT,
		.descr = "bucket in FIN_WAIT2 of a connection without label: none, whatever the data has",
		.run = time_wait_plain,
		.expect.rst = { { "R 2:2(0)", "TIME_WAIT", &time_wait_socket } },
	},
	{
		.id = "flow-label-orphan-data",
		.section = SECTION_DATA_AFTER_CLOSE,
		.descr = "connection that reflects: the RST has the flow label of the data that "
			 "came after close()",
		.run = orphan_reflects,
		.setup.sysctls = { MAY_REFLECT },
		.expect.rst = { { "R 2:2(0) flowlabel 0xfedcb", "CLOSE", &abort_on_data } },
		.expect.mib = "TcpExtTCPAbortOnData +1",
	},
	{
		.id = "flow-label-close-unread-data",
		.section = SECTION_CLOSE_UNREAD,
		.descr = "close() with unread data: the RST has the flow label of the connection",
		.run = close_unread_labelled,
		.setup.sysctls = { MAY_REFLECT },
		.expect.rst = { { "R. 1:1(0) ack 7 flowlabel 0x12345", "CLOSE", &abort_on_close } },
		.expect.mib = UNREAD,
		.deviation.why = "inet6_csk_xmit() takes the label of the flow that "
				 "tcp_v6_syn_recv_sock() kept before it set the label: an accepted "
				 "connection that reflects sends with label 0",
		.deviation.since = &change_flow_kept,
		.deviation.instead.rst = { { "R. 1:1(0) ack 7", "CLOSE", &abort_on_close } },
		.deviation.instead.mib = UNREAD,
	},
	{
		.id = "flow-label-close-unread-data-none",
		.section = SECTION_CLOSE_UNREAD,
		.descr = "close() with unread data of a connection without label: none",
		.run = close_unread_plain,
		.expect.rst = { { "R. 1:1(0) ack 7", "CLOSE", &abort_on_close } },
		.expect.mib = UNREAD,
	},
};

SCENARIOS(flow_label, scenarios, .setup.families = IPV6);
