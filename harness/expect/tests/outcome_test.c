// SPDX-License-Identifier: GPL-2.0-only
/* Rows, and every comparer fed a wrong value. */
#include <sys/socket.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"
#include "harness/expect/outcome.h"

static const struct cause active = {
	.emitter = ACTIVE,
	.via = { "__tcp_close < tcp_close", "inner < v6_outer" },
	.reason = "TCP_ABORT_ON_CLOSE",
};

static const struct cause stray = {
	.emitter = PASSIVE,
	.via = { "tcp_v4_rcv", "tcp_v6_rcv" },
	.reason = "NO_SOCKET",
};

static const struct kernel_change silenced = { .mainline = KERNEL(7, 0) };

static const struct scenario scenario = {
	.id = "two-resets",
	.expect.mib = "TcpInErrs +1",
	.earlier = { {
		.before = &silenced,
		.rst = { { "R. 1:1(0) ack 7", "CLOSE", &active }, { "R 1:1(0)", "-", &stray } },
		.mib = "TcpExtTCPAbortOnClose +1, TcpEstabResets +1",
		.error = "peer ECONNRESET",
	} },
};

static void expect(struct outcome *outcome, int family, unsigned int kernel)
{
	outcome_expect(outcome, &scenario,
		       &(struct outcome_target){ .family = family, .kernel = kernel });
}

/* Today's outcome where the kernel has the last change, else the one before the next that it has. */
ATF_TC_WITHOUT_HEAD(a_change_begins_another_outcome);
ATF_TC_BODY(a_change_begins_another_outcome, tc)
{
	static const struct kernel_change first = { .mainline = KERNEL(6, 6) };
	static const struct kernel_change second = {
		.mainline = KERNEL(7, 1),
		.stable = { STABLE(6, 1, 132) },
	};
	static const struct scenario changed = {
		.id = "changed",
		.expect.mib = "TcpInErrs +3",
		.earlier = {
			{ .before = &second, .mib = "TcpInErrs +2" },
			{ .before = &first, .mib = "TcpInErrs +1" },
		},
	};

	ATF_CHECK_STREQ("TcpInErrs +1", outcome_row(&changed, STABLE(6, 1, 131))->mib);
	ATF_CHECK_STREQ("TcpInErrs +3", outcome_row(&changed, STABLE(6, 1, 132))->mib);
	ATF_CHECK_STREQ("TcpInErrs +2", outcome_row(&changed, STABLE(6, 6, 150))->mib);
	ATF_CHECK_STREQ("TcpInErrs +3", outcome_row(&changed, KERNEL(7, 2))->mib);
}

/* A RST that does not leave is one where it is traced; where not, it is counted only. */
ATF_TC_WITHOUT_HEAD(a_reset_may_be_traced_and_not_leave);
ATF_TC_BODY(a_reset_may_be_traced_and_not_leave, tc)
{
	static const struct scenario unsent = {
		.expect.rst = { { NULL, "-", &stray } },
	};
	struct outcome outcome;

	outcome_expect(&outcome, &unsent,
		       &(struct outcome_target){ .family = AF_INET, .kernel = KERNEL(6, 10) });
	ATF_REQUIRE_INTEQ(1, outcome.count);
	ATF_CHECK_STREQ("none", outcome.rst[0].wire);
	ATF_CHECK_STREQ("NO_SOCKET", outcome.rst[0].reason);
	outcome_expect(&outcome, &unsent,
		       &(struct outcome_target){ .family = AF_INET, .kernel = KERNEL(6, 9) });
	ATF_CHECK_INTEQ(0, outcome.count);
	ATF_CHECK_STREQ("TcpOutRsts +1", outcome.mib);
}

ATF_TC_WITHOUT_HEAD(a_row_is_read_for_a_family_and_a_kernel);
ATF_TC_BODY(a_row_is_read_for_a_family_and_a_kernel, tc)
{
	struct outcome outcome;

	expect(&outcome, AF_INET6, KERNEL(6, 12));
	ATF_REQUIRE_INTEQ(2, outcome.count);
	ATF_CHECK_STREQ("inner < v6_outer", outcome.rst[0].via);
	ATF_CHECK_STREQ("socket, no skb, sut > peer", outcome.rst[0].event);
	ATF_CHECK_STREQ("no socket, skb, sut > peer", outcome.rst[1].event);
	ATF_CHECK_STREQ("TcpEstabResets +1, TcpExtTCPAbortOnClose +1, TcpOutRsts +2", outcome.mib);
	expect(&outcome, AF_INET, KERNEL(5, 10));
	ATF_CHECK_STREQ("not traced", outcome.rst[1].state);
	ATF_CHECK_STREQ("n/a", outcome.rst[0].reason);
	expect(&outcome, AF_INET, KERNEL(7, 1));
	ATF_CHECK_INTEQ(0, outcome.count);
	ATF_CHECK_STREQ("TcpInErrs +1", outcome.mib);
	ATF_CHECK_STREQ("none", outcome.error);
}

