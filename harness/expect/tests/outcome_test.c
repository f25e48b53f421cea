// SPDX-License-Identifier: GPL-2.0-only
/* Versions, rows, and every comparer fed a wrong value. */
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
	outcome_expect(outcome, &scenario, family, kernel, NULL, NULL);
}

static void test_versions(void)
{
	char name[32];

	CHECK(kernel_parse("6.9.1") < kernel_parse("6.10"));
	CHECK(kernel_parse("5.10.262-cloud") == STABLE(5, 10, 262));
	CHECK(kernel_parse("6.1.300") < KERNEL(6, 2));
	CHECK(!kernel_parse("linux"));
	CHECK_TEXT("6.12", kernel_name(KERNEL(6, 12), name, sizeof(name)));
	CHECK_TEXT("5.10.262", kernel_name(STABLE(5, 10, 262), name, sizeof(name)));
}

/* A distribution's kernel is what its maker says elsewhere, if that is of the same series. */
static void test_distributions(void)
{
	CHECK(kernel_of("6.1.0-56-cloud-amd64", "#1 SMP Debian 6.1.192-1 (2026-11-02)", NULL) ==
	      STABLE(6, 1, 192));
	CHECK(kernel_of("6.12.118+deb13-amd64", "#1 SMP Debian 6.12.118-1", NULL) ==
	      STABLE(6, 12, 118));
	CHECK(kernel_of("5.15.0-91-generic", "#101-Ubuntu SMP",
			"Ubuntu 5.15.0-91.101-generic 5.15.131\n") == STABLE(5, 15, 131));
	CHECK(kernel_of("6.18.44", "#1 SMP", "") == STABLE(6, 18, 44));
	CHECK(kernel_of("7.1.2", "#1 SMP Debian 6.1.192-1", NULL) == STABLE(7, 1, 2));
}

static void test_changes(void)
{
	static const struct kernel_change change = {
		"0123456789ab",
		"a test",
		KERNEL(7, 1),
		{ STABLE(6, 1, 132), STABLE(7, 0, 7) },
	};

	CHECK(kernel_has(&change, KERNEL(7, 1)));
	CHECK(kernel_has(&change, STABLE(7, 3, 4)));
	CHECK(kernel_has(&change, STABLE(6, 1, 132)));
	CHECK(kernel_has(&change, STABLE(7, 0, 9)));
	CHECK(!kernel_has(&change, STABLE(6, 1, 131)));
	CHECK(!kernel_has(&change, STABLE(6, 2, 200)));
	CHECK(!kernel_has(&change, STABLE(7, 0, 6)));
	CHECK(!kernel_has(&change, KERNEL(5, 10)));
}

/* Today's outcome where the kernel has the last change, else the one before the next that it has. */
static void test_change_rows(void)
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

	CHECK_TEXT("TcpInErrs +1", outcome_row(&changed, STABLE(6, 1, 131))->mib);
	CHECK_TEXT("TcpInErrs +3", outcome_row(&changed, STABLE(6, 1, 132))->mib);
	CHECK_TEXT("TcpInErrs +2", outcome_row(&changed, STABLE(6, 6, 150))->mib);
	CHECK_TEXT("TcpInErrs +3", outcome_row(&changed, KERNEL(7, 2))->mib);
}

/* A RST that does not leave is one where it is traced; where not, it is counted only. */
static void test_unsent(void)
{
	static const struct scenario unsent = {
		.expect.rst = { { NULL, "-", &stray } },
	};
	struct outcome outcome;

	outcome_expect(&outcome, &unsent, AF_INET, KERNEL(6, 10), NULL, NULL);
	CHECK(outcome.count == 1);
	CHECK_TEXT("none", outcome.rst[0].wire);
	CHECK_TEXT("NO_SOCKET", outcome.rst[0].reason);
	outcome_expect(&outcome, &unsent, AF_INET, KERNEL(6, 9), NULL, NULL);
	CHECK(!outcome.count);
	CHECK_TEXT("TcpOutRsts +1", outcome.mib);
}

static void test_rows(void)
{
	struct outcome outcome;

	expect(&outcome, AF_INET6, KERNEL(6, 12));
	CHECK(outcome.count == 2);
	CHECK_TEXT("inner < v6_outer", outcome.rst[0].via);
	CHECK_TEXT("socket, no skb, sut > peer", outcome.rst[0].event);
	CHECK_TEXT("no socket, skb, sut > peer", outcome.rst[1].event);
	CHECK_TEXT("TcpEstabResets +1, TcpExtTCPAbortOnClose +1, TcpOutRsts +2", outcome.mib);
	expect(&outcome, AF_INET, KERNEL(5, 10));
	CHECK_TEXT("not traced", outcome.rst[1].state);
	CHECK_TEXT("n/a", outcome.rst[0].reason);
	expect(&outcome, AF_INET, KERNEL(7, 1));
	CHECK(!outcome.count);
	CHECK_TEXT("TcpInErrs +1", outcome.mib);
	CHECK_TEXT("none", outcome.error);
}

