// SPDX-License-Identifier: GPL-2.0-only
#include "netns/link.h"

#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <string.h>

#include "harness/base/clock.h"
#include "harness/base/netlink.h"
#include "netns/address.h"
#include "netns/enter.h"

struct watch {
	const char *link;
	struct in6_addr address;
	bool up; /* the link can send */
	bool local; /* the address receives */
};

static void read_link(const struct nlmsghdr *message, struct watch *watch)
{
	const struct nlattr *attribute;
	bool ours = false, up = false;

	mnl_attr_for_each(attribute, message, sizeof(struct ifinfomsg)) {
		if (mnl_attr_get_type(attribute) == IFLA_IFNAME)
			ours = !strcmp(mnl_attr_get_str(attribute), watch->link);
		if (mnl_attr_get_type(attribute) == IFLA_OPERSTATE)
			up = mnl_attr_get_u8(attribute) == IF_OPER_UP;
	}
	if (ours)
		watch->up = up;
}

static void read_route(const struct nlmsghdr *message, struct watch *watch)
{
	const struct rtmsg *route = mnl_nlmsg_get_payload(message);
	const struct nlattr *attribute;

	if (route->rtm_family != AF_INET6 || route->rtm_type != RTN_LOCAL)
		return;
	mnl_attr_for_each(attribute, message, sizeof(*route))
		if (mnl_attr_get_type(attribute) == RTA_DST &&
		    mnl_attr_get_payload_len(attribute) == sizeof(watch->address) &&
		    !memcmp(mnl_attr_get_payload(attribute), &watch->address,
			    sizeof(watch->address)))
			watch->local = true;
}

static int read_message(const struct nlmsghdr *message, void *context)
{
	struct watch *watch = context;

	if (message->nlmsg_type == RTM_NEWLINK)
		read_link(message, watch);
	if (message->nlmsg_type == RTM_NEWROUTE)
		read_route(message, watch);
	return watch->up && watch->local ? MNL_CB_STOP : MNL_CB_OK;
}

/* Asks for the link as it is now; changes come by themselves. */
static int ask_link(struct mnl_socket *socket, struct watch *watch)
{
	char buffer[NETLINK_REQUEST_MAX];
	struct nlmsghdr *message = netlink_put(buffer, RTM_GETLINK, 0);

	mnl_nlmsg_put_extra_header(message, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(message, IFLA_IFNAME, watch->link);
	return netlink_ask(socket, message, read_message, watch);
}

/* The same for the routes, of which the one to our address may be in the table of a VRF. */
static int ask_routes(struct mnl_socket *socket, struct watch *watch)
{
	char buffer[NETLINK_REQUEST_MAX];
	struct nlmsghdr *message = netlink_put(buffer, RTM_GETROUTE, NLM_F_DUMP);
	struct rtmsg *route = mnl_nlmsg_put_extra_header(message, sizeof(*route));

	route->rtm_family = AF_INET6;
	return netlink_ask(socket, message, read_message, watch);
}

int link_await_up(int netns, const char *link, const struct address *address, int milliseconds)
{
	struct watch watch = { .link = link, .local = !address };
	struct mnl_socket *socket;
	int err;

	if (address)
		watch.address = address->v6;
	err = netns_netlink(netns, &socket, NETLINK_ROUTE, RTMGRP_LINK | RTMGRP_IPV6_ROUTE);
	if (err)
		return err;
	err = ask_link(socket, &watch);
	if (!err && address)
		err = ask_routes(socket, &watch);
	if (!err && !(watch.up && watch.local))
		err = netlink_await(socket, clock_ms() + milliseconds, read_message, &watch);
	mnl_socket_close(socket);
	return err;
}
