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
	CHECK_TEXT(expected, text);
	json_decref(one);
}

static void test_says(void)
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
	CHECK_TEXT("", text);
	one = record("PASS", "TCP_ABORT_ON_CLOSE", "CLOSE", "R");
	record_says(one, text, sizeof(text));
	CHECK_TEXT("TCP_ABORT", text);
	json_decref(one);
	json_decref(empty);
}

static void test_verdicts(void)
{
	json_t *one = record("PASS", "A", "X", "R");

	CHECK(record_verdict(one) == VERDICT_PASS);
	json_object_set_new(one, "deviation", json_string("reason: expected A, got B"));
	CHECK(record_verdict(one) == VERDICT_KNOWN);
	json_object_set_new(one, "verdict", json_string("FAIL"));
	CHECK(record_verdict(one) == VERDICT_FAIL);
	json_object_set_new(one, "verdict", json_string("FINE"));
	CHECK(record_verdict(one) == VERDICTS);
	json_object_set_new(one, "verdict", json_integer(1));
	CHECK(record_verdict(one) == VERDICTS);
	CHECK(verdict_is_bad(VERDICT_FAIL) && verdict_is_bad(VERDICT_INFRA));
	CHECK(!verdict_is_bad(VERDICT_KNOWN) && !verdict_is_bad(VERDICT_NA));
	json_decref(one);
}

static void test_changes(void)
{
	json_t *before = record("PASS", "A", "X", "R");
	json_t *after = record("PASS", "B", "X", "R.");
	char text[100];

	CHECK(!record_changes(before, before));
	CHECK(record_changes(before, after) == (1U << ORACLE_REASON | 1U << ORACLE_WIRE));
	json_object_set_new(after, "verdict", json_string("FAIL"));
	record_changes_text(record_changes(before, after), text, sizeof(text));
	CHECK_TEXT("verdict, reason, wire", text);
	json_object_set_new(after, "observed", json_object());
	CHECK(record_changes(before, after) == CHANGED_VERDICT);
	json_decref(before);
	json_decref(after);
}

/*
 * A timestamp that the expectation leaves open is no difference, neither here nor between kernels.
 */
static void test_open(void)
{
	json_t *before = record("PASS", "A", "X", "R <TS val 4711 ecr 1>");
	json_t *after = record("PASS", "A", "X", "R <TS val 12 ecr 1>");
	json_t *expected = json_pack("{s:s, s:s, s:s}", "reason", "A", "state", "Y", "wire",
				     "R <TS val * ecr 1>");

	json_object_set(before, "expected", expected);
	json_object_set(after, "expected", expected);
	CHECK(!record_changes(before, after));
	CHECK_TEXT("R <TS val * ecr 1>", record_oracle(after, SIDE_OBSERVED, ORACLE_WIRE));
	CHECK(!record_differs(after, ORACLE_WIRE) && !record_differs(after, ORACLE_REASON));
	CHECK(record_differs(after, ORACLE_STATE));
	json_object_set_new(json_object_get(after, "observed"), "wire",
			    json_string("R <TS val 12 ecr 2>"));
	CHECK(record_changes(before, after) == 1U << ORACLE_WIRE);
	CHECK_TEXT("R <TS val 12 ecr 2>", record_oracle(after, SIDE_OBSERVED, ORACLE_WIRE));
	json_decref(expected);
	json_decref(before);
	json_decref(after);
}

int main(void)
{
	test_open();
	test_says();
	test_verdicts();
	test_changes();
	return 0;
}
