// SPDX-License-Identifier: GPL-2.0-only
#include "harness/matrix/plan.h"

#include "harness/base/tests/check.h"
#include "harness/guest/boot/guest.h"

static char *const globs[] = { (char *)"close_unread_data_v4", (char *)"close_unread_data_v6",
			       (char *)"listener_ack_v4" };

static struct plan *plan;
static struct plan_boot boot;
static char last[400]; /* "CASE VERDICT why" of the document that was made last */
static int made;

static void keep(json_t *document, void *data)
{
	(void)data;
	made++;
	snprintf(last, sizeof(last), "%s %s %s",
		 json_string_value(json_object_get(document, "case")),
		 json_string_value(json_object_get(document, "verdict")),
		 json_string_value(json_object_get(document, "why")));
}

static void begin(void)
{
	const struct plan_options options = { .globs = globs, .count = 3 };

	plan_free(plan);
	plan = plan_new(&options);
	made = 0;
	ATF_CHECK_INTEQ(3, plan_count(plan));
}

static void next(size_t count, bool one_by_one)
{
	free(boot.cases);
	ATF_REQUIRE(plan_next(plan, &boot));
	ATF_CHECK_INTEQ(count, boot.count);
	ATF_CHECK_INTEQ(one_by_one, boot.one_by_one);
}

static void nothing_left(void)
{
	free(boot.cases);
	ATF_CHECK(!plan_next(plan, &boot));
	boot.cases = NULL;
}

static void passes(const char *name)
{
	json_t *document = json_pack("{s:s, s:s, s:{}}", "case", name, "verdict", "PASS", "detail");
	json_t *kept = plan_take(plan, &boot, document);

	ATF_REQUIRE(kept);
	ATF_CHECK(!json_object_get(kept, "detail"));
	json_decref(document);
}

static void ends(enum guest_result result, const char *running, const char *why)
{
	static struct guest_verdict verdict;

	memset(&verdict, 0, sizeof(verdict));
	verdict.result = result;
	snprintf(verdict.running, sizeof(verdict.running), "%s", running);
	snprintf(verdict.why, sizeof(verdict.why), "%s", why);
	plan_conclude(plan, &boot, &verdict, keep, NULL);
}

/* Who ran alone is to blame; the others run again, in another guest. */
ATF_TC_WITHOUT_HEAD(who_ran_alone_is_blamed_for_a_crash);
ATF_TC_BODY(who_ran_alone_is_blamed_for_a_crash, tc)
{
	begin();
	next(3, false);
	passes("close_unread_data_v4");
	ends(GUEST_CRASH, "listener_ack_v4", "kernel: BUG: at x");
	ATF_CHECK_STREQ("listener_ack_v4 CRASH kernel: BUG: at x", last);
	next(1, false);
	passes("close_unread_data_v6");
	ends(GUEST_OK, "", "");
	nothing_left();
	ATF_CHECK_INTEQ(1, made);
	ATF_CHECK(!*plan_complaint(plan));
}

/* Of two, each runs by itself; the rest after them. */
ATF_TC_WITHOUT_HEAD(two_suspects_run_again_one_by_one);
ATF_TC_BODY(two_suspects_run_again_one_by_one, tc)
{
	begin();
	next(3, false);
	ends(GUEST_TIMEOUT, "listener_ack_v4 close_unread_data_v6", "no record");
	ATF_CHECK(!made);
	next(2, true);
	passes("close_unread_data_v6");
	ends(GUEST_TIMEOUT, "listener_ack_v4", "no record");
	ATF_CHECK_STREQ("listener_ack_v4 TIMEOUT no record", last);
	next(1, false);
	passes("close_unread_data_v4");
	ends(GUEST_OK, "", "");
	nothing_left();
	ATF_CHECK(!*plan_complaint(plan));
}

/* None of the suspects does it again: the kernel's complaint is not forgotten. */
ATF_TC_WITHOUT_HEAD(a_crash_that_nobody_repeats_is_remembered);
ATF_TC_BODY(a_crash_that_nobody_repeats_is_remembered, tc)
{
	begin();
	next(3, false);
	passes("close_unread_data_v4");
	ends(GUEST_CRASH, "listener_ack_v4 close_unread_data_v6", "kernel: WARNING: y");
	next(2, true);
	passes("close_unread_data_v6");
	passes("listener_ack_v4");
	ends(GUEST_OK, "", "");
	nothing_left();
	ATF_CHECK_STREQ("kernel: WARNING: y", plan_complaint(plan));
}

