// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/mptcp.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/observe/wire.h"
#include "harness/packet/mptcp_crypto.h"
#include "harness/story/admin.h"
#include "harness/story/path_manager.h"
#include "harness/story/peer.h"
#include "harness/story/sock.h"
#include "harness/world/test.h"
#include "harness/expect/variation.h"
#include "netns/link.h"

/* The forged peer's.  Any numbers would do; keys must not be 0. */
#define PEER_KEY 0x0123456789abcdefull
#define PEER_NONCE 0x600dcafeu

/* What the kernel sets by itself since 5.16; before it took no subflow. */
#define SUBFLOWS 2

/* For the local route of an IPv6 address. */
#define ADDRESS_MS 2000

/* Gives @flow a place in @connection. */
static void belong(struct test *t, struct flow *flow, struct mptcp *connection)
{
	flow->mptcp = calloc(1, sizeof(*flow->mptcp));
	if (!flow->mptcp || !connection)
		test_fail(t, FAILED_SETUP, "out of memory");
	flow->mptcp->connection = connection;
	flow->mptcp->peer_nonce = PEER_NONCE;
}

static struct mptcp *new_connection(struct test *t)
{
	struct mptcp *connection = calloc(1, sizeof(*connection));

	if (!connection)
		test_fail(t, FAILED_SETUP, "out of memory");
	connection->peer_key = PEER_KEY;
	return connection;
}

/* The limit of the moment in which a socket is made decides what it takes later. */
static int sut_socket(struct test *t, uint16_t port)
{
	if (!t->limited)
		mptcp_limit(t, SUBFLOWS);
	return sock_new_protocol(t, SUT, port, IPPROTO_MPTCP);
}

int mptcp_listener(struct test *t, uint16_t port)
{
	int fd = sut_socket(t, port);

	sock_listen(t, fd, 8);
	return fd;
}

struct conn mptcp_open(struct test *t)
{
	struct conn c = {
		.listener = mptcp_listener(t, SUT_PORT),
		.peer = sock_new_protocol(t, PEER, PEER_PORT, IPPROTO_MPTCP),
	};

	c.flow = test_flow(t, PEER, SUT_PORT, PEER_PORT);
	belong(t, c.flow, new_connection(t));
	sock_connect(t, c.peer, &c.flow->sut);
	c.sut = sock_accept(t, c.listener);
	return c;
}

struct conn mptcp_listen(struct test *t)
{
	struct conn c = { .listener = mptcp_listener(t, SUT_PORT), .sut = -1, .peer = -1 };

	c.flow = conn_flow(t, SUT_PORT);
	belong(t, c.flow, new_connection(t));
	return c;
}

struct conn mptcp_unaccepted(struct test *t)
{
	struct conn c = mptcp_listen(t);

	conn_syn(t, &c, "S 0:0(0) <mss 1460,mp_capable>");
	peer_sends(t, c.flow, ". 1:1(0) ack 1 <mp_capable>");
	return c;
}

struct conn mptcp_established(struct test *t)
{
	struct conn c = mptcp_unaccepted(t);

	c.sut = sock_accept(t, c.listener);
	peer_sends(t, c.flow, DATA_ACK);
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
	return c;
}

struct conn mptcp_connected(struct test *t)
{
	struct conn c = {
		.listener = -1,
		.sut = sut_socket(t, SUT_PORT),
		.peer = -1,
	};

	c.flow = conn_flow(t, SUT_PORT);
	belong(t, c.flow, new_connection(t));
	sock_connect_start(t, c.sut, &c.flow->peer);
	sut_sends(t, c.flow, "S 0:0(0)");
	peer_sends(t, c.flow, "S. 0:0(0) ack 1 <mss 1460,mp_capable>");
	sut_sends(t, c.flow, ". 1:1(0) ack 1 <mp_capable>");
	peer_sends(t, c.flow, DATA_ACK);
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
	return c;
}

struct flow *mptcp_flow(struct test *t, const struct conn *c, uint16_t sut_port)
{
	struct flow *flow = conn_flow(t, sut_port);

	belong(t, flow, c->flow->mptcp->connection);
	return flow;
}

struct flow *mptcp_joined(struct test *t, const struct conn *c)
{
	struct flow *flow = mptcp_flow(t, c, SUT_PORT);

	peer_sends(t, flow, "S 0:0(0) <mss 1460,mp_join id 1>");
	sut_sends(t, flow, "S. 0:0(0) ack 1");
	peer_sends(t, flow, ". 1:1(0) ack 1 <mp_join>");
	sut_sends(t, flow, ". 1:1(0) ack 1 <dss dack* *>");
	return flow;
}

/*
 * The first SYN of the SUT to the peer of @c after those that the story has passed, from an end
 * that is not known yet.
 */
static const struct segment *await_join(struct test *t, const struct conn *c)
{
	long long deadline = test_deadline(t);
	const struct frame *frame;

	while ((frame = test_frame(t, &c->flow->seen, deadline)))
		if (frame->kind == FRAME_TCP && frame->outgoing && frame->segment.flags == SYN &&
		    frame->segment.destination_port == c->flow->peer.port &&
		    address_equal(&frame->segment.destination, &c->flow->peer.address))
			return &frame->segment;
	test_fail(t, FAILED_SETUP, "the SUT opened no second subflow in time");
}

struct flow *mptcp_joining(struct test *t, const struct conn *c)
{
	const struct segment *syn = await_join(t, c);
	struct flow *flow = mptcp_flow(t, c, 0);

	flow->sut.address = syn->source;
	flow->sut.port = syn->source_port;
	flow->peer.port = syn->destination_port;
	flow_learn(flow, syn);
	return flow;
}

void mptcp_opens_subflows(struct test *t)
{
	struct address second = topology_address(&t->topology, SECOND, t->family);
	struct ip_word name = ip_address(t, SECOND);
	bool v4 = t->family == AF_INET;

	ip_commands(t, "addr add %s/%u dev eth0 %s\nmptcp endpoint add %s dev eth0 subflow\n",
		    name.text, network_prefix(t->family), v4 ? "" : "nodad", name.text);
	if (link_await_up(t->netns[SUT], "eth0", v4 ? NULL : &second,
			  ADDRESS_MS * t->options.time_scale))
		test_fail(t, FAILED_SETUP, "%s does not receive", name.text);
}

void mptcp_announces(struct test *t, uint16_t port)
{
	ip_commands(t, "mptcp endpoint add %s id 5 signal port %u\n", ip_address(t, SUT).text,
		    variation_port(t->options.variation, port));
}

void mptcp_limit(struct test *t, unsigned int subflows)
{
	int err = path_manager_limit(t->netns[SUT], subflows);

	t->limited = true;
	if (err)
		test_fail(t, FAILED_SETUP, "cannot limit subflows: %s", strerror(-err));
}
