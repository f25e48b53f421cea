// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/conn.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>

#include "harness/story/peer.h"
#include "harness/story/sock.h"
#include "harness/world/test.h"
#include "harness/expect/variation.h"

/* The forged peer's; any number would do but a small one hides errors. */
#define PEER_ISN 0x10000000u

#define HALF_OPEN_SEQ 1000

#define SYN_PLAIN "S 0:0(0) <mss 1460>"
#define ACK_PLAIN ". 1:1(0) ack 1"

struct conn conn_queued_at(struct test *t, int listener)
{
	struct conn c = {
		.listener = listener,
		.sut = -1,
		.peer = sock_new(t, PEER, PEER_PORT),
	};

	c.flow = test_flow(t, PEER, SUT_PORT, PEER_PORT);
	sock_connect(t, c.peer, &c.flow->sut);
	return c;
}

struct conn conn_queued(struct test *t)
{
	int listener = sock_new(t, SUT, SUT_PORT);

	sock_listen(t, listener, 1);
	return conn_queued_at(t, listener);
}

int conn_shared_listener(struct test *t)
{
	int listener = sock_new_shared(t, SUT, SUT_PORT);

	sock_listen(t, listener, 1);
	return listener;
}

struct conn conn_open(struct test *t)
{
	struct conn c = conn_queued(t);

	c.sut = sock_accept(t, c.listener);
	return c;
}

struct conn conn_open_keyed(struct test *t,
			    void (*prepare)(struct test *t, int fd, const struct end *remote))
{
	struct conn c = {
		.listener = sock_new(t, SUT, SUT_PORT),
		.peer = sock_new(t, PEER, PEER_PORT),
	};

	c.flow = test_flow(t, PEER, SUT_PORT, PEER_PORT);
	prepare(t, c.listener, &c.flow->peer);
	prepare(t, c.peer, &c.flow->sut);
	sock_listen(t, c.listener, 1);
	sock_connect(t, c.peer, &c.flow->sut);
	c.sut = sock_accept(t, c.listener);
	return c;
}

struct conn conn_open_close_wait(struct test *t)
{
	struct conn c = conn_open(t);

	sock_shutdown(t, c.peer, SHUT_WR);
	sock_await_eof(t, c.sut);
	sock_expect_state(t, c.sut, TCP_CLOSE_WAIT);
	return c;
}

struct conn conn_open_fin_wait2(struct test *t)
{
	struct conn c = conn_open(t);

	sock_shutdown(t, c.sut, SHUT_WR);
	sock_await_eof(t, c.peer);
	/* Sends the ACK of the FIN, which would be delayed, once the FIN was read. */
	sock_option(t, c.peer, IPPROTO_TCP, TCP_QUICKACK, 1);
	sock_expect_state(t, c.sut, TCP_FIN_WAIT2);
	return c;
}

struct conn conn_attempt(struct test *t, uint16_t port)
{
	struct conn c = { .listener = -1, .sut = -1, .peer = sock_new(t, PEER, PEER_PORT) };

	c.flow = test_flow(t, PEER, port, PEER_PORT);
	sock_connect_start(t, c.peer, &c.flow->sut);
	return c;
}

static struct conn half_open(struct test *t, uint16_t port, int end_of_repair)
{
	struct conn c = { .listener = -1, .sut = -1, .peer = sock_new(t, PEER, PEER_PORT) };

	c.flow = test_flow(t, PEER, port, PEER_PORT);
	c.flow->absolute = true;
	sock_connect_silently(t, c.peer, &c.flow->sut, HALF_OPEN_SEQ, HALF_OPEN_ACK);
	sock_option(t, c.peer, IPPROTO_TCP, TCP_REPAIR, end_of_repair);
	/* TCP_REPAIR has taken it away, and a listener of the peer may want the port too. */
	sock_option(t, c.peer, SOL_SOCKET, SO_REUSEADDR, 1);
	return c;
}

struct conn conn_half_open(struct test *t, uint16_t port)
{
	return half_open(t, port, TCP_REPAIR_OFF);
}

struct conn conn_half_open_silent(struct test *t, uint16_t port)
{
	return half_open(t, port, TCP_REPAIR_OFF_NO_WP);
}

struct flow *conn_flow(struct test *t, uint16_t sut_port)
{
	struct flow *flow = test_flow(t, GHOST, sut_port, PEER_PORT + t->flows);

	flow->forged = true;
	flow->peer.isn = t->options.variation->isn ?: PEER_ISN;
	return flow;
}

struct conn conn_listen(struct test *t, int backlog)
{
	struct conn c = { .listener = sock_new(t, SUT, SUT_PORT), .sut = -1, .peer = -1 };

	c.flow = conn_flow(t, SUT_PORT);
	sock_listen(t, c.listener, backlog);
	return c;
}

struct conn conn_next_peer(struct test *t, const struct conn *c)
{
	return (struct conn){
		.flow = conn_flow(t, SUT_PORT), .listener = c->listener, .sut = -1, .peer = -1
	};
}

struct conn conn_connect(struct test *t)
{
	struct conn c = { .listener = -1, .sut = sock_new(t, SUT, SUT_PORT), .peer = -1 };

