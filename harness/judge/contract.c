// SPDX-License-Identifier: GPL-2.0-only
#include "harness/judge/contract.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/array.h"
#include "harness/base/why.h"
#include "harness/expect/names.h"
#include "harness/kernel/version.h"
#include "harness/world/second.h"

#define TEXT_MAX 80

/* An event as texts, one per field. */
enum field {
	FIELD_PROBE,
	FIELD_STATE,
	FIELD_REASON,
	FIELD_SOCKET,
	FIELD_SKB,
	FIELD_FROM,
	FIELD_TO,
	FIELDS,
};

static const char *const field_names[FIELDS] = {
	"tracepoint", "state", "reason", "socket", "skb", "source", "destination",
};

/* Layouts before 5.13 show an IPv4 socket and a mapped address alike: so does this. */
static void write_end(char *text, size_t size, int family, const __u8 *address, __u16 port)
{
	char name[INET6_ADDRSTRLEN];

	if (family == AF_INET6 && IN6_IS_ADDR_V4MAPPED((const struct in6_addr *)address)) {
		family = AF_INET;
		address += 12;
	}
	inet_ntop(family, address, name, sizeof(name));
	snprintf(text, size, "%s port %u", name, port);
}

static void write_event(char text[FIELDS][TEXT_MAX], const struct rst_event *event)
{
	bool sent = event->probe == RST_PROBE_SEND;

	snprintf(text[FIELD_PROBE], TEXT_MAX, "%s", sent ? "tcp_send_reset" : "tcp_receive_reset");
	/* tcp:tcp_receive_reset has no such fields; BPF looks into the socket. */
	snprintf(text[FIELD_STATE], TEXT_MAX, "%s", sent ? name_of_state(event->state) : "none");
	snprintf(text[FIELD_REASON], TEXT_MAX, "%d", (int)event->reason);
	snprintf(text[FIELD_SOCKET], TEXT_MAX, event->has_socket ? "one" : "none");
	snprintf(text[FIELD_SKB], TEXT_MAX, event->has_skb ? "one" : "none");
	write_end(text[FIELD_FROM], TEXT_MAX, event->family, event->traced.saddr,
		  event->traced.sport);
	write_end(text[FIELD_TO], TEXT_MAX, event->family, event->traced.daddr,
		  event->traced.dport);
}

bool contract_agrees(const struct second *second, const struct rst_event *events, size_t count,
		     struct why *why)
{
	char bpf[FIELDS][TEXT_MAX], tracefs[FIELDS][TEXT_MAX];
	size_t i, j;

	for (i = 0; i < count && i < second->events; i++) {
		write_event(bpf, &events[i]);
		write_event(tracefs, &second->event[i]);
		for (j = 0; j < FIELDS; j++) {
			if (!strcmp(bpf[j], tracefs[j]))
				continue;
			return why_differs(why, "event %zu: %s: BPF says %s, tracefs says %s",
					   i + 1, field_names[j], bpf[j], tracefs[j]);
		}
	}
	if (count != second->events)
		return why_differs(why, "BPF saw %zu events, tracefs %zu", count, second->events);
	return true;
}

/* An event and what a field of its line must say. */
struct printed_event {
	const struct rst_event *event;
	const char *reason;
};

static void expect_address(char *text, size_t size, const struct rst_event *event,
			   const __u8 *address, int family)
{
	char name[INET6_ADDRSTRLEN] = "";

	text[0] = '\0';
	/* An IPv6 socket leaves the IPv4 fields as they were. */
	if (family == AF_INET && event->family == AF_INET6)
		return;
	inet_ntop(event->family, address, name, sizeof(name));
	snprintf(text, size, "%s%s",
		 family == AF_INET6 && event->family == AF_INET ? "::ffff:" : "", name);
}

static void expect_saddr(char *text, size_t size, const struct printed_event *printed)
{
	expect_address(text, size, printed->event, printed->event->traced.saddr, AF_INET);
}

static void expect_daddr(char *text, size_t size, const struct printed_event *printed)
{
	expect_address(text, size, printed->event, printed->event->traced.daddr, AF_INET);
}

static void expect_saddrv6(char *text, size_t size, const struct printed_event *printed)
{
	expect_address(text, size, printed->event, printed->event->traced.saddr, AF_INET6);
}

static void expect_daddrv6(char *text, size_t size, const struct printed_event *printed)
{
	expect_address(text, size, printed->event, printed->event->traced.daddr, AF_INET6);
}

static void expect_end(char *text, size_t size, int family, const __u8 *address, __u16 port)
{
	char name[INET6_ADDRSTRLEN] = "";

	inet_ntop(family, address, name, sizeof(name));
	if (family == AF_INET6)
		snprintf(text, size, "[%s]:%u", name, port);
	else
		snprintf(text, size, "%s:%u", name, port);
}

static void expect_src(char *text, size_t size, const struct printed_event *printed)
{
	const struct rst_tuple *tuple = &printed->event->traced;

	expect_end(text, size, printed->event->family, tuple->saddr, tuple->sport);
}

static void expect_dest(char *text, size_t size, const struct printed_event *printed)
{
	const struct rst_tuple *tuple = &printed->event->traced;

	expect_end(text, size, printed->event->family, tuple->daddr, tuple->dport);
}

static void expect_sport(char *text, size_t size, const struct printed_event *printed)
{
	snprintf(text, size, "%u", printed->event->traced.sport);
}

static void expect_dport(char *text, size_t size, const struct printed_event *printed)
{
	snprintf(text, size, "%u", printed->event->traced.dport);
}

static void expect_family(char *text, size_t size, const struct printed_event *printed)
{
	snprintf(text, size, printed->event->family == AF_INET ? "AF_INET" : "AF_INET6");
}

