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
	CHECK(plan_count(plan) == 3);
}

static void next(size_t count, bool one_by_one)
{
	free(boot.cases);
	CHECK(plan_next(plan, &boot));
	CHECK(boot.count == count);
	CHECK(boot.one_by_one == one_by_one);
}

static void nothing_left(void)
{
	free(boot.cases);
	CHECK(!plan_next(plan, &boot));
	boot.cases = NULL;
}

static void passes(const char *name)
{
	json_t *document = json_pack("{s:s, s:s, s:{}}", "case", name, "verdict", "PASS", "detail");
	json_t *kept = plan_take(plan, &boot, document);

	CHECK(kept && !json_object_get(kept, "detail"));
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
static void test_crash_alone(void)
{
	begin();
	next(3, false);
	passes("close_unread_data_v4");
	ends(GUEST_CRASH, "listener_ack_v4", "kernel: BUG: at x");
	CHECK_TEXT("listener_ack_v4 CRASH kernel: BUG: at x", last);
	next(1, false);
	passes("close_unread_data_v6");
	ends(GUEST_OK, "", "");
	nothing_left();
	CHECK(made == 1 && !*plan_complaint(plan));
}

/* Of two, each runs by itself; the rest after them. */
static void test_crash_together(void)
{
	begin();
	next(3, false);
	ends(GUEST_TIMEOUT, "listener_ack_v4 close_unread_data_v6", "no record");
	CHECK(!made);
	next(2, true);
	passes("close_unread_data_v6");
	ends(GUEST_TIMEOUT, "listener_ack_v4", "no record");
	CHECK_TEXT("listener_ack_v4 TIMEOUT no record", last);
	next(1, false);
	passes("close_unread_data_v4");
	ends(GUEST_OK, "", "");
	nothing_left();
	CHECK(!*plan_complaint(plan));
}

/* None of the suspects does it again: the kernel's complaint is not forgotten. */
static void test_crash_of_nobody(void)
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
	CHECK_TEXT("kernel: WARNING: y", plan_complaint(plan));
}

/* A warning does not end the guest: who had passed is blamed all the same. */
static void test_warning(void)
{
	begin();
	next(3, false);
	passes("close_unread_data_v4");
	passes("close_unread_data_v6");
	passes("listener_ack_v4");
	ends(GUEST_CRASH, "close_unread_data_v6", "kernel: WARNING: z");
	CHECK_TEXT("close_unread_data_v6 CRASH kernel: WARNING: z", last);
	nothing_left();
	CHECK(plan_done(plan) == 3);
}

static void test_never_boots(void)
{
	begin();
	next(3, false);
	ends(GUEST_INFRA, "", "PID 1 did not report in time");
	CHECK(made == 3);
	CHECK_TEXT("listener_ack_v4 INFRA PID 1 did not report in time", last);
	nothing_left();
	/* One that comes up and dies at once is tried twice. */
	begin();
	next(3, false);
	ends(GUEST_CRASH, "", "kernel: early");
	CHECK(!made);
	next(3, false);
	ends(GUEST_CRASH, "", "kernel: early");
	CHECK(made == 3);
	CHECK_TEXT("listener_ack_v4 CRASH kernel: early", last);
	nothing_left();
}

/* What waits for minutes comes last, in a guest that is given the time. */
static void test_slow(void)
{
	static char *const slow_globs[] = { (char *)"close_unread_data_v4",
					    (char *)"mptcp_close_timeout_*" };
	struct plan_options options = { .globs = slow_globs, .count = 2, .slow = true };

	plan_free(plan);
	plan = plan_new(&options);
	next(1, false);
	CHECK(!boot.slow && boot.timeout == 120);
	passes("close_unread_data_v4");
	ends(GUEST_OK, "", "");
	next(plan_count(plan) - 1, false);
	CHECK(boot.slow && boot.timeout == 600);
}

static void test_cancelled(void)
{
	begin();
	next(3, false);
	passes("listener_ack_v4");
	ends(GUEST_CANCELLED, "close_unread_data_v6", "cancelled");
	CHECK(!made);
	next(2, false);
}

int main(void)
{
	test_crash_alone();
	test_crash_together();
	test_crash_of_nobody();
	test_warning();
	test_never_boots();
	test_cancelled();
	test_slow();
	free(boot.cases);
	plan_free(plan);
	return 0;
}