	c.flow = conn_flow(t, SUT_PORT);
	sock_connect_start(t, c.sut, &c.flow->peer);
	sut_sends(t, c.flow, "S 0:0(0)");
	return c;
}

void conn_syn(struct test *t, struct conn *c, const char *syn)
{
	peer_sends(t, c->flow, syn);
	sut_sends(t, c->flow, "S. 0:0(0) ack 1");
}

static void handshake(struct test *t, struct conn *c, const char *syn, const char *ack)
{
	conn_syn(t, c, syn);
	peer_sends(t, c->flow, ack);
	c->sut = sock_accept(t, c->listener);
	sock_expect_state(t, c->sut, TCP_ESTABLISHED);
}

struct conn conn_forge(struct test *t, const char *syn, const char *ack)
{
	struct conn c = conn_listen(t, 8);

	handshake(t, &c, syn, ack);
	return c;
}

struct conn conn_established(struct test *t)
{
	return conn_forge(t, SYN_PLAIN, ACK_PLAIN);
}

struct conn conn_another(struct test *t, const struct conn *first)
{
	struct conn c = conn_next_peer(t, first);

	handshake(t, &c, SYN_PLAIN, ACK_PLAIN);
	return c;
}

struct conn conn_close_wait(struct test *t)
{
	struct conn c = conn_established(t);

	peer_sends(t, c.flow, "F. 1:1(0) ack 1");
	sock_expect_state(t, c.sut, TCP_CLOSE_WAIT);
	return c;
}

struct conn conn_fin_wait1(struct test *t)
{
	struct conn c = conn_established(t);

	sock_shutdown(t, c.sut, SHUT_WR);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	sock_expect_state(t, c.sut, TCP_FIN_WAIT1);
	return c;
}

struct conn conn_fin_wait2(struct test *t)
{
	struct conn c = conn_fin_wait1(t);

	peer_sends(t, c.flow, ". 1:1(0) ack 2");
	sock_expect_state(t, c.sut, TCP_FIN_WAIT2);
	return c;
}

struct conn conn_closing(struct test *t)
{
	struct conn c = conn_fin_wait1(t);

	peer_sends(t, c.flow, "F. 1:1(0) ack 1");
	sock_expect_state(t, c.sut, TCP_CLOSING);
	return c;
}

struct conn conn_last_ack(struct test *t)
{
	struct conn c = conn_close_wait(t);

	sock_shutdown(t, c.sut, SHUT_WR);
	sut_sends(t, c.flow, "F. 1:1(0) ack 2");
	sock_expect_state(t, c.sut, TCP_LAST_ACK);
	return c;
}

struct conn conn_shrunk_window(struct test *t)
{
	struct conn c = conn_established(t);

	sock_send(t, c.sut, 500);
	sut_sends(t, c.flow, "P. 1:501(500) ack 1");
	peer_sends(t, c.flow, ". 1:1(0) ack 101 win 100");
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
	return c;
}

static struct conn unsent(struct test *t)
{
	struct conn c = conn_forge(t, SYN_PLAIN, ". 1:1(0) ack 1 win 0");

	sock_send(t, c.sut, 10);
	return c;
}

struct conn conn_fin_wait1_unsent(struct test *t)
{
	struct conn c = unsent(t);

	sock_shutdown(t, c.sut, SHUT_WR);
	sock_expect_state(t, c.sut, TCP_FIN_WAIT1);
	return c;
}

struct conn conn_closing_unsent(struct test *t)
{
	struct conn c = conn_fin_wait1_unsent(t);

	peer_sends(t, c.flow, "F. 1:1(0) ack 1 win 0");
	sock_expect_state(t, c.sut, TCP_CLOSING);
	return c;
}

struct conn conn_last_ack_unsent(struct test *t)
{
	struct conn c = unsent(t);

	peer_sends(t, c.flow, "F. 1:1(0) ack 1 win 0");
	sock_expect_state(t, c.sut, TCP_CLOSE_WAIT);
	sock_shutdown(t, c.sut, SHUT_WR);
	sock_expect_state(t, c.sut, TCP_LAST_ACK);
	return c;
}

struct conn conn_simultaneous(struct test *t)
{
	struct conn c = conn_connect(t);

	conn_syn(t, &c, SYN_PLAIN);
	sock_expect_state(t, c.sut, TCP_SYN_RECV);
	return c;
}

struct conn conn_fast_open(struct test *t, unsigned int length)
{
	struct conn c = conn_listen(t, 8);
	char text[100];

	sock_option(t, c.listener, IPPROTO_TCP, TCP_FASTOPEN, 8);
	/* Empty fast open option: a client without a cookie (RFC 7413 4.1.1). */
	snprintf(text, sizeof(text), "S 0:%u(%u) <mss 1460,FO>", length, length);
	peer_sends(t, c.flow, text);
	snprintf(text, sizeof(text), "S. 0:0(0) ack %u", length + 1);
	sut_sends(t, c.flow, text);
	c.sut = sock_accept(t, c.listener);
	sock_expect_state(t, c.sut, TCP_SYN_RECV);
	return c;
}

struct conn conn_fast_open_read(struct test *t)
{
	struct conn c = conn_fast_open(t, 5);

	sock_receive(t, c.sut, 5);
	return c;
}
