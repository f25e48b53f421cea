// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/sock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "harness/base/clock.h"
#include "harness/expect/names.h"
#include "harness/observe/sockets.h"
#include "harness/story/fence.h"
#include "harness/world/test.h"
#include "harness/expect/variation.h"
#include "netns/enter.h"

/* Kernel timers of a second may take this long. */
#define TIMER_MS 10000

#ifndef IPV6_MINHOPCOUNT
#define IPV6_MINHOPCOUNT 73 /* linux/in6.h, which clashes with netinet/in.h */
#endif

/* struct in6_flowlabel_req and its option, of the same header. */
#define FLOW_LABEL_MANAGER 32
#define FLOW_LABEL_REFLECT 4

struct flow_label_request {
	struct in6_addr destination;
	uint32_t label;
	uint8_t action; /* 0: get */
	uint8_t share;
	uint16_t flags;
	uint16_t expires;
	uint16_t linger;
	uint32_t reserved;
};

struct socket_address {
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	};
	socklen_t size;
};

static struct socket_address socket_address(const struct address *address, uint16_t port)
{
	struct socket_address result = { .size = sizeof(result.v6) };

	if (address->family == AF_INET) {
		result.v4 = (struct sockaddr_in){ .sin_family = AF_INET,
						  .sin_port = htons(port),
						  .sin_addr = address->v4 };
		result.size = sizeof(result.v4);
	} else {
		result.v6 = (struct sockaddr_in6){ .sin6_family = AF_INET6,
						   .sin6_port = htons(port),
						   .sin6_addr = address->v6 };
	}
	return result;
}

static struct socket_address socket_of(const struct test *t, const struct end *end)
{
	struct address address = test_socket_address(t, &end->address);

	return socket_address(&address, end->port);
}

static void must(struct test *t, bool done, const char *call)
{
	if (!done)
		test_fail(t, FAILED_SETUP, "%s: %s", call, strerror(errno));
}

static int open_family(struct test *t, int host, int family, int protocol)
{
	struct netns_guard guard;
	int err;
	int fd;

	err = netns_enter(&guard, t->netns[host]);
	if (err)
		test_fail(t, FAILED_SETUP, "cannot enter namespace %s: %s",
			  t->topology.host[host].name, strerror(-err));
	fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
	err = fd < 0 ? errno : 0;
	netns_leave(&guard);
	errno = err;
	must(t, fd >= 0, "socket()");
	must(t, !setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int)),
	     "setsockopt(SO_REUSEADDR)");
	return fd;
}

static int open_socket(struct test *t, int host, int protocol)
{
	return open_family(t, host, test_socket_family(t), protocol);
}

static void bind_to(struct test *t, int fd, int owner, uint16_t port)
{
	struct end end = test_bound(t, owner, port);
	struct socket_address local = socket_of(t, &end);

	must(t, !bind(fd, &local.any, local.size), "bind()");
}

int sock_new_protocol(struct test *t, int host, uint16_t port, int protocol)
{
	int fd = open_socket(t, host, protocol);

	bind_to(t, fd, host, port);
	return fd;
}

int sock_new_mapped(struct test *t, uint16_t port)
{
	struct address plain = topology_address(&t->topology, SUT, AF_INET);
	struct address address = address_map(&plain);
	int fd = open_family(t, SUT, AF_INET6, IPPROTO_TCP);
	struct socket_address local = socket_address(&address,
						     variation_port(t->options.variation, port));

	must(t, !bind(fd, &local.any, local.size), "bind()");
	return fd;
}

int sock_new_unspecified(struct test *t, uint16_t port, int v6only)
{
	struct address any = { .family = AF_INET6 };
	struct socket_address local = socket_address(&any,
						     variation_port(t->options.variation, port));
	int fd = open_family(t, SUT, AF_INET6, IPPROTO_TCP);

	sock_option(t, fd, IPPROTO_IPV6, IPV6_V6ONLY, v6only);
	must(t, !bind(fd, &local.any, local.size), "bind()");
	return fd;
}

int sock_new_shared(struct test *t, int host, uint16_t port)
{
	int fd = open_socket(t, host, IPPROTO_TCP);

	sock_option(t, fd, SOL_SOCKET, SO_REUSEPORT, 1);
	bind_to(t, fd, host, port);
	return fd;
}

int sock_new_transparent(struct test *t, int owner, uint16_t port)
{
	int fd = open_socket(t, SUT, IPPROTO_TCP);

	if (t->family == AF_INET)
		sock_option(t, fd, IPPROTO_IP, IP_TRANSPARENT, 1);
	else
		sock_option(t, fd, IPPROTO_IPV6, IPV6_TRANSPARENT, 1);
	bind_to(t, fd, owner, port);
	return fd;
}

