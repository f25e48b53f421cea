// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/tables.h"

#include <errno.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"

struct tally {
	char *glob;
	size_t count;
};

static void count_case(const struct table_case *one, void *data)
{
	struct tally *tally = data;

	tally->count += tables_match(one->scenario, one->name, &tally->glob, 1);
}

static size_t count(const char *glob)
{
	struct tally tally = { .glob = (char *)glob };

	tables_each_case(count_case, &tally);
	return tally.count;
}

/* The name of a case, the id of a path, and patterns of both. */
static void test_match(void)
{
	CHECK(count("close_unread_data_v4") == 1);
	CHECK(count("close_unread_data_v?") == 2);
	CHECK(count("close-unread-data") == 2);
	CHECK(count("close_unread-*") == 0);
	CHECK(count("*") > 600);
}

/* Three ids are named, the one that is meant first. */
static void refuses(const char *glob, const char *first)
{
	char *const globs[] = { (char *)"close-*", (char *)glob };
	struct why why = { "" };
	char expected[200];
	const char *comma;

	CHECK(tables_check(globs, 2, &why) == -ENOENT);
	snprintf(expected, sizeof(expected), "no case or path '%s'; the nearest are %s, ", glob,
		 first);
	CHECK(!strncmp(why.text, expected, strlen(expected)));
	comma = strchr(why.text + strlen(expected), ',');
	CHECK(comma && !strchr(comma + 1, ','));
}

static void test_unknown(void)
{
	char *const known[] = { (char *)"close-*", (char *)"*_v6" };

	CHECK(!tables_check(known, 2, NULL));
	CHECK(!tables_check(NULL, 0, NULL));
	refuses("close-unread-dta", "close-unread-data");
	refuses("lose-unread-data", "close-unread-data");
	refuses("close-unread-datax", "close-unread-data");
	/* Who writes the name of a case means '-' by '_'. */
	refuses("listener_ack", "listener-ack");
}

int main(void)
{
	test_match();
	test_unknown();
	return 0;
}
