// SPDX-License-Identifier: GPL-2.0-only
/*
 * SYNs to broadcast and multicast addresses, where a rule rejects with tcp reset.
 *
 * Such a SYN is discarded silently, and no address of that kind is ever a source (RFC 1122
 * 4.2.3.10, 3.2.1.3; RFC 4291 2.7): the rule drops it, TCP does not see it, nobody answers.
 * Without a rule TCP gets it: broadcast-destination, multicast-destination in no_socket.c.
 *
 *	nf_send_reset(), nf_send_reset6()
 */
#include "harness/story/admin.h"
#include "harness/story/scenario.h"

#define PORT 7000
#define RULES(hook)                                                                           \
	"table inet filter { chain c { type filter hook " hook " priority 0; tcp dport 7000 " \
	"reject with tcp reset; }; }"

/* The second SYN is for the SUT alone: the rule is at work. */
static void rejected(struct test *t, enum test_host destination, const char *rules)
{
	nft_rules(t, rules);
	peer_sends_by_link(t, flow_forge_to(t, destination, PORT), "S 1000:1000(0)");
	peer_sends(t, flow_forge(t, PORT), "S 2000:2000(0)");
}

static void input_broadcast(struct test *t)
{
	rejected(t, BROADCAST, RULES("input"));
}

static void input_multicast(struct test *t)
{
	rejected(t, MULTICAST, RULES("input"));
}

static void prerouting_broadcast(struct test *t)
{
	rejected(t, BROADCAST, RULES("prerouting"));
}

static void prerouting_multicast(struct test *t)
{
	rejected(t, MULTICAST, RULES("prerouting"));
}

static const struct scenario scenarios[] = {
	{
		.id = "nft-reject-input-broadcast",
		.descr = "nft reject in input of a SYN to the broadcast address: no RST",
		.run = input_broadcast,
		.setup.families = IPV4,
		.expect.rst = { { "R. 0:0(0) ack 2001", "-", &reject_rule } },
		.expect.mib = "TcpInSegs +0",
	},
	{
		.id = "nft-reject-input-multicast",
		.descr = "nft reject in input of a SYN to a multicast address: no RST",
		.run = input_multicast,
		.expect.rst = { { "R. 0:0(0) ack 2001", "-", &reject_rule } },
		.expect.mib = "TcpInSegs +0",
	},
	{
		.id = "nft-reject-prerouting-broadcast",
		.descr = "nft reject in prerouting of a SYN to the broadcast address: no RST",
		.run = prerouting_broadcast,
		.setup.families = IPV4,
		.expect.rst = { { "R. 0:0(0) ack 2001", "-", &reject_rule } },
		.expect.mib = "TcpInSegs +0",
		.deviation.why = "nf_reject_fill_skb_dst() takes the route to the source, which is "
				 "not RTCF_BROADCAST: nf_send_reset() answers from the address of "
				 "the group",
		.deviation.families = IPV4,
		.deviation.instead.rst = {
			{ "R. 0:0(0) ack 1001", "-", &reject_rule },
			{ "R. 0:0(0) ack 2001", "-", &reject_rule },
		},
		.deviation.instead.mib = "TcpInSegs +0",
	},
	{
		.id = "nft-reject-prerouting-multicast",
		.descr = "nft reject in prerouting of a SYN to a multicast address: no RST",
		.run = prerouting_multicast,
		.expect.rst = { { "R. 0:0(0) ack 2001", "-", &reject_rule } },
		.expect.mib = "TcpInSegs +0",
		.deviation.why = "nf_reject_fill_skb_dst() takes the route to the source, which is "
				 "not RTCF_BROADCAST: nf_send_reset() answers from the address of "
				 "the group",
		.deviation.families = IPV4,
		.deviation.instead.rst = {
			{ "R. 0:0(0) ack 1001", "-", &reject_rule },
			{ "R. 0:0(0) ack 2001", "-", &reject_rule },
		},
		.deviation.instead.mib = "TcpInSegs +0",
	},
};

SCENARIOS(netfilter_group, scenarios, .setup.fixed = FIXED_PORTS | FIXED_PACKETS,
	  .section = SECTION_UNTRACED, .needs.features = NEEDS_NFT_REJECT);
