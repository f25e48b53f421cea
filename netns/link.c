// SPDX-License-Identifier: GPL-2.0-only
#include "netns/link.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "netns/enter.h"

struct watch {
	const char *link;
	bool up;
};

static int read_attribute(const struct nlattr *attribute, void *context)
{
	const struct nlattr **found = context;
	int type = mnl_attr_get_type(attribute);

	if (type == IFLA_IFNAME)
		found[0] = attribute;
	if (type == IFLA_OPERSTATE)
		found[1] = attribute;
	return MNL_CB_OK;
}

static int read_message(const struct nlmsghdr *message, void *context)
{
	const struct nlattr *found[2] = { 0 };
	struct watch *watch = context;

	if (message->nlmsg_type != RTM_NEWLINK)
		return MNL_CB_OK;
	mnl_attr_parse(message, sizeof(struct ifinfomsg), read_attribute, found);
	if (found[0] && found[1] && !strcmp(mnl_attr_get_str(found[0]), watch->link))
		watch->up = mnl_attr_get_u8(found[1]) == IF_OPER_UP;
	return MNL_CB_OK;
}

/* Asks for the link as it is now; changes come by themselves. */
static int ask(struct mnl_socket *socket, const char *link)
{
	char buffer[256];
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct ifinfomsg *info;

	message->nlmsg_type = RTM_GETLINK;
	message->nlmsg_flags = NLM_F_REQUEST;
	info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
	info->ifi_family = AF_UNSPEC;
	mnl_attr_put_strz(message, IFLA_IFNAME, link);
	return mnl_socket_sendto(socket, message, message->nlmsg_len) < 0 ? -errno : 0;
}

static long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static int watch_link(struct mnl_socket *socket, struct watch *watch, int milliseconds)
{
	struct pollfd ready = { .fd = mnl_socket_get_fd(socket), .events = POLLIN };
	long long deadline = now_ms() + milliseconds;
	char buffer[16384];
	long long left;
	ssize_t length;

	while (!watch->up) {
		left = deadline - now_ms();
		if (left <= 0 || poll(&ready, 1, left) <= 0)
			return -ETIMEDOUT;
		length = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));
		if (length < 0)
			return -errno;
		mnl_cb_run(buffer, length, 0, 0, read_message, watch);
	}
	return 0;
}

int link_await_up(int netns, const char *link, int milliseconds)
{
	struct watch watch = { .link = link };
	struct netns_guard guard;
	struct mnl_socket *socket;
	int error;

	error = netns_enter(&guard, netns);
	if (error)
		return error;
	socket = mnl_socket_open(NETLINK_ROUTE);
	netns_leave(&guard);
	if (!socket)
		return -errno;
	if (mnl_socket_bind(socket, RTMGRP_LINK, MNL_SOCKET_AUTOPID) < 0)
		error = -errno;
	if (!error)
		error = ask(socket, link);
	if (!error)
		error = watch_link(socket, &watch, milliseconds);
	mnl_socket_close(socket);
	return error;
}
