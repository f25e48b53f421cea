// SPDX-License-Identifier: GPL-2.0-only
#include <arpa/inet.h>
#include <netinet/icmp6.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <string.h>

#include "harness/base/bytes.h"
#include "harness/packet/frame.h"

static bool checksum_ok(const struct segment *segment, const uint8_t *tcp, size_t length)
{
	size_t size = address_size(&segment->source);
	uint32_t sum = IPPROTO_TCP + length;

	sum = sum16(sum, &segment->source.v6, size);
	sum = sum16(sum, &segment->destination.v6, size);
	sum = sum16(sum, tcp, length);
	return sum16_fold(sum) == 0xffff;
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
	if (ntohs(ip.frag_off) & (IP_MF | IP_OFFMASK))
		return FRAME_OTHER;
	if (ip.protocol == IPPROTO_TCP)
		return decode_tcp(segment, packet + header, length);
	if (ip.protocol == IPPROTO_ICMP)
		return decode_echo(frame, packet + header, length, ICMP_ECHOREPLY);
	return FRAME_OTHER;
}

/*
 * How many bytes of extension headers begin at @data; @next is the kind of the first, then of what
 * follows the last (RFC 8200 4).  A fragment header is none of these: nothing whole follows.
 */
static size_t skip_extensions(int *next, const uint8_t *data, size_t length)
{
	size_t skipped = 0, size;

	while (*next == IPPROTO_HOPOPTS || *next == IPPROTO_ROUTING || *next == IPPROTO_DSTOPTS) {
		size = length - skipped < 2 ? SIZE_MAX : 8 * (data[skipped + 1] + 1u);
		if (size > length - skipped) {
			*next = IPPROTO_NONE;
			return 0;
		}
		*next = data[skipped];
		skipped += size;
	}
	return skipped;
}

static enum frame_kind decode_v6(struct frame *frame, const uint8_t *packet, size_t length)
{
	struct segment *segment = &frame->segment;
	struct ip6_hdr ip;
	size_t header;
	int next;

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
	packet += sizeof(ip);
	next = ip.ip6_nxt;
	header = skip_extensions(&next, packet, length);
	if (next == IPPROTO_TCP)
		return decode_tcp(segment, packet + header, length - header);
	if (next == IPPROTO_ICMPV6)
		return decode_echo(frame, packet + header, length - header, ICMP6_ECHO_REPLY);
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
