// SPDX-License-Identifier: GPL-2.0-only
#include "netns/batch.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/ethernet.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "harness/base/netlink.h"
#include "netns/enter.h"

#define WORDS_MAX 24

/* Since 6.7; the build host's headers may be older (include/uapi/linux/if_link.h). */
#define NETKIT_PEER_INFO 1
#define NETKIT_MODE 5
#define NETKIT_MODE_L2 0

struct line {
	char text[256];
	char *word[WORDS_MAX + 1];
	int count;
	bool netkit;
};

struct address_text {
	int family, prefix;
	size_t size;
	unsigned char bytes[16];
};

static void line_split(struct line *line, const char *text)
{
	char *rest = NULL;

	snprintf(line->text, sizeof(line->text), "%s", text);
	for (line->count = 0; line->count < WORDS_MAX; line->count++) {
		line->word[line->count] = strtok_r(line->count ? NULL : line->text, " ", &rest);
		if (!line->word[line->count])
			break;
	}
	line->word[line->count] = NULL;
}

/* The word after @key among those from @from up to @to. */
static const char *value_of(const struct line *line, const char *key, int from, int to)
{
	int i;

	for (i = from; i + 1 < to; i++)
		if (!strcmp(line->word[i], key))
			return line->word[i + 1];
	return NULL;
}

static int find_word(const struct line *line, const char *word)
{
	int i;

	for (i = 0; i < line->count; i++)
		if (!strcmp(line->word[i], word))
			return i;
	return -1;
}

static bool parse_address(const char *text, struct address_text *address)
{
	char copy[64];
	char *slash;

	snprintf(copy, sizeof(copy), "%s", text);
	slash = strchr(copy, '/');
	if (slash)
		*slash++ = '\0';
	address->family = strchr(copy, ':') ? AF_INET6 : AF_INET;
	address->size = address->family == AF_INET6 ? 16 : 4;
	address->prefix = slash ? atoi(slash) : (int)address->size * 8;
	return inet_pton(address->family, copy, address->bytes) == 1;
}

static bool parse_mac(const char *text, unsigned char mac[ETH_ALEN])
{
	return sscanf(text, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &mac[0], &mac[1], &mac[2], &mac[3],
		      &mac[4], &mac[5]) == 6;
}

static int keep_index(const struct nlmsghdr *message, void *index)
{
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(message);

	*(int *)index = info->ifi_index;
	return MNL_CB_OK;
}

