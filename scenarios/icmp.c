// SPDX-License-Identifier: GPL-2.0-only
/*
 * ICMP errors about a connection.
 *
 * They tell the application, not the peer: no RST answers them (RFC 9293 3.9.2.2).  A connection
 * that is being opened ends with a hard error; one that is open goes on, whatever RFC 1122 4.2.3.9
 * says, as anybody can forge an error (RFC 5927 5.2): it only becomes the soft error of the socket,
 * which SO_ERROR shows.  An error that quotes a number which is not in flight is forged, or about
 * another connection, and ignored (RFC 5927 4.1).
 *
 * A request has no socket to tell: a hard error removes it.  Which is hard depends on the family:
 * net and host unreachable for IPv4 (tcp_v4_err()), port unreachable and what is prohibited for
 * IPv6 (icmpv6_err_convert()).
 *
 *	tcp_v4_err(), tcp_v6_err()
 */
#include "harness/story/scenario.h"

#define SYN "S 0:0(0) <mss 1460>"
#define LAST_ACK ". 1:1(0) ack 1"

static void unreachable_syn_sent(struct test *t)
{
	struct conn c = conn_connect(t);

	peer_sends_unreachable(t, c.flow);
	await_error(t, "sut", c.sut);
}

/* The numbers left and right of what the SYN occupies and SND.NXT, which Linux takes too. */
static void outside_syn_sent(struct test *t)
{
	struct conn c = conn_connect(t);

	peer_sends_unreachable_at(t, c.flow, -1);
	peer_sends_unreachable_at(t, c.flow, 2);
	sock_expect_state(t, c.sut, TCP_SYN_SENT);
	peer_sends(t, c.flow, "S. 0:0(0) ack 1");
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
	observe_error(t, "sut", c.sut);
}

/* ESTABLISHED with bytes 1 to 5 in flight. */
static struct conn five_in_flight(struct test *t)
{
	struct conn c = conn_established(t);

	sock_send(t, c.sut, 5);
	sut_sends(t, c.flow, "P. 1:6(5) ack 1");
	return c;
}

/* After the error, if there is one, both directions work: an ACK takes the soft error away. */
static void connection_works(struct test *t, const struct conn *c)
{
	sock_expect_state(t, c->sut, TCP_ESTABLISHED);
	observe_error(t, "sut", c->sut);
	peer_sends(t, c->flow, "P. 1:11(10) ack 6");
	sock_receive(t, c->sut, 10);
	sock_send(t, c->sut, 3);
	sut_sends(t, c->flow, "P. 6:9(3) ack 11");
	observe_error(t, "sut", c->sut);
}

static void request_works(struct test *t, struct conn *c)
{
	peer_sends(t, c->flow, LAST_ACK);
	c->sut = sock_accept(t, c->listener);
	sock_expect_state(t, c->sut, TCP_ESTABLISHED);
}

static void unreachable_established(struct test *t)
{
	struct conn c = five_in_flight(t);

	peer_sends_unreachable(t, c.flow);
	connection_works(t, &c);
}

static void outside_established(struct test *t)
{
	struct conn c = five_in_flight(t);

	peer_sends_unreachable_at(t, c.flow, 0);
	peer_sends_unreachable_at(t, c.flow, 7);
	connection_works(t, &c);
}

/* The number left of the SYN,ACK's and SND.NXT, which is no number of a request. */
static void outside_request(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	conn_syn(t, &c, SYN);
	peer_sends_unreachable_at(t, c.flow, -1);
	peer_sends_unreachable_at(t, c.flow, 1);
	request_works(t, &c);
}

static void port_unreachable_request(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	conn_syn(t, &c, SYN);
	peer_sends_unreachable(t, c.flow);
	request_works(t, &c);
}

/* With the request gone the last ACK meets the listener. */
static void port_unreachable_removes(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	conn_syn(t, &c, SYN);
	peer_sends_unreachable(t, c.flow);
	peer_sends(t, c.flow, LAST_ACK);
}

static void host_unreachable_request(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	conn_syn(t, &c, SYN);
	peer_sends_host_unreachable(t, c.flow);
	request_works(t, &c);
}

static void host_unreachable_removes(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	conn_syn(t, &c, SYN);
	peer_sends_host_unreachable(t, c.flow);
	peer_sends(t, c.flow, LAST_ACK);
}

static const struct scenario scenarios[] = {
	{
		.id = "icmp-unreachable-syn-sent",
		.descr = "port unreachable ends a connect() in silence",
		.run = unreachable_syn_sent,
		.expect.mib = "TcpAttemptFails +1, TcpExtOutOfWindowIcmps +0",
		.expect.error = "sut ECONNREFUSED",
	},
	{
		.id = "icmp-outside-syn-sent",
		.descr = "port unreachable about what connect() did not send is ignored",
		.run = outside_syn_sent,
		.expect.mib = "TcpExtOutOfWindowIcmps +2",
		.expect.error = "sut none",
	},
	{
		.id = "icmp-unreachable-estab",
		.descr = "port unreachable does not end a connection: a soft error",
		.run = unreachable_established,
		.expect.mib = "TcpExtOutOfWindowIcmps +0",
		.expect.error = "sut ECONNREFUSED, sut none",
	},
	{
		.id = "icmp-outside-estab",
		.descr = "port unreachable about what is not in flight is no error at all",
		.run = outside_established,
		.expect.mib = "TcpExtOutOfWindowIcmps +2",
		.expect.error = "sut none, sut none",
	},
	{
		.id = "icmp-outside-syn-recv",
		.descr = "an error that does not quote the SYN,ACK leaves the request alone",
		.run = outside_request,
		.expect.mib = "TcpExtOutOfWindowIcmps +2",
	},
	{
		.id = "icmp-port-syn-recv",
		.descr = "IPv4: port unreachable leaves the request alone",
		.run = port_unreachable_request,
		.setup.families = IPV4,
		.expect.mib = "TcpExtOutOfWindowIcmps +0",
	},
	{
		.id = "icmp-port-syn-recv-ends",
		.section = SECTION_LISTEN,
		.descr = "IPv6: port unreachable ends the request; the listener resets the last ACK",
		.run = port_unreachable_removes,
		.setup.families = IPV6,
		.expect.rst = { { "R 1:1(0)", "LISTEN", &unexpected_ack } },
		.expect.mib = "TcpExtListenDrops +1, TcpExtOutOfWindowIcmps +0",
	},
	{
		.id = "icmp-host-syn-recv-ends",
		.section = SECTION_LISTEN,
		.descr = "IPv4: host unreachable ends the request; the listener resets the last ACK",
		.run = host_unreachable_removes,
		.setup.families = IPV4,
		.expect.rst = { { "R 1:1(0)", "LISTEN", &unexpected_ack } },
		.expect.mib = "TcpExtListenDrops +1, TcpExtOutOfWindowIcmps +0",
	},
	{
		.id = "icmp-host-syn-recv",
		.descr = "IPv6: address unreachable leaves the request alone",
		.run = host_unreachable_request,
		.setup.families = IPV6,
		.expect.mib = "TcpExtOutOfWindowIcmps +0",
	},
};

SCENARIOS(icmp, scenarios, .section = SECTION_NO_RESET);
