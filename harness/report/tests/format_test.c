// SPDX-License-Identifier: GPL-2.0-only
/* Each format, fed texts that try to break out of it. */
#include <unistd.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"
#include "harness/report/format.h"
#include "harness/report/results.h"
#include "harness/report/tests/sample.h"

#define HOSTILE "</script><script>alert(1)</script> ]]> | # SKIP \"q\", [FAIL]\nnot ok 9 x \x01"

static char *write_as(const char *name, json_t *const *results, size_t count)
{
	static const struct format_options options;
	char paths[12][64];
	char *files[12];
	struct matrix matrix;
	struct why why;
	char *text = NULL;
	size_t i, size;
	FILE *out = open_memstream(&text, &size);

	for (i = 0; i < count; i++) {
		snprintf(paths[i], sizeof(paths[i]), "/tmp/format_test.%d.%zu.json", getpid(), i);
		files[i] = paths[i];
		CHECK(!results_save(results[i], files[i]));
	}
	CHECK(out && format_find(name));
	CHECK(!matrix_load(&matrix, files, count, &why));
	format_find(name)->write(&matrix, &options, out);
	matrix_free(&matrix);
	fclose(out);
	for (i = 0; i < count; i++)
		unlink(files[i]);
	return text;
}

static void has(const char *text, const char *what)
{
	if (!strstr(text, what))
		CHECK_TEXT(what, text);
}

static void has_not(const char *text, const char *what)
{
	if (strstr(text, what))
		CHECK_TEXT("(without the following)", what);
}

/* Inside a code span '<' is a letter like any other; outside it must not occur. */
static void has_no_markup(const char *text)
{
	bool code = false;

	for (; *text; text++) {
		code ^= *text == '`';
		if (*text == '\n')
			code = false;
		if (!code && !strncmp(text, "<script", 7))
			CHECK_TEXT("(no markup)", text);
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

static void test_hostile(void)
{
	json_t *results = hostile();
	char *text;

	text = write_as("html", &results, 1);
	has_not(text, "<script>alert");
	has_not(text, "<b>.x");
	has_not(text, "9\"><b>");
	has(text, "&lt;script&gt;alert(1)");
	free(text);
	text = write_as("md", &results, 1);
	has_no_markup(text);
	has(text, "&#60;script&#62;");
	free(text);
	text = write_as("junit", &results, 1);
	has_not(text, "<script>");
	has_not(text, "]]>");
	has_not(text, "\x01");
	has(text, "name=\"odd &lt;b&gt; # SKIP_v4\"");
	free(text);
	text = write_as("ktap", &results, 1);
	has_not(text, "\nnot ok 9");
	has_not(text, "[FAIL]");
	has(text, "\nok 9 odd <b> _ SKIP_v4\n");
	free(text);
	text = write_as("kcidb", &results, 1);
	has(text, "rst.time-wait.odd-----b--x\"");
	has(text, "rst.section-9---b-.listener-ack\"");
	free(text);
	text = write_as("csv", &results, 1);
	has(text, "\"</script><script>alert(1)</script> ]]> | # SKIP \"\"q\"\", [FAIL]\nnot ok 9");
	free(text);
	text = write_as("summary", &results, 1);
	has_no_markup(text);
	free(text);
	json_decref(results);
}

static void test_ktap(void)
{
	json_t *results[] = { sample_results("5.10", 0), sample_results("6.16", 0) };
	char *text;

	text = write_as("ktap", results, 1);
	CHECK(!strncmp(text, "TAP version 13\n1..18\n", 21));
	has(text, "\nok 3 established_disconnect_v4 # XFAIL known deviation: errno\n");
	has(text, "\nok 15 mpj_syn_bad_token_v4 # SKIP not applicable, needs CONFIG_MPTCP\n");
	has(text, "\n# Totals: pass:14 fail:0 xfail:1 xpass:0 skip:3 error:0\n");
	free(text);
	text = write_as("ktap", results, 2);
	CHECK(!strncmp(text, "KTAP version 1\n1..2\n  KTAP version 1\n  # Subtest: 5.10\n  1..18\n",
		       60));
	has(text, "\nok 1 5.10\n");
	has(text, "\n  not ok 10 listener_ack_v6 # ERROR crash, BUG: kernel NULL pointer");
	has(text, "\nnot ok 2 6.16\n");
	free(text);
	json_decref(results[0]);
	json_decref(results[1]);
}

static void test_junit(void)
{
	json_t *results = sample_results("7.3", 0);
	char *text = write_as("junit", &results, 1);

	has(text,
	    "<testsuites name=\"rstlab\" tests=\"18\" failures=\"1\" errors=\"0\" skipped=\"1\">");
	has(text,
	    "<failure type=\"expectation\" message=\"reason: expected TCP_ABORT_ON_CLOSE, got "
	    "NOT_SPECIFIED\">reason expected: TCP_ABORT_ON_CLOSE\nreason observed: "
	    "NOT_SPECIFIED\n");
	has(text, "<skipped type=\"known deviation\" message=\"known deviation: errno\"/>");
	has(text, "<testcase classname=\"rst.time-wait\" name=\"timewait_fw2_data_v4\"/>");
	free(text);
	json_decref(results);
}

/* Of each kind of document: what a reader looks for first. */
static void test_matrix_page(void)
{
	json_t *results[] = { sample_results("6.12", 0), sample_results("5.10", 0),
			      sample_results("6.1", 0) };
	char *text;
	size_t i;

	text = write_as("md", results, 3);
	has(text, "| timewait-fw2-data | PASS `RST not traced` | PASS `RST not traced` | "
		  "PASS `TCP_TIMEWAIT_SOCKET @TIME_WAIT`<br>\u0394 reason, state, event, via |");
	has(text, "| 5.10 | 5.10.7-sample |  | 18 | 14 | 1 | 0 | 1 | 2 | 0 | 0 | 0 |");
	has(text, "N/A: needs CONFIG_MPTCP");
	has(text, "IPv6: SKIP: since Linux 5.11, where");
	free(text);
	text = write_as("html", results, 3);
	has(text,
	    "<tr data-name=\"timewait-fw2-data\"><th scope=\"row\">timewait-fw2-data</th>"
	    "<td class=\"pass\"><button type=\"button\"><b>PASS</b> RST not traced</button></td>");
	has(text, "<b>N/A</b> <q>needs CONFIG_MPTCP</q>");
	has_not(text, "@DATA@");
	has_not(text, "http://");
	has_not(text, "https://");
	free(text);
	for (i = 0; i < 3; i++)
		json_decref(results[i]);
}

/* 3000 cases of 3 kernels fail with long reasons: more than a step summary may hold. */
static void test_summary_limit(void)
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
	CHECK(strlen(text) < 900000 && strlen(text) > 850000);
	has(text, "parts did not fit");
	CHECK(!strncmp(text, "# TCP resets of Linux\n\n| kernel |", 33));
	free(text);
	for (i = 0; i < 3; i++)
		json_decref(results[i]);
}

static void test_names(void)
{
	CHECK(!format_find("pdf"));
	CHECK(format_of_file("x/y.html") == format_find("html"));
	CHECK(!format_of_file(".html") && !format_of_file("html") && !format_of_file("a.txt"));
}

int main(void)
{
	test_hostile();
	test_ktap();
	test_junit();
	test_matrix_page();
	test_summary_limit();
	test_names();
	return 0;
}
