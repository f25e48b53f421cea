// SPDX-License-Identifier: GPL-2.0-only
#include "harness/world/inject.h"

#include <errno.h>
#include <libnet.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "netns/enter.h"

/* Of both ICMP and ICMPv6: type, code, checksum, four unused bytes. */
#define UNREACHABLE_HEADER 8
#define QUOTE_MAX 512

struct injector {
	int family;
	int netns;
	int raw;
	int link; /* opened when first needed: closing one costs an RCU grace period */
	libnet_t *libnet;
	enum carriage carriage; /* of segments */
	uint16_t id; /* of the last one in fragments */
	struct carried *carried;
};

static int open_raw(int family)
{
	int fd = socket(family, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);

	return fd < 0 ? -errno : fd;
}

int inject_open(struct injector **result, int netns, int family)
{
	struct injector *injector = calloc(1, sizeof(*injector));
	char message[LIBNET_ERRBUF_SIZE];
	struct netns_guard guard;
	int err;

	if (!injector)
		return -ENOMEM;
	injector->family = family;
	injector->netns = netns;
	injector->link = -1;
	err = netns_enter(&guard, netns);
	if (!err) {
		injector->raw = open_raw(family);
		err = netns_leave(&guard);
		if (injector->raw < 0)
			err = injector->raw;
	}
	if (!err) {
		injector->libnet = libnet_init(LIBNET_NONE, NULL, message);
		if (!injector->libnet)
			err = -ENOMEM;
	}
	if (err) {
		free(injector);
		return err;
	}
	*result = injector;
	return 0;
}

int inject_carry(struct injector *injector, enum carriage how)
{
	injector->carriage = how;
	injector->carried = calloc(1, sizeof(*injector->carried));
	return injector->carried ? 0 : -ENOMEM;
}

void inject_close(struct injector *injector)
{
	if (!injector)
		return;
	close(injector->raw);
	if (injector->link >= 0)
		close(injector->link);
	libnet_destroy(injector->libnet);
	free(injector->carried);
	free(injector);
}

/* What matters of an IP header. */
struct ip {
	const struct address *source, *destination;
	uint8_t protocol, ttl, tos;
	size_t length; /* of what follows it */
};

static bool build_ip(libnet_t *libnet, const struct ip *ip)
{
	struct libnet_in6_addr from, to;

	if (ip->source->family == AF_INET)
		return libnet_build_ipv4(LIBNET_IPV4_H + ip->length, ip->tos, 0, 0, ip->ttl,
					 ip->protocol, 0, ip->source->v4.s_addr,
					 ip->destination->v4.s_addr, NULL, 0, libnet, 0) != -1;
	memcpy(&from, &ip->source->v6, sizeof(from));
	memcpy(&to, &ip->destination->v6, sizeof(to));
	return libnet_build_ipv6(ip->tos, 0, ip->length, ip->protocol, ip->ttl, from, to, NULL, 0,
				 libnet, 0) != -1;
}

/* ICMP or ICMPv6, by the family. */
static bool build_icmp_ip(libnet_t *libnet, const struct address *source,
			  const struct address *destination, size_t length)
{
	return build_ip(libnet, &(struct ip){
					.source = source,
					.destination = destination,
					.protocol = source->family == AF_INET ? IPPROTO_ICMP
									      : IPPROTO_ICMP6,
					.ttl = 64,
					.length = length,
				});
}

static int send_raw(struct injector *injector, const uint8_t *packet, size_t length,
		    const struct address *destination)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_addr = destination->v4 };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_addr = destination->v6 };
	bool is_v4 = destination->family == AF_INET;

	if (sendto(injector->raw, packet, length, 0,
		   is_v4 ? (struct sockaddr *)&v4 : (struct sockaddr *)&v6,
		   is_v4 ? sizeof(v4) : sizeof(v6)) < 0)
		return -errno;
	return 0;
}

static int open_link(struct injector *injector)
{
	struct netns_guard guard;
	int err = netns_enter(&guard, injector->netns);

	if (err)
		return err;
	injector->link = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	err = injector->link < 0 ? -errno : 0;
	netns_leave(&guard);
	return err;
}

static int send_link(struct injector *injector, const uint8_t *packet, size_t length,
		     const uint8_t *mac)
{
	struct sockaddr_ll to = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(injector->family == AF_INET ? ETHERTYPE_IP : ETHERTYPE_IPV6),
		.sll_halen = ETHER_ADDR_LEN,
	};
	struct ifreq request = { .ifr_name = "eth0" };
	int err = 0;

	if (injector->link < 0)
		err = open_link(injector);
	if (err)
		return err;
	if (ioctl(injector->link, SIOCGIFINDEX, &request))
		return -errno;
	to.sll_ifindex = request.ifr_ifindex;
	memcpy(to.sll_addr, mac, ETHER_ADDR_LEN);
	if (sendto(injector->link, packet, length, 0, (struct sockaddr *)&to, sizeof(to)) < 0)
		return -errno;
	return 0;
}

/* libnet 1.1.6 shifts its mask instead of the label: the middle byte comes out wrong. */
static void set_flow_label(uint8_t *packet, uint32_t label)
{
	packet[1] |= label >> 16;
	packet[2] = label >> 8;
	packet[3] = label;
}

