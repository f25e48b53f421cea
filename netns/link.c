// SPDX-License-Identifier: GPL-2.0-only
#include "netns/link.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <string.h>

#include "harness/base/clock.h"
#include "harness/base/netlink.h"
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
	struct watch *watch = context;

	if (message->nlmsg_type == RTM_NEWLINK)
		read_link(message, watch);
	if (message->nlmsg_type == RTM_NEWROUTE && route->rtm_family == AF_INET6 &&
	    route->rtm_type == RTN_LOCAL)
		mnl_attr_parse(message, sizeof(*route), read_destination, watch);
	return watch->up && watch->local ? MNL_CB_STOP : MNL_CB_OK;
}

/* Asks for the link as it is now; changes come by themselves. */
static int ask_link(struct mnl_socket *socket, const char *link)
{
	char buffer[NETLINK_REQUEST_MAX];
	struct nlmsghdr *message = netlink_put(buffer, RTM_GETLINK, 0);

	mnl_nlmsg_put_extra_header(message, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(message, IFLA_IFNAME, link);
	return netlink_send(socket, message);
}

/*
 * The same for the route to our own address.  "No route yet" is an answer too: the notification
 * follows.
 */
static int ask_route(struct mnl_socket *socket, const struct in6_addr *address)
{
	char buffer[NETLINK_REQUEST_MAX];
	struct nlmsghdr *message = netlink_put(buffer, RTM_GETROUTE, 0);
	struct rtmsg *route = mnl_nlmsg_put_extra_header(message, sizeof(*route));

	route->rtm_family = AF_INET6;
	route->rtm_dst_len = 128;
	mnl_attr_put(message, RTA_DST, sizeof(*address), address);
	return netlink_send(socket, message);
}

int link_await_up(int netns, const char *link, const char *address, int milliseconds)
{
	struct watch watch = { .link = link, .local = !address };
	struct mnl_socket *socket;
	int err;

	if (address && inet_pton(AF_INET6, address, &watch.address) != 1)
		return -EINVAL;
	err = netns_netlink(netns, &socket, NETLINK_ROUTE, RTMGRP_LINK | RTMGRP_IPV6_ROUTE);
	if (err)
		return err;
	err = ask_link(socket, link);
	if (!err && address)
		err = ask_route(socket, &watch.address);
	if (!err)
		err = netlink_await(socket, clock_ms() + milliseconds, read_message, &watch);
	mnl_socket_close(socket);
	return err;
}
