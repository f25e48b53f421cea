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

static void refuses(const char *text)
{
	struct mib *mib = mib_new();

	CHECK(mib && mib_parse(mib, text, true));
	mib_free(mib);
}

/* A counter that does not fit is no counter that did not move. */
static void test_limit(void)
{
	struct mib *mib = mib_new();
	char line[40];
	int err = 0;
	int i;

	CHECK(mib);
	for (i = 0; !err && i < 10000; i++) {
		snprintf(line, sizeof(line), "Counter%d 1\n", i);
		err = mib_parse(mib, line, false);
	}
	CHECK(err == -ENOBUFS && i > 500);
	CHECK(mib_parse(mib, "Tcp: A\nTcp: 1\n", true) == -ENOBUFS);
	mib_free(mib);
}

int main(void)
{
	struct mib *before = mib_new();
	struct mib *after = mib_new();
	long long value;
	char text[512];

	CHECK(before && after);
	CHECK(!mib_parse(before, before_text, true) && !mib_parse(after, after_text, true));
	CHECK(mib_value(before, "TcpMaxConn", &value) && value == -1);
	CHECK(mib_value(after, "TcpExtTCPHPHits", &value) && value == 10);
	CHECK(!mib_value(after, "TcpNoSuch", &value));
	/* Ordinary traffic is not told; a counter that a kernel did not have counts from 0. */
	mib_difference(text, sizeof(text), before, after, NULL);
	CHECK_TEXT("TcpEstabResets -1, TcpExtTCPAbortOnData +2, TcpOutRsts +2", text);
	/* Unless the row names it, be it to say that it must not move. */
	mib_difference(text, sizeof(text), before, after, "TcpOutRsts +2, TcpExtTCPHPHits +0");
	CHECK_TEXT("TcpEstabResets -1, TcpExtTCPAbortOnData +2, TcpExtTCPHPHits +1, TcpOutRsts +2",
		   text);
	mib_difference(text, sizeof(text), after, after, NULL);
	CHECK_TEXT("", text);
	CHECK(!mib_parse(after, "Ip6InReceives                   \t12\n", false));
	CHECK(mib_value(after, "Ip6InReceives", &value) && value == 12);
	CHECK(mib_watched("TcpOutRsts") && !mib_watched("TcpInSegs"));
	CHECK(mib_names("TcpInErrs +1,TcpOutRsts +2", "TcpOutRsts"));
	CHECK(!mib_names("TcpExtTCPAbortOnData +1", "TCPAbortOnData"));
	CHECK(!mib_names("TcpOutRstsX +1", "TcpOutRsts") && !mib_names(NULL, "TcpOutRsts"));
	refuses("Tcp: A B\nTcp: 1\n");
	refuses("Tcp: A\nTcp: 1 2\n");
	refuses("Tcp: A B\nUdp: 1 2\n");
	refuses("Tcp: A B\n");
	test_limit();
	mib_free(before);
	mib_free(after);
	return 0;
}
