// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/destroy.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "destroy.skel.h"
#include "harness/base/netlink.h"
#include "harness/kernel/diag.h"
#include "harness/world/test.h"
#include "netns/enter.h"

/* To where the SUT is and back. */
static struct netns_guard enter(struct test *t)
{
	struct netns_guard guard;
	int err = netns_enter(&guard, t->netns[SUT]);

	if (err)
		test_fail(t, FAILED_SETUP, "cannot enter the SUT: %s", strerror(-err));
	return guard;
}

static void destroy(struct test *t, const struct end *local, const struct end *remote)
{
	struct diag_request request = {
		.family = t->family,
		.local_port = local->port,
		.remote_port = remote->port,
		.destroy = true,
	};
	struct netns_guard guard = enter(t);
	int err;

	memcpy(request.local, &local->address.v6, address_size(&local->address));
	memcpy(request.remote, &remote->address.v6, address_size(&remote->address));
	err = diag_request(&request);
	netns_leave(&guard);
	if (err)
		test_fail(t, FAILED_SETUP, "SOCK_DESTROY: %s", strerror(-err));
}

void destroy_flow(struct test *t, const struct flow *flow)
{
	destroy(t, &flow->sut, &flow->peer);
}

void destroy_listener(struct test *t, uint16_t port)
{
	struct end local = test_bound(t, SUT, port);
	struct end none = { .address.family = t->family };

	destroy(t, &local, &none);
}

/* Reads a whole run of the iterator, which works on the namespace of whoever opened it. */
static int run_iterator(struct bpf_program *program)
{
	struct bpf_link *link = bpf_program__attach_iter(program, NULL);
	char text[64];
	int err = 0;
	int fd;

	if (!link)
		return -errno;
	fd = bpf_iter_create(bpf_link__fd(link));
	if (fd < 0)
		err = fd;
	while (!err && read(fd, text, sizeof(text)) > 0)
		;
	if (fd >= 0)
		close(fd);
	bpf_link__destroy(link);
	return err;
}

void destroy_by_bpf(struct test *t, const struct flow *flow)
{
	struct destroy_bpf *bpf = destroy_bpf__open();
	struct netns_guard guard;
	int err;

	if (!bpf)
		test_fail(t, FAILED_SETUP, "cannot open the BPF iterator: %s", strerror(errno));
	bpf->rodata->family = test_socket_family(t);
	bpf->rodata->sut_port = flow->sut.port;
	bpf->rodata->peer_port = flow->peer.port;
	err = destroy_bpf__load(bpf);
	if (err)
		test_fail(t, FAILED_SETUP, "cannot load the BPF iterator: %s", strerror(-err));
	guard = enter(t);
	err = run_iterator(bpf->progs.destroy);
	netns_leave(&guard);
	if (err)
		test_fail(t, FAILED_SETUP, "cannot run the BPF iterator: %s", strerror(-err));
	if (bpf->bss->destroyed != 1 || bpf->bss->result)
		test_fail(t, FAILED_SETUP, "bpf_sock_destroy(): %u sockets, %s",
			  bpf->bss->destroyed, strerror(-bpf->bss->result));
	destroy_bpf__destroy(bpf);
}

struct mnl_socket *destroy_watch(struct test *t)
{
	int group = test_socket_family(t) == AF_INET ? SKNLGRP_INET_TCP_DESTROY
						     : SKNLGRP_INET6_TCP_DESTROY;
	struct mnl_socket *watch;
	int err = netns_netlink(t->netns[SUT], &watch, NETLINK_SOCK_DIAG, 1u << (group - 1));

	if (err)
		test_fail(t, FAILED_SETUP, "cannot watch for dying sockets: %s", strerror(-err));
	return watch;
}

static int same_flow(const struct nlmsghdr *header, void *context)
{
	const struct inet_diag_msg *message = mnl_nlmsg_get_payload(header);
	const struct flow *flow = context;

	if (message->id.idiag_sport == htons(flow->sut.port) &&
	    message->id.idiag_dport == htons(flow->peer.port))
		return MNL_CB_STOP;
	return MNL_CB_OK;
}

void destroy_await(struct test *t, struct mnl_socket *watch, const struct flow *flow)
{
	struct flow wanted = *flow;
	int err = netlink_await(watch, test_deadline(t), same_flow, &wanted);

	if (err)
		test_fail(t, FAILED_SETUP, "the socket was not seen to die: %s", strerror(-err));
	mnl_socket_close(watch);
}
