// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/netlink.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "harness/base/clock.h"

/* A link with all its attributes is the longest. */
#define ANSWER_MAX 16384

/* A socket has one request under way at most. */
#define SEQUENCE 1

int netlink_open(struct mnl_socket **socket, int protocol, unsigned int groups)
{
	int err = 0;

	*socket = mnl_socket_open2(protocol, SOCK_CLOEXEC);
	if (!*socket)
		return -errno;
	if (mnl_socket_bind(*socket, groups, MNL_SOCKET_AUTOPID)) {
		err = -errno;
		mnl_socket_close(*socket);
		*socket = NULL;
	}
	return err;
}

struct nlmsghdr *netlink_put(char *buffer, int type, int flags)
{
	struct nlmsghdr *request = mnl_nlmsg_put_header(buffer);

	request->nlmsg_type = type;
	request->nlmsg_flags = NLM_F_REQUEST | flags;
	request->nlmsg_seq = SEQUENCE;
	return request;
}

int netlink_ask(struct mnl_socket *socket, struct nlmsghdr *request, mnl_cb_t each, void *context)
{
	char answer[ANSWER_MAX];
	ssize_t length;
	int more;

	request->nlmsg_flags |= NLM_F_ACK;
	if (mnl_socket_sendto(socket, request, request->nlmsg_len) < 0)
		return -errno;
	do {
		length = mnl_socket_recvfrom(socket, answer, sizeof(answer));
		if (length < 0)
			return -errno;
		more = mnl_cb_run(answer, length, SEQUENCE, mnl_socket_get_portid(socket), each,
				  context);
	} while (more > MNL_CB_STOP);
	return more < 0 ? -errno : 0;
}

int netlink_await(struct mnl_socket *socket, long long deadline, mnl_cb_t each, void *context)
{
	struct pollfd ready = { .fd = mnl_socket_get_fd(socket), .events = POLLIN };
	char message[ANSWER_MAX];
	ssize_t length;

	while (poll(&ready, 1, deadline_left(deadline)) > 0) {
		length = mnl_socket_recvfrom(socket, message, sizeof(message));
		if (length < 0)
			return -errno;
		if (mnl_cb_run(message, length, 0, 0, each, context) == MNL_CB_STOP)
			return 0;
	}
	return -ETIMEDOUT;
}
