// SPDX-License-Identifier: GPL-2.0-only
/*
 * RSTs that netfilter forges in the name of another: `reject with tcp reset`.
 *
 * They follow the rule for a closed port (RFC 9293 3.10.7.1), never pass the tracepoint or the
 * counters of TCP, and do not reflect the TOS.
 *
 *	nft_reject_inet_eval() -> nf_send_reset(), nf_send_reset6()
 *	nft_reject_netdev_eval(), nft_reject_bridge_eval() -> nf_reject_skb_v4_tcp_reset()
 */
#include "harness/story/admin.h"
#include "harness/story/scenario.h"

#define PORT 7000
#define OTHER_PORT 7001

#define REJECT "tcp dport 7000 reject with tcp reset;"
#define IN_HOOK(family, hook)                                                                      \
	"table " family " filter { chain c { type filter hook " hook " priority 0; " REJECT " }; " \
	"}"

/* A SYN with data, an ACK that no connection knows, a FIN without ACK; a RST is never answered. */
static void send_all(struct test *t, struct flow *flow)
{
	peer_sends(t, flow, "S 1000:1005(5) tos 0xb9");
	peer_sends(t, flow, "P. 1000:1005(5) ack 5000");
	peer_sends(t, flow, "F 1000:1000(0)");
	peer_sends(t, flow, "R 1000:1000(0)");
}

static void rejected(struct test *t, const char *rules)
{
	struct flow *flow = flow_forge(t, PORT);

	sock_listen(t, sock_new(t, SUT, PORT), 1);
	nft_rules(t, rules);
	send_all(t, flow);
	peer_sends(t, flow, "P. 1000:1005(5) ack 5000 badsum");
}

static void input(struct test *t)
{
	rejected(t, IN_HOOK("inet", "input"));
}

static void prerouting(struct test *t)
{
	rejected(t, IN_HOOK("inet", "prerouting"));
}

static void netdev_ingress(struct test *t)
{
	rejected(t, IN_HOOK("netdev", "ingress device eth0"));
}

static void input_other_port(struct test *t)
{
	struct flow *flow = flow_forge(t, OTHER_PORT);

	sock_listen(t, sock_new(t, SUT, OTHER_PORT), 1);
	nft_rules(t, IN_HOOK("inet", "input"));
	peer_sends(t, flow, "S 1000:1000(0)");
	sut_sends(t, flow, "S. *:*(0) ack 1001");
}

static void rejected_between(struct test *t, const char *rules)
{
	struct flow *flow = flow_forge_to(t, SERVER, PORT);

	sock_listen(t, sock_new(t, SERVER, PORT), 1);
	nft_rules(t, rules);
	send_all(t, flow);
}

static void forward(struct test *t)
{
	rejected_between(t, IN_HOOK("inet", "forward"));
}

static void bridge(struct test *t)
{
	rejected_between(t, IN_HOOK("bridge", "prerouting"));
}

static void passed_between(struct test *t, const char *rules)
{
	struct flow *flow = flow_forge_to(t, SERVER, OTHER_PORT);

	sock_listen(t, sock_new(t, SERVER, OTHER_PORT), 1);
	nft_rules(t, rules);
	peer_sends(t, flow, "S 1000:1000(0)");
	sut_sends(t, flow, "S. *:*(0) ack 1001");
}

static void forward_other_port(struct test *t)
{
	passed_between(t, IN_HOOK("inet", "forward"));
}

static void bridge_other_port(struct test *t)
{
	passed_between(t, IN_HOOK("bridge", "prerouting"));
}

/* A proxy connects with an address that is not ours: the RST leaves for its owner. */
static void output(struct test *t)
{
	struct flow *flow = flow_from_sut(t, PEER, PORT, GHOST, OTHER_PORT);
	int fd = sock_new_transparent(t, GHOST, OTHER_PORT);

	nft_rules(t, IN_HOOK("inet", "output"));
	sock_connect_start(t, fd, &flow->sut);
	flow_began(t, flow, fd);
	sock_expect_state(t, fd, TCP_SYN_SENT);
	observe_error(t, "sut", fd);
}

static void output_local(struct test *t)
{
	struct flow *flow = flow_from_sut(t, PEER, PORT, SUT, OTHER_PORT);
	int fd = sock_new(t, SUT, OTHER_PORT);

	nft_rules(t, IN_HOOK("inet", "output"));
	sock_connect_start(t, fd, &flow->sut);
	flow_began(t, flow, fd);
	await_error(t, "sut", fd);
}

/* What has the mark when it leaves can be told by its TTL. */
static void marked(struct test *t)
{
	nft_rules(t, "table inet filter {\n"
		     "	chain prerouting {\n"
		     "		type filter hook prerouting priority 0\n"
		     "		tcp dport 7000 meta mark set 7\n"
		     "	}\n"
		     "	chain output {\n"
		     "		type filter hook output priority 0\n"
		     "		meta mark 7 meta nfproto ipv4 ip ttl set 33\n"
		     "		meta mark 7 meta nfproto ipv6 ip6 hoplimit set 33\n"
		     "	}\n"
		     "}\n" IN_HOOK("inet", "input"));
	peer_sends(t, flow_forge(t, PORT), "S 1000:1000(0)");
}

