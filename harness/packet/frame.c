// SPDX-License-Identifier: GPL-2.0-only
#include <arpa/inet.h>
#include <netinet/icmp6.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <string.h>

#include "harness/packet/frame.h"

/* The ones' complement sum of RFC 1071. */
static uint32_t sum16(uint32_t sum, const void *data, size_t length)
{
	const uint8_t *byte = data;
	size_t i;

	for (i = 0; i + 1 < length; i += 2)
		sum += byte[i] << 8 | byte[i + 1];
	if (length % 2)
		sum += byte[length - 1] << 8;
	return sum;
}

static bool checksum_ok(const struct segment *segment, const uint8_t *tcp, size_t length)
{
	size_t size = address_size(&segment->source);
	uint32_t sum = IPPROTO_TCP + length;

	sum = sum16(sum, &segment->source.v6, size);
	sum = sum16(sum, &segment->destination.v6, size);
	sum = sum16(sum, tcp, length);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum == 0xffff;
}

static enum frame_kind decode_tcp(struct segment *segment, const uint8_t *data, size_t length)
{
	struct tcphdr tcp;
	size_t header;

	if (length < sizeof(tcp))
		return FRAME_OTHER;
	memcpy(&tcp, data, sizeof(tcp));
	header = tcp.doff * 4;
	if (header < sizeof(tcp) || header > length)
		return FRAME_OTHER;
	segment->source_port = ntohs(tcp.source);
	segment->destination_port = ntohs(tcp.dest);
	segment->seq = ntohl(tcp.seq);
	segment->ack = ntohl(tcp.ack_seq);
	segment->flags = data[13];
	segment->window = ntohs(tcp.window);
	segment->urgent = ntohs(tcp.urg_ptr);
	segment->options_length = header - sizeof(tcp);
	memcpy(segment->options, data + sizeof(tcp), segment->options_length);
	segment->length = length - header;
	segment->payload = data + header;
	segment->bad_checksum = !checksum_ok(segment, data, length);
	return FRAME_TCP;
}

static enum frame_kind decode_echo(struct frame *frame, const uint8_t *data, size_t length,
				   uint8_t reply)
{
	if (length < 8 || data[0] != reply)
		return FRAME_OTHER;
	frame->echo = data[6] << 8 | data[7];
	return FRAME_ECHO_REPLY;
}

static enum frame_kind decode_v4(struct frame *frame, const uint8_t *packet, size_t length)
{
	struct segment *segment = &frame->segment;
	struct iphdr ip;
	size_t header;

	if (length < sizeof(ip))
		return FRAME_OTHER;
	memcpy(&ip, packet, sizeof(ip));
	header = ip.ihl * 4;
	if (ntohs(ip.tot_len) > length || header < sizeof(ip) || header > ntohs(ip.tot_len))
		return FRAME_OTHER;
	length = ntohs(ip.tot_len) - header;
	segment->source = (struct address){ .family = AF_INET, .v4.s_addr = ip.saddr };
	segment->destination = (struct address){ .family = AF_INET, .v4.s_addr = ip.daddr };
	segment->ttl = ip.ttl;
	segment->tos = ip.tos;
	segment->may_fragment = !(ntohs(ip.frag_off) & IP_DF);
	if (ip.protocol == IPPROTO_TCP)
		return decode_tcp(segment, packet + header, length);
	if (ip.protocol == IPPROTO_ICMP)
		return decode_echo(frame, packet + header, length, ICMP_ECHOREPLY);
	return FRAME_OTHER;
}

static enum frame_kind decode_v6(struct frame *frame, const uint8_t *packet, size_t length)
{
	struct segment *segment = &frame->segment;
	struct ip6_hdr ip;

	if (length < sizeof(ip))
		return FRAME_OTHER;
	memcpy(&ip, packet, sizeof(ip));
	if (ntohs(ip.ip6_plen) > length - sizeof(ip))
		return FRAME_OTHER;
	length = ntohs(ip.ip6_plen);
	segment->source = (struct address){ .family = AF_INET6, .v6 = ip.ip6_src };
	segment->destination = (struct address){ .family = AF_INET6, .v6 = ip.ip6_dst };
	segment->ttl = ip.ip6_hlim;
	segment->tos = ntohl(ip.ip6_flow) >> 20;
	segment->flow_label = ntohl(ip.ip6_flow) & 0xfffff;
	if (ip.ip6_nxt == IPPROTO_TCP)
		return decode_tcp(segment, packet + sizeof(ip), length);
	if (ip.ip6_nxt == IPPROTO_ICMPV6)
		return decode_echo(frame, packet + sizeof(ip), length, ICMP6_ECHO_REPLY);
	return FRAME_OTHER;
}

enum frame_kind frame_decode(struct frame *frame, const uint8_t *packet, size_t length)
{
	if (length && packet[0] >> 4 == 4)
		return decode_v4(frame, packet, length);
	if (length && packet[0] >> 4 == 6)
		return decode_v6(frame, packet, length);
	return FRAME_OTHER;
}

bool frame_is_rst(const struct frame *frame)
{
	return frame->kind == FRAME_TCP && frame->outgoing && frame->segment.flags & RST;
}
