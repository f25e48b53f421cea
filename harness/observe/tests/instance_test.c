// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/file.h"
#include "harness/observe/tracer/instance.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/child.h"
#include "harness/base/file.h"
#include "harness/base/tests/check.h"
#include "harness/base/why.h"
#include "harness/observe/tracer/ring_page.h"
#include "harness/observe/tracer/tracefs.h"

#define PATIENCE_MS 10000

/* Returns the trace filesystem, without which there is nothing to test. */
static int tracefs(void)
{
	int fd = tracefs_open();

	if (fd == -ENODEV)
		atf_tc_skip("no tracefs: a kernel without CONFIG_FTRACE");
	ATF_REQUIRE_MSG(fd >= 0, "%s", strerror(-fd));
	return fd;
}

static bool exists(int tracefs_fd, unsigned int number)
{
	char path[64];

	snprintf(path, sizeof(path), "instances/rstlab-%04x", number);
	return !faccessat(tracefs_fd, path, F_OK, 0);
}

static struct instance *opened(void)
{
	struct instance *instance = NULL;
	struct why why = { "" };

	ATF_REQUIRE_INTEQ_MSG(0, instance_open(&instance, &why), "%s", why.text);
	return instance;
}

static void expect_setting(const struct instance *instance, const char *path, const char *part)
{
	char *text = NULL;

	ATF_REQUIRE_MSG(file_read_at(instance_directory(instance), path, &text) >= 0, "%s", path);
	CHECK_HAS(part, text);
	free(text);
}

ATF_TC(an_instance_lasts_until_it_is_closed);
ATF_TC_HEAD(an_instance_lasts_until_it_is_closed, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(an_instance_lasts_until_it_is_closed, tc)
{
	int fd = tracefs();
	struct instance *one = opened(), *two = opened();
	unsigned int number = instance_number(one);

	ATF_CHECK(number >= 1 && number <= 65535);
	ATF_CHECK(number != instance_number(two));
	ATF_CHECK(exists(fd, number));
	ATF_CHECK(exists(fd, instance_number(two)));
	expect_setting(one, "options/disable_on_free", "1");
	expect_setting(one, "trace_clock", "[mono]");
	expect_setting(one, "buffer_percent", "0");
	instance_close(one);
	ATF_CHECK(!exists(fd, number));
	ATF_CHECK(exists(fd, instance_number(two)));
	number = instance_number(two);
	instance_close(two);
	ATF_CHECK(!exists(fd, number));
	close(fd);
}

static void count_record(void *context, const struct ring_record *record)
{
	int *count = context;

	ATF_CHECK(record->length > 0);
	++*count;
}

ATF_TC(a_record_wakes_the_reader_and_is_read_once);
ATF_TC_HEAD(a_record_wakes_the_reader_and_is_read_once, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(a_record_wakes_the_reader_and_is_read_once, tc)
{
	int fd = tracefs(), count = 0;
	struct instance *instance = opened(), *other = opened();
	struct pollfd ready = { .fd = instance_fd(instance), .events = POLLIN };

	ATF_CHECK_INTEQ(0, poll(&ready, 1, 0));
	ATF_REQUIRE_INTEQ(0, file_write_at(instance_directory(instance), "trace_marker", "hello"));
	ATF_CHECK_INTEQ(1, poll(&ready, 1, PATIENCE_MS));
	ATF_CHECK_INTEQ(0, instance_read(other, count_record, &count));
	ATF_CHECK_INTEQ(1, instance_read(instance, count_record, &count));
	ATF_CHECK_INTEQ(0, instance_read(instance, count_record, &count));
	ATF_CHECK_INTEQ(1, count);
	instance_close(other);
	instance_close(instance);
	close(fd);
}

/* A process that makes an instance, says its number through @pipe, and never ends. */
static void be_owner(int pipe)
{
	struct instance *instance;
	unsigned int number;

	if (instance_open(&instance, NULL))
		_exit(1);
	number = instance_number(instance);
	if (write(pipe, &number, sizeof(number)) != sizeof(number))
		_exit(1);
	while (true)
		pause();
}

ATF_TC(only_what_the_dead_left_is_swept);
ATF_TC_HEAD(only_what_the_dead_left_is_swept, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(only_what_the_dead_left_is_swept, tc)
{
	int fd = tracefs(), pipes[2];
	struct instance *ours = opened();
	unsigned int number;
	pid_t owner;

	ATF_REQUIRE_INTEQ(0, pipe(pipes));
	owner = child_fork();
	if (!owner)
		be_owner(pipes[1]);
	ATF_REQUIRE(owner > 0);
	ATF_REQUIRE_INTEQ(sizeof(number), read(pipes[0], &number, sizeof(number)));
	instance_sweep();
	ATF_CHECK(exists(fd, number));
	ATF_CHECK(exists(fd, instance_number(ours)));
	ATF_REQUIRE_INTEQ(0, kill(owner, SIGKILL));
	ATF_REQUIRE(child_wait(owner) >= 0);
	instance_sweep();
	ATF_CHECK(!exists(fd, number));
	ATF_CHECK(exists(fd, instance_number(ours)));
	instance_close(ours);
	close(fd);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, an_instance_lasts_until_it_is_closed);
	ATF_TP_ADD_TC(tp, a_record_wakes_the_reader_and_is_read_once);
	ATF_TP_ADD_TC(tp, only_what_the_dead_left_is_swept);
	return atf_no_error();
}
