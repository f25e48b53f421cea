// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <unistd.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"
#include "harness/report/results.h"

static char folder[] = "/tmp/results_test.XXXXXX";

static const char *in_folder(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static json_t *one(const char *name, const char *verdict)
{
	return json_pack("{s:s, s:s, s:s, s:s}", "case", name, "path", "a-path", "verdict", verdict,
			 "why", "");
}

static void refuses(const char *text, const char *because)
{
	const char *path = in_folder("bad.json");
	FILE *file = fopen(path, "w");
	struct why why = { "" };

	CHECK(file && fputs(text, file) >= 0 && !fclose(file));
	CHECK(!results_load(path, &why));
	CHECK(strstr(why.text, because));
	CHECK(!strchr(why.text, '\n'));
	unlink(path);
}

static void test_files(void)
{
	struct why why = { "" };
	json_t *results = results_new();
	json_t *read;

	results_add(results, one("b_v4", "PASS"));
	results_add(results, one("a_v4", "FAIL"));
	results_add(results, one("c_v4", "N/A"));
	results_add(results, one("b_v4", "SKIP"));
	results_finish(results);
	CHECK(results_count(results, VERDICT_PASS) == 0 &&
	      results_count(results, VERDICT_FAIL) == 1);
	CHECK(results_count(results, VERDICT_SKIP) == 1 && results_count(results, VERDICT_NA) == 1);
	CHECK(!results_save(results, in_folder("good.json")));
	read = results_load(in_folder("good.json"), &why);
	CHECK(read && json_equal(read, results));
	CHECK_TEXT("a_v4", json_string_value(json_object_get(
				   json_array_get(json_object_get(read, "cases"), 0), "case")));
	CHECK(results_save(results, "/dev/full/x") == -ENOTDIR);
	CHECK(results_save(results, in_folder("no/such/folder.json")) == -ENOENT);
	json_decref(read);
	json_decref(results);
	unlink(in_folder("good.json"));
}

static void test_refusals(void)
{
	struct why why;

	refuses("", "not a whole result file");
	refuses("{\"format\": 1, \"cases\": [", "not a whole result file");
	refuses("[]", "format");
	refuses("{\"format\": 2}", "format 1");
	refuses("{\"format\": 1}", "no cases");
	refuses("{\"format\": 1, \"cases\": []}", "no kernel");
	refuses("{\"format\": 1, \"kernel\": {}, \"cases\": [{}]}", "no name");
	CHECK(!results_load(in_folder("missing.json"), &why));
}

int main(void)
{
	CHECK(mkdtemp(folder));
	test_files();
	test_refusals();
	rmdir(folder);
	return 0;
}
