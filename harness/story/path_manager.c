// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/path_manager.h"

#include <linux/genetlink.h>
#include <linux/mptcp.h>

#include "harness/base/netlink.h"
#include "netns/enter.h"

static struct nlmsghdr *put_request(char *buffer, int family, int command, int version)
{
	struct nlmsghdr *message = netlink_put(buffer, family, 0);
	struct genlmsghdr *generic = mnl_nlmsg_put_extra_header(message, sizeof(*generic));

	generic->cmd = command;
	generic->version = version;
	return message;
}

static int keep_family(const struct nlattr *attribute, void *family)
{
	if (mnl_attr_get_type(attribute) == CTRL_ATTR_FAMILY_ID)
		*(int *)family = mnl_attr_get_u16(attribute);
	return MNL_CB_OK;
}

static int read_family(const struct nlmsghdr *message, void *family)
{
	return mnl_attr_parse(message, sizeof(struct genlmsghdr), keep_family, family);
}

static int set_limit(struct mnl_socket *socket, unsigned int subflows)
{
	char buffer[NETLINK_REQUEST_MAX];
	struct nlmsghdr *message = put_request(buffer, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1);
	int family = -1;
	int err;

	mnl_attr_put_strz(message, CTRL_ATTR_FAMILY_NAME, MPTCP_PM_NAME);
	err = netlink_ask(socket, message, read_family, &family);
	if (err)
		return err;
	message = put_request(buffer, family, MPTCP_PM_CMD_SET_LIMITS, MPTCP_PM_VER);
	mnl_attr_put_u32(message, MPTCP_PM_ATTR_RCV_ADD_ADDRS, 0);
	mnl_attr_put_u32(message, MPTCP_PM_ATTR_SUBFLOWS, subflows);
	return netlink_ask(socket, message, NULL, NULL);
}

int path_manager_limit(int netns, unsigned int subflows)
{
	struct mnl_socket *socket;
	int err = netns_netlink(netns, &socket, NETLINK_GENERIC, 0);

	if (err)
		return err;
	err = set_limit(socket, subflows);
	mnl_socket_close(socket);
	return err;
}
