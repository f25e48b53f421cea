// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/tests/check.h"
#include "harness/report/record.h"

static json_t *record(const char *verdict, const char *reason, const char *state, const char *wire)
{
	return json_pack("{s:s, s:s, s:{s:s, s:s, s:s}}", "case", "a_v4", "verdict", verdict,
			 "observed", "reason", reason, "state", state, "wire", wire);
}

static void says(const char *expected, const char *reason, const char *state, const char *wire)
{
	json_t *one = record("PASS", reason, state, wire);
	char text[200];

	record_says(one, text, sizeof(text));
	ATF_CHECK_STREQ(expected, text);
	json_decref(one);
}

ATF_TC_WITHOUT_HEAD(a_record_is_said_in_few_words);
ATF_TC_BODY(a_record_is_said_in_few_words, tc)
{
	char text[10] = "x";
	json_t *empty = json_object();
	json_t *one;

	says("TCP_STATE @CLOSE", "TCP_STATE", "CLOSE", "R. 1:1(0) ack 1");
	says("no reason @CLOSE", "n/a", "CLOSE", "R. 1:1(0) ack 1");
	says("RST not traced", "not traced", "not traced", "R 1:1(0)");
	says("no RST", "none", "none", "none");
	says("TCP_STATE @CLOSE, not on the wire", "TCP_STATE", "CLOSE", "none");
	says("TCP_STATE @CLOSE x2", "TCP_STATE then TCP_STATE", "CLOSE then CLOSE", "R then R");
	says("A @X, then B @Y", "A then B", "X then Y", "R then R");
	says("A @X, then A @", "A then A", "X", "R then R");
	record_says(empty, text, sizeof(text));
	ATF_CHECK_STREQ("", text);
	one = record("PASS", "TCP_ABORT_ON_CLOSE", "CLOSE", "R");
	record_says(one, text, sizeof(text));
	ATF_CHECK_STREQ("TCP_ABORT", text);
	json_decref(one);
	json_decref(empty);
}

ATF_TC_WITHOUT_HEAD(a_deviation_makes_a_pass_known);
ATF_TC_BODY(a_deviation_makes_a_pass_known, tc)
{
	json_t *one = record("PASS", "A", "X", "R");

	ATF_CHECK_INTEQ(VERDICT_PASS, record_verdict(one));
	json_object_set_new(one, "deviation", json_string("reason: expected A, got B"));
	ATF_CHECK_INTEQ(VERDICT_KNOWN, record_verdict(one));
	json_object_set_new(one, "verdict", json_string("FAIL"));
	ATF_CHECK_INTEQ(VERDICT_FAIL, record_verdict(one));
	json_object_set_new(one, "verdict", json_string("FINE"));
	ATF_CHECK_INTEQ(VERDICTS, record_verdict(one));
	json_object_set_new(one, "verdict", json_integer(1));
	ATF_CHECK_INTEQ(VERDICTS, record_verdict(one));
	ATF_CHECK(verdict_is_bad(VERDICT_FAIL));
	ATF_CHECK(verdict_is_bad(VERDICT_INFRA));
	ATF_CHECK(!verdict_is_bad(VERDICT_KNOWN));
	ATF_CHECK(!verdict_is_bad(VERDICT_NA));
	json_decref(one);
}

ATF_TC_WITHOUT_HEAD(what_changed_is_named);
ATF_TC_BODY(what_changed_is_named, tc)
{
	json_t *before = record("PASS", "A", "X", "R");
	json_t *after = record("PASS", "B", "X", "R.");
	char text[100];

	ATF_CHECK(!record_changes(before, before));
	ATF_CHECK_INTEQ(1U << ORACLE_REASON | 1U << ORACLE_WIRE, record_changes(before, after));
	json_object_set_new(after, "verdict", json_string("FAIL"));
	record_changes_text(record_changes(before, after), text, sizeof(text));
	ATF_CHECK_STREQ("verdict, reason, wire", text);
	json_object_set_new(after, "observed", json_object());
	ATF_CHECK_INTEQ(CHANGED_VERDICT, record_changes(before, after));
	json_decref(before);
	json_decref(after);
}

/*
 * A timestamp that the expectation leaves open is no difference, neither here nor between kernels.
 */
ATF_TC_WITHOUT_HEAD(what_the_expectation_leaves_open_is_no_difference);
ATF_TC_BODY(what_the_expectation_leaves_open_is_no_difference, tc)
{
	json_t *before = record("PASS", "A", "X", "R <TS val 4711 ecr 1>");
	json_t *after = record("PASS", "A", "X", "R <TS val 12 ecr 1>");
	json_t *expected = json_pack("{s:s, s:s, s:s}", "reason", "A", "state", "Y", "wire",
				     "R <TS val * ecr 1>");

	json_object_set(before, "expected", expected);
	json_object_set(after, "expected", expected);
	ATF_CHECK(!record_changes(before, after));
	ATF_CHECK_STREQ("R <TS val * ecr 1>", record_oracle(after, SIDE_OBSERVED, ORACLE_WIRE));
	ATF_CHECK(!record_differs(after, ORACLE_WIRE));
	ATF_CHECK(!record_differs(after, ORACLE_REASON));
	ATF_CHECK(record_differs(after, ORACLE_STATE));
	json_object_set_new(json_object_get(after, "observed"), "wire",
			    json_string("R <TS val 12 ecr 2>"));
	ATF_CHECK_INTEQ(1U << ORACLE_WIRE, record_changes(before, after));
	ATF_CHECK_STREQ("R <TS val 12 ecr 2>", record_oracle(after, SIDE_OBSERVED, ORACLE_WIRE));
	json_decref(expected);
	json_decref(before);
	json_decref(after);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, a_record_is_said_in_few_words);
	ATF_TP_ADD_TC(tp, a_deviation_makes_a_pass_known);
	ATF_TP_ADD_TC(tp, what_changed_is_named);
	ATF_TP_ADD_TC(tp, what_the_expectation_leaves_open_is_no_difference);
	return atf_no_error();
}
