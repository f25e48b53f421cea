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
 *	tcp_v4_err(), tcp_v6_err()
 */
#include "harness/scenario.h"

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
	sock_state(t, c.sut, TCP_SYN_SENT);
	peer_sends(t, c.flow, "S. 0:0(0) ack 1");
	sock_state(t, c.sut, TCP_ESTABLISHED);
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
	sock_state(t, c->sut, TCP_ESTABLISHED);
	observe_error(t, "sut", c->sut);
	peer_sends(t, c->flow, "P. 1:11(10) ack 6");
	sock_receive(t, c->sut, 10);
	sock_send(t, c->sut, 3);
	sut_sends(t, c->flow, "P. 6:9(3) ack 11");
	observe_error(t, "sut", c->sut);
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

static const struct scenario scenarios[] = {
	{
		.path = "icmp-unreachable-syn-sent",
		.section = "5",
		.descr = "port unreachable ends a connect() in silence",
		.run = unreachable_syn_sent,
		.expect = { {
			.mib = "TcpAttemptFails +1, TcpExtOutOfWindowIcmps +0",
			.error = "sut ECONNREFUSED",
		} },
	},
	{
		.path = "icmp-outside-syn-sent",
		.section = "5",
		.descr = "port unreachable about what connect() did not send is ignored",
		.run = outside_syn_sent,
		.expect = { { .mib = "TcpExtOutOfWindowIcmps +2", .error = "sut none" } },
	},
	{
		.path = "icmp-unreachable-estab",
		.section = "5",
		.descr = "port unreachable does not end a connection: a soft error",
		.run = unreachable_established,
		.expect = { {
			.mib = "TcpExtOutOfWindowIcmps +0",
			.error = "sut ECONNREFUSED, sut none",
		} },
	},
	{
		.path = "icmp-outside-estab",
		.section = "5",
		.descr = "port unreachable about what is not in flight is no error at all",
		.run = outside_established,
		.expect = { {
			.mib = "TcpExtOutOfWindowIcmps +2",
			.error = "sut none, sut none",
		} },
	},
};

SCENARIOS(icmp, scenarios);
