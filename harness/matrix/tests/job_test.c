// SPDX-License-Identifier: GPL-2.0-only
/* What a job knows before and after its guests: the kernel, and what an earlier run has left. */
#include "harness/matrix/job.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/tests/check.h"
#include "harness/kernel/version.h"
#include "harness/report/results.h"

#define RELEASE "6.12.99-made-up"

#define KERNEL_FILE "bzImage"

static char *const globs[] = { (char *)"close_unread_data_v4", (char *)"close_unread_data_v6",
			       (char *)"listener_ack_v4" };
static const struct guest_files no_files = { .list = NULL };

static struct job_options usual(void)
{
	return (struct job_options){
		.plan = { .globs = globs, .count = 3 },
		.offline = true,
		.parallel = 1,
		.files = &no_files,
	};
}

/*
 * A cache of our own, and just enough for a bzImage (Documentation/arch/x86/boot.rst): a release,
 * and by gzip, instead of a kernel, "no ELF image".
 */
static void make_world(void)
{
	static const char payload[] = "\x1f\x8b\x08\0\0\0\0\0\x02\x03\xcb\xcb\x57\x70\xf5\x71\x53"
				      "\xc8\xcc\x4d\x4c\x4f\xe5\x02\0\x92\xf4\x45\x3f\x0d\0\0";
	unsigned char image[0x800] = { 0 };
	char folder[PATH_MAX];
	FILE *file;

	ATF_REQUIRE(getcwd(folder, sizeof(folder)));
	ATF_REQUIRE_INTEQ(0, setenv("XDG_CACHE_HOME", folder, 1));
	image[0x1f1] = 1; /* one sector behind the first: the payload begins at 0x400 */
	memcpy(image + 0x202, "HdrS", 4);
	memcpy(image + 0x206, "\x0c\x02", 2); /* protocol 2.12 */
	memcpy(image + 0x20e, "\x80\x01", 2); /* the release stands at 0x200 + 0x180 */
	image[0x24c] = sizeof(payload); /* with the NUL, which is its last byte */
	memcpy(image + 0x380, RELEASE " (nobody)", sizeof(RELEASE " (nobody)"));
	memcpy(image + 0x400, payload, sizeof(payload));
	file = fopen(KERNEL_FILE, "w");
	ATF_REQUIRE(file);
	ATF_REQUIRE_INTEQ(1, fwrite(image, sizeof(image), 1, file));
	ATF_REQUIRE_INTEQ(0, fclose(file));
}

ATF_TC_WITHOUT_HEAD(a_job_without_a_kernel_says_so);
ATF_TC_BODY(a_job_without_a_kernel_says_so, tc)
{
	const struct job_options options = usual();
	const struct job_callbacks callbacks = { .data = NULL };
	struct job job;

	make_world();
	ATF_CHECK_INTEQ(-ENOENT, job_open(&job, "/nowhere/bzImage", &options, &callbacks));
	ATF_CHECK_INTEQ(-ENOENT, job.err);
	CHECK_HAS("/nowhere/bzImage", job.why.text);
	ATF_CHECK_INTEQ(3, plan_count(job.plan));
	ATF_CHECK_INTEQ(0, plan_done(job.plan));
	job_close(&job);
}

static struct job opened(const struct job_options *options)
{
	static const struct job_callbacks callbacks = { .data = NULL };
	struct job job;

	ATF_REQUIRE_INTEQ(0, job_open(&job, KERNEL_FILE, options, &callbacks));
	ATF_CHECK_STREQ(RELEASE, job.kernel.release);
	return job;
}