static int send_packet(struct injector *injector, const uint8_t *packet, size_t length,
		       const struct address *destination, const uint8_t *mac)
{
	if (mac)
		return send_link(injector, packet, length, mac);
	return send_raw(injector, packet, length, destination);
}

/* How the packet that libnet has built is to be sent. */
struct way {
	enum carriage carriage;
	uint32_t flow_label;
	const uint8_t *mac; /* NULL: by routing */
};

static int send_carried(struct injector *injector, const uint8_t *packet, size_t length,
			const struct address *destination, const struct way *way)
{
	struct carried *carried = injector->carried;
	size_t i;
	int err;

	if (way->carriage == CARRIED_PLAIN)
		return send_packet(injector, packet, length, destination, way->mac);
	err = carriage_wrap(carried, way->carriage, packet, length, ++injector->id);
	for (i = 0; !err && i < carried->count; i++)
		err = send_packet(injector, carried->packet[i].data, carried->packet[i].length,
				  destination, way->mac);
	return err;
}

/*
 * Takes what libnet has built and sends it.  libnet's own raw type would grow its send buffer by
 * 128 bytes a system call, 6,500 times, so it only builds: type NONE.
 */
static int flush(struct injector *injector, const struct address *destination,
		 const struct way *way)
{
	uint8_t *packet = NULL;
	uint32_t length;
	int err;

	if (libnet_pblock_coalesce(injector->libnet, &packet, &length) == -1) {
		libnet_clear_packet(injector->libnet);
		return -EINVAL;
	}
	if (destination->family == AF_INET6)
		set_flow_label(packet, way->flow_label);
	err = send_carried(injector, packet, length, destination, way);
	libnet_adv_free_packet(injector->libnet, packet);
	libnet_clear_packet(injector->libnet);
	return err;
}

int inject_segment(struct injector *injector, const struct segment *segment, const uint8_t *mac)
{
	size_t length = LIBNET_TCP_H + segment->options_length + segment->length;
	/*
	 * 0 lets libnet compute the checksum; 1 is wrong but for one segment in 65,536, which no
	 * test sends.
	 */
	uint16_t checksum = segment->bad_checksum ? 1 : 0;
	libnet_t *libnet = injector->libnet;
	uint8_t pattern[LIBNET_MAX_PACKET];
	const uint8_t *payload = segment->content_length ? segment->content : segment->payload;

	if (length > sizeof(pattern))
		return -EMSGSIZE;
	if (!payload) {
		segment_pattern(pattern, segment->length);
		payload = pattern;
	}
	if (segment->options_length &&
	    libnet_build_tcp_options(segment->options, segment->options_length, libnet, 0) == -1)
		return -EINVAL;
	if (libnet_build_tcp(segment->source_port, segment->destination_port, segment->seq,
			     segment->ack, segment->flags, segment->window, checksum,
			     segment->urgent, length, segment->length ? payload : NULL,
			     segment->length, libnet, 0) == -1)
		return -EINVAL;
	if (!build_ip(libnet, &(struct ip){
				      .source = &segment->source,
				      .destination = &segment->destination,
				      .protocol = IPPROTO_TCP,
				      .ttl = segment->ttl,
				      .tos = segment->tos,
				      .length = length,
			      }))
		return -EINVAL;
	return flush(injector, &segment->destination,
		     &(struct way){ injector->carriage, segment->flow_label, mac });
}

static const struct {
	uint8_t v4, v6;
} icmp_codes[] = {
	[ICMP_ERROR_PORT] = { ICMP_UNREACH_PORT, ICMP6_PORT_UNREACH },
	[ICMP_ERROR_HOST] = { ICMP_UNREACH_HOST, ICMP6_ADDR_UNREACH },
};

int inject_unreachable(struct injector *injector, enum icmp_error what,
		       const struct address *source, const struct address *destination,
		       const struct quote *quote)
{
	uint8_t bytes[QUOTE_MAX];
	libnet_ptag_t built;

	if (quote->length > sizeof(bytes))
		return -EMSGSIZE;
	memcpy(bytes, quote->packet, quote->length);
	if (source->family == AF_INET)
		built = libnet_build_icmpv4_unreach(ICMP_UNREACH, icmp_codes[what].v4, 0, bytes,
						    quote->length, injector->libnet, 0);
	else
		built = libnet_build_icmpv6_unreach(ICMP6_UNREACH, icmp_codes[what].v6, 0, bytes,
						    quote->length, injector->libnet, 0);
	if (built == -1 || !build_icmp_ip(injector->libnet, source, destination,
					  UNREACHABLE_HEADER + quote->length))
		return -EINVAL;
	return flush(injector, destination, &(struct way){ CARRIED_PLAIN });
}

int inject_echo(struct injector *injector, const struct address *source,
		const struct address *destination, uint16_t number)
{
	libnet_ptag_t built;

	if (source->family == AF_INET)
		built = libnet_build_icmpv4_echo(ICMP_ECHO, 0, 0, 0, number, NULL, 0,
						 injector->libnet, 0);
	else
		built = libnet_build_icmpv6_echo(ICMP6_ECHO, 0, 0, 0, number, NULL, 0,
						 injector->libnet, 0);
	if (built == -1 ||
	    !build_icmp_ip(injector->libnet, source, destination, LIBNET_ICMPV4_ECHO_H))
		return -EINVAL;
	return flush(injector, destination, &(struct way){ CARRIED_PLAIN });
}