/* The end of the line: which function is to be looked at. */
ATF_TC_WITHOUT_HEAD(a_failure_says_where_to_look);
ATF_TC_BODY(a_failure_says_where_to_look, tc)
{
	struct outcome expected, observed;
	char text[OUTCOME_TEXT_MAX];

	expect(&expected, AF_INET, KERNEL(6, 12));
	observed = expected;
	outcome_where(&expected, &observed, text, sizeof(text));
	ATF_CHECK_STREQ("; after __tcp_close < tcp_close", text);
	snprintf(observed.rst[1].via, sizeof(observed.rst[1].via), "tcp_v4_do_rcv");
	outcome_where(&expected, &observed, text, sizeof(text));
	ATF_CHECK_STREQ("; sent by tcp_v4_do_rcv", text);
	observed.count = 1;
	outcome_where(&expected, &observed, text, sizeof(text));
	ATF_CHECK_STREQ("; to be sent by tcp_v4_rcv", text);
	expected.count = observed.count = 0;
	outcome_where(&expected, &observed, text, sizeof(text));
	ATF_CHECK_STREQ("", text);
}

/* An event without a RST on the wire: the line tells of the event, not of wires that agree. */
ATF_TC_WITHOUT_HEAD(an_event_without_a_reset_is_a_difference);
ATF_TC_BODY(an_event_without_a_reset_is_a_difference, tc)
{
	struct outcome expected, observed;
	struct why why = { "" };

	expect(&expected, AF_INET, KERNEL(7, 1));
	observed = expected;
	observed.count = 1;
	snprintf(observed.rst[0].wire, sizeof(observed.rst[0].wire), OUTCOME_NONE);
	snprintf(observed.rst[0].event, sizeof(observed.rst[0].event),
		 "no socket, skb, sut > peer");
	ATF_CHECK(!outcome_agrees(&expected, &observed, &why));
	ATF_CHECK_STREQ("event: expected none, got no socket, skb, sut > peer", why.text);
}

static bool has_no_abort_counter(const void *context, const char *name)
{
	(void)context;
	return strcmp(name, "TcpExtTCPAbortOnClose") != 0;
}

ATF_TC_WITHOUT_HEAD(counters_unknown_to_a_kernel_are_not_expected);
ATF_TC_BODY(counters_unknown_to_a_kernel_are_not_expected, tc)
{
	struct outcome outcome;

	outcome_expect(
		&outcome, &scenario,
		&(struct outcome_target){ AF_INET, KERNEL(6, 12), has_no_abort_counter, NULL });
	ATF_CHECK_STREQ("TcpEstabResets +1, TcpOutRsts +2", outcome.mib);
}

/* Spoils one text of what was observed: the comparison must name that oracle first. */
static void spoil(size_t offset, const char *value, const char *why)
{
	struct outcome expected, observed;
	struct why got = { "" };

	expect(&expected, AF_INET, KERNEL(6, 12));
	observed = expected;
	ATF_REQUIRE(outcome_agrees(&expected, &observed, &got));
	strcpy((char *)&observed + offset, value);
	ATF_CHECK(!outcome_agrees(&expected, &observed, &got));
	ATF_CHECK_STREQ(why, got.text);
}

