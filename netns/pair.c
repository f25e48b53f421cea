// SPDX-License-Identifier: GPL-2.0-only
/*
 * sut --- peer.  Everything that a distribution may set otherwise and that
 * changes when or how TCP answers is pinned here.
 */
#include "netns/topology.h"

#define SUT_MAC "02:00:00:00:00:01"
#define PEER_MAC "02:00:00:00:00:02"
#define GHOST_V4 "192.0.2.66"
#define GHOST_V6 "2001:db8::66"
#define SECOND_V4 "192.0.2.11"
#define SECOND_V6 "2001:db8::11"

static const char *const links[] = {
	"link add eth0 " SUT_INDEX " netns sut address " SUT_MAC
	" type veth peer name eth0 " PEER_INDEX " netns peer address " PEER_MAC,
	NULL,
};

static const char *const sut_commands[] = {
	"link set lo up",
	"link set eth0 up",
	"addr add 192.0.2.1/24 dev eth0",
	"addr add 2001:db8::1/64 dev eth0 nodad",
	"neigh add 192.0.2.2 lladdr " PEER_MAC " dev eth0 nud permanent",
	"neigh add 2001:db8::2 lladdr " PEER_MAC " dev eth0 nud permanent",
	"neigh add " GHOST_V4 " lladdr " PEER_MAC " dev eth0 nud permanent",
	"neigh add " GHOST_V6 " lladdr " PEER_MAC " dev eth0 nud permanent",
	NULL,
};

static const char *const peer_commands[] = {
	"link set lo up",
	"link set eth0 up",
	"addr add 192.0.2.2/24 dev eth0",
	"addr add 2001:db8::2/64 dev eth0 nodad",
	"neigh add 192.0.2.1 lladdr " SUT_MAC " dev eth0 nud permanent",
	"neigh add 2001:db8::1 lladdr " SUT_MAC " dev eth0 nud permanent",
	"neigh add " SECOND_V4 " lladdr " SUT_MAC " dev eth0 nud permanent",
	"neigh add " SECOND_V6 " lladdr " SUT_MAC " dev eth0 nud permanent",
	NULL,
};

const char *const pinned_sysctls[] = {
	"net/ipv4/conf/all/rp_filter=0",
	"net/ipv4/conf/eth0/rp_filter=0",
	"net/ipv6/conf/eth0/accept_ra=0",
	"net/ipv6/conf/eth0/router_solicitations=0",
	"net/ipv4/icmp_echo_ignore_all=0",
	"net/ipv4/ip_default_ttl=64",
	"net/ipv6/conf/eth0/hop_limit=64",
	"net/ipv6/auto_flowlabels=0",
	"net/ipv4/tcp_congestion_control=reno",
	"net/ipv4/tcp_syncookies=1",
	"net/ipv4/tcp_ecn=2",
	"net/ipv4/tcp_timestamps=0",
	"net/ipv4/tcp_sack=1",
	"net/ipv4/tcp_window_scaling=1",
	"net/ipv4/tcp_abort_on_overflow=0",
	"net/ipv4/tcp_fin_timeout=60",
	"net/ipv4/tcp_invalid_ratelimit=0",
	"net/ipv4/tcp_syn_linear_timeouts=0",
	"net/ipv4/tcp_fastopen=1",
	"net/ipv4/tcp_rmem=4096 131072 6291456",
	"net/ipv4/tcp_wmem=4096 16384 4194304",
	"net/mptcp/enabled=1",
	"net/mptcp/checksum_enabled=0",
	"net/mptcp/allow_join_initial_addr_port=1",
	"net/mptcp/pm_type=0",
	NULL,
};

const struct topology topology_pair = {
	.name = "pair",
	.links = links,
	.host = {
		{
			.name = "sut",
			.mac = SUT_MAC,
			.v4 = "192.0.2.1",
			.v6 = "2001:db8::1",
			.commands = sut_commands,
			.sysctls = pinned_sysctls,
		},
		{
			.name = "peer",
			.mac = PEER_MAC,
			.v4 = "192.0.2.2",
			.v6 = "2001:db8::2",
			.commands = peer_commands,
			.sysctls = pinned_sysctls,
		},
	},
	.ghost_v4 = GHOST_V4,
	.ghost_v6 = GHOST_V6,
	.second_v4 = SECOND_V4,
	.second_v6 = SECOND_V6,
};
