// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which calls were reached, which cannot be, which are open; and what changed between two kernels.
 */
#include "harness/report/coverage.h"

#include <string.h>

#include "harness/base/tests/check.h"

static json_t *site(const char *name, const char *kind, const char *emitter)
{
	return json_pack("{s:s, s:s, s:s}", "site", name, "kind", kind, "emitter", emitter);
}

/* tcp_check_req() was called by pointer. */
static json_t *results(const char *release)
{
	json_t *sites = json_pack(
		"[o, o, o, o, o, o, o, o, o]",
		site("tcp_disconnect+0x10", "call", "tcp_send_active_reset"),
		site("tcp_new_path+0x20", "call", "tcp_send_active_reset"),
		site("tcp_v4_rcv+0x30", "call", "tcp_v4_send_reset"),
		site("tcp_v4_rcv+0x40", "call", "tcp_v4_send_reset"),
		site("reject_tg+0x50", "call", "nf_send_reset"),
		site("tcp_v4_do_rcv+0x60", "tail jump", "tcp_v4_send_reset"),
		site("tcp_out_of_resources+0x70", "call", "tcp_send_active_reset"),
		site("tcp_v6_rcv+0x80", "call", "tcp_v6_send_reset"),
		site("tcp_v6_rcv+0x90", "call", "tcp_v6_send_reset"));
	json_t *document = json_pack("{s:{s:s, s:o}, s:[{s:s, s:[s]}, {s:s, s:[s, s]}]}", "kernel",
				     "release", release, "sites", sites, "cases", "case", "a_v4",
				     "sites", "tcp_disconnect+0x10", "case", "b_v4", "sites",
				     "tcp_v4_rcv+0x40", "tcp_check_req+0x5");

	ATF_REQUIRE(document);
	return document;
}

static void is(const struct coverage *coverage, size_t index, enum coverage_state state,
	       const char *begins)
{
	char text[400];

	ATF_CHECK_INTEQ(state, coverage_state(coverage, index));
	coverage_describe(coverage, index, text, sizeof(text));
	text[strlen(begins)] = '\0';
	ATF_CHECK_STREQ(begins, text);
}

ATF_TC_WITHOUT_HEAD(calls_are_reached_explained_silent_or_open);
ATF_TC_BODY(calls_are_reached_explained_silent_or_open, tc)
{
	json_t *document = results("6.18.44");
	struct coverage coverage;

	ATF_REQUIRE(coverage_make(&coverage, document, NULL));
	ATF_CHECK_INTEQ(3, coverage.reached);
	ATF_CHECK_INTEQ(2, coverage.open);
	ATF_CHECK_INTEQ(2, coverage.explained[UNREACHABLE]);
	ATF_CHECK_INTEQ(1, coverage.explained[GUEST_ONLY]);
	ATF_CHECK_INTEQ(0, coverage.explained[UNTRACED_CALL]);
	is(&coverage, 0, COVERAGE_REACHED, "1 cases");
	is(&coverage, 1, COVERAGE_OPEN, "UNCOVERED");
	is(&coverage, 2, COVERAGE_EXPLAINED, "unreachable: tcp_child_process()");
	is(&coverage, 4, COVERAGE_SILENT, "has no event");
	is(&coverage, 5, COVERAGE_SILENT, "seen at its callers");
	is(&coverage, 6, COVERAGE_EXPLAINED, "only in a guest: needs a global limit");
	is(&coverage, 7, COVERAGE_EXPLAINED, "unreachable: as tcp_v4_rcv");
	is(&coverage, 8, COVERAGE_OPEN, "UNCOVERED");
	coverage_free(&coverage);
	json_decref(document);
}

/* Before 6.10 three calls of a function have no event, beside the one that cannot be. */
ATF_TC_WITHOUT_HEAD(a_call_may_be_untraced_in_an_old_kernel);
ATF_TC_BODY(a_call_may_be_untraced_in_an_old_kernel, tc)
{
	json_t *document = results("6.1.170");
	struct coverage coverage;

	ATF_REQUIRE(coverage_make(&coverage, document, NULL));
	ATF_CHECK_INTEQ(1, coverage.open);
	ATF_CHECK_INTEQ(1, coverage.explained[UNTRACED_CALL]);
	is(&coverage, 8, COVERAGE_EXPLAINED, "not traced: as tcp_v4_rcv");
	coverage_free(&coverage);
	json_decref(document);
}

ATF_TC_WITHOUT_HEAD(results_without_a_list_have_no_coverage);
ATF_TC_BODY(results_without_a_list_have_no_coverage, tc)
{
	json_t *document = json_pack("{s:{s:s}, s:[]}", "kernel", "release", "6.18.44", "cases");
	struct coverage coverage;

	ATF_CHECK(!coverage_make(&coverage, document, NULL));
	json_decref(document);
}

ATF_TC_WITHOUT_HEAD(changes_are_counted_by_function);
ATF_TC_BODY(changes_are_counted_by_function, tc)
{
	json_t *base = json_pack("[o, o, o]", site("f+0x1", "call", "e"),
				 site("f+0x2", "pointer", "e"), site("g.isra.0+0x1", "call", "e"));
	json_t *head = json_pack("[o, o, o]", site("f+0x9", "call", "e"),
				 site("f+0x11", "call", "e"), site("g+0x2", "call", "e"));
	json_t *changes = coverage_changes(base, head);
	char *text = json_dumps(changes, JSON_COMPACT | JSON_SORT_KEYS);

	ATF_CHECK_STREQ("[{\"base\":1,\"emitter\":\"e\",\"function\":\"f\",\"head\":2}]", text);
	free(text);
	json_decref(changes);
	changes = coverage_changes(base, NULL);
	ATF_CHECK(!json_array_size(changes));
	json_decref(changes);
	json_decref(base);
	json_decref(head);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, calls_are_reached_explained_silent_or_open);
	ATF_TP_ADD_TC(tp, a_call_may_be_untraced_in_an_old_kernel);
	ATF_TP_ADD_TC(tp, results_without_a_list_have_no_coverage);
	ATF_TP_ADD_TC(tp, changes_are_counted_by_function);
	return atf_no_error();
}