/* What a guest of an earlier run has left: facts, documents, and half a line. */
static void leave(const char *path)
{
	FILE *file = fopen(path, "a");

	ATF_REQUIRE(file);
	fputs("{\"kernel\":{\"release\":\"" RELEASE "\",\"version\":\"6.12\",\"link\":\"veth\"}}\n"
	      "{\"case\":\"close_unread_data_v4\",\"verdict\":\"PASS\",\"path\":\"p\"}\n"
	      "{\"case\":\"close_unread_data_v6\",\"verdict\":\"TIMEOUT\",\"path\":\"p\"}\n"
	      "{\"case\":\"of_another_suite_v4\",\"verdict\":\"PASS\",\"path\":\"p\"}\n"
	      "{\"case\":\"listener_ack_v4\",\"verdict\":\"PA",
	      file);
	ATF_REQUIRE_INTEQ(0, fclose(file));
}

static const char *fact(const json_t *results, const char *key)
{
	const char *text = json_string_value(
		json_object_get(json_object_get(results, "kernel"), key));

	return text ? text : "(none)";
}

/* The machine's fault is tried again, a verdict on the kernel is not, half a line is nothing. */
ATF_TC_WITHOUT_HEAD(what_an_earlier_run_has_left_is_taken_up);
ATF_TC_BODY(what_an_earlier_run_has_left_is_taken_up, tc)
{
	struct job_options options = usual();
	struct job job;
	char journal[sizeof(job.journal.path)];
	json_t *results;

	make_world();
	job = opened(&options);
	ATF_CHECK_INTEQ(0, job.restored);
	memcpy(journal, job.journal.path, sizeof(journal));
	job_close(&job);
	leave(journal);
	job = opened(&options);
	ATF_CHECK_INTEQ(1, job.restored);
	ATF_CHECK_INTEQ(1, plan_done(job.plan));
	results = job_results(&job);
	ATF_CHECK_INTEQ(1, results_count(results, VERDICT_PASS));
	ATF_CHECK_INTEQ(1, json_array_size(json_object_get(results, "cases")));
	ATF_CHECK_STREQ(RELEASE, fact(results, "release"));
	ATF_CHECK_STREQ("veth", fact(results, "link"));
	json_decref(results);
	job_close(&job);

	/* Another result is to be expected of other options. */
	options.append = "quiet";
	job = opened(&options);
	ATF_CHECK_INTEQ(0, job.restored);
	ATF_CHECK(strcmp(journal, job.journal.path));
	job_close(&job);
	options = usual();
	options.again = true;
	job = opened(&options);
	ATF_CHECK_INTEQ(0, job.restored);
	job_close(&job);
	options.again = false;
	job = opened(&options);
	ATF_CHECK_INTEQ(0, job.restored);
	job_close(&job);
}

/* Of a kernel that never said what it is the file's name and release must do. */
ATF_TC_WITHOUT_HEAD(a_silent_kernel_is_known_by_its_file);
ATF_TC_BODY(a_silent_kernel_is_known_by_its_file, tc)
{
	struct job_options options = usual();
	struct guest_verdict *verdict = calloc(1, sizeof(*verdict));
	struct job job;
	json_t *results;

	ATF_REQUIRE(verdict);
	make_world();
	options.append = "panic=1";
	job = opened(&options);
	ATF_REQUIRE(plan_next(job.plan, &job.boot));
	verdict->result = GUEST_CRASH;
	snprintf(verdict->why, sizeof(verdict->why), "kernel: BUG: x");
	plan_conclude(job.plan, &job.boot, verdict, NULL, NULL);
	results = job_results(&job);
	ATF_CHECK_STREQ(RELEASE, fact(results, "release"));
	ATF_CHECK_STREQ("6.12", fact(results, "version"));
	ATF_CHECK_STREQ("x86_64", fact(results, "arch"));
	ATF_CHECK_STREQ("panic=1", fact(results, "append"));
	ATF_CHECK_STREQ("kernel: BUG: x", fact(results, "complaint"));
	ATF_CHECK_STREQ("(none)", fact(results, "tracer"));
	json_decref(results);
	job_close(&job);
	free(verdict);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, a_job_without_a_kernel_says_so);
	ATF_TP_ADD_TC(tp, what_an_earlier_run_has_left_is_taken_up);
	ATF_TP_ADD_TC(tp, a_silent_kernel_is_known_by_its_file);
	return atf_no_error();
}
