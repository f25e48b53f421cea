// SPDX-License-Identifier: GPL-2.0-only
#include "netns/rtnetlink.h"

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <string.h>

#include "harness/base/netlink.h"
#include "harness/base/why.h"
#include "netns/device.h"
#include "netns/enter.h"
#include "netns/ip.h"

#define NEW (NLM_F_CREATE | NLM_F_EXCL)

static struct ifinfomsg *put_link(struct nlmsghdr *message, const struct step_device *device)
{
	struct ifinfomsg *info = mnl_nlmsg_put_extra_header(message, sizeof(*info));

	info->ifi_index = device->index;
	return info;
}

/* One that is to be made, in the namespace of its host. */
static void put_new_link(struct nlmsghdr *message, const struct step_device *device)
{
	put_link(message, device);
	mnl_attr_put_strz(message, IFLA_IFNAME, device->name);
	mnl_attr_put(message, IFLA_ADDRESS, sizeof(device->mac), &device->mac);
	mnl_attr_put_u32(message, IFLA_NET_NS_FD, device->netns);
}

/* A device, with the other end of a pair. */
static void put_device(struct nlmsghdr *message, const struct step *step)
{
	const struct kind *type = step->type;
	struct nlattr *info, *data, *end;

	put_new_link(message, &step->device);
	info = mnl_attr_nest_start(message, IFLA_LINKINFO);
	mnl_attr_put_strz(message, IFLA_INFO_KIND, type->name);
	data = mnl_attr_nest_start(message, IFLA_INFO_DATA);
	if (type->size == 1)
		mnl_attr_put_u8(message, type->attribute, type->value);
	if (type->size == 4)
		mnl_attr_put_u32(message, type->attribute, type->value);
	if (step->kind == STEP_PAIR) {
		end = mnl_attr_nest_start(message, VETH_INFO_PEER); /* = IFLA_NETKIT_PEER_INFO */
		put_new_link(message, &step->other);
		mnl_attr_nest_end(message, end);
	}
	mnl_attr_nest_end(message, data);
	mnl_attr_nest_end(message, info);
}

static void put_up(struct nlmsghdr *message, const struct step *step)
{
	struct ifinfomsg *info = put_link(message, &step->device);

	info->ifi_flags = info->ifi_change = IFF_UP;
	if (step->other.index)
		mnl_attr_put_u32(message, IFLA_MASTER, step->other.index);
}

static void put_ip(struct nlmsghdr *message, int attribute, const struct address *address)
{
	mnl_attr_put(message, attribute, address_size(address), &address->v6);
}

static void put_address(struct nlmsghdr *message, const struct step *step)
{
	struct ifaddrmsg *info = mnl_nlmsg_put_extra_header(message, sizeof(*info));

	info->ifa_family = step->address.family;
	info->ifa_prefixlen = network_prefix(step->address.family);
	info->ifa_flags = step->address.family == AF_INET6 ? IFA_F_NODAD : 0;
	info->ifa_index = step->device.index;
	put_ip(message, IFA_LOCAL, &step->address);
	put_ip(message, IFA_ADDRESS, &step->address);
}

static void put_neighbour(struct nlmsghdr *message, const struct step *step)
{
	struct ndmsg *info = mnl_nlmsg_put_extra_header(message, sizeof(*info));

	info->ndm_family = step->address.family;
	info->ndm_state = NUD_PERMANENT;
	info->ndm_ifindex = step->device.index;
	put_ip(message, NDA_DST, &step->address);
	mnl_attr_put(message, NDA_LLADDR, sizeof(step->mac), &step->mac);
}

static void put_route(struct nlmsghdr *message, const struct step *step)
{
	struct rtmsg *info = mnl_nlmsg_put_extra_header(message, sizeof(*info));

	info->rtm_family = step->address.family;
	info->rtm_dst_len = network_prefix(step->address.family);
	info->rtm_table = RT_TABLE_MAIN;
	info->rtm_protocol = RTPROT_BOOT;
	info->rtm_scope = RT_SCOPE_UNIVERSE;
	info->rtm_type = RTN_UNICAST;
	put_ip(message, RTA_DST, &step->address);
	put_ip(message, RTA_GATEWAY, &step->via);
}

static const struct {
	int type, flags;
	void (*put)(struct nlmsghdr *message, const struct step *step);
} requests[] = {
	[STEP_PAIR] = { RTM_NEWLINK, NEW, put_device },
	[STEP_DEVICE] = { RTM_NEWLINK, NEW, put_device },
	[STEP_UP] = { RTM_NEWLINK, 0, put_up },
	[STEP_ADDRESS] = { RTM_NEWADDR, NEW, put_address },
	[STEP_NEIGHBOUR] = { RTM_NEWNEIGH, NEW, put_neighbour },
	[STEP_ROUTE] = { RTM_NEWROUTE, NEW, put_route },
};

static int carry_out(struct mnl_socket *socket, const struct step *step, struct why *why)
{
	char buffer[NETLINK_REQUEST_MAX];
	struct nlmsghdr *message = netlink_put(buffer, requests[step->kind].type,
					       requests[step->kind].flags);
	int err;

	requests[step->kind].put(message, step);
	err = netlink_ask(socket, message, NULL, NULL);
	return err ? why_set(why, -err, "'%s': %s", ip_line(step).text, strerror(-err)) : 0;
}

int rtnetlink_run(const struct steps *steps, struct why *why)
{
	struct mnl_socket *socket;
	int err = netns_netlink(steps->home, &socket, NETLINK_ROUTE, 0);
	size_t i;

	if (err)
		return why_set(why, -err, "cannot open rtnetlink: %s", strerror(-err));
	for (i = 0; !err && i < steps->count; i++)
		err = carry_out(socket, &steps->step[i], why);
	mnl_socket_close(socket);
	return err;
}
