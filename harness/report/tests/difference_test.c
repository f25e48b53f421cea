// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/array.h"
#include "harness/base/tests/check.h"
#include "harness/report/difference.h"
#include "harness/report/tests/sample.h"

/* What rstlab diff prints; it must be freed. */
static char *printed(const json_t *base, const json_t *head, bool *empty)
{
	struct difference difference;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ATF_REQUIRE(out);
	ATF_REQUIRE_INTEQ(0, difference_make(&difference, base, head));
	difference_print(&difference, "a.json", "b.json", out);
	*empty = difference_is_empty(&difference);
	difference_free(&difference);
	fclose(out);
	return text;
}

static void differs(const json_t *base, const json_t *head, const char *expected)
{
	bool empty;
	char *text = printed(base, head, &empty);

	ATF_CHECK_STREQ(expected, text);
	ATF_CHECK_INTEQ(!*expected, empty);
	free(text);
}

/* Each field for itself is noticed, and nothing else is. */
ATF_TC_WITHOUT_HEAD(each_field_is_noticed_by_itself);
ATF_TC_BODY(each_field_is_noticed_by_itself, tc)
{
	static const char *const fields[] = { "reason", "state", "event", "wire",
					      "via",	"mib",	 "errno" };
	json_t *base = sample_results("6.12", 0);
	json_t *head = sample_results("6.12", 0);
	json_t *observed = json_object_get(sample_case(head, "close_unread_data_v4"), "observed");
	char expected[300];
	json_t *before;
	size_t i;

	differs(base, head, "");
	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		before = json_incref(json_object_get(observed, fields[i]));
		json_object_set_new(observed, fields[i], json_string("other"));
		snprintf(expected, sizeof(expected), "close_unread_data_v4: %s %s -> other\n",
			 fields[i], json_string_value(before));
		differs(base, head, expected);
		json_object_set_new(observed, fields[i], before);
	}
	json_decref(base);
	json_decref(head);
}

ATF_TC_WITHOUT_HEAD(verdicts_are_compared_with_their_reasons);
ATF_TC_BODY(verdicts_are_compared_with_their_reasons, tc)
{
	json_t *base = sample_results("6.12", 0);
	json_t *head = sample_results("6.12", 0);
	json_t *record = sample_case(head, "listener_ack_v6");

	json_object_set_new(record, "verdict", json_string("SKIP"));
	json_object_set_new(record, "why", json_string("needs\nCONFIG_X"));
	json_object_set_new(record, "observed", json_object());
	differs(base, head, "listener_ack_v6: verdict PASS -> SKIP (needs CONFIG_X)\n");
	json_object_del(sample_case(head, "established_disconnect_v4"), "deviation");
	differs(base, head,
		"established_disconnect_v4: verdict KNOWN (known deviation: errno) -> PASS "
		"(known deviation: errno)\n"
		"listener_ack_v6: verdict PASS -> SKIP (needs CONFIG_X)\n");
	json_decref(base);
	json_decref(head);
}

ATF_TC_WITHOUT_HEAD(a_case_of_one_side_only_is_named);
ATF_TC_BODY(a_case_of_one_side_only_is_named, tc)
{
	json_t *base = sample_results("6.12", 0);
	json_t *head = sample_results("6.12", 1);
	bool empty;
	char *text;

	text = printed(base, head, &empty);
	ATF_CHECK_STREQ("close_unread_data_variant_1_v4: only in b.json (PASS)\n"
			"close_unread_data_variant_1_v6: only in b.json (PASS)\n",
			text);
	ATF_CHECK(!empty);
	free(text);
	text = printed(head, base, &empty);
	CHECK_HAS("close_unread_data_variant_1_v4: only in a.json (PASS)\n", text);
	free(text);
	json_decref(base);
	json_decref(head);
}

ATF_TC_WITHOUT_HEAD(the_document_counts_the_same);
ATF_TC_BODY(the_document_counts_the_same, tc)
{
	json_t *base = sample_results("6.1", 0);
	json_t *head = sample_results("6.12", 0);
	struct difference difference;
	const json_t *change;
	json_t *document;
	size_t i, reasons = 0;

	ATF_REQUIRE_INTEQ(0, difference_make(&difference, base, head));
	document = difference_json(&difference, base, head);
	ATF_REQUIRE(document);
	json_array_foreach(json_object_get(document, "changes"), i, change)
		reasons += !strcmp(json_string_value(json_object_get(change, "field")), "reason");
	/* All but the case without RST. */
	ATF_CHECK_INTEQ(16, reasons);
	ATF_CHECK_INTEQ(16, difference.changed);
	ATF_CHECK_INTEQ(18, difference.compared);
	json_decref(document);
	difference_free(&difference);
	json_decref(base);
	json_decref(head);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, each_field_is_noticed_by_itself);
	ATF_TP_ADD_TC(tp, verdicts_are_compared_with_their_reasons);
	ATF_TP_ADD_TC(tp, a_case_of_one_side_only_is_named);
	ATF_TP_ADD_TC(tp, the_document_counts_the_same);
	return atf_no_error();
}