/* The end of the line: which function is to be looked at. */
static void test_where(void)
{
	struct outcome expected, observed;
	char text[OUTCOME_TEXT_MAX];

	expect(&expected, AF_INET, KERNEL(6, 12));
	observed = expected;
	outcome_where(&expected, &observed, text, sizeof(text));
	CHECK_TEXT("; after __tcp_close < tcp_close", text);
	snprintf(observed.rst[1].via, sizeof(observed.rst[1].via), "tcp_v4_do_rcv");
	outcome_where(&expected, &observed, text, sizeof(text));
	CHECK_TEXT("; sent by tcp_v4_do_rcv", text);
	observed.count = 1;
	outcome_where(&expected, &observed, text, sizeof(text));
	CHECK_TEXT("; to be sent by tcp_v4_rcv", text);
	expected.count = observed.count = 0;
	outcome_where(&expected, &observed, text, sizeof(text));
	CHECK_TEXT("", text);
}

/* An event without a RST on the wire: the line tells of the event, not of wires that agree. */
static void test_event_only(void)
{
	struct outcome expected, observed;
	struct why why = { "" };

	expect(&expected, AF_INET, KERNEL(7, 1));
	observed = expected;
	observed.count = 1;
	snprintf(observed.rst[0].wire, sizeof(observed.rst[0].wire), OUTCOME_NONE);
	snprintf(observed.rst[0].event, sizeof(observed.rst[0].event),
		 "no socket, skb, sut > peer");
	CHECK(!outcome_agrees(&expected, &observed, &why));
	CHECK_TEXT("event: expected none, got no socket, skb, sut > peer", why.text);
}

static bool has_no_abort_counter(const void *context, const char *name)
{
	(void)context;
	return strcmp(name, "TcpExtTCPAbortOnClose") != 0;
}

static void test_counters_a_kernel_lacks(void)
{
	struct outcome outcome;

	outcome_expect(&outcome, &scenario, AF_INET, KERNEL(6, 12), has_no_abort_counter, NULL);
	CHECK_TEXT("TcpEstabResets +1, TcpOutRsts +2", outcome.mib);
}

/* Spoils one text of what was observed: the comparison must name that oracle first. */
static void spoil(size_t offset, const char *value, const char *why)
{
	struct outcome expected, observed;
	struct why got = { "" };

	expect(&expected, AF_INET, KERNEL(6, 12));
	observed = expected;
	CHECK(outcome_agrees(&expected, &observed, &got));
	strcpy((char *)&observed + offset, value);
	CHECK(!outcome_agrees(&expected, &observed, &got));
	CHECK_TEXT(why, got.text);
}

static void test_comparers(void)
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
static void test_no_stack(void)
{
	struct outcome expected, observed;
	struct why why = { "" };

	expect(&expected, AF_INET, KERNEL(6, 12));
	observed = expected;
	strcpy(observed.rst[0].via, OUTCOME_NO_STACK);
	CHECK(outcome_agrees(&expected, &observed, &why));
	spoil(offsetof(struct outcome, rst[0].reason), OUTCOME_NO_STACK,
	      "reason: expected TCP_ABORT_ON_CLOSE, got no stack");
}

static void test_counts(void)
{
	struct outcome expected, observed;
	struct why why = { "" };

	expect(&expected, AF_INET, KERNEL(6, 12));
	observed = expected;
	observed.count = 1;
	CHECK(!outcome_agrees(&expected, &observed, &why));
	CHECK_TEXT("wire: expected R. 1:1(0) ack 7 then R 1:1(0), got R. 1:1(0) ack 7", why.text);
	CHECK(!outcome_agrees(&observed, &expected, &why));
	CHECK_TEXT("wire: expected R. 1:1(0) ack 7, got R. 1:1(0) ack 7 then R 1:1(0)", why.text);
	observed.count = 0;
	CHECK(!outcome_agrees(&observed, &expected, &why));
	CHECK_TEXT("wire: expected none, got R. 1:1(0) ack 7 then R 1:1(0)", why.text);
}

static void test_settled(void)
{
	struct outcome expected, observed;

	expect(&expected, AF_INET, KERNEL(6, 12));
	strcpy(expected.rst[0].wire, "R. 1:1(0) ack 7 <TS val * ecr 9>");
	observed = expected;
	strcpy(observed.rst[0].wire, "R. 1:1(0) ack 7 <TS val 123 ecr 9>");
	outcome_settle(&expected, &observed);
	CHECK_TEXT(expected.rst[0].wire, observed.rst[0].wire);
	strcpy(observed.rst[0].wire, "R. 1:1(0) ack 7 <TS val 123 ecr 8>");
	outcome_settle(&expected, &observed);
	CHECK_TEXT("R. 1:1(0) ack 7 <TS val 123 ecr 8>", observed.rst[0].wire);
}

int main(void)
{
	test_settled();
	test_versions();
	test_distributions();
	test_changes();
	test_change_rows();
	test_unsent();
	test_rows();
	test_where();
	test_event_only();
	test_counters_a_kernel_lacks();
	test_comparers();
	test_no_stack();
	test_counts();
	return 0;
}