uint32_t sock_next_seq(struct test *t, int fd)
{
	socklen_t size = sizeof(uint32_t);
	uint32_t seq;

	/* Only a socket under repair tells; leaving that state sends a probe unless it is -1. */
	sock_option(t, fd, IPPROTO_TCP, TCP_REPAIR, 1);
	sock_option(t, fd, IPPROTO_TCP, TCP_REPAIR_QUEUE, TCP_SEND_QUEUE);
	must(t, !getsockopt(fd, IPPROTO_TCP, TCP_QUEUE_SEQ, &seq, &size),
	     "getsockopt(TCP_QUEUE_SEQ)");
	sock_option(t, fd, IPPROTO_TCP, TCP_REPAIR, -1);
	return seq;
}

int sock_new(struct test *t, int host, uint16_t port)
{
	return sock_new_protocol(t, host, port, IPPROTO_TCP);
}

void sock_listen(struct test *t, int fd, int backlog)
{
	must(t, !listen(fd, backlog), "listen()");
}

static void await(struct test *t, int fd, short events, const char *what)
{
	struct pollfd ready = { .fd = fd, .events = events };

	if (poll(&ready, 1, deadline_left(test_deadline(t))) != 1)
		test_fail(t, FAILED_SETUP, "%s: nothing came in time", what);
}

int sock_accept(struct test *t, int listener)
{
	int fd;

	await(t, listener, POLLIN, "accept()");
	fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	must(t, fd >= 0, "accept()");
	return fd;
}

static void start(struct test *t, int fd, const struct end *to)
{
	struct socket_address remote = socket_of(t, to);

	must(t, !connect(fd, &remote.any, remote.size) || errno == EINPROGRESS, "connect()");
}

/* tcp_v4_connect() and tcp_v6_connect() choose no number where there is one: "if (!tp->write_seq)". */
static void begin_at(struct test *t, int fd, uint32_t isn)
{
	socklen_t size = sizeof(int);
	int protocol = 0;

	must(t, !getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &size),
	     "getsockopt(SO_PROTOCOL)");
	if (protocol != IPPROTO_TCP)
		return;
	sock_option(t, fd, IPPROTO_TCP, TCP_REPAIR, TCP_REPAIR_ON);
	sock_option(t, fd, IPPROTO_TCP, TCP_REPAIR_QUEUE, TCP_SEND_QUEUE);
	sock_option(t, fd, IPPROTO_TCP, TCP_QUEUE_SEQ, isn);
	sock_option(t, fd, IPPROTO_TCP, TCP_REPAIR, TCP_REPAIR_OFF_NO_WP);
	/* Repair has taken it away. */
	sock_option(t, fd, SOL_SOCKET, SO_REUSEADDR, 1);
}

void sock_connect_start(struct test *t, int fd, const struct end *to)
{
	if (t->options.variation->isn)
		begin_at(t, fd, t->options.variation->isn);
	start(t, fd, to);
}

void sock_connect(struct test *t, int fd, const struct end *to)
{
	sock_connect_start(t, fd, to);
	await(t, fd, POLLOUT, "connect()");
	sock_expect_state(t, fd, TCP_ESTABLISHED);
}

void sock_connect_silently(struct test *t, int fd, const struct end *to, uint32_t seq, uint32_t ack)
{
	sock_option(t, fd, IPPROTO_TCP, TCP_REPAIR, 1);
	sock_option(t, fd, IPPROTO_TCP, TCP_REPAIR_QUEUE, TCP_SEND_QUEUE);
	sock_option(t, fd, IPPROTO_TCP, TCP_QUEUE_SEQ, seq);
	sock_option(t, fd, IPPROTO_TCP, TCP_REPAIR_QUEUE, TCP_RECV_QUEUE);
	sock_option(t, fd, IPPROTO_TCP, TCP_QUEUE_SEQ, ack);
	start(t, fd, to);
}

void sock_disconnect(struct test *t, int fd)
{
	struct sockaddr none = { .sa_family = AF_UNSPEC };

	must(t, !connect(fd, &none, sizeof(none)), "connect(AF_UNSPEC)");
}

void sock_send(struct test *t, int fd, size_t length)
{
	static const char data[65536];

	must(t, send(fd, data, length, MSG_NOSIGNAL) == (ssize_t)length, "send()");
}

static void receive(struct test *t, int fd, size_t length, int flags)
{
	char data[65536];
	ssize_t got;

	sock_await_readable(t, fd, length);
	got = recv(fd, data, length, flags);
	must(t, got >= 0, "recv()");
	if ((size_t)got != length)
		test_fail(t, FAILED_SETUP, "recv(): expected %zu bytes, got %zd", length, got);
}

void sock_receive(struct test *t, int fd, size_t length)
{
	receive(t, fd, length, 0);
}

void sock_peek(struct test *t, int fd, size_t length)
{
	receive(t, fd, length, MSG_PEEK);
}

