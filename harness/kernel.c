// SPDX-License-Identifier: GPL-2.0-only
#include "harness/kernel.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "netns/enter.h"

unsigned int kernel_parse(const char *release)
{
	unsigned int major, minor, stable = 0;

	if (sscanf(release, "%u.%u.%u", &major, &minor, &stable) < 2)
		return 0;
	return STABLE(major, minor, stable);
}

const char *kernel_release(char *release, size_t size)
{
	struct utsname name;

	uname(&name);
	snprintf(release, size, "%s", name.release);
	return release;
}

const char *kernel_name(unsigned int version, char *name, size_t size)
{
	unsigned int stable = version & 0xffff;

	if (stable)
		snprintf(name, size, "%u.%u.%u", version >> 24, version >> 16 & 0xff, stable);
	else
		snprintf(name, size, "%u.%u", version >> 24, version >> 16 & 0xff);
	return name;
}

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
	struct mnl_socket *socket = mnl_socket_open(NETLINK_NETFILTER);
	char buffer[4096];
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct nfgenmsg *generic;
	ssize_t length = -1;
	bool has;

	if (!socket)
		return false;
	message->nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETGEN;
	message->nlmsg_flags = NLM_F_REQUEST;
	generic = mnl_nlmsg_put_extra_header(message, sizeof(*generic));
	generic->version = NFNETLINK_V0;
	if (mnl_socket_sendto(socket, message, message->nlmsg_len) >= 0)
		length = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));
	has = length >= (ssize_t)sizeof(*message) &&
	      message->nlmsg_type == (NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWGEN);
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

static const struct {
	unsigned int feature;
	const char *name;
	bool (*has)(void);
} probes[] = {
	{ NEEDS_MPTCP, "CONFIG_MPTCP", has_mptcp },
	{ NEEDS_MD5, "CONFIG_TCP_MD5SIG", has_md5 },
	{ NEEDS_NFT, "CONFIG_NF_TABLES", has_nft },
	{ NEEDS_AO, "CONFIG_TCP_AO", has_ao },
	{ NEEDS_NO_AO, "CONFIG_TCP_AO=n", has_no_ao },
};

const char *kernel_lacks(unsigned int features, int netns)
{
	const char *lacking = NULL;
	struct netns_guard guard;
	size_t i;

	if (!features || netns_enter(&guard, netns))
		return NULL;
	for (i = 0; i < sizeof(probes) / sizeof(probes[0]) && !lacking; i++)
		if (features & probes[i].feature && !probes[i].has())
			lacking = probes[i].name;
	netns_leave(&guard);
	return lacking;
}
