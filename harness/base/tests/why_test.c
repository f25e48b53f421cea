// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/why.h"

#include <errno.h>

#include "harness/base/tests/check.h"

ATF_TC_WITHOUT_HEAD(a_failing_leaf_is_one_statement);
ATF_TC_BODY(a_failing_leaf_is_one_statement, tc)
{
	struct why why;

	ATF_CHECK_INTEQ(-ENOENT, why_set(&why, ENOENT, "no %s: %d", "file", 3));
	ATF_CHECK_STREQ("no file: 3", why.text);
	ATF_CHECK_INTEQ(0, why_set(&why, 0, "%s", ""));
	ATF_CHECK_STREQ("", why.text);
}

ATF_TC_WITHOUT_HEAD(a_difference_is_false);
ATF_TC_BODY(a_difference_is_false, tc)
{
	struct why why;

	ATF_CHECK(!why_differs(&why, "expected %d, got %d", 1, 2));
	ATF_CHECK_STREQ("expected 1, got 2", why.text);
}

ATF_TC_WITHOUT_HEAD(a_reason_is_one_line);
ATF_TC_BODY(a_reason_is_one_line, tc)
{
	struct why why;

	why_set(&why, EIO, "%s", "one\ntwo\r\n  \n");
	ATF_CHECK_STREQ("one two", why.text);
	why_differs(&why, "\n%s", "\n");
	ATF_CHECK_STREQ("", why.text);
}

ATF_TC_WITHOUT_HEAD(a_long_reason_is_cut);
ATF_TC_BODY(a_long_reason_is_cut, tc)
{
	char large[2000];
	struct why why;

	memset(large, 'x', sizeof(large) - 1);
	large[sizeof(large) - 1] = '\0';
	ATF_CHECK_INTEQ(-EIO, why_set(&why, EIO, "%s", large));
	ATF_REQUIRE_INTEQ(sizeof(why.text) - 1, strlen(why.text));
	CHECK_BYTES(large, why.text, sizeof(why.text) - 1);
}

__attribute__((format(printf, 2, 3))) static int set_by_list(struct why *why, const char *format,
							     ...)
{
	va_list arguments;
	int err;

	va_start(arguments, format);
	err = why_vset(why, EIO, format, arguments);
	va_end(arguments);
	return err;
}

ATF_TC_WITHOUT_HEAD(a_list_of_arguments_does_as_well);
ATF_TC_BODY(a_list_of_arguments_does_as_well, tc)
{
	struct why why;

	ATF_CHECK_INTEQ(-EIO, set_by_list(&why, "%s\n", "one"));
	ATF_CHECK_STREQ("one", why.text);
}

ATF_TC_WITHOUT_HEAD(nobody_need_ask_why);
ATF_TC_BODY(nobody_need_ask_why, tc)
{
	ATF_CHECK_INTEQ(-EIO, set_by_list(NULL, "%s", ""));
	ATF_CHECK_INTEQ(-EIO, why_set(NULL, EIO, "%s", ""));
	ATF_CHECK(!why_differs(NULL, "%s", ""));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, a_failing_leaf_is_one_statement);
	ATF_TP_ADD_TC(tp, a_difference_is_false);
	ATF_TP_ADD_TC(tp, a_reason_is_one_line);
	ATF_TP_ADD_TC(tp, a_long_reason_is_cut);
	ATF_TP_ADD_TC(tp, a_list_of_arguments_does_as_well);
	ATF_TP_ADD_TC(tp, nobody_need_ask_why);
	return atf_no_error();
}
