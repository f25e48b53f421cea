// SPDX-License-Identifier: GPL-2.0-only
/* What a job knows before and after its guests: the kernel, and what an earlier run has left. */
#include "harness/matrix/job.h"

#include <errno.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/tests/check.h"
#include "harness/kernel/version.h"
#include "harness/report/results.h"

#define RELEASE "6.12.99-made-up"

static char folder[] = "/tmp/job_test.XXXXXX";
static char kernel[64];

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
 * Just enough for a bzImage (Documentation/arch/x86/boot.rst): a release, and by gzip, instead of a
 * kernel, "no ELF image".
 */
static void write_kernel(void)
{
	static const char payload[] = "\x1f\x8b\x08\0\0\0\0\0\x02\x03\xcb\xcb\x57\x70\xf5\x71\x53"
				      "\xc8\xcc\x4d\x4c\x4f\xe5\x02\0\x92\xf4\x45\x3f\x0d\0\0";
	unsigned char image[0x800] = { 0 };
	FILE *file;

	image[0x1f1] = 1; /* one sector behind the first: the payload begins at 0x400 */
	memcpy(image + 0x202, "HdrS", 4);
	memcpy(image + 0x206, "\x0c\x02", 2); /* protocol 2.12 */
	memcpy(image + 0x20e, "\x80\x01", 2); /* the release stands at 0x200 + 0x180 */
	image[0x24c] = sizeof(payload); /* with the NUL, which is its last byte */
	memcpy(image + 0x380, RELEASE " (nobody)", sizeof(RELEASE " (nobody)"));
	memcpy(image + 0x400, payload, sizeof(payload));
	snprintf(kernel, sizeof(kernel), "%s/bzImage", folder);
	file = fopen(kernel, "w");
	CHECK(file && fwrite(image, sizeof(image), 1, file) == 1 && !fclose(file));
}

static void test_no_kernel(void)
{
	const struct job_options options = usual();
	const struct job_callbacks callbacks = { .data = NULL };
	struct job job;

	CHECK(job_open(&job, "/nowhere/bzImage", &options, &callbacks) == -ENOENT);
	CHECK(job.error == -ENOENT);
	CHECK(strstr(job.why.text, "/nowhere/bzImage"));
	CHECK(plan_count(job.plan) == 3 && !plan_done(job.plan));
	job_close(&job);
}

static struct job opened(const struct job_options *options)
{
	static const struct job_callbacks callbacks = { .data = NULL };
	struct job job;

	CHECK(!job_open(&job, kernel, options, &callbacks));
	CHECK_TEXT(RELEASE, job.kernel.release);
	return job;
}

/* What a guest of an earlier run has left: facts, documents, and half a line. */
static void leave(const char *path)
{
	FILE *file = fopen(path, "a");

	CHECK(file);
	fputs("{\"kernel\":{\"release\":\"" RELEASE "\",\"version\":\"6.12\",\"link\":\"veth\"}}\n"
	      "{\"case\":\"close_unread_data_v4\",\"verdict\":\"PASS\",\"path\":\"p\"}\n"
	      "{\"case\":\"close_unread_data_v6\",\"verdict\":\"TIMEOUT\",\"path\":\"p\"}\n"
	      "{\"case\":\"of_another_suite_v4\",\"verdict\":\"PASS\",\"path\":\"p\"}\n"
	      "{\"case\":\"listener_ack_v4\",\"verdict\":\"PA",
	      file);
	CHECK(!fclose(file));
}

static const char *fact(const json_t *results, const char *key)
{
	const char *text = json_string_value(
		json_object_get(json_object_get(results, "kernel"), key));

	return text ? text : "(none)";
}

/* The machine's fault is tried again, a verdict on the kernel is not, half a line is nothing. */
static void test_restored(void)
{
	struct job_options options = usual();
	struct job job = opened(&options);
	char journal[sizeof(job.journal.path)];
	json_t *results;

	CHECK(!job.restored);
	memcpy(journal, job.journal.path, sizeof(journal));
	job_close(&job);
	leave(journal);
	job = opened(&options);
	CHECK(job.restored == 1 && plan_done(job.plan) == 1);
	results = job_results(&job);
	CHECK(results_count(results, VERDICT_PASS) == 1);
	CHECK(json_array_size(json_object_get(results, "cases")) == 1);
	CHECK_TEXT(RELEASE, fact(results, "release"));
	CHECK_TEXT("veth", fact(results, "link"));
	json_decref(results);
	job_close(&job);

	/* Another result is to be expected of other options. */
	options.append = "quiet";
	job = opened(&options);
	CHECK(!job.restored && strcmp(journal, job.journal.path));
	job_close(&job);
	options = usual();
	options.again = true;
	job = opened(&options);
	CHECK(!job.restored);
	job_close(&job);
	options.again = false;
	job = opened(&options);
	CHECK(!job.restored);
	job_close(&job);
}

/* Of a kernel that never said what it is the file's name and release must do. */
static void test_silent_kernel(void)
{
	struct job_options options = usual();
	struct guest_verdict *verdict = calloc(1, sizeof(*verdict));
	struct job job;
	json_t *results;

	options.append = "panic=1";
	job = opened(&options);
	CHECK(plan_next(job.plan, &job.boot));
	verdict->result = GUEST_CRASH;
	snprintf(verdict->why, sizeof(verdict->why), "kernel: BUG: x");
	plan_conclude(job.plan, &job.boot, verdict, NULL, NULL);
	results = job_results(&job);
	CHECK_TEXT(RELEASE, fact(results, "release"));
	CHECK_TEXT("6.12", fact(results, "version"));
	CHECK_TEXT("x86_64", fact(results, "arch"));
	CHECK_TEXT("panic=1", fact(results, "append"));
	CHECK_TEXT("kernel: BUG: x", fact(results, "complaint"));
	CHECK_TEXT("(none)", fact(results, "tracer"));
	json_decref(results);
	job_close(&job);
	free(verdict);
}

static int entry_remove(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path);
}

int main(void)
{
	CHECK(mkdtemp(folder));
	CHECK(!setenv("XDG_CACHE_HOME", folder, 1));
	write_kernel();
	test_no_kernel();
	test_restored();
	test_silent_kernel();
	return nftw(folder, entry_remove, 8, FTW_DEPTH | FTW_PHYS);
}