static const struct scenario scenarios[] = {
	{
		.id = "nft-reject-input",
		.descr = "nft reject in input: reset although a socket listens",
		.run = input,
		.expect.rst = {
			{ "R. 0:0(0) ack 1006", "-", &reject_rule },
			{ "R 5000:5000(0)", "-", &reject_rule },
			{ "R. 0:0(0) ack 1001", "-", &reject_rule },
		},
	},
	{
		.id = "nft-reject-prerouting",
		.descr = "nft reject in prerouting: reset although a socket listens",
		.run = prerouting,
		.expect.rst = {
			{ "R. 0:0(0) ack 1006", "-", &reject_rule },
			{ "R 5000:5000(0)", "-", &reject_rule },
			{ "R. 0:0(0) ack 1001", "-", &reject_rule },
		},
	},
	{
		.id = "nft-reject-netdev-ingress",
		.descr = "nft reject in netdev ingress: reset although a socket listens",
		.run = netdev_ingress,
		.needs.features = NEEDS_NFT_REJECT_NETDEV,
		.expect.rst = {
			{ "R. 0:0(0) ack 1006", "-", &reject_rule },
			{ "R 5000:5000(0)", "-", &reject_rule },
			{ "R. 0:0(0) ack 1001", "-", &reject_rule },
		},
	},
	{
		.id = "nft-reject-other-port",
		.descr = "nft reject of another port: the connection opens",
		.run = input_other_port,
	},
	{
		.id = "nft-reject-mark-reflected",
		.descr = "nft reject with fwmark_reflect: the RST has the mark that the segment got",
		.run = marked,
		.setup.sysctls = { "net/ipv4/fwmark_reflect=1", "net/ipv6/fwmark_reflect=1" },
		.needs.features = NEEDS_NFT | NEEDS_NFT_REJECT,
		.expect.rst = { { "R. 0:0(0) ack 1001 ttl 33", "-", &reject_rule } },
	},
	{
		.id = "nft-reject-mark",
		.descr = "nft reject without fwmark_reflect: the RST has no mark",
		.run = marked,
		.needs.features = NEEDS_NFT | NEEDS_NFT_REJECT,
		.expect.rst = { { "R. 0:0(0) ack 1001", "-", &reject_rule } },
	},
	{
		.id = "nft-reject-forward",
		.descr = "nft reject in forward: the router resets in the name of the server",
		.run = forward,
		.setup.topology = &topology_routed,
		.expect.rst = {
			{ "R. 0:0(0) ack 1006", "-", &reject_rule },
			{ "R 5000:5000(0)", "-", &reject_rule },
			{ "R. 0:0(0) ack 1001", "-", &reject_rule },
		},
	},
	{
		.id = "nft-reject-forward-other-port",
		.descr = "nft reject of another port in forward: the server answers",
		.run = forward_other_port,
		.setup.topology = &topology_routed,
	},
	{
		.id = "nft-reject-output",
		.descr = "nft reject in output of a proxy's SYN: the RST goes to the address that "
			 "it borrowed, the socket waits on",
		.run = output,
		.expect.rst = { { "R. 0:0(0) ack 1", "-", &reject_rule } },
		.expect.error = "sut none",
	},
	{
		.id = "nft-reject-output-local",
		.descr = "nft reject in output: the RST comes back on lo and refuses connect()",
		.run = output_local,
		.setup.all_links = true,
		.expect.rst = { { "R. 0:0(0) ack 1", "-", &reject_rule } },
		.expect.mib = "TcpAttemptFails +1",
		.expect.error = "sut ECONNREFUSED",
		.expect.received = 1,
	},
	{
		.id = "nft-reject-bridge",
		.descr = "nft reject in a bridge: it resets in the name of the server",
		.run = bridge,
		.setup.topology = &topology_bridged,
		.needs.features = NEEDS_BRIDGE | NEEDS_NFT_REJECT_BRIDGE,
		.expect.rst = {
			{ "R. 0:0(0) ack 1006", "-", &reject_rule },
			{ "R 5000:5000(0)", "-", &reject_rule },
			{ "R. 0:0(0) ack 1001", "-", &reject_rule },
		},
	},
	{
		.id = "nft-reject-bridge-other-port",
		.descr = "nft reject of another port in a bridge: the server answers",
		.run = bridge_other_port,
		.setup.topology = &topology_bridged,
		.needs.features = NEEDS_BRIDGE | NEEDS_NFT_REJECT_BRIDGE,
	},
	{
		.id = "nft-reject-bridge-netfilter",
		.descr = "nft reject in forward of what a bridge passes to IP's hooks: reset",
		.run = forward,
		.setup.topology = &topology_bridged,
		.setup.sysctls = {
			"net/bridge/bridge-nf-call-iptables=1",
			"net/bridge/bridge-nf-call-ip6tables=1",
		},
		.needs.features = NEEDS_BRIDGE | NEEDS_BRIDGE_NETFILTER | NEEDS_NFT_REJECT,
		.expect.rst = {
			{ "R. 0:0(0) ack 1006", "-", &reject_rule },
			{ "R 5000:5000(0)", "-", &reject_rule },
			{ "R. 0:0(0) ack 1001", "-", &reject_rule },
		},
	},
	{
		.id = "nft-reject-bridge-netfilter-other-port",
		.descr = "nft reject of another port there: the server answers",
		.run = forward_other_port,
		.setup.topology = &topology_bridged,
		.setup.sysctls = {
			"net/bridge/bridge-nf-call-iptables=1",
			"net/bridge/bridge-nf-call-ip6tables=1",
		},
		.needs.features = NEEDS_BRIDGE | NEEDS_BRIDGE_NETFILTER | NEEDS_NFT_REJECT,
	},
};

SCENARIOS(netfilter, scenarios, .setup.fixed = FIXED_PORTS | FIXED_PACKETS,
	  .section = SECTION_UNTRACED, .needs.features = NEEDS_NFT_REJECT);
