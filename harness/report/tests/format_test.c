// SPDX-License-Identifier: GPL-2.0-only
/* Each format, fed texts that try to break out of it. */
#include "harness/base/tests/check.h"
#include "harness/base/why.h"
#include "harness/report/format.h"
#include "harness/report/results.h"
#include "harness/report/tests/sample.h"

#define HOSTILE "</script><script>alert(1)</script> ]]> | # SKIP \"q\", [FAIL]\nnot ok 9 x \x01"

static char *write_as(const char *name, json_t *const *results, size_t count)
{
	static const struct format_options options;
	char paths[12][32];
	char *files[12];
	struct matrix matrix;
	struct why why;
	char *text = NULL;
	size_t i, size;
	FILE *out = open_memstream(&text, &size);

	for (i = 0; i < count; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%zu.json", i);
		files[i] = paths[i];
		ATF_REQUIRE_INTEQ(0, results_save(results[i], files[i]));
	}
	ATF_REQUIRE(out);
	ATF_REQUIRE(format_find(name));
	ATF_REQUIRE_INTEQ(0, matrix_load(&matrix, files, count, &why));
	format_find(name)->write(&matrix, &options, out);
	matrix_free(&matrix);
	fclose(out);
	return text;
}

static void has_not(const char *text, const char *what)
{
	ATF_CHECK_MSG(!strstr(text, what), "'%s' is in '%s'", what, text);
}

/* Inside a code span '<' is a letter like any other; outside it must not occur. */
static void has_no_markup(const char *text)
{
	bool code = false;

	for (; *text; text++) {
		code ^= *text == '`';
		if (*text == '\n')
			code = false;
		ATF_CHECK_MSG(code || strncmp(text, "<script", 7), "markup: %s", text);
	}
}

/* A document whose every text is hostile. */
static json_t *hostile(void)
{
	json_t *results = sample_results("7.3", 0);
	json_t *record = sample_case(results, "close_unread_data_v6");

	json_object_set_new(record, "why", json_string(HOSTILE));
	json_object_set_new(json_object_get(record, "observed"), "reason", json_string(HOSTILE));
	json_object_set_new(json_object_get(record, "observed"), "via", json_string(HOSTILE));
	record = sample_case(results, "listener_ack_v4");
	json_object_set_new(record, "verdict", json_string("SKIP"));
	json_object_set_new(record, "why", json_string(HOSTILE));
	json_object_set_new(record, "section", json_string("9\"><b>"));
	record = sample_case(results, "timewait_fw2_data_v4");
	json_object_set_new(record, "case", json_string("odd <b> # SKIP_v4"));
	json_object_set_new(record, "path", json_string("odd/../<b>.x"));
	json_object_set_new(json_object_get(results, "kernel"), "release", json_string(HOSTILE));
	return results;
}

ATF_TC_WITHOUT_HEAD(no_format_lets_a_text_break_out);
ATF_TC_BODY(no_format_lets_a_text_break_out, tc)
{
	json_t *results = hostile();
	char *text;

	text = write_as("html", &results, 1);
	has_not(text, "<script>alert");
	has_not(text, "<b>.x");
	has_not(text, "9\"><b>");
	CHECK_HAS("&lt;script&gt;alert(1)", text);
	free(text);
	text = write_as("md", &results, 1);
	has_no_markup(text);
	CHECK_HAS("&#60;script&#62;", text);
	free(text);
	text = write_as("junit", &results, 1);
	has_not(text, "<script>");
	has_not(text, "]]>");
	has_not(text, "\x01");
	CHECK_HAS("name=\"odd &lt;b&gt; # SKIP_v4\"", text);
	free(text);
	text = write_as("ktap", &results, 1);
	has_not(text, "\nnot ok 9");
	has_not(text, "[FAIL]");
	CHECK_HAS("\nok 9 odd <b> _ SKIP_v4\n", text);
	free(text);
	text = write_as("kcidb", &results, 1);
	CHECK_HAS("rst.time-wait.odd-----b--x\"", text);
	CHECK_HAS("rst.section-9---b-.listener-ack\"", text);
	free(text);
	text = write_as("csv", &results, 1);
	CHECK_HAS("\"</script><script>alert(1)</script> ]]> | # SKIP \"\"q\"\", [FAIL]\nnot ok 9",
		  text);
	free(text);
	text = write_as("summary", &results, 1);
	has_no_markup(text);
	free(text);
	json_decref(results);
}

ATF_TC_WITHOUT_HEAD(ktap_counts_and_nests);
ATF_TC_BODY(ktap_counts_and_nests, tc)
{
	json_t *results[] = { sample_results("5.10", 0), sample_results("6.16", 0) };
	char *text;

	text = write_as("ktap", results, 1);
	ATF_CHECK_MATCH("^TAP version 13\n1\\.\\.18\n", text);
	CHECK_HAS("\nok 3 established_disconnect_v4 # XFAIL known deviation: errno\n", text);
	CHECK_HAS("\nok 15 mpj_syn_bad_token_v4 # SKIP not applicable, needs CONFIG_MPTCP\n", text);
	CHECK_HAS("\n# Totals: pass:14 fail:0 xfail:1 xpass:0 skip:3 error:0\n", text);
	free(text);
	text = write_as("ktap", results, 2);
	ATF_CHECK_MATCH(
		"^KTAP version 1\n1\\.\\.2\n  KTAP version 1\n  # Subtest: 5\\.10\n  1\\.\\.18\n",
		text);
	CHECK_HAS("\nok 1 5.10\n", text);
	CHECK_HAS("\n  not ok 10 listener_ack_v6 # ERROR crash, BUG: kernel NULL pointer", text);
	CHECK_HAS("\nnot ok 2 6.16\n", text);
	free(text);
	json_decref(results[0]);
	json_decref(results[1]);
}

