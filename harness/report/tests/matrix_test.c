// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"
#include "harness/report/matrix.h"
#include "harness/report/results.h"
#include "harness/report/tests/sample.h"

static char folder[] = "/tmp/matrix_test.XXXXXX";

static char *in_folder(const char *name)
{
	char *path = NULL;

	CHECK(asprintf(&path, "%s/%s", folder, name) > 0);
	return path;
}

/* Writes @results to a file of that name and gives both up. */
static char *save(json_t *results, const char *name)
{
	char *path = in_folder(name);

	CHECK(!results_save(results, path));
	json_decref(results);
	return path;
}

static void drop(char *path)
{
	unlink(path);
	free(path);
}

static void test_order(void)
{
	char *files[] = { save(sample_results("7.0", 0), "a.json"),
			  save(sample_results("5.10", 0), "b.json"),
			  save(sample_results("6.1", 0), "c.json") };
	struct matrix matrix;
	struct why why;
	size_t i;

	CHECK(!matrix_load(&matrix, files, 3, &why));
	CHECK(matrix.kernels == 3 && matrix.rows == 9);
	CHECK_TEXT("5.10", matrix.kernel[0].label);
	CHECK_TEXT("6.1", matrix.kernel[1].label);
	CHECK_TEXT("7.0", matrix.kernel[2].label);
	CHECK_TEXT("close-unread-data", matrix.row[0].name);
	CHECK_TEXT("5", matrix.row[8].section);
	CHECK(matrix.kernel[0].cases == 18 && matrix.kernel[0].count[VERDICT_NA] == 2);
	CHECK(matrix.kernel[0].count[VERDICT_SKIP] == 1 &&
	      matrix.kernel[0].count[VERDICT_KNOWN] == 1);

	/* 7.0 has reasons, 6.1 has none; 5.10 and 6.1 say the same. */
	CHECK(matrix_changes(&matrix.row[0], 2) == 1U << ORACLE_REASON);
	CHECK(!matrix_changes(&matrix.row[0], 1) && !matrix_changes(&matrix.row[0], 0));
	CHECK(matrix_agrees(&matrix.row[0], 2));
	CHECK(!matrix_agrees(&matrix.row[1], 2));
	CHECK(matrix_verdict(&matrix.row[1], 2) == VERDICT_KNOWN);
	matrix_free(&matrix);
	for (i = 0; i < 3; i++)
		drop(files[i]);
}

/* Two kernels of one version are told apart; of one release too. */
static void test_labels(void)
{
	json_t *results = sample_results("6.12", 0);
	struct matrix matrix;
	struct why why;
	char *files[3];
	size_t i;

	json_object_set_new(json_object_get(results, "kernel"), "release",
			    json_string("6.12.9-other"));
	files[0] = save(sample_results("6.12", 0), "base.json");
	files[1] = save(sample_results("6.12", 0), "patched.json");
	files[2] = save(results, "other.json");
	CHECK(!matrix_load(&matrix, files, 3, &why));
	CHECK_TEXT("6.12.7-sample (base)", matrix.kernel[0].label);
	CHECK_TEXT("6.12.7-sample (patched)", matrix.kernel[1].label);
	CHECK_TEXT("6.12.9-other", matrix.kernel[2].label);
	matrix_free(&matrix);
	for (i = 0; i < 3; i++)
		drop(files[i]);
}

/* Cases that only some kernels have, and cases not named like their path. */
static void test_holes(void)
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
	CHECK(!matrix_load(&matrix, files, 2, &why));
	CHECK(matrix.rows == 10);
	/* 1.10 comes after 1.4 and before 2.1. */
	CHECK_TEXT("odd_name", matrix.row[3].name);
	CHECK(!matrix.row[3].has[FAMILY_IPV4] && matrix.row[3].has[FAMILY_IPV6]);
	CHECK(matrix_verdict(&matrix.row[3], 0) == VERDICTS);
	CHECK(matrix_verdict(&matrix.row[3], 1) == VERDICT_PASS);
	CHECK(!matrix_changes(&matrix.row[3], 1));
	CHECK(matrix_agrees(&matrix.row[3], 1));
	matrix_free(&matrix);
	drop(files[0]);
	drop(files[1]);
}

static void refuses(char *file, const char *because)
{
	struct matrix matrix;
	struct why why = { "" };

	CHECK(matrix_load(&matrix, &file, 1, &why));
	if (!strstr(why.text, because) || !strstr(why.text, "rstlab") || strchr(why.text, '\n'))
		CHECK_TEXT(because, why.text);
	CHECK(!matrix.kernel && !matrix.rows);
	drop(file);
}

static void refuses_text(const char *text, const char *because)
{
	char *path = in_folder("bad.json");
	FILE *file = fopen(path, "w");

	CHECK(file && fputs(text, file) >= 0 && !fclose(file));
	refuses(path, because);
}

static void test_bad_files(void)
{
	json_t *results = sample_results("6.1", 0);

	refuses(in_folder("missing.json"), "No such file");
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

int main(void)
{
	CHECK(mkdtemp(folder));
	test_order();
	test_labels();
	test_holes();
	test_bad_files();
	CHECK(!rmdir(folder));
	return 0;
}
