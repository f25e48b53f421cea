// SPDX-License-Identifier: GPL-2.0-only
#include "harness/kernel/change.h"

#include "harness/base/tests/check.h"

static const struct kernel_change change = {
	"0123456789ab",
	"a test",
	KERNEL(7, 1),
	{ STABLE(6, 1, 132), STABLE(7, 0, 7) },
};

ATF_TC_WITHOUT_HEAD(mainline_has_it_from_one_release_on);
ATF_TC_BODY(mainline_has_it_from_one_release_on, tc)
{
	ATF_CHECK(kernel_has(&change, KERNEL(7, 1)));
	ATF_CHECK(kernel_has(&change, STABLE(7, 1, 1)));
	ATF_CHECK(kernel_has(&change, STABLE(7, 3, 4)));
	ATF_CHECK(!kernel_has(&change, KERNEL(7, 0)));
}

ATF_TC_WITHOUT_HEAD(a_stable_series_has_it_to_its_end);
ATF_TC_BODY(a_stable_series_has_it_to_its_end, tc)
{
	ATF_CHECK(!kernel_has(&change, STABLE(6, 1, 131)));
	ATF_CHECK(kernel_has(&change, STABLE(6, 1, 132)));
	ATF_CHECK(kernel_has(&change, STABLE(6, 1, 9999)));
	ATF_CHECK(!kernel_has(&change, STABLE(7, 0, 6)));
	ATF_CHECK(kernel_has(&change, STABLE(7, 0, 7)));
	ATF_CHECK(kernel_has(&change, STABLE(7, 0, 9)));
}

ATF_TC_WITHOUT_HEAD(another_series_is_without_it);
ATF_TC_BODY(another_series_is_without_it, tc)
{
	ATF_CHECK(!kernel_has(&change, STABLE(6, 2, 200)));
	ATF_CHECK(!kernel_has(&change, STABLE(6, 12, 132)));
	ATF_CHECK(!kernel_has(&change, KERNEL(5, 10)));
	ATF_CHECK(!kernel_has(&change, STABLE(5, 10, 300)));
}

/* All eight places taken: there is no end mark. */
ATF_TC_WITHOUT_HEAD(a_full_row_is_read_to_its_end);
ATF_TC_BODY(a_full_row_is_read_to_its_end, tc)
{
	static const struct kernel_change full = {
		"0123456789ab",
		"a test",
		KERNEL(7, 1),
		{ STABLE(5, 4, 1), STABLE(5, 10, 1), STABLE(5, 15, 1), STABLE(6, 1, 1),
		  STABLE(6, 6, 1), STABLE(6, 12, 1), STABLE(6, 18, 1), STABLE(7, 0, 1) },
	};

	ATF_CHECK(kernel_has(&full, STABLE(7, 0, 1)));
	ATF_CHECK(!kernel_has(&full, KERNEL(7, 0)));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, mainline_has_it_from_one_release_on);
	ATF_TP_ADD_TC(tp, a_stable_series_has_it_to_its_end);
	ATF_TP_ADD_TC(tp, another_series_is_without_it);
	ATF_TP_ADD_TC(tp, a_full_row_is_read_to_its_end);
	return atf_no_error();
}