ATF_TC_WITHOUT_HEAD(junit_names_failure_and_skip);
ATF_TC_BODY(junit_names_failure_and_skip, tc)
{
	json_t *results = sample_results("7.3", 0);
	char *text = write_as("junit", &results, 1);

	CHECK_HAS(
		"<testsuites name=\"rstlab\" tests=\"18\" failures=\"1\" errors=\"0\" skipped=\"1\">",
		text);
	CHECK_HAS(
		"<failure type=\"expectation\" message=\"reason: expected TCP_ABORT_ON_CLOSE, got "
		"NOT_SPECIFIED\">reason expected: TCP_ABORT_ON_CLOSE\nreason observed: "
		"NOT_SPECIFIED\n",
		text);
	CHECK_HAS("<skipped type=\"known deviation\" message=\"known deviation: errno\"/>", text);
	CHECK_HAS("<testcase classname=\"rst.time-wait\" name=\"timewait_fw2_data_v4\"/>", text);
	free(text);
	json_decref(results);
}

/* Of each kind of document: what a reader looks for first. */
ATF_TC_WITHOUT_HEAD(a_page_shows_what_a_reader_looks_for);
ATF_TC_BODY(a_page_shows_what_a_reader_looks_for, tc)
{
	json_t *results[] = { sample_results("6.12", 0), sample_results("5.10", 0),
			      sample_results("6.1", 0) };
	char *text;
	size_t i;

	text = write_as("md", results, 3);
	CHECK_HAS("| timewait-fw2-data | PASS `RST not traced` | PASS `RST not traced` | "
		  "PASS `TCP_TIMEWAIT_SOCKET @TIME_WAIT`<br>\u0394 reason, state, event, via |",
		  text);
	CHECK_HAS("| 5.10 | 5.10.7-sample |  | 18 | 14 | 1 | 0 | 1 | 2 | 0 | 0 | 0 |", text);
	CHECK_HAS("N/A: needs CONFIG_MPTCP", text);
	CHECK_HAS("IPv6: SKIP: since Linux 5.11, where", text);
	free(text);
	text = write_as("html", results, 3);
	CHECK_HAS(
		"<tr data-name=\"timewait-fw2-data\"><th scope=\"row\">timewait-fw2-data</th>"
		"<td class=\"pass\"><button type=\"button\"><b>PASS</b> RST not traced</button></td>",
		text);
	CHECK_HAS("<b>N/A</b> <q>needs CONFIG_MPTCP</q>", text);
	has_not(text, "@DATA@");
	has_not(text, "http://");
	has_not(text, "https://");
	free(text);
	for (i = 0; i < 3; i++)
		json_decref(results[i]);
}

/* 3000 cases of 3 kernels fail with long reasons: more than a step summary may hold. */
ATF_TC_WITHOUT_HEAD(a_summary_stays_below_its_limit);
ATF_TC_BODY(a_summary_stays_below_its_limit, tc)
{
	static const char *const versions[] = { "6.12", "6.18", "7.0" };
	json_t *results[3];
	json_t *record;
	char long_text[700];
	char *text;
	size_t i, j;

	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	for (i = 0; i < 3; i++) {
		results[i] = sample_results(versions[i], 500);
		json_array_foreach(json_object_get(results[i], "cases"), j, record) {
			json_object_set_new(record, "verdict", json_string("FAIL"));
			json_object_set_new(record, "why", json_string(long_text));
		}
	}
	text = write_as("summary", results, 3);
	ATF_CHECK(strlen(text) < 900000);
	ATF_CHECK(strlen(text) > 850000);
	CHECK_HAS("parts did not fit", text);
	ATF_CHECK_MATCH("^# TCP resets of Linux\n\n\\| kernel \\|", text);
	free(text);
	for (i = 0; i < 3; i++)
		json_decref(results[i]);
}

ATF_TC_WITHOUT_HEAD(formats_are_found_by_name_and_by_file);
ATF_TC_BODY(formats_are_found_by_name_and_by_file, tc)
{
	ATF_CHECK(!format_find("pdf"));
	ATF_CHECK_EQ(format_find("html"), format_of_file("x/y.html"));
	ATF_CHECK(!format_of_file(".html"));
	ATF_CHECK(!format_of_file("html"));
	ATF_CHECK(!format_of_file("a.txt"));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, no_format_lets_a_text_break_out);
	ATF_TP_ADD_TC(tp, ktap_counts_and_nests);
	ATF_TP_ADD_TC(tp, junit_names_failure_and_skip);
	ATF_TP_ADD_TC(tp, a_page_shows_what_a_reader_looks_for);
	ATF_TP_ADD_TC(tp, a_summary_stays_below_its_limit);
	ATF_TP_ADD_TC(tp, formats_are_found_by_name_and_by_file);
	return atf_no_error();
}
