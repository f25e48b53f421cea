// SPDX-License-Identifier: GPL-2.0-only
/* Two tracers that disagree, and a line that tells something else, must fail. */
#include <arpa/inet.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"
#include "harness/judge/contract.h"
#include "harness/kernel/version.h"
#include "harness/world/second.h"

static struct rst_event event_of(int family, const char *from, const char *to)
{
	struct rst_event event = {
		.probe = RST_PROBE_SEND,
		.family = family,
		.state = 10,
		.reason = 6,
		.has_socket = 1,
		.has_skb = 1,
		.traced = { .sport = 7000, .dport = 8000 },
	};

	ATF_CHECK_INTEQ(1, inet_pton(family, from, event.traced.saddr));
	ATF_CHECK_INTEQ(1, inet_pton(family, to, event.traced.daddr));
	return event;
}

static void compare(const struct rst_event *bpf, size_t count, const struct rst_event *tracefs,
		    size_t tracefs_count, const char *expected)
{
	static struct second contract;
	struct why why = { "" };

	contract.events = tracefs_count;
	memcpy(contract.event, tracefs, tracefs_count * sizeof(*tracefs));
	ATF_CHECK_INTEQ(!*expected, contract_agrees(&contract, bpf, count, &why));
	ATF_CHECK_STREQ(expected, why.text);
}

ATF_TC_WITHOUT_HEAD(two_tracers_that_disagree_are_noticed);
ATF_TC_BODY(two_tracers_that_disagree_are_noticed, tc)
{
	struct rst_event bpf = event_of(AF_INET, "192.0.2.1", "192.0.2.66");
	struct rst_event other = bpf;

	other.netns = 7; /* not in a record */
	other.ktime_ns = 9;
	compare(&bpf, 1, &other, 1, "");
	other.state = 7;
	compare(&bpf, 1, &other, 1, "event 1: state: BPF says LISTEN, tracefs says CLOSE");
	other = bpf;
	other.reason = 7;
	compare(&bpf, 1, &other, 1, "event 1: reason: BPF says 6, tracefs says 7");
	other = bpf;
	other.has_socket = 0;
	compare(&bpf, 1, &other, 1, "event 1: socket: BPF says one, tracefs says none");
	other = bpf;
	other.has_skb = 0;
	compare(&bpf, 1, &other, 1, "event 1: skb: BPF says one, tracefs says none");
	other = bpf;
	other.traced.dport = 0;
	compare(&bpf, 1, &other, 1,
		"event 1: destination: BPF says 192.0.2.66 port 8000, tracefs says 192.0.2.66 port 0");
	other = event_of(AF_INET, "192.0.2.66", "192.0.2.1");
	compare(&bpf, 1, &other, 1,
		"event 1: source: BPF says 192.0.2.1 port 7000, tracefs says 192.0.2.66 port 7000");
	other = bpf;
	other.probe = RST_PROBE_RECEIVE;
	compare(&bpf, 1, &other, 1,
		"event 1: tracepoint: BPF says tcp_send_reset, tracefs says tcp_receive_reset");
	compare(&bpf, 1, &bpf, 0, "BPF saw 1 events, tracefs 0");
	compare(&bpf, 0, &bpf, 1, "BPF saw 0 events, tracefs 1");
	/* As the oldest layout tells a mapped address. */
	other = event_of(AF_INET6, "::ffff:192.0.2.1", "::ffff:192.0.2.66");
	compare(&other, 1, &bpf, 1, "");
}

static void check_line(const struct rst_event *event, unsigned int kernel, const char *line,
		       const char *expected)
{
	char text[SECOND_LINE_MAX];
	struct why why = { "" };

	snprintf(text, sizeof(text), " prog-1 [000] ..s1. 3.4: tcp_%s_reset: %s",
		 event->probe == RST_PROBE_SEND ? "send" : "receive", line);
	contract_line_agrees(text, event, event->reason == 6 ? "TCP_FLAGS" : NULL, kernel, &why);
	ATF_CHECK_STREQ(expected, why.text);
}

#define POINTERS "skbaddr=00000000bcf477f7 skaddr=00000000bcf477f7 "
#define REST " state=TCP_LISTEN reason=TCP_FLAGS"
#define ENDS "src=192.0.2.1:7000 dest=192.0.2.66:8000"

