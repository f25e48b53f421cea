// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if_arp.h>
#include <net/if.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/clock.h"
#include "netns/enter.h"

#define FRAME_MAX 2048
#define BUFFER_BYTES (4 << 20)

struct wire {
	int socket;
	unsigned int lost;
	int err; /* of a read, that nobody has asked for yet */
	size_t count;
	struct frame *frame;
};

/*
 * Bound only after its creation with protocol 0: binding one that already has a protocol waits for
 * an RCU grace period.
 */
static int open_socket(const char *link)
{
	struct sockaddr_ll address = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = link ? if_nametoindex(link) : 0,
	};
	int bytes = BUFFER_BYTES;
	int err;
	int fd;

	if (link && !address.sll_ifindex)
		return -errno;
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes));
	if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &(int){ 1 }, sizeof(int)) ||
	    setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, &(int){ 1 }, sizeof(int)) ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address))) {
		err = -errno;
		close(fd);
		return err;
	}
	return fd;
}

int wire_open(struct wire **result, int netns, const char *link)
{
	struct wire *wire = calloc(1, sizeof(*wire));
	struct netns_guard guard;
	int err;

	if (!wire)
		return -ENOMEM;
	err = netns_enter(&guard, netns);
	if (!err) {
		wire->socket = open_socket(link);
		err = netns_leave(&guard);
		if (wire->socket < 0)
			err = wire->socket;
	}
	if (err) {
		free(wire);
		return err;
	}
	*result = wire;
	return 0;
}

struct wire *wire_new(void)
{
	struct wire *wire = calloc(1, sizeof(*wire));

	if (wire)
		wire->socket = -1;
	return wire;
}

void wire_close(struct wire *wire)
{
	size_t i;

	if (!wire)
		return;
	for (i = 0; i < wire->count; i++)
		free(wire->frame[i].data);
	free(wire->frame);
	if (wire->socket >= 0)
		close(wire->socket);
	free(wire);
}

/*
 * Takes the time, and whether the checksum is still to be made by a device: on lo, or a link whose
 * offload cannot be switched off.
 */
static bool read_control(struct msghdr *message, uint64_t *time_ns)
{
	struct tpacket_auxdata aux = { 0 };
	struct timespec time = { 0 };
	struct cmsghdr *control;

	for (control = CMSG_FIRSTHDR(message); control; control = CMSG_NXTHDR(message, control)) {
		if (control->cmsg_level == SOL_SOCKET && control->cmsg_type == SCM_TIMESTAMPNS)
			memcpy(&time, CMSG_DATA(control), sizeof(time));
		if (control->cmsg_level == SOL_PACKET && control->cmsg_type == PACKET_AUXDATA)
			memcpy(&aux, CMSG_DATA(control), sizeof(aux));
	}
	*time_ns = time.tv_sec * 1000000000ULL + time.tv_nsec;
	return aux.tp_status & TP_STATUS_CSUMNOTREADY;
}

/* Ethernet, or bare IP on a link without link layer header (netkit). */
static size_t link_header(const struct sockaddr_ll *from)
{
	return from->sll_hatype == ARPHRD_NONE ? 0 : ETHER_HDR_LEN;
}

int wire_keep(struct wire *wire, const struct frame *frame)
{
	if (array_grow(wire->frame, wire->count))
		return -ENOMEM;
	wire->frame[wire->count++] = *frame;
	return 0;
}

/* Returns 1, 0 when nothing waits, or -errno. */
static int receive(struct wire *wire)
{
	char control[CMSG_SPACE(sizeof(struct timespec)) +
		     CMSG_SPACE(sizeof(struct tpacket_auxdata))];
	uint8_t buffer[FRAME_MAX];
	struct sockaddr_ll from;
	struct iovec vector = { buffer, sizeof(buffer) };
	struct msghdr message = {
		.msg_name = &from,
		.msg_namelen = sizeof(from),
		.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct frame frame = { 0 };
	bool unfinished;
	ssize_t length;
	size_t header;

	length = recvmsg(wire->socket, &message, 0);
	if (length < 0)
		return errno == EAGAIN ? 0 : -errno;
	frame.data = malloc(length + 1);
	if (!frame.data)
		return -ENOMEM;
	memcpy(frame.data, buffer, length);
	frame.length = length;
	frame.outgoing = from.sll_pkttype == PACKET_OUTGOING;
	unfinished = read_control(&message, &frame.time_ns);
	header = link_header(&from);
	frame.has_link_header = header != 0;
	if (frame.length > header)
		frame.kind = frame_decode(&frame, frame.data + header, frame.length - header);
	if (unfinished)
		frame.segment.bad_checksum = false;
	return wire_keep(wire, &frame) ? -ENOMEM : 1;
}

const struct frame *wire_frame(struct wire *wire, size_t index, long long deadline)
{
	struct pollfd ready = { .fd = wire->socket, .events = POLLIN };
	int got;

	while (wire->count <= index) {
		if (wire->socket < 0)
			return NULL;
		got = receive(wire);
		if (got < 0) {
			wire->err = got;
			return NULL;
		}
		if (!got && poll(&ready, 1, deadline_left(deadline)) <= 0)
			return NULL;
	}
	return &wire->frame[index];
}

int wire_error(struct wire *wire)
{
	int err = wire->err;

	wire->err = 0;
	return err;
}

unsigned int wire_lost(struct wire *wire)
{
	struct tpacket_stats stats = { 0 };
	socklen_t size = sizeof(stats);

	if (!getsockopt(wire->socket, SOL_PACKET, PACKET_STATISTICS, &stats, &size))
		wire->lost += stats.tp_drops;
	return wire->lost;
}
