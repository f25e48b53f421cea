// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/tests/check.h"
#include "harness/base/why.h"
#include "harness/report/matrix.h"
#include "harness/report/results.h"
#include "harness/report/tests/sample.h"

/* Writes @results to a file of that name and gives them up. */
static char *save(json_t *results, const char *name)
{
	ATF_REQUIRE_INTEQ(0, results_save(results, name));
	json_decref(results);
	return (char *)name;
}

ATF_TC_WITHOUT_HEAD(kernels_and_rows_are_in_order);
ATF_TC_BODY(kernels_and_rows_are_in_order, tc)
{
	char *files[] = { save(sample_results("7.0", 0), "a.json"),
			  save(sample_results("5.10", 0), "b.json"),
			  save(sample_results("6.1", 0), "c.json") };
	struct matrix matrix;
	struct why why;

	ATF_REQUIRE_INTEQ(0, matrix_load(&matrix, files, 3, &why));
	ATF_REQUIRE_INTEQ(3, matrix.kernels);
	ATF_REQUIRE_INTEQ(9, matrix.rows);
	ATF_CHECK_STREQ("5.10", matrix.kernel[0].label);
	ATF_CHECK_STREQ("6.1", matrix.kernel[1].label);
	ATF_CHECK_STREQ("7.0", matrix.kernel[2].label);
	ATF_CHECK_STREQ("close-unread-data", matrix.row[0].name);
	ATF_CHECK_STREQ("5", matrix.row[8].section);
	ATF_CHECK_INTEQ(18, matrix.kernel[0].cases);
	ATF_CHECK_INTEQ(2, matrix.kernel[0].count[VERDICT_NA]);
	ATF_CHECK_INTEQ(1, matrix.kernel[0].count[VERDICT_SKIP]);
	ATF_CHECK_INTEQ(1, matrix.kernel[0].count[VERDICT_KNOWN]);

	/* 7.0 has reasons, 6.1 has none; 5.10 and 6.1 say the same. */
	ATF_CHECK_INTEQ(1U << ORACLE_REASON, matrix_changes(&matrix.row[0], 2));
	ATF_CHECK(!matrix_changes(&matrix.row[0], 1));
	ATF_CHECK(!matrix_changes(&matrix.row[0], 0));
	ATF_CHECK(matrix_agrees(&matrix.row[0], 2));
	ATF_CHECK(!matrix_agrees(&matrix.row[1], 2));
	ATF_CHECK_INTEQ(VERDICT_KNOWN, matrix_verdict(&matrix.row[1], 2));
	matrix_free(&matrix);
}

/* Two kernels of one version are told apart; of one release too. */
ATF_TC_WITHOUT_HEAD(kernels_of_one_version_are_told_apart);
ATF_TC_BODY(kernels_of_one_version_are_told_apart, tc)
{
	json_t *results = sample_results("6.12", 0);
	struct matrix matrix;
	struct why why;
	char *files[3];

	json_object_set_new(json_object_get(results, "kernel"), "release",
			    json_string("6.12.9-other"));
	files[0] = save(sample_results("6.12", 0), "base.json");
	files[1] = save(sample_results("6.12", 0), "patched.json");
	files[2] = save(results, "other.json");
	ATF_REQUIRE_INTEQ(0, matrix_load(&matrix, files, 3, &why));
	ATF_CHECK_STREQ("6.12.7-sample (base)", matrix.kernel[0].label);
	ATF_CHECK_STREQ("6.12.7-sample (patched)", matrix.kernel[1].label);
	ATF_CHECK_STREQ("6.12.9-other", matrix.kernel[2].label);
	matrix_free(&matrix);
}

/* Cases that only some kernels have, and cases not named like their path. */
ATF_TC_WITHOUT_HEAD(a_case_that_one_kernel_lacks_is_a_hole);
ATF_TC_BODY(a_case_that_one_kernel_lacks_is_a_hole, tc)
{
	json_t *results = sample_results("6.12", 0);
	struct matrix matrix;
	struct why why;
	char *files[2];

	results_add(results, json_pack("{s:s, s:s, s:s, s:s, s:s}", "case", "odd_name_v6", "path",
				       "close-unread-data", "family", "ipv6", "section", "1.10",
				       "verdict", "PASS"));
	files[0] = save(sample_results("6.1", 0), "a.json");
	files[1] = save(results, "b.json");
	ATF_REQUIRE_INTEQ(0, matrix_load(&matrix, files, 2, &why));
	ATF_REQUIRE_INTEQ(10, matrix.rows);
	/* 1.10 comes after 1.4 and before 2.1. */
	ATF_CHECK_STREQ("odd_name", matrix.row[3].name);
	ATF_CHECK(!matrix.row[3].has[FAMILY_IPV4]);
	ATF_CHECK(matrix.row[3].has[FAMILY_IPV6]);
	ATF_CHECK_INTEQ(VERDICTS, matrix_verdict(&matrix.row[3], 0));
	ATF_CHECK_INTEQ(VERDICT_PASS, matrix_verdict(&matrix.row[3], 1));
	ATF_CHECK(!matrix_changes(&matrix.row[3], 1));
	ATF_CHECK(matrix_agrees(&matrix.row[3], 1));
	matrix_free(&matrix);
}

static void refuses(char *file, const char *because)
{
	struct matrix matrix;
	struct why why = { "" };

	ATF_CHECK(matrix_load(&matrix, &file, 1, &why));
	CHECK_HAS(because, why.text);
	CHECK_HAS("rstlab", why.text);
	ATF_CHECK_MSG(!strchr(why.text, '\n'), "%s", why.text);
	ATF_CHECK(!matrix.kernel);
	ATF_CHECK(!matrix.rows);
}

static void refuses_text(const char *text, const char *because)
{
	atf_utils_create_file("bad.json", "%s", text);
	refuses((char *)"bad.json", because);
}

ATF_TC_WITHOUT_HEAD(a_bad_file_is_refused_in_one_line);
ATF_TC_BODY(a_bad_file_is_refused_in_one_line, tc)
{
	json_t *results = sample_results("6.1", 0);

	refuses((char *)"missing.json", "No such file");
	refuses_text("", "not a whole result file");
	refuses_text("{\"format\": 1, \"cases\": [", "not a whole result file");
	refuses_text("{\"name\": \"left-pad\"}", "not a result file of format 1");
	json_object_set_new(sample_case(results, "listener_ack_v4"), "verdict",
			    json_string("FINE\n"));
	refuses(save(results, "a.json"), "listener_ack_v4 has the unknown verdict");
	results = sample_results("6.1", 0);
	json_array_append(json_object_get(results, "cases"),
			  sample_case(results, "listener_ack_v4"));
	refuses(save(results, "a.json"), "two results for case listener_ack_v4");
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, kernels_and_rows_are_in_order);
	ATF_TP_ADD_TC(tp, kernels_of_one_version_are_told_apart);
	ATF_TP_ADD_TC(tp, a_case_that_one_kernel_lacks_is_a_hole);
	ATF_TP_ADD_TC(tp, a_bad_file_is_refused_in_one_line);
	return atf_no_error();
}