ATF_TC_WITHOUT_HEAD(a_line_of_6_10_says_what_the_event_says);
ATF_TC_BODY(a_line_of_6_10_says_what_the_event_says, tc)
{
	struct rst_event event = event_of(AF_INET, "192.0.2.1", "192.0.2.66");
	struct rst_event v6 = event_of(AF_INET6, "2001:db8::1", "::ffff:192.0.2.66");
	unsigned int kernel = KERNEL(6, 18);

	check_line(&event, kernel, POINTERS ENDS REST, "");
	check_line(&event, kernel, POINTERS "src=192.0.2.1:7000 dest=192.0.2.66:80" REST,
		   "dest: expected 192.0.2.66:8000, got 192.0.2.66:80");
	check_line(&event, kernel, POINTERS "src=192.0.2.66:8000 dest=192.0.2.1:7000" REST,
		   "src: expected 192.0.2.1:7000, got 192.0.2.66:8000");
	check_line(&event, kernel, POINTERS ENDS " state=TCP_CLOSE reason=TCP_FLAGS",
		   "state: expected TCP_LISTEN, got TCP_CLOSE");
	check_line(&event, kernel, POINTERS ENDS " state=TCP_LISTEN reason=0x6",
		   "reason: expected TCP_FLAGS, got 0x6");
	check_line(&event, kernel, POINTERS ENDS " state=TCP_LISTEN", "the line has no reason");
	check_line(&event, kernel, POINTERS ENDS REST " more=1",
		   "the line has a field more, which this kernel does not write");
	check_line(&event, kernel, "skbaddr=0000000000000000 skaddr=00000000bcf477f7 " ENDS REST,
		   "skbaddr: expected a pointer, got 0000000000000000");
	check_line(&event, kernel, "", "the line has no skbaddr");
	check_line(&v6, kernel,
		   POINTERS "src=[2001:db8::1]:7000 dest=[::ffff:192.0.2.66]:8000" REST, "");
	event.state = 0;
	event.has_socket = 0;
	check_line(&event, kernel, "skbaddr=00000000bcf477f7 skaddr=0000000000000000 " ENDS REST,
		   "state: expected UNKNOWN, got TCP_LISTEN");
}

#define PORTS "sport=7000 dport=8000 "
#define V4 "saddr=192.0.2.1 daddr=192.0.2.66 "
#define V6 "saddrv6=::ffff:192.0.2.1 daddrv6=::ffff:192.0.2.66 "

ATF_TC_WITHOUT_HEAD(a_line_before_6_10_says_what_the_event_says);
ATF_TC_BODY(a_line_before_6_10_says_what_the_event_says, tc)
{
	struct rst_event event = event_of(AF_INET, "192.0.2.1", "192.0.2.66");
	struct rst_event v6 = event_of(AF_INET6, "2001:db8::1", "2001:db8::66");

	event.reason = v6.reason = RST_NO_REASON;
	check_line(&event, KERNEL(5, 10), PORTS V4 V6 "state=TCP_LISTEN", "");
	check_line(&event, KERNEL(6, 1), "family=AF_INET " PORTS V4 V6 "state=TCP_LISTEN", "");
	check_line(&event, KERNEL(6, 1), PORTS V4 V6 "state=TCP_LISTEN", "the line has no family");
	check_line(&event, KERNEL(5, 10), PORTS V4 V6 "state=TCP_LISTEN reason=TCP_FLAGS",
		   "the line has a field reason, which this kernel does not write");
	check_line(&event, KERNEL(6, 18), PORTS V4 V6 "state=TCP_LISTEN",
		   "the line has a field sport, which this kernel does not write");
	/* What an IPv6 socket leaves in the IPv4 fields is not looked at. */
	check_line(&v6, KERNEL(5, 10),
		   PORTS "saddr=127.0.0.6 daddr=0.0.0.0 saddrv6=2001:db8::1 "
			 "daddrv6=2001:db8::66 state=TCP_LISTEN",
		   "");
	check_line(&v6, KERNEL(5, 10),
		   PORTS "saddr=127.0.0.6 daddr=0.0.0.0 saddrv6=2001:db8::2 "
			 "daddrv6=2001:db8::66 state=TCP_LISTEN",
		   "saddrv6: expected 2001:db8::1, got 2001:db8::2");
	event.probe = RST_PROBE_RECEIVE;
	check_line(&event, KERNEL(5, 10), PORTS V4 V6 "sock_cookie=105a", "");
	check_line(&event, KERNEL(5, 10), PORTS V4 V6, "the line has no sock_cookie");
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, two_tracers_that_disagree_are_noticed);
	ATF_TP_ADD_TC(tp, a_line_of_6_10_says_what_the_event_says);
	ATF_TP_ADD_TC(tp, a_line_before_6_10_says_what_the_event_says);
	return atf_no_error();
}