static void expect_state(char *text, size_t size, const struct printed_event *printed)
{
	if (printed->event->state)
		snprintf(text, size, "TCP_%s", name_of_state(printed->event->state));
	else
		snprintf(text, size, "UNKNOWN");
}

static void expect_reason(char *text, size_t size, const struct printed_event *printed)
{
	snprintf(text, size, "%s", printed->reason ? printed->reason : "a name");
}

/* Pointers are hashed: only whether there is one can be told. */
static void expect_skb(char *text, size_t size, const struct printed_event *printed)
{
	snprintf(text, size, printed->event->has_skb ? "a pointer" : "no pointer");
}

static void expect_socket(char *text, size_t size, const struct printed_event *printed)
{
	snprintf(text, size, printed->event->has_socket ? "a pointer" : "no pointer");
}

#define SEND (1 << RST_PROBE_SEND)
#define RECEIVE (1 << RST_PROBE_RECEIVE)
#define NEVER (~0u)

/*
 * The fields of the lines.  A kernel owes a field in [owed, until), may have it in [allowed,
 * until), and has no other.
 */
static const struct line_field {
	const char *name;
	int probes;
	unsigned int allowed, owed, until;
	/* Writes what the line must say; "": anything. */
	void (*expect)(char *text, size_t size, const struct printed_event *printed);
} line_fields[] = {
	{ "skbaddr", SEND, 0, KERNEL(6, 10), NEVER, expect_skb },
	{ "skaddr", SEND, 0, KERNEL(6, 10), NEVER, expect_socket },
	{ "src", SEND, KERNEL(6, 10), KERNEL(6, 10), NEVER, expect_src },
	{ "dest", SEND, KERNEL(6, 10), KERNEL(6, 10), NEVER, expect_dest },
	{ "reason", SEND, KERNEL(6, 10), KERNEL(6, 10), NEVER, expect_reason },
	{ "state", SEND, 0, 0, NEVER, expect_state },
	{ "family", SEND, 0, KERNEL(6, 1), KERNEL(6, 10), expect_family },
	{ "sport", SEND, 0, 0, KERNEL(6, 10), expect_sport },
	{ "dport", SEND, 0, 0, KERNEL(6, 10), expect_dport },
	{ "saddr", SEND, 0, 0, KERNEL(6, 10), expect_saddr },
	{ "daddr", SEND, 0, 0, KERNEL(6, 10), expect_daddr },
	{ "saddrv6", SEND, 0, 0, KERNEL(6, 10), expect_saddrv6 },
	{ "daddrv6", SEND, 0, 0, KERNEL(6, 10), expect_daddrv6 },
	{ "family", RECEIVE, 0, KERNEL(6, 1), NEVER, expect_family },
	{ "sport", RECEIVE, 0, 0, NEVER, expect_sport },
	{ "dport", RECEIVE, 0, 0, NEVER, expect_dport },
	{ "saddr", RECEIVE, 0, 0, NEVER, expect_saddr },
	{ "daddr", RECEIVE, 0, 0, NEVER, expect_daddr },
	{ "saddrv6", RECEIVE, 0, 0, NEVER, expect_saddrv6 },
	{ "daddrv6", RECEIVE, 0, 0, NEVER, expect_daddrv6 },
	{ "sock_cookie", RECEIVE, 0, 0, NEVER, NULL },
};

#define LINE_FIELDS ARRAY_SIZE(line_fields)

static bool may_have(const struct line_field *field, const struct rst_event *event,
		     unsigned int kernel)
{
	return field->probes & 1 << event->probe && field->allowed <= kernel &&
	       kernel < field->until;
}

static const struct line_field *find_field(const char *name, const struct rst_event *event,
					   unsigned int kernel)
{
	size_t i;

	for (i = 0; i < LINE_FIELDS; i++)
		if (!strcmp(line_fields[i].name, name) && may_have(&line_fields[i], event, kernel))
			return &line_fields[i];
	return NULL;
}

static bool value_agrees(const struct line_field *field, const char *value,
			 const struct printed_event *printed, struct why *why)
{
	const char *got = value;
	char expected[TEXT_MAX];

	if (!field->expect)
		return true;
	field->expect(expected, sizeof(expected), printed);
	if (field->expect == expect_skb || field->expect == expect_socket)
		got = strspn(value, "0") == strlen(value) || !strcmp(value, "(null)") ? "no pointer"
										      : "a pointer";
	if (!*expected || !strcmp(expected, got))
		return true;
	return why_differs(why, "%s: expected %s, got %s", field->name, expected, value);
}

bool contract_line_agrees(const char *line, const struct rst_event *event, const char *reason,
			  unsigned int kernel, struct why *why)
{
	const char *start = event->probe == RST_PROBE_SEND ? ": tcp_send_reset: "
							   : ": tcp_receive_reset: ";
	struct printed_event printed = { .event = event, .reason = reason };
	const char *found = strstr(line, start);
	bool seen[LINE_FIELDS] = { false };
	const struct line_field *field;
	char copy[SECOND_LINE_MAX];
	char *word, *value, *rest;
	size_t i;

	snprintf(copy, sizeof(copy), "%s", found ? found + strlen(start) : "");
	for (word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		value = strchr(word, '=');
		if (value)
			*value++ = '\0';
		field = value ? find_field(word, event, kernel) : NULL;
		if (!field)
			return why_differs(
				why, "the line has a field %s, which this kernel does not write",
				word);
		if (!value_agrees(field, value, &printed, why))
			return false;
		seen[field - line_fields] = true;
	}
	for (i = 0; i < LINE_FIELDS; i++) {
		field = &line_fields[i];
		if (seen[i] || !may_have(field, event, kernel) || field->owed > kernel)
			continue;
		return why_differs(why, "the line has no %s", field->name);
	}
	return true;
}
