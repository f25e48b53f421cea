// SPDX-License-Identifier: GPL-2.0-only
/*
 * RSTs for segments that are signed, or should be.
 *
 * A socket with a key drops what is not signed with it and signs its own RSTs (RFC 2385 4.1).
 * Without a socket a key can only be that of a listener on the port that the segment came from:
 * if the signature holds by it, the RST is signed; else nothing is sent, as the peer would drop
 * it and an attacker learn from it.  A TCP-AO signature needs the traffic key of a connection, so
 * without a socket there is no RST at all (RFC 5925 7.7); a kernel without TCP-AO does not know
 * the option.
 *
 *	tcp_v4_rcv() -> tcp_v4_send_reset()
 *	tcp_v4_rcv() -> tcp_inbound_md5_hash(), tcp_inbound_ao_hash()
 */
#include "harness/story/auth.h"
#include "harness/story/scenario.h"

static void listener_with_key(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	md5_key(t, c.listener, &c.flow->peer);
	peer_sends_segment(t, c.flow);
}

static void listener_without_key(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	peer_sends(t, c.flow, ". 1:1(0) ack 1 <nop,nop,md5>");
}

/* A flow to a closed port, and a listener with the key where the peer's port would be ours. */
static struct flow *key_by_source_port(struct test *t)
{
	struct flow *flow = flow_forge(t, CLOSED_PORT);
	int listener = sock_new(t, SUT, flow->peer.port);

	md5_key(t, listener, &flow->peer);
	sock_listen(t, listener, 1);
	return flow;
}

static void closed_signed(struct test *t)
{
	struct flow *flow = key_by_source_port(t);

	peer_sends(t, flow, ". 1000:1000(0) ack 5000 <nop,nop,md5>");
	peer_sends(t, flow, "SP 1000:1005(5) <nop,nop,md5>");
}

static void closed_badly_signed(struct test *t)
{
	struct flow *flow = key_by_source_port(t);

	peer_sends(t, flow, ". 1000:1000(0) ack 5000 <nop,nop,md5-bad>");
	peer_sends(t, flow, "S 1000:1000(0) <nop,nop,md5-bad>");
}

static void closed_unverifiable(struct test *t)
{
	struct flow *flow = flow_forge(t, CLOSED_PORT);

	peer_sends(t, flow, ". 1000:1000(0) ack 5000 <nop,nop,md5>");
	peer_sends(t, flow, "S 1000:1000(0) <nop,nop,md5>");
}

/* Key number 1, and twelve bytes of a signature that nobody can verify. */
#define AO "<kind 29 0101000102030405060708090a0b>"

static void closed_ao(struct test *t)
{
	struct flow *flow = flow_forge(t, CLOSED_PORT);

	peer_sends(t, flow, ". 1000:1000(0) ack 5000 " AO);
}

static void close_unread(struct test *t, struct conn c)
{
	sock_send(t, c.peer, 6);
	sock_await_readable(t, c.sut, 6);
	sock_close(t, c.sut);
	await_error(t, "peer", c.peer);
}

static void close_unread_md5(struct test *t)
{
	close_unread(t, conn_open_keyed(t, md5_key));
}

static void close_unread_ao(struct test *t)
{
	close_unread(t, conn_open_keyed(t, ao_key));
}

static struct conn established_md5(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	md5_key(t, c.listener, &c.flow->peer);
	conn_syn(t, &c, "S 0:0(0) <mss 1460,nop,nop,md5>");
	peer_sends(t, c.flow, ". 1:1(0) ack 1 <nop,nop,md5>");
	c.sut = sock_accept(t, c.listener);
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
	return c;
}

static void shut_data(struct test *t)
{
	struct conn c = established_md5(t);

	sock_shutdown(t, c.sut, SHUT_RDWR);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1 <nop,nop,md5>");
	peer_sends(t, c.flow, "P. 1:6(5) ack 1 <nop,nop,md5>");
}

