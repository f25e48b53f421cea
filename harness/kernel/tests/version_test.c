// SPDX-License-Identifier: GPL-2.0-only
#include "harness/kernel/version.h"

#include "harness/base/tests/check.h"

ATF_TC_WITHOUT_HEAD(releases_are_ordered_as_numbers);
ATF_TC_BODY(releases_are_ordered_as_numbers, tc)
{
	ATF_CHECK_INTEQ(STABLE(5, 10, 262), kernel_parse("5.10.262-cloud"));
	ATF_CHECK_INTEQ(KERNEL(7, 3), kernel_parse("7.3-rc1"));
	ATF_CHECK_INTEQ(KERNEL(6, 12), kernel_parse("6.12"));
	ATF_CHECK(kernel_parse("6.9.1") < kernel_parse("6.10"));
	ATF_CHECK(kernel_parse("6.1.300") < KERNEL(6, 2));
	ATF_CHECK(kernel_parse("6.1.9") < kernel_parse("6.1.10"));
}

ATF_TC_WITHOUT_HEAD(what_is_no_release_is_0);
ATF_TC_BODY(what_is_no_release_is_0, tc)
{
	ATF_CHECK_INTEQ(0, kernel_parse("linux"));
	ATF_CHECK_INTEQ(0, kernel_parse("6"));
	ATF_CHECK_INTEQ(0, kernel_parse(""));
}

static void expect_name(const char *expected, unsigned int version)
{
	char name[32];

	ATF_CHECK_STREQ(expected, kernel_name(version, name, sizeof(name)));
}

/* Its maker says elsewhere what a distribution's kernel is. */
ATF_TC_WITHOUT_HEAD(debian_says_the_release_in_its_version);
ATF_TC_BODY(debian_says_the_release_in_its_version, tc)
{
	expect_name("6.1.192",
		    kernel_of("6.1.0-56-cloud-amd64",
			      "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-1 (2026-11-02)", NULL));
	expect_name("6.12.118", kernel_of("6.12.118+deb13-amd64", "#1 SMP Debian 6.12.118-1", ""));
	/* Of backports too. */
	expect_name("6.12.57",
		    kernel_of("6.12.57+deb12-amd64", "#1 SMP Debian 6.12.57-1~bpo12+1", NULL));
}

ATF_TC_WITHOUT_HEAD(ubuntu_says_the_release_in_its_signature);
ATF_TC_BODY(ubuntu_says_the_release_in_its_signature, tc)
{
	expect_name("5.15.131", kernel_of("5.15.0-91-generic", "#101-Ubuntu SMP",
					  "Ubuntu 5.15.0-91.101-generic 5.15.131\n"));
	/* Without the signature there is nothing better than the name. */
	expect_name("5.15", kernel_of("5.15.0-91-generic", "#101-Ubuntu SMP", NULL));
	expect_name("5.15", kernel_of("5.15.0-91-generic", "#101-Ubuntu SMP", ""));
}

/* A kernel of one's own on such a system keeps what it says of itself. */
ATF_TC_WITHOUT_HEAD(another_series_is_not_believed);
ATF_TC_BODY(another_series_is_not_believed, tc)
{
	expect_name("6.18.44", kernel_of("6.18.44", "#1 SMP", ""));
	expect_name("7.1.2", kernel_of("7.1.2", "#1 SMP Debian 6.1.192-1", NULL));
	expect_name("7.1.2",
		    kernel_of("7.1.2", "#1 SMP", "Ubuntu 5.15.0-91.101-generic 5.15.131\n"));
	expect_name("6.0.9", kernel_of("6.0.9", "#1 SMP Debian 6.1.192-1", NULL));
	/* Nor an older one of the same series. */
	expect_name("6.1.192", kernel_of("6.1.192", "#1 SMP Debian 6.1.190-1", NULL));
}

ATF_TC_WITHOUT_HEAD(a_name_has_a_stable_release_or_none);
ATF_TC_BODY(a_name_has_a_stable_release_or_none, tc)
{
	expect_name("6.12", KERNEL(6, 12));
	expect_name("5.10.262", STABLE(5, 10, 262));
	expect_name("7.255.65535", STABLE(7, 255, 65535));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, releases_are_ordered_as_numbers);
	ATF_TP_ADD_TC(tp, what_is_no_release_is_0);
	ATF_TP_ADD_TC(tp, debian_says_the_release_in_its_version);
	ATF_TP_ADD_TC(tp, ubuntu_says_the_release_in_its_signature);
	ATF_TP_ADD_TC(tp, another_series_is_not_believed);
	ATF_TP_ADD_TC(tp, a_name_has_a_stable_release_or_none);
	return atf_no_error();
}
