// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"
#include "harness/report/results.h"

static json_t *one(const char *name, const char *verdict)
{
	return json_pack("{s:s, s:s, s:s, s:s}", "case", name, "path", "a-path", "verdict", verdict,
			 "why", "");
}

static void refuses(const char *text, const char *because)
{
	struct why why = { "" };

	atf_utils_create_file("bad.json", "%s", text);
	ATF_CHECK(!results_load("bad.json", &why));
	CHECK_HAS(because, why.text);
	ATF_CHECK_MSG(!strchr(why.text, '\n'), "%s", why.text);
}

ATF_TC_WITHOUT_HEAD(what_is_saved_is_loaded);
ATF_TC_BODY(what_is_saved_is_loaded, tc)
{
	struct why why = { "" };
	json_t *results = results_new();
	json_t *read;

	results_add(results, one("b_v4", "PASS"));
	results_add(results, one("a_v4", "FAIL"));
	results_add(results, one("c_v4", "N/A"));
	results_add(results, one("b_v4", "SKIP"));
	results_finish(results);
	ATF_CHECK_INTEQ(0, results_count(results, VERDICT_PASS));
	ATF_CHECK_INTEQ(1, results_count(results, VERDICT_FAIL));
	ATF_CHECK_INTEQ(1, results_count(results, VERDICT_SKIP));
	ATF_CHECK_INTEQ(1, results_count(results, VERDICT_NA));
	ATF_REQUIRE_INTEQ(0, results_save(results, "good.json"));
	read = results_load("good.json", &why);
	ATF_REQUIRE(read);
	ATF_CHECK(json_equal(read, results));
	ATF_CHECK_STREQ("a_v4",
			json_string_value(json_object_get(
				json_array_get(json_object_get(read, "cases"), 0), "case")));
	ATF_CHECK_INTEQ(-ENOTDIR, results_save(results, "/dev/full/x"));
	ATF_CHECK_INTEQ(-ENOENT, results_save(results, "no/such/folder.json"));
	json_decref(read);
	json_decref(results);
}

ATF_TC_WITHOUT_HEAD(a_bad_file_is_refused_in_one_line);
ATF_TC_BODY(a_bad_file_is_refused_in_one_line, tc)
{
	struct why why;

	refuses("", "not a whole result file");
	refuses("{\"format\": 1, \"cases\": [", "not a whole result file");
	refuses("[]", "format");
	refuses("{\"format\": 2}", "format 1");
	refuses("{\"format\": 1}", "no cases");
	refuses("{\"format\": 1, \"cases\": []}", "no kernel");
	refuses("{\"format\": 1, \"kernel\": {}, \"cases\": [{}]}", "no name");
	ATF_CHECK(!results_load("missing.json", &why));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, what_is_saved_is_loaded);
	ATF_TP_ADD_TC(tp, a_bad_file_is_refused_in_one_line);
	return atf_no_error();
}