/* A warning does not end the guest: who had passed is blamed all the same. */
ATF_TC_WITHOUT_HEAD(a_warning_is_blamed_on_a_case_that_had_passed);
ATF_TC_BODY(a_warning_is_blamed_on_a_case_that_had_passed, tc)
{
	begin();
	next(3, false);
	passes("close_unread_data_v4");
	passes("close_unread_data_v6");
	passes("listener_ack_v4");
	ends(GUEST_CRASH, "close_unread_data_v6", "kernel: WARNING: z");
	ATF_CHECK_STREQ("close_unread_data_v6 CRASH kernel: WARNING: z", last);
	nothing_left();
	ATF_CHECK_INTEQ(3, plan_done(plan));
}

ATF_TC_WITHOUT_HEAD(a_guest_that_never_boots_ends_all_cases);
ATF_TC_BODY(a_guest_that_never_boots_ends_all_cases, tc)
{
	begin();
	next(3, false);
	ends(GUEST_INFRA, "", "PID 1 did not report in time");
	ATF_CHECK_INTEQ(3, made);
	ATF_CHECK_STREQ("listener_ack_v4 INFRA PID 1 did not report in time", last);
	nothing_left();
}

ATF_TC_WITHOUT_HEAD(a_guest_that_dies_at_once_is_tried_twice);
ATF_TC_BODY(a_guest_that_dies_at_once_is_tried_twice, tc)
{
	begin();
	next(3, false);
	ends(GUEST_CRASH, "", "kernel: early");
	ATF_CHECK(!made);
	next(3, false);
	ends(GUEST_CRASH, "", "kernel: early");
	ATF_CHECK_INTEQ(3, made);
	ATF_CHECK_STREQ("listener_ack_v4 CRASH kernel: early", last);
	nothing_left();
}

/* What waits for minutes comes last, in a guest that is given the time. */
ATF_TC_WITHOUT_HEAD(slow_cases_come_last_in_a_guest_that_has_the_time);
ATF_TC_BODY(slow_cases_come_last_in_a_guest_that_has_the_time, tc)
{
	static char *const slow_globs[] = { (char *)"close_unread_data_v4",
					    (char *)"mptcp_close_timeout_*" };
	struct plan_options options = { .globs = slow_globs, .count = 2, .slow = true };

	plan_free(plan);
	plan = plan_new(&options);
	next(1, false);
	ATF_CHECK(!boot.slow);
	ATF_CHECK_INTEQ(120, boot.timeout);
	passes("close_unread_data_v4");
	ends(GUEST_OK, "", "");
	next(plan_count(plan) - 1, false);
	ATF_CHECK(boot.slow);
	ATF_CHECK_INTEQ(600, boot.timeout);
}

ATF_TC_WITHOUT_HEAD(a_cancelled_boot_blames_nobody);
ATF_TC_BODY(a_cancelled_boot_blames_nobody, tc)
{
	begin();
	next(3, false);
	passes("listener_ack_v4");
	ends(GUEST_CANCELLED, "close_unread_data_v6", "cancelled");
	ATF_CHECK(!made);
	next(2, false);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, who_ran_alone_is_blamed_for_a_crash);
	ATF_TP_ADD_TC(tp, two_suspects_run_again_one_by_one);
	ATF_TP_ADD_TC(tp, a_crash_that_nobody_repeats_is_remembered);
	ATF_TP_ADD_TC(tp, a_warning_is_blamed_on_a_case_that_had_passed);
	ATF_TP_ADD_TC(tp, a_guest_that_never_boots_ends_all_cases);
	ATF_TP_ADD_TC(tp, a_guest_that_dies_at_once_is_tried_twice);
	ATF_TP_ADD_TC(tp, slow_cases_come_last_in_a_guest_that_has_the_time);
	ATF_TP_ADD_TC(tp, a_cancelled_boot_blames_nobody);
	return atf_no_error();
}
