// SPDX-License-Identifier: GPL-2.0-only
/* Which kernel says what of a RST, before and after each of the two changes. */
#include "harness/expect/reason.h"

#include "harness/base/array.h"
#include "harness/base/tests/check.h"
#include "harness/expect/cause.h"
#include "harness/kernel/version.h"

static const struct cause active = { .emitter = ACTIVE, .reason = "TCP_STATE" };
static const struct cause passive = { .emitter = PASSIVE, .reason = "TCP_FLAGS" };
static const struct cause untraced = { .emitter = UNTRACED };

static const struct {
	const struct cause *cause;
	const char *state;
	const char *v6_9, *v6_10, *v6_11, *v6_12;
} rows[] = {
	{ &active, "CLOSE", "n/a", "NOT_SPECIFIED", "NOT_SPECIFIED", "TCP_STATE" },
	{ &passive, "LISTEN", "n/a", "TCP_FLAGS", "TCP_FLAGS", "TCP_FLAGS" },
	{ &passive, "-", "not traced", "TCP_FLAGS", "TCP_FLAGS", "TCP_FLAGS" },
	{ &passive, "TIME_WAIT", "not traced", "TCP_FLAGS", "TCP_FLAGS", "TCP_FLAGS" },
	{ &untraced, "-", "not traced", "not traced", "not traced", "not traced" },
};

static void check_reason(const char *expected, size_t i, unsigned int kernel)
{
	const char *reason = reason_given(rows[i].cause, rows[i].state, kernel);

	ATF_CHECK_STREQ(expected, reason);
	ATF_CHECK_INTEQ(strcmp(reason, "not traced") != 0,
			reason_is_traced(rows[i].cause, rows[i].state, kernel));
}

ATF_TC_WITHOUT_HEAD(a_kernel_says_what_it_knows_of_a_cause);
ATF_TC_BODY(a_kernel_says_what_it_knows_of_a_cause, tc)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		check_reason(rows[i].v6_9, i, KERNEL(5, 10));
		check_reason(rows[i].v6_9, i, STABLE(6, 9, 12));
		check_reason(rows[i].v6_10, i, KERNEL(6, 10));
		check_reason(rows[i].v6_11, i, STABLE(6, 11, 11));
		check_reason(rows[i].v6_12, i, KERNEL(6, 12));
		check_reason(rows[i].v6_12, i, KERNEL(7, 3));
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, a_kernel_says_what_it_knows_of_a_cause);
	return atf_no_error();
}