static int index_of(struct mnl_socket *socket, const char *name)
{
	char buffer[NETLINK_REQUEST_MAX];
	struct nlmsghdr *message = netlink_put(buffer, RTM_GETLINK, 0);
	int index = 0;
	int err;

	mnl_nlmsg_put_extra_header(message, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(message, IFLA_IFNAME, name);
	err = netlink_ask(socket, message, keep_index, &index);
	return err ? err : index;
}

static int put_netns(struct nlmsghdr *message, const char *name)
{
	char path[80];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	mnl_attr_put_u32(message, IFLA_NET_NS_FD, fd);
	return fd;
}

static void put_index(struct nlmsghdr *message, const struct line *line, int from, int to)
{
	struct ifinfomsg *info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
	const char *index = value_of(line, "index", from, to);

	info->ifi_index = index ? atoi(index) : 0;
}

/* One end of a pair: the words @from up to @to.  Returns the namespace's descriptor or -errno. */
static int put_end(struct nlmsghdr *message, const struct line *line, const char *name, int from,
		   int to)
{
	const char *netns = value_of(line, "netns", from, to);
	const char *address = value_of(line, "address", from, to);
	unsigned char mac[ETH_ALEN];

	mnl_attr_put_strz(message, IFLA_IFNAME, name);
	if (address && !parse_mac(address, mac))
		return -EINVAL;
	if (address)
		mnl_attr_put(message, IFLA_ADDRESS, sizeof(mac), mac);
	return netns ? put_netns(message, netns) : -EINVAL;
}

/* link add NAME index I netns A address MAC type veth peer name NAME index J netns B address MAC */
static int link_add(struct mnl_socket *socket, const struct line *line)
{
	int type = find_word(line, "type"), peer = find_word(line, "peer");
	char buffer[NETLINK_REQUEST_MAX];
	struct nlmsghdr *message = netlink_put(buffer, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
	struct nlattr *info, *data, *end;
	int fds[2] = { -1, -1 };
	int error;

	put_index(message, line, 3, type);
	fds[0] = put_end(message, line, line->word[2], 3, type);
	info = mnl_attr_nest_start(message, IFLA_LINKINFO);
	mnl_attr_put_strz(message, IFLA_INFO_KIND, line->netkit ? "netkit" : "veth");
	data = mnl_attr_nest_start(message, IFLA_INFO_DATA);
	if (line->netkit)
		mnl_attr_put_u32(message, NETKIT_MODE, NETKIT_MODE_L2);
	end = mnl_attr_nest_start(message, line->netkit ? NETKIT_PEER_INFO : VETH_INFO_PEER);
	put_index(message, line, peer, line->count);
	fds[1] = put_end(message, line, value_of(line, "name", peer, line->count), peer,
			 line->count);
	mnl_attr_nest_end(message, end);
	mnl_attr_nest_end(message, data);
	mnl_attr_nest_end(message, info);
	error = fds[0] < 0   ? fds[0]
		: fds[1] < 0 ? fds[1]
			     : netlink_ask(socket, message, NULL, NULL);
	for (type = 0; type < 2; type++)
		if (fds[type] >= 0)
			close(fds[type]);
	return error;
}

/* link set NAME up */
static int link_set(struct mnl_socket *socket, const struct line *line)
{
	char buffer[NETLINK_REQUEST_MAX];
	struct nlmsghdr *message = netlink_put(buffer, RTM_NEWLINK, 0);
	struct ifinfomsg *info;

	info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
	info->ifi_flags = info->ifi_change = IFF_UP;
	mnl_attr_put_strz(message, IFLA_IFNAME, line->word[2]);
	return netlink_ask(socket, message, NULL, NULL);
}

/* addr add ADDRESS/PREFIX dev NAME [nodad] */
static int addr_add(struct mnl_socket *socket, const struct line *line)
{
	char buffer[NETLINK_REQUEST_MAX];
	struct nlmsghdr *message = netlink_put(buffer, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
	const char *link = value_of(line, "dev", 3, line->count);
	struct address_text address;
	struct ifaddrmsg *info;

	if (!parse_address(line->word[2], &address) || !link)
		return -EINVAL;
	info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
	info->ifa_family = address.family;
	info->ifa_prefixlen = address.prefix;
	info->ifa_flags = find_word(line, "nodad") > 0 ? IFA_F_NODAD : 0;
	info->ifa_index = index_of(socket, link);
	mnl_attr_put(message, IFA_LOCAL, address.size, address.bytes);
	mnl_attr_put(message, IFA_ADDRESS, address.size, address.bytes);
	return netlink_ask(socket, message, NULL, NULL);
}

/* neigh add ADDRESS lladdr MAC dev NAME nud permanent */
static int neigh_add(struct mnl_socket *socket, const struct line *line)
{
	char buffer[NETLINK_REQUEST_MAX];
	struct nlmsghdr *message = netlink_put(buffer, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL);
	const char *link = value_of(line, "dev", 3, line->count);
	const char *lladdr = value_of(line, "lladdr", 3, line->count);
	unsigned char mac[ETH_ALEN];
	struct address_text address;
	struct ndmsg *info;

	if (!link || !lladdr || !parse_address(line->word[2], &address) || !parse_mac(lladdr, mac))
		return -EINVAL;
	info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
	info->ndm_family = address.family;
	info->ndm_state = NUD_PERMANENT;
	info->ndm_ifindex = index_of(socket, link);
	mnl_attr_put(message, NDA_DST, address.size, address.bytes);
	mnl_attr_put(message, NDA_LLADDR, sizeof(mac), mac);
	return netlink_ask(socket, message, NULL, NULL);
}

/* What a line must have, word by word; NULL: any. */
static const struct {
	const char *shape[8];
	int least, most; /* words */
	int (*run)(struct mnl_socket *socket, const struct line *line);
} verbs[] = {
	{ { "link", "set", NULL, "up" }, 4, 4, link_set },
	{ { "addr", "add", NULL, "dev", NULL, "nodad" }, 5, 6, addr_add },
	{ { "neigh", "add", NULL, "lladdr", NULL, "dev", NULL, "nud" }, 9, 9, neigh_add },
	{ { "link", "add", NULL, "index", NULL, "netns", NULL, "address" }, 20, 20, link_add },
};

#define VERBS (sizeof(verbs) / sizeof(verbs[0]))

static int verb_of(const struct line *line)
{
	size_t i;
	int j;

	for (i = 0; i < VERBS; i++) {
		for (j = 0; j < 8 && j < line->count; j++)
			if (verbs[i].shape[j] && strcmp(verbs[i].shape[j], line->word[j]))
				break;
		if ((j == 8 || j == line->count) && line->count >= verbs[i].least &&
		    line->count <= verbs[i].most)
			return i;
	}
	return -1;
}

bool batch_knows(const char *const *lines)
{
	struct line line = { 0 };

	for (; *lines; lines++) {
		line_split(&line, *lines);
		if (verb_of(&line) < 0)
			return false;
	}
	return true;
}

int batch_run(const char *const *lines, int netns, bool netkit, char *why, size_t size)
{
	struct mnl_socket *socket;
	struct line line = { .netkit = netkit };
	int error = netns_netlink(netns, &socket, NETLINK_ROUTE, 0);
	int verb;

	if (error)
		return error;
	for (; *lines && !error; lines++) {
		line_split(&line, *lines);
		verb = verb_of(&line);
		error = verb < 0 ? -EOPNOTSUPP : verbs[verb].run(socket, &line);
		if (error)
			snprintf(why, size, "'%s': %s", *lines, strerror(-error));
	}
	mnl_socket_close(socket);
	return error;
}

int batch_netns_add(const char *name)
{
	struct netns_guard guard;
	char path[80];
	int error = 0;
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	fd = open(path, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	close(fd);
	guard.home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (guard.home < 0)
		return -errno;
	if (unshare(CLONE_NEWNET)) {
		error = -errno;
		close(guard.home);
		return error;
	}
	if (mount("/proc/self/ns/net", path, "none", MS_BIND, NULL))
		error = -errno;
	netns_leave(&guard);
	return error;
}