void sock_shutdown(struct test *t, int fd, int how)
{
	must(t, !shutdown(fd, how), "shutdown()");
}

void sock_close(struct test *t, int fd)
{
	must(t, !close(fd), "close()");
}

int sock_duplicate(struct test *t, int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	must(t, copy >= 0, "fcntl(F_DUPFD)");
	return copy;
}

void sock_linger(struct test *t, int fd, int seconds)
{
	struct linger linger = { .l_onoff = 1, .l_linger = seconds };

	must(t, !setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)),
	     "setsockopt(SO_LINGER)");
}

void sock_option(struct test *t, int fd, int level, int option, int value)
{
	char call[40];

	snprintf(call, sizeof(call), "setsockopt(%d, %d)", level, option);
	must(t, !setsockopt(fd, level, option, &value, sizeof(value)), call);
}

void sock_await_readable(struct test *t, int fd, size_t length)
{
	long long deadline = test_deadline(t);
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	int waiting = 0;

	sock_option(t, fd, SOL_SOCKET, SO_RCVLOWAT, length);
	if (poll(&ready, 1, deadline_left(deadline)) != 1)
		test_fail(t, FAILED_SETUP, "%zu bytes to read did not come in time", length);
	/* tcp_ioctl() says 0 in SYN_RECV, whatever there is; 5.15 does not know it of MPTCP. */
	if (ioctl(fd, FIONREAD, &waiting) || !waiting)
		waiting = recv(fd, NULL, length, MSG_PEEK | MSG_TRUNC);
	if (waiting < (int)length)
		test_fail(t, FAILED_SETUP, "expected %zu bytes to read, got %d", length, waiting);
}

void sock_await_eof(struct test *t, int fd)
{
	char byte;

	await(t, fd, POLLRDHUP, "end of stream");
	if (recv(fd, &byte, 1, 0) != 0)
		test_fail(t, FAILED_SETUP, "expected the end of the stream");
}

void sock_expect_state(struct test *t, int fd, int state)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof(info);

	fence(t);
	must(t, !getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size), "getsockopt(TCP_INFO)");
	if (info.tcpi_state != state)
		test_fail(t, FAILED_SETUP, "expected state %s, got %s", name_of_state(state),
			  name_of_state(info.tcpi_state));
}

void sock_await_forgotten(struct test *t, const struct flow *flow)
{
	long long deadline = clock_ms() + (long long)TIMER_MS * t->options.time_scale;
	size_t index = t->frames;
	int known;

	/* No event tells that a request or a bucket has expired: look again every 40 ms. */
	while ((known = sockets_have(t->netns[SUT], test_socket_family(t), flow->sut.port,
				     flow->peer.port)) > 0 &&
	       deadline_left(deadline) > 0)
		test_frame(t, &index, clock_ms() + 40);
	if (known < 0)
		test_fail(t, FAILED_SETUP, "cannot read the sockets: %s", strerror(-known));
	if (known)
		test_fail(t, FAILED_SETUP, "the SUT still knows the connection after %d ms",
			  TIMER_MS);
}

void sock_bind_device(struct test *t, int fd, const char *link)
{
	must(t, !setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, link, strlen(link)),
	     "setsockopt(SO_BINDTODEVICE)");
}

void sock_min_ttl(struct test *t, int fd, int ttl)
{
	if (t->family == AF_INET)
		sock_option(t, fd, IPPROTO_IP, IP_MINTTL, ttl);
	else
		sock_option(t, fd, IPPROTO_IPV6, IPV6_MINHOPCOUNT, ttl);
}

void sock_reflect_flow_label(struct test *t, int fd)
{
	struct flow_label_request request = { .flags = FLOW_LABEL_REFLECT };

	must(t, !setsockopt(fd, IPPROTO_IPV6, FLOW_LABEL_MANAGER, &request, sizeof(request)),
	     "setsockopt(IPV6_FLOWLABEL_MGR)");
}

void sock_filter_all(struct test *t, int fd)
{
	struct sock_filter none = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog filter = { .len = 1, .filter = &none };

	must(t, !setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)),
	     "setsockopt(SO_ATTACH_FILTER)");
}

void observe_error(struct test *t, const char *who, int fd)
{
	size_t used = strlen(t->error);
	socklen_t size = sizeof(int);
	int err = 0;

	must(t, !getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &size), "getsockopt(SO_ERROR)");
	snprintf(t->error + used, sizeof(t->error) - used, "%s%s %s", used ? ", " : "", who,
		 name_of_error(err));
}

void await_error(struct test *t, const char *who, int fd)
{
	struct pollfd ready = { .fd = fd };

	/* A deadline that passes is not the end: the judge then says what was expected. */
	poll(&ready, 1, deadline_left(test_deadline(t)));
	observe_error(t, who, fd);
}
