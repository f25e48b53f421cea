// SPDX-License-Identifier: GPL-2.0-only
#include "harness/kernel/diag.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>

#define ANSWER_MAX 8192

static void fill_id(struct inet_diag_sockid *id, const struct diag_request *wanted)
{
	id->idiag_sport = htons(wanted->local_port);
	id->idiag_dport = htons(wanted->remote_port);
	memcpy(id->idiag_src, wanted->local, sizeof(id->idiag_src));
	memcpy(id->idiag_dst, wanted->remote, sizeof(id->idiag_dst));
	id->idiag_cookie[0] = INET_DIAG_NOCOOKIE;
	id->idiag_cookie[1] = INET_DIAG_NOCOOKIE;
}

/* An answer to the request, or its acknowledgement: both say that the socket was found. */
static int found(const struct nlmsghdr *header, void *context)
{
	(void)header;
	(void)context;
	return MNL_CB_STOP;
}

static int ask(struct mnl_socket *socket, const struct nlmsghdr *request)
{
	char answer[ANSWER_MAX];
	ssize_t size;

	if (mnl_socket_sendto(socket, request, request->nlmsg_len) < 0)
		return -errno;
	size = mnl_socket_recvfrom(socket, answer, sizeof(answer));
	if (size < 0)
		return -errno;
	if (mnl_cb_run(answer, size, request->nlmsg_seq, mnl_socket_get_portid(socket), found,
		       NULL) < 0)
		return -errno;
	return 0;
}

int diag_request(const struct diag_request *wanted)
{
	char buffer[MNL_NLMSG_HDRLEN + MNL_ALIGN(sizeof(struct inet_diag_req_v2))];
	struct nlmsghdr *header = mnl_nlmsg_put_header(buffer);
	struct inet_diag_req_v2 *request;
	struct mnl_socket *socket;
	int error;

	header->nlmsg_type = wanted->destroy ? SOCK_DESTROY : SOCK_DIAG_BY_FAMILY;
	header->nlmsg_flags = NLM_F_REQUEST | (wanted->destroy ? NLM_F_ACK : 0);
	header->nlmsg_seq = 1;
	request = mnl_nlmsg_put_extra_header(header, sizeof(*request));
	request->sdiag_family = wanted->family;
	request->sdiag_protocol = IPPROTO_TCP;
	request->idiag_states = ~0u;
	fill_id(&request->id, wanted);
	socket = mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC);
	if (!socket)
		return -errno;
	error = mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) ? -errno : ask(socket, header);
	mnl_socket_close(socket);
	return error;
}
