// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/kernel/apt.h"

#include "harness/base/array.h"
#include "harness/base/tests/check.h"

/* deb-version(7) */
ATF_TC_WITHOUT_HEAD(versions_are_ordered_as_dpkg_orders_them);
ATF_TC_BODY(versions_are_ordered_as_dpkg_orders_them, tc)
{
	static const struct {
		const char *lower, *higher;
	} pairs[] = {
		{ "6.12.117-1~deb12u1", "6.12.117-1" },
		{ "6.12.9-1", "6.12.10-1" },
		{ "6.1.192-1", "6.1.192-2" },
		{ "7.2.12-1~bpo13+1", "7.2.13-1" },
		{ "1.0~rc1", "1.0" },
		{ "1.0", "1.0a" },
		{ "1.0a", "1.0+" },
	};
	const char *lower, *higher;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(pairs); i++) {
		lower = pairs[i].lower;
		higher = pairs[i].higher;
		ATF_CHECK_INTEQ_MSG(-1, apt_version_compare(lower, higher), "%s, %s", lower,
				    higher);
		ATF_CHECK_INTEQ_MSG(1, apt_version_compare(higher, lower), "%s, %s", higher, lower);
		ATF_CHECK_INTEQ_MSG(0, apt_version_compare(lower, lower), "%s", lower);
	}
	ATF_CHECK_INTEQ(0, apt_version_compare("1.01", "1.1"));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, versions_are_ordered_as_dpkg_orders_them);
	return atf_no_error();
}
