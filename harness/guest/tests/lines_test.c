// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/init/lines.h"

#include <fcntl.h>
#include <unistd.h>

#include "harness/base/tests/check.h"

ATF_TC_WITHOUT_HEAD(records_pass_and_other_lines_are_logged);
ATF_TC_BODY(records_pass_and_other_lines_are_logged, tc)
{
	static const char expected[] = "{\"case\":\"x\"}\n"
				       "{\"log\":\"a \\\"b\\\" \\u0009\\\\\",\"from\":\"stdout\"}\n"
				       "{\"log\":\"{ no object\",\"from\":\"stdout\"}\n"
				       "{\"log\":\"rest\",\"from\":\"stdout\"}\n";
	static struct line line = { .from = "stdout" };
	struct lines lines = { .fd = open("lines", O_RDWR | O_CREAT, 0600) };
	char text[512] = "";

	ATF_REQUIRE(lines.fd >= 0);
	lines_feed(&lines, &line, "{\"case\":", 8);
	lines_feed(&lines, &line, "\"x\"}\na \"b\" \t\\\n\n{ no object\nrest", 31);
	lines_flush(&lines, &line);
	ATF_CHECK_INTEQ(0, lines.err);
	ATF_CHECK_INTEQ(4, lines.count);
	ATF_REQUIRE(pread(lines.fd, text, sizeof(text) - 1, 0) > 0);
	ATF_CHECK_STREQ(expected, text);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, records_pass_and_other_lines_are_logged);
	return atf_no_error();
}
