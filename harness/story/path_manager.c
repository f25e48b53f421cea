// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/path_manager.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/mptcp.h>

#include "netns/enter.h"

#define MESSAGE_SIZE 512

static struct nlmsghdr *put_request(char *buffer, int family, int command, int version)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *generic;

	message->nlmsg_type = family;
	message->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	message->nlmsg_seq = 1;
	generic = mnl_nlmsg_put_extra_header(message, sizeof(*generic));
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

/* Sends and takes answers until the last one. */
static int talk(struct mnl_socket *socket, const struct nlmsghdr *message, mnl_cb_t each,
		void *data)
{
	char answer[8192];
	ssize_t length;
	int more = MNL_CB_OK;

	if (mnl_socket_sendto(socket, message, message->nlmsg_len) < 0)
		return -errno;
	while (more > MNL_CB_STOP) {
		length = mnl_socket_recvfrom(socket, answer, sizeof(answer));
		if (length < 0)
			return -errno;
		more = mnl_cb_run(answer, length, 1, 0, each, data);
		if (more < 0)
			return -errno;
	}
	return 0;
}

static int set_limit(struct mnl_socket *socket, unsigned int subflows)
{
	char buffer[MESSAGE_SIZE];
	struct nlmsghdr *message = put_request(buffer, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1);
	int family = -1;
	int error;

	mnl_attr_put_strz(message, CTRL_ATTR_FAMILY_NAME, MPTCP_PM_NAME);
	error = talk(socket, message, read_family, &family);
	if (error)
		return error;
	message = put_request(buffer, family, MPTCP_PM_CMD_SET_LIMITS, MPTCP_PM_VER);
	mnl_attr_put_u32(message, MPTCP_PM_ATTR_RCV_ADD_ADDRS, 0);
	mnl_attr_put_u32(message, MPTCP_PM_ATTR_SUBFLOWS, subflows);
	return talk(socket, message, NULL, NULL);
}

int path_manager_limit(int netns, unsigned int subflows)
{
	struct mnl_socket *socket;
	struct netns_guard guard;
	int error;

	error = netns_enter(&guard, netns);
	if (error)
		return error;
	socket = mnl_socket_open(NETLINK_GENERIC);
	netns_leave(&guard);
	if (!socket)
		return -errno;
	error = mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0 ? -errno
								   : set_limit(socket, subflows);
	mnl_socket_close(socket);
	return error;
}