ATF_TC_WITHOUT_HEAD(each_comparer_notices_a_wrong_value);
ATF_TC_BODY(each_comparer_notices_a_wrong_value, tc)
{
	spoil(offsetof(struct outcome, rst[0].wire), "R. 1:1(0) ack 8",
	      "wire: expected R. 1:1(0) ack 7, got R. 1:1(0) ack 8");
	spoil(offsetof(struct outcome, rst[0].reason), "TCP_STATE",
	      "reason: expected TCP_ABORT_ON_CLOSE, got TCP_STATE");
	spoil(offsetof(struct outcome, rst[1].state), "LISTEN", "state: expected -, got LISTEN");
	spoil(offsetof(struct outcome, rst[0].via), "tcp_disconnect < tcp_close",
	      "via: expected __tcp_close < tcp_close, got tcp_disconnect < tcp_close");
	spoil(offsetof(struct outcome, rst[0].event), "socket, skb, sut > peer",
	      "event: expected socket, no skb, sut > peer, got socket, skb, sut > peer");
	spoil(offsetof(struct outcome, mib), "TcpOutRsts +2",
	      "mib: expected TcpEstabResets +1, TcpExtTCPAbortOnClose +1, TcpOutRsts +2, got TcpOutRsts +2");
	spoil(offsetof(struct outcome, error), "peer none",
	      "errno: expected peer ECONNRESET, got peer none");
	spoil(offsetof(struct outcome, received), "1",
	      "received: expected 0 events tcp:tcp_receive_reset, got 1");
}

/* Only a call chain may be left out. */
ATF_TC_WITHOUT_HEAD(only_a_call_chain_may_be_unknown);
ATF_TC_BODY(only_a_call_chain_may_be_unknown, tc)
{
	struct outcome expected, observed;
	struct why why = { "" };

	expect(&expected, AF_INET, KERNEL(6, 12));
	observed = expected;
	strcpy(observed.rst[0].via, OUTCOME_NO_STACK);
	ATF_REQUIRE(outcome_agrees(&expected, &observed, &why));
	spoil(offsetof(struct outcome, rst[0].reason), OUTCOME_NO_STACK,
	      "reason: expected TCP_ABORT_ON_CLOSE, got no stack");
}

ATF_TC_WITHOUT_HEAD(the_number_of_resets_is_compared);
ATF_TC_BODY(the_number_of_resets_is_compared, tc)
{
	struct outcome expected, observed;
	struct why why = { "" };

	expect(&expected, AF_INET, KERNEL(6, 12));
	observed = expected;
	observed.count = 1;
	ATF_CHECK(!outcome_agrees(&expected, &observed, &why));
	ATF_CHECK_STREQ("wire: expected R. 1:1(0) ack 7 then R 1:1(0), got R. 1:1(0) ack 7",
			why.text);
	ATF_CHECK(!outcome_agrees(&observed, &expected, &why));
	ATF_CHECK_STREQ("wire: expected R. 1:1(0) ack 7, got R. 1:1(0) ack 7 then R 1:1(0)",
			why.text);
	observed.count = 0;
	ATF_CHECK(!outcome_agrees(&observed, &expected, &why));
	ATF_CHECK_STREQ("wire: expected none, got R. 1:1(0) ack 7 then R 1:1(0)", why.text);
}

ATF_TC_WITHOUT_HEAD(what_a_star_covers_is_no_difference);
ATF_TC_BODY(what_a_star_covers_is_no_difference, tc)
{
	struct outcome expected, observed;

	expect(&expected, AF_INET, KERNEL(6, 12));
	strcpy(expected.rst[0].wire, "R. 1:1(0) ack 7 <TS val * ecr 9>");
	observed = expected;
	strcpy(observed.rst[0].wire, "R. 1:1(0) ack 7 <TS val 123 ecr 9>");
	outcome_settle(&expected, &observed);
	ATF_CHECK_STREQ(expected.rst[0].wire, observed.rst[0].wire);
	strcpy(observed.rst[0].wire, "R. 1:1(0) ack 7 <TS val 123 ecr 8>");
	outcome_settle(&expected, &observed);
	ATF_CHECK_STREQ("R. 1:1(0) ack 7 <TS val 123 ecr 8>", observed.rst[0].wire);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, a_change_begins_another_outcome);
	ATF_TP_ADD_TC(tp, a_reset_may_be_traced_and_not_leave);
	ATF_TP_ADD_TC(tp, a_row_is_read_for_a_family_and_a_kernel);
	ATF_TP_ADD_TC(tp, a_failure_says_where_to_look);
	ATF_TP_ADD_TC(tp, an_event_without_a_reset_is_a_difference);
	ATF_TP_ADD_TC(tp, counters_unknown_to_a_kernel_are_not_expected);
	ATF_TP_ADD_TC(tp, each_comparer_notices_a_wrong_value);
	ATF_TP_ADD_TC(tp, only_a_call_chain_may_be_unknown);
	ATF_TP_ADD_TC(tp, the_number_of_resets_is_compared);
	ATF_TP_ADD_TC(tp, what_a_star_covers_is_no_difference);
	return atf_no_error();
}
