// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "harness/base/tests/check.h"
#include "harness/observe/mib.h"

static const char before_text[] = "Tcp: OutRsts EstabResets MaxConn\n"
				  "Tcp: 1 5 -1\n"
				  "TcpExt: TCPAbortOnClose TCPHPHits\n"
				  "TcpExt: 7 9\n";
static const char after_text[] = "Tcp: OutRsts EstabResets MaxConn\n"
				 "Tcp: 3 4 -1\n"
				 "TcpExt: TCPAbortOnClose TCPHPHits TCPAbortOnData\n"
				 "TcpExt: 7 10 2\n";

static struct mib *parsed(const char *text)
{
	struct mib *mib = mib_new();

	ATF_REQUIRE(mib);
	ATF_REQUIRE_INTEQ(0, mib_parse(mib, text, true));
	return mib;
}

static void expect_value(const struct mib *mib, const char *name, long long expected)
{
	long long value = 0;

	ATF_CHECK(mib_value(mib, name, &value));
	ATF_CHECK_INTEQ_MSG(expected, value, "%s", name);
}

ATF_TC_WITHOUT_HEAD(a_counter_is_found_by_its_name);
ATF_TC_BODY(a_counter_is_found_by_its_name, tc)
{
	struct mib *mib = parsed(after_text);
	long long value;

	expect_value(mib, "TcpMaxConn", -1);
	expect_value(mib, "TcpExtTCPHPHits", 10);
	ATF_CHECK(!mib_value(mib, "TcpNoSuch", &value));
	/* As /proc/net/snmp6 has it. */
	ATF_REQUIRE_INTEQ(0, mib_parse(mib, "Ip6InReceives                   \t12\n", false));
	expect_value(mib, "Ip6InReceives", 12);
	mib_free(mib);
}

static void differs(const char *named, const char *expected)
{
	struct mib *before = parsed(before_text), *after = parsed(after_text);
	char text[512];

	mib_difference(text, sizeof(text), before, after, named);
	ATF_CHECK_STREQ(expected, text);
	mib_difference(text, sizeof(text), after, after, NULL);
	ATF_CHECK_STREQ("", text);
	mib_free(before);
	mib_free(after);
}

/* Ordinary traffic is not reported; a counter that a kernel did not have counts from 0. */
ATF_TC_WITHOUT_HEAD(watched_counters_that_move_are_reported);
ATF_TC_BODY(watched_counters_that_move_are_reported, tc)
{
	differs(NULL, "TcpEstabResets -1, TcpExtTCPAbortOnData +2, TcpOutRsts +2");
	ATF_CHECK(mib_watched("TcpOutRsts"));
	ATF_CHECK(!mib_watched("TcpInSegs"));
}

/* Be it to say that it must not move. */
ATF_TC_WITHOUT_HEAD(a_counter_that_the_row_names_is_reported);
ATF_TC_BODY(a_counter_that_the_row_names_is_reported, tc)
{
	differs("TcpOutRsts +2, TcpExtTCPHPHits +0",
		"TcpEstabResets -1, TcpExtTCPAbortOnData +2, TcpExtTCPHPHits +1, TcpOutRsts +2");
	ATF_CHECK(mib_names("TcpInErrs +1,TcpOutRsts +2", "TcpOutRsts"));
	ATF_CHECK(!mib_names("TcpExtTCPAbortOnData +1", "TCPAbortOnData"));
	ATF_CHECK(!mib_names("TcpOutRstsX +1", "TcpOutRsts"));
	ATF_CHECK(!mib_names(NULL, "TcpOutRsts"));
}

static void refuses(const char *text)
{
	struct mib *mib = mib_new();

	ATF_REQUIRE(mib);
	ATF_CHECK_MSG(mib_parse(mib, text, true), "%s", text);
	mib_free(mib);
}

ATF_TC_WITHOUT_HEAD(names_without_numbers_are_refused);
ATF_TC_BODY(names_without_numbers_are_refused, tc)
{
	refuses("Tcp: A B\nTcp: 1\n");
	refuses("Tcp: A\nTcp: 1 2\n");
	refuses("Tcp: A B\nUdp: 1 2\n");
	refuses("Tcp: A B\n");
}

ATF_TC_WITHOUT_HEAD(a_counter_that_does_not_fit_is_an_error);
ATF_TC_BODY(a_counter_that_does_not_fit_is_an_error, tc)
{
	struct mib *mib = mib_new();
	char line[40];
	int err = 0;
	int i;

	ATF_REQUIRE(mib);
	for (i = 0; !err && i < 10000; i++) {
		snprintf(line, sizeof(line), "Counter%d 1\n", i);
		err = mib_parse(mib, line, false);
	}
	ATF_CHECK(err == -ENOBUFS && i > 500);
	ATF_CHECK(mib_parse(mib, "Tcp: A\nTcp: 1\n", true) == -ENOBUFS);
	mib_free(mib);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, a_counter_is_found_by_its_name);
	ATF_TP_ADD_TC(tp, watched_counters_that_move_are_reported);
	ATF_TP_ADD_TC(tp, a_counter_that_the_row_names_is_reported);
	ATF_TP_ADD_TC(tp, names_without_numbers_are_refused);
	ATF_TP_ADD_TC(tp, a_counter_that_does_not_fit_is_an_error);
	return atf_no_error();
}
