// SPDX-License-Identifier: GPL-2.0-only
#include "harness/kernel/feature.h"

#include <bpf/btf.h>
#include <errno.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/child.h"
#include "harness/base/netlink.h"
#include "harness/kernel/diag.h"
#include "netns/enter.h"

static bool has_mptcp(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_MPTCP);

	if (fd < 0)
		return false;
	close(fd);
	return true;
}

/* An address of our own is needed, or the option is not even looked at. */
static bool has_option(int option, const void *value, socklen_t size, int unsupported)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool has;

	if (fd < 0)
		return false;
	has = !setsockopt(fd, IPPROTO_TCP, option, value, size) || errno != unsupported;
	close(fd);
	return has;
}

static bool has_md5(void)
{
	struct tcp_md5sig key = { .tcpm_keylen = 1 };

	key.tcpm_addr.ss_family = AF_INET;
	return has_option(TCP_MD5SIG, &key, sizeof(key), ENOPROTOOPT);
}

/* Asks for the generation of the ruleset: who cannot answer has no nf_tables. */
static bool has_nft(void)
{
	char buffer[NETLINK_REQUEST_MAX];
	struct nlmsghdr *message = netlink_put(buffer, NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETGEN,
					       0);
	struct nfgenmsg *generic = mnl_nlmsg_put_extra_header(message, sizeof(*generic));
	struct mnl_socket *socket;
	bool has;

	generic->version = NFNETLINK_V0;
	if (netlink_open(&socket, NETLINK_NETFILTER, 0))
		return false;
	has = !netlink_ask(socket, message, NULL, NULL);
	mnl_socket_close(socket);
	return has;
}

/* Since 6.7; the build host's header may be older. */
#define TCP_AO_INFO 40

static bool has_ao(void)
{
	return has_option(TCP_AO_INFO, &(int){ 0 }, sizeof(int), ENOPROTOOPT);
}

static bool has_no_ao(void)
{
	return !has_ao();
}

/*
 * Commits @rule in a chain that no hook leads to.  Without nft we cannot tell: the verb that needs
 * it will say so.
 */
static bool has_rule(const char *family, const char *rule)
{
	static const char *const argv[] = { "nft", "-f", "-", NULL };
	char rules[200];
	int err;

	snprintf(rules, sizeof(rules), "table %s probe { chain unused { %s; }; }", family, rule);
	err = child_run(argv, &(struct child_options){ .input = rules }, NULL, NULL);
	return !err || err == -ENOENT;
}

static bool has_reject(void)
{
	return has_rule("inet", "reject with tcp reset");
}

static bool has_reject_netdev(void)
{
	return has_rule("netdev", "reject with tcp reset");
}

static bool has_reject_bridge(void)
{
	return has_rule("bridge", "reject with tcp reset");
}

static bool has_policy_routing(void)
{
	return !child_run((const char *const[]){ "ip", "rule", NULL }, NULL, NULL, NULL);
}

/* Without an argument nothing is made: EFAULT. */
static bool has_bridge(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool has;

	if (fd < 0)
		return false;
	has = !ioctl(fd, SIOCBRADDBR, NULL) || errno == EFAULT;
	close(fd);
	return has;
}

static bool has_bridge_netfilter(void)
{
	return !access("/proc/sys/net/bridge/bridge-nf-call-iptables", W_OK);
}

/* A socket that is there tells a kernel that cannot from one that finds nothing. */
static bool has_diag_request(bool destroy)
{
	struct sockaddr_in local = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct diag_request request = { .family = AF_INET, .destroy = destroy };
	socklen_t size = sizeof(local);
	bool has;

	if (fd < 0)
		return false;
	has = !listen(fd, 1) && !getsockname(fd, (struct sockaddr *)&local, &size);
	request.local_port = ntohs(local.sin_port);
	has = has && !diag_request(&request);
	close(fd);
	return has;
}

static bool has_diag(void)
{
	return has_diag_request(false);
}

static bool has_destroy(void)
{
	return has_diag_request(true);
}

static bool has_bpf_destroy(void)
{
	struct btf *btf = btf__load_vmlinux_btf();
	bool has = btf && btf__find_by_name_kind(btf, "bpf_sock_destroy", BTF_KIND_FUNC) > 0;

	btf__free(btf);
	return has;
}

static const struct {
	unsigned int feature;
	const char *name;
	bool (*has)(void);
} probes[] = {
	{ NEEDS_MPTCP, "CONFIG_MPTCP", has_mptcp },
	{ NEEDS_MD5, "CONFIG_TCP_MD5SIG", has_md5 },
	{ NEEDS_NFT, "CONFIG_NF_TABLES", has_nft },
	{ NEEDS_AO, "CONFIG_TCP_AO", has_ao },
	{ NEEDS_NFT_REJECT, "CONFIG_NFT_REJECT_INET", has_reject },
	{ NEEDS_NFT_REJECT_NETDEV, "CONFIG_NFT_REJECT_NETDEV", has_reject_netdev },
	{ NEEDS_NFT_REJECT_BRIDGE, "CONFIG_NFT_BRIDGE_REJECT", has_reject_bridge },
	{ NEEDS_POLICY_ROUTING, "CONFIG_IP_MULTIPLE_TABLES", has_policy_routing },
	{ NEEDS_BRIDGE, "CONFIG_BRIDGE", has_bridge },
	{ NEEDS_BRIDGE_NETFILTER, "CONFIG_BRIDGE_NETFILTER", has_bridge_netfilter },
	{ NEEDS_NO_AO, "CONFIG_TCP_AO=n", has_no_ao },
	{ NEEDS_DESTROY, "CONFIG_INET_DIAG_DESTROY", has_destroy },
	{ NEEDS_BPF_DESTROY, "bpf_sock_destroy()", has_bpf_destroy },
	{ NEEDS_DIAG, "CONFIG_INET_DIAG", has_diag },
};

int kernel_lacks(unsigned int features, int netns, const char **option)
{
	struct netns_guard guard;
	size_t i;
	int err;

	*option = NULL;
	if (!features)
		return 0;
	err = netns >= 0 ? netns_enter(&guard, netns) : 0;
	if (err)
		return err;
	for (i = 0; i < ARRAY_SIZE(probes) && !*option; i++)
		if (features & probes[i].feature && !probes[i].has())
			*option = probes[i].name;
	return netns >= 0 ? netns_leave(&guard) : 0;
}