static void orphan_data(struct test *t)
{
	struct conn c = established_md5(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1 <nop,nop,md5>");
	peer_sends(t, c.flow, "P. 1:6(5) ack 1 <nop,nop,md5>");
}

static void orphan_data_unsigned(struct test *t)
{
	struct conn c = established_md5(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1 <nop,nop,md5>");
	peer_sends(t, c.flow, "P. 1:6(5) ack 1");
}

static const struct scenario scenarios[] = {
	{
		.id = "listener-ack-md5",
		.section = SECTION_LISTEN,
		.descr = "listener with an MD5 key: a signed ACK is reset, the RST is signed",
		.run = listener_with_key,
		.segment = ". 1:1(0) ack 1 <nop,nop,md5>",
		.expect.rst = { { "R 1:1(0) <nop,nop,md5>", "LISTEN", &unexpected_ack } },
	},
	{
		.id = "md5-missing",
		.descr = "listener with an MD5 key: the same ACK without signature is dropped",
		.run = listener_with_key,
		.segment = ". 1:1(0) ack 1",
		.expect.mib = "TcpExtTCPMD5NotFound +1",
	},
	{
		.id = "md5-mismatch",
		.descr = "listener with an MD5 key: the same ACK with a wrong signature is dropped",
		.run = listener_with_key,
		.segment = ". 1:1(0) ack 1 <nop,nop,md5-bad>",
		.expect.mib = "TcpExtTCPMD5Failure +1",
	},
	{
		.id = "md5-unexpected",
		.descr = "listener without a key: a signed ACK is dropped",
		.run = listener_without_key,
		.expect.mib = "TcpExtTCPMD5Unexpected +1",
	},
	{
		.id = "closed-port-md5-signed",
		.section = SECTION_NO_SOCKET,
		.descr = "closed port: signed by the key of a listener on the source port, the RST "
			 "is signed too",
		.run = closed_signed,
		.setup.fixed = FIXED_PORTS, /* one of the peer is one of the SUT */
		.expect.rst = {
			{ "R 5000:5000(0) <nop,nop,md5>", "-", &no_socket },
			{ "R. 0:0(0) ack 1006 <nop,nop,md5>", "-", &no_socket },
		},
	},
	{
		.id = "closed-port-md5-mismatch",
		.descr = "closed port: a signature that does not hold is not answered",
		.run = closed_badly_signed,
	},
	{
		.id = "closed-port-md5-unverifiable",
		.descr = "closed port: a signature without a key to verify it is not answered",
		.run = closed_unverifiable,
	},
	{
		.id = "md5-close-unread-data",
		.section = SECTION_CLOSE_UNREAD,
		.descr = "close() with unread data: the RST is signed, a real peer takes it",
		.run = close_unread_md5,
		.expect.rst = { { "R. 1:1(0) ack 7 <nop,nop,md5>", "CLOSE", &abort_on_close } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnClose +1",
		.expect.error = "peer ECONNRESET",
	},
	{
		.id = "md5-shut-rdwr-data",
		.section = SECTION_DATA_AFTER_CLOSE,
		.descr = "shutdown(RDWR) with MD5: signed data is reset, the RST is signed",
		.run = shut_data,
		.expect.rst = { { "R 1:1(0) <nop,nop,md5>", "CLOSE", &abort_on_data } },
		.expect.mib = "TcpExtTCPAbortOnData +1",
		.expect.received = 1,
	},
	{
		.id = "md5-orphan-data",
		.section = SECTION_DATA_AFTER_CLOSE,
		.descr = "close() with MD5: signed data is reset, the RST is signed",
		.run = orphan_data,
		.expect.rst = { { "R 1:1(0) <nop,nop,md5>", "CLOSE", &abort_on_data } },
		.expect.mib = "TcpExtTCPAbortOnData +1",
		.expect.received = 1,
		.deviation.why = "tcp_done() destroys the key of an orphan before "
				 "tcp_v4_send_reset() and tcp_v6_send_reset() look for it, and the "
				 "RST goes out unsigned",
		.deviation.fixed = &change_orphan_keys,
		.deviation.instead.rst = { { "R 1:1(0)", "CLOSE", &abort_on_data } },
		.deviation.instead.mib = "TcpExtTCPAbortOnData +1",
		.deviation.instead.received = 1,
	},
	{
		.id = "md5-orphan-data-missing",
		.descr = "close() with MD5: data without signature is dropped",
		.run = orphan_data_unsigned,
		.expect.mib = "TcpExtTCPMD5NotFound +1",
	},
	{
		.id = "closed-port-ao",
		.descr = "closed port: a segment with TCP-AO is not answered",
		.run = closed_ao,
		.needs.features = NEEDS_AO,
	},
	{
		.id = "closed-port-ao-unknown",
		.descr = "closed port: to a kernel without TCP-AO the option means nothing, RST",
		.run = closed_ao,
		.needs.features = NEEDS_NO_AO,
		.expect.rst = { { "R 5000:5000(0)", "-", &no_socket } },
	},
	{
		.id = "ao-close-unread-data",
		.section = SECTION_CLOSE_UNREAD,
		.descr = "close() with unread data: the RST has a TCP-AO signature that a real peer takes",
		.run = close_unread_ao,
		.needs.features = NEEDS_AO,
		.expect.rst = { { "R. 1:1(0) ack 7 <ao 1 1>", "CLOSE", &abort_on_close } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnClose +1",
		.expect.error = "peer ECONNRESET",
	},
};

SCENARIOS(auth, scenarios, .section = SECTION_NO_RESET, .needs.features = NEEDS_MD5);
