// SPDX-License-Identifier: GPL-2.0-only
#include "netns/link.h"

#include <arpa/inet.h>
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
	struct in6_addr address;
	bool up; /* the link can send */
	bool local; /* the address receives */
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

static void read_link(const struct nlmsghdr *message, struct watch *watch)
{
	const struct nlattr *found[2] = { 0 };

	mnl_attr_parse(message, sizeof(struct ifinfomsg), read_attribute, found);
	if (found[0] && found[1] && !strcmp(mnl_attr_get_str(found[0]), watch->link))
		watch->up = mnl_attr_get_u8(found[1]) == IF_OPER_UP;
}

static int read_destination(const struct nlattr *attribute, void *context)
{
	struct watch *watch = context;

	if (mnl_attr_get_type(attribute) == RTA_DST &&
	    mnl_attr_get_payload_len(attribute) == sizeof(watch->address) &&
	    !memcmp(mnl_attr_get_payload(attribute), &watch->address, sizeof(watch->address)))
		watch->local = true;
	return MNL_CB_OK;
}

static int read_message(const struct nlmsghdr *message, void *context)
{
	const struct rtmsg *route = mnl_nlmsg_get_payload(message);

	if (message->nlmsg_type == RTM_NEWLINK)
		read_link(message, context);
	if (message->nlmsg_type == RTM_NEWROUTE && route->rtm_family == AF_INET6 &&
	    route->rtm_type == RTN_LOCAL)
		mnl_attr_parse(message, sizeof(*route), read_destination, context);
	return MNL_CB_OK;
}

/* Asks for the link as it is now; changes come by themselves. */
static int ask_link(struct mnl_socket *socket, const char *link)
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

/* The same for the route to our own address. */
static int ask_route(struct mnl_socket *socket, const struct in6_addr *address)
{
	char buffer[256];
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct rtmsg *route;

	message->nlmsg_type = RTM_GETROUTE;
	message->nlmsg_flags = NLM_F_REQUEST;
	route = mnl_nlmsg_put_extra_header(message, sizeof(*route));
	route->rtm_family = AF_INET6;
	route->rtm_dst_len = 128;
	mnl_attr_put(message, RTA_DST, sizeof(*address), address);
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

	while (!watch->up || !watch->local) {
		left = deadline - now_ms();
		if (left <= 0 || poll(&ready, 1, left) <= 0)
			return -ETIMEDOUT;
		length = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));
		if (length < 0)
			return -errno;
		/* "No route yet" is an answer too: the notification follows. */
		mnl_cb_run(buffer, length, 0, 0, read_message, watch);
	}
	return 0;
}

int link_await_up(int netns, const char *link, const char *address, int milliseconds)
{
	struct watch watch = { .link = link, .local = !address };
	struct netns_guard guard;
	struct mnl_socket *socket;
	int error;

	if (address && inet_pton(AF_INET6, address, &watch.address) != 1)
		return -EINVAL;
	error = netns_enter(&guard, netns);
	if (error)
		return error;
	socket = mnl_socket_open(NETLINK_ROUTE);
	netns_leave(&guard);
	if (!socket)
		return -errno;
	if (mnl_socket_bind(socket, RTMGRP_LINK | RTMGRP_IPV6_ROUTE, MNL_SOCKET_AUTOPID) < 0)
		error = -errno;
	if (!error)
		error = ask_link(socket, link);
	if (!error && address)
		error = ask_route(socket, &watch.address);
	if (!error)
		error = watch_link(socket, &watch, milliseconds);
	mnl_socket_close(socket);
	return error;
}
