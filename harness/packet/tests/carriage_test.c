// SPDX-License-Identifier: GPL-2.0-only
/* What IP adds is taken off again, and no fragment is taken for a segment. */
#include "harness/packet/carriage.h"

#include <errno.h>
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>

#include "harness/base/bytes.h"
#include "harness/base/tests/check.h"
#include "harness/packet/frame.h"

#define PAYLOAD 5

static struct carried carried;

static size_t put_tcp(uint8_t *data)
{
	struct tcphdr tcp = {
		.source = htons(8000), .dest = htons(7000), .seq = htonl(1000), .doff = 5, .ack = 1
	};

	memcpy(data, &tcp, sizeof(tcp));
	memcpy(data + sizeof(tcp), "abcde", PAYLOAD);
	return sizeof(tcp) + PAYLOAD;
}

static size_t put_v4(uint8_t *packet)
{
	struct iphdr ip = { .version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_TCP };
	size_t length = sizeof(ip) + put_tcp(packet + sizeof(ip));

	ip.tot_len = htons(length);
	memcpy(packet, &ip, sizeof(ip));
	return length;
}

static size_t put_v6(uint8_t *packet)
{
	struct ip6_hdr ip = { .ip6_flow = htonl(6u << 28), .ip6_nxt = IPPROTO_TCP, .ip6_hlim = 64 };
	size_t length = put_tcp(packet + sizeof(ip));

	ip.ip6_plen = htons(length);
	memcpy(packet, &ip, sizeof(ip));
	return sizeof(ip) + length;
}

static void with_options(size_t (*put)(uint8_t *packet), size_t added)
{
	struct frame frame = { 0 };
	uint8_t packet[100];
	size_t length = put(packet);

	ATF_REQUIRE_INTEQ(0, carriage_wrap(&carried, CARRIED_WITH_OPTIONS, packet, length, 7));
	ATF_REQUIRE_INTEQ(1, carried.count);
	ATF_CHECK_INTEQ(length + added, carried.packet[0].length);
	ATF_REQUIRE_INTEQ(FRAME_TCP,
			  frame_decode(&frame, carried.packet[0].data, carried.packet[0].length));
	ATF_CHECK_INTEQ(8000, frame.segment.source_port);
	ATF_CHECK_INTEQ(PAYLOAD, frame.segment.length);
	/* A header that ends behind the packet is none. */
	ATF_CHECK_INTEQ(FRAME_OTHER, frame_decode(&frame, carried.packet[0].data, 30));
}

ATF_TC_WITHOUT_HEAD(options_are_skipped);
ATF_TC_BODY(options_are_skipped, tc)
{
	with_options(put_v4, 4);
	with_options(put_v6, 8);
}

ATF_TC_WITHOUT_HEAD(an_extension_that_ends_behind_the_packet_is_none);
ATF_TC_BODY(an_extension_that_ends_behind_the_packet_is_none, tc)
{
	struct frame frame = { 0 };
	uint8_t packet[100];
	size_t length = put_v6(packet);

	carriage_wrap(&carried, CARRIED_WITH_OPTIONS, packet, length, 7);
	carried.packet[0].data[sizeof(struct ip6_hdr) + 1] = 200;
	ATF_CHECK_INTEQ(FRAME_OTHER,
			frame_decode(&frame, carried.packet[0].data, carried.packet[0].length));
}

static void in_fragments(size_t (*put)(uint8_t *packet), size_t header, size_t added, size_t first)
{
	struct frame frame = { 0 };
	uint8_t packet[100];
	size_t length = put(packet), i;

	ATF_REQUIRE_INTEQ(0, carriage_wrap(&carried, CARRIED_IN_FRAGMENTS, packet, length, 7));
	ATF_REQUIRE_INTEQ(2, carried.count);
	ATF_CHECK_INTEQ(header + added + first, carried.packet[0].length);
	ATF_CHECK_INTEQ(length + added - first, carried.packet[1].length);
	CHECK_BYTES(packet + header + first, carried.packet[1].data + header + added,
		    length - header - first);
	for (i = 0; i < 2; i++)
		ATF_CHECK_INTEQ(FRAME_OTHER, frame_decode(&frame, carried.packet[i].data,
							  carried.packet[i].length));
}

ATF_TC_WITHOUT_HEAD(fragments_are_no_segments);
ATF_TC_BODY(fragments_are_no_segments, tc)
{
	in_fragments(put_v4, sizeof(struct iphdr), 0, 16);
	/* More, then the last, in units of 8. */
	ATF_CHECK_INTEQ(IP_MF, get16(carried.packet[0].data + 6));
	ATF_CHECK_INTEQ(2, get16(carried.packet[1].data + 6));
	ATF_CHECK_INTEQ(0xffff, sum16_fold(sum16(0, carried.packet[1].data, 20)));
	in_fragments(put_v6, sizeof(struct ip6_hdr), 8, 24);
	ATF_CHECK_INTEQ(1, get16(carried.packet[0].data + 42));
	ATF_CHECK_INTEQ(24, get16(carried.packet[1].data + 42));
}

ATF_TC_WITHOUT_HEAD(what_is_too_long_is_refused);
ATF_TC_BODY(what_is_too_long_is_refused, tc)
{
	static uint8_t packet[CARRIED_LENGTH_MAX] = { 0x45 };

	ATF_CHECK_INTEQ(-EMSGSIZE,
			carriage_wrap(&carried, CARRIED_WITH_OPTIONS, packet, sizeof(packet), 7));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, options_are_skipped);
	ATF_TP_ADD_TC(tp, an_extension_that_ends_behind_the_packet_is_none);
	ATF_TP_ADD_TC(tp, fragments_are_no_segments);
	ATF_TP_ADD_TC(tp, what_is_too_long_is_refused);
	return atf_no_error();
}
