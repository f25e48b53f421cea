// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments for which the SUT has no socket and never had one.
 *
 * All are answered but those with RST (RFC 9293 3.10.7.1).  The RST takes its number
 * from the acknowledgment of the segment when there is one; else it is 0 and acknowledges
 * all that the segment occupies.  To destinations that are not the SUT's own unicast
 * address nothing is said (RFC 1122 4.2.3.10).
 *
 *	tcp_v4_rcv() -> tcp_v4_send_reset()
 */
#include "harness/story/scenario.h"

static void closed_port(struct test *t)
{
	peer_sends_segment(t, flow_forge(t, CLOSED_PORT));
}

static void connect_to_closed_port(struct test *t)
{
	struct conn c = conn_attempt(t, CLOSED_PORT);

	await_error(t, "peer", c.peer);
}

static void half_open(struct test *t)
{
	struct conn c = conn_half_open(t, CLOSED_PORT);

	await_error(t, "peer", c.peer);
}

static void rst_to_closed_port(struct test *t)
{
	struct flow *flow = flow_forge(t, CLOSED_PORT);

	peer_sends(t, flow, "R 1000:1000(0)");
	peer_sends(t, flow, "R. 1000:1010(10) ack 5000");
	peer_sends(t, flow, "SFRPU 1000:1000(0)");
}

static void broadcast(struct test *t)
{
	peer_sends_by_link(t, flow_forge_to(t, BROADCAST, CLOSED_PORT), "S 1000:1000(0)");
}

static void multicast(struct test *t)
{
	peer_sends_by_link(t, flow_forge_to(t, MULTICAST, CLOSED_PORT), "S 1000:1000(0)");
}

static void not_our_address(struct test *t)
{
	peer_sends_by_link(t, flow_forge_to(t, STRANGER, CLOSED_PORT), "S 1000:1000(0)");
}

static const struct scenario scenarios[] = {
	{
		.id = "closed-syn",
		.descr = "connect() to a port where nobody listens is refused",
		.run = connect_to_closed_port,
		.expect.rst = { { "R. 0:0(0) ack 1", "-", &no_socket } },
		.expect.error = "peer ECONNREFUSED",
	},
	{
		.id = "closed-syn-data",
		.descr = "the RST acknowledges the SYN and its data, modulo 2^32",
		.run = closed_port,
		.segment = "S 4294967295:9(10)",
		.expect.rst = { { "R. 0:0(0) ack 10", "-", &no_socket } },
	},
	{
		.id = "closed-syn-fin",
		.descr = "SYN and FIN take one number each",
		.run = closed_port,
		.segment = "SF 1000:1000(0)",
		.expect.rst = { { "R. 0:0(0) ack 1002", "-", &no_socket } },
	},
	{
		.id = "closed-ack",
		.descr = "a peer that believes in a connection is told better, with the number that it expects",
		.run = half_open,
		.expect.rst = { { "R 5000:5000(0)", "-", &no_socket } },
		.expect.error = "peer ECONNRESET",
	},
	{
		.id = "closed-data",
		.descr = "the RST for data is numbered by its ACK, not by its length",
		.run = closed_port,
		.segment = "P. 1000:1100(100) ack 4294967295",
		.expect.rst = { { "R 4294967295:4294967295(0)", "-", &no_socket } },
	},
	{
		.id = "closed-fin-ack",
		.descr = "FIN,ACK gets a RST numbered by the ACK",
		.run = closed_port,
		.segment = "F. 1000:1010(10) ack 5000",
		.expect.rst = { { "R 5000:5000(0)", "-", &no_socket } },
	},
	{
		.id = "closed-syn-ack",
		.descr = "SYN,ACK with data gets a RST numbered by the ACK",
		.run = closed_port,
		.segment = "S. 1000:1010(10) ack 5000",
		.expect.rst = { { "R 5000:5000(0)", "-", &no_socket } },
	},
	{
		.id = "closed-fin",
		.descr = "FIN without ACK: data and FIN are acknowledged",
		.run = closed_port,
		.segment = "F 1000:1005(5)",
		.expect.rst = { { "R. 0:0(0) ack 1006", "-", &no_socket } },
	},
	{
		.id = "closed-null",
		.descr = "a segment without any flag: its data is acknowledged",
		.run = closed_port,
		.segment = "- 1000:1010(10)",
		.expect.rst = { { "R. 0:0(0) ack 1010", "-", &no_socket } },
	},
	{
		.id = "closed-xmas",
		.descr = "FIN,PSH,URG: only the FIN takes a number",
		.run = closed_port,
		.segment = "FPU 1000:1000(0) urg 1",
		.expect.rst = { { "R. 0:0(0) ack 1001", "-", &no_socket } },
	},
	{
		.id = "closed-urg",
		.descr = "URG and urgent pointer change nothing",
		.run = closed_port,
		.segment = "U. 1000:1010(10) ack 5000 urg 10",
		.expect.rst = { { "R 5000:5000(0)", "-", &no_socket } },
	},
	{
		.id = "closed-options",
		.descr = "options of the SYN, known or not, are not answered",
		.run = closed_port,
		.segment =
			"S 1000:1000(0) <mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7,kind 253 f989>",
		.expect.rst = { { "R. 0:0(0) ack 1001", "-", &no_socket } },
	},
	{
		.id = "closed-ect",
		.descr = "the RST has the DSCP of the segment, no ECN codepoint, a fresh TTL and "
			 "none of ECE, CWR",
		.run = closed_port,
		.segment = "SEW 1000:1000(0) ttl 7 tos 0xbb",
		.expect.rst = { { "R. 0:0(0) ack 1001 tos 0xb8", "-", &no_socket } },
	},
	{
		.id = "rst-to-closed-port",
		.section = SECTION_NO_RESET,
		.descr = "a RST is never answered, whatever else the segment says",
		.run = rst_to_closed_port,
		.expect.mib = "TcpInSegs +3",
	},
	{
		.id = "bad-checksum-closed-port",
		.section = SECTION_NO_RESET,
		.descr = "a SYN with a wrong checksum is dropped",
		.run = closed_port,
		.segment = "S 1000:1000(0) badsum",
		.expect.mib = "TcpInCsumErrors +1, TcpInErrs +1",
	},
	{
		.id = "broadcast-destination",
		.section = SECTION_NO_RESET,
		.descr = "TCP gets a SYN to the broadcast address and keeps quiet",
		.run = broadcast,
		.setup.families = IPV4,
		.expect.mib = "TcpInSegs +1",
	},
	{
		.id = "multicast-destination",
		.section = SECTION_NO_RESET,
		.descr = "TCP gets a SYN to a multicast address and keeps quiet",
		.run = multicast,
		.expect.mib = "TcpInSegs +1",
	},
	{
		.id = "not-our-address",
		.section = SECTION_NO_RESET,
		.descr = "a SYN for another host never reaches TCP",
		.run = not_our_address,
		.expect.mib = "TcpInSegs +0",
	},
};

SCENARIOS(no_socket, scenarios, .section = SECTION_NO_SOCKET);
