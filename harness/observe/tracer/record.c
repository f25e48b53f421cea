// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/tracer/record.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/file.h"
#include "harness/base/why.h"
#include "harness/observe/tracer/ring_page.h"

static int read_format(struct event_format *format, int tracefs, const char *event, struct why *why)
{
	char path[100];
	char *text;
	int err;

	snprintf(path, sizeof(path), "events/%s/format", event);
	err = file_read_at(tracefs, path, &text);
	if (err < 0)
		return why_set(why, -err, "cannot read %s of tracefs: %s%s", path, strerror(-err),
			       err == -ENOENT ? ": build the kernel with CONFIG_FTRACE=y" : "");
	err = event_format_parse(format, text);
	free(text);
	return err ? why_set(why, -err, "cannot understand %s of tracefs", path) : 0;
}

int record_formats_read(struct record_formats *formats, int tracefs, struct why *why)
{
	int err;

	memset(formats, 0, sizeof(*formats));
	err = read_format(&formats->send, tracefs, "tcp/tcp_send_reset", why);
	if (!err)
		err = read_format(&formats->receive, tracefs, "tcp/tcp_receive_reset", why);
	if (!err)
		err = read_format(&formats->stack, tracefs, "ftrace/kernel_stack", why);
	if (err)
		record_formats_free(formats);
	return err;
}

void record_formats_free(struct record_formats *formats)
{
	event_format_free(&formats->send);
	event_format_free(&formats->receive);
	event_format_free(&formats->stack);
}

/* A record of one event, while it is taken apart. */
struct view {
	const struct event_format *format;
	const struct ring_record *record;
};

static bool number(const struct view *view, const char *name, uint64_t *value)
{
	return event_format_number(event_format_find(view->format, name), view->record, value);
}

static const uint8_t *bytes(const struct view *view, const char *name, size_t size)
{
	return event_format_bytes(event_format_find(view->format, name), view->record, size);
}

/* The image of a sockaddr_in or sockaddr_in6.  Returns its family, 0 when it is none. */
static int read_sockaddr(const uint8_t *image, __u8 *address, __u16 *port)
{
	struct sockaddr_in6 v6;
	struct sockaddr_in v4;

	memcpy(&v4, image, sizeof(v4));
	if (v4.sin_family == AF_INET) {
		memcpy(address, &v4.sin_addr, 4);
		*port = ntohs(v4.sin_port);
		return AF_INET;
	}
	memcpy(&v6, image, sizeof(v6));
	memcpy(address, &v6.sin6_addr, 16);
	*port = ntohs(v6.sin6_port);
	return v6.sin6_family == AF_INET6 ? AF_INET6 : 0;
}

/* saddr and daddr as socket addresses: since 6.10. */
static int read_sockaddrs(const struct view *view, struct rst_event *event)
{
	const uint8_t *from = bytes(view, "saddr", sizeof(struct sockaddr_in6));
	const uint8_t *to = bytes(view, "daddr", sizeof(struct sockaddr_in6));
	struct rst_tuple *tuple = &event->traced;

	if (!from || !to)
		return -EINVAL;
	event->family = read_sockaddr(from, tuple->saddr, &tuple->sport);
	if (!event->family || read_sockaddr(to, tuple->daddr, &tuple->dport) != event->family)
		return -EINVAL;
	return 0;
}

static bool is_mapped(const uint8_t *address)
{
	return IN6_IS_ADDR_V4MAPPED((const struct in6_addr *)address);
}

/*
 * Addresses and ports apart.  An IPv4 socket fills the IPv6 fields too, as mapped addresses; an
 * IPv6 socket leaves in the IPv4 fields what was there.  Before 5.13 no field says the family, and
 * an IPv6 socket with two mapped addresses looks like an IPv4 socket.
 */
static int read_apart(const struct view *view, struct rst_event *event)
{
	const uint8_t *from = bytes(view, "saddr_v6", 16);
	const uint8_t *to = bytes(view, "daddr_v6", 16);
	struct rst_tuple *tuple = &event->traced;
	uint64_t sport, dport, family;

	if (!from || !to || !number(view, "sport", &sport) || !number(view, "dport", &dport))
		return -EINVAL;
	if (!number(view, "family", &family))
		family = is_mapped(from) && is_mapped(to) ? AF_INET : AF_INET6;
	if (family == AF_INET) {
		memcpy(tuple->saddr, from + 12, 4);
		memcpy(tuple->daddr, to + 12, 4);
	} else {
		memcpy(tuple->saddr, from, 16);
		memcpy(tuple->daddr, to, 16);
	}
	event->family = family;
	tuple->sport = sport;
	tuple->dport = dport;
	return 0;
}

static int decode_addresses(const struct view *view, struct rst_event *event)
{
	const struct event_field *saddr = event_format_find(view->format, "saddr");

	if (saddr && saddr->size >= sizeof(struct sockaddr_in6))
		return read_sockaddrs(view, event);
	return read_apart(view, event);
}

static int decode_send(const struct view *view, struct rst_event *event)
{
	uint64_t socket, skb, state, reason = RST_NO_REASON;
	int err;

	if (!number(view, "skaddr", &socket) || !number(view, "skbaddr", &skb) ||
	    !number(view, "state", &state))
		return -EINVAL;
	if (event_format_find(view->format, "reason") && !number(view, "reason", &reason))
		return -EINVAL;
	event->probe = RST_PROBE_SEND;
	event->has_socket = socket != 0;
	event->has_skb = skb != 0;
	event->state = state;
	event->reason = reason;
	err = decode_addresses(view, event);
	if (event->has_skb)
		event->segment = event->traced;
	return err;
}

static int decode_receive(const struct view *view, struct rst_event *event)
{
	uint64_t socket;

	if (!number(view, "skaddr", &socket))
		return -EINVAL;
	event->probe = RST_PROBE_RECEIVE;
	event->has_socket = socket != 0;
	event->reason = RST_NO_REASON;
	return decode_addresses(view, event);
}

/* The array runs to the end of the record: the size in the format is that of the shortest. */
static int decode_stack(const struct view *view, struct rst_event *event)
{
	const struct event_field *caller = event_format_find(view->format, "caller");
	const struct ring_record *record = view->record;
	unsigned long address;
	uint64_t depth, i;

	if (!caller || !number(view, "size", &depth) || caller->offset > record->length ||
	    depth > (record->length - caller->offset) / sizeof(address))
		return -EINVAL;
	event->depth = depth < RST_STACK_MAX ? depth : RST_STACK_MAX;
	for (i = 0; i < event->depth; i++) {
		memcpy(&address,
		       (const uint8_t *)record->data + caller->offset + i * sizeof(address),
		       sizeof(address));
		event->stack[i] = address;
	}
	return 0;
}

int record_decode(const struct record_formats *formats, const struct ring_record *record,
		  struct rst_event *event, enum record_kind *kind)
{
	struct view view = { &formats->send, record };
	uint64_t type;

	*kind = RECORD_OTHER;
	if (!number(&view, "common_type", &type))
		return -EINVAL;
	if (type == formats->stack.id) {
		view.format = &formats->stack;
		*kind = RECORD_STACK;
		return decode_stack(&view, event);
	}
	if (type != formats->send.id && type != formats->receive.id)
		return 0;
	*kind = RECORD_EVENT;
	*event = (struct rst_event){ .cpu = record->cpu, .ktime_ns = record->time_ns };
	if (type == formats->send.id)
		return decode_send(&view, event);
	view.format = &formats->receive;
	return decode_receive(&view, event);
}
