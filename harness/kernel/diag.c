// SPDX-License-Identifier: GPL-2.0-only
#include "harness/kernel/diag.h"

#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>

#include "harness/base/netlink.h"

static void fill_id(struct inet_diag_sockid *id, const struct diag_request *wanted)
{
	id->idiag_sport = htons(wanted->local_port);
	id->idiag_dport = htons(wanted->remote_port);
	memcpy(id->idiag_src, wanted->local, sizeof(id->idiag_src));
	memcpy(id->idiag_dst, wanted->remote, sizeof(id->idiag_dst));
	id->idiag_cookie[0] = INET_DIAG_NOCOOKIE;
	id->idiag_cookie[1] = INET_DIAG_NOCOOKIE;
}

int diag_request(const struct diag_request *wanted)
{
	int type = wanted->destroy ? SOCK_DESTROY : SOCK_DIAG_BY_FAMILY;
	char buffer[NETLINK_REQUEST_MAX];
	struct nlmsghdr *message = netlink_put(buffer, type, 0);
	struct inet_diag_req_v2 *request = mnl_nlmsg_put_extra_header(message, sizeof(*request));
	struct mnl_socket *socket;
	int err;

	request->sdiag_family = wanted->family;
	request->sdiag_protocol = IPPROTO_TCP;
	request->idiag_states = ~0u;
	fill_id(&request->id, wanted);
	err = netlink_open(&socket, NETLINK_SOCK_DIAG, 0);
	if (err)
		return err;
	err = netlink_ask(socket, message, NULL, NULL);
	mnl_socket_close(socket);
	return err;
}
